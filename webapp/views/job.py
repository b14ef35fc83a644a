"""One piece of work that was asked for: how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, jsonify, request

from kb import jobs
from kb.errors import DoxographError
from kb.jobs import Job
from kb.queries import source
from kb.queries.values import Ref
from webapp.knowledge import ask, knowledge
from webapp.listening import state_of
from webapp.rendering import render
from webapp.session import needs_reviewer

WHAT = {"add": "Adding a text", "remove": "Taking a text out"}
_MOST = 12  # names shown of each type
_TYPES = ("theorist", "group", "theory", "work", "case")


@dataclass(frozen=True, slots=True)
class Found:
    """What a text was found to name, of one type: the most named first, and how many in all."""

    type: str
    refs: tuple[Ref, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Page:
    """A job; ``found`` is what there is in the text that it added, ``links`` are (words, path)."""

    title: str
    job: Job
    links: tuple[tuple[str, str], ...]
    tally: tuple[tuple[str, int], ...]
    found: tuple[Found, ...]


@needs_reviewer
def show(id: int) -> Response:
    """The job ``id``; ``?format=json`` for scripts."""
    job = jobs.job(knowledge().data, id)
    if request.args.get("format") == "json":
        return jsonify(state_of(job))
    links = tuple((str(words), str(path)) for words, path in job.result.get("links", ()) if str(path).startswith("/"))
    tally = tuple((str(kind), int(n)) for kind, n in job.result.get("counts", {}).items())
    found = _found(str(job.result["source"])) if job.kind == "add" and tally and "source" in job.result else ()
    return render(Page(title_of(job), job, links, tally, found))


def title_of(job: Job) -> str:
    """What a job is, in a few words."""
    what = WHAT.get(job.kind, job.kind.replace("-", " ").replace("_", " ").capitalize())
    of = job.payload.get("title") or job.payload.get("file") or job.payload.get("source") or ""
    return f"{what}: {of}" if of else what


def _found(id: str) -> tuple[Found, ...]:
    try:
        page = ask(source, id)
    except DoxographError:  # the text has been taken out since
        return ()
    times: dict[Ref, int] = {}
    for mention in page.mentions:
        times[mention.entity] = times.get(mention.entity, 0) + 1
    ranked = sorted(times, key=lambda ref: (-times[ref], ref.label))
    by_type = {type: [ref for ref in ranked if ref.type == type] for type in _TYPES}
    return tuple(Found(type, tuple(refs[:_MOST]), len(refs)) for type, refs in by_type.items() if refs)
