from __future__ import annotations

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
    ("query", "words", "status"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "reads and never writes", 403),
        ("SELECT * { SERVICE <http://example.org> { ?s ?p ?o } }", "no query leaves this host", 403),
        ("SELECT nonsense", "error at 1", 400),
    ],
)
def test_a_refusal_says_why(client: FlaskClient, query: str, words: str, status: int) -> None:
    answer = client.get("/sparql", query_string={"query": query})
    assert answer.status_code == status
    assert words in html.fromstring(answer.data).xpath("string(//*[@role='alert'])")


def test_ask_and_construct_have_their_own_answers(client: FlaskClient) -> None:
    assert ">Yes<" in client.get("/sparql", query_string={"query": "ASK { ?s a dox:ConstructedSource }"}).text
    text = client.get(
        "/sparql", query_string={"query": "CONSTRUCT { ?s a dox:Source } WHERE { ?s a dox:ConstructedSource }"}
    ).text
    assert "source/debate" in text
