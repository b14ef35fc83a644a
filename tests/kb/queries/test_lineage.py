"""A lineage follows what is affirmed, shows what is not, and says of each step who says so and when."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.queries import lineage
from kb.queries.lineage import Lineage, Link
from kb.store import Store


def link(found: Lineage, later: str, earlier: str) -> Link:
    return next(x for x in found.links if (x.later.label, x.earlier.label) == (later, earlier))


def nodes(found: Lineage, *, margin: bool) -> set[str]:
    return {node.ref.label for node in found.nodes if node.margin == margin}


def test_back_from_a_theory_lead_what_it_comes_from_and_who_devised_it(store: Store) -> None:
    found = lineage(store, "managerial society", direction="back")
    assert nodes(found, margin=False) == {"managerial society", "James Burnham", "bureaucratic collectivism", "Bruno Rizzi"}
    assert link(found, "managerial society", "James Burnham").predicate == "originated"
    distances = {node.ref.label: node.distance for node in found.nodes if not node.margin}
    assert distances == {"managerial society": 0, "James Burnham": -1, "bureaucratic collectivism": -1, "Bruno Rizzi": -2}


def test_an_uncertain_link_is_shown_and_not_followed(store: Store) -> None:
    found = lineage(store, "James Burnham", direction="back", max_steps=1)
    there = link(found, "James Burnham", "Bruno Rizzi")
    assert (there.standing, there.followed) == ("uncertain", False)
    assert "Bruno Rizzi" in nodes(found, margin=True)
    [step] = there.steps
    assert (step.polarity, step.asserted_by.type) == ("uncertain", "author")
    assert step.relation.evidence.quote == "There is no evidence that Burnham owed anything to Rizzi."


def test_a_denied_link_is_shown_and_not_followed(store: Store) -> None:
    found = lineage(store, "bureaucratic collectivism", direction="back")
    there = link(found, "bureaucratic collectivism", "Leon Trotsky")
    assert (there.standing, there.followed) == ("denied", False)
    assert nodes(found, margin=True) == {"Leon Trotsky"}


def test_a_link_that_one_affirms_and_another_denies_is_contested_with_both_in_it(store: Store) -> None:
    there = link(lineage(store, "managerial society"), "managerial society", "bureaucratic collectivism")
    assert (there.standing, there.followed) == ("contested", True)
    assert [(step.polarity, step.asserted_by.label) for step in there.steps] == [
        ("affirmed", "Ann Editor"),
        ("denied", "Tony Cliff"),
    ]


def test_forward_leads_to_what_came_of_it_and_stops_at_adherents(store: Store) -> None:
    found = lineage(store, "Rizzi", direction="forward")
    assert nodes(found, margin=False) == {
        "Bruno Rizzi",
        "bureaucratic collectivism",
        "managerial society",
        "The Managerial Revolution",
    }
    assert all(node.distance >= 0 for node in found.nodes)
    adherents = lineage(store, "state capitalism", direction="forward")
    assert "Tony Cliff" in nodes(adherents, margin=False)
    assert link(adherents, "Raya Dunayevskaya", "state capitalism").standing == "contested"


def test_a_way_between_two_is_found_over_theories(store: Store) -> None:
    found = lineage(store, "Burnham", "Rizzi")
    assert [[node.label for node in path.nodes] for path in found.paths] == [
        ["James Burnham", "managerial society", "bureaucratic collectivism", "Bruno Rizzi"],
        ["James Burnham", "The Managerial Revolution", "managerial society", "bureaucratic collectivism", "Bruno Rizzi"],
    ]
    assert {path.standing for path in found.paths} == {"contested"}
    assert link(found, "James Burnham", "Bruno Rizzi").followed is False  # the uncertain short way is on the map all the same


def test_a_way_over_an_uncertain_step_is_given_only_when_asked_and_says_so(store: Store) -> None:
    found = lineage(store, "Burnham", "Rizzi", through=["uncertain"])
    direct = next(path for path in found.paths if len(path.links) == 1)
    assert direct.standing == "uncertain"
    assert not any(path.standing == "uncertain" for path in lineage(store, "Burnham", "Rizzi").paths)
    assert lineage(store, "bureaucratic collectivism", "Trotsky").paths == ()
    denied = lineage(store, "bureaucratic collectivism", "Leon Trotsky", through=["denied"])
    assert [path.standing for path in denied.paths] == ["denied"]


def test_the_way_is_the_same_from_either_end(store: Store) -> None:
    there = {frozenset(path.links) for path in lineage(store, "Burnham", "Rizzi").paths}
    back = {frozenset(path.links) for path in lineage(store, "Rizzi", "Burnham").paths}
    assert there == back
    assert lineage(store, "Rizzi", "Burnham").paths[0].nodes[0].label == "Bruno Rizzi"
    assert lineage(store, "Burnham", "Rizzi", direction="forward").paths == ()


def test_years_come_from_the_words_then_a_works_date_then_the_vocabulary(store: Store) -> None:
    found = lineage(store, "Burnham", "Rizzi")
    wrote = link(found, "The Managerial Revolution", "James Burnham")
    assert (wrote.year, wrote.year_from) == (1941, "clause")
    expounds = link(found, "The Managerial Revolution", "managerial society")
    assert (expounds.year, expounds.year_from) == (1941, "work")
    descent = link(found, "managerial society", "bureaucratic collectivism")
    assert (descent.year, descent.year_from) == (1940, "vocabulary")
    assert (link(found, "James Burnham", "Bruno Rizzi").year) is None
    work = next(node for node in found.nodes if node.ref.type == "work")
    assert (work.year, work.year_from) == (1941, "clause")  # not the vocabulary's 1940
    years = [step.year for step in found.steps]
    assert years == sorted(y for y in years if y is not None) + [None] * years.count(None)


def test_few_steps_say_that_there_is_more(store: Store) -> None:
    found = lineage(store, "managerial society", direction="back", max_steps=1)
    assert found.truncated
    assert "Bruno Rizzi" not in nodes(found, margin=False)
    assert not lineage(store, "managerial society", direction="back", max_steps=5).truncated


def test_statements_of_one_party_one_source_or_some_certainty(store: Store) -> None:
    cliff = lineage(store, "managerial society", direction="back", asserter="polemic/author")
    assert [(x.standing, len(x.steps)) for x in cliff.links] == [("denied", 1)]
    assert lineage(store, "managerial society", asserter="Tony Cliff").links == cliff.links
    assert lineage(store, "managerial society", direction="back", sources=["survey"]).links[0].standing == "affirmed"
    assert lineage(store, "managerial society", min_confidence=0.71).links == ()


@pytest.mark.parametrize(
    ("from_", "to", "steps"), [("Bernham", None, 4), ("Burnham", "Rizzzzi", 4), ("Burnham", "Burnham", 4), ("Rizzi", None, 0)]
)
def test_wrong_calls_are_refused(store: Store, from_: str, to: str | None, steps: int) -> None:
    with pytest.raises(UsageError):
        lineage(store, from_, to, max_steps=steps)
