"""The search page, its JSON, the suggestions and their list box."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from flask.testing import FlaskClient


def test_misspelt_words_are_mended_and_that_is_said(client: FlaskClient) -> None:
    text = client.get("/search?q=Burnhem").text
    assert "/theorist/james-burnham" in text and "these are the hits of" in text and "asis=1" in text
    assert "these are the hits of" not in client.get("/search?q=Burnham").text


def test_the_same_as_json(client: FlaskClient) -> None:
    told = client.get("/search?q=capitalist&format=json").get_json()
    assert {claim["holder"] for claim in told["claims"]} >= {"James Burnham", "Tony Cliff"}
    assert all(claim["path"].startswith("/source/") for claim in told["claims"])
    assert "<mark>" in told["passages"][0]["snippet"] and told["instead"] is None
    assert sum(value["count"] for value in told["facets"]["stance"]) == len(told["claims"])
    assert client.get("/search?q=Burnhem&format=json").get_json()["instead"] == "burnham"


@pytest.mark.parametrize(
    "narrow", ["stance=denies", "source=debate", "holder=theorist/tony-cliff", "year=2020-2029", "year=2021"]
)
def test_facets_narrow_claims(client: FlaskClient, narrow: str) -> None:
    whole = client.get("/search?q=capitalist&format=json").get_json()["claims"]
    found = client.get(f"/search?q=capitalist&{narrow}&format=json").get_json()["claims"]
    key, _, value = narrow.partition("=")
    fits = {
        "stance": lambda c: c["stance"] == value,
        "source": lambda c: c["source"] == value,
        "holder": lambda c: c["holder"] == "Tony Cliff",
        "year": lambda c: int(value[:4]) <= c["year"] <= int(value[-4:]),
    }[key]
    assert found and {c["path"] for c in found} == {c["path"] for c in whole if fits(c)}


def test_a_facet_is_a_link_that_is_taken_and_given_up(client: FlaskClient) -> None:
    text = client.get("/search?q=capitalist").text
    assert "stance=denies" in text and 'href="?q=capitalist&amp;holder=theorist' in text
    taken = client.get("/search?q=capitalist&stance=denies").text
    facet = re.search(r'<a href="([^"]*)" aria-current="true">denies</a>', taken)
    assert facet and "stance" not in facet[1]


def test_the_least_confidence_is_kept(client: FlaskClient) -> None:
    assert client.get("/search?q=capitalist&confidence=0.9&format=json").get_json()["claims"] == []
    assert client.get("/search?q=capitalist&confidence=0.8&format=json").get_json()["claims"]
    for odd in ("nan", "-3", "seven"):
        assert client.get(f"/search?q=capitalist&confidence={odd}&format=json").get_json()["claims"]
    assert '<option value="0.9" selected>' in client.get("/search?q=capitalist&confidence=0.9").text


@pytest.mark.parametrize("typed", ["burn", "Burnham", "Burnam", "managerial revolu", "Managreial"])
def test_suggestions(client: FlaskClient, typed: str) -> None:
    told = client.get(f"/suggest?q={typed}").get_json()
    assert told and {"label", "name", "type", "path", "statements"} == set(told[0])
    assert told[0]["path"] in ("/theorist/james-burnham", "/work/the-managerial-revolution", "/theory/managerial-society")


def test_nothing_typed_suggests_nothing(client: FlaskClient) -> None:
    assert client.get("/suggest").get_json() == client.get("/suggest?q=%20").get_json() == []


@pytest.mark.browser
def test_the_field_is_a_combobox(browser: Any, address: str) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    from webapp.bundles import BUILT

    if not (BUILT / "search.js").exists():
        pytest.skip("the scripts are not built: make frontend")
    browser.get(f"{address}/about")
    field = browser.find_element(By.ID, "finder")
    field.send_keys("burn")
    options = _waited(lambda: browser.find_elements(By.CSS_SELECTOR, "[role=option]"))
    assert "James Burnham" in options[0].text and field.get_attribute("aria-expanded") == "true"
    field.send_keys(Keys.ARROW_DOWN)
    assert field.get_attribute("aria-activedescendant") == options[0].get_attribute("id")
    field.send_keys(Keys.ESCAPE)
    assert field.get_attribute("aria-expanded") == "false"
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert _waited(lambda: browser.current_url.startswith(f"{address}/t"))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("page", "field", "where"),
    [
        ("/compare", "input[name=party]", ""),
        ("/lineage", "input[name=from]", ""),
        ("/browse", "#add", "/browse?from=theorist/bruno-rizzi"),
    ],
)
def test_a_field_for_a_name_takes_the_one_that_is_chosen(browser: Any, address: str, page: str, field: str, where: str) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.get(address + page)
    typed = browser.find_element(By.CSS_SELECTOR, field)
    typed.send_keys("bruno rizi")  # misspelt
    assert "Bruno Rizzi" in _waited(lambda: browser.find_elements(By.CSS_SELECTOR, "[role=option]"))[0].text
    typed.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    if where:
        assert _waited(lambda: browser.current_url.startswith(address + where))
    else:
        assert typed.get_attribute("value") == "Bruno Rizzi" and browser.current_url == address + page


@pytest.mark.browser
def test_a_misspelt_search_is_narrowed_by_a_facet(browser: Any, address: str) -> None:
    from selenium.webdriver.common.by import By

    browser.get(f"{address}/search?q=burnam+class")
    main = browser.find_element(By.TAG_NAME, "main")
    assert "burnham" in main.text.lower() and browser.find_elements(By.CSS_SELECTOR, "main mark")
    browser.find_element(By.CSS_SELECTOR, ".narrowing summary").click()
    facet = next(a for a in browser.find_elements(By.CSS_SELECTOR, "main a") if "holder=" in (a.get_attribute("href") or ""))
    facet.click()
    assert _waited(lambda: "holder=" in browser.current_url)


def _waited(look: Any) -> Any:
    for _ in range(50):
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")
