"""What the rules about claims and their holders share: a claim's words, its mentions, a mark in the text's own voice."""

from __future__ import annotations

from collections.abc import Iterator

from kb.pipeline.annotations import Attribution, Cluster, Mention, RelationMark
from kb.pipeline.relations.marks import evidence, fits
from kb.pipeline.relations.scene import Scene


def own(
    holder: Cluster, predicate: str, obj: Cluster, start: int, end: int, confidence: float, rule: str
) -> Iterator[RelationMark]:
    if fits(holder, predicate, obj):
        yield RelationMark(holder, predicate, obj, "affirmed", "author", start, end, None, confidence, rule)


def in_content(scene: Scene, index: int, claim: Attribution, *types: str) -> list[Mention]:
    """The mentions within a claim's content, one for each entity."""
    found: dict[int, Mention] = {}
    for mention in scene.mentions[index]:
        if mention.type in types and claim in scene.claims.get(mention.start, ()):
            found.setdefault(id(mention.entity), mention)
    return list(found.values())


def whole_of(scene: Scene, claim: Attribution) -> tuple[int, int]:
    """The clause around a claim's cue and content."""
    spans = [*claim.content, *claim.cue]
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    first = scene.token_at(low)
    last = scene.token_at(high - 1)
    return evidence(scene, [first, last])
