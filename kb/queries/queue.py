"""The statements in the order in which a reviewer's minute is best spent on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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
    """Claims and relations that live, the most urgent first; ``party`` is an IRI, ``least`` and ``most`` bound the confidence.

    ``reviewed`` False leaves out what has been reviewed, True what has not, None neither.
    """
    every, parties = remembered(store, "review queue", lambda: _queue(store))
    said = standings(store)

    def fits(row: QueueRow) -> bool:
        return (
            source in ("", row.source)
            and kind in ("", row.kind)
            and least <= row.confidence <= most
            and (reviewed is None or reviewed == (row.iri in said))
            and (not party or party in parties[row.iri])
        )

    found = [row for row in every if fits(row)]
    if order == "doubt":
        found.sort(key=lambda row: -row.doubt)
    elif order == "weight":
        found.sort(key=lambda row: -row.weight)
    elif order == "text":
        found.sort(key=lambda row: (row.source, row.iri))
    page = [
        QueueRow(row.iri, row.kind, row.source, row.confidence, row.doubt, row.weight, row.urgency, said.get(row.iri))
        for row in found[start : start + limit]
    ]
    done = sum(row.iri in said for row in every)
    return Queue(tuple(page), len(found), len(every) - done, done)


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


def _queue(store: Store) -> tuple[list[QueueRow], dict[str, list[str]]]:
    degrees = {row.ref.iri: row.claims + row.relations for row in entities(store)}
    highest = max(degrees.values(), default=0)
    sure: dict[str, float] = {}
    parties: dict[str, list[str]] = {}
    for row in rows(store, "queue"):
        sure[row["statement"]] = float(row["confidence"])
        parties.setdefault(row["statement"], []).append(row["party"])
    found = []
    for iri, confidence in sure.items():
        kind = statement_kind(iri)
        if kind is None:
            continue
        degree = max(degrees.get(party, 0) for party in parties[iri])
        found.append(
            QueueRow(
                iri, kind, source_id(iri, store.names.base), confidence, doubt(confidence), weight(degree, highest),
                urgency(confidence, degree, highest),
            )
        )  # fmt: skip
    found.sort(key=lambda row: (-row.urgency, row.source, row.iri))
    return found, parties
