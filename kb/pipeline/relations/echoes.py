"""What a clause says again of someone else: "So did X", "as did X", "X did not", "X did too"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.relations.doers import surface_subjects
from kb.pipeline.relations.marks import PEOPLE, by_sentence, evidence, fits
from kb.pipeline.relations.referents import referents
from kb.pipeline.relations.scene import Scene

_SAID_AGAIN = frozenset({"holds", "rejects", "derives_from", "differs_from", "similar_to", "broke_with", "member_of"})
_SUPPORT = frozenset({"do", "be", "have", "would", "will", "can", "could", "must", "should"})
_OTHER = {"holds": "rejects", "rejects": "holds", "similar_to": "differs_from"}  # what whoever "did not" do so is taken to do


def from_echoes(scene: Scene, said: Sequence[RelationMark]) -> Iterator[RelationMark]:
    """Marks of those of whom a bare auxiliary repeats or denies what the clause before has said of another."""
    found = by_sentence(scene, said)
    for index, sentence in enumerate(scene.sentences):
        if not scene.mentions[index]:
            continue
        for token in sentence:
            if token.lemma_.lower() in _SUPPORT and token.pos_ in ("AUX", "VERB"):
                denied = _bare(token)
                if denied is not None:
                    yield from _again(scene, index, token, denied, found)


def _bare(verb: Token) -> bool | None:
    """Whether an auxiliary that stands alone denies what it repeats; None where it has a verb or complement of its own."""
    parts = {c.dep_ for c in verb.children if c.i > verb.i}
    if verb.dep_ in ("aux", "auxpass") or parts & {"dobj", "attr", "acomp", "ccomp", "xcomp", "prep", "oprd", "expl", "advcl"}:
        return None
    words = {c.lower_ for c in verb.children}
    if any(c.dep_ == "neg" for c in verb.children):
        return None if "so" in words else True
    opens = verb.i > 0 and verb.nbor(-1).lower_ in ("so", "as", "neither", "nor")
    return False if opens or words & {"too", "also", "likewise", "similarly"} else None


def _again(scene: Scene, index: int, verb: Token, denied: bool, found: dict[int, list[RelationMark]]) -> Iterator[RelationMark]:
    others = [r.mention for s in surface_subjects(verb) for r in referents(scene, s, PEOPLE) if not r.through]
    others = others or [m for m in scene.within(verb.i + 1, verb.i + 6) if m.type in PEOPLE and m.form == "name"][:1]
    start = min(verb.idx, *(scene.doc[m.start].idx for m in others)) if others else verb.idx
    marks = [m for back in (index, index - 1) for m in found.get(back, ()) if m.start < start and m.asserted_by == "author"]
    last = max((m.start for m in marks), default=-1)
    for mark in marks:
        if mark.start == last and mark.predicate in _SAID_AGAIN and mark.subject.type in PEOPLE:
            for other in others:
                yield from _said_of(scene, verb, other, mark, denied)


def _said_of(scene: Scene, verb: Token, other: Mention, mark: RelationMark, denied: bool) -> Iterator[RelationMark]:
    predicate = _OTHER.get(mark.predicate) if denied else mark.predicate
    if predicate is None or mark.polarity != "affirmed" or other.entity is None or not fits(other.entity, predicate, mark.object):
        return
    start, end = evidence(scene, [verb, scene.doc[other.start]])
    yield RelationMark(other.entity, predicate, mark.object, "affirmed", "author", start, end, None, 0.55, "echo")
