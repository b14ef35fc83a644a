"""The terms that the graph is written in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from webapp.ontology import TermEntry, entries
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Page:
    """Every term with its meaning."""

    title: str
    entries: tuple[TermEntry, ...]


def show() -> Response:
    """The vocabulary."""
    return render(Page("The vocabulary", entries()))
