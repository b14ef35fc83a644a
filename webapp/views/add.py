"""A text handed in: chosen as a file, or pasted."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, request

from kb import jobs, uploads
from kb.errors import DoxographError
from webapp.knowledge import knowledge
from webapp.rendering import render
from webapp.session import needs_reviewer, reviewer


@dataclass(frozen=True, slots=True)
class Page:
    """The form as it was filled in, with what is wrong with it."""

    title: str
    problem: str
    text: str
    told: tuple[str, str, str]  # title, author, year
    formats: tuple[str, ...]
    limit: int  # megabytes


@needs_reviewer
def show() -> Response:
    """The form; POSTed, its text is kept and queued, and the job's page shows how far it is."""
    told = tuple(request.form.get(name, "").strip() for name in ("title", "author", "year"))
    text, problem = request.form.get("text", ""), ""
    if request.method == "POST":
        try:
            return redirect(f"/jobs/{_queue(text, *told)}", 303)  # type: ignore[return-value]
        except DoxographError as error:
            problem = str(error)
    page = Page("Add a text", problem, text, told, uploads.formats(), uploads.LARGEST // 1024**2)  # type: ignore[arg-type]
    return render(page, 400 if problem else 200)


def _queue(text: str, title: str, author: str, year: str) -> int:
    file = request.files.get("file")
    if file and file.filename:
        name, content = file.filename, file.read()
    else:
        # browsers send line ends as CRLF, whatever was typed
        name, content = uploads.pasted_name(title, text), text.replace("\r\n", "\n").encode("utf-8", "replace")
    upload = uploads.keep(knowledge().data, name, content, title=title, author=author, year=year)
    job = jobs.enqueue(knowledge().data, "add", upload.to_payload(), by=reviewer() or "", key=upload.key)
    return job.id
