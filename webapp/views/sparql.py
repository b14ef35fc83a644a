"""Questions in SPARQL, for whoever wants to ask their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from kb.errors import UsageError
from kb.store.folder import Folder
from kb.terms import PREFIXES
from webapp.knowledge import knowledge
from webapp.query_process import Result, run
from webapp.rendering import render
from webapp.views.resource import short

EXAMPLES = Path(__file__).parent.parent / "examples"
SHOWN = 1_000  #: rows on the page; a download has them all
ROWS = {"json": "application/sparql-results+json", "csv": "text/csv", "xml": "application/sparql-results+xml"}
GRAPHS = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json"}


@dataclass(frozen=True, slots=True)
class Example:
    """A query with the question it answers."""

    name: str
    question: str
    query: str


@dataclass(frozen=True, slots=True)
class Term:
    """A value in a table: a link where ``iri`` is given, else words."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A result's columns and rows; ``verdict`` is the answer of an ASK, ``written`` the Turtle of a CONSTRUCT."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term, ...], ...] = ()
    verdict: bool | None = None
    written: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The query, what came of it, and examples to begin with."""

    title: str
    query: str
    table: Table | None
    problem: str
    examples: tuple[Example, ...]
    prefixes: dict[str, str]
    base: str  # of every IRI of data
    downloads: dict[str, str]  # format -> address


@cache
def examples() -> tuple[Example, ...]:
    """The example queries, in the order of their file names; the first line of each is its question."""
    found = []
    for path in sorted(EXAMPLES.glob("*.rq")):
        question, _, query = path.read_text("utf-8").partition("\n")
        found.append(Example(path.stem.partition("-")[2], question.removeprefix("#").strip(), query.strip()))
    return tuple(found)


def show() -> Response:
    """The page, or the bare result where a client asks for one as the SPARQL protocol has it."""
    store = knowledge().store  # where there is none, the page says how to make one
    query = request.values.get("query", "")
    if request.mimetype == "application/sparql-query":
        query = request.get_data(as_text=True)
    named = _format()
    if named and query:
        return _bare(query, named)
    table, problem = None, ""
    if query:
        try:
            table = _table(_run(query, "json", SHOWN))
        except UsageError as error:
            problem = str(error)
    downloads = {}
    if table and table.verdict is None:
        downloads = {name: "?" + urlencode({"query": query, "format": name}) for name in (GRAPHS if table.written else ROWS)}
    return render(
        Page("SPARQL", query, table, problem, examples(), PREFIXES, store.names.base, downloads), 400 if problem else 200
    )


def _run(query: str, format: str, rows: int = 10_000) -> Result:
    return run(Folder(knowledge().data).oxigraph, query, format=format, prefixes=PREFIXES, rows=rows)


def _format() -> str:
    named = request.values.get("format", "")
    if named in ROWS or named in GRAPHS:
        return named
    offered = {media: name for name, media in (ROWS | GRAPHS).items()}
    best = request.accept_mimetypes.best_match([*offered, "text/html"], default="text/html")
    return "" if request.accept_mimetypes["text/html"] >= request.accept_mimetypes[best] else offered.get(best, "")


def _bare(query: str, named: str) -> Response:
    try:
        result = _run(query, named)
    except UsageError as error:
        return Response(f"{error}\n", 400, mimetype="text/plain")
    media = GRAPHS.get(named, GRAPHS["ttl"]) if result.form == "triples" else ROWS.get(named, ROWS["json"])
    answer = Response(result.written, mimetype=media)
    if result.truncated:
        answer.headers["Doxograph-Truncated"] = "true"
    return answer


def _table(result: Result) -> Table:
    if result.form == "triples":
        return Table(written=result.written.decode(), truncated=result.truncated)
    found: dict[str, Any] = json.loads(result.written)
    if result.form == "boolean":
        return Table(verdict=bool(found["boolean"]))
    columns = tuple(found["head"]["vars"])
    rows = tuple(tuple(_term(row.get(name)) for name in columns) for row in found["results"]["bindings"])
    return Table(columns, rows, truncated=result.truncated)


def _term(value: dict[str, Any] | None) -> Term:
    if value is None:
        return Term("")
    if value["type"] == "uri":
        return Term(short(value["value"]), value["value"])
    return Term(value["value"] if isinstance(value["value"], str) else json.dumps(value["value"]))
