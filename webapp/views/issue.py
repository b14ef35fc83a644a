"""One question with everybody's answers to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response

from kb.queries import compare, issues, positions
from kb.queries.compare import Support
from kb.queries.values import Answer, Issue, Ref
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.views.missing import nothing


@dataclass(frozen=True, slots=True)
class Stand:
    """A party's statements that give one answer, outright or all with a reservation."""

    party: Ref
    supports: tuple[Support, ...]
    tentative: bool


@dataclass(frozen=True, slots=True)
class Side:
    """An answer with the parties that give it, and those that give it with a reservation only."""

    answer: Answer
    outright: tuple[Stand, ...]
    tentative: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A question's page."""

    title: str
    issue: Issue
    sides: tuple[Side, ...]


def show(id: str) -> Response:
    """The question ``issue/ID``."""
    issue = next((issue for issue in ask(issues) if issue.id == id), None)
    if issue is None:
        return nothing(id)
    given = ask(positions, tentative=True)
    parties = {p.ref.iri: p.ref for p in given if p.issue == id and p.ref.type != "unknown"}
    stands = [(answer, stand) for answer in issue.answers for stand in _stands(issue, answer, parties.values())]
    sides = tuple(
        Side(a, _of(stands, a, tentative=False), _of(stands, a, tentative=True)) for a in issue.answers
    )  # fmt: skip
    return render(Page(issue.question, issue, sides))


def _stands(issue: Issue, answer: Answer, parties: Iterable[Ref]) -> Iterable[Stand]:
    names = tuple(party.iri for party in sorted(parties, key=lambda ref: ref.label))
    if not names:
        return
    found = ask(compare, names)
    row = next(row for row in found.rows if row.issue.id == issue.id)
    for party, cell in zip(found.parties, row.cells, strict=True):
        supports = tuple(s for s in cell.direct if s.given.answer.id == answer.id)
        firm = tuple(s for s in supports if not s.given.tentative)
        if supports:
            yield Stand(party.ref, firm or supports, not firm)


def _of(stands: Iterable[tuple[Answer, Stand]], answer: Answer, *, tentative: bool) -> tuple[Stand, ...]:
    found = [stand for given, stand in stands if given.id == answer.id and stand.tentative == tentative]
    return tuple(sorted(found, key=lambda s: (s.party.type == "author", -len(s.supports), s.party.label)))
