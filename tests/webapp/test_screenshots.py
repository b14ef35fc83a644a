"""The pictures of the documentation: every page has one, and the page that shows them is as it would be written anew."""

from __future__ import annotations

from pathlib import Path

from webapp.screenshots import FINDS, gallery, pictures
from webapp.urls import URLS

DOCS = Path(__file__).parents[2] / "docs"
LISTED = pictures(DOCS / "screenshots")
#: addresses that answer with no page of their own
NO_PAGE = {"suggest", "logout", "job_events", "review_do"}
MOST = 120_000  #: bytes of a picture


def test_every_page_has_its_picture() -> None:
    assert {one.page for one in LISTED} == {url.name for url in URLS} - NO_PAGE


def test_every_picture_is_there_and_small_and_no_other() -> None:
    files = {file.name: file.stat().st_size for file in (DOCS / "screenshots").iterdir() if file.suffix != ".toml"}
    assert files.keys() == {one.file for one in LISTED}
    assert max(files.values()) <= MOST and sum(files.values()) <= 4_000_000


def test_the_gallery_is_as_it_would_be_written() -> None:
    assert (DOCS / "pages.md").read_text("utf-8") == gallery(LISTED)


def test_some_are_dark_and_some_are_of_a_phone() -> None:
    assert any(one.dark for one in LISTED) and any(one.width == 390 for one in LISTED)
    for one in LISTED:
        one.at.format(**dict.fromkeys((*FINDS, *(f"{name}_key" for name in FINDS), "job"), "x"))
