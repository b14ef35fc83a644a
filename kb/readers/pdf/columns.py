"""Columns of a page: found by the gutter of white between them, read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Something with a left and a right edge, a height and a size, in points."""

    @property
    def x0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def base(self) -> float: ...
    @property
    def size(self) -> float: ...


T = TypeVar("T", bound=Placed)

_NARROWEST_GUTTER = 5.0  # points
_WORD_SPACE = 0.45  # of the size of print
_FEWEST_ROWS = 4  # in each of two columns
_MOST_CROSSING = 0.2  # of the rows: titles, abstracts and tables may run over the gutter


def in_columns(rows: Sequence[Sequence[T]]) -> Iterator[tuple[int, Sequence[T]]]:
    """The rows with the number of their column, those that lie in two columns cut in two.

    Rows come from the top down. A row that runs over the gutter (a title, an abstract) ends the columns above it.
    """
    gutter = _gutter(rows)
    if gutter is None:
        yield from ((0, row) for row in rows)
        return
    left: list[Sequence[T]] = []
    right: list[Sequence[T]] = []
    for row in rows:
        if _crosses(row, gutter):
            yield from _both(left, right)
            left, right = [], []
            yield 0, row
        else:
            parts = [item for item in row if item.x1 <= gutter[0]], [item for item in row if item.x1 > gutter[0]]
            for side, part in zip((left, right), parts, strict=True):
                if part:
                    side.append(part)
    yield from _both(left, right)


def _both(left: list[Sequence[T]], right: list[Sequence[T]]) -> Iterator[tuple[int, Sequence[T]]]:
    deepest = 0
    for column, row in in_columns(left):  # three columns are two, one of them parted again
        deepest = max(deepest, column)
        yield column, row
    for column, row in in_columns(right):
        yield deepest + 1 + column, row


def _crosses(row: Sequence[T], gutter: tuple[float, float]) -> bool:
    return any(start < gutter[1] and end > gutter[0] for start, end in _stretches(row))


def _stretches(row: Sequence[T]) -> list[tuple[float, float]]:
    """Where a row has print, the spaces between its words counted in: a title's must not pass for a gutter."""
    found: list[tuple[float, float]] = []
    for item in row:
        if found and item.x0 - found[-1][1] < _WORD_SPACE * item.size:
            found[-1] = (found[-1][0], max(found[-1][1], item.x1))
        else:
            found.append((item.x0, item.x1))
    return found


def _gutter(rows: Sequence[Sequence[T]]) -> tuple[float, float] | None:
    """The strip of white that two columns leave between them, by its edges; None where the rows are one column."""
    if len(rows) < 2 * _FEWEST_ROWS:
        return None
    first, last = min(row[0].x0 for row in rows), max(item.x1 for row in rows for item in row)
    places = [first + step for step in range(int(0.2 * (last - first)), int(0.8 * (last - first)))]
    stretches = [stretch for row in rows for stretch in _stretches(row)]
    inked = [sum(start < place < end for start, end in stretches) for place in places]
    fewest = min(inked, default=len(rows))
    if fewest > _MOST_CROSSING * len(rows):
        return None
    strips: list[tuple[float, float]] = []
    for place, count in zip(places, inked, strict=True):
        if count > fewest:
            continue
        if strips and place - strips[-1][1] <= 1.0:
            strips[-1] = (strips[-1][0], place)
        else:
            strips.append((place, place))
    widest = max(strips, key=lambda strip: strip[1] - strip[0])
    return widest if widest[1] - widest[0] >= _NARROWEST_GUTTER and _side_by_side(rows, widest) else None


def _side_by_side(rows: Sequence[Sequence[T]], gutter: tuple[float, float]) -> bool:
    """Whether enough rows lie on either side, and next to each other."""
    parted = [row for row in rows if not _crosses(row, gutter)]
    left = [row[0].base for row in parted if row[0].x1 <= gutter[0]]
    right = [row[0].base for row in parted if row[-1].x0 >= gutter[1]]
    if min(len(left), len(right)) < max(_FEWEST_ROWS, 0.2 * len(rows)):
        return False
    shared = min(max(left), max(right)) - max(min(left), min(right))
    return shared > 0.5 * min(max(left) - min(left), max(right) - min(right))
