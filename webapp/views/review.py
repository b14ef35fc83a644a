"""What waits for review: one statement at a time in its words, the most urgent first."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from flask import Response, jsonify, request

from kb.errors import UsageError
from kb.model import ENTITY_TYPES
from kb.queries import argument, claim, relation, resolve, source, sources
from kb.queries.queue import ORDERS, Order, Queue, QueueRow, queue
from kb.queries.source import SourceRow
from kb.queries.values import ArgumentRow, ClaimRow, StatementRow
from kb.review import Entry
from webapp.context import Context, in_context
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.reviewing import last_of
from webapp.session import reviewer

AHEAD = 12  #: statements listed after the one that is shown
_REVIEWED = {"no": False, "yes": True, "all": None}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for."""

    source: str = ""
    kind: str = ""
    party: str = ""
    least: float = 0.0
    most: float = 1.0
    reviewed: str = "no"
    order: Order = "urgency"
    skip: int = 0

    def address(self, **change: object) -> str:
        """Where this, changed so, is to be seen."""
        now, plain = replace(self, **change), Filters()  # type: ignore[arg-type]
        told = {name: getattr(now, name) for name in Filters.__slots__ if getattr(now, name) != getattr(plain, name)}
        return "/review" + (f"?{urlencode(told)}" if told else "")


@dataclass(frozen=True, slots=True)
class Ahead:
    """A line of what comes after."""

    row: QueueRow
    statement: StatementRow
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """The statement in hand in its words, if any waits, and what comes after it."""

    title: str
    filters: Filters
    found: Queue
    row: QueueRow | None
    statement: StatementRow | None
    context: Context | None
    ahead: tuple[Ahead, ...]
    texts: tuple[SourceRow, ...]
    orders: tuple[str, ...]
    problem: str
    last: Entry | None


def show() -> Response:
    """The queue under the address's filters, from its ``skip``-th statement on."""
    filters, problem = _filters(), ""
    party = ""
    if filters.party:
        try:
            party = ask(resolve, filters.party, types=ENTITY_TYPES).iri
        except UsageError as error:
            problem = str(error)
    found = _found(filters, party)
    if request.args.get("format") == "json":
        return jsonify({"total": found.total, "waiting": found.waiting, "reviewed": found.reviewed,
                        "rows": [asdict(row) for row in found.rows]})  # fmt: skip
    if not found.rows and filters.skip and found.total:  # who has passed over the last comes to the first again
        filters = replace(filters, skip=0)
        found = _found(filters, party)
    return _page(filters, found, problem)


def _found(filters: Filters, party: str) -> Queue:
    return ask(
        queue, source=filters.source, kind=filters.kind, party=party, least=filters.least, most=filters.most,
        reviewed=_REVIEWED[filters.reviewed], order=filters.order, start=filters.skip, limit=AHEAD + 1,
    )  # fmt: skip


def _page(filters: Filters, found: Queue, problem: str) -> Response:
    rows = [(row, _statement(row)) for row in found.rows]
    first, row, context = None, None, None
    if rows:
        row, first = rows[0]
        page = ask(source, row.source, within=(first.evidence.start, first.evidence.end))
        if isinstance(first, ClaimRow):
            marks: list[tuple[int, int, str, str]] = [(q.start, q.end, "claim", first.stance) for q in first.content]
            marks += [(q.start, q.end, "cue", "") for q in first.cue]
        elif isinstance(first, ArgumentRow):
            marks = [(q.start, q.end, "claim", one.stance) for one in (*first.premises, first.conclusion) for q in one.content]
        else:
            marks = [(first.evidence.start, first.evidence.end, "relation", first.polarity)]
        context = in_context(page, first.evidence.start, first.evidence.end, marks)
    ahead = tuple(
        Ahead(one, statement, filters.address(skip=filters.skip + number)) for number, (one, statement) in enumerate(rows[1:], 1)
    )
    who = reviewer()
    return render(
        Page("Review", filters, found, row, first, context, ahead, ask(sources), ORDERS, problem, last_of(who) if who else None)
    )


def _statement(row: QueueRow) -> StatementRow:
    if row.kind == "argument":
        return ask(argument, row.iri)
    return ask(claim, row.iri) if row.kind == "claim" else ask(relation, row.iri)


def _filters() -> Filters:
    args = request.args

    def sure(name: str, otherwise: float) -> float:
        try:
            return min(max(float(args.get(name) or otherwise), 0.0), 1.0)
        except ValueError:
            return otherwise

    skip = args.get("skip", "")
    return Filters(
        source=args.get("source", ""),
        kind=args.get("kind", "") if args.get("kind") in ("claim", "relation", "argument") else "",
        party=args.get("party", "").strip(),
        least=sure("least", 0.0),
        most=sure("most", 1.0),
        reviewed=args.get("reviewed", "no") if args.get("reviewed", "no") in _REVIEWED else "no",
        order=next((order for order in ORDERS if order == args.get("order")), "urgency"),
        skip=int(skip) if skip.isdecimal() and len(skip) < 7 else 0,
    )
