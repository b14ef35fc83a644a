"""Whom a clause counts among a body or a creed: "as an anarchist, X …", "like other Fabians, X …", "the CNT's X"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.persons import ROLES
from kb.pipeline.relations.doers import VERBAL, surface_subjects
from kb.pipeline.relations.marks import link
from kb.pipeline.relations.referents import coordinated, head_of, referents
from kb.pipeline.relations.scene import Scene

_ROW = 4  # tokens between "from" and "to" and the names after them, at most


def from_memberships(scene: Scene) -> Iterator[RelationMark]:
    """Marks of membership, and of adherence to a doctrine, by the phrase that a body's or a creed's name stands in."""
    others = frozenset(load("relations")["membership"]["others"])
    for index, mentions in enumerate(scene.mentions):
        yield from _instances(scene, index)
        for label in mentions:
            if label.form != "name" or label.type not in ("group", "theory"):
                continue
            predicate = "member_of" if label.type == "group" else "holds"
            head = head_of(scene, label)
            if head.dep_ == "pobj" and head.head.lower_ == "as" and (_one(head) or head.tag_ == "NNS"):
                yield from _counted(scene, head.head, predicate, label, "as one")
            elif label.type == "group" and head.dep_ == "pobj" and head.head.lower_ == "like" and _others(head, others):
                yield from _counted(scene, head.head, predicate, label, "like others")
            elif label.type == "group":
                yield from _between(scene, label)
                yield from _owned(scene, label, head)


def _instances(scene: Scene, index: int) -> Iterator[RelationMark]:
    """ "X, for example, …" after a sentence about a body: X is one of it."""
    root = scene.sentences[index].root
    if index == 0 or not any(c.dep_ == "prep" and c.lower_ == "for" and _example(c) for c in root.children):
        return
    people = [r.mention for s in surface_subjects(root) for r in referents(scene, s, ("theorist",)) if not r.through]
    above = surface_subjects(scene.sentences[index - 1].root)
    bodies = [r.mention for s in above for r in referents(scene, s, ("group",)) if not r.through]
    named = [m for m in people if m.form == "name"]
    if len(bodies) == 1:
        yield from link(
            scene, root, named, "member_of", bodies, rule="for example", confidence=0.5, said="affirmed", voice=["author"]
        )


def _example(preposition: Token) -> bool:
    return any(c.lower_ in ("example", "instance") for c in preposition.children)


def _one(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children)


def _others(noun: Token, words: frozenset[str]) -> bool:
    """Whether a body is spoken of as "other Xs", "most Xs"; those of a trade share nothing but the trade."""
    return noun.lemma_.lower() not in ROLES and any(c.lower_ in words for c in noun.children)


def _counted(scene: Scene, preposition: Token, predicate: str, label: Mention, rule: str) -> Iterator[RelationMark]:
    """The subject of the clause that a phrase opens or interrupts."""
    verb = preposition.head
    if rule == "as one" and not (preposition.i < verb.i and verb.pos_ in VERBAL):
        return  # "denounced him as an anarchist" only calls him one
    subjects = surface_subjects(verb) if verb.pos_ in VERBAL else [verb]
    types: tuple[EntityType, ...] = ("theorist",) if predicate == "member_of" else ("theorist", "group")
    people = [r.mention for s in subjects for r in referents(scene, s, types) if not r.through]
    yield from link(scene, preposition, people, predicate, [label], rule=rule, confidence=0.65, said="affirmed")


def _between(scene: Scene, body: Mention) -> Iterator[RelationMark]:
    """ "anarchists from Bakunin to Goldman": the first and the last of a row."""
    doc, end = scene.doc, len(scene.doc)
    if body.end >= end or doc[body.end].lower_ != "from":
        return
    first = next((m for m in scene.within(body.end + 1, body.end + _ROW) if m.type == "theorist"), None)
    if first is None or first.end >= end or doc[first.end].lower_ not in ("to", "through"):
        return
    last = next((m for m in scene.within(first.end + 1, first.end + _ROW) if m.type == "theorist"), None)
    if last is not None:
        yield from link(
            scene, doc[body.end], [first, last], "member_of", [body], rule="from to", confidence=0.65, said="affirmed"
        )


def _owned(scene: Scene, body: Mention, head: Token) -> Iterator[RelationMark]:
    """ "the CNT's Pestaña": a name whose owner is a body."""
    if head.dep_ != "poss":
        return
    named = [m for m in scene.mentions_at(head.head) if m.type == "theorist" and m.form == "name"]
    named += [other for m in named for other in coordinated(scene, m)]
    yield from link(scene, head, named, "member_of", [body], rule="its own", confidence=0.65, said="affirmed")
