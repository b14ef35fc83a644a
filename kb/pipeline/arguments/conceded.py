"""What is granted, foreseen or pointed at, then answered: "P, he concedes, yet Q", "Some may say that P. I hold that Q"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kb.pipeline.annotations import ArgumentMark, text_of
from kb.pipeline.arguments.links import Group, groups_of, held_by, linked, outermost, parted, words
from kb.pipeline.relations.scene import Scene

_BACK = 2  # sentences looked back through for what the text foresaw
_EARLY = 25  # characters of a denied content within which it points back


def by_concessions(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """What follows "but" or "yet" in one sentence objects to what its holder grants before it."""
    for granted, answer in pairwise(groups):
        cue = granted[0].cue_token
        if cue < 0 or scene.doc[cue].lemma_.lower() not in words("granting") or answer[0].cue_token not in (cue, -1):
            continue  # "granted that P but denied that Q" holds both
        between = text_of(scene.doc)[granted[0].content[-1][1] : answer[0].content[0][0]].lower()
        if words("turning") & set(re.findall(r"\w+", between)):
            yield from linked(scene, index, answer, granted, "attacks", "concedes", 0.5, any_pair=True)


def by_anticipation(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """The text's own claim answers what it said that people say: "It will be said that P. I hold that Q"."""
    own = groups[0]
    if own[0].holder != "author" or own[0].stance != "asserts":
        return
    for back in range(index - 1, max(index - _BACK - 1, -1), -1):
        if parted(scene, back):
            return
        said = groups_of(scene, back)
        if any(group[0].holder == "author" for group in said):
            return
        foreseen = [group for group in said if group[0].holder == "unknown" and group[0].cue_token >= 0]
        if foreseen and _foresight().search(scene.sentences[back].text.lower()):
            yield from linked(scene, index, own, foreseen[0], "attacks", "foresees", 0.45)
            return


def by_denials(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """A denial whose content points back objects to what another party said last: "Cohen denied that it shows any such thing"."""
    for n, group in enumerate(groups):
        claim = group[0]
        if claim.stance != "denies" or claim.cue_token < 0:
            continue
        start, end = claim.content[0]
        if not words("pointing") & set(re.findall(r"\w+", text_of(scene.doc)[start : min(end, start + _EARLY)].lower())):
            continue
        earlier = outermost(groups[:n] or before)
        if earlier and not any(held_by(group, other.holder) for other in earlier[-1]):
            yield from linked(scene, index, group, earlier[-1], "attacks", "denies", 0.45)


@cache
def _foresight() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words("foreseen"), key=len, reverse=True))) + r")\b")
