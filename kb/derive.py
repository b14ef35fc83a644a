"""What is computed from source graphs, identity and decisions: whole parties, answers, counts, shortcuts.

A statement is live unless a reviewer rejected or corrected it; live claims alone have ``dox:holderEntity``, live relations
``dox:subjectEntity``. A shortcut between two entities is the relation's own term where a source affirms it in its own voice
and no statement denies it or leaves it uncertain, else its ``contested`` variant: a convenience for queries, never evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from kb.answers import answers_of_claim, answers_of_relation
from kb.facts import Facts, LocalEntity, facts_of
from kb.graph import to_quads
from kb.identity import Identity
from kb.model import AUTHOR, SYMMETRIC, Argument, Claim, EntityType, Relation, Statements
from kb.review import Verdict
from kb.terms import DOX, PREDICATE_TERM, Names, Term, predicate_term
from kb.vocabulary import NO_PACK, Pack

#: kinds of relation whose answer is their subject's; of all others it is whoever's asserts them
_SUBJECTS_ANSWER = frozenset({"holds", "rejects", "expounds"})
_REVIEW = {"accept": DOX.accepted, "reject": DOX.rejected, "correct": DOX.corrected}

Verdicts = Mapping[tuple[str, str], Verdict]  # by kind and id, of one source


def live(facts: Facts, verdicts: Verdicts, statements: Statements | None = None) -> Facts:
    """A source's facts as reviewers leave them: without what they rejected, with what they corrected.

    ``statements`` are the source's; they are needed where there are corrections only.
    """
    if not verdicts:
        return facts
    added = {
        e.id: LocalEntity(e.id, e.type, e.name, tuple(sorted(set(e.aliases)))) for v in verdicts.values() for e in v.entities
    }
    known = {entity.id for entity in facts.entities}
    gone = {(v.kind, v.id) for v in verdicts.values() if v.verdict in ("reject", "correct")}
    mended = facts_of(_corrections(verdicts, statements)) if statements else Facts(facts.source)
    return replace(
        facts,
        entities=tuple(sorted([*facts.entities, *(entity for id, entity in added.items() if id not in known)])),
        claims=tuple(sorted([c for c in facts.claims if ("claim", c.id) not in gone] + list(mended.claims))),
        relations=tuple(sorted([r for r in facts.relations if ("relation", r.id) not in gone] + list(mended.relations))),
    )


def _corrections(verdicts: Verdicts, statements: Statements) -> Statements:
    made = list({v.corrected.id: v.corrected for _, v in sorted(verdicts.items()) if v.corrected}.values())
    return replace(
        statements,
        entities=tuple({e.id: e for _, v in sorted(verdicts.items()) for e in v.entities}.values()),
        claims=tuple(s for s in made if isinstance(s, Claim)),
        relations=tuple(s for s in made if isinstance(s, Relation)),
        arguments=tuple(s for s in made if isinstance(s, Argument)),
    )


class _Roles:
    """A source's roles as the whole knowledge base knows them."""

    def __init__(self, facts: Facts, identity: Identity, names: Names, pack: Pack) -> None:
        self.source, self.identity, self.names, self.pack = facts.source, identity, names, pack
        self.called = {entity.id: entity.name for entity in facts.entities}

    def party(self, role: str) -> NamedNode:
        """The global entity, the text's own voice, or ``dox:unknown``."""
        key = self.identity.key(self.source, role)
        return self.names.entity(key) if key else self.names.role(self.source, role)

    def key(self, role: str) -> str | None:
        """The key, of a global entity only."""
        return self.identity.key(self.source, role)

    def spoken(self, role: str) -> str:
        """The key where the pack knows it, else the source's own name for it."""
        key = self.key(role)
        return key if key in self.pack.by_key else self.called.get(role, role)


