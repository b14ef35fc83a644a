"""The pages as a validator, a screen reader and a reader of little contrast would find them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import SURVEY
from flask.testing import FlaskClient
from lxml import html

CSS = (Path(__file__).parents[2] / "webapp/static/style.css").read_text("utf-8")
PAGES = (
    "/",
    "/theorists",
    "/sources",
    "/theorist/james-burnham",
    "/theory/state-capitalism",
    "/case/soviet-union",
    "/work/the-managerial-revolution",
    "/source/survey",
    "/source/survey/author",
    f"/source/survey/claim/{SURVEY.claims[1].id}",
    f"/source/survey/relation/{SURVEY.relations[0].id}",
    f"/source/survey/argument/{SURVEY.arguments[0].id}",
    "/issue/capitalist",
    "/issue/capitalist/yes",
    "/graph/identity",
    "/compare",
    "/compare?party=theorist/james-burnham&party=theorist/tony-cliff",
    "/lineage",
    "/map",
    "/map/theory/state-capitalism",
    "/lineage?from=theorist/james-burnham&to=theorist/bruno-rizzi",
    "/search?q=class",
    "/sparql?query=SELECT+*+%7B%3Fs+a+dox:Source%7D",
    "/ns",
    "/about",
    "/nowhere",
)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, client: FlaskClient) -> html.HtmlElement:
    """Each page, parsed."""
    return html.fromstring(client.get(request.param).data)


@pytest.mark.parametrize("path", PAGES)
def test_the_markup_is_valid(client: FlaskClient, path: str) -> None:
    html5 = pytest.importorskip("html5rdf", reason="needs html5rdf, an HTML5 parser that reports errors")
    parser = html5.HTMLParser(namespaceHTMLElements=False)
    parser.parse(client.get(path).text)
    assert [(place, code) for place, code, _ in parser.errors] == []


def test_every_field_has_a_label(page: html.HtmlElement) -> None:
    for field in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        labels = field.xpath("ancestor::label") or page.xpath(f"//label[@for='{field.get('id')}']")
        assert labels, html.tostring(field)
        assert labels[0].text_content().strip()


def test_headings_leave_out_no_level(page: html.HtmlElement) -> None:
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def test_landmarks_and_the_way_past_them(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert len(page.xpath("//main")) == 1
    assert page.xpath("//body/*[1][@href='#main']")
    assert all(nav.get("aria-label") for nav in page.xpath("//nav"))
    assert page.xpath("string(//title)").strip()


def test_every_drawing_is_named_or_hidden(page: html.HtmlElement) -> None:
    for drawing in page.xpath("//*[local-name()='svg']"):
        hidden = drawing.get("aria-hidden") == "true"
        named = drawing.get("role") == "img" and drawing.xpath("*[local-name()='title']")
        named = named or (drawing.get("role") == "group" and drawing.get("aria-label"))  # with links in it
        assert hidden or named
    assert all(image.get("alt") is not None for image in page.xpath("//img"))


def test_ids_are_unique_and_what_refers_to_them_finds_them(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for reference in page.xpath("//@aria-labelledby | //@for | //@list"):
        assert set(reference.split()) <= set(ids), reference
    for anchor in page.xpath("//a/@href[starts-with(., '#')]"):
        assert anchor[1:] in ids, anchor


def test_links_and_buttons_say_something(page: html.HtmlElement) -> None:
    for control in page.xpath("//a | //button | //summary"):
        assert control.text_content().strip(), html.tostring(control)


def test_table_headers_say_what_they_head(page: html.HtmlElement) -> None:
    for table in page.xpath("//table"):
        assert table.xpath(".//thead//th")
        assert all(th.get("scope") in ("col", "row") for th in table.xpath(".//th"))


def test_a_sign_is_never_only_a_shape_or_a_colour(page: html.HtmlElement) -> None:
    for sign in page.xpath("//span[starts-with(@class, 'sign')]"):
        assert len(sign.text_content().split()) >= 2  # the mark, then its word


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the light and the dark scheme by name."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    found = {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for name, block in (("light", light), ("dark", dark))}
    return {"light": found["light"], "dark": found["light"] | found["dark"]}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "leaf", "accent-wash"])
@pytest.mark.parametrize("name", ["ink", "soft", "faint", "accent", "claim", "relation", "argument"])
def test_words_stand_out_from_the_paper(scheme: str, ground: str, name: str) -> None:
    colours = schemes()[scheme]
    low, high = sorted((luminance(colours[name]), luminance(colours[ground])))
    assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_stand_out_from_the_paper(scheme: str) -> None:
    colours = schemes()[scheme]
    for name in ("theorist", "group", "theory", "work", "case", "author"):
        low, high = sorted((luminance(colours[name]), luminance(colours["paper"])))
        assert (high + 0.05) / (low + 0.05) >= 3
