"""Words looked up in names, claims, texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Response, jsonify, request
from markupsafe import Markup, escape

from kb.model import ENTITY_TYPES, STANCES
from kb.queries import search
from kb.queries.search import KINDS, Facet, Found, Kind, Narrowed
from kb.queries.values import Ref, SourceRef
from webapp.addresses import path_of
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.views.missing import near

FEW, MANY = 20, 200  #: hits of each kind, and of one kind alone
LABELS: dict[Kind, str] = {"entity": "names", "claim": "claims", "passage": "passages", "source": "titles"}
CONFIDENCES = (0.0, 0.5, 0.7, 0.9)
FACETS = {"stance": "Stance", "holder": "Who says so", "source": "In the text", "year": "Decade of the text"}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A paragraph that holds the words, with the hits marked; ``href`` opens it in its text."""

    source: SourceRef
    href: str
    words: Markup


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow the claims: ``href`` takes it, or gives it up where it is taken."""

    label: str
    count: int
    href: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of one facet."""

    heading: str
    choices: tuple[Choice, ...]
    more: int
    partial: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What the words were found in; ``near`` are names like them, where nothing was."""

    title: str
    words: str
    shown: str  # the words that are marked
    kind: str
    type: str
    kinds: tuple[tuple[str, str, str], ...]  # code, label, address
    types: tuple[Choice, ...]
    found: Found
    snippets: tuple[Snippet, ...]
    near: tuple[Ref, ...]
    facets: tuple[Choices, ...]
    given: tuple[tuple[str, str], ...]  # what narrows the claims, to be kept by the form
    confidence: float
    confidences: tuple[float, ...]
    asis: str  # the address that looks the words up as they were typed


def show() -> Response:
    """The hits of ``?q=WORDS``, of one ``kind`` or of all; the rest of the address narrows them."""
    words = request.args.get("q", "").strip()[:200]
    kind = next((kind for kind in KINDS if kind == request.args.get("kind")), None)
    narrowed, limit = _narrowed(), MANY if kind else FEW
    asis = request.args.get("asis") == "1"
    kinds = (kind,) if kind else KINDS
    found = ask(search, words, kinds=kinds, limit=limit, narrowed=narrowed, mend=not asis) if words else Found(words)
    type = next((type for type in ENTITY_TYPES if type == request.args.get("type")), "")
    every = found.entities
    if type:
        found = replace(found, entities=tuple(ref for ref in every if ref.type == type))
    if request.args.get("format") == "json":
        return jsonify(_told(found))
    names = knowledge().store.names
    snippets = tuple(
        Snippet(p.source, f"{path_of(p.source.iri, names)}?at={p.start}-{p.end}#span-{p.start}-{p.end}", _marked(p.snippet))
        for p in found.passages
    )
    types = tuple(
        Choice(one, sum(ref.type == one for ref in every), _with("type", "" if one == type else one), one == type)
        for one in ENTITY_TYPES
        if any(ref.type == one for ref in every)
    )
    title = f"“{words}”" if words else "Search"
    return render(
        Page(
            title, words, found.instead or words, kind or "", type,
            (("", "everything", _with("kind", "")), *((code, label, _with("kind", code)) for code, label in LABELS.items())),
            types, found, snippets, near(words) if words and not len(found) else (),
            tuple(_choices(facet) for facet in found.facets if facet.values),
            tuple((key, value) for key, value in request.args.items() if key not in ("q", "confidence", "asis") and value),
            narrowed.min_confidence, CONFIDENCES, _with("asis", "1"),
        )
    )  # fmt: skip


def _narrowed() -> Narrowed:
    args = request.args
    stance = next((stance for stance in STANCES if stance == args.get("stance")), None)
    since, _, until = args.get("year", "").partition("-")
    try:
        confidence = min(max(float(args.get("confidence", "")), 0.0), 1.0)
    except ValueError:
        confidence = 0.0
    holder = args.get("holder", "")
    if holder and "://" not in holder:
        holder = knowledge().store.names.base + holder.lstrip("/")
    return Narrowed(
        source=args.get("source") or None,
        holder=holder or None,
        stance=stance,
        since=_year(since),
        until=_year(until or since),
        min_confidence=confidence if confidence == confidence else 0.0,
    )


def _year(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 6 else None


def _choices(facet: Facet) -> Choices:
    base = knowledge().store.names.base
    choices = []
    for value in facet.values:
        code = value.code.removeprefix(base)
        taken = request.args.get(facet.name, "") in (code, value.code)
        choices.append(Choice(value.label, value.count, _with(facet.name, "" if taken else code), taken))
    return Choices(FACETS[facet.name], tuple(choices), facet.more, facet.partial)


def _with(key: str, value: str) -> str:
    """The address of this search with one thing of it changed."""
    kept = [(name, given) for name, given in request.args.items() if name not in (key, "format") and given]
    return "?" + urlencode([*kept, (key, value)] if value else kept)


def _told(found: Found) -> dict[str, object]:
    names = knowledge().store.names

    def place(iri: str) -> str:
        return path_of(iri, names)

    return {
        "words": found.words,
        "instead": found.instead or None,
        "entities": [{"label": ref.label, "type": ref.type, "path": place(ref.iri)} for ref in found.entities],
        "claims": [
            {
                "text": claim.text,
                "holder": claim.holder.label,
                "stance": claim.stance,
                "confidence": claim.confidence,
                "source": claim.source.id,
                "year": claim.source.year,
                "path": place(claim.iri),
            }
            for claim in found.claims
        ],
        "passages": [
            {"source": p.source.id, "start": p.start, "end": p.end, "snippet": str(_marked(p.snippet)), "path": place(p.iri)}
            for p in found.passages
        ],
        "sources": [{"id": ref.id, "title": ref.title, "author": ref.author, "year": ref.year} for ref in found.sources],
        "facets": {
            facet.name: [{"value": v.code, "label": v.label, "count": v.count} for v in facet.values] for facet in found.facets
        },
    }


def _marked(snippet: str) -> Markup:
    return Markup(str(escape(snippet)).replace("\ue000", "<mark>").replace("\ue001", "</mark>"))
