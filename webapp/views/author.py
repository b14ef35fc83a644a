"""What a text says in its own voice."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.errors import UsageError
from kb.queries import claims_of, compare, source
from kb.queries.compare import Row
from kb.queries.source import SourcePage
from kb.queries.values import ClaimRow, RelationRow
from webapp.confidence import least
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.views.missing import nothing


@dataclass(frozen=True, slots=True)
class Page:
    """A text's own voice: its claims, and the relations it asserts."""

    title: str
    text: SourcePage
    claims: tuple[ClaimRow, ...]
    relations: tuple[RelationRow, ...]
    answers: tuple[Row, ...]


def show(id: str) -> Response:
    """The voice of ``source/ID``."""
    try:
        text = ask(source, id)
    except UsageError:
        return nothing(id)
    voice = text.author.iri
    claims = ask(claims_of, holder=voice, source=id, min_confidence=least()).claims
    relations = tuple(row for row in text.relations if row.asserted_by.iri == voice and row.confidence >= least())
    answers = tuple(r for r in ask(compare, (f"{id}/author",), min_confidence=least()).rows if r.cells[0].status != "not_stated")
    return render(Page(f"The voice of “{text.row.ref.title}”", text, claims, relations, answers))
