"""A page tells the queries it rests on, and each can be put to the endpoint as it stands."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html

PAGES = (
    "/theorist/james-burnham",
    "/compare?party=theorist/james-burnham&party=theorist/tony-cliff",
    "/lineage?from=theorist/james-burnham",
    "/source/survey",
    "/issue/capitalist",
    "/",
    "/theories",
    "/sources",
    "/about",
    "/search?q=class",
    "/browse?from=theorist/james-burnham",
    "/map/theory/state-capitalism",
    "/graph/identity",
    "/source/survey/author",
    "/cite?of=source/survey",
    "/review",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_query_behind_a_page_can_be_asked(client: FlaskClient, address: str) -> None:
    client.get(address)  # what is remembered from before is told too
    page = html.fromstring(client.get(address).data)
    (link,) = page.xpath("//a[text()='The queries behind this view']/@href")
    told = html.fromstring(client.get(link.partition("#")[0]).data)
    queries = told.xpath("//section[@class='behind']//textarea/text()")
    assert queries
    for query in queries:
        answer = client.post("/sparql", data={"query": query, "format": "json"})
        assert answer.status_code == 200, query


def test_a_bound_query_gives_the_rows_of_its_page(client: FlaskClient) -> None:
    told = html.fromstring(client.get("/lineage?from=theorist/james-burnham&queries=1").data)
    found = [q for q in told.xpath("//textarea/text()") if "theorist/james-burnham>" in q]
    rows = [row for q in found for row in client.post("/sparql", data={"query": q, "format": "json"}).json["results"]["bindings"]]
    assert any("bruno-rizzi" in str(row) for row in rows)


def test_pages_say_nothing_of_queries_unasked(client: FlaskClient) -> None:
    assert b'class="behind"' not in client.get("/theorist/james-burnham").data
