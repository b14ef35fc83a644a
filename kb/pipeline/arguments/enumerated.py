"""Reasons that a text announces and then counts off: "I doubt it, for three reasons. One: … Two: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kb.model import ArgumentKind
from kb.pipeline.annotations import ArgumentMark, Attribution
from kb.pipeline.arguments.links import Group, groups_before, groups_of, linked, main_group, opening, words
from kb.pipeline.arguments.own import own_claim
from kb.pipeline.relations.scene import Scene

_REACH = 36  # sentences after the announcement in which the items are looked for
_GAP = 12  # sentences between two items at most


def by_enumeration(scene: Scene, added: list[Attribution]) -> Iterator[ArgumentMark]:
    """Arguments of counted reasons and objections; the claims of the text's own that they need go to ``added``."""
    for index in range(len(scene.sentences)):
        announced = _announcement().search(scene.sentences[index].text.lower())
        if announced is None:
            continue
        items = list(_items(scene, index))
        if len(items) < 2:
            continue
        against = announced[1] in words("counted_objections") or _doubts(scene, index)
        target = _target(scene, index, against)
        if target is None:
            continue
        for item in items:
            here = main_group(scene, item, groups_of(scene, item)) if scene.by_sentence.get(item) else None
            if here is None:
                claim = own_claim(scene, item, tells=True)
                if claim is None:
                    continue
                added.append(claim)
                here = [claim]
            kind: ArgumentKind = "attacks" if against else "supports"
            yield from linked(scene, item, here, target, kind, "counts reasons", 0.55, any_holder=not against)


@cache
def _announcement() -> re.Pattern[str]:
    numbers, nouns = "|".join(sorted(words("numbers"))), "|".join(sorted(words("counted_reasons") | words("counted_objections")))
    return re.compile(rf"\b(?:{numbers}) (?:[\w-]+ )?({nouns})\b")


def _doubts(scene: Scene, index: int) -> bool:
    return any(t.lemma_.lower() in words("doubting") for t in scene.sentences[index])


def _target(scene: Scene, index: int, against: bool) -> Group | None:
    """What the reasons are given for or against: the announcing sentence's claim, else the last before it."""
    here = groups_of(scene, index) if scene.by_sentence.get(index) else []
    if here and (not against or here[-1][0].holder != "author"):
        return here[-1]
    before = groups_before(scene, index)
    return before[-1] if before else None


def _items(scene: Scene, index: int) -> Iterator[int]:
    """The sentences that count: each opens with the next ordinal, no further apart than reasons stand."""
    last = index
    for item in range(index + 1, min(index + _REACH + 1, len(scene.sentences))):
        if item - last > _GAP:
            return
        if _ordinal().match(opening(scene, item)):
            last = item
            yield item


@cache
def _ordinal() -> re.Pattern[str]:
    listed = sorted(words("ordinals"), key=len, reverse=True)
    return re.compile(
        r"(?:the |a |my |his |her |their )?(?:" + "|".join(map(re.escape, listed)) + r")(?:[,:]| (?:is|was|of these)\b(?! about))"
    )
