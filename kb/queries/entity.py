"""Everything the sources say of one theorist, group, theory, work or case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kb.model import ENTITY_TYPES, PREDICATES, EntityType
from kb.queries import describing
from kb.queries.asking import Facts, last_part, remembered, rows
from kb.queries.claims_of import Claims, claims_of
from kb.queries.naming import class_type, number, predicate_of, refs, source_iri, source_refs
from kb.queries.resolve import resolve
from kb.queries.values import Ref, RelationRow, SourceRef, Standing, YearFrom, standing_of
from kb.store import Store

MOST_LINKS = 30  # on one page: a hub has thousands
MOST_RELATIONS = 2  # shown for one link


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A line of an index: an entity with counts of statements."""

    ref: Ref
    claims: int = 0  # held by it or about it
    relations: int = 0  # with it at either end
    sources: int = 0
    year: int | None = None
    year_from: YearFrom | None = None


@dataclass(frozen=True, slots=True)
class LinkedEntity:
    """Another entity to which relations of one predicate lead; ``standing`` weighs them all together."""

    ref: Ref
    predicate: str
    outgoing: bool  # True: the page's entity is the subject
    standing: Standing
    relations: tuple[RelationRow, ...]  # the surest, affirmed first
    total: int  # how many there are in all


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
    links: tuple[LinkedEntity, ...]  # by predicate in the order of model.PREDICATES, then by label; of a hub, the most spoken of
    more_links: int  # that ``links`` leaves out
    asserted: tuple[RelationRow, ...]  # relations between others that it is said to assert, the surest
    asserted_total: int  # how many there are in all
    names: tuple[LocalName, ...]

    def linked(self, predicate: str, *, outgoing: bool = True) -> tuple[LinkedEntity, ...]:
        """The entities that one predicate leads to: ``linked("holds")`` for the theories it holds."""
        return tuple(x for x in self.links if x.predicate == predicate and x.outgoing == outgoing)


def entities(store: Store, type: EntityType | None = None, *, stated: bool = True) -> tuple[EntityRow, ...]:
    """The entities of a type or of all, most statements first; with ``stated`` only those that some source speaks of."""
    everything = remembered(store, "entities", lambda: _entities(store))
    return tuple(
        row for row in everything if type in (None, row.ref.type) and (row.claims or row.relations or row.sources or not stated)
    )


def _entities(store: Store) -> tuple[EntityRow, ...]:
    found = {}
    for row in rows(store, "entity_list", identity=store.names.identity.value):
        kind = class_type(row["class"])
        if kind in ENTITY_TYPES:
            year = int(row["year"]) if "year" in row else None
            found[row["entity"]] = EntityRow(
                Ref(row["entity"], row["label"], kind),
                claims=int(row.get("claims", 0)),
                relations=int(row.get("relations", 0)),
                sources=int(row.get("sources", 0)),
                year=year,
                year_from=None if year is None else "vocabulary",
            )
    return tuple(sorted(found.values(), key=lambda r: (-r.claims - r.relations, r.ref.label.casefold(), r.ref.iri)))


def entity(
    store: Store,
    name: str,
    *,
    min_confidence: float = 0.0,
    limit: int = 100,
    held: int = 0,
    spoken: int = 0,
    tied: int = 0,
    asserted: int = 0,
) -> EntityPage:
    """The page of an entity by name, path or IRI, at most ``limit`` claims and asserted relations a list.

    Statements of less than ``min_confidence`` are left out of every list; ``counts`` count them. ``held``, ``spoken``, ``tied``
    and ``asserted`` are how many claims held, claims about it, links and asserted relations to leave out at the beginning. Raises
    UsageError where none is known.
    """
    ref = resolve(store, name, types=ENTITY_TYPES)
    facts: Facts = defaultdict(list)
    for row in rows(store, "entity_facts", entity=ref.iri):
        facts[last_part(row["property"])].append(row["value"])
    year = number(facts, "year")
    year_from: YearFrom | None = None if year is None else "vocabulary"
    claims, linked, in_sources = (number(facts, name) or 0 for name in ("claimCount", "relationCount", "sourceCount"))
    links, more_links = _links(store, ref, tied, min_confidence)
    sure = [row for row in rows(store, "entity_asserted", entity=ref.iri) if float(row["confidence"]) >= min_confidence]
    told = sorted(sure, key=lambda r: (-float(r["confidence"]), r["relation"]))
    return EntityPage(
        ref=ref,
        aliases=tuple(sorted(facts.get("altLabel", ()), key=lambda name: (name.casefold(), name))),
        pack=facts["fromPack"][0] if "fromPack" in facts else None,
        year=year,
        year_from=year_from,
        counts=EntityRow(ref, claims, linked, in_sources, year, year_from),
        claims=claims_of(store, holder=ref.iri, min_confidence=min_confidence, limit=limit, offset=held),
        claims_about=claims_of(store, about=ref.iri, min_confidence=min_confidence, limit=limit, offset=spoken),
        links=links,
        more_links=more_links,
        asserted=tuple(describing.relations(store, [row["relation"] for row in told[asserted : asserted + limit]])),
        asserted_total=len(told),
        names=_names(store, ref),
    )


def _links(store: Store, ref: Ref, offset: int, min_confidence: float) -> tuple[tuple[LinkedEntity, ...], int]:
    """The links of an entity, at most ``MOST_LINKS``, and how many more there are."""
    grouped: dict[tuple[str, bool, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows(store, "entity", entity=ref.iri):
        outgoing = row["role"] == "subject"
        if float(row["confidence"]) < min_confidence:
            continue
        if outgoing or row["other"] != ref.iri:  # what is linked to itself is met twice
            grouped[predicate_of(row["predicate"]), outgoing, row["other"]].append(row)
    by_weight = sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    chosen = {key: sorted(found, key=_firmness) for key, found in by_weight[offset : offset + MOST_LINKS]}
    shown = [row["relation"] for found in chosen.values() for row in found[:MOST_RELATIONS]]
    relations = {relation.iri: relation for relation in describing.relations(store, shown)}
    named = refs(store, {other for _, _, other in chosen})
    order = {predicate: rank for rank, predicate in enumerate(PREDICATES)}
    links = [
        LinkedEntity(
            ref=named[other],
            predicate=predicate,
            outgoing=outgoing,
            standing=standing_of(last_part(row["polarity"]) for row in found),
            relations=tuple(relations[row["relation"]] for row in found[:MOST_RELATIONS]),
            total=len(found),
        )
        for (predicate, outgoing, other), found in chosen.items()
    ]
    links.sort(key=lambda x: (order[x.predicate], not x.outgoing, x.ref.label.casefold(), x.ref.iri))
    return tuple(links), max(0, len(grouped) - offset - len(chosen))


def _firmness(row: dict[str, str]) -> tuple[object, ...]:
    return last_part(row["polarity"]) != "affirmed", -float(row["confidence"]), row["relation"]


def _names(store: Store, ref: Ref) -> tuple[LocalName, ...]:
    found = {row["local"]: row for row in rows(store, "entity_names", entity=ref.iri)}
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in rows(store, "entity_aliases", entity=ref.iri):
        aliases[row["local"]].append(row["alias"])
    home = {iri: source_iri(store, iri) for iri in found}
    sources = source_refs(store, home.values())
    names = [
        LocalName(sources[home[iri]], iri, row["name"], tuple(sorted(aliases[iri])), int(row["mentions"]))
        for iri, row in found.items()
        if home[iri] in sources
    ]
    return tuple(sorted(names, key=lambda n: (n.source.id, n.iri)))
