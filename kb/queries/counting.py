"""How many live statements each source has.

A statement lives unless a reviewer rejected or corrected it. Joining all statements with the living would take seconds in a
large store; so all are counted, which the store does quickly, and the few that are dead are taken off.
"""

from __future__ import annotations

from collections import Counter

from kb.queries import describing
from kb.queries.asking import last_part, query_text, remembered, rows
from kb.queries.naming import source_id
from kb.store import Store

_KINDS = ("claim", "relation", "argument")


def statement_counts(store: Store) -> Counter[tuple[str, str]]:
    """How many live statements each source has, by source id and kind (claim, relation, argument)."""
    return remembered(store, "statement counts", lambda: _statement_counts(store))


def tallied(store: Store) -> Counter[tuple[str, str]] | None:
    """The same, by stance and predicate too (as last parts of their IRIs); None where the store has no light rows now."""
    if tables := store.tables():
        told = tables.select(query_text("tally", "sql"))
        return Counter({(grp, last_part(kind)): count for grp, kind, count in told})
    return None


def _statement_counts(store: Store) -> Counter[tuple[str, str]]:
    if quickly := tallied(store):
        return Counter({(id, kind): count for (id, kind), count in quickly.items() if kind in _KINDS})
    base, derived = store.names.base, store.names.derived.value
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows(store, "counting"):
        if row["graph"] != derived:  # where reviewers' corrections stand
            counts[source_id(row["graph"], base), last_part(row["class"]).lower()] += int(row["count"])
    counts.subtract(_of(row["statement"], base) for row in rows(store, "counting_dead"))
    counts.update(_of(row["statement"], base) for row in rows(store, "counting_corrections"))
    return counts


def _of(statement: str, base: str) -> tuple[str, str]:
    return source_id(statement, base), describing.statement_kind(statement) or ""
