"""A person's decisions are kept, and find their statement again in a text that has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import A, B, statements

from kb.errors import StoreError, UsageError
from kb.model import Claim, Relation
from kb.review import decide, decisions, merge, mergers, record, verdicts, withdraw

CLAIM = A.claims[0]
RELATION = B.relations[1]


def test_decisions_are_kept_in_order(tmp_path):
    first = record(tmp_path, decide("reject", CLAIM, A.document.text, who="Ann", note="not his view"))
    second = record(tmp_path, decide("correct", RELATION, B.document.text, who="Bob", change={"polarity": "denied"}))
    third = record(tmp_path, merge("theory/a", "theory/b", who="Ann"))
    assert decisions(tmp_path) == [first, second, third]
    assert (first.who, first.source, first.target, first.note) == ("Ann", "a", CLAIM.id, "not his view")
    assert first.statement["words"] == CLAIM.quote
    assert first.statement["prefix"].endswith("held that ") and len(first.statement["prefix"]) == 32
    assert first.statement["suffix"].startswith(".\nBurnham argued")
    assert mergers(decisions(tmp_path)) == [("theory/a", "theory/b")]
    withdraw(tmp_path, first.id)
    assert decisions(tmp_path) == [second, third]
    with pytest.raises(UsageError, match="no decision 99"):
        withdraw(tmp_path, 99)


def test_nothing_decided_makes_no_file(tmp_path):
    assert decisions(tmp_path) == [] and not (tmp_path / "review.sqlite").exists()


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "review.sqlite").write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreError, match=r"cannot be read .* backup"):
        decisions(tmp_path)


@pytest.mark.parametrize(
    ("verdict", "who", "change"),
    [
        ("praise", "Ann", None),
        ("merge", "Ann", None),
        ("accept", " ", None),
        ("correct", "Ann", None),
        ("accept", "Ann", {"holder": "author"}),
        ("correct", "Ann", {"quote": "x"}),
        ("correct", "Ann", {"polarity": "denied"}),
    ],
)
def test_decisions_that_mean_nothing_are_refused(verdict, who, change):
    with pytest.raises(UsageError):
        decide(verdict, CLAIM, A.document.text, who=who, change=change)


def test_impossible_changes_and_mergers_are_refused():
    with pytest.raises(UsageError, match="no relation 'loves'"):
        decide("correct", RELATION, B.document.text, who="Ann", change={"predicate": "loves"})
    for one, other, who in (("theory/a", "work/a", "Ann"), ("theory/a", "theory/a", "Ann"), ("theory/a", "theory/b", "")):
        with pytest.raises(UsageError):
            merge(one, other, who=who)


def test_verdicts_apply_by_id():
    made = [
        decide("accept", CLAIM, A.document.text, who="Ann"),
        decide(
            "correct",
            CLAIM,
            A.document.text,
            who="Bob",
            change={"holder": "theorist/leon-trotsky", "about": ["case/soviet-union"]},
        ),
        decide("reject", RELATION, B.document.text, who="Ann"),
        decide("reject", A.arguments[0], A.document.text, who="Ann"),
    ]
    found = verdicts(made, A)
    assert {at: v.verdict for at, v in found.items()} == {
        ("claim", CLAIM.id): "correct",
        ("argument", A.arguments[0].id): "reject",
    }
    corrected = found["claim", CLAIM.id].corrected
    assert isinstance(corrected, Claim) and corrected.id != CLAIM.id
    assert corrected == replace(
        CLAIM, id=corrected.id, confidence=1.0, holder="theorist/leon-trotsky", about=("case/soviet-union",)
    )
    assert verdicts(made, A) == found  # the correction's id is always the same
    (rejected,) = verdicts(made, B).values()
    assert rejected.id == RELATION.id


def test_a_correction_that_names_nobody_of_the_source_lies_dormant():
    made = [decide("correct", CLAIM, A.document.text, who="Ann", change={"holder": "theorist/nobody"})]
    assert verdicts(made, A) == {}


def text_with(*sentences):
    return statements(
        "s",
        "\n".join(sentences),
        ["theorist: Ann", "theorist: Bob"],
        [(who, "asserts", "it is so", []) for who in ("Ann",)],
    )


def moved(made, occurrence):
    """The same statements, the first claim being said of another place in the text where its words stand."""
    claim, text = made.claims[0], made.document.text
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(claim.quote, start + 1)
    place = made.document.evidence(start, start + len(claim.quote))
    return replace(claim, id=f"{occurrence:016}", content=(place,), evidence=place)


def test_a_decision_finds_the_same_words_in_their_old_company():
    before = text_with("Ann says that it is so.", "Nobody else does.")
    made = [decide("reject", before.claims[0], before.document.text, who="Rev")]
    after = text_with("A preface holds that it is so.", "Ann says that it is so.", "Nobody else does.")
    after = replace(after, claims=tuple(moved(after, n) for n in (0, 1)))
    assert [v.id for v in verdicts(made, after).values()] == [f"{1:016}"]
    gone = replace(after, claims=())
    assert verdicts(made, gone) == {}


def test_a_decision_goes_with_the_holder_it_was_made_on():
    before = text_with("Ann says that it is so.")
    made = [decide("reject", before.claims[0], before.document.text, who="Rev")]
    ann, bob = (replace(before.claims[0], id=n * 16, holder=f"theorist/{who}") for n, who in (("1", "bob"), ("2", "ann")))
    assert [v.id for v in verdicts(made, replace(before, claims=(ann, bob))).values()] == ["2" * 16]


def test_a_corrected_relation():
    made = [decide("correct", RELATION, B.document.text, who="Ann", change={"polarity": "affirmed", "year": 1939})]
    (verdict,) = verdicts(made, B).values()
    assert isinstance(verdict.corrected, Relation)
    assert (verdict.corrected.polarity, verdict.corrected.year, verdict.corrected.evidence) == (
        "affirmed",
        1939,
        RELATION.evidence,
    )
