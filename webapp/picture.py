"""What the graph browser draws: things, claims and arguments as points, what ties them as lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kb.errors import UsageError
from kb.queries import arguments_of, claim, claims_of, neighbourhood
from kb.queries.neighbourhood import Neighbourhood, Wanted
from kb.queries.values import ArgumentRow, ClaimRow, Ref
from kb.store import Store
from webapp.addresses import key_of
from webapp.browsing import State
from webapp.wording import PREDICATE

if TYPE_CHECKING:
    import networkx

SHOWN_CLAIMS = 14  #: of one thing
STANCES = {"asserts": "affirmed", "denies": "denied", "questions": "uncertain"}


@dataclass(frozen=True, slots=True)
class Point:
    """Something drawn. ``beyond`` counts what it is tied to outside the picture."""

    key: str
    label: str
    type: str  # an entity's type, ``claim`` or ``author``
    start: bool = False
    weight: int = 0  # statements in all
    beyond: int = 0
    year: int | None = None
    year_from: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A tie between two points. ``key`` is what the panel is asked for."""

    key: str
    source: str
    target: str
    kind: str
    label: str  # from source to target
    standing: str
    count: int = 1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn."""

    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    left_out: int  # neighbours there was no room for
    claims_left_out: int
    statements: dict[str, tuple[str, ...]]  # line -> the relations that say so, the surest first

    @property
    def at(self) -> dict[str, Point]:
        """The points by key."""
        return {point.key: point for point in self.points}

    def data(self) -> dict[str, Any]:
        """The picture for programs."""
        return {
            "nodes": [{name: getattr(point, name) for name in Point.__slots__} for point in self.points],
            "edges": [{name: getattr(line, name) for name in Line.__slots__} for line in self.lines],
            "left_out": self.left_out,
            "claims_left_out": self.claims_left_out,
        }

    def outline(self) -> tuple[tuple[str, tuple[tuple[Point, tuple[Line, ...]], ...]], ...]:
        """The points by type, each with the lines that leave it."""
        leaving: dict[str, list[Line]] = {}
        for line in self.lines:
            leaving.setdefault(line.source, []).append(line)
        types = dict.fromkeys(point.type for point in self.points)
        order = [t for t in ("theory", "theorist", "group", "work", "case", "claim", "author", "unknown") if t in types]
        return tuple((type, tuple((p, tuple(leaving.get(p.key, ()))) for p in self.points if p.type == type)) for type in order)


def picture(store: Store, ask: Any, state: State, wanted: Wanted, problems: list[str]) -> Picture:
    """What a state shows; what it names and is not there goes to ``problems``."""
    names = store.names

    def key(iri: str) -> str:
        return key_of(iri, names)

    starts = tuple(names.base + path for path in state.start)
    found: Neighbourhood = ask(neighbourhood, starts, wanted=wanted, most=state.most)
    known = {thing.ref.iri for thing in found.things}
    problems += [f"There is nothing called {path}." for path, iri in zip(state.start, starts, strict=True) if iri not in known]
    points = {
        key(t.ref.iri): Point(key(t.ref.iri), t.ref.label, t.ref.type, t.start, t.relations, t.beyond, t.year, t.year_from)
        for t in found.things
    }
    lines: dict[str, Line] = {}
    statements = {}
    for tie in found.ties:
        ends = key(tie.subject.iri), key(tie.object.iri)
        name = f"{ends[0]} {tie.predicate} {ends[1]}"
        said = PREDICATE[tie.predicate][0]
        lines[name] = Line(name, *ends, tie.predicate, said, tie.standing, len(tie.relations), round(tie.confidence, 3))
        statements[name] = tie.relations
    left = _claims(ask, state, wanted, points, lines, key)
    return Picture(tuple(points.values()), tuple(lines.values()), found.left_out, left, statements)


def _wanted(row: ClaimRow | ArgumentRow, wanted: Wanted) -> bool:
    """Whether a claim, or an argument, is among the statements chosen: a claim is said by its holder."""
    source, low, high = row.evidence.source, wanted.since, wanted.until
    return (
        row.confidence >= wanted.min_confidence
        and (not wanted.sources or source.id in wanted.sources)
        and (not wanted.asserter or not isinstance(row, ClaimRow) or row.holder.iri == wanted.asserter)
        and ((low is None and high is None) or (source.year is not None and (low or -(10**6)) <= source.year <= (high or 10**6)))
        and (wanted.among is None or row.iri in wanted.among)
        and row.iri not in wanted.apart_from
    )


def _claims(
    ask: Any, state: State, wanted: Wanted, points: dict[str, Point], lines: dict[str, Line], key: Callable[[str], str]
) -> int:
    """Add the claims of the things that show theirs, and the arguments of the claims that do; count the claims left out."""
    left = 0

    def put(ref: Ref) -> str:
        name = key(ref.iri)
        points.setdefault(name, Point(name, ref.label, ref.type))
        return name

    def add(row: ClaimRow, of: str = "") -> str:
        name = key(row.iri)
        if name not in points:
            points[name] = Point(name, row.text, "claim", year=row.source.year, year_from="text")
            holder = key(row.holder.iri)
            if holder in points or not of:
                put(row.holder)
                lines[f"{name} held"] = Line(
                    f"{name} held", holder, name, row.stance, row.stance, STANCES[row.stance], 1, row.confidence
                )
        if of and of != key(row.holder.iri) and f"{name} {of}" not in lines:
            lines[f"{name} {of}"] = Line(f"{name} {of}", name, of, "about", "is about", "affirmed", 1, row.confidence)
        return name

    for path in state.claims:
        if path not in points:
            continue
        seen: dict[str, ClaimRow] = {}
        for role in ("holder", "about"):
            part = ask(claims_of, **{role: path, "min_confidence": state.confidence, "limit": 200})
            seen |= {row.iri: row for row in part.claims if _wanted(row, wanted)}
        # those whose holder is drawn first, then the surest
        rows = sorted(seen.values(), key=lambda r: (key(r.holder.iri) not in points, -r.confidence, r.iri))
        left += len(rows[SHOWN_CLAIMS:])
        for row in rows[:SHOWN_CLAIMS]:
            add(row, path)
    for path in state.arguments:
        try:
            add(ask(claim, path))
            found = ask(arguments_of, path)
        except UsageError:
            continue
        for argument in (*found.supported_by, *found.attacked_by, *found.premise_of):
            if not _wanted(argument, wanted):
                continue
            end = add(argument.conclusion)
            name = key(argument.iri)
            for number, premise in enumerate(argument.premises):
                begin = add(premise)
                one = name if number == 0 else f"{name} {number}"
                standing = "affirmed" if argument.kind == "supports" else "denied"
                lines[one] = Line(one, begin, end, argument.kind, argument.kind, standing, 1, argument.confidence)
    return left


def network(drawn: Picture) -> networkx.MultiDiGraph[Any]:
    """A picture as a network, for other tools."""
    import networkx

    made: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for point in drawn.points:
        about = asdict(point)
        made.add_node(about.pop("key"), **about)
    for line in drawn.lines:
        about = asdict(line)
        made.add_edge(about.pop("source"), about.pop("target"), key=about.pop("key"), **about)
    return made
