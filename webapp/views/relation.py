"""One relation, in its words, with what else is said of the same two things."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.errors import UsageError
from kb.queries import entity, relation, source
from kb.queries.values import RelationRow
from webapp.context import Context, in_context
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.views.missing import nothing
from webapp.wording import PREDICATE


@dataclass(frozen=True, slots=True)
class Page:
    """A relation's page; ``others`` say something of the same subject and object."""

    title: str
    relation: RelationRow
    context: Context
    others: tuple[RelationRow, ...]


def show(id: str, hash: str) -> Response:
    """The relation ``source/ID/relation/HASH``."""
    path = f"source/{id}/relation/{hash}"
    try:
        row = ask(relation, path)
    except UsageError:
        return nothing(path)
    span = row.evidence
    context = in_context(ask(source, id, within=(0, 0)), span.start, span.end, [(span.start, span.end, "relation", row.polarity)])
    ends = {row.subject.iri, row.object.iri}
    others = tuple(
        other
        for link in ask(entity, row.subject.iri).links
        for other in link.relations
        if other.iri != row.iri and {other.subject.iri, other.object.iri} == ends
    )
    title = f"{row.subject.label} {PREDICATE[row.predicate][0]} {row.object.label}"
    return render(Page(title if row.polarity == "affirmed" else f"{title}: {row.polarity}", row, context, others))
