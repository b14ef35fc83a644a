"""The walk of a lineage: which links lead where, before any of their words are read.

A link is drawn from its later end to its earlier one. Going *back* from a thing leads to what it comes from: the thing it
derives from, the thinker who devised or wrote it, the theory a work expounds; from the thinker the walk starts at also to
the theories he holds and to his own theories and works. Going *forward* is the same way against the arrows. That a thinker
holds a theory is a link at the ends of a way only: over it, two theories of one adherent would seem to descend from each other.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kb.queries.asking import last_part, query_text, remembered, rows
from kb.queries.naming import predicate_of
from kb.queries.values import Standing, standing_of
from kb.store import Store

MOST_THINGS = 60  # on one map: beyond it a reader sees nothing, and a hub would take seconds
MOST_PATHS = 40
_MOST_TRIES = 20_000

_OBJECT_IS_LATER = {"originated", "wrote"}  # a theory and a work come from their maker
_OWN = {"originated", "wrote"}
ORDER: tuple[Standing, ...] = ("affirmed", "contested", "uncertain", "denied")


@dataclass(frozen=True, slots=True)
class Edge:
    """All statements about one link, by IRI, with what they come to together."""

    later: str
    earlier: str
    predicate: str
    standing: Standing
    relations: tuple[str, ...]

    def other(self, end: str) -> str:
        """The end that is not this one."""
        return self.earlier if end == self.later else self.later


def weakest(standings: Iterable[Standing]) -> Standing:
    """The least sure of some standings; ``affirmed`` of none."""
    return max(standings, key=ORDER.index, default="affirmed")


@lru_cache(maxsize=16)
def _short(polarity: str) -> str:
    return last_part(polarity)


def every(row: dict[str, str]) -> bool:
    """What keeps all relations."""
    return True


@dataclass
class Web:
    """The links around some things, read from the store as the walk needs them."""

    store: Store
    keep: Callable[[dict[str, str]], bool]  # which relations count, by their light rows
    touching: dict[str, list[Edge]] = field(default_factory=dict)
    known: dict[str, list[Edge]] = field(default_factory=dict)  # what earlier walks read of this generation

    @property
    def quick(self) -> bool:
        """Whether reading the links of one thing after the other costs no more than reading those of many at once."""
        return self.store.tables() is not None

    def read(self, things: Iterable[str]) -> None:
        """Know every link that touches these things."""
        wanted = set(things) - self.touching.keys()
        for thing in wanted:
            links = self.known.get(thing)
            if links is not None:
                self.touching[thing] = links
        fresh = sorted(wanted - self.touching.keys())
        if not fresh:
            return
        found: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        for subject, kind, target, said in self._links(fresh):
            if subject != target:
                predicate = predicate_of(kind)
                ends = (subject, target)
                later, earlier = reversed(ends) if predicate in _OBJECT_IS_LATER else ends
                if predicate == "same_as":
                    later, earlier = sorted(ends)
                found[later, earlier, predicate].update(said)
        edges = {key: Edge(*key, standing_of(said.values()), tuple(sorted(said))) for key, said in found.items()}
        touching: dict[str, list[Edge]] = {thing: [] for thing in fresh}
        for edge in sorted(edges.values(), key=lambda e: (e.predicate, e.later, e.earlier)):
            maker = edges.get((edge.earlier, edge.later, "originated"))
            if edge.predicate == "holds" and maker and maker.standing in ("affirmed", "contested"):
                continue  # who devised a theory does not descend from it
            for end in (edge.later, edge.earlier):
                if end in touching:
                    touching[end].append(edge)
        self.touching.update(touching)
        self.known.update(touching)  # whole lists only: other threads read them

    def _links(self, things: list[str]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
        """Subject, kind and object of each link that touches some things, with the polarity of each statement about it."""
        tables = self.store.tables()
        if tables and self.keep is every:  # put together where they lie: a hub has thousands of statements
            for row in tables.select(query_text("lineage_links", "sql"), node=json.dumps(things)):
                subject, kind, target, relations, polarities = row
                yield subject, kind, target, dict(zip(relations.split(), map(_short, polarities.split()), strict=True))
            return
        for told in rows(self.store, "lineage", {"node": things}):
            if self.keep(told):
                yield told["subject"], told["predicate"], told["object"], {told["relation"]: last_part(told["polarity"])}

    def spread(self, things: Iterable[str], steps: int) -> None:
        """Know every link within a number of steps of some things, however they stand."""
        frontier, seen = set(things), set(things)
        for _ in range(steps):
            self.read(frontier)
            frontier = {edge.other(thing) for thing in frontier for edge in self.touching[thing]} - seen
            seen |= frontier
            if not frontier or len(seen) > MOST_THINGS * 4:
                return

    def back(self, thing: str, *, start: str, goal: str | None = None) -> Iterator[Edge]:
        """The links that lead back from a thing on a way that began at ``start``."""
        for edge in self.touching.get(thing, ()):
            is_later = edge.later == thing
            if (
                edge.predicate == "same_as"
                or (edge.predicate == "holds" and is_later and thing == start)
                or (edge.predicate == "holds" and edge.later == goal != thing)
                or (edge.predicate in _OWN and not is_later and thing == start)
                or (edge.predicate != "holds" and is_later)
            ):
                yield edge

    def forward(self, thing: str, *, by: Edge | None) -> Iterator[Edge]:
        """The links that lead forward from a thing that was reached by a link; none from a mere adherent."""
        if by is not None and by.predicate == "holds":
            return
        for edge in self.touching.get(thing, ()):
            if edge.predicate == "same_as" or edge.earlier == thing:
                yield edge


_MOST_KNOWN = 50_000  # things whose links are kept for later walks


def web_of(store: Store, keep: Callable[[dict[str, str]], bool]) -> Web:
    """A web to walk in; one that counts all relations begins with what earlier walks read of this generation."""
    if keep is not every or store.tables() is None:
        return Web(store, keep)
    known: dict[str, list[Edge]] = remembered(store, "links", dict)
    if len(known) > _MOST_KNOWN:
        known.clear()
    return Web(store, keep, known=known)


@dataclass
class Map:
    """What a walk met: things with their distance from the start, links with whether they were followed."""

    reached: dict[str, int] = field(default_factory=dict)  # earlier things negative
    links: dict[Edge, bool] = field(default_factory=dict)
    truncated: bool = False


def explore(web: Web, start: str, *, forward: bool, steps: int, follow: Collection[Standing]) -> Map:
    """All that a walk of so many steps meets in one direction; only links of the standings in ``follow`` lead on."""
    found = Map({start: 0})
    frontier: list[tuple[str, Edge | None]] = [(start, None)]
    for distance in range(1, steps + 2):
        if distance <= steps and not web.quick:
            web.read(thing for thing, _ in frontier)
        ahead: list[tuple[str, Edge | None]] = []
        for thing, by in frontier:
            if found.truncated and (distance > steps or len(found.reached) >= MOST_THINGS):
                return found  # nothing more can be found out
            web.read([thing])
            for edge in web.forward(thing, by=by) if forward else web.back(thing, start=start):
                far = edge.other(thing)
                if distance > steps or len(found.reached) >= MOST_THINGS:
                    found.truncated |= far not in found.reached and edge not in found.links
                    continue
                followed = edge.standing in follow
                found.links[edge] = found.links.get(edge, False) or followed
                if followed and far not in found.reached:
                    found.reached[far] = distance if forward else -distance
                    ahead.append((far, edge))
        frontier = ahead
    return found


def ways(web: Web, start: str, goal: str, *, steps: int) -> tuple[list[tuple[Edge, ...]], bool]:
    """The ways back from start to goal, the shortest first, over links of any standing; and whether there are more."""
    web.spread([start, goal], (steps + 1) // 2)
    near = _distances(web, goal)
    found: list[tuple[Edge, ...]] = []
    queue: deque[tuple[str, tuple[Edge, ...], frozenset[str]]] = deque([(start, (), frozenset([start]))])
    tries = 0
    while queue:
        thing, way, been = queue.popleft()
        for edge in web.back(thing, start=start, goal=goal):
            far = edge.other(thing)
            if far in been or near.get(far, steps + 1) + len(way) + 1 > steps:
                continue
            tries += 1
            if len(found) >= MOST_PATHS or tries > _MOST_TRIES:
                return found, True
            if far == goal:
                found.append((*way, edge))
            elif edge.predicate != "holds" or thing == start:
                queue.append((far, (*way, edge), been | {far}))
    return found, False


def _distances(web: Web, goal: str) -> dict[str, int]:
    """The least number of known links from each thing to the goal, in any direction."""
    away: dict[str, set[str]] = defaultdict(set)
    for edges in web.touching.values():
        for edge in edges:
            away[edge.later].add(edge.earlier)
            away[edge.earlier].add(edge.later)
    distance, queue = {goal: 0}, deque([goal])
    while queue:
        thing = queue.popleft()
        for far in away[thing]:
            if far not in distance:
                distance[far] = distance[thing] + 1
                queue.append(far)
    return distance
