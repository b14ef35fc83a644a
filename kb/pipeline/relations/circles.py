"""The body that a name is said to be of: "the anarchists of the FAI", "X, of the Fabian Society"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.marks import link
from kb.pipeline.relations.scene import Scene


def from_circles(scene: Scene) -> Iterator[RelationMark]:
    """Marks of membership from a name, "of" and the name of a body."""
    for mentions in scene.mentions:
        for first, second in pairwise(mentions):
            if first.type in ("theorist", "group") and second.type == "group" and _of_body(scene, first, second):
                last = scene.doc[first.end - 1]
                yield from link(
                    scene, last, [first], "member_of", [second], rule="of body", confidence=0.6, said="affirmed", voice=["author"]
                )


def _of_body(scene: Scene, first: Mention, second: Mention) -> bool:
    """Whether nothing but "of (the)" stands between two names, the second one body with a name of its own."""
    if first.form != "name" or second.form != "name" or first.entity is second.entity:
        return False
    gap = [t.lower_ for t in scene.doc[first.end : second.start]]
    last = scene.doc[second.end - 1]
    named = (last.tag_ in ("NNP", "NNPS") and scene.doc[second.start].text[:1].isupper()) or (
        last.lemma_.lower() in load("relations")["circles"]["bodies"] and second.end - second.start > 1
    )
    if first.type == "theorist":
        return named and gap in ([",", "of", "the"], [",", "of"], ["of", "the"])
    plural = scene.doc[first.end - 1].tag_ in ("NNS", "NNPS")
    return named and plural and gap in (["of", "the"], ["of"], ["in", "the"], ["within", "the"], ["inside", "the"])
