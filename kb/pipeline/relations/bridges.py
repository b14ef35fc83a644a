"""Authors of works that the text names beside them, not with them: "Looking Forward appeared in 1991" after its authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kb.pipeline.annotations import Cluster, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import is_passive
from kb.pipeline.relations.holders import own
from kb.pipeline.relations.marks import evidence
from kb.pipeline.relations.referents import head_of
from kb.pipeline.relations.scene import Scene


def from_bridges(scene: Scene, said: Sequence[RelationMark]) -> Iterator[RelationMark]:
    """Marks of authorship for works that nothing else gives an author, and of what works expound through their authors."""
    written = [m for m in said if m.predicate == "wrote" and m.polarity == "affirmed"]
    known = {id(m.object) for m in written}
    found: list[RelationMark] = []
    for index, mentions in enumerate(scene.mentions):
        for work in mentions:
            if work.type == "work" and work.form == "name" and id(work.entity) not in known:
                marks = (
                    list(_collected(scene, work)) or list(_issued(scene, index, work)) or list(_carried_on(scene, index, work))
                )
                known.update(id(m.object) for m in marks)
                found.extend(marks)
    yield from found
    yield from _expounded(scene, [*written, *found], said)
    yield from _of_its_author([*written, *found], said)


def _collected(scene: Scene, work: Mention) -> Iterator[RelationMark]:
    """A title under which someone's writings came out: "His articles were collected as T"."""
    at = work.start - 1
    while at > 0 and (scene.doc[at].is_quote or scene.doc[at].pos_ == "DET"):
        at -= 1
    if at < 0 or scene.doc[at].lower_ not in ("as", "in", "under"):
        return
    verb = scene.doc[at].head
    if verb.lemma_.lower() not in load("relations")["bridges"]["issuing"] or not is_passive(verb):
        return
    for subject in verb.children:
        if subject.dep_ == "nsubjpass":
            owners = [m for c in subject.children if c.dep_ == "poss" for m in scene.mentions_at(c)]
            owners = owners or [
                m for m in scene.mentions[scene.sentence_of(work.start)] if m.end <= subject.i and _main_subject(scene, m)
            ]
            for owner in owners:
                yield from _wrote(scene, [owner], work, verb, "collected")


def _issued(scene: Scene, index: int, work: Mention) -> Iterator[RelationMark]:
    """A title that came out, said by nobody's name: by whom the sentence before is about."""
    head = head_of(scene, work)
    verb = head.head
    cues = load("relations")["bridges"]
    if head.dep_ not in ("nsubj", "nsubjpass") or index == 0:
        return
    if verb.lemma_.lower() not in (cues["issuing"] if is_passive(verb) else cues["appearing"]):
        return
    if any(m.type == "theorist" for m in scene.mentions[index]):
        return
    yield from _wrote(scene, _authors_before(scene, index), work, verb, "issued")


def _carried_on(scene: Scene, index: int, work: Mention) -> Iterator[RelationMark]:
    """A title that a sentence speaks of with nobody's name, right after a sentence about a thinker: his."""
    if index == 0 or any(m.type in ("theorist", "group") and m.start < work.start for m in scene.mentions[index]):
        return
    head = head_of(scene, work)
    for _ in range(3):
        if head.dep_ == "pobj" and head.head.lower_ in ("of", "in") and head.head.head.pos_ in ("NOUN", "VERB", "AUX"):
            head = head.head if head.head.head.pos_ != "NOUN" else head.head.head
    start = scene.sentences[index].start
    spoken_of = head.dep_ in ("nsubj", "nsubjpass") or (head.dep_ == "prep" and head.i - start < 2)
    people = [m for m in scene.mentions[index - 1] if m.type == "theorist"]
    if spoken_of and people and len({id(m.entity) for m in people}) == 1:
        yield from _wrote(scene, people[:1], work, scene.doc[work.start], "carried on")


def _authors_before(scene: Scene, index: int) -> list[Mention]:
    """The persons who are the subject of the last sentence that names any, three sentences back at most."""
    for back in range(index - 1, max(index - 4, -1), -1):
        people = [m for m in scene.mentions[back] if m.type == "theorist"]
        if people:
            return [m for m in people if _main_subject(scene, m)]
    return []


def _main_subject(scene: Scene, mention: Mention) -> bool:
    head = head_of(scene, mention)
    while head.dep_ in ("conj", "appos") and head.head != head:
        head = head.head
    return head.dep_ == "nsubj" and head.head.dep_ in ("ROOT", "conj")


def _wrote(scene: Scene, authors: list[Mention], work: Mention, verb: Token, rule: str) -> Iterator[RelationMark]:
    for author in authors:
        if author.type == "theorist" and author.entity is not None and work.entity is not None:
            start, end = evidence(scene, [verb, scene.doc[work.start]])
            yield from own(author.entity, "wrote", work.entity, start, end, 0.6, f"bridge:{rule}")


def _of_its_author(written: list[RelationMark], said: Sequence[RelationMark]) -> Iterator[RelationMark]:
    """Whoever wrote the work that expounds a theory holds it, unless he is said to have made it."""
    authors: dict[int, list[Cluster]] = {}
    for mark in written:
        authors.setdefault(id(mark.object), []).append(mark.subject)
    made = {(id(m.subject), id(m.object)) for m in said if m.predicate == "originated"}
    for mark in said:
        if mark.predicate == "expounds" and mark.polarity == "affirmed":
            for author in authors.get(id(mark.subject), ()):
                if (id(author), id(mark.object)) not in made:
                    yield from own(author, "holds", mark.object, mark.start, mark.end, 0.55, "bridge:author")


def _of_author(scene: Scene, work: Mention) -> bool:
    """Whether a title only says who somebody is: "X, the author of W, was a socialist"."""
    head = head_of(scene, work)
    return (
        head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_ in ("author", "writer", "editor", "translator")
    )


def _expounded(scene: Scene, written: list[RelationMark], said: Sequence[RelationMark]) -> Iterator[RelationMark]:
    """A work expounds what its author is said to hold or to have made in a sentence that speaks of the work."""
    authors: dict[int, set[int]] = {}
    for mark in written:
        authors.setdefault(id(mark.object), set()).add(id(mark.subject))
    for mark in said:
        if mark.predicate not in ("holds", "originated") or mark.polarity != "affirmed":
            continue
        for work in scene.mentions[scene.sentence_at(mark.start)]:
            if work.type != "work" or work.entity is None or head_of(scene, work).dep_ == "dobj" or _of_author(scene, work):
                continue  # "wrote T and founded U": what is said beside the writing is not said of the work
            if id(mark.subject) in authors.get(id(work.entity), ()):
                yield from own(work.entity, "expounds", mark.object, mark.start, mark.end, 0.6, "bridge:expounds")
