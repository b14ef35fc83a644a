"""A reader's ways through the viewer, in a real browser."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import SURVEY
from flask import Flask
from werkzeug.serving import make_server

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


def wait_for(browser: Any, selector: str) -> None:
    """Wait until something is to be seen."""
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 20).until(lambda b: any(one.is_displayed() for one in see(b, selector)))


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


WRITTEN = """
const box = (one) => { const r = one.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom, one.textContent]; };
const svg = document.querySelector("svg.descent"), times = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
const size = parseFloat(getComputedStyle(svg.querySelector(".node text")).fontSize) * times;
return [[...svg.querySelectorAll("text")].map(box), box(svg), size];
"""


@pytest.mark.parametrize("pixels", [1280, 390])
def test_nothing_written_in_the_drawing_of_a_lineage_covers_another(reader: Any, descent: Flask, pixels: int) -> None:
    server = make_server("127.0.0.1", 0, descent, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    width(reader, pixels)
    try:
        reader.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        reader.get(f"http://127.0.0.1:{server.server_port}/lineage?from=theorist/leon-trotsky&steps=8")
        reader.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        boxes, sheet, size = reader.execute_script(WRITTEN)
    finally:
        server.shutdown()
    assert len(boxes) > 30 and size > 10.5
    for n, (left, top, right, bottom, said) in enumerate(boxes):
        assert sheet[0] - 1 <= left and right <= sheet[2] + 1 and sheet[1] <= top and bottom <= sheet[3], said
        for other in boxes[n + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] + 4 or other[3] <= top + 4
            assert apart, f"{said} and {other[4]}"


def test_the_keyboard_alone_goes_from_statement_to_statement(reader: Any, address: str) -> None:
    reader.get(address + "/source/survey")
    body = see(reader, "body")[0]
    body.send_keys("n")
    assert reader.switch_to.active_element.get_attribute("id") == "ref-1"
    lit = "".join(piece.text for piece in see(reader, ".words .lit"))
    assert "the Soviet Union is not capitalist" in lit
    assert "James Burnham" in see(reader, ".notes .lit")[0].text  # its words and its note are lit up together
    assert see(reader, ".steps .at")[0].text.startswith("Statement 1 of")
    assert see(reader, ".steps .told")[0].text.startswith("James Burnham asserts")
    reader.switch_to.active_element.send_keys("n")
    assert reader.switch_to.active_element.get_attribute("id") == "ref-2"
    reader.switch_to.active_element.send_keys("p")
    assert reader.switch_to.active_element.get_attribute("id") == "ref-1"
    see(reader, ".steps button")[1].click()
    assert reader.switch_to.active_element.get_attribute("id") == "ref-2"


def test_the_keys_can_be_put_off_and_stay_so(reader: Any, address: str) -> None:
    reader.get(address + "/source/survey")
    see(reader, ".steps input")[0].click()
    reader.get(address + "/source/debate")
    body = see(reader, "body")[0]
    body.send_keys("n")
    assert reader.switch_to.active_element.tag_name == "body"
    see(reader, ".steps input")[0].click()
    reader.execute_script("document.activeElement.blur()")
    body.send_keys("n")
    assert reader.switch_to.active_element.get_attribute("id") == "ref-1"


def test_statements_go_on_over_the_parts_of_a_long_text(reader: Any, tmp_path: Path) -> None:
    from test_reading import long_text

    from webapp import create_app

    server = make_server("127.0.0.1", 0, create_app(long_text(tmp_path)), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        reader.get(f"http://127.0.0.1:{server.server_port}/source/long?part=2")
        see(reader, "body")[0].send_keys("n")
        first = reader.switch_to.active_element
        assert first.get_attribute("id") == "ref-1"
        first.send_keys("p")
        arrive(reader, "part=1#last-statement")
        last = see(reader, "a.ref")[-1].get_attribute("id")
        assert reader.switch_to.active_element.get_attribute("id") == last
        reader.switch_to.active_element.send_keys("n")
        arrive(reader, "part=2#first-statement")
        assert reader.switch_to.active_element.get_attribute("id") == "ref-1"
    finally:
        server.shutdown()


def test_words_are_found_in_the_text_and_reached(reader: Any, address: str) -> None:
    reader.get(address + "/source/survey")
    see(reader, "input[name=find]")[0].send_keys("a new class\n")
    arrive(reader, "find=a+new+class")
    see(reader, ".found li a")[0].click()
    arrive(reader, "#hit-")
    hit = see(reader, ".m.hit")[0]
    assert hit.text == "a new class"
    assert reader.execute_script(
        "const r = arguments[0].getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight", hit
    )


def test_selected_words_can_be_linked_to(reader: Any, address: str) -> None:
    from desk import select

    reader.get(address + "/source/survey")
    assert not see(reader, ".selected")[0].is_displayed()
    select(reader, "theory from Rizzi", ".reading")
    wait_for(reader, ".selected")
    assert not see(reader, ".selected [data-add]")  # that needs a login
    see(reader, ".selected [data-here]")[0].click()
    start = SURVEY.document.text.index("theory from Rizzi")
    arrive(reader, f"?at={start}-{start + 17}")
    assert "".join(piece.text for piece in see(reader, ".m.cited")) == "theory from Rizzi"


def test_from_a_note_into_the_graph_and_back_to_its_words(reader: Any, address: str) -> None:
    reader.get(address + "/source/survey")
    see(reader, "#note-1 a.graph")[0].click()
    arrive(reader, "/browse?")
    place = next(a for a in see(reader, "#panel a.place") if a.is_displayed())
    place.click()
    arrive(reader, "/source/survey?at=")
    assert "the Soviet Union is not capitalist" in "".join(piece.text for piece in see(reader, ".m.cited"))


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
