"""Who answers what, a row for each holder, issue and answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import AUTHOR, UNKNOWN, Polarity, Stance
from kb.queries import describing
from kb.queries.asking import rows
from kb.queries.naming import issues
from kb.queries.resolve import resolve_source
from kb.queries.values import ClaimRow, Ref, RelationRow
from kb.store import Store

_STANCE: dict[Polarity, Stance] = {"affirmed": "asserts", "denied": "denies", "uncertain": "questions"}


@dataclass(frozen=True, slots=True)
class Position:
    """A holder's answer to an issue with the best of the quotes behind it."""

    holder: str  # the entity's name in full as the text has it; ``author`` for the text's own voice
    issue: str  # id
    position: str  # the answer's id
    stance: Stance  # a relation that is affirmed asserts, one that is uncertain questions
    quote: str
    source: str  # id
    start: int
    end: int
    ref: Ref  # who the holder is
    statement: str  # IRI
    confidence: float = 1.0
    hedged: bool = False  # put forward with a reservation


def positions(
    store: Store, source: str | None = None, *, min_confidence: float = 0.0, tentative: bool = False
) -> tuple[Position, ...]:
    """One row for each holder, issue and answer with its best quote, by issue's rank, then holder.

    The texts' own voices are kept apart by source. Answers that are only raised (questioned, uncertain) are left out unless
    ``tentative``. Raises UsageError for an unknown source.
    """
    bound = {"graph": store.names.source_graph(resolve_source(store, source).id).value} if source else {}
    statements = [row["statement"] for row in rows(store, "positions", **bound)]
    found = [
        *(position for claim in describing.claims(store, statements) for position in _of_claim(claim)),
        *(position for relation in describing.relations(store, statements) for position in _of_relation(relation)),
    ]
    kept = [p for p in found if p.confidence >= min_confidence and (tentative or p.stance != "questions")]
    best: dict[tuple[str, str, str], Position] = {}
    for position in sorted(kept, key=_rank):
        # one person under two names in two texts is one holder; each text's own voice is another
        who = f"{position.source}/{AUTHOR}" if position.holder == AUTHOR else position.ref.iri
        best.setdefault((who, position.issue, position.position), position)
    ranks = {issue.id: issue.rank for issue in issues(store)}
    return tuple(
        sorted(best.values(), key=lambda p: (ranks[p.issue], p.issue, p.holder.casefold(), p.ref.iri, p.position, p.source))
    )


def _of_claim(claim: ClaimRow) -> Iterator[Position]:
    if claim.holder_name == UNKNOWN:
        return  # an answer without a holder is nobody's position
    quote = claim.content[0]
    end = claim.content[-1].end
    words = claim.text
    for given in claim.answers:
        yield Position(
            holder=claim.holder_name,
            issue=given.answer.issue,
            position=given.answer.id,
            stance=claim.stance,
            quote=words,
            source=claim.source.id,
            start=quote.start,
            end=end,
            ref=claim.holder,
            statement=claim.iri,
            confidence=claim.confidence,
            hedged=given.tentative,
        )


def _of_relation(relation: RelationRow) -> Iterator[Position]:
    party = relation.answer_party
    if party is None or party.type == "unknown":
        return
    ends = zip((relation.subject, relation.object, relation.asserted_by), relation.local_names, strict=True)
    named = next((name for ref, name in ends if ref.iri == party.iri), party.label)
    for given in relation.answers:
        yield Position(
            holder=AUTHOR if party.type == "author" else named,
            issue=given.answer.issue,
            position=given.answer.id,
            stance=_STANCE[relation.polarity],
            quote=relation.evidence.quote,
            source=relation.source.id,
            start=relation.evidence.start,
            end=relation.evidence.end,
            ref=party,
            statement=relation.iri,
            confidence=relation.confidence,
            hedged=given.tentative,
        )


def _rank(position: Position) -> tuple[object, ...]:
    return (
        position.stance == "questions",
        position.hedged,
        -position.confidence,
        len(position.quote),
        position.source,
        position.start,
        position.statement,
    )
