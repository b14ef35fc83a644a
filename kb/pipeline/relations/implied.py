"""Relations that follow from who claims what: who calls a case T holds T; who denies that a case is T rejects T."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kb.pipeline.annotations import Attribution, Cluster, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.polarity import among
from kb.pipeline.relations.holders import in_content, own, whole_of
from kb.pipeline.relations.marks import by_sentence, said_of
from kb.pipeline.relations.referents import head_of
from kb.pipeline.relations.scene import Scene

#: verbs that say "as" of what their subject is against
_AGAINST = frozenset(
    {"dismiss", "treat", "condemn", "denounce", "ridicule", "attack", "reject", "deride", "mock", "brand", "unmask"}
)


def implied(scene: Scene, said: Iterable[RelationMark]) -> Iterator[RelationMark]:
    """What a text's claims and the relations already found in them say of their holders, in the text's own voice."""
    said = list(said)
    yield from _characterisers(said)
    yield from _self_described(scene)
    yield from _deniers(scene)
    yield from _predicated(scene)
    yield from _expounding(scene, said)
    found = by_sentence(scene, said)
    yield from _likened(found)
    yield from _for_each(found)
    yield from _shared(found)


def _characterisers(said: list[RelationMark]) -> Iterator[RelationMark]:
    """Who says of a case that it is T holds T."""
    for mark in said:
        if mark.predicate == "characterized_as" and mark.polarity == "affirmed" and isinstance(mark.asserted_by, Cluster):
            yield from own(mark.asserted_by, "holds", mark.object, mark.start, mark.end, 0.6, "implied:characterises")


def _self_described(scene: Scene) -> Iterator[RelationMark]:
    """A doctrine that is said to claim something of a case says that the case is of it: "the thesis of T asserts that"."""
    for index, claims in scene.by_sentence.items():
        for claim in claims:
            theory = claim.holder
            if not isinstance(theory, Cluster) or theory.type != "theory" or claim.stance != "asserts":
                continue
            for case in in_content(scene, index, claim, "case"):
                if head_of(scene, case).dep_ in ("nsubj", "nsubjpass") and case.entity is not None:
                    start, end = whole_of(scene, claim)
                    yield RelationMark(
                        case.entity, "characterized_as", theory, "affirmed", theory, start, end, None, 0.55, "implied:of itself"
                    )


def _deniers(scene: Scene) -> Iterator[RelationMark]:
    """Who denies a proposition about one theory rejects that theory."""
    for index, claims in scene.by_sentence.items():
        for claim in claims:
            theories = in_content(scene, index, claim, "theory")
            if (
                claim.stance == "denies"
                and isinstance(claim.holder, Cluster)
                and len(theories) == 1
                and _central(scene, claim, theories[0])
            ):
                start, end = whole_of(scene, claim)
                theory = theories[0].entity
                assert theory is not None
                yield from own(claim.holder, "rejects", theory, start, end, 0.7, "implied:denies")


def _predicated(scene: Scene) -> Iterator[RelationMark]:
    """Who says that something, named or not, is T or is to be called T holds T."""
    for index, claims in scene.by_sentence.items():
        for claim in claims:
            if claim.stance != "asserts" or not isinstance(claim.holder, Cluster) or not claim.cue:
                continue  # a speech that runs on says much of which its speaker holds little
            invented = _invents(scene, claim)
            for theory in in_content(scene, index, claim, "theory"):
                head = head_of(scene, theory)
                if theory.entity is None or not _predicative(scene, claim, head):
                    continue
                if not invented and _only_there(head) is False:
                    continue  # "there can only be T"
                if among(scene.doc, theory.start, said_of(scene, head)) == "affirmed":
                    start, end = whole_of(scene, claim)
                    predicate = "originated" if invented else "holds"
                    yield from own(claim.holder, predicate, theory.entity, start, end, 0.5, "implied:predicates")


def _only_there(head: Token) -> bool | None:
    """Whether a clause says that there is only what a word names; None where it does not say what there is."""
    parts = list(head.head.children)
    if not any(c.dep_ == "expl" for c in parts):
        return None
    return any(c.lower_ == "only" for c in (*parts, *head.children)) and not any(c.dep_ == "aux" for c in parts)


def _invents(scene: Scene, claim: Attribution) -> bool:
    """Whether a claim is introduced as its holder's own thought: "Kessler's idea was that"."""
    inventive = load("relations")["possessive"]["inventive"]
    return any(
        t.lemma_.lower() in inventive
        for start, end in claim.cue
        for t in (scene.doc.char_span(start, end, alignment_mode="expand") or ())
    )


