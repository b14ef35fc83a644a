"""A lineage drawn as arcs along a line of time: earlier above, each arrow from the later to the earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.queries.lineage import Link, Node
from kb.queries.values import Ref

ROW = 34  #: units between two nodes
TOP = 28
AXIS = 190  #: x of the nodes; the arcs bow to the left of it
YEARS = 6
WIDTH = 620
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
    arcs = []
    taken: list[tuple[float, float]] = []
    for number, link in enumerate(links, 1):
        later, earlier = points.get(link.later.iri), points.get(link.earlier.iri)
        if later and earlier and later is not earlier:
            arcs.append(_arc(link, number, later.y, earlier.y, taken))
    return Drawing(tuple(points.values()), tuple(arcs), WIDTH, int(y), AXIS, undated)


def _arc(link: Link, number: int, start: float, end: float, taken: list[tuple[float, float]]) -> Arc:
    bow = min(AXIS - YEARS - 44, 26 + abs(start - end) * 0.42)
    # two statements of one pair, or two arcs of one reach, must not lie on each other
    for _ in range(6):
        if all(abs(bow - b) > 7 or abs(mid - (start + end) / 2) > 11 for b, mid in taken):
            break
        bow = bow - 15 if bow > 40 else bow + 9
    middle = (start + end) / 2
    taken.append((bow, middle))
    x = AXIS - 9
    control = x - bow * 4 / 3
    path = f"M{x:.0f} {start:.1f}C{control:.1f} {start:.1f} {control:.1f} {end:.1f} {x:.0f} {end:.1f}"
    return Arc(link, number, path, round(x - bow, 1), middle)
