"""What has been asked for, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from kb.jobs import Job
from kb.jobs import jobs as listed
from webapp.knowledge import knowledge
from webapp.rendering import render
from webapp.session import needs_reviewer
from webapp.views.job import title_of

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Jobs with their titles; ``older`` is where the next page begins, 0 where this is the last."""

    title: str
    rows: tuple[tuple[Job, str], ...]
    older: int
    busy: bool  # whether anything is still to be done


@needs_reviewer
def show() -> Response:
    """The jobs, with numbers under ``?before``."""
    given = request.args.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 16 else None
    found = listed(knowledge().data, most=A_PAGE + 1, before=before)
    rows = tuple((job, title_of(job)) for job in found[:A_PAGE])
    older = rows[-1][0].id if len(found) > A_PAGE else 0
    return render(Page("Jobs", rows, older, any(not job.finished for job, _ in rows)))
