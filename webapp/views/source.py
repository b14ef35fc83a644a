"""A text in the reading view, every statement marked in its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from kb.errors import UsageError
from kb.queries import source
from kb.queries.source import SourcePage
from kb.queries.values import Ref
from webapp import reading
from webapp.confidence import least
from webapp.knowledge import ask
from webapp.reading import KINDS, Part, Passage
from webapp.rendering import render
from webapp.views.missing import nothing


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that the text names, and how often."""

    ref: Ref
    times: int


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a text; ``kinds`` and ``holder`` say which statements are marked."""

    title: str
    text: SourcePage
    part: Part
    parts: tuple[Part, ...]
    passages: tuple[Passage, ...]
    kinds: tuple[str, ...]
    holder: str
    holders: tuple[Named, ...]
    named: tuple[Named, ...]


def show(id: str) -> Response:
    """The text ``source/ID``: the part that holds ``?at=START-END``, or ``?part=N``, or the first."""
    try:
        found = ask(reading.layout, id)
    except UsageError:
        return nothing(id)
    cited = _offsets(request.args.get("at", ""), len(found.text))
    part = found.part_at(cited[0]) if cited else found.parts[min(max(_number(request.args.get("part")), 1), len(found.parts)) - 1]
    kinds = tuple(kind for kind in KINDS if kind in request.args.getlist("show")) or (() if "show" in request.args else KINDS)
    holder, sure = request.args.get("holder", ""), least()
    text = ask(source, id, within=(part.start, part.end))
    passages = reading.passages(
        text,
        found.text,
        part,
        kinds=kinds,
        of=lambda row: row.confidence >= sure and (not holder or reading.speaker(row).endswith(holder)),
        cited=cited,
    )
    holders = _tally(claim.holder for claim in text.claims)
    named = _tally(mention.entity for mention in text.mentions)
    return render(Page(text.row.ref.title, text, part, found.parts, passages, kinds, holder, holders, named))


def _tally(refs: object) -> tuple[Named, ...]:
    times: dict[str, int] = {}
    known: dict[str, Ref] = {}
    for ref in refs:  # type: ignore[attr-defined]
        times[ref.iri] = times.get(ref.iri, 0) + 1
        known[ref.iri] = ref
    return tuple(Named(known[iri], times[iri]) for iri in sorted(times, key=lambda iri: (-times[iri], known[iri].label)))


def _number(given: str | None) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 9 else 1


def _offsets(given: str, length: int) -> tuple[int, int] | None:
    start, _, end = given.partition("-")
    if not (start.isdecimal() and len(start) < 12):
        return None
    first = min(int(start), max(length - 1, 0))
    last = int(end) if end.isdecimal() and len(end) < 12 else first + 1
    return first, min(max(last, first + 1), length)
