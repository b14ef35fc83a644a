"""Matrices of actors by concepts, and of actors by actors.

Definitions after P. Leifeld, "Discourse network analysis" (2017), and his Discourse Network Analyzer. With x(a, c, s) how often
actor a takes side s (for or against) on concept c:

- *congruence* of a and b: sum over c and s of x(a, c, s) x(b, c, s): they take the same side;
- *conflict*: sum over c of x(a, c, for) x(b, c, against) + x(a, c, against) x(b, c, for);
- *subtract*: congruence less conflict; *cooccurrence*: both speak of it, on whatever side.

Normalised: *average* divides by the mean number of statements of the two; *jaccard* by |a|² + |b|² less the shared (Tanimoto's
form, which for actors counted once is the size of the union); *cosine* by |a| |b|. A subtract network is normalised congruence
less normalised conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Literal

import networkx

from kb.discourse.coded import Coded, Counts, Duplicates, counted
from kb.errors import UsageError

Kind = Literal["for", "against", "subtract", "both"]  #: what a cell of the two-mode matrix counts
Ties = Literal["congruence", "conflict", "subtract", "cooccurrence"]
Normalisation = Literal["none", "average", "jaccard", "cosine"]
KINDS: tuple[Kind, ...] = ("for", "against", "subtract", "both")
TIES: tuple[Ties, ...] = ("congruence", "conflict", "subtract", "cooccurrence")
NORMALISATIONS: tuple[Normalisation, ...] = ("none", "average", "jaccard", "cosine")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Numbers by the names of rows and columns, both sorted."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[float, ...], ...]

    def __getitem__(self, names: tuple[str, str]) -> float:
        row, column = names
        return self.cells[self.rows.index(row)][self.columns.index(column)]

    def network(self) -> networkx.Graph[str]:
        """A node for each name, an edge with ``weight`` for each cell that is not 0."""
        made: networkx.Graph[str] = networkx.Graph()
        made.add_nodes_from(self.rows)
        made.add_nodes_from(self.columns)
        for row, numbers in zip(self.rows, self.cells, strict=True):
            for column, number in zip(self.columns, numbers, strict=True):
                if number:
                    made.add_edge(row, column, weight=number)
        return made


def affiliation(statements: Iterable[Coded], *, kind: Kind = "subtract", duplicates: Duplicates = "document") -> Matrix:
    """Actors by concepts: how often each speaks for it, against it, for less against, or at all.

    Raises UsageError for an unknown kind, and as ``counted`` does.
    """
    if kind not in KINDS:
        raise UsageError(f"{kind!r} is no kind of matrix", remedy=f"Choose one of {', '.join(KINDS)}.")
    counts = counted(statements, duplicates)
    sign = {"for": (1, 0), "against": (0, 1), "subtract": (1, -1), "both": (1, 1)}[kind]
    actors = tuple(sorted(counts))
    concepts = tuple(sorted({concept for sides in counts.values() for concept, _ in sides}))
    return Matrix(
        actors,
        concepts,
        tuple(tuple(float(sign[0] * counts[a][c, True] + sign[1] * counts[a][c, False]) for c in concepts) for a in actors),
    )


def ties(
    statements: Iterable[Coded],
    kind: Ties = "congruence",
    *,
    normalisation: Normalisation = "none",
    duplicates: Duplicates = "document",
) -> Matrix:
    """Actors by actors; symmetric, with zeros on the diagonal. Raises UsageError for an unknown kind or normalisation."""
    if kind not in TIES:
        raise UsageError(f"{kind!r} is no network", remedy=f"Choose one of {', '.join(TIES)}.")
    if normalisation not in NORMALISATIONS:
        raise UsageError(f"{normalisation!r} is no normalisation", remedy=f"Choose one of {', '.join(NORMALISATIONS)}.")
    counts = counted(statements, duplicates)
    if kind == "cooccurrence":
        counts = _whatever_side(counts)
    actors = tuple(sorted(counts))
    agree, differ = _shared(counts)
    scale = _scale(counts, normalisation)
    sign = {"conflict": (0, 1), "subtract": (1, -1)}.get(kind, (1, 0))
    weights = {
        pair: sign[0] * scale(*pair, agree[pair]) + sign[1] * scale(*pair, differ[pair]) for pair in agree.keys() | differ.keys()
    }
    return Matrix(actors, actors, tuple(tuple(weights.get((min(a, b), max(a, b)), 0.0) for b in actors) for a in actors))


def _whatever_side(counts: Counts) -> Counts:
    merged: Counts = {}
    for actor, sides in counts.items():
        for (concept, _), times in sides.items():
            merged.setdefault(actor, type(sides)())[concept, True] += times
    return merged


def _shared(counts: Counts) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Raw congruence and conflict of each pair of actors (sorted) that speak of one concept."""
    by_concept: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for actor, sides in counts.items():
        for concept, _ in sides:
            by_concept[concept][actor] = (sides[concept, True], sides[concept, False])
    agree: dict[tuple[str, str], float] = defaultdict(float)
    differ: dict[tuple[str, str], float] = defaultdict(float)
    for those in by_concept.values():
        for a, b in combinations(sorted(those), 2):
            (a_for, a_against), (b_for, b_against) = those[a], those[b]
            agree[a, b] += a_for * b_for + a_against * b_against
            differ[a, b] += a_for * b_against + a_against * b_for
    return agree, differ


def _scale(counts: Counts, normalisation: Normalisation) -> Callable[[str, str, float], float]:
    said = {actor: sum(sides.values()) for actor, sides in counts.items()}
    squares = {actor: sum(n * n for n in sides.values()) for actor, sides in counts.items()}
    if normalisation == "average":
        return lambda a, b, shared: shared / ((said[a] + said[b]) / 2)
    if normalisation == "jaccard":
        return lambda a, b, shared: shared / (squares[a] + squares[b] - shared)
    if normalisation == "cosine":
        return lambda a, b, shared: shared / sqrt(squares[a] * squares[b])
    return lambda a, b, shared: shared
