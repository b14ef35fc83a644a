"""The claims of a holder, about a thing, or in a source."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Stance
from kb.queries.values import ClaimRow, Ref
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Claims:
    """A page of claims, by source and offset; ``total`` counts all that match."""

    claims: tuple[ClaimRow, ...]
    total: int
    holder: Ref | None = None
    about: Ref | None = None


def claims_of(
    store: Store,
    *,
    holder: str | None = None,
    about: str | None = None,
    source: str | None = None,
    stance: Stance | None = None,
    min_confidence: float = 0.0,
    limit: int | None = None,
    offset: int = 0,
) -> Claims:
    """The claims that match every condition given. Raises UsageError for an unknown or ambiguous name."""
    raise NotImplementedError


def claim(store: Store, iri: str) -> ClaimRow:
    """One claim by IRI or path. Raises UsageError where there is none."""
    raise NotImplementedError
