"""Pairs of entities that one sentence speaks of and that some kind of relation may link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import SYMMETRIC
from kb.pipeline.annotations import Cluster, Mention
from kb.pipeline.relations.marks import ENDS
from kb.pipeline.relations.scene import Scene

REACH = 20  #: words between two mentions, at most: hardly a relation is said of two that stand farther apart
MOST = 14  #: entities of one sentence that are paired, at most: a bound for lists of names

#: the predicates that two types allow, the subject's type first
ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {}
for _name, (_subjects, _objects) in ENDS.items():
    for _types in ((one, other) for one in _subjects for other in _objects):
        ALLOWED[_types] = (*ALLOWED.get(_types, ()), _name)


@dataclass(slots=True, eq=False)
class Pair:
    """A possible subject and object in one sentence, by the mentions that stand closest, and what may be said of them."""

    sentence: int
    subject: Mention
    object: Mention
    predicates: tuple[str, ...]

    @property
    def entities(self) -> tuple[Cluster, Cluster]:
        """Whom the two mentions mean."""
        assert self.subject.entity is not None and self.object.entity is not None
        return self.subject.entity, self.object.entity

    @property
    def types(self) -> tuple[str, str]:
        """The types of the two."""
        return self.subject.type, self.object.type


def pairs(scene: Scene, index: int) -> Iterator[Pair]:
    """Every ordered pair of a sentence's entities that some predicate allows; a symmetric predicate one way only."""
    found: dict[int, list[Mention]] = {}
    for mention in scene.mentions[index]:
        if id(mention.entity) in found or len(found) < MOST:
            found.setdefault(id(mention.entity), []).append(mention)
    ends = list(found.values())
    for i, one in enumerate(ends):
        for j, other in enumerate(ends):
            if i == j:
                continue
            allowed = ALLOWED.get((one[0].type, other[0].type), ())
            if i > j:
                allowed = tuple(name for name in allowed if name not in SYMMETRIC)
            if allowed and _gap(two := _closest(one, other)) <= REACH:
                yield Pair(index, *two, allowed)


def _closest(ones: list[Mention], others: list[Mention]) -> tuple[Mention, Mention]:
    """The two mentions with the fewest words between them; of two as close, the first."""
    both = ((a, b) for a in ones[:4] for b in others[:4])
    return min(both, key=_gap)


def _gap(two: tuple[Mention, Mention]) -> int:
    """How many words stand between two mentions."""
    return max(two[0].start - two[1].end, two[1].start - two[0].end)
