"""What a reviewer rejected is gone from every answer and every count; a correction stands in the place of what it corrects."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from kb.derive import source_quads, total_quads
from kb.facts import facts_of
from kb.graph import to_quads
from kb.identity import identity_quads, resolve
from kb.queries import arguments_of, claim, claims_of, entity, lineage, overview, source, sources
from kb.review import Decision, decide, verdicts
from kb.store import Store
from queries.golden import NAMES, SOURCES, SURVEY, MemoryStore, iri_of

Made = Callable[..., Store]


@pytest.fixture
def made() -> Made:
    """The golden texts, with identity and derived graph as they follow from some decisions."""

    def make(*decisions: Decision) -> Store:
        facts = [facts_of(s) for s in SOURCES]
        identity = resolve(facts, ())
        quads = [*identity_quads(identity, (), NAMES), *total_quads(facts, identity, NAMES)]
        for statements, its_facts in zip(SOURCES, facts, strict=True):
            quads += to_quads(statements)
            quads += source_quads(its_facts, identity, {}, NAMES, verdicts(decisions, statements), statements)
        return cast(Store, MemoryStore(iter(quads)))

    return make


def decided(verdict: str, statement: object, **change: object) -> Decision:
    return decide(verdict, statement, SURVEY.document.text, who="Ann", change=change or None)  # type: ignore[arg-type]


def counts(store: Store) -> tuple[int, int, int, int, int]:
    row = next(row for row in sources(store) if row.ref.id == "survey")
    page, whole = source(store, "survey"), overview(store)
    assert (len(page.claims), len(page.relations), len(page.arguments)) == (row.claims, row.relations, row.arguments)
    assert claims_of(store).total == len(claims_of(store).claims) == whole.claims
    assert sum(whole.stances.values()) == whole.claims
    assert sum(whole.predicates.values()) == whole.relations
    return row.claims, row.relations, row.arguments, whole.claims, whole.relations


def test_nothing_decided(made: Made) -> None:
    assert counts(made()) == (8, 11, 2, 9, 13)


def test_a_rejected_claim_takes_its_arguments_along(made: Made) -> None:
    store = made(decided("reject", SURVEY.claims[0]))
    assert counts(store) == (7, 11, 1, 8, 13)
    assert "Russia is not capitalist" not in [c.text for c in claims_of(store, holder="James Burnham").claims]
    assert arguments_of(store, iri_of(SURVEY, "Russia is not capitalist")).supported_by == ()


def test_a_rejected_argument_leaves_its_claims(made: Made) -> None:
    store = made(decided("reject", SURVEY.arguments[0]))
    assert counts(store) == (8, 11, 1, 9, 13)
    assert arguments_of(store, iri_of(SURVEY, "Russia is not capitalist")).supported_by == ()


def test_a_rejected_relation_is_no_step(made: Made) -> None:
    descent = next(r for r in SURVEY.relations if r.predicate == "derives_from")
    store = made(decided("reject", descent))
    assert counts(store) == (8, 10, 2, 9, 12)
    [link] = entity(store, "managerial society").linked("derives_from")
    assert link.standing == "denied"  # what the other text says stays
    assert not lineage(store, "James Burnham", "Bruno Rizzi").paths


def test_a_correction_stands_in_the_place_of_what_it_corrects(made: Made) -> None:
    store = made(decided("correct", SURVEY.claims[0], stance="denies"))
    assert counts(store) == (8, 11, 2, 9, 13)
    [found] = [c for c in claims_of(store, holder="James Burnham").claims if c.text == "Russia is not capitalist"]
    assert found.stance == "denies"
    assert found.iri != iri_of(SURVEY, "Russia is not capitalist")
    assert claim(store, found.iri) == found
    assert found in claims_of(store, source="survey").claims
    assert found in claims_of(store, limit=9).claims
    [argument] = arguments_of(store, found.iri).supported_by  # its arguments went on with it
    assert argument.conclusion == found


def test_an_accepted_statement_stays_as_it_is(made: Made) -> None:
    assert counts(made(decided("accept", SURVEY.claims[0]))) == (8, 11, 2, 9, 13)


def test_a_corrected_argument_stands_once(made: Made) -> None:
    store = made(decided("correct", SURVEY.arguments[0], kind="attacks"))
    assert counts(store) == (8, 11, 2, 9, 13)
    found = arguments_of(store, iri_of(SURVEY, "Russia is not capitalist"))
    assert found.supported_by == () and len(found.attacked_by) == 1
