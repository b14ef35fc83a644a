"""How much the knowledge base holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kb.model import ENTITY_TYPES, PREDICATES, STANCES, EntityType
from kb.queries.asking import last_part, remembered, rows
from kb.queries.counting import statement_counts, tallied
from kb.queries.entity import EntityRow, entities
from kb.store import Store
from kb.terms import PREDICATE_TERM


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over all sources; ``leading`` are the entities with the most statements, a few a type."""

    sources: int
    words: int
    claims: int
    relations: int
    arguments: int
    entities: dict[EntityType, int]
    issues: int
    positions: int  # outright ones: holder, issue and answer, each combination once
    predicates: dict[str, int]  # relations by predicate, spelt as in model.PREDICATES
    stances: dict[str, int]
    leading: dict[EntityType, tuple[EntityRow, ...]]


def overview(store: Store, *, leading: int = 8) -> Overview:
    """The counts and the leading entities of each type."""
    return remembered(store, ("overview", leading), lambda: _overview(store, leading))


def _overview(store: Store, leading: int) -> Overview:
    classes = _counts(store, "overview", "class")
    live = Counter[str]()
    for (_, kind), count in statement_counts(store).items():
        live[kind] += count
    kinds = _kinds(store)
    everything = entities(store)
    by_type = {kind: tuple(row for row in everything if row.ref.type == kind) for kind in ENTITY_TYPES}
    return Overview(
        sources=classes["Source"],
        words=_number(store, "overview_words"),
        claims=live["claim"],
        relations=live["relation"],
        arguments=live["argument"],
        entities={kind: len(found) for kind, found in by_type.items()},
        issues=classes["Issue"],
        positions=_number(store, "overview_positions"),
        predicates={p: count for p in PREDICATES if (count := kinds[last_part(PREDICATE_TERM[p].value)])},
        stances={stance: kinds[stance] for stance in STANCES if kinds[stance]},
        leading={kind: found[:leading] for kind, found in by_type.items()},
    )


def _kinds(store: Store) -> Counter[str]:
    """How many live statements there are of each stance and predicate."""
    kinds: Counter[str] = Counter()
    if quickly := tallied(store):
        for (_, kind), count in quickly.items():
            kinds[kind] += count
        return kinds
    kinds = _counts(store, "overview_kinds", "kind")
    # what is dead is told apart one by one: joining all statements with the living would take seconds
    kinds.subtract(last_part(row["kind"]) for row in rows(store, "counting_dead"))
    return kinds


def _counts(store: Store, name: str, column: str) -> Counter[str]:
    return Counter({last_part(row[column]): int(row["count"]) for row in rows(store, name)})


def _number(store: Store, name: str) -> int:
    return int(rows(store, name)[0].get("count", 0))
