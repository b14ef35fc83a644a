"""Every address answers, and says what it should."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DEBATE, MADE, SURVEY, build, paths
from flask import Flask
from flask.testing import FlaskClient

from kb.store import open_store
from kb.terms import Names
from webapp import create_app

PLAIN = (
    "/",
    "/theories",
    "/theorists",
    "/theorists?order=name",
    "/works?order=year",
    "/groups",
    "/cases",
    "/sources",
    "/cite?of=survey",
    "/about",
    "/ns",
    "/search",
    "/search?q=class",
    "/search?q=class&kind=claim",
    "/compare",
    "/lineage",
    "/sparql",
    "/graph/identity",
    "/graph/derived",
    "/graph/source/survey",
    "/issue/capitalist",
    "/issue/capitalist/yes",
    "/source/survey",
    "/source/survey?part=99&show=none",
    "/source/survey/author",
    "/source/debate?at=5-9&show=claim",
)


@pytest.mark.parametrize("path", PLAIN)
def test_a_page_answers_as_html(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert answer.text.count("<h1") == 1


def test_every_iri_of_the_graph_answers_as_page_and_as_data(app: Flask, client: FlaskClient) -> None:
    found = paths(app)
    assert len(found) > 100
    for path in found:
        page = client.get(path)
        assert (page.status_code, page.mimetype) == (200, "text/html"), path
        data = client.get(path, headers={"Accept": "text/turtle"})
        assert (data.status_code, data.mimetype) == (200, "text/turtle"), path


def test_every_link_of_every_page_leads_somewhere(client: FlaskClient) -> None:
    from lxml import html

    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        if answer.mimetype != "text/html":
            continue
        for link in html.fromstring(answer.data).xpath("//a/@href | //link/@href | //script/@src"):
            target = link.split("#")[0]
            target = path.split("?")[0] + target if target.startswith("?") else target
            if target.startswith("/") and target not in seen and len(seen) < 900:
                seen.add(target)
                waiting.append(target)
    assert {"/theorist/james-burnham", "/source/survey", "/graph/source/survey"} <= seen


def test_the_front_page_counts_and_names_what_is_contested(client: FlaskClient) -> None:
    text = client.get("/").text
    claims = sum(len(made.claims) for made in MADE)
    assert f"<b>{claims}</b> claims" in text
    assert "Is Soviet-type society a form of capitalism?" in text
    assert "An invented debate" in text
    assert "constructed debate" in text


def test_a_theorist_page_shows_claims_ties_and_the_words(client: FlaskClient) -> None:
    text = client.get("/theorist/james-burnham").text
    assert "the Soviet Union is not capitalist" in text
    assert "Burnham took his theory from Rizzi." in text
    assert "There is no evidence that Burnham had read Rizzi." in text
    assert "contested" in text  # one sentence affirms what the other leaves uncertain
    assert "A survey of the quarrel" in text


def test_a_theory_page_names_who_holds_it(client: FlaskClient) -> None:
    text = client.get("/theory/state-capitalism").text
    assert "held by" in text
    assert "Tony Cliff" in text
    assert "Claims about state capitalism" in text


def test_a_claim_page_has_its_context_its_holder_and_its_arguments(client: FlaskClient) -> None:
    claim = SURVEY.claims[1]
    text = client.get(f"/source/survey/claim/{claim.id}").text
    assert "Bruno Rizzi" in text
    assert "James Burnham argued that" in text  # the sentence before it, in the same paragraph
    assert "What speaks for it" in text
    assert "What speaks against it" in text
    assert f"/source/survey/claim/{SURVEY.claims[2].id}" in text  # the joint holder


def test_a_relation_page_shows_what_else_is_said_of_the_two(client: FlaskClient) -> None:
    affirmed, uncertain = SURVEY.relations[:2]
    text = client.get(f"/source/survey/relation/{uncertain.id}").text
    assert "uncertain" in text
    assert f"/source/survey/relation/{affirmed.id}" in text


def test_a_quote_is_always_shown_with_its_source_and_place(client: FlaskClient) -> None:
    from lxml import html

    page = html.fromstring(client.get("/theorist/james-burnham").data)
    figures = page.xpath("//figure[contains(@class, 'quoted')]")
    assert figures
    for figure in figures:
        assert figure.xpath(".//figcaption//cite")
        assert "¶" in figure.xpath("string(.//figcaption//a[@class='place'])")
        assert figure.xpath(".//span[@class='says']//a")


def test_whatever_a_constructed_text_says_is_marked(client: FlaskClient) -> None:
    for claim in DEBATE.claims:
        assert "constructed debate" in client.get(f"/source/debate/claim/{claim.id}").text
    for path in ("/source/debate", "/source/debate/author", "/theorist/ada-quill", "/sources"):
        assert "constructed debate" in client.get(path).text


def test_words_of_a_source_are_never_read_as_markup(client: FlaskClient) -> None:
    for path in ("/source/survey", f"/source/survey/claim/{SURVEY.claims[5].id}", "/theorist/leon-trotsky", "/search?q=planning"):
        text = client.get(path).text
        assert "<b>planning" not in text
        assert "planning" in text


def test_what_a_reader_types_is_never_read_as_markup(client: FlaskClient) -> None:
    bad = '"><script>alert(1)</script>'
    for path in ("/search?q=", "/compare?party=", "/lineage?from=", "/sparql?query=", "/theorist/", "/source/survey?holder="):
        assert "<script>alert" not in client.get(path + bad).text


def test_an_unknown_path_is_answered_with_the_nearest_names(client: FlaskClient) -> None:
    answer = client.get("/theorist/james-burnhem")
    assert answer.status_code == 404
    assert 'href="/theorist/james-burnham"' in answer.text


def test_a_passage_of_a_text_that_has_changed_is_gone(client: FlaskClient) -> None:
    answer = client.get("/source/survey/0123456789ab/span/1-5")
    assert answer.status_code == 410
    assert "has changed" in answer.text


def test_searching_for_what_is_not_there_offers_names_like_it(client: FlaskClient) -> None:
    text = client.get("/search?q=Burnhem&asis=1").text
    assert "Nothing holds all of these words" in text
    assert "/theorist/james-burnham" in text


def test_hits_are_marked(client: FlaskClient) -> None:
    text = client.get("/search?q=capitalist").text
    assert "<mark>capitalist</mark>" in text


def test_without_a_knowledge_base_every_page_says_how_to_make_one(tmp_path: Path) -> None:
    empty = create_app(tmp_path / "none").test_client()
    for path in ("/", "/compare", "/theorist/james-burnham", "/sparql?query=ASK+{}"):
        answer = empty.get(path)
        assert answer.status_code == 503
        assert "make run" in answer.text


def test_the_viewer_sees_a_change_without_being_started_again(tmp_path: Path) -> None:
    build(tmp_path / "data", MADE[0])
    client = create_app(tmp_path / "data").test_client()
    assert "An invented debate" not in client.get("/sources").text
    build(tmp_path / "data", *MADE)
    assert "An invented debate" in client.get("/sources").text


def test_another_base_answers_at_the_same_paths(tmp_path: Path) -> None:
    build(tmp_path / "data", *MADE, names=Names("http://localhost:8000/"))
    client = create_app(tmp_path / "data").test_client()
    turtle = client.get("/theorist/james-burnham?format=ttl").text
    assert "http://localhost:8000/" in turtle
    assert 'href="/theorist/bruno-rizzi"' in client.get("/theorist/james-burnham").text


def test_an_error_of_ours_leaves_no_traceback(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setitem(app.view_functions, "about", broken)
    answer = app.test_client().get("/about")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


def test_everything_that_has_words_can_be_cited(client: FlaskClient) -> None:
    claim = SURVEY.claims[0]
    iri = Names().statement("survey", "claim", claim.id).value
    page = client.get(f"/source/survey/claim/{claim.id}").text
    assert f"/cite?of={iri}" in page or "/cite?of=" in page
    assert client.get("/cite", query_string={"of": iri, "format": "text"}).text.rstrip().endswith(iri)
    bibtex = client.get("/cite", query_string={"of": iri, "format": "bibtex"})
    assert bibtex.mimetype == "application/x-bibtex"
    assert claim.quote in bibtex.text
    assert client.get("/cite?of=source/survey/claim/0").status_code == 404
    assert client.get("/sources?format=csl").get_json(force=True)[0]["id"]
    assert "@misc{survey," in client.get("/sources?format=bibtex").text


def test_a_link_to_a_snapshot_tells_when_it_leads_elsewhere(tmp_path: Path) -> None:
    from kb.store.snapshots import Registered, register

    data = tmp_path / "data"
    build(data, SURVEY)
    client = create_app(data).test_client()
    assert "does not know" in client.get("/source/survey?snapshot=0123456789ab").text
    with open_store(data, read_only=True) as store:
        register(data, Registered("0123456789ab", "2026-11-24", store.generation))
        assert 'role="status"' not in client.get("/source/survey?snapshot=0123456789ab").text
        assert "?snapshot=0123456789ab" in client.get("/cite?of=survey").text
        register(data, Registered("ffffffffffff", "2026-11-25", "older"))
    assert "has changed since" in client.get("/source/survey?snapshot=0123456789ab").text
