"""The list of all texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Response, request

from kb.formats.citations import FORMS, MEDIA, Form, written
from kb.queries import sources
from kb.queries.citing import Cited
from kb.queries.source import SourceRow
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.takeaway import taken


@dataclass(frozen=True, slots=True)
class Page:
    """Every text with counts of its statements."""

    title: str
    rows: tuple[SourceRow, ...]
    downloads: tuple[tuple[str, str], ...]  # format, address


def show() -> Response:
    """The list of texts; ``?format=bibtex`` or ``csl`` gives it as a bibliography."""
    rows = ask(sources)
    form = request.args.get("format", "")
    if form in FORMS:
        return Response(written([Cited(row.ref.iri, row) for row in rows], cast(Form, form)), mimetype=MEDIA[cast(Form, form)])
    return render(Page("Texts", rows, taken(FORMS) if rows else ()))
