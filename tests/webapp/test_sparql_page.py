from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from lxml import html

QUERY = "SELECT ?s ?title WHERE { ?s dcterms:title ?title } ORDER BY ?title"


def test_a_result_is_a_table_whose_iris_are_links(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/sparql", query_string={"query": QUERY}).data)
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//tbody/tr")]
    assert [row[1] for row in rows] == ["A survey of the quarrel", "An invented debate"]
    assert page.xpath("//tbody//a/@href") == ["/source/survey", "/source/debate"]


def test_the_query_stays_in_the_box(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/sparql", query_string={"query": QUERY}).data)
    assert page.xpath("string(//textarea)").strip() == QUERY


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "reads and never writes"),
        ("SELECT * { SERVICE <http://example.org> { ?s ?p ?o } }", "no query leaves this host"),
        ("SELECT nonsense", "error at 1"),
    ],
)
def test_a_refusal_says_why(client: FlaskClient, query: str, words: str) -> None:
    answer = client.get("/sparql", query_string={"query": query})
    assert answer.status_code == 400
    assert words in html.fromstring(answer.data).xpath("string(//*[@role='alert'])")


def test_ask_and_construct_have_their_own_answers(client: FlaskClient) -> None:
    assert ">Yes<" in client.get("/sparql", query_string={"query": "ASK { ?s a dox:ConstructedSource }"}).text
    text = client.get(
        "/sparql", query_string={"query": "CONSTRUCT { ?s a dox:Source } WHERE { ?s a dox:ConstructedSource }"}
    ).text
    assert "source/debate" in text


def test_programs_are_answered_by_the_protocol(client: FlaskClient) -> None:
    wanted = {"Accept": "application/sparql-results+json"}
    for answer in (
        client.get("/sparql", query_string={"query": QUERY}, headers=wanted),
        client.post("/sparql", data={"query": QUERY}, headers=wanted),
        client.post("/sparql", data=QUERY, content_type="application/sparql-query", headers=wanted),
    ):
        assert answer.mimetype == "application/sparql-results+json"
        assert len(json.loads(answer.data)["results"]["bindings"]) == 2
    csv = client.get("/sparql", query_string={"query": QUERY, "format": "csv"})
    assert csv.mimetype == "text/csv"
    assert csv.text.splitlines()[0] == "s,title"
    refused = client.post("/sparql", data={"query": "CLEAR ALL"}, headers=wanted)
    assert (refused.status_code, refused.mimetype) == (400, "text/plain")
