"""Why an argument falls."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise

from frameworks import drawn, framework

from kb.argumentation import Framework, defeat, defeats, grounded


def test_an_attacker_that_nothing_attacks() -> None:
    found = defeat(framework("a>b"), "b")
    assert found is not None and (found.attacker, found.since, found.depth) == ("a", (), 1)


def test_an_attacker_that_is_defended() -> None:
    found = defeat(framework("a>b b>c c>d"), "d")
    assert found is not None and [(d.target, d.attacker) for d in found.steps()] == [("d", "c"), ("b", "a")]
    assert found.depth == 3


def test_the_shortest_of_two() -> None:
    found = defeat(framework("a>b b>c c>x z>x"), "x")
    assert found is not None and found.attacker == "z"


def test_what_does_not_fall_has_none() -> None:
    assert defeat(framework("a>b b>a"), "a") is None
    assert defeat(framework("a>b"), "a") is None


def test_every_defeat_is_a_proof() -> None:
    dice = random.Random(3)
    for _ in range(300):
        given = drawn(dice)
        labels = grounded(given)
        found = defeats(given, given.arguments)
        assert set(found) == {a for a, label in labels.items() if label == "out"}
        for one in found.values():
            for step in one.steps():
                assert (step.attacker, step.target) in given.attacks
                assert [d.target for d in step.since] == list(given.attackers[step.attacker])
            assert one.depth == 1 + max((1 + d.depth for d in one.since), default=0)
            assert one.depth == least(given, one.target)


@cache
def least(given: Framework, target: str, moves: int = 12) -> float:
    """The least depth of a proof of so many moves at most, by trying them all."""
    if not moves:
        return float("inf")
    ways = (
        1 + max((1 + least(given, other, moves - 1) for other in given.attackers[attacker]), default=0)
        for attacker in given.attackers[target]
    )
    return min(ways, default=float("inf"))


def test_a_long_chain_overruns_no_stack() -> None:
    names = [f"{n:05}" for n in range(10_001)]
    found = defeat(Framework.of(names, pairwise(names)), names[-2])
    assert found is not None and found.depth == 9_999
