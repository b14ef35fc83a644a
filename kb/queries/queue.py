"""The statements in the order in which a reviewer's minute is best spent on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from json import dumps
from typing import Literal, NamedTuple

from kb.queries.asking import last_part, lightly, query_text, remembered, rows, tuples
from kb.queries.describing import StatementKind, statement_kind
from kb.queries.entity import entities
from kb.queries.naming import source_id
from kb.review.doubt import doubt, urgency, weight
from kb.store import Store

Order = Literal["urgency", "doubt", "weight", "text"]
ORDERS: tuple[Order, ...] = ("urgency", "doubt", "weight", "text")
LOOKED_AT = 30_000  #: statements read to find the most urgent, before all are weighed instead
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
    if reviewed is False and order == "urgency" and (source, kind, party) == ("", "", "") and least <= 0 and most >= 1:
        soon = _soonest(store, said, start + limit)
        if soon is not None:
            return Queue(_rows(soon[0][start:], said), soon[1] - soon[2], soon[1] - soon[2], soon[2])
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
    return Queue(_rows(page, said), total, living - done, done)


def _rows(page: Iterable[_Waiting], said: Mapping[str, Standing]) -> tuple[QueueRow, ...]:
    return tuple(
        QueueRow(one.iri, one.kind, one.source, one.confidence, doubt(one.confidence), one.weight, -one.place, said.get(one.iri))
        for one in page
    )


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
    weights, weighed = _weights(store), _weigher(store)
    for iri, confidence, parties in chain(_stated(store), _argued(store)):
        one = weighed(iri, confidence, max(weights.get(party, 0.0) for party in parties), parties)
        if one:
            yield one


def _weights(store: Store) -> dict[str, float]:
    """What each party weighs, the heaviest first."""
    degrees = {row.ref.iri: row.claims + row.relations for row in entities(store)}
    highest = max(degrees.values(), default=0)
    return {iri: weight(degree, highest) for iri, degree in degrees.items()}


def _weigher(store: Store) -> Callable[[str, str, float, tuple[str, ...]], _Waiting | None]:
    """What gives a statement its place in the queue; None for what is none."""
    base = store.names.base
    kinds: dict[str, tuple[str, StatementKind | None]] = {}  # by the IRI but for its hash, which thousands share

    def weighed(iri: str, confidence: str, heavy: float, parties: tuple[str, ...]) -> _Waiting | None:
        start = iri[: iri.rfind("/") + 1]
        if start not in kinds:
            kinds[start] = source_id(iri, base), statement_kind(iri)
        source, kind = kinds[start]
        sure = float(confidence)
        return None if kind is None else _Waiting(-urgency(sure, heavy), source, iri, kind, sure, heavy, parties)

    return weighed


def _soonest(store: Store, said: Mapping[str, Standing], count: int) -> tuple[list[_Waiting], int, int] | None:
    """The most urgent statements of those not reviewed; how many live, and how many of them are reviewed.

    Parties are gone through from the heaviest on, until nothing that hangs on lighter ones can be as urgent as what is found.
    None where that would take as long as weighing everything, or there are no light rows.
    """
    tables = lightly(store)
    if tables is None:
        return None
    weighed, seen, best = _weigher(store), set[str](), list[_Waiting]()
    ranked = list(_weights(store).items())
    for number, (party, heavy) in enumerate(ranked):
        # everything that a heavier party has a part in has been seen: what is new has none heavier than this one
        found = tables.select(query_text("queue_touched", "sql"), party=party)
        fresh = {iri: confidence for iri, confidence in found if iri not in seen}
        seen |= fresh.keys()
        waiting = (weighed(iri, confidence, heavy, (party,)) for iri, confidence in fresh.items() if iri not in said)
        best = nsmallest(count, chain(best, filter(None, waiting)))
        lighter = ranked[number + 1][1] if number + 1 < len(ranked) else 0.0
        if len(best) == count and -best[-1].place > urgency(0.0, lighter):
            living, reviewed = tables.select(query_text("queue_living", "sql"), statement=dumps(list(said)))[0]
            return best, living or 0, reviewed
        if len(seen) > LOOKED_AT:
            break
    return None


def _stated(store: Store) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for iri, confidence, party, other in tuples(store, "queue", ("statement", "confidence", "party", "other")):
        yield iri, confidence, (party, other)


def _argued(store: Store) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    told: dict[str, tuple[str, tuple[str, ...]]] = {}
    for iri, confidence, party in tuples(store, "queue_arguments", ("statement", "confidence", "party")):
        told[iri] = confidence, (*told.get(iri, ("", ()))[1], party)
    return ((iri, confidence, parties) for iri, (confidence, parties) in told.items())
