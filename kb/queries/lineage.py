"""Dated paths of descent between theories, thinkers and works."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from kb.errors import UsageError
from kb.model import ENTITY_TYPES, Polarity
from kb.queries import describing
from kb.queries.asking import rows
from kb.queries.naming import refs, source_id
from kb.queries.resolve import resolve, resolve_source
from kb.queries.values import Ref, RelationRow, Standing, YearFrom
from kb.queries.walking import ORDER, Edge, Map, every, explore, ways, weakest, web_of
from kb.store import Store

Direction = Literal["back", "forward", "both"]
Dated = tuple[int, YearFrom]

_FIRMNESS: dict[YearFrom | None, int] = {"clause": 0, "work": 1, "vocabulary": 2}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing on the map. ``year`` is None where nothing dates it: it stands at the margin."""

    ref: Ref
    year: int | None = None
    year_from: YearFrom | None = None
    distance: int = 0  # links from the start; negative towards what is earlier
    margin: bool = False  # reached only by links that were not followed


@dataclass(frozen=True, slots=True)
class Step:
    """One statement that a link holds, does not hold, or may hold."""

    relation: RelationRow
    year: int | None = None
    year_from: YearFrom | None = None

    @property
    def subject(self) -> Ref:
        """The relation's subject."""
        return self.relation.subject

    @property
    def predicate(self) -> str:
        """The relation's predicate, spelt as in ``model.PREDICATES``."""
        return self.relation.predicate

    @property
    def object(self) -> Ref:
        """The relation's object."""
        return self.relation.object

    @property
    def polarity(self) -> Polarity:
        """Whether this statement affirms, denies or only raises the link."""
        return self.relation.polarity

    @property
    def asserted_by(self) -> Ref:
        """Who says so."""
        return self.relation.asserted_by


@dataclass(frozen=True, slots=True)
class Link:
    """All statements about one edge, drawn from the later end to the earlier: ``later`` comes from ``earlier``."""

    later: Ref
    earlier: Ref
    predicate: str
    standing: Standing
    steps: tuple[Step, ...]
    followed: bool = True  # False: shown, but no path leads over it
    year: int | None = None
    year_from: YearFrom | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A way from the start to the goal; ``standing`` is the weakest of its links."""

    nodes: tuple[Ref, ...]
    links: tuple[Link, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Lineage:
    """What was found. ``paths`` needs a goal; ``truncated`` tells that more lies beyond ``max_steps``."""

    start: Ref
    goal: Ref | None
    direction: Direction
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    paths: tuple[Path, ...] = ()
    truncated: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every statement on the map, by year, the undated last."""
        found = [step for link in self.links for step in link.steps]
        return tuple(sorted(found, key=lambda s: (s.year is None, s.year or 0, s.relation.iri)))


def lineage(
    store: Store,
    from_: str,
    to: str | None = None,
    *,
    direction: Direction = "both",
    max_steps: int = 4,
    min_confidence: float = 0.0,
    asserter: str | None = None,
    through: Collection[Standing] = (),
    sources: Collection[str] | None = None,
) -> Lineage:
    """Trace where something comes from (``back``), what came of it (``forward``), or both.

    Paths follow affirmed links, and contested ones marked as such. Denied and uncertain links are shown where the walk meets
    them but are followed only if ``through`` names ``denied`` or ``uncertain``, and a path over one says so in its ``standing``.
    ``asserter`` keeps the statements of one party. Raises UsageError for an unknown or ambiguous name.
    """
    if max_steps < 1:
        raise UsageError(f"a lineage of {max_steps} steps leads nowhere", remedy="Give 1 or more.")
    start = resolve(store, from_, types=ENTITY_TYPES)
    goal = resolve(store, to, types=ENTITY_TYPES) if to else None
    if goal and goal.iri == start.iri:
        raise UsageError(f"{from_!r} and {to!r} are one and the same", remedy="Name two different things.")
    web = web_of(store, _keeper(store, min_confidence, asserter, sources))
    follow: set[Standing] = {"affirmed", "contested", *through}
    directions = [forward for forward, name in ((False, "back"), (True, "forward")) if direction in (name, "both")]
    found, ways_found = Map({start.iri: 0}), []
    for forward in directions:
        if goal is None:
            part = explore(web, start.iri, forward=forward, steps=max_steps, follow=follow)
        else:
            begin, end = (goal.iri, start.iri) if forward else (start.iri, goal.iri)
            some, more = ways(web, begin, end, steps=max_steps)
            some = [tuple(reversed(way)) for way in some] if forward else some
            ways_found += [way for way in some if way not in ways_found]
            part = _mapped(start.iri, some, forward=forward, follow=follow, truncated=more)
        found.reached = part.reached | found.reached
        found.links |= {edge: followed or found.links.get(edge, False) for edge, followed in part.links.items()}
        found.truncated |= part.truncated
    return _told(store, start, goal, direction, found, [way for way in ways_found if all(e.standing in follow for e in way)])


