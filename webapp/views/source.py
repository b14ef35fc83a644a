"""A text in the reading view, every statement marked in its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request

from kb.errors import UsageError
from kb.queries import source
from kb.queries.source import SourcePage
from kb.queries.values import Ref
from webapp import finding, reading
from webapp.confidence import least
from webapp.finding import Place
from webapp.knowledge import ask
from webapp.reading import KINDS, Layout, Part, Passage
from webapp.rendering import render
from webapp.views.missing import nothing

LISTED = 60  #: places of a search that are listed; all are marked
VOICES = reading.OTHERS - 1  #: who can be told apart by colour


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
    voices: tuple[Named, ...]  # whose words are told apart by colour, in the order of their numbers; none where kinds are
    find: str
    places: tuple[Place, ...]  # the first that were found
    hits: int  # how many in all


def show(id: str) -> Response:
    """The text ``source/ID``: the part that holds ``?at=START-END``, or ``?part=N``, or the first."""
    try:
        found = ask(reading.layout, id)
    except UsageError:
        return nothing(id)
    cited = _offsets(request.args.get("at", ""), len(found.text))
    find = " ".join(request.args.get("find", "").split())[: finding.LONGEST]
    spans = finding.found(found.text, find)
    part = _part(found, cited, spans)
    kinds = tuple(kind for kind in KINDS if kind in request.args.getlist("show")) or (() if "show" in request.args else KINDS)
    holder, sure = request.args.get("holder", ""), least()
    here = [span for span in spans if span[0] < part.end and span[1] > part.start]
    listed = finding.places(found.text, spans[:LISTED], [one.end for one in found.parts])
    text = ask(source, id, within=(part.start, part.end))
    holders = _tally(claim.holder for claim in text.claims)
    voices = _voices(holders) if request.args.get("colour") == "holder" else ()
    passages = reading.passages(
        text,
        found.text,
        part,
        kinds=kinds,
        of=lambda row: row.confidence >= sure and (not holder or reading.speaker(row).endswith(holder)),
        cited=cited,
        voices={voice.ref.iri: number for number, voice in enumerate(voices, 1)},
        hits=here,
    )
    named = _tally(mention.entity for mention in text.mentions)
    title = text.row.ref.title
    return render(Page(title, text, part, found.parts, passages, kinds, holder, holders, named, voices, find, listed, len(spans)))


def _part(found: Layout, cited: tuple[int, int] | None, spans: Sequence[tuple[int, int]]) -> Part:
    """The part asked for: by a place, by its number, or as that of the first hit."""
    if cited:
        return found.part_at(cited[0])
    if "part" not in request.args and spans:
        return found.part_at(spans[0][0])
    return found.parts[min(max(_number(request.args.get("part")), 1), len(found.parts)) - 1]


def _voices(holders: Sequence[Named]) -> tuple[Named, ...]:
    """Those who hold most of the claims, each with a colour of its own; all others share one."""
    return tuple(item for item in holders if item.ref.type != "unknown")[:VOICES]


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
