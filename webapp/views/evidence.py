"""One stretch of a text with every statement that rests on it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.errors import UsageError
from kb.queries import evidence, source
from kb.queries.evidence import EvidencePage
from webapp.context import Context, in_context
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.views import error
from webapp.views.missing import nothing


@dataclass(frozen=True, slots=True)
class Page:
    """A span's page."""

    title: str
    found: EvidencePage
    context: Context


def show(id: str, sha: str, start: int, end: int) -> Response:
    """The span ``source/ID/SHA12/span/START-END``; 410 where the text it was cut from has since changed."""
    try:
        text = ask(source, id)
    except UsageError:
        return nothing(id)
    if not text.row.text_hash.startswith(sha) or len(sha) < 12:
        return error.response(
            410, "The text has changed since this passage was cited", f"Look for it in “{text.row.ref.title}” as it now stands."
        )
    try:
        found = ask(evidence, f"source/{id}/{sha}/span/{start}-{end}")
    except UsageError:
        return nothing(id)
    kept = knowledge().store.text(text.row.text_hash)
    context = in_context(text, start, min(end, len(kept)), [(start, end, "claim", "asserts")])
    return render(Page(f"A passage of “{text.row.ref.title}”", found, context))
