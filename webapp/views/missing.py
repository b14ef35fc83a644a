"""The answer for a path that is no page: the things that are most like it."""

from __future__ import annotations

from typing import Any

from flask import Response

from kb.errors import UsageError
from kb.queries import nearest, resolve
from kb.queries.values import Ref
from webapp.knowledge import ask
from webapp.views import error


def show(rest: str = "", **_: Any) -> Response:
    """404, with the names nearest to the last step of the path."""
    return nothing(rest)


def nothing(path: str) -> Response:
    """404 for a path, with what may have been meant."""
    name = path.rstrip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")
    return error.response(404, "Nothing answers at this address", "Search for it, or begin at the front page.", near(name))


def near(name: str) -> tuple[Ref, ...]:
    """The things whose names are nearest to a name."""
    found: dict[str, Ref] = {}
    for known in ask(nearest, name) if name.strip() else ():
        try:
            ref = ask(resolve, known)
        except UsageError:
            continue  # a name of several things: the search tells them apart
        found.setdefault(ref.iri, ref)
    return tuple(found.values())
