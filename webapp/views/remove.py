"""A text to be taken out: what goes with it, what stays, and how it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, request

from kb import jobs, uploads
from kb.queries import entities, source
from kb.queries.source import SourceRow
from kb.queries.values import Ref
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.reviewing import decided_on
from webapp.session import needs_reviewer, reviewer

LISTED = 24  #: names that go with the text, as far as they are listed


@dataclass(frozen=True, slots=True)
class Page:
    """The question, with what hangs on the text."""

    title: str
    text: SourceRow
    alone: tuple[Ref, ...]  # things that no other text names, the first of them
    alone_count: int
    decisions: int  # of reviewers, on its statements
    handed_in: bool  # it came through ``/add``, and its file is thrown away with it


@needs_reviewer
def show(id: str) -> Response:
    """Ask whether ``source/ID`` is to go; POSTed, that is queued. ``?format=text`` gives the text, for who keeps a copy."""
    found = ask(source, id)
    row = found.row
    if request.method == "POST":
        told = {"source": row.ref.id, "title": row.ref.title}
        job = jobs.enqueue(knowledge().data, "remove", told, by=reviewer() or "", key=row.ref.id)
        return redirect(f"/jobs/{job.id}", 303)  # type: ignore[return-value]
    if request.args.get("format") == "text":
        headers = {"Content-Disposition": f'attachment; filename="{row.ref.id.encode("ascii", "replace").decode()}.txt"'}
        return Response(knowledge().store.text(row.text_hash), mimetype="text/plain", headers=headers)
    lonely = {row.ref.iri for row in ask(entities) if row.sources == 1}
    alone = sorted({mention.entity for mention in found.mentions if mention.entity.iri in lonely}, key=lambda ref: ref.label)
    decisions = len(decided_on(row.ref.id))
    handed_in = uploads.handed_in(knowledge().data, row.ref.id)
    return render(Page("Take a text out", row, tuple(alone[:LISTED]), len(alone), decisions, handed_in))
