"""One claim, in its words, with what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.errors import UsageError
from kb.queries import arguments_of, claim, source
from kb.queries.argument import Arguments
from kb.queries.values import ClaimRow, StatementRow
from webapp.context import Context, in_context
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.views.missing import nothing

NEIGHBOURS = 3  #: statements before it and after it in the text
NEAR = 3_000  #: characters either way, in which they are looked for


@dataclass(frozen=True, slots=True)
class Page:
    """A claim's page; ``beside`` are its neighbours in the text, ``joint`` the same words under other holders."""

    title: str
    claim: ClaimRow
    context: Context
    arguments: Arguments
    joint: tuple[ClaimRow, ...]
    beside: tuple[StatementRow, ...]


def show(id: str, hash: str) -> Response:
    """The claim ``source/ID/claim/HASH``."""
    path = f"source/{id}/claim/{hash}"
    try:
        row = ask(claim, path)
    except UsageError:
        return nothing(path)
    text = ask(source, id, within=(row.evidence.start - NEAR, row.evidence.end + NEAR))
    marks = [(q.start, q.end, "claim", row.stance) for q in row.content] + [(q.start, q.end, "cue", "") for q in row.cue]
    joint = tuple(c for c in text.claims if c.proposition and c.proposition == row.proposition and c.iri != row.iri)
    order = [s for s in text.statements if s.iri == row.iri or s.iri not in {c.iri for c in joint}]
    at = next(i for i, s in enumerate(order) if s.iri == row.iri)
    beside = (*order[max(0, at - NEIGHBOURS) : at], *order[at + 1 : at + 1 + NEIGHBOURS])
    context = in_context(text, row.evidence.start, row.evidence.end, marks)
    return render(Page(f"{row.holder.label} {row.stance}", row, context, ask(arguments_of, path), joint, beside))
