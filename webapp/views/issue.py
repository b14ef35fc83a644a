"""One question with everybody's answers to it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from kb.queries import issues
from kb.queries.sides import Stand, stands
from kb.queries.values import Answer, Issue
from webapp.confidence import least
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.views.missing import nothing

FEW, MANY = 12, 40  #: parties of a side where all sides are shown, and on a page of one side
BEST = 3  #: statements of each


@dataclass(frozen=True, slots=True)
class Parties:
    """Some of the parties that answer alike; ``total`` counts all of them, ``more`` leads to the others."""

    stands: tuple[Stand, ...]
    total: int
    before: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """An answer with the parties that give it, and those that give it with a reservation only."""

    answer: Answer
    outright: Parties
    tentative: Parties


@dataclass(frozen=True, slots=True)
class Page:
    """A question's page; ``chosen`` is the id of the one answer that is shown, if any."""

    title: str
    issue: Issue
    sides: tuple[Side, ...]
    chosen: str


def show(id: str) -> Response:
    """The question ``issue/ID``; ``answer`` shows one side of it, ``page`` more of its parties."""
    issue = next((issue for issue in ask(issues) if issue.id == id), None)
    if issue is None:
        return nothing(id)
    chosen = next((answer.id for answer in issue.answers if answer.id == request.args.get("answer")), "")
    given = request.args.get("page", "1")
    page = max(1, int(given)) if given.isdecimal() and len(given) < 6 else 1
    asked = [answer for answer in issue.answers if chosen in ("", answer.id)]
    sides = tuple(
        Side(
            a,
            _parties(issue, a, page if chosen else 0, tentative=False),
            _parties(issue, a, page if chosen else 0, tentative=True),
        )
        for a in asked
    )
    return render(Page(issue.question, issue, sides, chosen))


def _parties(issue: Issue, answer: Answer, page: int, *, tentative: bool) -> Parties:
    limit, offset = (MANY, (page - 1) * MANY) if page else (FEW, 0)
    sure = least()
    found, total = ask(stands, issue, answer, tentative=tentative, min_confidence=sure, limit=limit, offset=offset, best=BEST)
    here = f"?answer={answer.id}" + (f"&confidence={sure:g}" if sure else "")
    more = f"{here}&page={page + 1}" if page and offset + limit < total else here if not page and limit < total else ""
    return Parties(found, total, f"{here}&page={page - 1}" if page > 1 else "", more)
