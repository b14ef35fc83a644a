from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.terms import Names
from webapp.addresses import iri_of, key_of, path_of
from webapp.urls import URLS

GUIDE = (Path(__file__).parents[2] / "docs/viewer.md").read_text("utf-8")


@pytest.mark.parametrize("url", URLS, ids=lambda url: url.rule)
def test_every_address_is_in_the_guide(url: object) -> None:
    rule = re.sub(r"<(?:any\([^)]*\)|int|path)?:?(\w+)>", r"<\1>", url.rule)  # type: ignore[attr-defined]
    assert f"| `{rule}` |" in GUIDE


def test_the_guide_names_no_address_that_is_not_there() -> None:
    rules = {re.sub(r"<(?:any\([^)]*\)|int|path)?:?(\w+)>", r"<\1>", url.rule) for url in URLS}
    assert set(re.findall(r"^\| `(/.*?)` \|", GUIDE, re.MULTILINE)) == rules


@pytest.mark.parametrize("names", [Names(), Names("http://localhost:8000/")], ids=["w3id", "local"])
@pytest.mark.parametrize(
    "parts", [("theorist", "rené"), ("source", "a b#c?", "claim", "0a"), ("graph", "identity"), ("issue", "x", "y")]
)
def test_an_iri_has_one_path_and_a_path_one_iri(names: Names, parts: tuple[str, ...]) -> None:
    iri = names.iri(*parts).value
    path = path_of(iri, names)
    assert path.startswith("/")
    assert key_of(iri, names) == path[1:]
    assert iri_of("/" + "/".join(parts), names) == iri


def test_terms_have_their_place_on_one_page() -> None:
    names = Names("http://localhost:8000/")
    assert path_of("https://w3id.org/doxograph/ns#Claim", names) == "/ns#Claim"
    assert iri_of("/ns", names) == "https://w3id.org/doxograph/ns#"


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "urn:x:y"])
def test_what_is_no_web_address_leads_nowhere(client: FlaskClient, iri: str) -> None:
    assert path_of(iri, Names()) == "#"
    page = client.get("/sparql", query_string={"query": f"SELECT (<{iri}> AS ?x) {{}}"}).text
    assert f'href="{iri}' not in page


def test_pages_are_sent_small_to_who_can_unpack_them(client: FlaskClient) -> None:
    whole = client.get("/source/survey")
    packed = client.get("/source/survey", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in whole.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    import gzip

    assert gzip.decompress(packed.data) == whole.data
    assert int(packed.headers["Content-Length"]) < len(whole.data) / 2
    assert client.get("/static/style.css", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
