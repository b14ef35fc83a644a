"""Every page under axe-core, in light and dark, on a desk and on a phone; every page by keyboard; no page asks another host."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import SURVEY

import webapp
from webapp.urls import URLS

pytestmark = pytest.mark.browser

AXE = Path(webapp.__file__).parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CLAIM = f"/source/survey/claim/{SURVEY.claims[1].id}"
SHA = hashlib.sha256(SURVEY.document.text.encode()).hexdigest()[:12]
SPAN = f"/source/survey/{SHA}/span/{SURVEY.claims[0].evidence.start}-{SURVEY.claims[0].evidence.end}"
BURNHAM = "/lineage?from=theorist/james-burnham"
#: an address for each name in ``webapp.urls``; more where a page has two faces
PAGES: dict[str, tuple[str, ...]] = {
    "home": ("/",),
    "search": ("/search?q=class", "/search?q=zzzz"),
    "about": ("/about",),
    "listing": ("/theorists",),
    "sources": ("/sources",),
    "entity": ("/theorist/james-burnham", "/theory/state-capitalism"),
    "issue": ("/issue/capitalist",),
    "source": ("/source/survey",),
    "author": ("/source/survey/author",),
    "claim": (CLAIM,),
    "relation": (f"/source/survey/relation/{SURVEY.relations[0].id}",),
    "argument": (f"/source/survey/argument/{SURVEY.arguments[0].id}",),
    "evidence": (SPAN,),
    "browse": ("/browse", "/browse?from=theorist/james-burnham&pick=theorist/james-burnham"),
    "compare": ("/compare", "/compare?party=theorist/james-burnham&party=theorist/tony-cliff"),
    "lineage": ("/lineage", BURNHAM, f"{BURNHAM}&to=theorist/bruno-rizzi"),
    "argument_map": ("/map", f"/map{CLAIM}?accept=source/survey/claim/{SURVEY.claims[4].id}", "/map/issue/capitalist"),
    "cite": ("/cite?of=source/survey",),
    "sparql": ("/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+5",),
    "login": ("/login",),
    "review": ("/review", "/review?order=doubt&kind=claim"),
    "review_statement": (f"/review{CLAIM}",),
    "review_thing": ("/review/theorist/james-burnham",),
    "review_log": ("/review/log",),
    "review_orphans": ("/review/orphans",),
    "review_agreement": ("/review/agreement",),
    "vocabulary": ("/ns",),
    "graph": ("/graph/source/survey",),
    "resource": ("/issue/capitalist/yes",),
    "missing": ("/nowhere",),
}
#: violations, each with a few of the places it stands at
CHECK = """
const done = arguments[arguments.length - 1];
const where = (n) => `${n.target.join(" ")} ${n.html.slice(0, 160)} ${[...n.any, ...n.all, ...n.none][0]?.message ?? ""}`;
axe.run(document, { runOnly: arguments[0], resultTypes: ["violations"] }).then((found) =>
  done(found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 4).map(where).join(" | ")}`)));
"""
#: what has the focus, whether a keyboard gave it, and whether that can be seen
FOCUSED = """
const e = document.activeElement;
if (e === document.body) return null;
const lit = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || parseFloat(s.strokeWidth) >= 2.5;
const seen = [e, ...e.querySelectorAll("*"), e.closest(".CodeMirror") ?? e].map((part) => getComputedStyle(part)).some(lit);
return [e.outerHTML.slice(0, 120), e.matches(":focus-visible"), seen];
"""
NO_PAGE = {
    "suggest": "it answers in JSON",
    "logout": "it leads home",
    "job_events": "it tells a page how far a job is",
    **dict.fromkeys(("add", "job", "jobs", "remove"), "it needs a login: test_desk.py looks at it"),
    "review_add": "it needs a login: test_review_browser.py looks at it",
    "review_do": "it leads on",
}
EVERY = [path for paths in PAGES.values() for path in paths]


def test_every_page_is_looked_at() -> None:
    assert {url.name for url in URLS} == PAGES.keys() | NO_PAGE.keys()


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker's script."""
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci in webapp/frontend (make frontend does it)")
    return AXE.read_text(encoding="utf-8")


def look(browser: Any, width: int, scheme: str) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.fixture
def looker(browser: Any) -> Iterator[Any]:
    """The browser, left as other tests expect it."""
    yield browser
    look(browser, 1280, "light")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def settled(browser: Any) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 20).until(lambda b: b.execute_script("return document.readyState") == "complete")


@pytest.mark.slow
@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_nothing(looker: Any, address: str, axe: str, path: str) -> None:
    found = []
    for width in (1280, 390):
        look(looker, width, "light")
        looker.get(address + path)
        settled(looker)
        looker.execute_script("for (const d of document.querySelectorAll('main details')) d.open = true")
        looker.execute_script(axe)
        for scheme in ("light", "dark"):
            look(looker, width, scheme)
            found += [f"{width} {scheme} {one}" for one in looker.execute_async_script(CHECK, RULES)]
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("path", EVERY)
def test_a_page_four_times_as_large_is_read_by_scrolling_down_alone(looker: Any, address: str, path: str) -> None:
    look(looker, 320, "light")  # 1280 CSS pixels at 400% (WCAG 1.4.10)
    looker.get(address + path)
    settled(looker)
    looker.execute_script("for (const d of document.querySelectorAll('main details')) d.open = true")
    assert looker.execute_script("return document.documentElement.scrollWidth") <= 320


@pytest.mark.slow
@pytest.mark.parametrize("path", EVERY)
def test_a_page_asks_no_other_host_and_is_reached_by_keyboard(looker: Any, address: str, path: str) -> None:
    look(looker, 1280, "light")
    looker.get_log("performance")
    looker.get(address + path)
    settled(looker)
    asked = set()
    for entry in looker.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = urlsplit(message["params"]["request"]["url"])
            asked |= {url.netloc} if url.scheme not in ("data", "blob") else set()
    assert asked == {urlsplit(address).netloc}
    body = looker.find_element("css selector", "body")
    looker.execute_script("document.activeElement.blur()")
    body.send_keys("\ue004")
    first = looker.switch_to.active_element
    assert first.get_attribute("class") == "skip" and first.rect["x"] >= 0  # out of sight until it has the focus
    first.send_keys("\n")
    assert looker.execute_script("return document.activeElement.id") == "main"
    seen = []
    for _ in range(14):
        looker.switch_to.active_element.send_keys("\ue004")
        told = looker.execute_script(FOCUSED)
        if told is None:
            break
        seen.append(told)
    assert seen and [html for html, visible, lit in seen if visible and not lit] == []
