"""A least confidence can be asked for on every page that lists statements; what is less sure is then not shown."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from lxml import html

PAGES = (
    "/theorist/james-burnham",
    "/issue/capitalist",
    "/source/survey",
    "/source/survey/author",
    "/lineage?from=theorist/james-burnham",
    "/compare?party=theorist/james-burnham&party=theorist/tony-cliff",
)


def told(page: html.HtmlElement) -> list[float]:
    """The confidences that a page shows beside its statements."""
    words = " ".join(page.xpath("//*[contains(@class, 'confidence')]/text()"))
    return [float(found) for found in re.findall(r"\d?\.\d\d\b", words)]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_statements_has_the_control(client: FlaskClient, address: str) -> None:
    page = html.fromstring(client.get(address).data)
    assert page.xpath("//select[@name='confidence']/option")
    with_it = html.fromstring(client.get(address + ("&" if "?" in address else "?") + "confidence=0.7").data)
    assert with_it.xpath("//select[@name='confidence']/option[@selected]/@value") == ["0.7"]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_less_sure_is_shown(client: FlaskClient, address: str) -> None:
    asked = address + ("&" if "?" in address else "?")
    before = told(html.fromstring(client.get(asked + "confidence=0").data))
    assert not before or min(before) < 0.95
    assert all(sure >= 0.95 for sure in told(html.fromstring(client.get(asked + "confidence=0.95").data)))


@pytest.mark.parametrize("given", ["nan", "-3", "many", "", "1e9"])
def test_what_is_no_confidence_does_no_harm(client: FlaskClient, given: str) -> None:
    assert client.get(f"/theorist/james-burnham?confidence={given}").status_code == 200
