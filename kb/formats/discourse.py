"""Discourse networks as CSV, JSON and GraphML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx

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

Tie = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One network; ``window`` is its years, empty where it is of all of them."""

    window: str
    matrix: Matrix
    camps: Polarisation
    statements: int


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
    parts: Iterable[tuple[str, Sequence[Coded]]] = [("", said)]
    if years:
        parts = [(f"{w.first.year}–{w.last.year}", w.statements) for w in windows(said, years=years, step=step)]
    return tuple(
        Drawn(
            when,
            ties(part, network, normalisation=normalisation, duplicates=duplicates)
            if network
            else affiliation(part, duplicates=duplicates),
            polarisation(part, duplicates=duplicates),
            len(part),
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


def to_graphml_text(networks: Sequence[Drawn]) -> str:
    """One network as GraphML with edge weights. Raises UsageError for windows: GraphML holds one network."""
    if len(networks) != 1 or networks[0].window:
        raise UsageError("GraphML holds one network", remedy="Leave the windows out, or choose CSV or JSON.")
    return "\n".join(networkx.generate_graphml(networks[0].matrix.network())) + "\n"
