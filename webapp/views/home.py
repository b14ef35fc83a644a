"""The front page: what is here, what is in dispute, the doors in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from flask import Response

from kb.queries import entities, issues, overview, sources
from kb.queries.overview import Overview
from kb.queries.sides import Taken, sides
from kb.queries.source import SourceRow
from kb.queries.values import Issue, Ref
from webapp.knowledge import ask
from webapp.rendering import render

#: people and bodies of people first: it is they who quarrel
RANK = {"theorist": 0, "group": 0, "theory": 1, "work": 1, "case": 1, "author": 2, "unknown": 2}


@dataclass(frozen=True, slots=True)
class Camp:
    """One answer to an issue with the parties that give it."""

    label: str
    parties: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An issue on which parties give different answers."""

    issue: Issue
    camps: tuple[Camp, ...]

    @property
    def parties(self) -> int:
        """How many parties take a side."""
        return len({party.iri for camp in self.camps for party in camp.parties})

    @property
    def opponents(self) -> tuple[Ref, ...]:
        """The best attested party of each camp: what a comparison would begin with."""
        found: dict[str, Ref] = {}
        for camp in self.camps[:3]:
            fresh = next((p for p in camp.parties if p.iri not in found and p.type != "author"), None)
            if fresh:
                found[fresh.iri] = fresh
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Page:
    """The front page."""

    title: str
    overview: Overview
    texts: tuple[SourceRow, ...]
    disputes: tuple[Dispute, ...]


def show() -> Response:
    """The front page."""
    return render(Page("Doxograph", ask(overview), ask(sources), disputes()))


def disputes() -> tuple[Dispute, ...]:
    """The issues on which parties answer differently, most parties first."""
    stated = ask(sides)
    weight = {row.ref.iri: row.claims + row.relations for row in ask(entities)}
    found = [dispute for issue in ask(issues) if (dispute := _dispute(issue, stated, weight))]
    return tuple(sorted(found, key=lambda d: (-d.parties, d.issue.rank)))


def _dispute(issue: Issue, stated: dict[str, tuple[Taken, ...]], weight: dict[str, int]) -> Dispute | None:
    camps = []
    for answer in issue.answers:
        said = [taken.party for taken in stated.get(answer.iri, ()) if taken.stated]
        if said:
            order = sorted(said, key=lambda ref: (RANK[ref.type], -weight.get(ref.iri, 0), ref.label))
            camps.append(Camp(answer.label, tuple(order)))
    camps.sort(key=lambda camp: -len(camp.parties))
    opposed = any(
        {p.iri for p in a.parties} ^ {p.iri for p in b.parties} for a, b in combinations(camps, 2)
    )  # fmt: skip
    return Dispute(issue, tuple(camps)) if opposed else None
