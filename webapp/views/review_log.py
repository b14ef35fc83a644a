"""Who decided what, and when; each line with its undoing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from kb.review import Entry, log, to_lines
from webapp.knowledge import knowledge
from webapp.rendering import render
from webapp.reviewing import LONGEST

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of the log, the newest first; ``older`` is where the next page begins, 0 where this is the last."""

    title: str
    entries: tuple[Entry, ...]
    total: int
    who: str
    everybody: tuple[str, ...]
    older: int
    limit: int  # megabytes of decisions that are taken in


def show() -> Response:
    """The log, of ``?who=`` only, with numbers under ``?before=``; ``?format=jsonl`` gives all of it as JSON lines."""
    entries = log(knowledge().data)
    if request.args.get("format") == "jsonl":
        answer = Response(to_lines(entries), mimetype="application/jsonl")
        answer.headers["Content-Disposition"] = 'attachment; filename="decisions.jsonl"'
        return answer
    who, before = request.args.get("who", ""), request.args.get("before", "")
    everybody = tuple(sorted({entry.decision.who for entry in entries}))
    under = int(before) if before.isdecimal() and len(before) < 12 else None
    found = [
        entry for entry in reversed(entries)
        if who in ("", entry.decision.who) and (under is None or entry.decision.id < under)
    ]  # fmt: skip
    older = found[A_PAGE - 1].decision.id if len(found) > A_PAGE else 0
    return render(Page("The log of review", tuple(found[:A_PAGE]), len(entries), who, everybody, older, LONGEST // 1024**2))