def _predicative(scene: Scene, claim: Attribution, head: Token) -> bool:
    """Whether a name is what a claim says of its subject, or all that it says; a theory as subject is spoken of, not held."""
    verb = head.head
    if head.dep_ in ("attr", "oprd", "acomp") or (
        head.dep_ == "dobj" and verb.lemma_ in ("form", "constitute", "represent", "become", "compose")
    ):
        if any(c.lower_ in ("would", "'d", "what") for c in verb.children):
            return False
        subjects_ = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        return not any(m.type == "theory" for s in subjects_ for m in scene.mentions_at(s))
    if head.dep_ == "pobj" and verb.lower_ == "as":
        return verb.head.lemma_.lower() not in _AGAINST
    if head.dep_ in ("nsubj", "nsubjpass"):
        return False
    cue = scene.doc[claim.cue_token].lemma_.lower() if claim.cue_token >= 0 else ""
    if cue not in ("speak", "talk") or head.dep_ in ("compound", "amod"):
        return False
    whole = sum(end - start for start, end in claim.content)
    others = {
        id(m.entity)
        for i in range(head.i - 8, head.i + 8)
        for m in scene.at.get(i, ())
        if m.type == "theory" and claim in scene.claims.get(i, ())
    }
    return whole < 45 and len(others) == 1 and claim not in scene.claims.get(verb.i, ())


def _central(scene: Scene, claim: Attribution, theory: Mention) -> bool:
    """Whether a theory is what a claim is about: its predicate or subject, or all of a short content."""
    token = head_of(scene, theory)
    if sum(end - start for start, end in claim.content) < 50 and token.dep_ != "dobj":
        return True
    if token.dep_ in ("compound", "amod", "nmod"):
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ == "as":
        return True
    return token.dep_ in ("attr", "acomp", "oprd", "nsubj", "nsubjpass") and token.head.dep_ in (
        "acl",
        "ccomp",
        "ROOT",
        "relcl",
        "pcomp",
    )


def _likened(found: dict[int, list[RelationMark]]) -> Iterator[RelationMark]:
    """Of "The Epicureans, like Aristotle, embraced T": Aristotle embraced it too."""
    for marks in found.values():
        for like in [m for m in marks if m.rule == "preposition:like" and m.polarity == "affirmed"]:
            for mark in marks:
                shared = mark.predicate in ("holds", "rejects") and mark.polarity == "affirmed" and mark.subject is like.subject
                if shared and mark.start < like.end and like.start < mark.end:
                    yield from own(like.object, mark.predicate, mark.object, mark.start, mark.end, 0.6, "implied:like")


def _for_each(found: dict[int, list[RelationMark]]) -> Iterator[RelationMark]:
    """Each says of the case what is named for him: "Both saw Russia as a new society: T for Rizzi and U for Burnham"."""
    for marks in found.values():
        for name in [m for m in marks if m.rule == "for"]:
            for mark in marks:
                if mark.predicate == "characterized_as" and mark.polarity == "affirmed" and mark.asserted_by is name.subject:
                    yield replace(mark, object=name.object, end=max(mark.end, name.end), confidence=0.65, rule="implied:for")


def _shared(found: dict[int, list[RelationMark]]) -> Iterator[RelationMark]:
    """What a group is said to hold or reject, its named examples do: "anarchists like Malatesta opposed T"."""
    for marks in found.values():
        for named in [m for m in marks if m.rule in ("such as", "and other") and m.polarity == "affirmed"]:
            for mark in marks:
                if (
                    mark.subject is named.object
                    and mark.predicate in ("holds", "rejects", "differs_from", "derives_from")
                    and mark.polarity == "affirmed"
                    and mark.start < named.end
                    and named.start < mark.end
                ):
                    yield from own(named.subject, mark.predicate, mark.object, mark.start, mark.end, 0.6, "implied:example")


def _expounding(scene: Scene, said: list[RelationMark]) -> Iterator[RelationMark]:
    """A work expounds the theory that its author is said to hold or have made in it, or that its title names."""
    authors: dict[int, list[RelationMark]] = {}
    for mark in said:
        if mark.predicate == "wrote" and mark.polarity == "affirmed":
            authors.setdefault(id(mark.subject), []).append(mark)
    seen: set[tuple[int, int]] = set()
    for mark in said:
        if mark.predicate not in ("holds", "originated") or mark.polarity != "affirmed":
            continue
        for wrote in authors.get(id(mark.subject), []):
            work, theory = wrote.object, mark.object
            if (id(work), id(theory)) in seen:
                continue
            titled = _words(theory.name) and _words(theory.name) <= _words(work.name)
            together = wrote.start < mark.end and mark.start < wrote.end and wrote.rule == "in title"
            if titled or together:
                seen.add((id(work), id(theory)))
                yield from own(work, "expounds", theory, wrote.start, wrote.end, 0.6, "implied:expounds")


def _words(name: str) -> set[str]:
    return {w.strip(",.:;'\"“”‘’").lower() for w in name.split()} - {"the", "a", "an", "of", "theory"}
