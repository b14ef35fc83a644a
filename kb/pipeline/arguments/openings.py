"""Arguments drawn by a connective at the head of a sentence: "Therefore …", "This is because …", "But …"."""

from __future__ import annotations

from collections.abc import Iterator

from kb.pipeline.annotations import ArgumentMark
from kb.pipeline.arguments.links import Group, groups_before, groups_of, held_by, linked, main_group, opens, outermost
from kb.pipeline.arguments.refutations import refutes
from kb.pipeline.relations.scene import Scene


def by_openings(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """A connective at the head of the sentence, between its first claim and the last claim before."""
    here, there = main_group(scene, index, groups), outermost(before)[-1]
    if here is None:
        return
    own = all(claim.holder == "author" for claim in here)
    if opens(scene, index, "conclude"):
        yield from linked(scene, index, there, here, "supports", "concludes", 0.7, any_holder=True)
    elif opens(scene, index, "reason") or (not own and opens(scene, index, "bearing")):
        yield from linked(scene, index, here, there, "supports", "gives a reason", 0.45, any_holder=True)
    elif refutes(scene, index):
        for group in before:
            yield from linked(scene, index, here, group, "attacks", "strikes down", 0.65)
    elif opens(scene, index, "oppose") and not (own and here[0].stance == "questions"):
        for group in groups_before(scene, index, unlike=here)[-1:]:
            if any(claim.holder != "author" for claim in group):  # whom the text reports does not answer the text
                yield from linked(scene, index, here, group, "attacks", "objects", 0.3)


def by_addition(scene: Scene, marks: list[ArgumentMark]) -> Iterator[ArgumentMark]:
    """One more reason for, or objection to, what the sentence before argues for or against: "Moreover …", "Nor does …"."""
    given = {id(mark.premise): mark for mark in marks}
    for index in sorted(scene.by_sentence):
        if not opens(scene, index, "another"):
            continue
        here = main_group(scene, index, groups_of(scene, index))
        if here is None:
            continue
        denied = opens(scene, index, "another_objection")
        for earlier in [claim for group in groups_before(scene, index)[-1:] for claim in group]:
            mark = given.get(id(earlier))
            if mark is None or mark.conclusion in here:
                continue
            if mark.kind == "supports" or (denied and held_by(here, earlier.holder)):
                rule = "adds a reason" if mark.kind == "supports" else "adds an objection"
                for more in linked(scene, index, here, [mark.conclusion], mark.kind, rule, 0.5):
                    given[id(more.premise)] = more
                    yield more
