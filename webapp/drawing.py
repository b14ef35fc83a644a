"""A lineage drawn as arcs along a line of time: earlier above, each arrow from the later to the earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.queries.lineage import Link, Node
from kb.queries.values import Ref
from webapp.timeline import Timeline, laid

ROW = 34  #: units between two nodes, at least
TOP = 26
AXIS = 160  #: x of the nodes; the arcs bow to the left of it
NEAREST, FARTHEST = 22.0, 104.0  #: how far an arc bows
WIDTH = 480
MOST = 60  #: things drawn, the nearest first: the outline has them all
_FAN = 3.0  # units between two arcs at one node
_CLEAR = 15.0  # units between the numbers of two arcs
_ALONG = (0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75, 0.18, 0.82)  # where on its arc a number may stand, the best place first


@dataclass(frozen=True, slots=True)
class Point:
    """A node at its place."""

    ref: Ref
    year: int | None
    year_from: str | None
    y: float
    margin: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """A link as a path, with the place of its number in the outline."""

    link: Link
    number: int
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Points and arcs in a box of ``width`` by ``height``; ``undated_y`` is where the undated begin."""

    points: tuple[Point, ...]
    arcs: tuple[Arc, ...]
    time: Timeline
    width: int
    height: int
    axis: int
    undated_y: float | None
    left_out: int  # things that there was no room for


def draw(nodes: Sequence[Node], links: Sequence[Link]) -> Drawing | None:
    """The drawing of a lineage whose links stand in outline order; None where there is nothing to draw."""
    used = {end.iri for link in links for end in (link.later, link.earlier)}
    there = sorted((n for n in nodes if n.ref.iri in used), key=lambda n: (n.margin, abs(n.distance)))
    dated = sorted((n for n in there[:MOST] if n.year is not None), key=lambda n: (n.year or 0, n.ref.label, n.ref.iri))
    time = laid([n.year for n in dated if n.year is not None], row=ROW, top=TOP)
    points = {n.ref.iri: Point(n.ref, n.year, n.year_from, y, n.margin) for n, y in zip(dated, time.at, strict=True)}
    undated = [n for n in there[:MOST] if n.year is None]
    first = max(time.at) + 1.6 * ROW if dated else float(TOP)
    near = {n.ref.iri: _middle(n, links, points) for n in undated}
    undated.sort(key=lambda n: (-near[n.ref.iri], n.ref.label, n.ref.iri))  # what hangs on the last of the dated comes first
    points |= {n.ref.iri: Point(n.ref, None, None, first + i * ROW, n.margin) for i, n in enumerate(undated)}
    if not points:
        return None
    arcs = _arcs([(link, number) for number, link in enumerate(links, 1)], points)
    height = int(max(point.y for point in points.values()) + TOP)
    undated_y = first if undated else None
    return Drawing(tuple(points.values()), arcs, time, WIDTH, height, AXIS, undated_y, len(there[MOST:]))


def _middle(node: Node, links: Sequence[Link], points: Mapping[str, Point]) -> float:
    """The mean place of the dated things that a thing is linked to."""
    ends = [(link.later.iri, link.earlier.iri) for link in links if node.ref.iri in (link.later.iri, link.earlier.iri)]
    found = [points[other].y for pair in ends for other in pair if other in points]
    return sum(found) / len(found) if found else 0.0


def _arcs(links: Sequence[tuple[Link, int]], points: Mapping[str, Point]) -> tuple[Arc, ...]:
    drawn = [
        (link, number)
        for link, number in links
        if link.later.iri in points and link.earlier.iri in points and link.later.iri != link.earlier.iri
    ]
    spans = [(points[link.later.iri].y, points[link.earlier.iri].y) for link, _ in drawn]
    bows = _bows(spans)
    fanned = _fanned([(link.later.iri, link.earlier.iri) for link, _ in drawn], points, bows)
    placed: list[tuple[float, float]] = []
    arcs = []
    for (link, number), (start, end), bow in zip(drawn, fanned, bows, strict=True):
        arcs.append(_arc(link, number, start, end, bow, placed))
        placed.append((arcs[-1].label_x, arcs[-1].label_y))
    return tuple(arcs)


def _bows(spans: Sequence[tuple[float, float]]) -> list[float]:
    """How far each arc bows out: farther than every arc it goes round, so that none lies on another."""
    depth: dict[int, int] = {}
    order = sorted(range(len(spans)), key=lambda i: (abs(spans[i][0] - spans[i][1]), i))
    for i in order:
        low, high = sorted(spans[i])
        within = [depth[j] for j in depth if low < max(spans[j]) and min(spans[j]) < high]
        depth[i] = max(within, default=0) + 1
    deepest = max(depth.values(), default=1)
    step = min(18.0, (FARTHEST - NEAREST) / max(deepest - 1, 1))
    return [NEAREST + step * (depth[i] - 1) for i in range(len(spans))]


def _fanned(pairs: Sequence[tuple[str, str]], points: Mapping[str, Point], bows: Sequence[float]) -> list[tuple[float, float]]:
    """Where arcs begin and end: those of one node a little apart, in the order in which they leave it."""
    at: dict[str, list[tuple[float, float, int]]] = {}
    for number, (start, end) in enumerate(pairs):
        for here, there in ((start, end), (end, start)):
            down = points[there].y > points[here].y
            # upwards the widest arc leaves lowest of those above, downwards the widest leaves highest of those below
            at.setdefault(here, []).append((1.0 if down else 0.0, -bows[number] if down else bows[number], number))
    place: dict[tuple[str, int], float] = {}
    for key, leaving in at.items():
        leaving.sort()
        step = min(_FAN, 16.0 / max(len(leaving) - 1, 1))
        for rank, (_, _, number) in enumerate(leaving):
            place[key, number] = points[key].y + (rank - (len(leaving) - 1) / 2) * step
    return [(place[start, number], place[end, number]) for number, (start, end) in enumerate(pairs)]


def _arc(link: Link, number: int, start: float, end: float, bow: float, placed: Sequence[tuple[float, float]]) -> Arc:
    x = AXIS - 9
    control = x - bow * 4 / 3
    path = f"M{x} {start:.1f}C{control:.1f} {start:.1f} {control:.1f} {end:.1f} {x} {end:.1f}"

    def on(t: float) -> tuple[float, float]:
        out = 3 * t * (1 - t)
        return x - bow * 4 / 3 * out, start + (end - start) * (3 * t * t - 2 * t**3)

    def clear(t: float) -> bool:
        here = on(t)
        return all(abs(here[0] - a) > _CLEAR or abs(here[1] - b) > _CLEAR for a, b in placed)

    label = on(next((t for t in _ALONG if clear(t)), 0.5))
    return Arc(link, number, path, round(label[0], 1), round(label[1], 1))
