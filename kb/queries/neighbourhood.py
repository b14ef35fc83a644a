"""The things round some things, with the links between them: what a graph browser draws."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from json import dumps
from typing import NamedTuple

from kb.queries.asking import dox, last_part, lightly, query_text, remembered, tuples
from kb.queries.entity import EntityRow, entities
from kb.queries.lineage import dates_of
from kb.queries.naming import predicate_of, source_id
from kb.queries.resolve import resolve, source_index
from kb.queries.values import Ref, Standing, YearFrom, standing_of
from kb.store import Store

MOST = 50  #: things drawn unless more are asked for
ALL = 5_000  #: more than this no screen draws
_AFFIRMED = dox("affirmed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which relations count; every empty condition is open."""

    predicates: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()  # of the things at both ends
    sources: frozenset[str] = frozenset()  # ids of texts
    asserter: str = ""  # name, path or IRI of who says so
    since: int | None = None  # year of the text
    until: int | None = None
    min_confidence: float = 0.0
    among: frozenset[str] | None = None  # IRIs of the statements to choose from: those a reviewer accepted
    apart_from: frozenset[str] = frozenset()  # IRIs of statements to leave out


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the picture. ``beyond`` counts the things it is linked to that are not in it."""

    ref: Ref
    start: bool
    relations: int  # statements in all, whatever is wanted
    beyond: int
    year: int | None = None
    year_from: YearFrom | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """All statements wanted of one link between two things of the picture."""

    subject: Ref
    predicate: str
    object: Ref
    standing: Standing
    relations: tuple[str, ...]  # IRIs, the surest first
    confidence: float  # the surest's


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Things by their place in the choice, and ties; ``left_out`` counts neighbours that there was no room for."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]
    left_out: int = 0


def neighbourhood(
    store: Store,
    starts: Collection[str] = (),
    *,
    wanted: Wanted = Wanted(),
    most: int = MOST,
    grown: Collection[str] | None = None,
) -> Neighbourhood:
    """The things to begin with (IRIs) and their neighbours: those linked to most of the starts first, then the most spoken of.

    Without ``starts`` the most spoken-of things of all. ``grown`` names those starts whose neighbours are wanted (None: all);
    the others stand by themselves. Raises UsageError where ``wanted.asserter`` names nobody or several.
    """
    counts = remembered(store, "entities by IRI", lambda: {row.ref.iri: row for row in entities(store, stated=False)})
    keep = _Keeper(store, wanted, counts)
    begin = [iri for iri in dict.fromkeys(starts) if iri in counts]
    if begin:
        opened = begin if grown is None else [iri for iri in begin if iri in set(grown)]
        links: dict[str, Counter[str]] = defaultdict(Counter)
        spread, put = set(opened), set(begin)
        for row in keep.touching(opened):
            for one, other in ((row.subject, row.object), (row.object, row.subject)):
                if one in spread and other not in put:
                    links[other][one] += 1
        ranked = sorted(links, key=lambda iri: (-len(links[iri]), -_weight(counts[iri]), -links[iri].total(), iri))
    else:
        ranked = [iri for iri, row in counts.items() if (row.relations or row.claims or row.sources) and keep.thing(iri)]
        ranked.sort(key=lambda iri: (-counts[iri].relations, -_weight(counts[iri]), iri))
    room = max(min(most, ALL) - len(begin), 0)
    chosen = [*begin, *ranked[:room]]
    return _pictured(store, keep, counts, chosen, set(begin), len(ranked[room:]))


def _weight(row: EntityRow) -> int:
    return row.relations + row.claims


class _Said(NamedTuple):
    """A live relation, in IRIs, as it is read."""

    relation: str
    subject: str
    predicate: str
    object: str
    polarity: str
    confidence: str
    asserter: str


class _Keeper:
    """Reads relations and keeps those that are wanted."""

    def __init__(self, store: Store, wanted: Wanted, counts: Mapping[str, EntityRow]) -> None:
        self.store, self.wanted, self.counts = store, wanted, counts
        self.voice = resolve(store, wanted.asserter).iri if wanted.asserter else None
        self.homes: set[str] | None = set(wanted.sources) or None
        if wanted.since is not None or wanted.until is not None:
            low, high = wanted.since or -(10**6), wanted.until or 10**6
            dated = {id for id, ref in source_index(store).items() if ref.year is not None and low <= ref.year <= high}
            self.homes = dated if self.homes is None else self.homes & dated

    def thing(self, iri: str) -> bool:
        return iri in self.counts and (not self.wanted.types or self.counts[iri].ref.type in self.wanted.types)

    def touching(self, things: Iterable[str]) -> list[_Said]:
        """The wanted relations with one of these things at an end."""
        asked = sorted(set(things))
        return self.kept(tuples(self.store, "neighbourhood", _Said._fields, {"node": asked})) if asked else []

    def kept(self, found: Iterable[Iterable[str]]) -> list[_Said]:
        """Those that are wanted of some rows."""
        return [row for row in map(_Said._make, found) if self._wanted(row)]

    def _wanted(self, row: _Said) -> bool:
        w, iri = self.wanted, row.relation
        return (
            row.subject != row.object
            and (not w.predicates or predicate_of(row.predicate) in w.predicates)
            and (not w.min_confidence or float(row.confidence) >= w.min_confidence)
            and (self.voice is None or row.asserter == self.voice)
            and (self.homes is None or source_id(iri, self.store.names.base) in self.homes)
            and (w.among is None or iri in w.among)
            and iri not in w.apart_from
            and self.thing(row.subject)
            and self.thing(row.object)
        )


def _pictured(
    store: Store, keep: _Keeper, counts: Mapping[str, EntityRow], chosen: list[str], begin: set[str], left_out: int
) -> Neighbourhood:
    inner, beyond = _read(store, keep, chosen)
    said: dict[tuple[str, str, str], list[_Said]] = defaultdict(list)
    for row in inner:
        said[row.subject, predicate_of(row.predicate), row.object].append(row)
    years = dates_of(store, chosen)
    things = [
        Thing(counts[iri].ref, iri in begin, counts[iri].relations, beyond.get(iri, 0), *years.get(iri, (None, None)))
        for iri in chosen
    ]
    ties = [_tie(counts, key[1], found) for key, found in sorted(said.items())]
    return Neighbourhood(tuple(things), tuple(ties), left_out)


def _read(store: Store, keep: _Keeper, chosen: list[str]) -> tuple[list[_Said], dict[str, int]]:
    """The wanted relations between these things; to how many other things those that lead out tie each."""
    inside, near = set(chosen), defaultdict[str, set[str]](set)
    tables = lightly(store) if keep.wanted == Wanted() else None  # where only some are wanted, they must be read to be counted
    if tables:
        inner = list(map(_Said._make, tables.select(query_text("neighbourhood_within", "sql"), node=dumps(chosen))))
        told = tables.select(query_text("neighbourhood_counts", "sql"), node=dumps(chosen))
        for subject, object in {(row.subject, row.object) for row in inner}:
            near[subject].add(object)
            near[object].add(subject)
        return inner, {iri: count - len(near[iri]) for iri, count in told}
    found = keep.touching(chosen)
    for row in found:
        near[row.subject].add(row.object)
        near[row.object].add(row.subject)
    inner = [row for row in found if row.subject in inside and row.object in inside]
    return inner, {iri: len(near[iri] - inside) for iri in chosen}


def _tie(counts: Mapping[str, EntityRow], predicate: str, found: list[_Said]) -> Tie:
    told = sorted([(row.polarity != _AFFIRMED, -float(row.confidence), row.relation, row.polarity) for row in found])
    return Tie(
        counts[found[0].subject].ref,
        predicate,
        counts[found[0].object].ref,
        standing_of(map(last_part, {row.polarity for row in found})),
        tuple([relation for _, _, relation, _ in told]),
        -min([sure for _, sure, _, _ in told]),
    )
