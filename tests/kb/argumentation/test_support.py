"""Support read as attacks."""

from __future__ import annotations

from kb.argumentation import Bipolar, grounded


def pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((first, second) for first, second in (word.split(">") for word in text.split()))


def attacks(arguments: str, attack: str, *, deductive: str = "", necessary: str = "") -> frozenset[tuple[str, str]]:
    return Bipolar(frozenset(arguments), pairs(attack), pairs(deductive), pairs(necessary)).framework().attacks


def test_what_the_supported_attacks_the_supporter_attacks() -> None:
    assert attacks("abc", "b>c", deductive="a>b") == pairs("b>c a>c")


def test_an_attack_on_the_supported_reaches_the_supporter() -> None:
    assert attacks("abc", "c>b", deductive="a>b") == pairs("c>b c>a")


def test_support_is_passed_on() -> None:
    assert attacks("abcd", "d>c", deductive="a>b b>c") == pairs("d>c d>b d>a")


def test_what_a_premise_loses_its_argument_loses() -> None:
    assert attacks("pqx", "x>p", necessary="p>q") == pairs("x>p x>q")


def test_what_needs_an_attacker_attacks_with_it() -> None:
    assert attacks("pqx", "p>x", necessary="p>q") == pairs("p>x q>x")


def test_necessary_support_is_deductive_support_turned_round() -> None:
    given = "a>d c>b"
    assert attacks("abcd", given, deductive="a>b b>c") == attacks("abcd", given, necessary="b>a c>b")


def test_supports_in_a_circle() -> None:
    found = Bipolar(frozenset("abx"), pairs("x>a"), pairs("a>b b>a")).framework()
    assert grounded(found) == {"a": "out", "b": "out", "x": "in"}
