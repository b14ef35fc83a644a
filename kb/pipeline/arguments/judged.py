"""Reasons that follow a judgement without any connective: "Carter called the comparison wrong-headed. A slave state …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import ArgumentMark, text_of
from kb.pipeline.arguments.links import Group, groups_of, held_by, linked, opens, outermost, parted, words
from kb.pipeline.relations.scene import Scene

_ANSWERS = ("oppose", "conclude", "reason", "bearing", "another", "continue")
_LONGEST = 160  # characters of a judgement; a longer claim says more than that


def by_judgements(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """The first claim of a sentence supports the judgement of its own holder right before it."""
    if index == 0 or parted(scene, index - 1) or any(opens(scene, index, name) for name in _ANSWERS):
        return
    before = groups_of(scene, index - 1)
    if not before:
        return
    verdict, reason = outermost(before)[-1], groups[0]
    if reason[0].stance == "asserts" and _judges(scene, verdict) and any(held_by(reason, claim.holder) for claim in verdict):
        yield from linked(scene, index, reason, verdict, "supports", "judges", 0.3)


def _judges(scene: Scene, group: Group) -> bool:
    """Whether a claim strikes a view down, praises it or doubts it, and says little more."""
    claim = group[0]
    said = " ".join(text_of(scene.doc)[start:end] for start, end in claim.content).lower()
    if len(said) > _LONGEST:
        return False
    cue: Token | None = scene.doc[claim.cue_token] if claim.cue_token >= 0 else None
    if cue is not None and cue.lemma_.lower() in words("judging"):
        return True
    return bool(words("refuting") & set(re.findall(r"[\w-]+", said))) or any(phrase in said for phrase in words("verdicts"))
