"""A coded statement: an actor agrees or disagrees with a concept, in a document, at a date.

The words are those of P. Leifeld, "Discourse network analysis: policy debates as dynamic networks" (2017).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kb.errors import UsageError

#: how often an actor counts who repeats himself: each time, once a document, once a year, once
Duplicates = Literal["all", "document", "year", "once"]
DUPLICATES: tuple[Duplicates, ...] = ("all", "document", "year", "once")

Side = tuple[str, bool]  # a concept with agreement or disagreement
Counts = dict[str, Counter[Side]]  # by actor


@dataclass(frozen=True, slots=True)
class Coded:
    """One statement; ``when`` is None where nothing dates it."""

    actor: str
    concept: str
    agreement: bool
    document: str = ""
    when: date | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, both days included, with the statements dated within it."""

    first: date
    last: date
    statements: tuple[Coded, ...]


def counted(statements: Iterable[Coded], duplicates: Duplicates = "document") -> Counts:
    """How often each actor takes each side.

    Raises UsageError for an unknown way to count, and for counting by year what has no date.
    """
    if duplicates not in DUPLICATES:
        raise UsageError(f"{duplicates!r} is no way to count", remedy=f"Choose one of {', '.join(DUPLICATES)}.")
    found: Counts = {}
    seen = set()
    for one in statements:
        if duplicates == "year" and one.when is None:
            raise UsageError(
                f"what {one.actor} says in {one.document or 'an unnamed document'} has no date",
                remedy="Give the source its year, or count by document.",
            )
        scope = {"document": one.document, "year": one.when and one.when.year, "once": None}.get(duplicates)
        mark = (one.actor, one.concept, one.agreement, scope)
        if duplicates != "all" and mark in seen:
            continue
        seen.add(mark)
        found.setdefault(one.actor, Counter())[one.concept, one.agreement] += 1
    return found


def windows(statements: Iterable[Coded], *, days: int = 0, years: int = 0, step: int = 0) -> Iterator[Window]:
    """Windows over the dated statements, from the first date on, each ``days`` days or ``years`` calendar years long.

    The next window begins ``step`` days or years later, by default where the last ended. Undated statements are in none. Raises
    UsageError unless just one length is given and all are positive.
    """
    if (days > 0) == (years > 0) or min(days, years, step) < 0:
        raise UsageError("a window has a length in days or in years", remedy="Give one of the two, above 0.")
    dated = sorted((s for s in statements if s.when), key=lambda s: (s.when or date.min, s.document, s.actor, s.concept))
    if not dated:
        return
    length = days or years
    first, end = dated[0].when, dated[-1].when
    assert first is not None and end is not None
    if years:
        first = date(first.year, 1, 1)
    while first <= end:
        last = _later(first, length, bool(years)) - timedelta(days=1)
        yield Window(first, last, tuple(s for s in dated if s.when and first <= s.when <= last))
        first = _later(first, step or length, bool(years))


def _later(day: date, by: int, in_years: bool) -> date:
    return date(day.year + by, 1, 1) if in_years else day + timedelta(days=by)
