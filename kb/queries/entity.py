"""Everything the sources say of one theorist, group, theory, work or case."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import EntityType
from kb.queries.claims_of import Claims
from kb.queries.values import Ref, RelationRow, SourceRef, Standing, YearFrom
from kb.store import Store


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A line of an index: an entity with counts of statements."""

    ref: Ref
    claims: int = 0  # held by it
    relations: int = 0  # with it at either end
    sources: int = 0
    year: int | None = None
    year_from: YearFrom | None = None


@dataclass(frozen=True, slots=True)
class LinkedEntity:
    """Another entity to which relations of one predicate lead, with all of them; ``standing`` weighs them together."""

    ref: Ref
    predicate: str
    outgoing: bool  # True: the page's entity is the subject
    standing: Standing
    relations: tuple[RelationRow, ...]


@dataclass(frozen=True, slots=True)
class LocalName:
    """How one source names the entity."""

    source: SourceRef
    iri: str
    name: str
    aliases: tuple[str, ...] = ()
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class EntityPage:
    """An entity's page."""

    ref: Ref
    aliases: tuple[str, ...]
    pack: str | None  # the vocabulary that knows it
    year: int | None
    year_from: YearFrom | None
    counts: EntityRow
    claims: Claims  # held by it
    claims_about: Claims  # about it, whoever holds them
    links: tuple[LinkedEntity, ...]  # relations both ways, by predicate in the order of model.PREDICATES, then by label
    asserted: tuple[RelationRow, ...]  # relations between others that it is said to assert
    names: tuple[LocalName, ...]

    def linked(self, predicate: str, *, outgoing: bool = True) -> tuple[LinkedEntity, ...]:
        """The entities that one predicate leads to: ``linked("holds")`` for the theories it holds."""
        return tuple(x for x in self.links if x.predicate == predicate and x.outgoing == outgoing)


def entities(store: Store, type: EntityType | None = None, *, stated: bool = True) -> tuple[EntityRow, ...]:
    """The entities of a type or of all, most statements first; with ``stated`` only those that some source speaks of."""
    raise NotImplementedError


def entity(store: Store, name: str, *, limit: int = 100) -> EntityPage:
    """The page of an entity by name, path or IRI, at most ``limit`` claims a list. Raises UsageError where none is known."""
    raise NotImplementedError
