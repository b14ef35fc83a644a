"""Who built on whom: dated steps between theories, thinkers and works, with who says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for

from kb.errors import UsageError
from kb.formats import lineage as written
from kb.formats.dot import to_dot
from kb.formats.gexf import to_gexf
from kb.formats.graphml import lineage_network, to_graphml
from kb.queries import entities, lineage, resolve
from kb.queries.entity import EntityRow
from kb.queries.lineage import Lineage, Link, Step
from kb.queries.values import Ref, RefType
from webapp.addresses import key_of
from webapp.confidence import least
from webapp.drawing import Drawing, draw
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.takeaway import taken

TAKEN = {
    "text": (written.to_text, "text/plain"),
    "json": (written.to_json, "application/json"),
    "dot": (to_dot, "text/vnd.graphviz"),
    "graphml": (lambda found: to_graphml(lineage_network(found)), "application/graphml+xml"),
    "gexf": (lambda found: to_gexf(lineage_network(found)), "application/gexf+xml"),
}  #: what a lineage can be taken away as
DIRECTIONS = {"both": "both ways", "back": "where it comes from", "forward": "what came of it"}
OFFERED = 200  #: names that a field offers, the most spoken of; any other may be typed
TYPES: tuple[RefType, ...] = ("theorist", "group", "theory", "work")
FARTHEST = 8


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form's two fields hold."""

    start: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who asserts some of it, with the number of statements."""

    ref: Ref
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """A lineage with its drawing, or the form to begin one."""

    title: str
    start: Ref | None
    goal: Ref | None
    problems: tuple[str, ...]
    lineage: Lineage | None
    links: tuple[Link, ...]  # in the order of the outline: by year, the undated last
    drawing: Drawing | None
    direction: str
    directions: dict[str, str]
    steps: int
    by: Ref | None  # whose statements alone count
    asserters: tuple[Voice, ...]
    anybody: str  # the address without ``by``
    doubtful: bool  # denied and uncertain links are followed too
    options: tuple[EntityRow, ...]
    typed: Typed
    downloads: tuple[tuple[str, str], ...]  # format, address


def show() -> Response:
    """The lineage of ``?from=…``, or the paths to ``&to=…``."""
    problems: list[str] = []
    start, goal = (_named(key, problems) for key in ("from", "to"))
    direction = request.args.get("direction", "both")
    direction = direction if direction in DIRECTIONS else "both"
    given = request.args.get("steps", "")
    steps = min(max(int(given), 1), FARTHEST) if given.isdecimal() and len(given) < 3 else 4
    doubtful = request.args.get("doubtful") == "1"
    names = knowledge().store.names
    canonical = {key: key_of(ref.iri, names) for key, ref in (("from", start), ("to", goal)) if ref}
    if not problems and any(request.args.get(key, "").strip() != path for key, path in canonical.items()):
        state: dict[str, Any] = {key: value for key, value in request.args.items() if value} | canonical
        return redirect(url_for("lineage", **state))  # type: ignore[return-value]
    found = None
    by = _named("by", problems, None)
    asserters: tuple[Voice, ...] = ()
    if start:
        through = ("denied", "uncertain") if doubtful else ()
        to = goal.iri if goal else None
        asked: dict[str, Any] = {"direction": direction, "max_steps": steps, "through": through}
        asserters = _asserters(ask(lineage, start.iri, to, min_confidence=least(), **asked))
        found = ask(lineage, start.iri, to, min_confidence=least(), asserter=by.iri if by else None, **asked)
    form = request.args.get("format", "")
    if found and form in TAKEN:
        write, media = TAKEN[form]
        return Response(write(found), mimetype=media)
    links = tuple(sorted(found.links, key=outline_order)) if found else ()
    title = "Lineage"
    if start:
        title = f"From {start.label} to {goal.label}" if goal else f"The lineage of {start.label}"
    if found and form == "svg" and (drawing := draw(found.nodes, links)):
        style = (Path(__file__).parents[1] / "static" / "pages" / "lineage-drawing.css").read_text(encoding="utf-8")
        svg = render_template("_lineage_drawing.html", drawing=drawing, start=start, title=title)
        headers = {"Content-Disposition": 'attachment; filename="lineage.svg"'}
        return Response(svg.replace("<defs>", f"<style>{style}</style>\n<defs>", 1), mimetype="image/svg+xml", headers=headers)
    options = tuple(row for row in ask(entities) if row.ref.type in TYPES and row.relations)[:OFFERED]
    drawing = draw(found.nodes, links) if found and links else None
    typed = Typed(_typed(start, "from"), _typed(goal, "to"))
    downloads = taken((*(("svg",) if drawing else ()), *TAKEN)) if found else ()
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "by"]
    return render(
        Page(
            title, start, goal, tuple(problems), found, links, drawing, direction, DIRECTIONS, steps, by, asserters,
            "?" + urlencode(kept, safe="/:"), doubtful,
            options, typed, downloads,
        )
    )  # fmt: skip


def _typed(ref: Ref | None, key: str) -> str:
    """A field's value: what was typed if it means nothing, else the name, or the address where two things share the name."""
    if ref is None:
        return request.args.get(key, "").strip()
    try:
        if ask(resolve, ref.label, types=TYPES) == ref:
            return ref.label
    except UsageError:
        pass
    return key_of(ref.iri, knowledge().store.names)


def outline_order(link: Link) -> tuple[bool, int, str, str, str]:
    """By year, the undated last, then by name."""
    return (link.year is None, link.year or 0, link.later.label, link.earlier.label, link.predicate)


def sides_of(link: Link) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The statements about a link by what they say of it, those that affirm it first."""
    order = ("affirmed", "denied", "uncertain")
    found = ((polarity, tuple(step for step in link.steps if step.polarity == polarity)) for polarity in order)
    return tuple((polarity, steps) for polarity, steps in found if steps)


def _asserters(found: Lineage) -> tuple[Voice, ...]:
    """Who asserts what a lineage shows, those of most statements first."""
    counted = Counter(step.asserted_by for link in found.links for step in link.steps if step.asserted_by.type != "unknown")
    return tuple(Voice(ref, count) for ref, count in sorted(counted.items(), key=lambda c: (-c[1], c[0].label, c[0].iri)))


def _named(key: str, problems: list[str], types: tuple[RefType, ...] | None = TYPES) -> Ref | None:
    name = request.args.get(key, "").strip()
    if not name:
        return None
    try:
        return ask(resolve, name, types=types)
    except UsageError as error:
        problems.append(str(error))
        return None
