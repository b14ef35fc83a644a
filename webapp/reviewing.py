"""What pages show of review, and what their forms ask the writer for."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from kb.errors import UsageError
from kb.facts import read_statements
from kb.model import Claim, Relation, Statements
from kb.queries.queue import Standing, standings
from kb.review import Decision, Entry, Statement, apply, as_reviewed, decisions, log
from webapp.knowledge import ask, knowledge

SAID = {
    "accept": "Accepted",
    "reject": "Rejected",
    "correct": "Corrected",
    "add": "Added",
    "merge": "Merged",
    "split": "Split",
    "undo": "Undone",
}
LONGEST = 16 * 1024**2  #: bytes of an import


def standing_of(iri: str) -> Standing | None:
    """A reviewer's last word on a statement."""
    return ask(standings).get(iri)


def entry_of(number: str | int | None) -> Entry | None:
    """A line of the log by its number as an address gives it."""
    if not str(number or "").isdecimal():
        return None
    return next((entry for entry in log(knowledge().data) if entry.decision.id == int(number or 0)), None)


def last_of(who: str | None) -> Entry | None:
    """Somebody's last decision that still holds."""
    mine = (e for e in reversed(log(knowledge().data)) if e.decision.who == who and e.decision.verdict != "undo" and not e.undone)
    return next(mine, None)


def decided_on(source: str) -> list[Decision]:
    """The decisions on one source that hold."""
    return [decision for decision in decisions(knowledge().data) if decision.source == source]


def reviewed(source: str) -> tuple[Statements, Statements]:
    """A source's statements as read, and as its reviewers leave them. Raises UsageError where there is no such source."""
    try:
        statements = ask(read_statements, source)
    except ValueError as error:
        raise UsageError(f"there is no text {source!r}", remedy="The list of texts has those that there are.") from error
    made = decided_on(source)
    return statements, as_reviewed(statements, apply(made, statements).verdicts) if made else statements


def statement_in(statements: Statements, kind: str, id: str) -> Statement:
    """A statement by kind and id. Raises UsageError where there is none."""
    of_kind: Mapping[str, Sequence[Statement]] = {
        "claim": statements.claims,
        "relation": statements.relations,
        "argument": statements.arguments,
    }
    found = next((one for one in of_kind[kind] if one.id == id), None)
    if found is None:
        raise UsageError(f"there is no such {kind} now", remedy="It may have been rejected or corrected: the log of review says.")
    return found


def wish_of(form: MultiDict[str, str], file: bytes = b"") -> dict[str, Any]:
    """What a form, with the file that came along, asks for in the terms of ``kb.reviewing.done``.

    Raises UsageError where its words are not in the text, or it says too little.
    """
    verb = form.get("do", "")
    wish: dict[str, Any] = {"do": verb, "note": form.get("note", "").strip()}
    if verb in ("accept", "reject", "correct", "add"):
        wish |= {"source": form.get("source", ""), "kind": form.get("kind", "claim"), "id": form.get("id", "")}
    if verb in ("correct", "add"):
        wish["change"] = _change(form, wish)
    elif verb == "merge":
        wish |= {"key": form.get("key", ""), "into": form.get("into", "").strip().strip("/")}
    elif verb == "split":
        members = [json.loads(one) for one in form.getlist("member")]
        if not members:
            raise UsageError("no text was chosen", remedy="Choose which texts mean another.")
        wish |= {"key": form.get("key", ""), "members": members, "label": form.get("label", "").strip()}
        if not wish["label"]:
            raise UsageError("the other has no name", remedy="Give the name of what those texts mean.")
    elif verb == "undo":
        number = form.get("decision", "")
        if not number.isdecimal():
            raise UsageError("no decision was named", remedy="Choose one in the log of review.")
        wish["decision"] = int(number)
    elif verb == "import":
        try:
            wish["lines"] = (file or form.get("lines", "").encode()).decode()
        except UnicodeDecodeError:
            raise UsageError(
                "the file is no JSON lines", remedy="Choose what the log of review, or `review export`, gave."
            ) from None
        if not wish["lines"].strip():
            raise UsageError("no decisions were given", remedy="Choose a file of them, or paste its lines.")
    return wish


_FIELDS: dict[str, tuple[str, ...]] = {
    "claim": ("holder", "stance"),
    "relation": ("subject", "predicate", "object", "polarity", "asserted_by"),
    "argument": ("conclusion",),
}


