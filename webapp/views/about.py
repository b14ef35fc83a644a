"""What Doxograph is, how its pages are to be read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.queries import issues
from kb.queries.values import Issue
from webapp.knowledge import ask
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Page:
    """How to read the signs, the shapes and the numbers."""

    title: str
    issues: tuple[Issue, ...]


def show() -> Response:
    """The page about the pages."""
    return render(Page("How to read these pages", ask(issues)))
