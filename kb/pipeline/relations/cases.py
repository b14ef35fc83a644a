"""What a case is taken to be by its name's phrase: "the USSR, a workers' state", "the state capitalism of the USSR"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import introduced, is_passive
from kb.pipeline.relations.marks import link
from kb.pipeline.relations.referents import head_of
from kb.pipeline.relations.scene import Scene
from kb.pipeline.relations.slots import complements


def from_cases(scene: Scene) -> Iterator[RelationMark]:
    """Marks of characterisation from appositions, labels, owners of an order, and copulas about what there is in a case."""
    cues = load("relations")["cases"]
    orders, wholes = frozenset(cues["orders"]), frozenset(cues["wholes"])
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        cases = [m for m in mentions if m.type == "case"]
        if not cases or not any(m.type == "theory" for m in mentions):
            continue
        for case in cases:
            yield from _apposed(scene, case)
            yield from _owned(scene, case, orders)
        for first, second in pairwise(mentions):
            if first.type == "theory" and second.type == "case":
                yield from _labelled(scene, first, second)
                yield from _within(scene, first, second, orders)
        for token in sentence:
            if token.lemma_ in ("be", "remain", "become") and not is_passive(token):
                yield from _found_in(scene, token, wholes)
                yield from _there_is(scene, token)


def _said(scene: Scene, trigger: Token, case: Mention, theories: list[Mention], rule: str) -> Iterator[RelationMark]:
    yield from link(scene, trigger, [case], "characterized_as", theories, rule=rule, confidence=0.6, said="affirmed")


def _apposed(scene: Scene, case: Mention) -> Iterator[RelationMark]:
    """ "the USSR, a workers' state, …"."""
    for child in head_of(scene, case).children:
        if child.dep_ == "appos" and any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in child.children):
            yield from _said(scene, child, case, [m for m in scene.mentions_at(child) if m.type == "theory"], "case:apposition")


def _owned(scene: Scene, case: Mention, orders: frozenset[str]) -> Iterator[RelationMark]:
    """ "the USSR's state capitalism"."""
    head = head_of(scene, case)
    if head.dep_ == "poss":
        named = [m for m in scene.mentions_at(head.head) if m.type == "theory" and _order(scene, m, orders)]
        yield from _said(scene, head.head, case, named, "case:owner")


def _labelled(scene: Scene, label: Mention, case: Mention) -> Iterator[RelationMark]:
    """ "the state capitalist USSR": an adjective right before the name."""
    last = scene.doc[label.end - 1]
    apposed = scene.doc[case.end - 1].dep_ == "appos" and scene.doc[case.end - 1].head == last
    if label.end == case.start and (apposed or last.dep_ in ("amod", "compound", "nmod")) and case.form == "name":
        yield from _said(scene, last, case, [label], "case:label")


def _within(scene: Scene, theory: Mention, case: Mention, orders: frozenset[str]) -> Iterator[RelationMark]:
    """ "the state capitalism of the USSR"."""
    gap = [t.lower_ for t in scene.doc[theory.end : case.start]]
    if gap in (["of"], ["of", "the"]) and _order(scene, theory, orders):
        yield from _said(scene, scene.doc[theory.end], case, [theory], "case:of")


def _order(scene: Scene, theory: Mention, orders: frozenset[str]) -> bool:
    """Whether a name is of an order of society rather than of a teaching, which a country has without being of its kind."""
    return scene.doc[theory.end - 1].lower_ in orders


def _found_in(scene: Scene, verb: Token, wholes: frozenset[str]) -> Iterator[RelationMark]:
    """ "what existed in the USSR was T", "the system in the USSR was T"."""
    for subject in verb.children:
        there = subject.dep_ == "csubj" and any(c.lower_ == "what" for c in subject.children)
        if not there and not (subject.dep_ == "nsubj" and subject.lemma_.lower() in wholes):
            continue
        places = [
            noun for c in subject.children if c.dep_ == "prep" and c.lower_ in ("in", "of", "under") for noun in introduced(c)
        ]
        cases = [m for noun in places for m in scene.mentions_at(noun) if m.type == "case"]
        theories = [m for noun in complements(verb) for m in scene.mentions_at(noun) if m.type == "theory"]
        yield from link(scene, verb, cases, "characterized_as", theories, rule="case:there", confidence=0.7)


def _there_is(scene: Scene, verb: Token) -> Iterator[RelationMark]:
    """ "there was no T in the USSR"."""
    if not any(c.dep_ == "expl" for c in verb.children):
        return
    theories = [m for c in verb.children if c.dep_ == "attr" for m in scene.mentions_at(c) if m.type == "theory"]
    hung = [verb, *(c for c in verb.children if c.dep_ == "attr")]
    places = [n for at in hung for c in at.children if c.dep_ == "prep" and c.lower_ == "in" for n in introduced(c)]
    cases = [m for noun in places for m in scene.mentions_at(noun) if m.type == "case"]
    yield from link(scene, verb, cases, "characterized_as", theories, rule="case:there is", confidence=0.6)