def _change(form: MultiDict[str, str], wish: Mapping[str, Any]) -> dict[str, Any]:
    kind = wish["kind"] if wish["kind"] in _FIELDS else "claim"
    change: dict[str, Any] = {name: form.get(name, "").strip() for name in _FIELDS[kind] if form.get(name, "").strip()}
    if kind == "claim":
        change["about"] = [one.strip() for one in form.get("about", "").splitlines() if one.strip()]
        change["hedged"] = bool(form.get("hedged"))
    elif kind == "argument":
        change |= {"premises": form.getlist("premise"), "kind": form.get("argument_kind", "supports")}
    else:
        year = form.get("year", "").strip()
        if year and not year.lstrip("-").isdecimal():
            raise UsageError(f"{year!r} is no year", remedy="Give it as a number, or leave it out.")
        change["year"] = int(year) if year else None
    statements, now = reviewed(wish["source"])
    text, words = statements.document.text, form.get("words", "").replace("\r\n", "\n").strip()
    before = None
    if wish["do"] == "correct":
        try:
            before = statement_in(now, wish["kind"], wish["id"])
        except UsageError:  # somebody else was quicker: what was read is still there to be corrected
            before = statement_in(statements, wish["kind"], wish["id"])
    shown = words_of(before) if before else ""
    if words and " ".join(words.split()) != " ".join(shown.split()):
        near = before.evidence.start if before else _number(form.get("near", "")) or 0
        spans = _spans(text, words, _number(form.get("start", "")), near)
        change["content" if kind == "claim" or (wish["do"] == "add" and kind == "relation") else "evidence"] = spans
    elif wish["do"] == "add" and kind != "argument":
        raise UsageError("no words were chosen", remedy="Select the words that say it, or type them as the text has them.")
    return change


@dataclass(frozen=True, slots=True)
class Joinable:
    """A claim that an argument may join."""

    id: str
    holder: str
    stance: str
    words: str


def joinable(now: Statements, start: int, end: int, chosen: Collection[str] = ()) -> tuple[Joinable, ...]:
    """The claims of a stretch of a text, those that are chosen already before the others, wherever they stand."""
    found = [c for c in now.claims if c.id in chosen or (c.evidence.start < end and c.evidence.end > start)]
    found.sort(key=lambda c: (c.id not in chosen, c.content[0].start, c.content[-1].end, c.id))
    holders = {"author": "the text itself", "unknown": "somebody"} | {entity.id: entity.name for entity in now.entities}
    return tuple(Joinable(c.id, holders.get(c.holder, c.holder), c.stance, c.quote) for c in found)


def words_of(statement: Statement) -> str:
    """The words that a form shows as a statement's own."""
    return statement.quote if isinstance(statement, Claim) else statement.evidence.quote


def _spans(text: str, words: str, start: int | None, near: int) -> list[list[int]]:
    """Where words stand: at ``start``, else nearest to ``near``; parts are divided by `` … ``."""
    if start is not None and text.startswith(words, start):
        return [[start, start + len(words)]]
    spans: list[list[int]] = []
    for part in words.split(" … "):
        places = [at for at in _places(text, part) if not spans or at >= spans[-1][1]]
        if not places:
            raise UsageError(
                f"the text has no words “{part[:60]}”", remedy="Select them, or type them letter by letter as the text has them."
            )
        at = min(places, key=lambda place: abs(place - near))
        spans.append([at, at + len(part)])
    return spans


def _places(text: str, part: str) -> list[int]:
    found, at = [], text.find(part)
    while at >= 0 and part:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 12 else None


def fields_of(statement: Statement | None, kind: str) -> dict[str, Any]:
    """A statement's fields as a form shows them; of none, an empty form's."""
    if isinstance(statement, Claim):
        return {"holder": statement.holder, "stance": statement.stance, "about": statement.about, "hedged": statement.hedged}
    if isinstance(statement, Relation):
        names = ("subject", "predicate", "object", "polarity", "asserted_by", "year")
        return {name: getattr(statement, name) for name in names}
    if statement is not None:
        return {"kind": statement.kind, "premises": statement.premises, "conclusion": statement.conclusion}
    if kind == "argument":
        return {"kind": "supports", "premises": (), "conclusion": ""}
    if kind == "claim":
        return {"holder": "author", "stance": "asserts", "about": (), "hedged": False}
    return {"subject": "", "predicate": "", "object": "", "polarity": "affirmed", "asserted_by": "author", "year": None}
