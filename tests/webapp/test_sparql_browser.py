"""The SPARQL page in a browser: the editor runs a query, shows a table and a graph, and asks no other host."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from webapp.bundles import BUILT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (BUILT / "sparql.js").exists(), reason="the page's script is not bundled: make frontend"),
]
TIES = """CONSTRUCT { ?a ?how ?b . ?a skos:prefLabel ?n }
WHERE { ?r dox:subjectEntity ?a ; dox:predicate ?how ; dox:objectEntity ?b . ?a skos:prefLabel ?n }"""


def found(browser: WebDriver, css: str) -> WebDriver:
    return WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, css))[0]


def test_a_query_in_the_address_is_run_and_its_links_stay_here(browser: WebDriver, address: str) -> None:
    browser.get(f"{address}/sparql?query={quote('SELECT ?s ?title WHERE { ?s dcterms:title ?title }')}")
    link = found(browser, ".yasr td a")
    WebDriverWait(browser, 10).until(lambda _: link.get_attribute("href").startswith(address + "/source/"))
    assert "PREFIX dcterms:" in browser.execute_script("return document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert not browser.find_elements(By.CSS_SELECTOR, ".parseErrorIcon")


def test_triples_are_drawn_as_a_graph(browser: WebDriver, address: str) -> None:
    browser.get(f"{address}/sparql?query={quote(TIES)}")
    found(browser, ".yasr .select_graph").click()
    assert found(browser, ".sparql-graph svg path.shape.theorist")
    assert found(browser, ".sparql-graph svg path.shape.work")
    words = {text.text for text in browser.find_elements(By.CSS_SELECTOR, ".sparql-graph text")}
    assert "James Burnham" in words


def test_an_example_is_asked_by_a_click_and_stands_in_the_address(browser: WebDriver, address: str) -> None:
    browser.get(f"{address}/sparql")
    found(browser, ".yasqe")
    browser.find_element(By.CSS_SELECTOR, "a[data-query]").click()
    assert found(browser, ".yasr td")
    assert "/sparql?query=" in browser.current_url


def test_the_page_asks_no_other_host(browser: WebDriver, address: str) -> None:
    browser.get(f"{address}/sparql?query={quote('SELECT * WHERE { ?s a dox:Theory }')}")
    found(browser, ".yasr td")
    asked = browser.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    assert asked
    assert all(name.startswith(address) or name.startswith("data:") for name in asked)
