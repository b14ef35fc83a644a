"""Parties set side by side on every issue, with the words behind each answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request, url_for

from kb.errors import UsageError
from kb.formats import comparison as written
from kb.formats.positions import to_turtle
from kb.queries import compare, congruence, entities, resolve
from kb.queries.compare import Cell, Comparison, Row, Support
from kb.queries.congruence import Pair
from kb.queries.entity import EntityRow
from kb.queries.values import Ref, RefType, SourceRef
from webapp.addresses import key_of
from webapp.confidence import least
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.takeaway import taken
from webapp.views.home import Dispute, disputes

MOST = 8  #: parties a matrix can hold and still be read
OFFERED = 200  #: names that a field offers, the most spoken of; any other may be typed
TYPES: tuple[RefType, ...] = ("theorist", "group", "theory", "work", "author")
TAKEN = {
    "csv": (written.to_csv_text, "text/csv"),
    "json": (written.to_json, "application/json"),
    "markdown": (written.to_markdown, "text/markdown"),
    "latex": (written.to_latex, "application/x-latex"),
    "turtle": (lambda found: to_turtle(found, knowledge().store.names), "text/turtle"),
}  #: what a comparison can be taken away as


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of one sort: where the parties differ, where they agree …"""

    heading: str
    explanation: str
    rows: tuple[Row, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Separation:
    """Two parties, how far they agree, and what separates them."""

    pair: Pair
    sentence: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text that the comparison can draw on; ``kept`` where it does."""

    source: SourceRef
    quotes: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The comparison, or the form to begin one."""

    title: str
    chosen: tuple[Ref, ...]
    problems: tuple[str, ...]
    comparison: Comparison | None
    bands: tuple[Band, ...]
    separations: tuple[Separation, ...]
    texts: tuple[Drawn, ...]
    options: tuple[EntityRow, ...]
    disputes: tuple[Dispute, ...]
    downloads: tuple[tuple[str, str], ...]  # format, address


def show() -> Response:
    """The matrix of ``?party=…&party=…``; a name is answered with the address of the thing it means."""
    given = [name.strip() for name in request.args.getlist("party") if name.strip()][:MOST]
    confidence = least()
    chosen: dict[str, Ref] = {}
    problems = []
    for name in given:
        try:
            ref = ask(resolve, name, types=TYPES)
            chosen[ref.iri] = ref
        except UsageError as error:
            problems.append(str(error))
    parties = tuple(key_of(iri, knowledge().store.names) for iri in chosen)
    if parties and not problems and parties != tuple(given):
        rest = {key: [v for v in values if v] for key, values in request.args.lists() if key != "party" and any(values)}
        state: dict[str, Any] = {"party": parties, **rest}
        return redirect(url_for("compare", **state))  # type: ignore[return-value]
    wanted = frozenset(id for id in request.args.getlist("source") if id)
    comparison = whole = None
    if len(parties) > 1:
        comparison = whole = ask(compare, parties, min_confidence=confidence)
        if wanted:
            comparison = ask(compare, parties, min_confidence=confidence, sources=wanted)
    form = request.args.get("format", "")
    if comparison and form in TAKEN:
        write, media = TAKEN[form]
        return Response(write(comparison), mimetype=media)
    title = " and ".join(ref.label for ref in chosen.values()) if comparison else "Compare positions"
    options = tuple(row for row in ask(entities) if row.ref.type in TYPES and row.claims + row.relations)[:OFFERED]
    return render(
        Page(
            title, tuple(chosen.values()), tuple(problems), comparison, bands(comparison) if comparison else (),
            separations(comparison) if comparison else (),
            texts(whole, wanted) if whole else (), options, () if comparison else disputes(), taken(TAKEN) if comparison else (),
        )
    )  # fmt: skip


def bands(comparison: Comparison) -> tuple[Band, ...]:
    """The rows by what they show, differences first."""
    differing = comparison.differing
    rest = [row for row in comparison.rows if row not in differing]

    def speaking(row: Row) -> int:
        return sum(cell.status != "not_stated" for cell in row.cells)

    shared = tuple(row for row in rest if speaking(row) > 1)
    single = tuple(row for row in rest if speaking(row) == 1)
    silent = tuple(row for row in rest if speaking(row) == 0)
    found = (
        Band("Where they differ", "Two parties give different outright answers.", differing),
        Band("Where they do not openly differ", "Two or more speak; none contradicts another outright.", shared),
        Band("Where only one speaks", "The texts report one party alone. Silence of the others is not denial.", single),
        Band("Where none speaks", "No text says what any of them answers.", silent, folded=True),
    )
    return tuple(band for band in found if band.rows)


def separations(comparison: Comparison) -> tuple[Separation, ...]:
    """Every two parties with the sentence that tells them apart."""
    return tuple(Separation(pair, written.parting(pair)) for pair in congruence(comparison))


def texts(whole: Comparison, wanted: frozenset[str]) -> tuple[Drawn, ...]:
    """The texts behind an unnarrowed comparison, those with most quotes first."""
    found: Counter[SourceRef] = Counter(s.quote.source for row in whole.rows for cell in row.cells for s in cell.supports)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0].title))
    return tuple(Drawn(source, count, not wanted or source.id in wanted) for source, count in ranked)


def leading(cell: Cell) -> tuple[Support, ...]:
    """The best quote of a cell, or of each of its answers where they contradict each other."""
    given = {answer.answer.iri for answer in cell.answers}
    found: dict[str, Support] = {}
    for support in cell.supports:
        if support.given.answer.iri in given:
            found.setdefault(support.given.answer.iri, support)
    return tuple(found.values()) or cell.supports[:1]
