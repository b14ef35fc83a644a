"""Statements that rest on the same words stand together."""

from __future__ import annotations

from types import SimpleNamespace

from flask.testing import FlaskClient
from lxml import html

from webapp.together import spread, together


def _quotes(page: bytes, words: str) -> list[html.HtmlElement]:
    found = html.fromstring(page).xpath("//figure[contains(@class, 'quoted')]")
    return [figure for figure in found if figure.find(".//blockquote").text_content().strip() == words]


def test_joint_holders_stand_over_their_words_together(client: FlaskClient) -> None:
    found = _quotes(client.get("/search?q=new+class+rules").data, "a new class rules")
    assert len(found) == 1
    names = found[0].xpath(".//span[@class='says']//a[contains(@class, 'thing')]/span[@class='hung']")
    assert sorted(name.text_content() for name in names) == ["Bruno Rizzi", "James Burnham"]


def test_only_neighbours_with_the_same_words_are_brought_together() -> None:
    def row(words: str, confidence: float = 0.5) -> SimpleNamespace:
        return SimpleNamespace(predicate="holds", evidence=SimpleNamespace(iri=words), confidence=confidence)

    groups = together([row("a"), row("a", 0.75), row("b"), row("a")])
    assert [[one.evidence.iri for one in group] for group in groups] == [["a", "a"], ["b"], ["a"]]
    assert [spread(group) for group in groups] == [".50 to .75", ".50", ".50"]
