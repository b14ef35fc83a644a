"""What readers come for, from page to page in a real browser: every step by what they would click or type."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import SURVEY
from test_browser import arrive, reader, see, wait_for

pytestmark = pytest.mark.browser
__all__ = ["reader"]  # a fixture
CLAIM = f"/source/survey/claim/{SURVEY.claims[0].id}"
RELATION = f"/source/survey/relation/{SURVEY.relations[0].id}"
ARGUMENT = f"/source/survey/argument/{SURVEY.arguments[0].id}"


def until(browser: Any, script: str) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 20).until(lambda b: b.execute_script(f"return {script}"))


def link(browser: Any, words: str, within: str = "main") -> Any:
    """The first link, to be seen, that begins with these words."""
    return next(a for a in see(browser, f"{within} a") if a.is_displayed() and a.text.strip().startswith(words))


def test_find_a_theory_compare_three_trace_a_path_read_its_evidence(reader: Any, address: str) -> None:
    reader.get(address)
    field = see(reader, "#q")[0]
    field.send_keys("state capit")
    wait_for(reader, "[role=option]")
    field.send_keys("\ue015\ue007")  # arrow down, enter
    arrive(reader, "/theory/state-capitalism")
    assert "Tony Cliff" in see(reader, "main")[0].text
    link(reader, "Tony Cliff").click()
    arrive(reader, "/theorist/tony-cliff")
    link(reader, "Compare with others").click()
    arrive(reader, "/compare?party=theorist/tony-cliff")
    for name in ("James Burnham", "Leon Trotsky"):
        next(field for field in see(reader, "input[name=party]") if field.get_attribute("type") != "checkbox").send_keys(
            name + "\n"
        )
        arrive(reader, name.lower().replace(" ", "-"))
    heads = [head.text for head in see(reader, ".matrix thead")[:1]]
    assert all(name in heads[0] for name in ("Tony Cliff", "James Burnham", "Leon Trotsky"))
    assert len(see(reader, ".apart li")) == 3 and len(see(reader, ".agreement tbody tr")) == 3  # each two of them
    reader.get(address + "/lineage")
    see(reader, "input[name=from]")[0].send_keys("James Burnham")
    see(reader, "input[name=to]")[0].send_keys("Bruno Rizzi\n")
    arrive(reader, "to=theorist/bruno-rizzi")
    step = see(reader, ".path li.step")[0]
    assert "Burnham took his theory from Rizzi." in step.text and step.find_elements("css selector", ".year")
    next(a for a in step.find_elements("css selector", "a.place") if a.is_displayed()).click()
    arrive(reader, "/source/survey?at=")
    assert "Burnham took his theory from Rizzi." in "".join(piece.text for piece in see(reader, ".m.cited"))


@pytest.mark.parametrize(
    ("page", "words", "where", "told"),
    [
        (CLAIM, "the sentence", "/span/", "What rests on it"),
        (CLAIM, "What speaks for it", "/map", "The same in words"),
        (RELATION, "Paths between the two", "/lineage?from=", "Paths"),
        (RELATION, "the passage", "/span/", "Burnham took his theory from Rizzi."),
        (ARGUMENT, "See it in an argument map", "/map", "The same in words"),
        ("/source/survey", "what it says for itself", "/source/survey/author", "first point"),
        ("/source/survey", "all it says, as data", "/graph/source/survey", "triples"),
        ("/issue/capitalist", "What speaks for each answer", "/map/issue/capitalist", "The same in words"),
        ("/theories", "state capitalism", "/theory/state-capitalism", "Tony Cliff"),
        ("/theorist/james-burnham", "See in the graph", "/browse?from=theorist/james-burnham", "things"),
        ("/theorist/james-burnham", "Trace the lineage", "/lineage?from=theorist/james-burnham", "Steps"),
        ("/graph/identity", "Theory", "/ns#Theory", "Classes"),
        ("/theorist/james-burnhum", "James Burnham", "/theorist/james-burnham", "claims held"),
    ],
)
def test_one_page_leads_to_another(reader: Any, address: str, page: str, words: str, where: str, told: str) -> None:
    reader.get(address + page)
    if words:
        link(reader, words).click()
        arrive(reader, where)
    assert told.lower() in see(reader, "main")[0].text.lower()


def test_a_page_is_cited_and_its_queries_are_asked_again(reader: Any, address: str) -> None:
    reader.get(address + CLAIM)
    link(reader, "Cite it", "footer").click()
    arrive(reader, "/cite?of=")
    assert "Ann Editor" in see(reader, ".form p")[0].text and "@" in see(reader, ".form pre")[0].text
    reader.get(address + "/compare?party=theorist/james-burnham&party=theorist/tony-cliff")
    link(reader, "The queries behind this view", "footer").click()
    arrive(reader, "queries=1")
    button = see(reader, ".behind details[open] button")[0]
    button.click()
    arrive(reader, "/sparql")
    wait_for(reader, "main table td, .yasr td")


def test_a_comparison_draws_on_chosen_texts_and_is_taken_away(reader: Any, address: str) -> None:
    reader.get(address + "/compare?party=theorist/ada-quill&party=theorist/tony-cliff")
    assert {a.text for a in see(reader, ".take a")} == {"CSV", "JSON", "Markdown", "LaTeX", "Turtle"}
    see(reader, ".chooser details summary")[0].click()
    see(reader, ".chooser input[name=source]")[0].click()
    next(b for b in see(reader, ".chooser button") if b.text == "Compare").click()
    arrive(reader, "source=survey")
    assert see(reader, ".matrix")


def test_a_lineage_is_that_of_one_voice_and_becomes_a_picture(reader: Any, address: str) -> None:
    from selenium.webdriver.support.ui import Select

    reader.get(address + "/lineage?from=theorist/james-burnham")
    steps = len(see(reader, "ol.outline > li.step"))
    chooser = Select(see(reader, "select[name=by]")[0])
    assert len(chooser.options) > 1
    chooser.select_by_index(1)
    next(b for b in see(reader, ".chooser button") if b.text == "Trace").click()
    arrive(reader, "by=")
    assert see(reader, "p.notice") and 0 < len(see(reader, "ol.outline > li.step")) <= steps
    link(reader, "What anybody asserts").click()
    arrive(reader, "from=theorist/james-burnham")
    taken = """window.taken = ""; HTMLAnchorElement.prototype.click = function () { window.taken = this.download; };"""
    reader.execute_script(taken)
    see(reader, "#png")[0].click()
    until(reader, "window.taken === 'lineage.png'")


def test_the_graph_is_narrowed_laid_by_time_and_saved(reader: Any, address: str) -> None:
    kinds = "[...new Set(document.getElementById('drawing').browser.graph().mapEdges((_, a) => a.kind))].sort().join()"
    reader.get(address + "/browse?from=theorist/tony-cliff&most=80")
    until(reader, "document.getElementById('drawing').dataset.drawn")
    assert "," in until(reader, kinds)
    see(reader, ".filters summary")[0].click()
    see(reader, ".filters [name=kind][value=holds]")[0].click()
    until(reader, f"{kinds} === 'holds'")
    assert "kind=holds" in reader.current_url
    reader.back()
    until(reader, f"{kinds} !== 'holds'")
    reader.execute_script("document.querySelector('[name=layout][value=time]').click()")
    until(reader, "location.search.includes('layout=time') && document.querySelectorAll('.years span').length > 0")
    years = [int(span.text) for span in see(reader, ".years span") if span.text.isdecimal()]
    assert years == sorted(years)
    reader.execute_script("HTMLAnchorElement.prototype.click = function () { window.taken = this.download; };")
    for name in ("svg", "png"):
        see(reader, f"[data-do={name}]")[0].click()
        until(reader, f"window.taken === 'graph.{name}'")
