from __future__ import annotations

import pytest

from kb.errors import UsageError
from webapp.query_guard import LONGEST, query_form


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("select * { ?s ?p ?o }", "SELECT"),
        ("PREFIX add: <http://example.org/load#> SELECT * { ?s add:drop ?o }", "SELECT"),
        ("# INSERT is only a comment\nASK { ?load ?p 'DELETE' }", "ASK"),
        ('CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p """SERVICE <x> in a long string""" , ?o }', "CONSTRUCT"),
        ("BASE <http://example.org/service/> DESCRIBE <load>", "DESCRIBE"),
        ("PREFIX : <http://example.org/> SELECT * { :service :load $drop }", "SELECT"),
    ],
)
def test_reading_is_allowed(query: str, form: str) -> None:
    assert query_form(query) == form


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a> <b> <c> }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "PREFIX a: <b> CLEAR ALL",
        "DROP GRAPH <x>",
        "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_by_name(query: str) -> None:
    with pytest.raises(UsageError, match="reads and never writes"):
        query_form(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
        "SELECT * { service silent ?where { ?s ?p ?o } }",
        "SELECT * { { SELECT * { SeRvIcE <x> { ?s ?p ?o } } } }",
        "SELECT * { S\\u0045RVICE <x> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a' . SERVICE <x> { ?s ?p 'b' } }",
        "SELECT * { ?s ?p ?o # a comment ends with its line\n SERVICE <x> {} }",
        "SELECT * { FILTER(?a<5) SERVICE<x> { ?s ?p ?o } FILTER(?b>5) }",
    ],
)
def test_no_query_leaves_the_host(query: str) -> None:
    with pytest.raises(UsageError, match="no query leaves this host"):
        query_form(query)


@pytest.mark.parametrize("query", ["", "   # nothing", "hello", "?select", "<SELECT>"])
def test_what_is_no_query_is_said_to_be_none(query: str) -> None:
    with pytest.raises(UsageError, match="no SPARQL query"):
        query_form(query)


def test_a_query_has_a_longest_length() -> None:
    with pytest.raises(UsageError, match="Shorten"):
        query_form("SELECT * {} #" + "x" * LONGEST)
