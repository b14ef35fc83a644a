"""The list of all texts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.queries import sources
from kb.queries.source import SourceRow
from webapp.knowledge import ask
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Page:
    """Every text with counts of its statements."""

    title: str
    rows: tuple[SourceRow, ...]


def show() -> Response:
    """The list of texts."""
    return render(Page("Texts", ask(sources)))
