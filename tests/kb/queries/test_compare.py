"""Cells tell what a party says and never more: silence is no denial, two answers stand side by side."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.queries import compare
from kb.queries.compare import Cell, Comparison
from kb.store import Store


def cell(found: Comparison, party: str, issue: str) -> Cell:
    at = [p.ref.label for p in found.parties].index(party)
    return next(row for row in found.rows if row.issue.id == issue).cells[at]


def quotes(cell: Cell) -> list[str]:
    return [support.quote.quote for support in cell.supports]


def test_a_theorist_denies_what_his_claims_deny(store: Store) -> None:
    found = cell(compare(store, ["James Burnham"]), "James Burnham", "capitalist")
    assert found.status == "denies"
    assert [given.answer.id for given in found.answers] == ["no"]
    assert quotes(found) == ["Russia is not capitalist"]


def test_silence_is_not_stated_and_not_a_denial(store: Store) -> None:
    found = cell(compare(store, ["James Burnham"]), "James Burnham", "workers-state")
    assert (found.status, found.answers, found.supports) == ("not_stated", (), ())


def test_an_answer_to_a_question_of_who_is_named(store: Store) -> None:
    found = cell(compare(store, ["James Burnham"]), "James Burnham", "exploiting-class")
    assert found.status == "qualified"  # he only suggested it
    assert [(given.answer.id, given.tentative) for given in found.answers] == [("managers", True)]


def test_two_answers_of_one_party_stand_side_by_side(store: Store) -> None:
    found = cell(compare(store, ["Rizzi"]), "Bruno Rizzi", "capitalist")
    assert found.status == "contested"
    assert {given.answer.id for given in found.answers} == {"yes", "no"}
    assert set(quotes(found)) == {"Russia is capitalist at all", "Russia has restored capitalism"}


def test_relations_answer_too(store: Store) -> None:
    found = cell(compare(store, ["Tony Cliff"]), "Tony Cliff", "capitalist")
    assert found.status == "affirms"
    assert "Cliff upheld state capitalism." in quotes(found)
    assert "Russia is state capitalist through and through" in quotes(found)  # his own text


def test_a_theory_draws_on_what_states_it_and_on_its_holders_apart(store: Store) -> None:
    found = compare(store, ["state capitalism"])
    assert [ref.label for ref in found.parties[0].holders] == ["Tony Cliff"]
    there = cell(found, "state capitalism", "capitalist")
    assert there.status == "affirms"
    direct = {support.quote.quote for support in there.direct}
    through = {support.quote.quote for support in there.through_holders}
    assert "Cliff called Russia state capitalism." in direct  # a case is said to be what the theory names
    assert "Russia is state capitalist" in direct  # an adherent asserts it by name
    assert "Cliff upheld state capitalism." in through
    assert not direct & through


def test_a_holder_of_whom_accounts_differ_is_shown_but_lends_a_theory_nothing(store: Store) -> None:
    found = compare(store, ["state capitalism"])
    assert [ref.label for ref in found.parties[0].contested_holders] == ["Raya Dunayevskaya"]
    assert not any("Dunayevskaya" in words for words in quotes(cell(found, "state capitalism", "capitalist")))


def test_who_rejects_a_theory_lends_it_nothing(store: Store) -> None:
    there = cell(compare(store, ["state capitalism"]), "state capitalism", "capitalist")
    assert not any(support.holder.label == "Bruno Rizzi" for support in there.supports)


def test_a_theory_answers_through_its_holder_alone(store: Store) -> None:
    there = cell(compare(store, ["managerial society"]), "managerial society", "capitalist")
    assert there.status == "denies"
    assert [support.through for support in there.supports] == ["holder"]
    assert there.supports[0].holder.label == "James Burnham"


def test_a_texts_author_is_a_party_of_that_text_alone(store: Store) -> None:
    found = compare(store, ["polemic/author", "survey/author"])
    assert [party.ref.type for party in found.parties] == ["author", "author"]
    row = found.rows[0]
    assert [cell.status for cell in row.cells] == ["affirms", "not_stated"]
    assert quotes(row.cells[0]) == ["Russia is state capitalist through and through"]


def test_every_issue_has_a_row_in_its_rank_and_every_party_a_cell_once(store: Store) -> None:
    found = compare(store, ["Cliff", ["Burnham", " James"][0], "tony cliff"])
    assert [row.issue.id for row in found.rows] == ["capitalist", "new-class-society", "workers-state", "exploiting-class"]
    assert [party.ref.label for party in found.parties] == ["Tony Cliff", "James Burnham"]
    assert [row.issue.id for row in found.differing] == ["capitalist"]


def test_sources_and_confidence_narrow_what_is_drawn_on(store: Store) -> None:
    assert cell(compare(store, ["Burnham"], sources=["polemic"]), "James Burnham", "capitalist").status == "not_stated"
    assert cell(compare(store, ["Burnham"], min_confidence=0.81), "James Burnham", "capitalist").status == "not_stated"
    assert cell(compare(store, ["Burnham"], min_confidence=0.8), "James Burnham", "capitalist").status == "denies"


def test_no_party_and_an_unknown_source_are_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="no party"):
        compare(store, [])
    with pytest.raises(UsageError, match="survey"):
        compare(store, ["Burnham"], sources=["survy"])
