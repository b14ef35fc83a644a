"""Who answers what, a row for each holder, issue and answer."""

from __future__ import annotations

from dataclasses import dataclass

from kb.queries.values import Ref
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Position:
    """A holder's answer to an issue with the best of the quotes behind it."""

    holder: str  # the entity's name in full as the text has it; ``author`` for the text's own voice
    issue: str  # id
    position: str  # the answer's id
    stance: str  # asserts, denies or questions of a claim; affirmed, denied or uncertain of a relation
    quote: str
    source: str  # id
    start: int
    end: int
    ref: Ref  # who the holder is
    statement: str  # IRI
    confidence: float = 1.0


def positions(
    store: Store, source: str | None = None, *, min_confidence: float = 0.0, tentative: bool = False
) -> tuple[Position, ...]:
    """One row for each holder, issue and answer with its best quote, by issue's rank, then holder.

    The texts' own voices are kept apart by source. Answers that are only raised (questioned, uncertain) are left out unless
    ``tentative``. Raises UsageError for an unknown source.
    """
    raise NotImplementedError