def source_quads(
    facts: Facts,
    identity: Identity,
    packs: Mapping[str, Pack],
    names: Names,
    verdicts: Verdicts | None = None,
    statements: Statements | None = None,
) -> Iterator[Quad]:
    """What is derived of one source's statements; every subject lies under that source.

    ``facts`` are those of the source graph, before any decision; ``statements`` as in ``live``.
    """
    verdicts = verdicts or {}
    pack = packs.get(facts.pack or "", NO_PACK)
    remaining = live(facts, verdicts, statements)
    roles = _Roles(remaining, identity, names, pack)

    def say(subject: NamedNode, *pairs: tuple[NamedNode, Term]) -> Iterator[Quad]:
        return (Quad(subject, predicate, value, names.derived) for predicate, value in pairs)

    def answered(issue: str, answer: str, tentative: bool) -> tuple[NamedNode, NamedNode]:
        return (DOX.answersTentatively if tentative else DOX.answers), names.answer(issue, answer)

    yield from _reviewed(facts, verdicts, statements, names)
    for claim in remaining.claims:
        about = [roles.spoken(entity) for entity in claim.about]
        hits = answers_of_claim(claim.words, about, roles.key(claim.holder), claim.stance, claim.hedged, pack)
        yield from say(
            names.statement(facts.source, "claim", claim.id),
            (DOX.holderEntity, roles.party(claim.holder)),
            *(answered(hit.issue, hit.answer, hit.tentative) for hit in hits),
        )
        yield from say(
            names.statement(facts.source, "proposition", claim.proposition),
            *((DOX.aboutEntity, roles.party(entity)) for entity in claim.about),
        )
    for relation in remaining.relations:
        hits = answers_of_relation(
            relation.predicate,
            roles.spoken(relation.subject),
            roles.spoken(relation.object),
            cast(EntityType, relation.subject.partition("/")[0]),
            relation.polarity,
            pack,
        )
        party = relation.subject if relation.predicate in _SUBJECTS_ANSWER else relation.asserted_by
        yield from say(
            names.statement(facts.source, "relation", relation.id),
            (DOX.subjectEntity, roles.party(relation.subject)),
            (DOX.objectEntity, roles.party(relation.object)),
            (DOX.assertedByEntity, roles.party(relation.asserted_by)),
            *(answered(hit.issue, hit.answer, hit.tentative) for hit in hits),
            *([(DOX.answerParty, roles.party(party))] if hits else []),
        )


def _reviewed(facts: Facts, verdicts: Verdicts, statements: Statements | None, names: Names) -> Iterator[Quad]:
    for _, verdict in sorted(verdicts.items()):
        node = names.statement(facts.source, verdict.kind, verdict.id)
        if verdict.verdict in _REVIEW:
            yield Quad(node, DOX.review, _REVIEW[verdict.verdict], names.derived)
            yield Quad(node, DOX.reviewer, Literal(verdict.who), names.derived)
    if statements is None:
        return
    mended = _corrections(verdicts, statements)
    if not len(mended):
        return
    own = {names.statement(facts.source, v.kind, v.corrected.id): v for v in verdicts.values() if v.corrected}
    brought = {names.role(facts.source, entity.id): v for v in verdicts.values() for entity in v.entities}
    told = {quad.triple for quad in to_quads(statements, names=names)}
    for quad in to_quads(mended, names=names):
        # words and propositions are new only where the source graph lacks them: no triple stands in two graphs
        path = names.path(quad.subject)  # type: ignore[arg-type]
        shared = "proposition" in path[2:3] or "span" in path[3:4]
        if quad.subject in own or quad.subject in brought or (shared and quad.triple not in told):
            yield Quad(quad.subject, quad.predicate, quad.object, names.derived)
    for node, verdict in (*own.items(), *brought.items()):
        yield Quad(node, DOX.enteredBy, Literal(verdict.entered or verdict.who), names.derived)
    for node, verdict in own.items():
        if verdict.verdict == "correct":
            yield Quad(node, DOX.replaces, names.statement(facts.source, verdict.kind, verdict.id), names.derived)
            yield Quad(node, DOX.reviewer, Literal(verdict.who), names.derived)


def total_quads(remaining: Iterable[Facts], identity: Identity, names: Names) -> Iterator[Quad]:
    """What is derived of all sources together, of their facts as ``live`` leaves them: counts and shortcuts.

    A claim counts once for its holder and for each entity it is about, a relation for its two ends, a source for every
    entity that it names.
    """
    claims: dict[str, int] = defaultdict(int)
    relations: dict[str, int] = defaultdict(int)
    sources: dict[str, set[str]] = defaultdict(set)
    said: dict[tuple[str, str, str], set[tuple[str, bool]]] = defaultdict(set)
    for facts in remaining:
        for entity in facts.entities:
            sources[identity.denotes[facts.source, entity.id]].add(facts.source)
        for claim in facts.claims:
            for key in {identity.key(facts.source, role) for role in (claim.holder, *claim.about)} - {None}:
                claims[key] += 1  # type: ignore[index]
        for relation in facts.relations:
            subject, target = identity.key(facts.source, relation.subject), identity.key(facts.source, relation.object)
            for key in {subject, target} - {None}:
                relations[key] += 1  # type: ignore[index]
            if subject and target and subject != target:
                own_voice = relation.asserted_by == AUTHOR
                said[subject, relation.predicate, target].add((relation.polarity, own_voice))
                if relation.predicate in SYMMETRIC:
                    said[target, relation.predicate, subject].add((relation.polarity, own_voice))
    for key in identity.entities:
        for predicate, count in (
            (DOX.claimCount, claims[key]),
            (DOX.relationCount, relations[key]),
            (DOX.sourceCount, len(sources[key])),
        ):
            yield Quad(names.entity(key), predicate, Literal(count), names.derived)
    for (subject, kind, target), voices in said.items():
        agreed = ("affirmed", True) in voices and all(polarity == "affirmed" for polarity, _ in voices)
        term = PREDICATE_TERM[kind] if agreed else predicate_term(kind, contested=True)
        yield Quad(names.entity(subject), term, names.entity(target), names.derived)
