"""Agreement as the textbooks reckon it."""

from __future__ import annotations

import pytest
from made import A, B

from kb.review import agreement, decide
from kb.review.agreeing import cohens_kappa, krippendorffs_alpha


def test_kappa_of_a_textbook_table():
    # 20 both yes, 15 both no, 5 and 10 apart: observed .70, expected .50
    both = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(both) == pytest.approx(0.4)
    assert cohens_kappa([("y", "y")]) is None and cohens_kappa([]) is None


def test_alpha_of_krippendorffs_own_examples():
    # Krippendorff 2011, B: two observers, twelve units, nominal: .692
    meg, owen = "aabbdcccedda", "babbbccceddd"
    assert krippendorffs_alpha(list(zip(meg, owen, strict=True))) == pytest.approx(0.692, abs=0.0005)
    # C: four observers, twelve units, some values missing: .743
    units = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]
    assert krippendorffs_alpha(units) == pytest.approx(0.743, abs=0.0005)
    assert krippendorffs_alpha([["a", "a"]]) is None and krippendorffs_alpha([["a"]]) is None


def test_the_last_word_of_each_counts():
    def said(verdict, statement, made, who):
        return decide(verdict, statement, made.document.text, who=who)

    made = [said("accept", claim, A, "Ann") for claim in A.claims]
    made += [said("reject", A.claims[0], A, "Bob"), said("accept", A.claims[0], A, "Bob"), said("reject", A.claims[1], A, "Bob")]
    made += [said("reject", B.claims[0], B, "Bob")]
    told = agreement(made)
    assert told.judged == {"Ann": 4, "Bob": 3} and told.units == 2
    (pair,) = told.pairs
    assert (pair.one, pair.other, pair.both, pair.same) == ("Ann", "Bob", 2, 1)
    assert pair.kappa == pytest.approx(0.0)
    (apart,) = told.disagreements
    assert apart.target == A.claims[1].id and apart.judgements == (("Ann", "accept"), ("Bob", "reject"))
