"""The argument map: claims for and against, what falls when some are accepted, Argdown beside it."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from conftest import SURVEY, build
from flask.testing import FlaskClient
from made import statements

from kb.model import AUTHOR
from webapp import create_app

CLAIM = [f"source/survey/claim/{claim.id}" for claim in SURVEY.claims]
NEW_CLASS = "source/survey/claim/" + min(SURVEY.claims[1].id, SURVEY.claims[2].id)  # held by Rizzi and Burnham jointly
SVG = "{http://www.w3.org/2000/svg}"


def taken_away(client: FlaskClient, query: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(client.get(f"/map?{query}&format=json").text)
    return made


def drawing(client: FlaskClient, query: str) -> ET.Element:
    return ET.fromstring(client.get(f"/map?{query}&format=svg").text)


@pytest.mark.parametrize("of", ["theory/state-capitalism", "state capitalism", "issue/capitalist", NEW_CLASS])
def test_each_box_is_drawn_and_leads_to_its_words(client: FlaskClient, of: str) -> None:
    page = client.get("/map", query_string={"of": of}).text
    boxes = page.count('<g class="box ')
    assert boxes and boxes == page.count('<li id="box-')
    for number in range(1, boxes + 1):
        assert f'<a href="#box-{number}">' in page and f'<li id="box-{number}"' in page


def test_a_claim_stands_between_what_speaks_for_it_and_against_it(client: FlaskClient) -> None:
    page = client.get(f"/map/{NEW_CLASS}").text
    assert "Bruno Rizzi" in page and "the bureaucracy is a class" in page
    root = drawing(client, f"of={NEW_CLASS}")
    kinds = sorted(tie.get("class", "") for tie in root.iter(f"{SVG}g") if tie.get("data-start"))
    assert kinds == ["tie attacks text", "tie supports text"]


def test_a_theory_has_its_holders_claims_for_it(client: FlaskClient) -> None:
    root = drawing(client, "of=theory/state-capitalism")
    ties = {(tie.get("data-start"), tie.get("data-end")) for tie in root.iter(f"{SVG}g") if tie.get("data-start")}
    assert (CLAIM[3], "theory/state-capitalism") in ties


def test_accepting_a_claim_brings_down_what_it_attacks_and_says_why(client: FlaskClient) -> None:
    page = client.get("/map", query_string={"of": NEW_CLASS, "accept": CLAIM[4]}).text
    assert "falls" in page and "It falls because" in page and "is accepted" in page
    assert "Accept nothing" in page


def test_two_claims_that_contradict_are_not_accepted_together(client: FlaskClient) -> None:
    page = client.get("/map", query_string={"of": NEW_CLASS, "accept": [NEW_CLASS, CLAIM[4]]}).text
    assert "nobody can accept both" in page


def test_what_has_no_map_is_said(client: FlaskClient) -> None:
    assert client.get("/map/theory/zzzz").status_code == 404
    assert client.get("/map/source/survey/claim/0000").status_code == 404
    assert "problem" in client.get("/map?of=zzzz").text
    assert client.get("/map").status_code == 200


def test_argdown_draws_the_same_map_again(client: FlaskClient) -> None:
    text = client.get("/map", query_string={"of": NEW_CLASS, "format": "argdown"}).text
    answer = client.post("/map", data={"of": NEW_CLASS, "argdown": text, "format": "json"}).json
    assert answer is not None
    plain = ET.fromstring(answer["drawing"])
    keys = {box.get("data-key") for box in plain.iter(f"{SVG}g") if box.get("data-key")}
    assert keys == {b.get("data-key") for b in drawing(client, f"of={NEW_CLASS}").iter(f"{SVG}g") if b.get("data-key")}


def test_what_is_written_is_drawn_and_can_be_accepted(client: FlaskClient) -> None:
    text = "[A]: all swans are white\n  <- [B]: here is a black swan\n  <+ <C>: nobody saw another\n"
    answer = client.post("/map", data={"argdown": text, "format": "json", "accept": "[B]"}).json
    assert answer is not None and answer["problems"] == []
    assert "falls" in answer["drawing"] and "It falls because" in answer["outline"]
    page = client.post("/map", data={"argdown": text}).text
    assert "all swans are white" in page and "<textarea" in page


def test_a_mistake_in_argdown_is_told_with_its_line(client: FlaskClient) -> None:
    answer = client.post("/map", data={"argdown": "[A]: one\n\n+> [B]", "format": "json"})
    assert answer.status_code == 422 and answer.json is not None
    assert answer.json["line"] == 3 and "line 3" in answer.json["problems"][0]
    page = client.post("/map", data={"of": NEW_CLASS, "argdown": "[A]: one\n\n+> [B]"})
    assert page.status_code == 200 and "line 3" in page.text and "+&gt; [B]" in page.text


def test_a_text_too_long_to_draw_is_refused(client: FlaskClient) -> None:
    answer = client.post("/map", data={"argdown": "[A]: " + "x" * 50_000, "format": "json"})
    assert answer.status_code == 422
    many = "\n\n".join(f"[S{n}]: s" for n in range(200))
    assert client.post("/map", data={"argdown": many, "format": "json"}).status_code == 422


def test_words_of_a_text_never_become_markup(client: FlaskClient) -> None:
    answer = client.post("/map", data={"argdown": "[A]: <b>bold</b> \\<script\\>", "format": "json"}).json
    assert answer is not None and "<b>" not in answer["drawing"] and "<script" not in answer["drawing"]


def test_other_tools_read_what_is_taken_away(client: FlaskClient) -> None:
    import networkx

    from kb.formats.aif.nodeset import loads

    found = loads(client.get(f"/map?of={NEW_CLASS}&format=aif").data)
    assert {"I", "RA", "CA"} <= {node.type for node in found.nodes}
    network = networkx.parse_graphml(client.get(f"/map?of={NEW_CLASS}&format=graphml").text)
    assert network.number_of_nodes() == len(taken_away(client, f"of={NEW_CLASS}")["boxes"])
    gexf = networkx.read_gexf(io.BytesIO(client.get(f"/map?of={NEW_CLASS}&format=gexf").data), version="1.3")
    assert set(gexf) == {name for _, name in network.nodes(data="name")}
    svg = client.get(f"/map?of={NEW_CLASS}&format=svg")
    assert svg.headers["Content-Disposition"].startswith("attachment") and b"<style>" in svg.data


@pytest.fixture
def reader(browser: Any, address: str) -> Any:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    browser.get_log("browser")
    browser.get(f"{address}/map?of={NEW_CLASS}")
    return browser


def until(browser: Any, condition: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 20).until(lambda b: b.execute_script(f"return {condition}"))


@pytest.mark.browser
def test_what_is_accepted_is_judged_at_once_and_the_address_keeps_it(reader: Any) -> None:
    reader.find_element("css selector", f'input[value="{CLAIM[4]}"]').click()
    until(reader, "document.querySelectorAll('#map g.falls').length > 0")
    assert "accept=" in reader.current_url
    assert reader.switch_to.active_element.get_attribute("value") == CLAIM[4]  # the keyboard's place is kept
    reader.back()
    until(reader, "document.querySelectorAll('#map g.falls').length === 0 && document.readyState === 'complete'")
    assert [entry for entry in reader.get_log("browser") if "404" not in entry["message"]] == []


@pytest.mark.browser
def test_text_and_map_follow_each_other(reader: Any) -> None:
    box = reader.find_element("css selector", f'#map g.box[data-key="{CLAIM[4]}"] a')
    title = reader.execute_script("return arguments[0].closest('g').dataset.title", box)
    box.find_element("css selector", "text.words").click()
    until(reader, "document.querySelector('.frame mark') !== null")
    assert reader.execute_script("return document.querySelector('.frame mark').textContent") == title
    area = reader.find_element("id", "argdown")
    area.send_keys("\ue009\ue010\ue000", "\n[Nobody ruled]: nobody ruled\n  +> ", title)
    until(reader, "[...document.querySelectorAll('#map g.box')].some(b => b.dataset.title === '[Nobody ruled]')")
    until(reader, f"document.querySelector('#map g.box.picked').dataset.title === {json.dumps(title)}")
    area.send_keys("\n\n+> [Nowhere]")
    until(reader, "document.querySelector('#problems .problem') !== null")
    assert "line" in reader.find_element("id", "problems").text
    assert reader.find_element("id", "argdown").get_attribute("aria-invalid") == "true"


@pytest.mark.browser
def test_the_map_becomes_a_picture(reader: Any) -> None:
    reader.execute_script(
        "window.made = 0; HTMLCanvasElement.prototype.toBlob = function (done) {"
        "window.made = this.getContext('2d').getImageData(0, 0, this.width, this.height).data.reduce("
        "(seen, part, at) => seen + (at % 4 === 0 && part < 90 ? 1 : 0), 0); done(new Blob(['x'])); }"
    )
    reader.find_element("id", "png").click()
    until(reader, "window.made > 1000")  # dark pixels: words and lines


def test_an_opened_root_shows_what_it_counted(tmp_path: Path) -> None:
    holders = [f"Thinker {name}" for name in "ABCDEFGHIJ"]
    text = " ".join(f"{who} argued that tides number {n} rule the sea." for n, who in enumerate(holders))
    held = [(who, "holds", "tidal doctrine", "affirmed", AUTHOR, f"{who} argued") for who in holders]
    made = statements(
        "tides",
        "The tidal doctrine. " + text,
        [*(f"theorist: {who}" for who in holders), "theory: tidal doctrine"],
        [(who, "asserts", f"tides number {n} rule the sea", ["tidal doctrine"]) for n, who in enumerate(holders)],
        held,
    )
    build(tmp_path / "data", made)
    client = create_app(tmp_path / "data").test_client()
    of = "tidal doctrine"
    small = client.get("/map", query_string={"of": of, "format": "json"}).json
    assert small is not None and len(small["boxes"]) == 6
    (root,) = (box for box in small["boxes"] if box["kind"] == "theory")
    assert root["beyond"] == 5
    grown = client.get("/map", query_string={"of": of, "open": root["key"], "format": "json"}).json
    assert grown is not None and len(grown["boxes"]) == 11 and grown["left_out"] == 0
