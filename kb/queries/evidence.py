"""What rests on a stretch of a source."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import UsageError
from kb.queries import describing
from kb.queries.asking import full_iri, rows
from kb.queries.naming import quotes
from kb.queries.values import ArgumentRow, ClaimRow, Quote, RelationRow
from kb.store import Store


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """A span with every statement whose evidence, content or cue it is."""

    span: Quote
    claims: tuple[ClaimRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    arguments: tuple[ArgumentRow, ...] = ()


def evidence(store: Store, iri: str) -> EvidencePage:
    """A span by IRI or path (``source/ID/SHA12/span/START-END``). Raises UsageError where there is none."""
    span = full_iri(store, iri)
    found = quotes(store, [span])
    if span not in found:
        raise UsageError(
            f"there is no evidence {iri}", remedy="Where a source's text has changed, look the words up in its new text."
        )
    resting = sorted(row["statement"] for row in rows(store, "evidence", span=span))
    return EvidencePage(
        found[span],
        tuple(describing.claims(store, resting)),
        tuple(describing.relations(store, resting)),
        tuple(describing.arguments(store, resting)),
    )


def relation(store: Store, iri: str) -> RelationRow:
    """One relation by IRI or path. Raises UsageError where there is none."""
    found = describing.relations(store, [full_iri(store, iri)])
    if not found:
        raise UsageError(f"there is no relation {iri}", remedy="The pages of its two ends show the relations there are.")
    return found[0]
