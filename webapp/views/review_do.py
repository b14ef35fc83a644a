"""What a reviewer's form asks for: queued for the writer, waited for a moment, and shown done."""

from __future__ import annotations

from flask import Response, jsonify, redirect, request

from kb import jobs
from kb.errors import UsageError
from webapp.knowledge import knowledge
from webapp.reviewing import wish_of
from webapp.session import local, needs_reviewer, reviewer
from webapp.views import error

WAIT = 4.0  #: seconds that a page waits for the writer; it is shown as soon as the work is done


@needs_reviewer
def show() -> Response:
    """POSTed ``do`` with its fields; then on to ``next``, to what stands now where ``next`` is empty, or to the job."""
    try:
        file = request.files.get("file")
        wish = wish_of(request.form, file.read() if file else b"")
    except UsageError as problem:
        return error.response(400, problem.what, problem.remedy)
    job = jobs.wait(knowledge().data, jobs.enqueue(knowledge().data, "review", wish, by=reviewer() or "").id, WAIT)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify({"job": job.id, "state": job.state, "result": job.result, "error": job.error})
    if job.state == "failed":
        return error.response(400, job.error["what"], job.error["remedy"])
    if not job.finished:
        return redirect(f"/jobs/{job.id}", 303)  # type: ignore[return-value]
    next = local(request.form.get("next") or job.result.get("path") or "/review/log")
    told = f"done={job.result['decision']}" if job.result.get("decision") else ""
    parts = next.partition("?")
    kept = "&".join(pair for pair in parts[2].split("&") if pair and not pair.startswith("done="))
    query = "&".join(part for part in (kept, told) if part)
    return redirect(parts[0] + (f"?{query}" if query else ""), 303)  # type: ignore[return-value]
