"""Words looked up in names, claims, relations and texts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from markupsafe import Markup, escape

from kb.queries import search, sources
from kb.queries.search import Found
from kb.queries.values import Ref, SourceRef
from kb.store import Hit, Store
from webapp.addresses import path_of
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.views.missing import near

LIMIT = 60
KINDS = {"entity": "names", "claim": "claims", "relation": "relations", "text": "texts"}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A paragraph that holds the words, with the hits marked; ``href`` opens it in its text."""

    source: SourceRef
    href: str
    words: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """What the words were found in."""

    title: str
    words: str
    kind: str
    kinds: dict[str, str]
    found: Found
    snippets: tuple[Snippet, ...]
    near: tuple[Ref, ...]


def show() -> Response:
    """The hits of ``?q=WORDS``, of one kind or of all."""
    words = request.args.get("q", "").strip()[:200]
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    found, snippets = Found(words), ()
    if words:
        if kind != "text":
            found = ask(search, words, kinds=(kind,) if kind else ("entity", "claim", "relation", "source"), limit=LIMIT)
        if kind in ("", "text"):
            snippets = ask(texts, words, limit=LIMIT if kind else 12)
    none = words and not len(found) and not snippets
    title = f"“{words}”" if words else "Search"
    return render(Page(title, words, kind, KINDS, found, snippets, near(words) if none else ()))


def texts(store: Store, words: str, limit: int) -> tuple[Snippet, ...]:
    """The paragraphs that hold the words."""
    known = {row.ref.id: row.ref for row in ask(sources)}
    hits = [hit for hit in store.search(words, kinds=("text",), limit=limit) if hit.source in known]
    return tuple(Snippet(known[hit.source or ""], _place(hit), _marked(hit.snippet)) for hit in hits)


def _place(hit: Hit) -> str:
    names = knowledge().store.names
    span = names.path(hit.iri)[-1]
    return f"{path_of(names.source(hit.source or '').value, names)}?at={span}#span-{span}"


def _marked(snippet: str) -> Markup:
    return Markup(str(escape(snippet)).replace("\ue000", "<mark>").replace("\ue001", "</mark>"))
