"""The graph browser: its state, its data, and the drawing in a real browser."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import SURVEY
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from webapp.browsing import State, state_of


@pytest.mark.parametrize(
    "state",
    [
        State(),
        State(("theory/a", "work/b c"), ("theory/a",), ("source/s/claim/0a",), "theory/a holds work/b c"),
        State(kind=("holds",), type=("theory",), source=("s",), by="Cliff", since=1900, until=1950, confidence=0.25),
        State(reviewed="no", most=150, layout="time"),
    ],
)
def test_an_address_tells_the_whole_state(state: State) -> None:
    from urllib.parse import parse_qsl

    assert state_of(MultiDict(parse_qsl(urlsplit(state.address()).query))) == state


@pytest.mark.parametrize(
    "args", ["most=x", "most=99999999", "confidence=nan", "since=-1", "kind=zzz", "layout=spiral", "reviewed=?"]
)
def test_nonsense_is_left_out(client: FlaskClient, args: str) -> None:
    assert client.get(f"/browse?{args}").status_code == 200


def drawn(client: FlaskClient, query: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(client.get(f"/browse?{query}&format=json").text)
    return made


def test_a_thing_its_claims_and_their_arguments(client: FlaskClient) -> None:
    burnham = drawn(client, "from=theorist/james-burnham")
    assert {node["key"] for node in burnham["nodes"]} >= {"theorist/james-burnham", "theorist/bruno-rizzi"}
    (tie,) = (edge for edge in burnham["edges"] if edge["kind"] == "derives_from")
    assert tie["standing"] == "contested" and tie["count"] == 2
    claimed = drawn(client, "from=theorist/james-burnham&claims=theorist/james-burnham")
    claims = [node for node in claimed["nodes"] if node["type"] == "claim"]
    assert {node["label"] for node in claims} >= {"a new class rules", "the Soviet Union is not capitalist"}
    first = f"source/survey/claim/{SURVEY.claims[0].id}"
    argued = drawn(client, f"claims=theorist/james-burnham&from=theorist/james-burnham&arguments={first}")
    assert any(edge["kind"] == "supports" for edge in argued["edges"])


def test_every_end_of_a_line_is_drawn(client: FlaskClient) -> None:
    for query in (
        "",
        "from=theory/state-capitalism&claims=theory/state-capitalism",
        "from=case/soviet-union&claims=case/soviet-union",
    ):
        made = drawn(client, query)
        keys = {node["key"] for node in made["nodes"]}
        assert made["edges"] and all({edge["source"], edge["target"]} <= keys for edge in made["edges"])


@pytest.mark.parametrize(
    ("narrow", "kept"),
    [("", 2), ("&by=Tony+Cliff", 1), ("&source=debate", 0), ("&since=2021", 0), ("&until=2020", 2), ("&confidence=0.9", 0),
     ("&reviewed=yes", 0), ("&reviewed=no", 2)],
)  # fmt: skip
def test_claims_are_chosen_among_as_ties_are(client: FlaskClient, narrow: str, kept: int) -> None:
    from_one = "from=theory/state-capitalism&from=case/soviet-union&claims=theory/state-capitalism&claims=theorist/james-burnham"
    made = drawn(client, f"{from_one}&from=theorist/james-burnham{narrow}")
    claims = {node["label"] for node in made["nodes"] if node["type"] == "claim"}
    assert len({"the Soviet Union is state capitalist", "the Soviet Union is not capitalist"} & claims) == kept


def test_the_panel_tells_who_says_so_in_which_words(client: FlaskClient) -> None:
    page = client.get("/browse?from=theorist/james-burnham&pick=theorist/james-burnham derives_from theorist/bruno-rizzi").text
    panel = page[page.index('id="panel"') : page.index("</aside>")]
    assert "Burnham took his theory from Rizzi." in panel and "There is no evidence that Burnham had read Rizzi." in panel
    assert 'href="/source/survey?at=' in panel


def test_a_name_leads_to_its_thing(client: FlaskClient) -> None:
    assert client.get("/browse?add=Burnham").headers["Location"].startswith("/browse?from=theorist/james-burnham")
    assert "No thing is called" in client.get("/browse?add=zzzz").text


def test_other_tools_get_the_same(client: FlaskClient) -> None:
    import networkx

    graph = networkx.parse_graphml(client.get("/browse?from=theorist/james-burnham&format=graphml").text, force_multigraph=True)
    made = drawn(client, "from=theorist/james-burnham")
    names = {name for _, name in graph.nodes(data="name")}
    assert names == {node["key"] for node in made["nodes"]} and graph.number_of_edges() == len(made["edges"])
    gexf = client.get("/browse?from=theorist/james-burnham&format=gexf")
    assert set(networkx.read_gexf(io.BytesIO(gexf.data), version="1.3")) == names


def test_words_of_a_text_end_no_element(client: FlaskClient) -> None:
    page = client.get("/browse?from=theorist/leon-trotsky&claims=theorist/leon-trotsky").text
    data = page[page.index('id="graph">') + 11 : page.rindex("</script>")]
    assert "<" not in data and "<b>planning</b>" in json.dumps(json.loads(data))


@pytest.fixture
def sheet(browser: Any, address: str) -> Any:
    """The browser at the graph round one thinker, drawn."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    browser.get(address + "/browse?from=theorist/james-burnham")
    until(browser, "return document.getElementById('drawing').dataset.drawn")
    browser.get_log("browser")
    return browser


