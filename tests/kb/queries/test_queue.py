"""The queue begins with what is doubtful and weighs, and leaves out what has been reviewed."""

from __future__ import annotations

from typing import cast

import pytest

from kb.queries.queue import ORDERS, queue, standings
from kb.review.doubt import doubt, urgency, weight
from kb.store import Store
from queries.golden import MemoryStore, golden_quads


@pytest.fixture(scope="module")
def store() -> Store:
    return cast(Store, MemoryStore(golden_quads()))


def test_doubt_and_weight() -> None:
    assert [doubt(c) for c in (0.0, 0.5, 0.75, 1.0)] == [1.0, 1.0, 0.5, 0.0]
    assert weight(0, 10) == 0 and weight(10, 10) == 1 and weight(0, 0) == 0
    assert 0 < weight(1, 10) < weight(5, 10) < 1
    assert urgency(0.5, 1.0) == 1 and urgency(0.5, 0.0) == 0.5 and urgency(1.0, 1.0) == 0


def test_the_most_urgent_come_first(store: Store) -> None:
    found = queue(store, limit=1000)
    assert found.total == found.waiting == len(found.rows) and found.reviewed == 0
    urgencies = [row.urgency for row in found.rows]
    assert urgencies == sorted(urgencies, reverse=True) and len(set(urgencies)) > 1
    assert all(row.urgency == pytest.approx(row.doubt * (1 + row.weight) / 2) for row in found.rows)
    assert standings(store) == {}


def test_every_order_has_the_same_statements(store: Store) -> None:
    every = {order: [row.iri for row in queue(store, order=order, limit=1000).rows] for order in ORDERS}
    assert len({frozenset(iris) for iris in every.values()}) == 1
    assert every["text"] == sorted(every["text"])


def test_filters_and_stretches(store: Store) -> None:
    whole = queue(store, limit=1000).rows
    assert queue(store, start=2, limit=3).rows == whole[2:5]
    claims = queue(store, kind="claim", limit=1000)
    assert {row.kind for row in claims.rows} == {"claim"} and claims.total < len(whole)
    assert {row.source for row in queue(store, source="survey", limit=1000).rows} == {"survey"}
    assert queue(store, least=0.99).total + queue(store, most=0.98).total == len(whole)
    burnham = store.names.entity("theorist/james-burnham").value
    assert 0 < queue(store, party=burnham).total < len(whole)
    assert queue(store, reviewed=True).total == 0 and queue(store, reviewed=None).total == len(whole)
