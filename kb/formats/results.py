"""Answers to SPARQL queries written down: CSV, JSON, XML for rows and yes or no, Turtle for triples."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

from kb.errors import UsageError
from kb.terms import PREFIXES

Rows = Sequence[dict[str, Any]]

_SYNTAX = {"csv": ox.QueryResultsFormat.CSV, "xml": ox.QueryResultsFormat.XML, "json": ox.QueryResultsFormat.JSON}


def variables(query: str, rows: Rows) -> tuple[str, ...]:
    """The columns of a SELECT in its own order, also of one that found nothing."""
    asked = ox.Store().query(query, prefixes=PREFIXES)
    if isinstance(asked, ox.QuerySolutions):
        return tuple(variable.value for variable in asked.variables)
    return tuple(dict.fromkeys(name for row in rows for name in row))


def rows_written(columns: Sequence[str], rows: Rows, form: str) -> bytes:
    """Rows of a SELECT as SPARQL 1.1 Query Results in CSV, JSON or XML. Raises UsageError for Turtle, which has no rows."""
    data = {
        "head": {"vars": list(columns)},
        "results": {"bindings": [{name: _term(row[name]) for name in columns if name in row} for row in rows]},
    }
    return _written(data, form)


def answer_written(answer: bool, form: str) -> bytes:
    """The answer of an ASK."""
    return _written({"head": {}, "boolean": answer}, form)


def triples_written(triples: Sequence[ox.Triple], form: str) -> bytes:
    """The triples of a CONSTRUCT or DESCRIBE, sorted. Raises UsageError for a form that holds rows."""
    if form not in ("turtle", "table"):
        raise UsageError(f"triples cannot be written as {form}", remedy="Say --format turtle, or ask with SELECT.")
    ordered = sorted(set(triples), key=str)
    return ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _written(data: dict[str, Any], form: str) -> bytes:
    if form not in _SYNTAX:
        raise UsageError(
            f"rows cannot be written as {form}", remedy="Say --format table, csv, json or xml, or ask with CONSTRUCT."
        )
    written = json.dumps(data, ensure_ascii=False).encode()
    if form == "json":
        return written + b"\n"
    if form == "csv" and "boolean" in data:  # the CSV of the standard knows no boolean
        return b"true\n" if data["boolean"] else b"false\n"
    return (ox.parse_query_results(written, format=_SYNTAX["json"]).serialize(format=_SYNTAX[form]) or b"").rstrip() + b"\n"


def _term(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        ends = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _term(end) for name, end in ends.items()}}
    literal = {"type": "literal", "value": term.value}
    if term.language:
        return literal | {"xml:lang": term.language}
    return literal if term.datatype.value.endswith("#string") else literal | {"datatype": term.datatype.value}
