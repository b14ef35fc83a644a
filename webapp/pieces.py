"""The smallest pieces of pages, drawn by their macros once: what they show depends on what they are given alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

MOST = 20_000  #: of each sort that are kept, some hundred bytes each

#: template -> its macros that every template may name without importing them; their arguments are frozen values
PIECES: dict[str, tuple[str, ...]] = {
    "_signs.html": ("shape", "sign", "thing", "hung"),
    "_quotes.html": ("constructed", "named_source", "sureness", "gives"),
}


def piece(app: Flask, template: str, macro: str) -> Callable[..., Markup]:
    """A macro as a function that remembers what it drew; the base of the graph's IRIs is an app's for good."""

    @lru_cache(MOST)
    def drawn(*given: object) -> Markup:
        made: Markup = getattr(app.jinja_env.get_template(template).module, macro)(*given)
        return made

    return drawn


def pieces(app: Flask) -> dict[str, Callable[..., Markup]]:
    """All of them by name, for an app's templates."""
    return {macro: piece(app, template, macro) for template, macros in PIECES.items() for macro in macros}
