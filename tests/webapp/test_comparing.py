"""The comparison and the lineage, as pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import build
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from made import statements

from kb.model import AUTHOR
from kb.queries.lineage import Link, Node
from kb.queries.values import Ref
from webapp import create_app
from webapp.drawing import MOST, draw

THREE = "/compare?party=theorist/james-burnham&party=theorist/tony-cliff&party=theorist/bruno-rizzi"


def test_names_are_answered_with_the_address_that_keeps_them(client: FlaskClient) -> None:
    answer = client.get("/compare", query_string=[("party", "Burnham"), ("party", "tony cliff"), ("party", "")])
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/compare?party=theorist/james-burnham&party=theorist/tony-cliff"


def test_rows_that_differ_come_first(client: FlaskClient) -> None:
    page = html.fromstring(client.get(THREE).data)
    headings = [" ".join(h.text_content().split()[:-1]) for h in page.xpath("//*[contains(@class, 'band')]//h2")]
    assert headings[0] == "Where they differ"
    first = page.xpath("//section[contains(@class, 'band')][1]//tbody/tr")
    assert "form of capitalism" in first[0].xpath("string(th)")


def test_a_cell_has_its_sign_its_words_and_who_says_them(client: FlaskClient) -> None:
    page = html.fromstring(client.get(THREE).data)
    row = page.xpath("//section[contains(@class, 'band')][1]//tbody/tr")[0]
    burnham, cliff, rizzi = row.xpath("td")
    assert "denies" in burnham.get("class")
    assert "⊘" in burnham.text_content()
    assert "the Soviet Union is not capitalist" in burnham.text_content()
    assert "A survey of the quarrel" in burnham.text_content()
    assert "affirms" in cliff.get("class")
    assert "●" in cliff.text_content()
    assert "not stated" in rizzi.text_content()
    assert "denie" not in rizzi.text_content()


def test_nobody_is_said_to_say_it_of_himself(tmp_path: Path) -> None:
    text = "Ada Quill wrote that the Soviet Union was state capitalist. Bo Stern said so too: the Soviet Union, state capitalist."
    tie = ("Soviet Union", "characterized_as", "state capitalism", "affirmed")
    relations = [
        (*tie, "Ada Quill", "the Soviet Union was state capitalist"),
        (*tie, "Bo Stern", "the Soviet Union, state capitalist"),
    ]
    named = [
        "theorist: Ada Quill",
        "theorist: Bo Stern",
        "case: Soviet Union = ussr",
        "theory: state capitalism = state-capitalism | state capitalist",
    ]
    build(tmp_path / "data", statements("tie", text, named, [], relations))
    client = create_app(tmp_path / "data").test_client()
    page = html.fromstring(client.get("/compare?party=theorist/ada-quill&party=theorist/bo-stern").data)
    under = [" ".join(p.text_content().split()) for p in page.xpath("//p[@class='under']")]
    assert len(under) >= 2 and not any("says" in words for words in under), under


def test_an_unknown_party_is_named_with_those_like_it(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/compare?party=Burnhem&party=Cliff").data)
    problem = page.xpath("string(//*[@role='alert'])")
    assert "Burnhem" in problem
    assert "Burnham" in problem


def test_without_parties_the_page_offers_disputes(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/compare").data)
    assert page.xpath("//datalist[@id='parties']/option[@value='Tony Cliff']")
    assert page.xpath("//ul[@class='starts']//a[starts-with(@href, '/compare?party=')]")


def test_confidence_narrows_the_comparison(client: FlaskClient) -> None:
    page = html.fromstring(client.get(THREE + "&confidence=0.9").data)  # hand-made statements have less
    assert not page.xpath("//table[contains(@class, 'matrix')]")
    assert "Where none speaks" in page.text_content()


def test_a_step_of_a_lineage_says_who_says_so_in_which_words(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/lineage?from=theorist/james-burnham").data)
    steps = page.xpath("//ol[@class='outline']/li")
    doubted = next(s for s in steps if "Bruno Rizzi" in s.text_content())
    assert "contested" in doubted.get("class")
    assert "Burnham took his theory from Rizzi." in doubted.text_content()
    assert "There is no evidence that Burnham had read Rizzi." in doubted.text_content()
    assert "Ann Editor" in doubted.text_content()


def test_the_drawing_says_what_the_outline_says(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/lineage?from=theorist/james-burnham").data)
    arcs = page.xpath("//*[name()='svg'][@role='group']//*[name()='g'][starts-with(@class, 'arc')]")
    steps = page.xpath("//ol[@class='outline']/li")
    assert len(arcs) == len(steps) > 1
    assert {a.get("class").split()[1] for a in arcs} == {s.get("class").split()[1] for s in steps}


def test_the_drawing_lays_its_things_by_time(descent: Flask) -> None:
    page = html.fromstring(descent.test_client().get("/lineage?from=theorist/leon-trotsky&steps=8").data)
    drawn = page.xpath("//*[name()='svg'][@role='group']")[0]
    places = []
    for node in drawn.xpath(".//*[name()='g'][starts-with(@class, 'node')]"):
        year = "".join(node.xpath(".//*[name()='tspan']/text()")).strip("b. *")
        places.append((float(node.xpath(".//*[name()='circle']/@cy")[0]), int(year) if year else 9999))
    assert [year for _, year in sorted(places)] == sorted(year for _, year in places)
    marks = [(float(m.get("y")), int(m.text)) for m in drawn.xpath(".//*[@class='year mark']")]
    assert marks and marks == sorted(marks)
    for y, year in marks:
        assert all((place <= y) == (other <= year) or abs(place - y) < 6 for place, other in places)


def test_of_too_many_things_the_nearest_are_drawn() -> None:
    hub = Ref("x:hub", "hub", "theory")
    others = [Ref(f"x:{n}", f"thing {n}", "work") for n in range(100)]
    nodes = [Node(hub, 1940), *(Node(ref, None if n % 2 else 1800 + n, distance=1 + n // 10) for n, ref in enumerate(others))]
    drawing = draw(nodes, [Link(ref, hub, "derives_from", "affirmed", ()) for ref in others])
    assert drawing is not None and len(drawing.points) == MOST and drawing.left_out == 101 - MOST
    assert {point.ref.iri for point in drawing.points} == {"x:hub", *(ref.iri for ref in others[: MOST - 1])}
    assert len({point.y for point in drawing.points}) == MOST
    first_undated = min(point.y for point in drawing.points if point.year is None)
    assert first_undated == drawing.undated_y and all(p.y < first_undated for p in drawing.points if p.year is not None)
    assert draw([], []) is None


def test_a_path_is_laid_out_step_by_step(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/lineage?from=theorist/james-burnham&to=theorist/bruno-rizzi").data)
    path = page.xpath("//section[@class='path']")[0]
    assert path.xpath(".//p[@class='chain']/a/@href") == ["/theorist/james-burnham", "/theorist/bruno-rizzi"]
    assert "contested" in path.xpath("string(h3)")


def test_no_path_is_said_to_be_none(client: FlaskClient) -> None:
    text = client.get("/lineage?from=theorist/james-burnham&to=theory/state-capitalism&steps=1").text
    assert "No path leads from James Burnham to state capitalism" in text


def test_parties_can_be_left_out_and_added(client: FlaskClient) -> None:
    page = html.fromstring(client.get(THREE).data)
    kept = page.xpath("//form[@class='chooser']//input[@type='checkbox'][@name='party'][@checked]/@value")
    assert kept == ["theorist/james-burnham", "theorist/tony-cliff", "theorist/bruno-rizzi"]
    assert page.xpath("//form[@class='chooser']//input[@name='party'][@list='parties']")


def test_a_comparison_can_be_taken_away(client: FlaskClient) -> None:
    page = html.fromstring(client.get(THREE).data)
    taken = {a.text: client.get("/compare" + a.get("href")) for a in page.xpath("//p[@class='take']/a")}
    assert set(taken) == {"CSV", "JSON", "Markdown", "LaTeX", "Turtle"}
    for name, answer in taken.items():
        assert answer.status_code == 200, name
        assert "the Soviet Union is not capitalist" in answer.text, name
        assert answer.mimetype != "text/html", name
    assert len(json.loads(taken["JSON"].data)["parties"]) == 3


def test_what_separates_the_parties_is_said_and_measured(client: FlaskClient) -> None:
    page = html.fromstring(client.get(THREE).data)
    said = [" ".join(item.text_content().split()) for item in page.xpath("//section[@aria-labelledby='apart']/ul/li")]
    assert len(said) == 3
    assert said[0].startswith("James Burnham and Tony Cliff part over “")
    assert "(James Burnham: no; Tony Cliff: yes)" in said[0]
    rows = [
        [" ".join(c.text_content().split()) for c in row] for row in page.xpath("//table[contains(@class, 'agreement')]/tbody/tr")
    ]
    assert rows[0][1].startswith("0%")
    assert rows[0][2].endswith("0 of 2")


def test_texts_narrow_the_comparison_and_stay_in_the_address(client: FlaskClient) -> None:
    named = client.get("/compare?party=Burnham&party=Cliff&source=survey&source=debate&confidence=0.2")
    assert named.headers["Location"].endswith("&source=survey&source=debate&confidence=0.2")
    page = html.fromstring(client.get(THREE + "&source=debate").data)
    boxes = {b.get("value"): b.get("checked") is not None for b in page.xpath("//input[@name='source']")}
    assert boxes.get("debate", True)
    assert "the Soviet Union is not capitalist" not in page.text_content()


def test_a_lineage_can_be_taken_away(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/lineage?from=theorist/james-burnham&direction=back").data)
    taken = {a.text: client.get("/lineage" + a.get("href")) for a in page.xpath("//p[@class='take']/a")}
    assert set(taken) == {"SVG", "plain text", "JSON", "DOT", "GraphML", "GEXF"}
    for name, answer in taken.items():
        assert "Bruno Rizzi" in answer.text, name
        assert answer.mimetype != "text/html", name


def test_both_sides_of_what_is_contested_stand_together(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/lineage?from=theorist/james-burnham").data)
    (sides,) = page.xpath("//div[@class='sides']")
    affirmed, doubted = (side.text_content() for side in sides.xpath("./div"))
    assert "affirmed by the text itself" in affirmed and "Burnham took his theory from Rizzi." in affirmed
    assert "uncertain by" in doubted and "There is no evidence that Burnham had read Rizzi." in doubted


def test_a_lineage_by_one_party_shows_what_that_party_asserts(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/lineage?from=theorist/james-burnham").data)
    voices = [option.get("value") for option in page.xpath("//select[@name='by']/option")]
    assert voices == ["", "source/survey/author"]
    own = html.fromstring(client.get("/lineage?from=theorist/james-burnham&by=source/survey/author").data)
    assert len(own.xpath("//ol[@class='outline']/li")) == len(page.xpath("//ol[@class='outline']/li"))
    assert own.xpath("//p[@class='notice']/a[.='What anybody asserts']/@href") == ["?from=theorist/james-burnham"]
    none = client.get("/lineage?from=theorist/james-burnham&by=theorist/tony-cliff").text
    assert "Nothing that Tony Cliff asserts" in none
    assert "nobody" in client.get("/lineage?from=theorist/james-burnham&by=nobody").text  # a name unknown is said


def test_the_vocabulary_dates_people_by_their_birth(client: FlaskClient) -> None:
    drawn = client.get("/lineage?from=theorist/james-burnham").text
    assert "b. 1901*" in drawn and "b. 1905*" in drawn  # Rizzi and Burnham
    assert drawn.index("b. 1901*") < drawn.index("b. 1905*")
    assert "born <b>1905</b>" in client.get("/theorist/james-burnham").text


@pytest.mark.parametrize("queries", ["", "&queries=1"])  # from light rows, and by SPARQL
def test_a_theory_is_dated_by_the_year_in_which_a_text_says_it_was_coined(tmp_path: Path, queries: str) -> None:
    made = statements(
        "coined",
        "In 1913 Ada Quill coined the doctrine of tides. Managerial society comes from the doctrine of tides.",
        ["theorist: Ada Quill", "theory: doctrine of tides", "theory: managerial society | Managerial society"],
        [],
        [
            ("Ada Quill", "originated", "doctrine of tides", "affirmed", AUTHOR, "In 1913 Ada Quill coined the doctrine"),
            (
                "managerial society",
                "derives_from",
                "doctrine of tides",
                "affirmed",
                AUTHOR,
                "Managerial society comes from the doctrine of tides.",
            ),
        ],
    )
    dated = tuple(replace(r, year=1913) if r.predicate == "originated" else r for r in made.relations)
    build(tmp_path / "data", replace(made, relations=dated))
    client = create_app(tmp_path / "data").test_client()
    page = client.get(f"/lineage?from=doctrine+of+tides&format=json{queries}", follow_redirects=True).json
    assert page is not None
    (tides,) = (node for node in page["nodes"] if node["label"] == "doctrine of tides")
    assert (tides["year"], tides["year_from"]) == (1913, "clause")
