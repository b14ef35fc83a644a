"""Decisions whose statement cannot be told in the texts of today."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.queries.orphans import orphans
from kb.review import Orphan
from webapp.knowledge import knowledge
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Page:
    """The orphans, each with why."""

    title: str
    found: tuple[Orphan, ...]


def show() -> Response:
    """The list of them."""
    return render(Page("Orphaned decisions", orphans(knowledge().store, knowledge().data)))
