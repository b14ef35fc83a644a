"""The terms that the graph is written in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response
from markupsafe import Markup

from kb.vocabulary.description import TermEntry, entries
from kb.vocabulary.picture import svg
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Page:
    """Every term with its meaning."""

    title: str
    entries: tuple[TermEntry, ...]
    picture: Markup


def show() -> Response:
    """The vocabulary."""
    return render(Page("The vocabulary", entries(), Markup(svg())))
