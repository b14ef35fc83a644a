"""Discourse networks as CSV, JSON, GraphML and GEXF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.discourse import (
    Coded,
    Duplicates,
    Matrix,
    Normalisation,
    Polarisation,
    Ties,
    affiliation,
    polarisation,
    ties,
    windows,
)
from kb.errors import UsageError
from kb.formats.csv import to_csv
from kb.formats.gexf import to_gexf
from kb.formats.graphml import to_graphml

if TYPE_CHECKING:
    import networkx

Tie = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One network; ``window`` is its years, empty where it is of all of them, ``years`` the same as numbers."""

    window: str
    matrix: Matrix
    camps: Polarisation
    statements: int
    years: tuple[int, int] | None = None


def drawn(
    said: Sequence[Coded],
    network: Ties | None,
    *,
    normalisation: Normalisation = "none",
    duplicates: Duplicates = "document",
    years: int = 0,
    step: int = 0,
) -> tuple[Drawn, ...]:
    """A network of actors (of actors and concepts where ``network`` is None), one for each window of so many years if any.

    Raises UsageError where an affiliation network is to be normalised.
    """
    if network is None and normalisation != "none":
        raise UsageError("an affiliation network has counts", remedy="Normalise a network of actors by actors.")
    parts: Iterable[tuple[tuple[int, int] | None, Sequence[Coded]]] = [(None, said)]
    if years:
        parts = [((w.first.year, w.last.year), w.statements) for w in windows(said, years=years, step=step)]
    return tuple(
        Drawn(
            f"{when[0]}–{when[1]}" if when else "",
            ties(part, network, normalisation=normalisation, duplicates=duplicates)
            if network
            else affiliation(part, duplicates=duplicates),
            polarisation(part, duplicates=duplicates),
            len(part),
            when,
        )
        for when, part in parts
    )


def listed(matrix: Matrix) -> list[Tie]:
    """The cells that are not 0, heaviest first; of a symmetric matrix one of each pair."""
    same = matrix.rows == matrix.columns
    found = [
        (row, column, number)
        for row, numbers in zip(matrix.rows, matrix.cells, strict=True)
        for column, number in zip(matrix.columns, numbers, strict=True)
        if number and (not same or row < column)
    ]
    return sorted(found, key=lambda tie: (-tie[2], tie[:2]))


def to_csv_text(networks: Sequence[Drawn]) -> str:
    """One network as a matrix; several as lines of window, row, column, weight."""
    if len(networks) == 1 and not networks[0].window:
        matrix = networks[0].matrix
        return to_csv(("", *matrix.columns), [(row, *cells) for row, cells in zip(matrix.rows, matrix.cells, strict=True)])
    return to_csv(("window", "row", "column", "weight"), [(n.window, *tie) for n in networks for tie in listed(n.matrix)])


def to_json(networks: Sequence[Drawn]) -> str:
    """Every network with its matrix and its camps."""
    made: list[dict[str, Any]] = [
        {
            "window": n.window or None,
            "statements": n.statements,
            "rows": n.matrix.rows,
            "columns": n.matrix.columns,
            "cells": n.matrix.cells,
            "camps": n.camps.camps,
            "modularity": round(n.camps.modularity, 6),
            "conflict_between_camps": n.camps.conflict_between,
        }
        for n in networks
    ]
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def network(networks: Sequence[Drawn]) -> networkx.MultiGraph[str]:
    """The networks as one: actors and concepts, each of its camp where there is one network; ties with their years."""
    import networkx

    made: networkx.MultiGraph[str] = networkx.MultiGraph()
    for drawn in networks:
        matrix = drawn.matrix
        for name in (*matrix.rows, *matrix.columns):
            made.add_node(name, label=name, kind="actor" if name in matrix.rows else "concept")
        if len(networks) == 1:
            for number, camp in enumerate(drawn.camps.camps, 1):
                for name in camp:
                    if name in made:
                        made.nodes[name]["camp"] = number
        for a, b, weight in listed(matrix):
            years = {"years": drawn.years} if drawn.years else {}
            made.add_edge(a, b, weight=float(weight), **years)
    return made


def to_graphml_text(networks: Sequence[Drawn]) -> str:
    """One network as GraphML with edge weights. Raises UsageError for windows: GraphML holds one network."""
    if len(networks) != 1 or networks[0].window:
        raise UsageError("GraphML holds one network", remedy="Leave the windows out, or choose GEXF, CSV or JSON.")
    return to_graphml(network(networks))


def to_gexf_text(networks: Sequence[Drawn]) -> str:
    """The networks as GEXF; each window's ties exist in its years."""
    return to_gexf(network(networks))
