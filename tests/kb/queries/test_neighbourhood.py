"""What stands round a thing, and which statements count."""

from __future__ import annotations

from kb.queries import entities, lineage, neighbourhood, resolve
from kb.queries.neighbourhood import Wanted
from kb.store import Store


def burnham(store: Store) -> str:
    return resolve(store, "James Burnham").iri


def test_a_thing_stands_with_all_its_neighbours(store: Store) -> None:
    found = neighbourhood(store, [burnham(store)])
    assert found.things[0].ref.label == "James Burnham" and found.things[0].start
    drawn = {thing.ref.iri for thing in found.things}
    assert all({tie.subject.iri, tie.object.iri} <= drawn for tie in found.ties)
    for thing in found.things[1:]:
        assert any({tie.subject.iri, tie.object.iri} == {burnham(store), thing.ref.iri} for tie in found.ties)
    assert len(found.things) > 3 and found.left_out == 0


def test_no_more_are_drawn_than_there_is_room_for_and_the_rest_is_counted(store: Store) -> None:
    whole = neighbourhood(store, [burnham(store)])
    part = neighbourhood(store, [burnham(store)], most=2)
    assert len(part.things) == 2 and part.left_out == len(whole.things) - 2
    assert part.things[0].beyond == len(whole.things) - 2
    everything = neighbourhood(store)
    assert everything.things[0].relations == max(row.relations for row in entities(store))


def test_what_is_wanted_is_all_that_counts(store: Store) -> None:
    whole = neighbourhood(store)
    for tie in whole.ties:
        only = neighbourhood(store, wanted=Wanted(predicates=frozenset({tie.predicate})))
        assert {t.predicate for t in only.ties} == {tie.predicate}
    statements = {iri for tie in whole.ties for iri in tie.relations}
    one = min(statements)
    assert [t.relations for t in neighbourhood(store, wanted=Wanted(among=frozenset({one}))).ties] == [(one,)]
    left = neighbourhood(store, wanted=Wanted(apart_from=frozenset({one})))
    assert {iri for tie in left.ties for iri in tie.relations} == statements - {one}
    assert not neighbourhood(store, wanted=Wanted(since=3000)).ties
    assert neighbourhood(store, wanted=Wanted(until=3000)).ties
    assert not neighbourhood(store, wanted=Wanted(min_confidence=1.1)).ties
    types = neighbourhood(store, wanted=Wanted(types=frozenset({"theory", "theorist"})))
    assert types.ties and {x.ref.type for x in types.things} == {"theory", "theorist"}


def test_a_link_stands_as_the_lineage_has_it(store: Store) -> None:
    links = {(link.later.iri, link.predicate, link.earlier.iri): link.standing for link in lineage(store, burnham(store)).links}
    ties = {(t.subject.iri, t.predicate, t.object.iri): t.standing for t in neighbourhood(store, [burnham(store)]).ties}
    shared = links.keys() & ties.keys()
    assert shared and all(links[key] == ties[key] for key in shared)
