"""How far a job is, as it goes, for a page that is open."""

from __future__ import annotations

from flask import Response

from kb import jobs
from webapp.knowledge import knowledge
from webapp.listening import events
from webapp.session import needs_reviewer


@needs_reviewer
def show(id: int) -> Response:
    """Server-sent events of the job ``id``; 503 where too many pages listen, which can ask for its JSON instead."""
    jobs.job(knowledge().data, id)
    told = events(knowledge().data, id)
    if told is None:
        return Response("Too many pages are being told at once. Try again.\n", 503, {"Retry-After": "2"}, "text/plain")
    return Response(told, mimetype="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
