"""The queries behind a view: what a page asked the graph, to be read, changed and asked again."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import g, request

ASKED = "queries"  #: the parameter that makes a page tell its queries


@dataclass(frozen=True, slots=True)
class Behind:
    """A query of this page; ``name`` is its file in ``kb/queries``."""

    name: str
    query: str


def heard() -> list[tuple[str, str]] | None:
    """Where this request's queries are written down; None where nobody wants them."""
    if not request.args.get(ASKED):
        return None
    found: list[tuple[str, str]] = g.setdefault("queries_heard", [])
    return found


def behind() -> tuple[Behind, ...] | None:
    """The queries that this page has put so far, each once; None where nobody wants them."""
    found = heard()
    return None if found is None else tuple(Behind(*one) for one in dict.fromkeys(found))


def address() -> str:
    """This page with its queries."""
    state = [(key, value) for key, value in request.args.items(multi=True) if key != ASKED]
    return f"{request.path}?{urlencode([*state, (ASKED, '1')], safe='/:')}#{ASKED}"
