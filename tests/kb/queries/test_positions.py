"""Positions are a row for each holder, issue and answer, in the words that give it best."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.queries import positions
from kb.store import Store
from queries.golden import POLEMIC, SURVEY


def test_the_positions_of_one_source(store: Store) -> None:
    assert [(p.holder, p.issue, p.position, p.stance) for p in positions(store, "survey")] == [
        ("Bruno Rizzi", "capitalist", "no", "denies"),
        ("Bruno Rizzi", "capitalist", "yes", "asserts"),
        ("James Burnham", "capitalist", "no", "asserts"),
        ("Tony Cliff", "capitalist", "yes", "asserts"),
        ("Bruno Rizzi", "new-class-society", "yes", "asserts"),
        ("James Burnham", "exploiting-class", "managers", "asserts"),
    ]


def test_a_name_is_the_texts_own_and_its_voice_is_the_author(store: Store) -> None:
    rows = positions(store, "polemic")
    assert {(p.holder, p.ref.label) for p in rows} == {("author", "Tony Cliff"), ("Dunayevskaya", "Raya Dunayevskaya")}


def test_every_quote_stands_at_its_offsets(store: Store) -> None:
    texts = {made.document.source.id: made.document.text for made in (SURVEY, POLEMIC)}
    found = positions(store, tentative=True)
    assert found
    assert all(texts[p.source][p.start : p.end] == p.quote for p in found)


def test_what_is_only_raised_is_left_out_unless_asked_for(store: Store) -> None:
    def raised(tentative: bool) -> set[str]:
        return {p.holder for p in positions(store, "survey", tentative=tentative) if p.stance == "questions"}

    assert raised(False) == set()
    assert raised(True) == {"Raya Dunayevskaya"}  # and what nobody named asked is nobody's position


def test_over_all_sources_a_person_is_one_holder_and_each_voice_another(store: Store) -> None:
    rows = [(p.holder, p.source) for p in positions(store) if (p.issue, p.position) == ("capitalist", "yes")]
    assert rows.count(("author", "polemic")) == 1
    assert sum(holder == "Tony Cliff" for holder, _ in rows) == 1


def test_an_unknown_source_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="survey"):
        positions(store, "surveys")


def test_one_issue_alone(store: Store) -> None:
    assert {p.issue for p in positions(store, issue="capitalist")} == {"capitalist"}
    assert positions(store, issue="workers-state") == ()
    with pytest.raises(UsageError, match="capitalist"):
        positions(store, issue="capitalism")


def test_theories_and_works_hold_no_position(store: Store) -> None:
    assert {p.ref.type for p in positions(store, tentative=True)} <= {"theorist", "group", "author"}
