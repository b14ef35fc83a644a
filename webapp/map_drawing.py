"""An argument map drawn: boxes of words in columns, what speaks for or against each to the right of it."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.queries.argument_map import ArgumentMap, Box, Tie
from kb.queries.map_verdicts import Judged
from webapp.layers import layered

WIDE = 232  #: units of a box
LETTERS = 31  #: on a line of it, in the page's serif
LINES = 6  #: of a claim; the outline has all of it
LINE, HEAD, FOOT, PAD = 17, 16, 18, 9
KNOT = 22  #: the mark at which premises that act together meet
EDGE = 12  #: round the whole


@dataclass(frozen=True, slots=True)
class Placed:
    """A box at its place, top left; ``words`` are its lines, ``head`` who holds it."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    head: str
    words: tuple[str, ...]
    judged: Judged | None
    accepted: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tie as a path from the box that speaks to the box spoken of, with the place of its sign."""

    tie: Tie
    path: str
    sign_x: float
    sign_y: float


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """All of it, in a sheet of ``width`` by ``height``."""

    boxes: tuple[Placed, ...]
    ties: tuple[Drawn, ...]
    width: int
    height: int


def draw(made: ArgumentMap, judged: Mapping[str, Judged], accepted: Collection[str] = ()) -> MapDrawing:
    """The drawing of a map with its verdicts."""
    words = {box.key: _words(box) for box in made.boxes}
    sizes = {box.key: _size(box, words[box.key], box.key in judged or box.key in accepted) for box in made.boxes}
    layers = layered(sizes, [(tie.start, tie.end) for tie in made.ties])
    boxes = []
    for box in made.boxes:
        (x, y), (width, height) = layers.at[box.key], sizes[box.key]
        boxes.append(
            Placed(
                box, x - width / 2 + EDGE, y - height / 2 + EDGE, width, height, _head(box), words[box.key],
                judged.get(box.key), box.key in accepted,
            )
        )  # fmt: skip
    at = {placed.box.key: placed for placed in boxes}
    ports = _ports(made.ties, at)
    ties = []
    for tie in made.ties:
        bends = [(x + EDGE, y + EDGE) for x, y in layers.bends.get((tie.start, tie.end), ())]
        ties.append(_line(tie, at[tie.start], at[tie.end], bends, ports[tie]))
    return MapDrawing(tuple(boxes), tuple(ties), int(layers.width + 2 * EDGE) + 1, int(layers.height + 2 * EDGE) + 1)


def _words(box: Box) -> tuple[str, ...]:
    if box.kind == "argument" and box.argument is not None:
        return ()
    lines = textwrap.wrap(box.text, LETTERS - 3 if box.root else LETTERS, max_lines=LINES, placeholder=" …")
    return tuple(lines) or ("…",)


def _head(box: Box) -> str:
    if box.kind in ("theory", "answer"):
        return box.kind
    who = ", ".join(box.by[:2]) + (f" and {len(box.by) - 2} more" if len(box.by) > 2 else "")
    return textwrap.shorten(f"{who} {box.stance}".strip() or box.kind, LETTERS + 1, placeholder=" …")


def _size(box: Box, words: Sequence[str], judged: bool) -> tuple[float, float]:
    if not words:
        return KNOT, KNOT
    return WIDE, 2 * PAD + HEAD + LINE * len(words) + (FOOT if judged else 0)


def _ports(ties: Sequence[Tie], at: Mapping[str, Placed]) -> dict[Tie, float]:
    """How far down the right side of its end each tie arrives: those that come from above first, so that none cross there."""
    found = {}
    arriving: dict[str, list[Tie]] = {}
    for tie in ties:
        arriving.setdefault(tie.end, []).append(tie)
    for key, those in arriving.items():
        those.sort(key=lambda tie: (at[tie.start].y + at[tie.start].height / 2, tie.start, tie.kind))
        box = at[key]
        reach = min(box.height - 16, 22.0 * (len(those) - 1)) if len(those) > 1 else 0.0
        for number, tie in enumerate(those):
            share = number / (len(those) - 1) - 0.5 if len(those) > 1 else 0.0
            found[tie] = box.y + box.height / 2 + share * max(reach, 0.0)
    return found


def _line(tie: Tie, start: Placed, end: Placed, bends: Sequence[tuple[float, float]], port: float) -> Drawn:
    if start.x > end.x:  # the usual way, from right to left
        first, last = (start.x, start.y + start.height / 2), (end.x + end.width + 7, port)
    elif start.x + start.width < end.x:
        first, last = (start.x + start.width, start.y + start.height / 2), (end.x - 7, end.y + end.height / 2)
    else:  # in one column: round the side
        x, y0, y1 = start.x + start.width, start.y + start.height / 2, port
        path = f"M{x:.1f} {y0:.1f}C{x + 46:.1f} {y0:.1f} {x + 46:.1f} {y1:.1f} {x + 7:.1f} {y1:.1f}"
        return Drawn(tie, path, round(x + 35, 1), round((y0 + y1) / 2, 1))
    points = [first, *bends, last]
    path = f"M{first[0]:.1f} {first[1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        half = (x0 + x1) / 2
        path += f"C{half:.1f} {y0:.1f} {half:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    (x0, y0), (x1, y1) = points[0], points[1]
    return Drawn(tie, path, round((x0 + x1) / 2, 1), round((y0 + y1) / 2, 1))
