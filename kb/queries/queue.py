"""The statements in the order in which a reviewer's minute is best spent on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from typing import Literal, NamedTuple

from kb.queries.asking import last_part, remembered, rows, tuples
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
    said = standings(store)
    total = living = done = 0

    def fitting() -> Iterator[_Waiting]:
        nonlocal total, living, done
        for one in _living(store):
            over = one.iri in said
            living, done = living + 1, done + over
            if (
                source in ("", one.source)
                and kind in ("", one.kind)
                and least <= one.confidence <= most
                and (reviewed is None or reviewed == over)
                and (not party or party in one.parties)
            ):
                total += 1
                yield one

    # those of one page alone are put in order: of a hundred thousand this takes half the time
    page = nsmallest(start + limit, fitting(), key=_KEYS[order])[start:]
    rows_of_page = tuple(
        QueueRow(one.iri, one.kind, one.source, one.confidence, doubt(one.confidence), one.weight, -one.place, said.get(one.iri))
        for one in page
    )
    return Queue(rows_of_page, total, living - done, done)


class _Waiting(NamedTuple):
    """A statement in the order of the queue: what is compared comes first."""

    place: float  # the less, the more urgent
    source: str
    iri: str
    kind: StatementKind
    confidence: float
    weight: float
    parties: tuple[str, ...]


_KEYS: dict[Order, Callable[[_Waiting], tuple[object, ...]]] = {
    "urgency": lambda one: (one.place, one.source, one.iri),
    "doubt": lambda one: (one.confidence, one.place, one.source, one.iri),
    "weight": lambda one: (-one.weight, one.place, one.source, one.iri),
    "text": lambda one: (one.source, one.iri),
}


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


def _living(store: Store) -> Iterator[_Waiting]:
    """Every live claim and relation, weighed."""
    degrees = {row.ref.iri: row.claims + row.relations for row in entities(store)}
    highest = max(degrees.values(), default=0)
    weights = {iri: weight(degree, highest) for iri, degree in degrees.items()}
    base = store.names.base
    kinds: dict[str, tuple[str, StatementKind | None]] = {}  # by the IRI but for its hash, which thousands share
    for iri, confidence, parties in chain(_stated(store), _argued(store)):
        start = iri[: iri.rfind("/") + 1]
        if start not in kinds:
            kinds[start] = source_id(iri, base), statement_kind(iri)
        source, kind = kinds[start]
        if kind is not None:
            sure = float(confidence)
            heavy = max(weights.get(party, 0.0) for party in parties)
            yield _Waiting(-urgency(sure, heavy), source, iri, kind, sure, heavy, parties)


def _stated(store: Store) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for iri, confidence, party, other in tuples(store, "queue", ("statement", "confidence", "party", "other")):
        yield iri, confidence, (party, other)


def _argued(store: Store) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    told: dict[str, tuple[str, tuple[str, ...]]] = {}
    columns = ("statement", "confidence", "reasoner", "concluder")
    for iri, confidence, *parties in tuples(store, "queue_arguments", columns):  # a row for each premise
        told[iri] = confidence, (*told.get(iri, ("", ()))[1], *parties)
    return ((iri, confidence, parties) for iri, (confidence, parties) in told.items())
