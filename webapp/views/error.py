"""The page that says what went wrong, with the remedy."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.errors import StoreError
from kb.queries.values import Ref
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Page:
    """A refusal; ``near`` are things that the reader may have meant."""

    title: str
    remedy: str
    status: int
    near: tuple[Ref, ...] = ()
    empty: bool = False  # nothing has been built yet


def response(status: int, what: str, remedy: str = "", near: tuple[Ref, ...] = ()) -> Response:
    """An error page with its status."""
    return render(Page(what.rstrip("."), remedy, status, near), status)


def empty(problem: StoreError) -> Response:
    """The page of a data folder that holds no knowledge base that can be read."""
    return render(Page(problem.what.rstrip("."), problem.remedy, 503, empty=True), 503)
