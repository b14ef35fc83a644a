"""The page of the vocabulary shows every term, its ends and a picture."""

from __future__ import annotations

from flask.testing import FlaskClient
from lxml import html

from kb.vocabulary.description import entries


def test_every_term_has_its_place_with_ends_example_and_kin(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/ns").data)
    for entry in entries():
        [place] = page.xpath(f"//*[@id='{entry.name}']")
        words = " ".join(place.text_content().split())
        assert entry.label in words
        assert " ".join(entry.example.split()) in words
        assert all(end in words for end in (entry.domain, entry.range) if end)
        assert all(other in words for _, other in entry.aligned)


def test_links_between_terms_lead_to_terms(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/ns").data)
    targets = [href[1:] for href in page.xpath("//main//a/@href") if href.startswith("#")]
    assert len(targets) > 100
    assert set(targets) <= set(page.xpath("//@id"))


def test_the_picture_is_drawn_on_the_page(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/ns").data)
    assert "Proposition" in page.xpath("string(//figure//*[local-name()='svg'])")
