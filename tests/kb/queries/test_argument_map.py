"""Argument maps and what becomes of their boxes."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.formats.argument_map import from_argdown, to_argdown
from kb.queries import consequences
from kb.queries.argument_map import argument_map
from kb.queries.map_verdicts import Blow, judge
from kb.store import Store
from queries.test_consequences import claim, quarrel

__all__ = ["quarrel"]


@pytest.mark.parametrize("words", [(), ("nobody promised",), ("men keep promises without kings",), ("a sovereign is needed",)])
def test_the_map_of_a_whole_quarrel_judges_as_all_that_is_said(quarrel: Store, words: tuple[str, ...]) -> None:
    drawn = argument_map(quarrel, claim("men are wolves"))
    accepted = [claim(w) for w in words]
    base = quarrel.names.base
    judged = judge(drawn, [iri.removeprefix(base) for iri in accepted])
    told = consequences(quarrel, accepted)
    whole = {j.claim.iri.removeprefix(base): j.verdict for j in (*told.falls, *told.stands, *told.bare, *told.open)}
    assert len(judged) >= 4
    assert {key: one.verdict for key, one in judged.items()} == {key: whole[key] for key in judged}


def test_the_shortest_defeat_is_told(quarrel: Store) -> None:
    drawn = argument_map(quarrel, claim("a sovereign is needed"))
    base = quarrel.names.base
    key = {
        words: claim(words).removeprefix(base)
        for words in ("men are wolves", "men keep promises without kings", "nobody promised")
    }
    judged = judge(drawn, [key["men keep promises without kings"]])
    assert judged[key["men are wolves"]].verdict == "falls"
    assert judged[key["men are wolves"]].why[0] == Blow(key["men are wolves"], key["men keep promises without kings"])


def test_a_map_is_bounded_and_grows_where_it_is_opened(quarrel: Store) -> None:
    of = claim("a sovereign is needed")
    small = argument_map(quarrel, of, most=2)
    assert len(small.boxes) == 2 and small.left_out
    key = claim("men are wolves").removeprefix(quarrel.names.base)
    assert small.at[key].beyond
    grown = argument_map(quarrel, of, most=2, opened=(key,))
    assert small.at.keys() < grown.at.keys()


def test_what_is_less_sure_is_left_out(quarrel: Store) -> None:
    assert argument_map(quarrel, claim("men are wolves"), min_confidence=1.0).ties != ()
    assert len(argument_map(quarrel, claim("men are wolves"), sources=("quarrel",)).boxes) >= 4


def test_there_is_no_map_of_what_is_not_there(quarrel: Store) -> None:
    for of in ("source/quarrel/claim/0", "source/quarrel/argument/0", "theory/none", "issue/none"):
        with pytest.raises(UsageError):
            argument_map(quarrel, of)


def test_two_that_speak_against_each_other_are_not_both_accepted(quarrel: Store) -> None:
    drawn = argument_map(quarrel, claim("men are wolves"))
    both = [claim(w).removeprefix(quarrel.names.base) for w in ("men are wolves", "men keep promises without kings")]
    with pytest.raises(UsageError, match="nobody can accept both"):
        judge(drawn, both)


def test_argdown_and_back_is_the_same_map(quarrel: Store) -> None:
    drawn = argument_map(quarrel, claim("men are wolves"))
    again = from_argdown(to_argdown(drawn), drawn)
    assert set(again.boxes) == set(drawn.boxes)
    assert set(again.ties) == set(drawn.ties)


def test_premises_of_a_structure_are_needed_together() -> None:
    drawn = from_argdown("<A>: so\n\n(1) [P]: p\n(2) [Q]: q\n----\n(3) [R]: r\n\n[X]: x\n  -> [Q]\n")
    assert {(t.start, t.end) for t in drawn.ties} >= {("[P]", "<A>"), ("[Q]", "<A>"), ("<A>", "[R]")}
    judged = judge(drawn, ["[X]"])
    assert judged["[Q]"].verdict == "falls" and judged["<A>"].verdict == "falls"
    assert judged["[R]"].verdict == "stands" and judged["[R]"].bare
