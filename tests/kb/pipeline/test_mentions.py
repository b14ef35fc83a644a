"""Names are found in prose of many fields without a vocabulary, and capitals that name nothing are left alone."""

from __future__ import annotations

import pytest
from marked_prose import Case, Name, case_of, read_cases
from spacy.tokens import Doc
from stages import pipeline, raw, run

from kb.pipeline.annotations import Mention, mentions_in
from kb.pipeline.mentions import Board
from kb.pipeline.phrases import surface, words_of

CASES = read_cases("mentions-*.txt")
LIMITS = [
    pytest.param(case, name, marks=pytest.mark.xfail(strict=True, reason=case.remark or "known limit"))
    for case in CASES
    for name in case.names
    if name.sign
]


def found_in(case: Case) -> set[tuple[int, int, str]]:
    doc = run(raw(case), until="doxograph_mentions")
    return {(doc[m.start].idx, doc[m.end - 1].idx + len(doc[m.end - 1]), m.type) for m in doc._.dox_mentions}


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_finds_the_marked_names_and_no_others(case: Case) -> None:
    found = found_in(case)
    assert {(n.start, n.end, n.type) for n in case.names if not n.sign} - found == set(), "missing"
    limits = [n for n in case.names if n.sign]
    others = found - {(n.start, n.end, n.type) for n in case.names}
    assert [o for o in others if not any(o[0] < n.end and n.start < o[1] for n in limits)] == [], "wrongly found"


@pytest.mark.parametrize(("case", "name"), LIMITS)
def test_known_limits(case: Case, name: Name) -> None:
    assert ((name.start, name.end, name.type) in found_in(case)) == (name.sign == "?")


def words(*texts: str) -> Doc:
    return Doc(pipeline().vocab, words=list(texts))


def test_a_longer_name_takes_the_place_of_a_shorter_one_of_its_type() -> None:
    board = Board(words("labour", "theory", "of", "value"))
    board.add([Mention(0, 2, "theory", "labour theory")])
    board.add([Mention(0, 4, "theory", "labour theory of value")])
    assert [(m.start, m.end) for m in board.mentions()] == [(0, 4)]


def test_a_name_of_another_type_keeps_its_words() -> None:
    board = Board(words("Marx", "'s", "theory"))
    board.add([Mention(0, 1, "theorist", "Marx")])
    board.add([Mention(0, 3, "theory", "Marx's theory")])
    assert [m.type for m in board.mentions()] == ["theorist"]


def test_half_overlapping_names_stay_with_the_first() -> None:
    board = Board(words("a", "b", "c"))
    board.add([Mention(0, 2, "theory", "a b")])
    board.add([Mention(1, 3, "theory", "b c")])
    assert [(m.start, m.end) for m in board.mentions()] == [(0, 2)]


def test_of_two_found_together_the_longer_comes_first() -> None:
    board = Board(words("a", "b", "c"))
    board.add([Mention(1, 2, "group", "b"), Mention(0, 3, "theory", "a b c")])
    assert [m.text for m in board.mentions()] == ["a b c"]


def test_every_token_of_a_name_knows_its_mention() -> None:
    doc = run(raw(case_of("The geologist James Hutton walked.")), until="doxograph_mentions")
    (mention,) = mentions_in(doc)
    assert all(doc[i]._.dox_mention is mention for i in range(mention.start, mention.end))


def test_a_known_name_ends_with_its_paragraph() -> None:
    doc = run(raw(case_of("¶# Karl ¶ Marx argued that labour makes value.")), until="doxograph_mentions")
    assert [m.text for m in doc._.dox_mentions] == ["Marx"]


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("the co-ordinator class", ("coordinator", "class")),
        ("Burnham’s", ("burnham",)),
        ("workers' states", ("worker", "state")),
        ("theories", ("theory",)),
        ("class", ("class",)),
        ("J. S. Mill", ("j", "s", "mill")),
        ("—", ()),
    ],
)
def test_names_compare_without_hyphen_case_plural_and_possessive(name: str, same: tuple[str, ...]) -> None:
    assert words_of(name) == same


@pytest.mark.parametrize("ending", ["'s", "’s", "'", "’", "`s"])
def test_a_surface_form_drops_its_possessive(ending: str) -> None:
    assert surface(Doc(pipeline().vocab, words=["Marx", ending], spaces=[False, False]), 0, 2) == "Marx"


def test_an_endless_run_of_capitals_holds_no_titles() -> None:
    doc = run(pipeline().make_doc("Aa of Bb by John " * 1500), until="doxograph_mentions")
    assert [m for m in doc._.dox_mentions if m.type == "work"] == []
