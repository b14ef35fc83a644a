"""What rests on a stretch of a source."""

from __future__ import annotations

from dataclasses import dataclass

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
    raise NotImplementedError


def relation(store: Store, iri: str) -> RelationRow:
    """One relation by IRI or path. Raises UsageError where there is none."""
    raise NotImplementedError
