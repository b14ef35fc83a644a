"""How much the knowledge base holds."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import EntityType
from kb.queries.entity import EntityRow
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
    raise NotImplementedError
