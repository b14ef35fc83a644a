"""Two names of one theory: "neorealism (also known as structural realism)", "socialism, or communism", "T is called U"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kb.pipeline.annotations import RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.marks import link
from kb.pipeline.relations.scene import Scene


def from_names(scene: Scene) -> Iterator[RelationMark]:
    """Marks from the few words between two neighbouring names of theories."""
    alias = re.compile(load("relations")["alias"]["between"], re.IGNORECASE)
    slash = re.compile(load("relations")["alias"]["slash"])
    closed = re.compile(load("relations")["alias"]["closed"], re.IGNORECASE)
    for mentions in scene.mentions:
        for first, second in pairwise(mentions):
            if first.type != "theory" or second.type != "theory" or first.entity is second.entity:
                continue
            gap = _text(scene, first.end, second.start)
            if len(gap) > 60:
                continue
            after = _text(scene, second.end, second.end + 2)
            if alias.fullmatch(gap) or slash.fullmatch(gap) or (closed.fullmatch(gap) and re.match(r"\s*[\"”’']?[),;.]", after)):
                if closed.fullmatch(gap) and _in_list(scene, first.start):
                    continue
                trigger = scene.doc[first.end - 1]
                yield from link(scene, trigger, [first], "same_as", [second], rule="alias", confidence=0.75, said="affirmed")


def _text(scene: Scene, start: int, end: int) -> str:
    end = min(end, len(scene.doc))
    return scene.doc[start:end].text if start < end else ""


def _in_list(scene: Scene, start: int) -> bool:
    """Whether a name follows a comma, as in "A, B, or C": an alternative, not another name."""
    return any(t.text == "," for t in scene.doc[max(start - 3, 0) : start])
