"""A statement that nobody read in a text, added by selecting its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, request

from kb.queries import resolve_source
from kb.queries.values import SourceRef
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.reviewing import Joinable, fields_of, joinable, reviewed
from webapp.session import needs_reviewer
from webapp.views.review_statement import CHOICES, people

SHOWN = 6_000  #: characters of the text on one page
KINDS = ("claim", "relation", "argument")
AHEAD = 500  #: characters before words that were chosen elsewhere


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the text beside an empty form."""

    title: str
    source: SourceRef
    kind: str
    fields: dict[str, Any]
    words: str
    chosen: tuple[int, int] | None  # where those words stand
    start: int  # where the passage begins
    passage: tuple[str, str, str]  # before, within and after the words
    earlier: int | None  # where the stretch before begins
    later: int | None
    names: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]
    claims: tuple[Joinable, ...]  # those that an argument may join
    joined: dict[str, list[str]]  # of them, those that the address names


@needs_reviewer
def show(id: str) -> Response:
    """The text from ``?at=`` on, with the form of a ``?kind=``.

    ``start`` and ``end`` are words chosen elsewhere, ``premise`` and ``conclusion`` the hashes of claims.
    """
    ref = ask(resolve_source, id)
    statements, now = reviewed(ref.id)
    text = statements.document.text
    kind = next((kind for kind in KINDS if kind == request.args.get("kind")), KINDS[0])
    known = {claim.id for claim in now.claims}
    joined = {role: [id for id in request.args.getlist(role) if id in known] for role in ("premise", "conclusion")}
    chosen = _chosen(text)
    at = _offset("at", len(text))
    if at is None:
        at = max(0, chosen[0] - AHEAD) if chosen else 0
    start = text.rfind("\n", 0, at) + 1 if at else 0
    start = start if at - start < SHOWN // 2 else at
    end = min(len(text), start + SHOWN)
    if end < len(text):
        end = max(text.rfind("\n", start, end), text.rfind(" ", start, end), start + 1)
    fields = fields_of(None, kind)
    claims: tuple[Joinable, ...] = ()
    if kind == "argument":
        claims = joinable(now, start, end, {*joined["premise"], *joined["conclusion"]})
        fields |= {"premises": joined["premise"], "conclusion": next(iter(joined["conclusion"]), "")}
    low, high = chosen if chosen and start <= chosen[0] and chosen[1] <= end else (end, end)
    return render(
        Page(
            "Add a statement", ref, kind, fields, text[slice(*chosen)] if chosen else "", chosen, start,
            (text[start:low], text[low:high], text[high:end]),
            max(0, start - SHOWN) if start else None, end if end < len(text) else None, people(now.entities), CHOICES,
            claims, joined,
        )
    )  # fmt: skip


def _chosen(text: str) -> tuple[int, int] | None:
    """The words that ``?start=`` and ``?end=`` choose, without white space around them."""
    first, last = _offset("start", len(text)), _offset("end", len(text))
    if first is None or last is None or not first < last <= first + SHOWN - 2 * AHEAD:
        return None
    words = text[first:last]
    first, last = last - len(words.lstrip()), first + len(words.rstrip())
    return (first, last) if first < last else None


def _offset(name: str, length: int) -> int | None:
    word = request.args.get(name, "")
    return min(int(word), length) if word.isdecimal() and len(word) < 12 else None
