"""Claims for and against a theory, an answer or a claim, drawn; what falls when some are accepted; the same as Argdown."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, render_template, request

from kb.errors import DoxographError, InputError, UsageError
from kb.formats.argument_map import from_argdown, network, titles, to_aif, to_argdown, to_json
from kb.formats.gexf import to_gexf
from kb.formats.graphml import to_graphml
from kb.queries import entities, issues, sources
from kb.queries.argument_map import ArgumentMap, Box, Tie, argument_map
from kb.queries.entity import EntityRow
from kb.queries.map_verdicts import Judged, judge
from kb.queries.values import Issue, SourceRef
from webapp.confidence import least
from webapp.knowledge import ask
from webapp.map_drawing import MapDrawing, draw
from webapp.rendering import render
from webapp.takeaway import taken

LISTED = 60  #: boxes or claims that an address may open or accept
OFFERED = 12  #: theories to begin with
VERDICTS = {
    "stands": ("✓", "stands"), "falls": ("✕", "falls"), "open": ("?", "stays open"), "arguable": ("?", "stays open"),
    "accepted": ("■", "accepted"),
}  # fmt: skip
TAKEN = {
    "argdown": (to_argdown, "text/plain", "argdown"),
    "aif": (to_aif, "application/json", "aif.json"),
    "graphml": (lambda made: to_graphml(network(made)), "application/graphml+xml", "graphml"),
    "gexf": (lambda made: to_gexf(network(made)), "application/gexf+xml", "gexf"),
    "json": (to_json, "application/json", "json"),
}  #: what a map can be taken away as, with its file's ending; SVG besides


@dataclass(frozen=True, slots=True)
class Entry:
    """A box as the outline tells it: its number, what it speaks for or against, what speaks for or against it."""

    number: int
    box: Box
    speaks: tuple[tuple[Tie, int], ...]
    spoken_to: tuple[tuple[Tie, int], ...]
    judged: Judged | None
    accepted: bool
    why: tuple[tuple[int, int, bool], ...]  # numbers of boxes: which falls, or as a reason alone, by which
    grow: str  # where the map shows more of its ties


@dataclass(frozen=True, slots=True)
class Page:
    """A map with its outline and its Argdown, or the ways to begin one."""

    title: str
    of: str
    made: ArgumentMap | None
    drawing: MapDrawing | None
    entries: tuple[Entry, ...]
    numbers: dict[str, int]
    named: dict[str, str]  # what each box is called in Argdown
    argdown: str
    problems: tuple[str, ...]
    chosen: tuple[str, ...]  # accepted
    opened: tuple[str, ...]
    tally: dict[str, int]  # of verdicts
    verdicts: dict[str, tuple[str, str]]
    texts: tuple[SourceRef, ...]
    source: str
    theories: tuple[EntityRow, ...]
    questions: tuple[Issue, ...]
    downloads: tuple[tuple[str, str], ...]
    grow: dict[str, str]  # where a box's other ties are shown, by key
    fresh: str  # the address without what was accepted


def show(of: str = "") -> Response:
    """The map of ``of`` (a path, or a theory's name); POSTed ``argdown`` is drawn instead, and ``format=json`` is for scripts."""
    of = (of or request.values.get("of", "")).strip().strip("/")
    opened, chosen = (tuple(dict.fromkeys(request.values.getlist(name)))[:LISTED] for name in ("open", "accept"))
    source = request.values.get("source", "").strip()
    problems: list[str] = []
    made: ArgumentMap | None = None
    if of:
        wanted: dict[str, Any] = {"opened": opened, "min_confidence": least(), "sources": (source,) if source else None}
        try:
            made = ask(argument_map, of, **wanted)
        except UsageError as error:
            if request.path != "/map" and request.method == "GET":
                raise
            problems.append(str(error))
    written = request.form.get("argdown", "").replace("\r\n", "\n") if request.method == "POST" else ""
    line = None
    if written.strip():
        try:
            made = from_argdown(written, made)
        except InputError as error:
            problems.append(str(error))
            line = _line(error)
    judged: Mapping[str, Judged] = {}
    if made and chosen:
        try:
            judged = judge(made, chosen)
        except UsageError as error:
            problems.append(str(error))
    accepted = tuple(key for key in chosen if made and key in made.at) if judged else ()
    form = request.values.get("format", "")
    if made and form in TAKEN and (form != "json" or request.method == "GET"):
        write, media, ending = TAKEN[form]
        return _file(write(made), media, f"map.{ending}" if form != "json" else "")
    drawing = draw(made, judged, accepted) if made else None
    if drawing and made and form == "svg":
        told = _page(of, made, drawing, judged, accepted, (), chosen, source, problems, "")
        return _file(_standing_alone(_drawn(told)), "image/svg+xml", "map.svg")
    page = _page(of, made, drawing, judged, accepted, opened, chosen, source, problems, written)
    if form == "json":
        return _answer(page, problems, line)
    return render(page)


def _page(
    of: str, made: ArgumentMap | None, drawing: MapDrawing | None, judged: Mapping[str, Judged], accepted: tuple[str, ...],
    opened: tuple[str, ...], chosen: tuple[str, ...], source: str, problems: list[str], written: str,
) -> Page:  # fmt: skip
    numbers = {box.key: number for number, box in enumerate(made.boxes, 1)} if made else {}
    entries = []
    for box in made.boxes if made else ():
        ties = made.ties if made else ()
        told = judged.get(box.key)
        entries.append(
            Entry(
                numbers[box.key],
                box,
                tuple((tie, numbers[tie.end]) for tie in ties if tie.start == box.key),
                tuple((tie, numbers[tie.start]) for tie in ties if tie.end == box.key),
                told,
                box.key in accepted,
                tuple((numbers[blow.target], numbers[blow.by], blow.reason) for blow in told.why) if told else (),
                _address(of, (*opened, box.key), chosen, source) if box.beyond and box.key not in opened and not written else "",
            )
        )
    tally = {word: sum(j.verdict == word for j in judged.values()) for word in ("falls", "stands", "open")} if judged else {}
    everything = ask(entities)
    return Page(
        title=f"For and against: {made.title}" if made else "Argument map",
        of=of,
        made=made,
        drawing=drawing,
        entries=tuple(entries),
        numbers=numbers,
        named=titles(made) if made else {},
        argdown=written or (to_argdown(made) if made else ""),
        problems=tuple(problems),
        chosen=accepted or chosen,
        opened=opened,
        tally=tally,
        verdicts=VERDICTS,
        texts=tuple(row.ref for row in ask(sources)),
        source=source,
        theories=() if made else tuple(row for row in everything if row.ref.type == "theory" and row.relations)[:OFFERED],
        questions=() if made else ask(issues),
        downloads=taken(("svg", *TAKEN)) if made else (),
        grow={entry.box.key: entry.grow for entry in entries if entry.grow},
        fresh=_address(of, opened, (), source),
    )


def _address(of: str, opened: tuple[str, ...], chosen: tuple[str, ...], source: str) -> str:
    told = [("of", of), *(("open", key) for key in opened), *(("accept", key) for key in chosen)]
    told += [("source", source)] if source else []
    told += [("confidence", f"{least():g}")] if least() else []
    return "/map?" + urlencode(told, safe="/:", quote_via=quote)


def _answer(page: Page, problems: list[str], line: int | None) -> Response:
    """What a script puts in place of the old map; a text that is no Argdown is refused with its line."""
    data: dict[str, Any] = {"title": page.title, "problems": problems, "line": line}
    status = 422 if line is not None else 200
    if status == 200:
        data |= {
            "drawing": _drawn(page),
            "outline": render_template("_map_outline.html", **_fields(page)),
            "argdown": page.argdown,
            "told": render_template("_map_told.html", **_fields(page)),
        }
    return Response(json.dumps(data, ensure_ascii=False), status, mimetype="application/json")


def _line(error: DoxographError) -> int:
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 1


def _file(text: str, media: str, name: str) -> Response:
    made = Response(text, mimetype=media)
    if name:
        made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


def _drawn(page: Page) -> str:
    return render_template("_map_drawing.html", **_fields(page))


def _fields(page: Page) -> dict[str, Any]:
    return {field.name: getattr(page, field.name) for field in fields(page)}


def _standing_alone(svg: str) -> str:
    """A drawing that carries its style, for a file."""
    style = (Path(__file__).parents[1] / "static" / "pages" / "map-drawing.css").read_text(encoding="utf-8")
    return svg.replace("<defs>", f"<style>{style}</style>\n<defs>", 1)
