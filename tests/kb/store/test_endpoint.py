"""The viewer's SPARQL endpoint over a server: it passes on what reads our own graphs, and nothing else."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from made import A, B
from werkzeug.test import TestResponse

from kb.store.address import read_address
from kb.store.protocol import Endpoint
from store.conftest import Place
from webapp import create_app
from webapp.endpoint.service import Service

JSON = "application/sparql-results+json"
THEORISTS = "SELECT ?s ?l WHERE { ?s a dox:Theorist ; skos:prefLabel ?l } ORDER BY ?s"


def ask(client: FlaskClient, query: str, accept: str = JSON, **parameters: str) -> TestResponse:
    return client.post("/sparql", data={"query": query, **parameters}, headers={"Accept": accept})


def test_answers_are_those_of_the_embedded_store(place: Place, twin: Place) -> None:
    for one in (place, twin):
        one.build(A, B)
    clients = [create_app(one.data, store=one.store).test_client() for one in (place, twin)]
    for query, accept in (
        (THEORISTS, JSON),
        (THEORISTS, "text/csv"),
        (THEORISTS, "application/sparql-results+xml"),
        ("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g", "text/tab-separated-values"),
        ("ASK { ?s a dox:Theorist }", JSON),
        ("ASK { ?s a dox:Nobody }", JSON),
        ("CONSTRUCT { ?s a dox:Theorist } WHERE { ?s a dox:Theorist }", "application/n-triples"),
        ("DELETE WHERE { ?s ?p ?o }", JSON),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", JSON),
        ("SELECT ?s WHER", JSON),
    ):
        found, expected = (ask(client, query, accept) for client in clients)
        assert found.status_code == expected.status_code, (query, found.text)
        if expected.status_code == 200:
            assert sorted(found.text.splitlines()) == sorted(expected.text.splitlines()), (query, accept)
    assert [client.get("/sparql").status_code for client in clients] == [200, 200]


def test_the_graphs_of_others_are_out_of_reach(remote: Place) -> None:
    assert remote.store
    secret = f"urn:secret:{remote.base}"
    Endpoint(read_address(remote.store)).update(f'INSERT DATA {{ GRAPH <{secret}> {{ <urn:s> <urn:p> "secret" }} }}')
    remote.build(A)
    client = create_app(remote.data, store=remote.store).test_client()
    for query, parameters in (
        (f"SELECT * WHERE {{ GRAPH <{secret}> {{ ?s ?p ?o }} }}", {}),
        ("SELECT * WHERE { GRAPH ?g { <urn:s> ?p ?o } }", {}),
        ("SELECT * WHERE { <urn:s> ?p ?o }", {"default-graph-uri": secret}),
        ("SELECT * WHERE { GRAPH ?g { <urn:s> ?p ?o } }", {"named-graph-uri": secret}),
        (f"SELECT * WHERE {{ GRAPH <{remote.base}graph/texts> {{ ?s ?p ?o }} }}", {}),
    ):
        reply = ask(client, query, **parameters)
        assert reply.status_code == 200 and json.loads(reply.text)["results"]["bindings"] == [], query
    for query in (
        f"SELECT * FROM <{secret}> WHERE {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{secret}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"define input:default-graph-uri <{secret}> SELECT * WHERE {{ ?s ?p ?o }}",
    ):
        assert ask(client, query).status_code in (400, 403), query


def test_a_dataset_of_the_requests_own(remote: Place) -> None:
    remote.build(A, B)
    client = create_app(remote.data, store=remote.store).test_client()
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s a dox:Claim }"
    counts = {}
    for graph in ("source/a", "source/b", "identity"):
        reply = ask(client, query, **{"default-graph-uri": f"{remote.base}graph/{graph}"})
        counts[graph] = int(json.loads(reply.text)["results"]["bindings"][0]["n"]["value"])
    assert counts == {"source/a": len(A.claims), "source/b": len(B.claims), "identity": 0}


@pytest.mark.parametrize("query", ["SELECT ?s WHERE { ?s ?p ?o }", "SELECT ?s WHERE { ?s ?p ?o } LIMIT 400 # all of them"])
def test_what_goes_beyond_the_limit_is_announced(remote: Place, query: str) -> None:
    remote.build(A)
    service = Service(remote.data, base=remote.base, server=remote.open(), rows=5)  # type: ignore[arg-type]
    reply = ask(create_app(remote.data, store=remote.store, service=service).test_client(), query)
    assert len(json.loads(reply.text)["results"]["bindings"]) == 5
    assert reply.headers["Doxograph-Truncated"] == "true"
