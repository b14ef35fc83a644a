"""The endpoint as a program meets it, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.store.folder import Folder
from webapp import create_app
from webapp.endpoint.admission import Admission
from webapp.endpoint.service import Service

SELECT = "SELECT ?s ?title WHERE { ?s dcterms:title ?title } ORDER BY ?title"
CONSTRUCT = "CONSTRUCT { ?s a dox:Source } WHERE { ?s a dox:Source }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


@pytest.fixture
def program(app: Flask) -> FlaskClient:
    """A client that says nothing of what it accepts."""
    return app.test_client()


def asked(program: FlaskClient, query: str, accept: str | None = None, **values: object) -> TestResponse:
    headers = {"Accept": accept} if accept is not None else {}
    return program.get("/sparql", query_string={"query": query, **values}, headers=headers)


def test_a_query_may_be_sent_in_three_ways(program: FlaskClient) -> None:
    for answer in (
        asked(program, SELECT),
        program.post("/sparql", data={"query": SELECT}),
        program.post("/sparql", data=SELECT, content_type="application/sparql-query"),
        program.post("/sparql", data=SELECT.encode(), content_type="application/sparql-query; charset=utf-8"),
    ):
        assert (answer.status_code, answer.mimetype) == (200, JSON)
        assert len(json.loads(answer.data)["results"]["bindings"]) == 2
        assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (SELECT, None, JSON),
        (SELECT, "*/*", JSON),
        (SELECT, JSON, JSON),
        (SELECT, XML, XML),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/*", "text/csv"),
        (SELECT, "application/*;q=0.2, text/csv;q=0.1", JSON),
        (SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.7", XML),
        (SELECT, "*/*;q=0.1, text/csv", "text/csv"),
        (SELECT, "*/*, application/sparql-results+json;q=0", XML),
        (SELECT, "application/json", "application/json"),
        (SELECT, "text/turtle, application/xml;q=0.5", "application/xml"),
        (SELECT, "application/sparql-results+json; charset=utf-8", JSON),
        (SELECT, "TEXT/CSV", "text/csv"),
        ("ASK {}", None, JSON),
        ("ASK {}", XML, XML),
        (CONSTRUCT, None, "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/ld+json;profile=compacted", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/*", "application/ld+json"),
        (CONSTRUCT, f"{JSON}, application/rdf+xml;q=0.4", "application/rdf+xml"),
        ("DESCRIBE <source/survey>", "text/turtle;q=0.3, application/n-triples;q=0.4", "application/n-triples"),
        (SELECT, BROWSER, "text/html"),
        (SELECT, "text/html;q=0.5, text/csv", "text/csv"),
    ],
)
def test_the_header_chooses_the_form(program: FlaskClient, query: str, accept: str | None, media: str) -> None:
    answer = asked(program, query, accept)
    assert (answer.status_code, answer.mimetype) == (200, media)


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, JSON), (SELECT, "image/png")])
def test_a_form_that_there_is_not_is_refused_with_those_there_are(program: FlaskClient, query: str, accept: str) -> None:
    answer = asked(program, query, accept)
    assert (answer.status_code, answer.mimetype) == (406, "text/plain")
    assert ("format=csv" in answer.text) == (query == SELECT)
    assert ("format=ttl" in answer.text) == (query == CONSTRUCT)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_form_may_be_named_in_the_address(program: FlaskClient, form: str) -> None:
    answer = asked(program, SELECT, BROWSER, format=form)
    assert answer.text.index("A survey of the quarrel") < answer.text.index("An invented debate")
    assert answer.mimetype.endswith({"json": "+json", "xml": "+xml", "csv": "/csv", "tsv": "/tab-separated-values"}[form])
    assert asked(program, CONSTRUCT, format=form).status_code == (406 if form != "json" else 200)  # JSON-LD is JSON


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_a_graph_may_be_named_a_form_too(program: FlaskClient, form: str) -> None:
    triples = list(ox.parse(asked(program, CONSTRUCT, format=form).data, format=ox.RdfFormat.from_extension(form)))
    assert len(triples) == 2


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"data": {"query": "INSERT DATA { <a> <b> <c> }"}}, 403),
        ({"data": {"update": "CLEAR ALL"}}, 403),
        ({"data": "CLEAR ALL", "content_type": "application/sparql-update"}, 403),
        ({"data": {"query": "SELECT * { SERVICE <http://127.0.0.1/> {} }"}}, 403),
        ({"data": {"nothing": "here"}}, 400),
        ({"data": "SELECT", "content_type": "application/sparql-query"}, 400),
        ({"data": SELECT, "content_type": "text/plain"}, 415),
        ({"data": SELECT}, 415),
        ({"data": SELECT.encode("utf-16"), "content_type": "application/sparql-query; charset=utf-16"}, 400),
        ({"data": b"ASK { ?s ?p '\xff' }", "content_type": "application/sparql-query"}, 400),
        ({"data": "ASK {}", "content_type": "application/sparql-query", "query_string": {"query": "ASK {}"}}, 400),
        ({"data": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ({"data": {"query": "ASK {}", "default-graph-uri": "not an iri"}}, 400),
        ({"data": {"query": "ASK { ?s ?p '" + "x" * 120_000 + "' }"}}, 413),
    ],
)
def test_what_is_no_question_is_refused(program: FlaskClient, values: dict[str, object], status: int) -> None:
    answer = program.post("/sparql", **values)
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert len(answer.text.split()) > 5
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["GET", "POST form", "POST direct"])
def test_the_request_may_name_the_dataset(program: FlaskClient, method: str) -> None:
    graph = "https://w3id.org/doxograph/graph/source/debate"
    query = "SELECT ?s { ?s a dox:Source } ORDER BY ?s"
    dataset = {"default-graph-uri": graph}
    if method == "GET":
        answer = asked(program, query, **dataset)
    elif method == "POST form":
        answer = program.post("/sparql", data={"query": query, **dataset})
    else:
        answer = program.post("/sparql", data=query, content_type="application/sparql-query", query_string=dataset)
    assert [row["s"]["value"].rpartition("/")[2] for row in json.loads(answer.data)["results"]["bindings"]] == ["debate"]


def test_other_origins_may_ask(program: FlaskClient) -> None:
    before = program.options("/sparql", headers={"Origin": "http://elsewhere.org", "Access-Control-Request-Method": "POST"})
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in before.headers["Access-Control-Allow-Headers"]
    answer = asked(program, SELECT)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Doxograph-Truncated" in answer.headers["Access-Control-Expose-Headers"]
    assert program.get("/source/survey?format=ttl").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in program.get("/source/survey").headers


@pytest.fixture
def limited(data: Path) -> Iterator[FlaskClient]:
    """An endpoint with little of everything."""
    service = Service(Folder(data).oxigraph, rows=3, deadline=1.0, admission=Admission(places=1, waiting=0))
    yield create_app(data, service=service).test_client()


def test_a_cut_result_is_announced(limited: FlaskClient) -> None:
    answer = asked(limited, "SELECT * { ?s ?p ?o }", "text/csv")
    assert answer.headers["Doxograph-Truncated"] == "true"
    assert answer.headers["Doxograph-Limit"] == "3"
    assert len(answer.text.splitlines()) == 4
    whole = asked(limited, "SELECT * { ?s ?p ?o } LIMIT 3", "text/csv")
    assert "Doxograph-Truncated" not in whole.headers
    assert "There is more" in asked(limited, "SELECT * { ?s ?p ?o }", BROWSER).text


def test_the_deadline_is_told(limited: FlaskClient) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9)) + " }"
    answer = asked(limited, endless)
    assert answer.status_code == 504
    assert "stopped after 1 seconds" in answer.text
    assert "stopped after 1 seconds" in asked(limited, endless, BROWSER).text


def test_who_comes_too_late_is_told_when_to_come_again(limited: FlaskClient, data: Path) -> None:
    service: Service = limited.application.extensions["doxograph-sparql"]
    with service.admission.place(1):
        answer = asked(limited, SELECT)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert asked(limited, SELECT, BROWSER).status_code == 503
    assert asked(limited, SELECT).status_code == 200


SD, VOID = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"


def described(program: FlaskClient, accept: str = "text/turtle") -> ox.Store:
    answer = program.get("/sparql", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, accept)
    store = ox.Store()
    store.load(answer.data, format=ox.RdfFormat.from_media_type(accept))
    return store


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"])
def test_without_a_query_the_endpoint_describes_itself(program: FlaskClient, accept: str) -> None:
    store = described(program, accept)
    assert len(store) == len(described(program))
    assert store.query(
        f"ASK {{ ?s a <{SD}Service> ; <{SD}endpoint> <http://localhost/sparql> ; <{SD}feature> <{SD}UnionDefaultGraph> }}"
    )


def test_a_person_gets_a_page_instead(program: FlaskClient) -> None:
    page = program.get("/sparql", headers={"Accept": BROWSER})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert program.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    assert program.get("/sparql").mimetype == "text/turtle"


def test_the_description_counts_truly(program: FlaskClient, data: Path) -> None:
    from kb.store import open_store

    store = described(program)
    with open_store(data, read_only=True) as kb:
        size = {graph.value: sum(1 for _ in kb.graph(graph)) for graph in kb.graphs()}
        claims = kb.select("SELECT (COUNT(*) AS ?n) { ?s a dox:Claim }")[0]["n"].value
    rows = store.query(f"SELECT ?name ?n {{ ?g <{SD}name> ?name ; <{SD}graph>/<{VOID}triples> ?n }}")
    assert {row["name"].value: int(row["n"].value) for row in rows} == size
    assert store.query(f"ASK {{ ?d a <{VOID}Dataset>, <{SD}Dataset> ; <{VOID}triples> {sum(size.values())} }}")
    dox = "https://w3id.org/doxograph/ns#"
    assert store.query(f"ASK {{ ?p <{VOID}class> <{dox}Claim> ; <{VOID}entities> {claims} }}")


def test_a_service_without_union_does_not_claim_one(data: Path) -> None:
    service = replace(Service(Folder(data).oxigraph), union=False)
    assert not described(create_app(data, service=service).test_client()).query(
        f"ASK {{ ?s <{SD}feature> <{SD}UnionDefaultGraph> }}"
    )
