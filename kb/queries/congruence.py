"""How far the parties of a comparison agree, pair by pair, and on what they part."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from kb.queries.compare import Cell, Comparison
from kb.queries.values import Answer, Issue, Ref


@dataclass(frozen=True, slots=True)
class Parting:
    """An issue to which two parties give different outright answers."""

    issue: Issue
    first: Answer
    second: Answer


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties of a comparison.

    ``shared`` and ``parted`` are issues on which both give one outright answer; a party that contradicts itself on an issue
    takes no side there. ``positions`` counts the (issue, outright answer) pairs of either, ``common`` those of both.
    """

    first: Ref
    second: Ref
    shared: tuple[Issue, ...]
    parted: tuple[Parting, ...]  # best evidenced first
    common: int
    positions: int

    @property
    def jaccard(self) -> float | None:
        """Common positions over the positions of either, in [0, 1]; None where neither has any (Jaccard 1901)."""
        return self.common / self.positions if self.positions else None

    @property
    def both(self) -> int:
        """On how many issues both take one side."""
        return len(self.shared) + len(self.parted)

    @property
    def over_both(self) -> float | None:
        """The share of the issues on which both take one side where it is the same side; None where there are none."""
        return len(self.shared) / self.both if self.both else None


def congruence(comparison: Comparison) -> tuple[Pair, ...]:
    """Every two parties of a comparison in the order of its columns."""
    columns = range(len(comparison.parties))
    return tuple(_pair(comparison, a, b) for a, b in combinations(columns, 2))


def _pair(comparison: Comparison, a: int, b: int) -> Pair:
    shared: list[Issue] = []
    parted: list[tuple[tuple[float, ...], Parting]] = []
    common = positions = 0
    for row in comparison.rows:
        one, other = row.cells[a], row.cells[b]
        mine, theirs = _outright(one), _outright(other)
        common += len(mine & theirs)
        positions += len(mine | theirs)
        if len(mine) != 1 or len(theirs) != 1:
            continue
        if mine == theirs:
            shared.append(row.issue)
        else:
            weight = (-min(one.total, other.total), -min(_surest(one), _surest(other)), row.issue.rank)
            parted.append((weight, Parting(row.issue, one.answers[0].answer, other.answers[0].answer)))
    ranked = tuple(parting for _, parting in sorted(parted, key=lambda found: found[0]))
    return Pair(comparison.parties[a].ref, comparison.parties[b].ref, tuple(shared), ranked, common, positions)


def _outright(cell: Cell) -> frozenset[str]:
    return frozenset(given.answer.iri for given in cell.answers) if cell.status != "qualified" else frozenset()


def _surest(cell: Cell) -> float:
    return max((support.statement.confidence for support in cell.supports if not support.given.tentative), default=0.0)
