"""What follows for other claims when some are accepted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made import statements
from pyoxigraph import Quad

from kb.errors import UsageError
from kb.graph import to_quads
from kb.model import UNKNOWN
from kb.queries import consequences
from kb.queries.consequences import Consequences, Judged
from kb.queries.values import ClaimRow
from kb.store import Store
from kb.terms import DOX
from queries.golden import NAMES, SURVEY, MemoryStore, iri_of

# Hobbes's ground is attacked by Locke's evidence; Filmer attacks Locke's evidence; Hume stands apart.
QUARREL = statements(
    "quarrel",
    "Hobbes: men are wolves. Hobbes: a sovereign is needed. Locke: men keep promises without kings. Filmer: nobody promised.\n"
    "Hume: commerce softens manners. Rousseau: men were gentle.",
    ["theorist: Hobbes", "theorist: Locke", "theorist: Filmer", "theorist: Hume", "theorist: Rousseau"],
    [
        ("Hobbes", "asserts", "men are wolves", []),
        ("Hobbes", "asserts", "a sovereign is needed", []),
        ("Locke", "asserts", "men keep promises without kings", []),
        ("Filmer", "asserts", "nobody promised", []),
        ("Hume", "asserts", "commerce softens manners", []),
        ("Rousseau", "denies", "men are wolves", []),
        (UNKNOWN, "asserts", "men were gentle", []),
    ],
    [],
    [(0, "supports", 1), (2, "attacks", 0), (3, "attacks", 2)],
)


def _quads() -> Iterator[Quad]:
    made = list(to_quads(QUARREL))
    yield from made
    for quad in made:
        if quad.predicate == DOX.holder:
            yield Quad(quad.subject, DOX.holderEntity, quad.object, NAMES.derived)


@pytest.fixture(scope="module")
def quarrel() -> Store:
    return MemoryStore(_quads())  # type: ignore[return-value]


def claim(words: str, stance: str = "asserts") -> str:
    found = next(c for c in QUARREL.claims if c.quote == words and c.stance == stance)
    return NAMES.statement("quarrel", "claim", found.id).value


def told(found: Consequences) -> dict[str, set[str]]:
    def words(those: tuple[Judged, ...]) -> set[str]:
        return {("not: " if j.claim.stance == "denies" else "") + j.claim.text for j in those}

    return {name: words(getattr(found, name)) for name in ("falls", "bare", "stands", "open")}


def test_with_nothing_accepted_the_last_word_stands(quarrel: Store) -> None:
    assert told(consequences(quarrel)) == {
        "falls": {"men keep promises without kings"},  # so Hobbes and Rousseau are left to contradict each other
        "bare": set(),
        "stands": {"nobody promised", "a sovereign is needed"},  # nothing speaks against the second
        "open": {"men are wolves", "not: men are wolves"},
    }


def test_accepting_the_evidence_brings_down_what_it_speaks_against(quarrel: Store) -> None:
    found = consequences(quarrel, [claim("men keep promises without kings")])
    assert told(found) == {
        "falls": {"men are wolves"},
        "bare": {"a sovereign is needed"},
        "stands": {"nobody promised", "not: men are wolves"},
        "open": set(),
    }
    (fallen,) = found.falls
    assert fallen.before == "open"
    assert next((_text(b.target), _text(b.attacker)) for b in fallen.why) == (
        "men are wolves",
        "men keep promises without kings attacks men are wolves",
    )


def _text(row: object) -> str:
    if isinstance(row, ClaimRow):
        return row.text
    return f"{row.premises[0].text} {row.kind} {row.conclusion.text}"  # type: ignore[attr-defined]


def test_who_needs_each_ground_loses_the_conclusion_with_it(quarrel: Store) -> None:
    found = consequences(quarrel, [claim("men are wolves", "denies")], support="necessary")
    assert "a sovereign is needed" in told(found)["falls"]
    found = consequences(quarrel, [claim("men are wolves", "denies")], support="none")
    assert "a sovereign is needed" in told(found)["bare"]


def test_to_deny_a_proposition_contradicts_asserting_it(quarrel: Store) -> None:
    assert "men are wolves" in told(consequences(quarrel, [claim("men are wolves", "denies")]))["falls"]
    with pytest.raises(UsageError, match="nobody can accept both"):
        consequences(quarrel, [claim("men are wolves", "denies"), claim("men are wolves")])


def test_other_semantics(quarrel: Store) -> None:
    found = consequences(quarrel, semantics="preferred")
    assert {j.claim.text: j.verdict for j in found.open}["men are wolves"] == "arguable"
    assert consequences(quarrel, semantics="stable").labellings


def test_only_some_sources_and_only_the_sure(quarrel: Store) -> None:
    assert told(consequences(quarrel, min_confidence=1.0))["falls"] == {"men keep promises without kings"}
    with pytest.raises(UsageError, match="no source"):
        consequences(quarrel, sources=["nowhere"])


def test_another_answer_to_the_same_issue_falls(store: Store) -> None:
    accepted = iri_of(SURVEY, "Russia is not capitalist")
    fallen = {j.claim.text for j in consequences(store, [accepted]).falls}
    assert fallen == {
        "Russia is state capitalist",
        "Russia has restored capitalism",
        "Russia is state capitalist through and through",
    }
    alone = consequences(store, [accepted], contraries=False).falls  # only what the text itself gives an argument against
    assert {j.claim.text for j in alone} == {"Russia is capitalist at all"}
    assert {j.claim.source.id for j in consequences(store, [accepted], sources=["polemic"]).falls} == {"polemic"}


def test_bad_input(quarrel: Store) -> None:
    with pytest.raises(UsageError, match=r"no claim.*doxograph claims"):
        consequences(quarrel, ["source/quarrel/claim/nothing"])
    with pytest.raises(UsageError, match="'ideal' is no semantics"):
        consequences(quarrel, semantics="ideal")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="reading of support"):
        consequences(quarrel, support="weak")  # type: ignore[arg-type]
