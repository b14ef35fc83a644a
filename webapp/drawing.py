"""A lineage drawn as arcs along a line of time: earlier above, each arrow from the later to the earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.queries.lineage import Link, Node
from kb.queries.values import Ref

ROW = 34  #: units between two nodes
TOP = 28
AXIS = 182  #: x of the nodes; the arcs bow to the left of it
NEAREST, FARTHEST = 24.0, 122.0  #: how far an arc bows
WIDTH = 530
MOST = 60  #: nodes; beyond that the outline says more than a drawing


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
    width: int
    height: int
    axis: int
    undated_y: float | None


def draw(nodes: Sequence[Node], links: Sequence[Link]) -> Drawing | None:
    """The drawing of a lineage whose links stand in outline order; None where it would be too large to read."""
    used = {end.iri for link in links for end in (link.later, link.earlier)}
    shown = sorted((n for n in nodes if n.ref.iri in used), key=lambda n: (n.year is None, n.year or 0, n.ref.label))
    if len(shown) > MOST:
        return None
    points: dict[str, Point] = {}
    y, undated = float(TOP), None
    for node in shown:
        if node.year is None and undated is None:
            y += ROW * 0.7 if points else 0
            undated = y - ROW * 0.75
        points[node.ref.iri] = Point(node.ref, node.year, node.year_from, y, node.margin)
        y += ROW
    spans = [
        (link, number, points[link.later.iri].y, points[link.earlier.iri].y)
        for number, link in enumerate(links, 1)
        if link.later.iri in points and link.earlier.iri in points and link.later.iri != link.earlier.iri
    ]
    bows = _bows([(start, end) for _, _, start, end in spans])
    arcs = tuple(_arc(*span, bow) for span, bow in zip(spans, bows, strict=True))
    return Drawing(tuple(points.values()), arcs, WIDTH, int(y), AXIS, undated)


def _bows(spans: Sequence[tuple[float, float]]) -> list[float]:
    """How far each arc bows out: farther than every arc it goes round, so that none lies on another."""
    depth: dict[int, int] = {}
    order = sorted(range(len(spans)), key=lambda i: (abs(spans[i][0] - spans[i][1]), i))
    for i in order:
        low, high = sorted(spans[i])
        within = [depth[j] for j in depth if low < max(spans[j]) and min(spans[j]) < high]
        depth[i] = max(within, default=0) + 1
    deepest = max(depth.values(), default=1)
    step = min(20.0, (FARTHEST - NEAREST) / max(deepest - 1, 1))
    return [NEAREST + step * (depth[i] - 1) for i in range(len(spans))]


def _arc(link: Link, number: int, start: float, end: float, bow: float) -> Arc:
    x = AXIS - 9
    control = x - bow * 4 / 3
    path = f"M{x} {start:.1f}C{control:.1f} {start:.1f} {control:.1f} {end:.1f} {x} {end:.1f}"
    return Arc(link, number, path, round(x - bow, 1), round((start + end) / 2, 1))
