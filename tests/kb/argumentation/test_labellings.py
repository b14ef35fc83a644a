"""Labellings, against every set of arguments tried by hand."""

from __future__ import annotations

import random

import pytest
from frameworks import drawn, framework

from kb.argumentation import SEMANTICS, Framework, grounded, labellings, verdicts
from kb.argumentation.labellings import extensions
from kb.errors import UsageError


def by_brute_force(given: Framework) -> dict[str, set[frozenset[str]]]:
    """The extensions of every semantics by trying all sets (as bits of a number), straight from Dung's definitions."""
    order = given.arguments
    bit = {argument: 1 << at for at, argument in enumerate(order)}
    attackers = [sum(bit[a] for a in given.attackers[argument]) for argument in order]
    beaten = [0] * (1 << len(order))
    for chosen in range(1, len(beaten)):
        last = chosen & -chosen
        beaten[chosen] = beaten[chosen ^ last] | sum(bit[a] for a in given.attacked[order[last.bit_length() - 1]])

    def defended(chosen: int) -> int:
        return sum(1 << at for at, against in enumerate(attackers) if not against & ~beaten[chosen])

    complete = {chosen for chosen in range(len(beaten)) if not chosen & beaten[chosen] and defended(chosen) == chosen}
    found = {
        "complete": complete,
        "grounded": {min(complete, key=int.bit_count)},
        "preferred": {s for s in complete if not any(s != t and s & t == s for t in complete)},
        "stable": {s for s in complete if s | beaten[s] == len(beaten) - 1},
    }
    return {name: {frozenset(a for a in order if bit[a] & s) for s in sets} for name, sets in found.items()}


def agree(count: int, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(count):
        given = drawn(dice)
        expected = by_brute_force(given)
        for semantics in SEMANTICS:
            found = [frozenset(a for a, label in one.items() if label == "in") for one in labellings(given, semantics)]
            assert len(found) == len(set(found))
            assert set(found) == expected[semantics], (semantics, given)
            assert set(extensions(given, semantics)) == expected[semantics]  # whole, too, without taking it apart


def test_labellings_equal_brute_force() -> None:
    agree(150, seed=1)


@pytest.mark.slow
def test_labellings_equal_brute_force_on_ten_thousand_frameworks() -> None:
    agree(10_000, seed=2)


def test_reinstatement() -> None:
    assert grounded(framework("a>b b>c")) == {"a": "in", "b": "out", "c": "in"}


def test_two_that_attack_each_other() -> None:
    given = framework("a>b b>a a>c b>c c>d")
    assert set(grounded(given).values()) == {"undecided"}
    assert verdicts(given, "grounded") == {"a": "open", "b": "open", "c": "open", "d": "open"}
    assert verdicts(given, "preferred") == {"a": "arguable", "b": "arguable", "c": "falls", "d": "stands"}


def test_an_odd_circle_has_no_stable_labelling() -> None:
    given = framework("a>b b>c c>a d>e")
    assert list(labellings(given, "stable")) == []
    assert verdicts(given, "stable") is None
    assert verdicts(given, "preferred") == {"a": "open", "b": "open", "c": "open", "d": "stands", "e": "falls"}


def test_who_attacks_himself_never_stands() -> None:
    assert verdicts(framework("a>a a>b"), "preferred") == {"a": "open", "b": "open"}


def test_long_chains_are_no_trouble() -> None:
    given = Framework.of([f"{n:06}" for n in range(20_000)], [(f"{n:06}", f"{n + 1:06}") for n in range(19_999)])
    assert [grounded(given)[a] for a in given.arguments[:4]] == ["in", "out", "in", "out"]


def test_a_tangle_is_refused_with_a_remedy() -> None:
    pairs = [f"a{n}>b{n} b{n}>a{n} a{n}>hub" for n in range(40)]
    with pytest.raises(UsageError, match=r"too many ways.*grounded semantics"):
        verdicts(framework(" ".join(pairs)), "preferred")


def test_many_small_quarrels_are_judged_one_by_one() -> None:
    found = verdicts(framework(" ".join(f"a{n}>b{n} b{n}>a{n}" for n in range(300))), "preferred")
    assert found is not None and set(found.values()) == {"arguable"}


def test_accepting_rejects_what_attacks() -> None:
    given = framework("a>b b>c a>d")
    assert grounded(given.accepting(["b"])) == {"a": "out", "b": "in", "c": "out", "d": "in"}
    with pytest.raises(UsageError, match="both a and b"):
        given.accepting(["a", "b"])
    with pytest.raises(UsageError, match="'x' is no argument"):
        given.accepting(["x"])


def test_bad_input_is_refused() -> None:
    with pytest.raises(UsageError, match="'x' attacks or is attacked"):
        Framework.of(["a"], [("x", "a")])
    with pytest.raises(UsageError, match=r"no semantics.*preferred"):
        list(labellings(framework("a"), "ideal"))  # type: ignore[arg-type]
