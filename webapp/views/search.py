"""Words looked up in names, claims, texts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from markupsafe import Markup, escape

from kb.queries import search
from kb.queries.search import KINDS, Found, Kind
from kb.queries.values import Ref, SourceRef
from webapp.addresses import path_of
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.views.missing import near

FEW, MANY = 20, 200  #: hits of each kind, and of one kind alone
LABELS: dict[Kind, str] = {"entity": "names", "claim": "claims", "passage": "passages", "source": "titles"}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A paragraph that holds the words, with the hits marked; ``href`` opens it in its text."""

    source: SourceRef
    href: str
    words: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """What the words were found in; ``near`` are names like them, where nothing was."""

    title: str
    words: str
    kind: str
    kinds: dict[Kind, str]
    found: Found
    snippets: tuple[Snippet, ...]
    near: tuple[Ref, ...]


def show() -> Response:
    """The hits of ``?q=WORDS``, of one kind or of all."""
    words = request.args.get("q", "").strip()[:200]
    kind = next((kind for kind in KINDS if kind == request.args.get("kind")), None)
    found = ask(search, words, kinds=(kind,) if kind else KINDS, limit=MANY if kind else FEW) if words else Found(words)
    names = knowledge().store.names
    snippets = tuple(
        Snippet(p.source, f"{path_of(p.source.iri, names)}?at={p.start}-{p.end}#span-{p.start}-{p.end}", _marked(p.snippet))
        for p in found.passages
    )
    title = f"“{words}”" if words else "Search"
    return render(Page(title, words, kind or "", LABELS, found, snippets, near(words) if words and not len(found) else ()))


def _marked(snippet: str) -> Markup:
    return Markup(str(escape(snippet)).replace("\ue000", "<mark>").replace("\ue001", "</mark>"))
