"""What a text says in its own voice."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from kb.errors import UsageError
from kb.queries import claims_of, compare, source
from kb.queries.compare import Row
from kb.queries.source import SourcePage
from kb.queries.values import ClaimRow, RelationRow
from kb.queries.voiced import voiced
from webapp.addresses import offset_of
from webapp.confidence import least
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.views.missing import nothing
from webapp.wording import in_quotes

SHOWN = 25  #: claims, and relations


@dataclass(frozen=True, slots=True)
class Page:
    """A text's own voice: its claims, and the relations it asserts."""

    title: str
    text: SourcePage
    claims: tuple[ClaimRow, ...]
    total: int  # claims
    relations: tuple[RelationRow, ...]
    related: int  # relations in all
    answers: tuple[Row, ...]
    held: int  # claims before those shown
    tied: int  # relations before those shown
    size: int


def show(id: str) -> Response:
    """The voice of ``source/ID``; ``held`` and ``tied`` say where its lists begin."""
    try:
        text = ask(source, id, within=(0, 0))
    except UsageError:
        return nothing(id)
    voice = text.author.iri
    held, tied = (offset_of(request.args.get(name, "")) for name in ("held", "tied"))
    claims = ask(claims_of, holder=voice, source=id, min_confidence=least(), limit=SHOWN, offset=held)
    relations, related = ask(voiced, voice, text.row.ref.id, min_confidence=least(), limit=SHOWN, offset=tied)
    answers = tuple(r for r in ask(compare, (f"{id}/author",), min_confidence=least()).rows if r.cells[0].status != "not_stated")
    title = f"The voice of {in_quotes(text.row.ref.title)}"
    return render(Page(title, text, claims.claims, claims.total, relations, related, answers, held, tied, SHOWN))
