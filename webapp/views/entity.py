"""Everything the texts say of one theorist, group, theory, work or case."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import Response, request

from kb.errors import UsageError
from kb.queries import compare, entity
from kb.queries.compare import Row
from kb.queries.entity import EntityPage, LinkedEntity
from webapp.addresses import offset_of
from webapp.confidence import least
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.views.missing import nothing
from webapp.wording import PREDICATE

BEST = 2  #: statements of each answer that are shown under a position
SHOWN = 15  #: claims a list
OFFSETS = ("held", "spoken", "tied", "asserted")  #: how far into a list a page begins
COMPARED = ("theorist", "group", "work", "theory")  # a case holds no opinion


@dataclass(frozen=True, slots=True)
class Ties:
    """The things to which one kind of relation leads, one way."""

    heading: str
    predicate: str
    outgoing: bool
    links: tuple[LinkedEntity, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A thing's page; ``answers`` are the issues on which it is said to take a position."""

    title: str
    page: EntityPage
    ties: tuple[Ties, ...]
    answers: tuple[Row, ...]
    offsets: dict[str, int]
    size: int
    links: int  # how many there are in all


def show(type: str, slug: str) -> Response:
    """The page of ``TYPE/SLUG``; ``held``, ``spoken``, ``tied`` and ``asserted`` say where its long lists begin."""
    offsets = {name: offset_of(request.args.get(name, "")) for name in OFFSETS}
    try:
        found = ask(entity, f"{type}/{slug}", min_confidence=least(), limit=SHOWN, **offsets)
    except UsageError:
        return nothing(f"{type}/{slug}")
    rows: tuple[Row, ...] = ()
    if type in COMPARED:
        rows = tuple(
            row
            for row in ask(compare, (found.ref.iri,), min_confidence=least(), shown=BEST).rows
            if row.cells[0].status != "not_stated"
        )
    links = offsets["tied"] + len(found.links) + found.more_links
    return render(Page(found.ref.label, found, ties(found), rows, offsets, SHOWN, links))


def ties(page: EntityPage) -> tuple[Ties, ...]:
    """The page's links by predicate and direction, the symmetric kinds together."""
    found = []
    for (predicate, outgoing), links in groupby(page.links, key=lambda x: (x.predicate, x.outgoing or _symmetric(x.predicate))):
        found.append(Ties(PREDICATE[predicate][0 if outgoing else 1], predicate, outgoing, tuple(links)))
    return tuple(found)


def _symmetric(predicate: str) -> bool:
    there, back = PREDICATE[predicate]
    return there == back