def until(browser: Any, script: str) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 20).until(lambda b: b.execute_script(script))


KEYS = "return document.getElementById('drawing').browser.graph().nodes().sort()"


@pytest.mark.browser
def test_what_is_drawn_is_what_the_outline_says(sheet: Any) -> None:
    outlined = sheet.execute_script(
        "return [...document.querySelectorAll('#outline .words > li > a')].map(a => a.dataset.pick).sort()"
    )
    assert sheet.execute_script(KEYS) == outlined and len(outlined) > 2


@pytest.mark.browser
def test_grow_pick_read_and_go_back(sheet: Any) -> None:
    start = sheet.current_url
    before = sheet.execute_script(KEYS)
    tie = "theorist/james-burnham derives_from theorist/bruno-rizzi"
    sheet.execute_script("window.stays = true; document.querySelector(`#outline [data-pick='${arguments[0]}']`).click()", tie)
    until(sheet, "return document.getElementById('panel').textContent.includes('Burnham took his theory from Rizzi.')")
    assert "pick=theorist/james-burnham%20derives_from" in sheet.current_url
    sheet.execute_script("document.querySelector(`#outline [data-pick='theorist/james-burnham']`).click()")
    until(sheet, "return [...document.querySelectorAll('#panel .grow a')].some(a => a.textContent.includes('Draw its claims'))")
    sheet.execute_script(
        "[...document.querySelectorAll('#panel .grow a')].find(a => a.textContent.includes('Draw its claims')).click()"
    )
    until(sheet, "return location.search.includes('claims=')")
    grown = until(sheet, KEYS.replace(".sort()", ".some(k => k.includes('/claim/'))"))
    assert grown
    for _ in range(3):
        here = sheet.current_url
        sheet.back()
        until(sheet, f"return location.href !== {json.dumps(here)}")
    until(sheet, f"return location.href === {json.dumps(start)}")
    until(
        sheet,
        KEYS.replace("return ", "return JSON.stringify(") + f") === {json.dumps(json.dumps(before, separators=(',', ':')))}",
    )
    assert sheet.execute_script("return window.stays"), "the page was never left"
    assert [entry["message"] for entry in sheet.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.browser
def test_the_same_picture_each_time(sheet: Any) -> None:
    places = "return document.getElementById('drawing').browser.graph().mapNodes((k, a) => [k, a.x, a.y])"
    first = sheet.execute_script(places)
    sheet.refresh()
    until(sheet, "return document.getElementById('drawing').dataset.drawn")
    assert sheet.execute_script(places) == first


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_no_name_lies_on_another_and_the_picked_one_is_written(sheet: Any, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    sheet.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    sheet.get(sheet.current_url + "&from=theorist/tony-cliff&pick=theorist/bruno-rizzi")
    until(sheet, "return document.getElementById('drawing').browser.names().length > 1")
    written = dict(sheet.execute_script("return document.getElementById('drawing').browser.names()"))
    assert {"theorist/james-burnham", "theorist/bruno-rizzi"} <= written.keys()
    spots = list(written.values())
    for number, one in enumerate(spots):
        assert one["x"] >= 0 and one["x"] + one["wide"] <= width
        for other in spots[:number]:
            beside = one["x"] + one["wide"] <= other["x"] or other["x"] + other["wide"] <= one["x"]
            assert beside or abs(one["y"] - other["y"]) >= 16
