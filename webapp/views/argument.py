"""One argument: the premises that a text gives for or against a conclusion."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.errors import UsageError
from kb.queries import argument, source
from kb.queries.values import ArgumentRow
from webapp.context import Context, in_context
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.views.missing import nothing


@dataclass(frozen=True, slots=True)
class Page:
    """An argument's page."""

    title: str
    argument: ArgumentRow
    context: Context


def show(id: str, hash: str) -> Response:
    """The argument ``source/ID/argument/HASH``."""
    path = f"source/{id}/argument/{hash}"
    try:
        row = ask(argument, path)
    except UsageError:
        return nothing(path)
    claims = [*row.premises, row.conclusion]
    marks: list[tuple[int, int, str, str]] = [(q.start, q.end, "claim", c.stance) for c in claims for q in c.content]
    marks.append((row.evidence.start, row.evidence.end, "argument", row.kind))
    context = in_context(ask(source, id, within=(0, 0)), row.evidence.start, row.evidence.end, marks)
    return render(Page(f"An argument {'for' if row.kind == 'supports' else 'against'} a claim", row, context))
