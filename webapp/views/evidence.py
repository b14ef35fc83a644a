"""One stretch of a text with every statement that rests on it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.errors import UsageError
from kb.queries import evidence, source
from kb.queries.evidence import EvidencePage
from kb.queries.values import Quote
from webapp.addresses import iri_of
from webapp.context import Context, in_context
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.views import error
from webapp.views.missing import nothing
from webapp.wording import in_quotes


@dataclass(frozen=True, slots=True)
class Page:
    """A span's page."""

    title: str
    found: EvidencePage
    context: Context


def show(id: str, sha: str, start: int, end: int) -> Response:
    """The span ``source/ID/SHA12/span/START-END``; 410 where the text it was cut from has since changed."""
    try:
        text = ask(source, id, within=(0, 0))
    except UsageError:
        return nothing(id)
    if not text.row.text_hash.startswith(sha) or len(sha) < 12:
        return error.response(
            410, "The text has changed since this passage was cited", f"Look for it in “{text.row.ref.title}” as it now stands."
        )
    path = f"source/{id}/{sha}/span/{start}-{end}"
    block = next((b for b in text.blocks if (b.start, b.end) == (start, end)), None)
    try:
        found = ask(evidence, path)
    except UsageError:
        if block is None:
            return nothing(id)
        # a paragraph that no statement rests on as a whole is still a part of its text
        store = knowledge().store
        words = store.text(text.row.text_hash)[start:end]
        found = EvidencePage(Quote(iri_of(path, store.names), words, text.row.ref, start, end, block.page))
    context = in_context(text, start, end, [(start, end, "cited", "")])
    return render(Page(f"A passage of {in_quotes(text.row.ref.title)}", found, context))
