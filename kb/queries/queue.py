"""The statements in the order in which a reviewer's minute is best spent on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kb.queries.asking import last_part, remembered, rows
from kb.queries.describing import StatementKind, statement_kind
from kb.queries.entity import entities
from kb.queries.naming import source_id
from kb.review.doubt import doubt, urgency, weight
from kb.store import Store

Order = Literal["urgency", "doubt", "weight", "text"]
ORDERS: tuple[Order, ...] = ("urgency", "doubt", "weight", "text")
State = Literal["", "accepted", "rejected", "corrected", "entered"]  #: of a statement; empty where nobody has reviewed it


@dataclass(frozen=True, slots=True)
class Standing:
    """A reviewer's last word on a statement."""

    state: State
    who: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A statement that waits for review, or has been reviewed."""

    iri: str
    kind: StatementKind
    source: str
    confidence: float
    doubt: float  # 1 where it is as likely wrong as right, 0 where it is certain
    weight: float  # of the party of most statements that it touches, 0 to 1
    urgency: float
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """One stretch of the queue."""

    rows: tuple[QueueRow, ...]
    total: int  # of those that fit the filters
    waiting: int  # not yet reviewed, of all
    reviewed: int  # of all that live


def queue(
    store: Store,
    *,
    source: str = "",
    kind: str = "",
    party: str = "",
    least: float = 0.0,
    most: float = 1.0,
    reviewed: bool | None = False,
    order: Order = "urgency",
    start: int = 0,
    limit: int = 50,
) -> Queue:
    """The statements that live, the most urgent first; ``party`` is an IRI, ``least`` and ``most`` bound the confidence.

    An argument touches the holders of its claims. ``reviewed`` False leaves out what has been reviewed, True what has not, None
    neither.
    """
    every = remembered(store, "review queue", lambda: _queue(store))
    said = standings(store)
    found = [
        one
        for one in every
        if source in ("", one.source)
        and kind in ("", one.kind)
        and least <= one.confidence <= most
        and (reviewed is None or reviewed == (one.iri in said))
        and (not party or party in one.parties)
    ]
    if order == "doubt":
        found.sort(key=lambda one: one.confidence)
    elif order == "weight":
        found.sort(key=lambda one: -one.weight)
    elif order == "text":
        found.sort(key=lambda one: (one.source, one.iri))
    page = [
        QueueRow(one.iri, one.kind, one.source, one.confidence, doubt(one.confidence), one.weight, -one.place, said.get(one.iri))
        for one in found[start : start + limit]
    ]
    done = len({one.iri for one in every} & said.keys()) if said else 0
    return Queue(tuple(page), len(found), len(every) - done, done)


class _Waiting(NamedTuple):
    """A statement in the order of the queue: what is compared comes first."""

    place: float  # the less, the more urgent
    source: str
    iri: str
    kind: StatementKind
    confidence: float
    weight: float
    parties: tuple[str, ...]


def standings(store: Store) -> Mapping[str, Standing]:
    """What reviewers said last, by the statement's IRI; of what they put aside too."""
    return remembered(store, "review standings", lambda: _standings(store))


def _standings(store: Store) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for row in rows(store, "queue_reviewed"):
        if statement_kind(row["statement"]) is None:
            continue  # an entity that a reviewer named
        state: State = last_part(row["verdict"]) if "verdict" in row else "entered"  # type: ignore[assignment]
        found[row["statement"]] = Standing(state, row.get("who") or row["entered"])
    return found


def _queue(store: Store) -> list[_Waiting]:
    degrees = {row.ref.iri: row.claims + row.relations for row in entities(store)}
    highest = max(degrees.values(), default=0)
    weights = {iri: weight(degree, highest) for iri, degree in degrees.items()}
    told: dict[str, tuple[float, tuple[str, ...]]] = {}
    touched: list[tuple[dict[str, str], tuple[str, ...]]] = [(row, (row["party"],)) for row in rows(store, "queue")]
    touched += [(row, (row["reasoner"], row["concluder"])) for row in rows(store, "queue_arguments")]
    for row, parties in touched:
        iri = row["statement"]
        before = told.get(iri)
        told[iri] = (before[0], (*before[1], *parties)) if before else (float(row["confidence"]), parties)
    base, found = store.names.base, []
    for iri, (confidence, parties) in told.items():
        kind = statement_kind(iri)
        if kind is not None:
            heavy = max(weights.get(party, 0.0) for party in parties)
            place = -urgency(confidence, heavy)
            found.append(_Waiting(place, source_id(iri, base), iri, kind, confidence, heavy, parties))
    found.sort()
    return found
