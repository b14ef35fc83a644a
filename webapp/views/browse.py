"""The graph browser: things and what ties them, grown from one by its neighbours."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from flask import Response, redirect, request
from markupsafe import Markup

from kb.errors import UsageError
from kb.formats.gexf import to_gexf
from kb.formats.graphml import to_graphml
from kb.model import ENTITY_TYPES, PREDICATES
from kb.queries import arguments_of, claim, entities, relation, resolve, search, sources
from kb.queries.argument import Arguments, argument
from kb.queries.neighbourhood import Wanted
from kb.queries.queue import standings
from kb.queries.search import Kind
from kb.queries.values import ArgumentRow, ClaimRow, Ref, RelationRow, SourceRef
from webapp.browsing import AMOUNTS, REVIEWED, State, state_of
from webapp.knowledge import ask, knowledge
from webapp.picture import Picture, Point, network, picture
from webapp.rendering import render
from webapp.takeaway import taken

SHOWN = 30  #: statements of one link in the panel
TAKEN = {
    "json": (lambda drawn: json.dumps(drawn.data(), ensure_ascii=False, indent=1) + "\n", "application/json"),
    "graphml": (lambda drawn: to_graphml(network(drawn)), "application/graphml+xml"),
    "gexf": (lambda drawn: to_gexf(network(drawn)), "application/gexf+xml"),
}  #: what a picture can be taken away as; the drawing itself is saved by the browser


@dataclass(frozen=True, slots=True)
class Picked:
    """What the panel tells: of a thing, of a link, of a claim, or of an argument."""

    point: Point | None = None
    relations: tuple[RelationRow, ...] = ()
    more: int = 0  # statements of the link that are not shown
    claim: ClaimRow | None = None
    arguments: Arguments | None = None
    argument: ArgumentRow | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A picture with its outline, the panel beside it, and what can be chosen."""

    title: str
    state: State
    drawn: Picture
    data: Markup  # the picture as JSON, for the script
    picked: Picked | None
    hits: tuple[Ref, ...]  # what a name typed may mean
    typed: str
    problems: tuple[str, ...]
    texts: tuple[SourceRef, ...]
    voices: tuple[str, ...]
    types: tuple[str, ...]
    predicates: tuple[str, ...]
    amounts: tuple[int, ...]
    reviewed: dict[str, str]
    downloads: tuple[tuple[str, str], ...]


def show() -> Response:
    """The picture that the address tells; ``?add=NAME`` puts a thing into it."""
    state = state_of(request.args)
    problems: list[str] = []
    typed = request.args.get("add", "").strip()
    hits: tuple[Ref, ...] = ()
    if typed:
        named = _named(typed)
        if isinstance(named, Ref):
            start = tuple(dict.fromkeys((*state.start, named.path)))
            return redirect(replace(state, start=start, pick=named.path).address())  # type: ignore[return-value]
        hits = named
        if not hits:
            problems.append(f"No thing is called “{typed}”.")
    wanted = _wanted(state, problems)
    store = knowledge().store
    drawn = picture(store, ask, state, wanted, problems)
    form = request.args.get("format", "")
    if form in TAKEN:
        write, media = TAKEN[form]
        return Response(write(drawn), mimetype=media)
    starts = [point.label for point in drawn.points if point.start]
    title = "Graph round " + ", ".join(starts[:3]) + (" and others" if len(starts) > 3 else "") if starts else "Graph"
    texts = tuple(row.ref for row in ask(sources))
    everything = ask(entities)
    return render(
        Page(
            title, state, drawn, _embedded(drawn), _picked(state, drawn, problems), hits, typed, tuple(problems), texts,
            tuple(row.ref.label for row in everything if row.ref.type in ("theorist", "group")),
            ENTITY_TYPES, PREDICATES, AMOUNTS, REVIEWED, taken(TAKEN),
        )
    )  # fmt: skip


def _named(name: str) -> Ref | tuple[Ref, ...]:
    """The thing that a name means, or the things it may mean."""
    try:
        return ask(resolve, name, types=ENTITY_TYPES)
    except UsageError:
        kinds: tuple[Kind, ...] = ("entity",)
        found = ask(search, name, kinds=kinds, limit=12).entities
        return found[0] if len(found) == 1 else found


def _wanted(state: State, problems: list[str]) -> Wanted:
    by = state.by
    if by:
        try:
            by = ask(resolve, by).iri
        except UsageError as error:
            problems.append(str(error))
            by = ""
    among, apart = None, frozenset[str]()
    if state.reviewed:
        # what a reviewer put there needs no second word
        accepted = frozenset(iri for iri, standing in ask(standings).items() if standing.state in ("accepted", "entered"))
        among, apart = (accepted, apart) if state.reviewed == "yes" else (None, accepted)
    return Wanted(
        frozenset(state.kind), frozenset(state.type), frozenset(state.source), by, state.since, state.until, state.confidence,
        among, apart,
    )  # fmt: skip


def _embedded(drawn: Picture) -> Markup:
    """JSON that can stand within a page: nothing in it ends an element."""
    text = json.dumps(drawn.data(), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _picked(state: State, drawn: Picture, problems: list[str]) -> Picked | None:
    pick = state.pick.removesuffix(" held")
    point = next((point for point in drawn.points if point.key == pick), None)
    if not pick:
        return None
    if pick in drawn.statements:
        iris = drawn.statements[pick]
        return Picked(relations=tuple(ask(relation, iri) for iri in iris[:SHOWN]), more=len(iris[SHOWN:]))
    path = pick.split(" ")[0]
    try:
        if "/claim/" in path:
            return Picked(point=point, claim=ask(claim, path), arguments=ask(arguments_of, path))
        if "/argument/" in path:
            return Picked(argument=ask(argument, path))
    except UsageError as error:
        problems.append(str(error))
        return None
    return Picked(point=point) if point else None
