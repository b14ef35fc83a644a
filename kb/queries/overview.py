"""How much the knowledge base holds."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import ENTITY_TYPES, PREDICATES, STANCES, EntityType
from kb.queries.asking import last_part, remembered, rows
from kb.queries.entity import EntityRow, entities
from kb.queries.naming import predicate_of
from kb.store import Store


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
    positions: int  # holder, issue and answer, each combination once
    predicates: dict[str, int]  # relations by predicate, spelt as in model.PREDICATES
    stances: dict[str, int]
    leading: dict[EntityType, tuple[EntityRow, ...]]


def overview(store: Store, *, leading: int = 8) -> Overview:
    """The counts and the leading entities of each type."""
    return remembered(store, ("overview", leading), lambda: _overview(store, leading))


def _overview(store: Store, leading: int) -> Overview:
    classes = {last_part(row["class"]): int(row["count"]) for row in rows(store, "overview")}
    said = {last_part(row["stance"]): int(row["count"]) for row in rows(store, "overview_claims")}
    kinds = {predicate_of(row["predicate"]): int(row["count"]) for row in rows(store, "overview_relations")}
    everything = entities(store)
    by_type = {kind: tuple(row for row in everything if row.ref.type == kind) for kind in ENTITY_TYPES}
    return Overview(
        sources=classes.get("Source", 0),
        words=_number(store, "overview_words"),
        claims=sum(said.values()),
        relations=sum(kinds.values()),
        arguments=classes.get("Argument", 0),
        entities={kind: len(found) for kind, found in by_type.items()},
        issues=classes.get("Issue", 0),
        positions=_number(store, "overview_positions"),
        predicates={predicate: kinds[predicate] for predicate in PREDICATES if predicate in kinds},
        stances={stance: said[stance] for stance in STANCES if stance in said},
        leading={kind: found[:leading] for kind, found in by_type.items()},
    )


def _number(store: Store, name: str) -> int:
    return int(rows(store, name)[0].get("count", 0))
