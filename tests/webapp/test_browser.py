"""A reader's ways through the viewer, in a real browser."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import SURVEY

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/theorists",
    "/sources",
    "/theorist/james-burnham",
    "/source/survey",
    f"/source/survey/claim/{SURVEY.claims[1].id}",
    "/issue/capitalist",
    "/compare?party=theorist/james-burnham&party=theorist/tony-cliff&party=theorist/leon-trotsky",
    "/lineage?from=theorist/james-burnham",
    "/map/theory/state-capitalism",
    "/search?q=class",
    "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+5",
    "/about",
    "/nowhere",
)


@pytest.fixture
def reader(browser: Any, address: str) -> Any:
    """The browser, as wide as a desk, with nothing in its logs."""
    width(browser, 1280)
    scheme(browser, "light")
    for log in ("browser", "performance"):
        browser.get_log(log)
    browser.get(address + "/about")
    return browser


def width(browser: Any, pixels: int) -> None:
    metrics = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": pixels < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def scheme(browser: Any, name: str) -> None:
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})


def arrive(browser: Any, part: str) -> None:
    """Wait until the browser stands at an address that holds these characters, its page whole."""
    from selenium.webdriver.support.ui import WebDriverWait

    ready = "return document.readyState"
    WebDriverWait(browser, 20).until(lambda b: part in b.current_url and b.execute_script(ready) == "complete")


def see(browser: Any, selector: str) -> list[Any]:
    return list(browser.find_elements("css selector", selector))


def test_find_a_thinker_and_read_the_evidence(reader: Any, address: str) -> None:
    reader.get(address)
    box = see(reader, "#q")[0]
    box.send_keys("Burnham\n")
    arrive(reader, "/search?q=Burnham")
    link = next(a for a in see(reader, "main a.thing") if "James Burnham" in a.text)
    link.click()
    arrive(reader, "/theorist/")
    assert see(reader, "h1")[0].text == "James Burnham"
    next(a for a in see(reader, ".quoted a.place") if a.is_displayed()).click()
    arrive(reader, "/source/survey?at=")
    cited = "".join(piece.text for piece in see(reader, ".m.cited"))
    assert "Burnham" in cited
    note = see(reader, "a.ref")[0]
    note.click()
    arrive(reader, "#note-")
    target = see(reader, f"#{urlsplit(reader.current_url).fragment}")[0]
    assert "asserts" in target.text
    target.find_element("css selector", "a.open").click()
    arrive(reader, "/claim/")


def test_compare_two_thinkers_and_open_every_quote(reader: Any, address: str) -> None:
    reader.get(address + "/compare")
    first, second = see(reader, "input[name=party]")[:2]
    first.send_keys("Burnham")
    second.send_keys("Cliff\n")
    arrive(reader, "party=theorist/james-burnham&party=theorist/tony-cliff")
    assert see(reader, ".band h2")[0].text.startswith("Where they differ")
    summary = see(reader, ".matrix details.all summary")[0]
    details = summary.find_element("xpath", "..")
    assert not details.find_element("css selector", "blockquote").is_displayed()
    summary.click()
    assert details.find_element("css selector", "blockquote").is_displayed()
    assert "A survey of the quarrel" in details.text
    reader.back()
    reader.forward()
    arrive(reader, "party=theorist/james-burnham")
    assert see(reader, ".matrix")  # the address alone brings it back


def test_trace_a_path_and_follow_the_drawing_to_its_words(reader: Any, address: str) -> None:
    reader.get(address + "/lineage")
    see(reader, "input[name=from]")[0].send_keys("James Burnham")
    see(reader, "input[name=to]")[0].send_keys("Rizzi\n")
    arrive(reader, "to=theorist/bruno-rizzi")
    assert "Burnham took his theory from Rizzi." in see(reader, ".path")[0].text
    see(reader, ".drawing g.arc text")[0].click()
    arrive(reader, "#step-")


def test_the_keyboard_alone_goes_from_statement_to_statement(reader: Any, address: str) -> None:
    reader.get(address + "/source/survey")
    body = see(reader, "body")[0]
    body.send_keys("n")
    assert reader.switch_to.active_element.get_attribute("id") == "ref-1"
    assert len(see(reader, ".lit")) == 0  # the note lights up when it is reached, not its number
    reader.switch_to.active_element.send_keys("n")
    assert reader.switch_to.active_element.get_attribute("id") == "ref-2"
    reader.switch_to.active_element.send_keys("p")
    assert reader.switch_to.active_element.get_attribute("id") == "ref-1"


def test_the_first_tab_leads_past_the_navigation(reader: Any, address: str) -> None:
    reader.get(address)
    see(reader, "body")[0].send_keys("\ue004")
    assert reader.switch_to.active_element.text == "Skip to the content"
    reader.switch_to.active_element.send_keys("\n")
    assert reader.execute_script("return document.activeElement.id") == "main"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_page_is_quiet_and_fits_every_screen(reader: Any, address: str, path: str, colours: str) -> None:
    scheme(reader, colours)
    for pixels in (1280, 390):
        width(reader, pixels)
        reader.get(address + path)
        page, window = reader.execute_script(
            "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert page <= window
    complaints = [entry["message"] for entry in reader.get_log("browser") if "status of 404" not in entry["message"]]
    assert complaints == []  # a breach of the content security policy would stand here
    asked = set()
    for entry in reader.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.add(urlsplit(message["params"]["request"]["url"]).netloc)
    assert asked == {urlsplit(address).netloc}
    paper = reader.execute_script("return getComputedStyle(document.body).backgroundColor")
    red = int(paper.removeprefix("rgb(").split(",")[0])
    assert (red > 200) == (colours == "light")


def test_reading_needs_no_script(reader: Any, address: str) -> None:
    reader.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.get(address + "/source/survey")
        assert len(see(reader, "aside.notes li")) > 5
        reader.get(address + "/theorist/james-burnham")
        see(reader, ".tied summary")[0].click()
        assert see(reader, ".tied details[open] blockquote")[0].is_displayed()
    finally:
        reader.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
