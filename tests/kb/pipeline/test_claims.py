"""Claims are found in the passages of every field, with their holder, stance and exact content."""

from __future__ import annotations

import pytest
from marked_prose import Case, read_cases
from stages import claims_of, marked_claims, named, run

CASES = read_cases("claims-*.txt")
LIMITS = [
    pytest.param(case, claim, sign, marks=pytest.mark.xfail(strict=True, reason=case.remark or "known limit"))
    for case in CASES
    for sign in "?!"
    for claim in sorted(marked_claims(case, sign))
]


def found_in(case: Case):
    return claims_of(run(named(case), after="doxograph_entities", until="doxograph_claims"))


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_finds_what_the_passage_says_and_nothing_else(case: Case) -> None:
    found = found_in(case)
    assert marked_claims(case, "") - found == set(), "missing"
    assert found - marked_claims(case, "", "?", "!") == set(), "wrongly found"


@pytest.mark.parametrize(("case", "claim", "sign"), LIMITS)
def test_known_limits(case: Case, claim, sign: str) -> None:
    assert (claim in found_in(case)) == (sign == "?")
