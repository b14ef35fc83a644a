"""Where an IRI of the graph lives on this host."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Request

from kb.model import ENTITY_TYPES
from kb.queries.values import ArgumentRow, ClaimRow, Quote, StatementRow
from kb.terms import BASE, DOX, Names
from webapp.browsing import State


def path_of(iri: str, names: Names) -> str:
    """The path that answers for an IRI of the graph or a term of the vocabulary; any other web address as it stands.

    What is no web address (``javascript:``, ``data:``) leads nowhere.
    """
    if iri.startswith(DOX.iri):
        return "/ns#" + iri.removeprefix(DOX.iri)
    for base in (names.base, BASE):
        if iri.startswith(base):
            return "/" + iri.removeprefix(base)
    return iri if iri.startswith(("https://", "http://")) else "#"


def key_of(iri: str, names: Names) -> str:
    """What stands for an IRI in a query string: its path without the first slash."""
    return path_of(iri, names).lstrip("/")


def iri_of(path: str, names: Names) -> str:
    """The IRI that a decoded request path answers for."""
    parts = path.strip("/").split("/")
    return DOX.iri if parts == ["ns"] else names.iri(*parts).value


def in_text(quote: Quote, names: Names) -> str:
    """The path of a quote in the reading view of its source."""
    return f"{path_of(quote.source.iri, names)}?at={quote.start}-{quote.end}#span-{quote.start}-{quote.end}"


def in_graph(row: StatementRow, names: Names) -> str:
    """Where the graph is drawn round a statement, with the panel telling of it; an argument is drawn on its map."""
    if isinstance(row, ArgumentRow):
        return f"/map{path_of(row.iri, names)}"
    ends = (row.holder, *row.about) if isinstance(row, ClaimRow) else (row.subject, row.object)
    things = [key_of(ref.iri, names) for ref in ends if ref.type in ENTITY_TYPES]
    if isinstance(row, ClaimRow):
        return State(start=tuple(things[:1]), claims=tuple(things[:1]), pick=key_of(row.iri, names)).address()
    tie = " ".join((key_of(row.subject.iri, names), row.predicate, key_of(row.object.iri, names)))
    return State(start=tuple(things), pick=tie).address()


def at_part(request: Request, number: int) -> str:
    """The request's address at another part of a long text: what is marked, and what is looked for, stays."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in ("part", "at") and value]
    return "?" + urlencode([*kept, ("part", str(number))])


def at_offset(request: Request, name: str, offset: int) -> str:
    """The request's address with one of its lists begun elsewhere."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != name]
    return "?" + urlencode([*kept, (name, str(offset))] if offset else kept)


def offset_of(given: str) -> int:
    """How far into a list an address says to begin; 0 where it does not say."""
    return int(given) if given.isdecimal() and len(given) < 8 else 0
