"""The graph browser: its state, its data, and the drawing in a real browser."""

from __future__ import annotations

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
    assert set(graph) == {node["key"] for node in made["nodes"]} and graph.number_of_edges() == len(made["edges"])


def test_words_of_a_text_end_no_element(client: FlaskClient) -> None:
    page = client.get("/browse?from=theorist/leon-trotsky&claims=theorist/leon-trotsky").text
    data = page[page.index('id="graph">') + 11 : page.rindex("</script>")]
    assert "<" not in data and "<b>planning</b>" in json.dumps(json.loads(data))
