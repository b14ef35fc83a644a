"""The decisions whose statement cannot be told in the texts of today."""

from __future__ import annotations

from pathlib import Path

from kb.facts import read_statements
from kb.review import Orphan, decisions
from kb.review.applying import orphans as without_statement
from kb.store import Store


def orphans(store: Store, data: Path) -> tuple[Orphan, ...]:
    """The decisions kept in a data folder that mean nothing in the texts of a store, each with why."""
    made = decisions(data)
    there = {source for graph in store.graphs() if (source := store.names.source_of(graph))}
    wanted = sorted({decision.source for decision in made} & there)
    return tuple(without_statement(made, {source: read_statements(store, source) for source in wanted}))
