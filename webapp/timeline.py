"""Years laid along a line: to scale, drawn wider where they crowd, broken where nothing stands for long."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_LONG = 3.5  # rows that a stretch without anything takes at most: beyond that the line is broken
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)  # years between two marks
_MARKS_APART = 44.0  # units between two marks, where the line is to scale
_MARKS_CLEAR = 17.0  # and at least, anywhere


@dataclass(frozen=True, slots=True)
class Mark:
    """A round year at its place on the line."""

    year: int
    y: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The place of each year given, in their order; the line's marks, its breaks, and the stretches that are one year."""

    at: tuple[float, ...]
    marks: tuple[Mark, ...] = ()
    breaks: tuple[float, ...] = ()
    bands: tuple[tuple[float, float], ...] = ()
    scale: float = 0.0  # units that a year takes, where the line is to scale


def laid(years: Sequence[int], *, row: float, top: float) -> Timeline:
    """Years in ascending order from ``top`` downwards, no two of them nearer than a ``row``.

    The scale gives the middle one of all the gaps a row: a shorter gap is drawn as a row, a longer one to scale, up to a break.
    """
    if not years:
        return Timeline(())
    times = Counter(years)
    distinct = sorted(times)
    scale = row / median([b - a for a, b in pairwise(distinct)]) if len(distinct) > 1 else 0.0
    starts, ends, breaks = [top], [top + (times[distinct[0]] - 1) * row], []
    for before, year in pairwise(distinct):
        gap = (year - before) * scale
        starts.append(ends[-1] + max(row, min(gap, _LONG * row)))
        if gap > _LONG * row:
            breaks.append((ends[-1] + starts[-1]) / 2)
        ends.append(starts[-1] + (times[year] - 1) * row)
    at, seen = [], Counter[int]()
    for year in years:
        at.append(starts[distinct.index(year)] + seen[year] * row)
        seen[year] += 1
    bands = tuple((start, end) for start, end in zip(starts, ends, strict=True) if end > start)
    return Timeline(tuple(at), _marks(distinct, starts, ends, breaks, scale), tuple(breaks), bands, scale)


def _marks(
    years: Sequence[int], starts: Sequence[float], ends: Sequence[float], breaks: Sequence[float], scale: float
) -> tuple[Mark, ...]:
    """Round years, a few at least where the line is long enough for them."""
    fitting = [step for step in _STEPS if step * scale < _MARKS_APART]
    steps = [*_STEPS[len(fitting) : len(fitting) + 1], *reversed(fitting)]
    found = (_marked(step, years, starts, ends, breaks) for step in steps)
    return next((marks for marks in found if len(marks) > 1), ())


def _marked(
    step: int, years: Sequence[int], starts: Sequence[float], ends: Sequence[float], breaks: Sequence[float]
) -> tuple[Mark, ...]:
    """Every so many years a mark where the line has it; none within a break, where the line is not to be read off."""
    found: list[Mark] = []
    for year in range(-(-years[0] // step) * step, years[-1] + 1, step):
        number = bisect_right(years, year) - 1
        y = starts[number]
        if years[number] != year:
            low, high = ends[number], starts[number + 1]
            if any(low < one < high for one in breaks):
                continue
            y = low + (high - low) * (year - years[number]) / (years[number + 1] - years[number])
        if not found or y - found[-1].y >= _MARKS_CLEAR:
            found.append(Mark(year, round(y, 1)))
    return tuple(found)
