"""Bound variables stand for their terms wherever SPARQL lets a variable stand."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.store.bindings import bind, calls_out

X = NamedNode("http://x.org/a")
P = NamedNode("http://x.org/p")


@pytest.fixture(scope="module")
def store():
    store = Store()
    for subject in (X, NamedNode("http://x.org/b")):
        for value in ("1", 'a "?s" \\ # ?s'):
            store.add(Quad(subject, P, Literal(value)))
    return store


def rows(store, query, **bindings):
    found = store.query(bind(query, bindings))
    names = [v.value for v in found.variables]
    return sorted(tuple(t.value if t else None for t in row) for row in found), names


@pytest.mark.parametrize(
    ("query", "columns", "count"),
    [
        ("SELECT ?o WHERE { ?s ?p ?o }", ["o"], 2),
        ("SELECT ?s ?o { ?s ?p ?o }", ["s", "o"], 2),
        ("select distinct ?s where { $s ?p ?o } order by ?s", ["s"], 1),
        ("SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(?o) > 1) ORDER BY ?s LIMIT 5", ["s", "n"], 1),
        ("SELECT (COUNT(?s) AS ?n) WHERE { ?s ?p ?o }", ["n"], 1),
        ("SELECT ?o WHERE { { SELECT ?s ?o WHERE { ?s ?p ?o } } }", ["o"], 2),
        ('SELECT ?o WHERE { ?s ?p ?o FILTER(?o != \'?s\' && ?o != """?s " """) } # ?s', ["o"], 2),
        ("PREFIX x: <http://x.org/> SELECT ?o ?t WHERE { ?s x:p ?o BIND(?s AS ?t) }", ["o", "t"], 2),
    ],
)
def test_bound_queries_keep_their_columns(store, query, columns, count):
    found, names = rows(store, query, s=X)
    assert names == columns and len(found) == count
    for column, row in ((names.index(name), row) for name in ("s", "t") if name in names for row in found):
        assert row[column] == X.value


def test_literals_are_escaped(store):
    assert rows(store, "SELECT ?s WHERE { ?s ?p ?o }", o=Literal('a "?s" \\ # ?s'))[0] == [(X.value,), ("http://x.org/b",)]


def test_strings_comments_and_other_names_are_left_alone():
    query = 'SELECT ?sx { <http://x/?s> ?sx \'?s\' , "?s\\"?s" . x:s? ?y } # ?s\n'
    assert bind(query, {"s": X}) == query
    assert bind("ASK { ?s ?s: ?s }", {}) == "ASK { ?s ?s: ?s }"


def test_construct_describe_and_ask(store):
    assert len(list(store.query(bind("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", {"s": X})))) == 2
    assert len(list(store.query(bind("DESCRIBE ?s", {"s": X})))) == 2
    assert not store.query(bind("ASK { ?s ?p ?o }", {"s": P}))


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { FILTER(true)SERVICE:x { ?s ?p ?o } }",
        "ASK { ex:a\\#b ex:p ex:o . service<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "ASK { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_no_spelling_of_a_call_is_missed(query: str) -> None:
    assert calls_out(query)


def test_a_plain_query_calls_nobody() -> None:
    assert not calls_out("SELECT ?s WHERE { ?s a dox:Theory }")
