"""Statements that rest on the same words, so that a page prints these words once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any


def together(rows: Iterable[Any]) -> list[list[Any]]:
    """Claims, relations and arguments in their order; neighbours with the same words, said the same way, in one list."""
    return [list(group) for _, group in groupby(rows, key=_words)]


def _words(row: Any) -> tuple[Any, ...]:
    if hasattr(row, "stance"):
        return "claim", row.evidence.iri, row.text, row.stance, row.hedged, row.reported_by
    return ("relation", row.evidence.iri) if hasattr(row, "predicate") else ("argument", row.iri)


def spread(rows: Iterable[Any]) -> str:
    """How sure the readings are: ``.93``, or ``.54 to .60`` where they differ."""
    shown = sorted({f"{row.confidence:.2f}".removeprefix("0") for row in rows})
    return shown[0] if len(shown) == 1 else f"{shown[0]} to {shown[-1]}"
