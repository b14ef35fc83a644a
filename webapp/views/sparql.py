"""Questions in SPARQL, for whoever wants to ask their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from kb.terms import PREFIXES
from kb.vocabulary.description import entries
from webapp.endpoint import answers
from webapp.endpoint.process import Question, Result, run
from webapp.endpoint.protocol import asked
from webapp.endpoint.refusals import Refusal
from webapp.endpoint.results import FORMS, ROWS
from webapp.endpoint.service import Service
from webapp.negotiation import GRAPHS, HTML, Form, prefers_html
from webapp.rendering import render
from webapp.views.resource import short

EXAMPLES = Path(__file__).parent.parent / "examples"
SHOWN = 1_000  #: rows on the page; a download has them all


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
    service: Service
    downloads: dict[str, str]  # what a form is called -> address
    terms: tuple[str, ...]  # of the vocabulary, to be completed as one types


@cache
def examples() -> tuple[Example, ...]:
    """The example queries, in the order of their file names; the first line of each is its question."""
    found = []
    for path in sorted(EXAMPLES.glob("*.rq")):
        question, _, query = path.read_text("utf-8").partition("\n")
        found.append(Example(path.stem.partition("-")[2], question.removeprefix("#").strip(), query.strip()))
    return tuple(found)


@cache
def terms() -> tuple[str, ...]:
    """Every term of the vocabulary by its short name."""
    return tuple(f"dox:{entry.name}" for entry in entries())


def show() -> Response:
    """The page for a person; for a program the result, or without a query the description of the service."""
    named = request.values.get("format", "").casefold()
    human = named == HTML.name or (not named and prefers_html(request.accept_mimetypes, (*ROWS, *GRAPHS)))
    service = answers.service()  # where there is none, the page says how to make one
    try:
        question = asked(request)
        if human:
            return _page(service, question)
        return answers.described(named) if question is None else answers.result(question, named)
    except Refusal as refusal:
        return answers.with_reason(_page(service, None, refusal), refusal) if human else answers.refused(refusal)


def _page(service: Service, question: Question | None, refusal: Refusal | None = None) -> Response:
    table, query = None, question.query if question else request.values.get("query", "")
    if question:
        try:
            table = _table(run(service, question, rows=SHOWN))
        except Refusal as refused:
            return answers.with_reason(_page(service, None, refused), refused)
    page = Page("SPARQL", query, table, str(refusal or ""), examples(), PREFIXES, service, _downloads(query, table), terms())
    return render(page, refusal.status if refusal else 200)


def _downloads(query: str, table: Table | None) -> dict[str, str]:
    forms: tuple[Form, ...] = ()
    if table and table.verdict is None:
        forms = FORMS["CONSTRUCT" if table.written else "SELECT"]
    return {form.label: "?" + urlencode({"query": query, "format": form.name}) for form in forms}


def _table(result: Result) -> Table:
    if result.kind == "triples":
        return Table(written=result.written.decode(), truncated=result.truncated)
    found: dict[str, Any] = json.loads(result.written)
    if result.kind == "boolean":
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