def _keeper(
    store: Store, min_confidence: float, asserter: str | None, sources: Collection[str] | None
) -> Callable[[dict[str, str]], bool]:
    """Which relations count."""
    if not min_confidence and asserter is None and sources is None:
        return every
    base = store.names.base
    homes = None if sources is None else {resolve_source(store, id).id for id in sources}
    voices: set[str] | None = None
    if asserter is not None:
        who = resolve(store, asserter)
        voices = {who.iri, *(ref.iri for ref in refs(store, [who.iri]).values())}
        if who.type == "author":
            homes = {source_id(who.iri, base)} & (homes if homes is not None else {source_id(who.iri, base)})

    def keep(row: dict[str, str]) -> bool:
        return (
            float(row["confidence"]) >= min_confidence
            and (voices is None or row["asserter"] in voices)
            and (homes is None or source_id(row["relation"], base) in homes)
        )

    return keep


def _mapped(
    start: str, ways_found: Sequence[tuple[Edge, ...]], *, forward: bool, follow: Collection[Standing], truncated: bool
) -> Map:
    """The map that some ways make up."""
    found = Map({start: 0}, truncated=truncated)
    for way in ways_found:
        followed = all(edge.standing in follow for edge in way)
        thing = start
        for distance, edge in enumerate(way, 1):
            thing = edge.other(thing)
            found.links[edge] = found.links.get(edge, False) or edge.standing in follow
            if followed:
                found.reached.setdefault(thing, distance if forward else -distance)
    return found


def _told(
    store: Store, start: Ref, goal: Ref | None, direction: Direction, found: Map, ways_found: Sequence[tuple[Edge, ...]]
) -> Lineage:
    """The map with names, words and years."""
    relations = {r.iri: r for r in describing.relations(store, (iri for edge in found.links for iri in edge.relations))}
    ends = {end for edge in found.links for end in (edge.later, edge.earlier)} | {start.iri}
    named = refs(store, ends)
    years = dates_of(store, ends)
    links = {edge: _link(edge, followed, named, years, relations) for edge, followed in found.links.items()}
    nodes = []
    for iri in ends:
        year, year_from = years.get(iri, (None, None))
        nodes.append(Node(named[iri], year, year_from, found.reached.get(iri, 0), iri not in found.reached))
    paths = [
        Path(
            tuple(named[iri] for iri in _things(start.iri, way)),
            tuple(links[edge] for edge in way),
            weakest(edge.standing for edge in way),
        )
        for way in ways_found
    ]
    return Lineage(
        start=start,
        goal=goal,
        direction=direction,
        nodes=tuple(sorted(nodes, key=lambda n: (n.year is None, n.year or 0, n.distance, n.ref.label, n.ref.iri))),
        links=tuple(
            sorted(links.values(), key=lambda x: (x.year is None, x.year or 0, x.later.label, x.earlier.label, x.predicate))
        ),
        paths=tuple(sorted(paths, key=lambda p: (ORDER.index(p.standing), len(p.links), [n.label for n in p.nodes]))),
        truncated=found.truncated,
    )


def _things(start: str, way: Sequence[Edge]) -> list[str]:
    things = [start]
    for edge in way:
        things.append(edge.other(things[-1]))
    return things


def _link(edge: Edge, followed: bool, named: dict[str, Ref], years: dict[str, Dated], relations: dict[str, RelationRow]) -> Link:
    steps = [_step(relations[iri], edge, years, named) for iri in edge.relations]
    steps.sort(key=lambda s: (s.polarity != "affirmed", _FIRMNESS.get(s.year_from, 9), -s.relation.confidence, s.relation.iri))
    dated = next((step for step in steps if step.year is not None), None)
    year, year_from = (dated.year, dated.year_from) if dated else (None, None)
    return Link(named[edge.later], named[edge.earlier], edge.predicate, edge.standing, tuple(steps), followed, year, year_from)


def _step(relation: RelationRow, edge: Edge, years: dict[str, Dated], named: dict[str, Ref]) -> Step:
    if relation.year is not None:
        return Step(relation, relation.year, "clause")
    kind = named[edge.later].type
    if edge.later in years and kind in ("work", "theory"):  # the years of a thinker's life date no step
        year, year_from = years[edge.later]
        return Step(relation, year, "work" if year_from == "clause" else year_from)
    return Step(relation)


def dates_of(store: Store, things: Collection[str]) -> dict[str, Dated]:
    """The year of each thing that has one: a work's or a theory's as some text tells it, else the vocabulary's."""
    found: dict[str, Dated] = {}
    for row in rows(store, "lineage_dates", {"thing": sorted(things)}):
        dated: Dated = (int(row["year"]), cast(YearFrom, row["from"]))
        found[row["thing"]] = min(found.get(row["thing"], dated), dated, key=lambda d: (_FIRMNESS[d[1]], d[0]))
    return found
