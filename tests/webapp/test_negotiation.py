from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from webapp.negotiation import form_wanted

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
BURNHAM = "/theorist/james-burnham"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (BROWSER, "html"),
        ("", "html"),
        ("*/*", "html"),
        ("text/turtle", "ttl"),
        ("application/x-turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/n-triples", "nt"),
        ("text/html;q=0.3, text/turtle", "ttl"),
        ("text/turtle;q=0.5, application/ld+json;q=0.9", "jsonld"),
        ("application/pdf, */*;q=0.1", "html"),
    ],
)
def test_the_accept_header_chooses(accept: str, name: str) -> None:
    form = form_wanted(parse_accept_header(accept, MIMEAccept))
    assert form is not None
    assert form.name == name


def test_a_named_form_beats_the_header() -> None:
    form = form_wanted(parse_accept_header(BROWSER, MIMEAccept), "ttl")
    assert form is not None
    assert form.media == "text/turtle"


def test_what_no_form_fits_is_none() -> None:
    assert form_wanted(parse_accept_header("image/png", MIMEAccept)) is None
    assert form_wanted(parse_accept_header(BROWSER, MIMEAccept), "docx") is None


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_one_thing_says_the_same_in_every_form(client: FlaskClient, accept: str, syntax: RdfFormat) -> None:
    answer = client.get(BURNHAM, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.mimetype == accept
    assert "Accept" in answer.headers["Vary"]
    triples = {quad.triple for quad in parse(answer.data, format=syntax)}
    plain = client.get(BURNHAM, query_string={"format": "nt"})
    assert triples == {quad.triple for quad in parse(plain.data, format=RdfFormat.N_TRIPLES)}
    node = NamedNode("https://w3id.org/doxograph" + BURNHAM)
    assert any(t.subject == node for t in triples)
    assert any(t.object == node for t in triples)


def test_a_claim_comes_with_its_words_and_its_quote(client: FlaskClient, app: Flask) -> None:
    from conftest import SURVEY

    path = f"/source/survey/claim/{SURVEY.claims[0].id}"
    turtle = client.get(path, query_string={"format": "ttl"}).text
    assert '"the Soviet Union is not capitalist"' in turtle
    assert "dox:quote" in turtle
    assert "dox:stance dox:asserts" in turtle


def test_an_unknown_form_is_refused_with_the_known_ones(client: FlaskClient) -> None:
    answer = client.get(BURNHAM, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "?format=ttl" in answer.text


def test_a_client_of_data_is_told_of_a_missing_thing_in_a_line(client: FlaskClient) -> None:
    answer = client.get("/theorist/nobody", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(BURNHAM)
    again = client.get(BURNHAM, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
