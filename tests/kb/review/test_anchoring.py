"""Decisions find their words again in a changed text, or are lost; they are never misplaced."""

from __future__ import annotations

import pytest

from benchmarks.reanchoring import measured, share_kept
from kb.review.anchoring import Anchor, Lost, Places, selector

TEXT = (
    "The quarrel began in New York. Burnham said that the managers rule the new society. Nobody in the party "
    "answered him at once.\n"
    "Rizzi had written that the bureaucracy is a new class. Trotsky answered that the workers' state still stood.\n"
    "In the end each of them went his own way, and the question was left to others."
)
QUOTE = "Burnham said that the managers rule the new society."


def look(after: str, quote: str = QUOTE, before: str = TEXT) -> str:
    """The words that a quote is found at, or why it is lost in brackets."""
    start = before.index(quote)
    found = Places(after).find(selector(before, start, start + len(quote)))
    if isinstance(found, Lost):
        return f"[{found.why}]"
    place = found.span(0, len(quote))
    return after[slice(*place)] if place else "[no ends]"


@pytest.mark.parametrize(
    "after",
    [
        TEXT,
        "A preface of some length was put here by the publisher. " + TEXT,
        TEXT.replace("Nobody in the party answered him at once.", "Nobody answered."),
        TEXT.replace("The quarrel began in New York. ", ""),
        TEXT.replace(" ", "\n  ").replace("\n  the", " the"),
    ],
    ids=["as it was", "moved down", "changed after", "deleted before", "wrapped otherwise"],
)
def test_unchanged_words_are_found(after):
    assert look(after).split() == QUOTE.split()


def test_a_word_of_little_weight_may_change():
    assert look(TEXT.replace("rule the new", "run the new")) == "Burnham said that the managers run the new society."
    assert look(TEXT.replace("rule the new", "now rule the new")) == "Burnham said that the managers now rule the new society."


@pytest.mark.parametrize(
    "put",
    [
        "Rizzi said that the managers",
        "Burnham said that the managers never",
        "Burnham denied that the managers",
        "Burnham said that 3 managers",
    ],
)
def test_a_name_a_number_or_a_negation_may_not(put):
    assert look(TEXT.replace("Burnham said that the managers", put)).startswith("[")


def test_a_copy_elsewhere_leads_nobody_astray():
    assert look(f"{TEXT} {QUOTE} That was all.") == QUOTE
    start = TEXT.index(QUOTE)
    found = Places(f"{TEXT} {QUOTE} That was all.").find(selector(TEXT, start, start + len(QUOTE)))
    assert isinstance(found, Anchor) and found.span(0, len(QUOTE)) == (start, start + len(QUOTE))


def test_two_copies_side_by_side_cannot_be_told_apart():
    assert look(TEXT.replace(QUOTE, f"{QUOTE} {QUOTE}")) == "[its words stand 2 times]"


def test_a_copy_beside_the_changed_original_is_not_taken_for_it():
    turned = QUOTE.replace("rule", "never rule")
    assert look(TEXT.replace(QUOTE, f"{QUOTE} {turned}")).startswith("[")
    assert look(f"{TEXT.replace(QUOTE, turned)} {QUOTE}").startswith("[")


def test_what_was_deleted_is_lost():
    assert look(TEXT.replace(QUOTE + " ", "")).startswith("[")
    assert look("") == "[its words are gone]"


def test_words_at_the_edges_of_a_text():
    first, last = "The quarrel began in New York.", "the question was left to others."
    assert look(TEXT, first) == first and look(TEXT, last) == last
    assert look("In short. " + TEXT, first) == first


def test_light_edits_misplace_nothing():
    counts = measured(100)
    assert counts["wrong"] == 0 and counts["kept"] > 400 and share_kept(counts) >= 0.95
    assert counts["orphaned"] and counts["gone"], "nothing was hard"


def test_edits_aimed_at_what_was_decided_misplace_nothing():
    counts = measured(60, near=0.7)
    assert counts["wrong"] == 0 and counts["own kept"] > 20


@pytest.mark.slow
def test_a_thousand_light_edits_misplace_nothing():
    counts = measured(1000, first=100)
    assert counts["wrong"] == 0 and share_kept(counts) >= 0.95
    assert measured(1000, near=0.7, first=100)["wrong"] == 0
