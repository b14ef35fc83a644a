"""Source ids: the slug of a name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.sources import slug


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("the-new-class", "the-new-class"),
        ("Seed_1.draft", "Seed_1.draft"),
        ("Rizzi, Bruno (1939)", "Rizzi-Bruno-1939"),
        ("Bürokratie & Klasse", "Burokratie-Klasse"),
        (".hidden", "hidden"),
        ("a/b", "a-b"),
    ],
)
def test_names_and_their_ids(name: str, id_: str) -> None:
    assert slug(name) == id_


def test_a_name_of_which_nothing_is_left() -> None:
    assert re.fullmatch(r"text-[0-9a-f]{8}", slug("官僚"))
    assert slug("官僚") != slug("阶级")


@given(st.text(min_size=1))
def test_ids_fit_addresses_and_are_their_own_slug(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~-]*", slug(name))
    assert slug(slug(name)) == slug(name)
