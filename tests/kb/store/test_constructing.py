"""A CONSTRUCT made of a SELECT's rows gives the triples that the CONSTRUCT itself gives."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from made import A, B

from kb.graph import to_quads
from kb.store.constructing import construction
from kb.terms import PREFIXES

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.extend(ox.Quad(q.subject, q.predicate, q.object) for one in (A, B) for q in to_quads(one))
    return made


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?c dox:holder ?h ; dox:stance ?st }",
        "construct # all { of } it\n { ?h dox:says ?w ; a dox:Speaker . } where { ?c dox:holder ?h ; dox:content/dox:text ?w }",
        'CONSTRUCT { ?c dox:says "a {brace}", 7, "mot"@fr ; dox:sure ?n } WHERE { ?c dox:confidence ?n }',
        "CONSTRUCT { ?c dox:cued ?q } WHERE { ?c a dox:Claim OPTIONAL { ?c dox:cue ?q } }",
        "CONSTRUCT { ?w dox:of ?c } WHERE { ?c dox:content/dox:text ?w }",  # a literal is no subject
        "CONSTRUCT { ?c dox:n ?n } WHERE { { SELECT ?c (COUNT(?q) AS ?n) WHERE { ?c dox:span ?q } GROUP BY ?c } }",
        "CONSTRUCT { ?c dox:is ?k } WHERE { ?c a ?k } VALUES ?k { dox:Claim dox:Relation }",
        "CONSTRUCT { ?c a dox:X } WHERE { ?c dox:confidence ?n } ORDER BY ?c LIMIT 3 OFFSET 1",
    ],
)
def test_the_same_triples(store: ox.Store, query: str) -> None:
    found = construction(PROLOGUE + query)
    assert found is not None
    rows = store.query(found.select)
    names = [variable.value for variable in rows.variables]
    told = [{name: row[name] for name in names if row[name] is not None} for row in rows]
    assert set(found.triples(told)) == set(store.query(PROLOGUE + query))


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { [] dox:of ?c } WHERE { ?c a dox:Claim }",
        "CONSTRUCT { ?k dox:n ?k } WHERE { ?c a ?k } GROUP BY ?k",
        "CONSTRUCT { dox:A a dox:B } WHERE { ?c a dox:Claim }",
        "DESCRIBE ?c WHERE { ?c a dox:Claim }",
    ],
)
def test_what_cannot_be_taken_apart(query: str) -> None:
    assert construction(PROLOGUE + query) is None
