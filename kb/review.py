"""A person's decisions: accept, reject or correct a statement, merge two entities.

Decisions are data of their own (``data/review.sqlite``) and outlive the reading of a text: each keeps the whole statement it
was made on, with the words around it (a TextQuoteSelector of the Web Annotation model), and finds that statement again
where its id has changed. Of several decisions on one statement the last holds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from rapidfuzz.distance import Levenshtein

from kb.errors import StoreError, UsageError
from kb.model import AUTHOR, PREDICATES, UNKNOWN, Argument, Claim, Relation, Statements, statement_id

VerdictName = Literal["accept", "reject", "correct", "merge"]
Statement = Claim | Relation | Argument
AROUND = 32  #: characters kept on each side of the words

_KIND: dict[type, str] = {Claim: "claim", Relation: "relation", Argument: "argument"}
#: what a correction may change; ends and holders are ids of entities of the same source, AUTHOR or UNKNOWN
CHANGEABLE: dict[str, frozenset[str]] = {
    "claim": frozenset({"holder", "stance", "about", "hedged"}),
    "relation": frozenset({"subject", "predicate", "object", "polarity", "asserted_by", "year"}),
    "argument": frozenset({"kind"}),
}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS decision (
  id INTEGER PRIMARY KEY, verdict TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
  target TEXT NOT NULL, statement TEXT NOT NULL, change TEXT NOT NULL, note TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided on one statement, or on two entities."""

    verdict: VerdictName
    who: str
    kind: str  # "claim", "relation", "argument", or "entity" for a merger
    source: str = ""  # empty for a merger
    target: str = ""  # the statement's id, or the key of the entity that is merged into another
    statement: Mapping[str, Any] = field(default_factory=dict)  # the statement as it was, with "prefix" and "suffix"
    change: Mapping[str, Any] = field(default_factory=dict)  # of a correction the new values, of a merger {"into": key}
    note: str = ""
    id: int = 0  # as kept; 0 before that


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision as it applies to the statements of today."""

    verdict: VerdictName
    who: str
    kind: str
    id: str  # the statement's id of today
    corrected: Statement | None = None  # a correction's new statement, the reviewer's own


@contextmanager
def _kept(data: Path | str, *, write: bool = False) -> Iterator[sqlite3.Connection | None]:
    path = Path(data) / "review.sqlite"
    if not path.exists() and not write:
        yield None
        return
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection, connection:
            if write:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(_SCHEMA)
            yield connection
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"the reviewers' decisions cannot be read ({error})", where=str(path), remedy="Put a backup of the file in its place."
        ) from error


def record(data: Path | str, decision: Decision) -> Decision:
    """Keep a decision; the next build, or ``kb.build.refresh``, applies it."""
    parts = (decision.statement, decision.change)
    told = (decision.verdict, decision.who, decision.kind, decision.source, decision.target)
    with _kept(data, write=True) as connection:
        assert connection is not None
        cursor = connection.execute(
            "INSERT INTO decision (verdict, who, kind, source, target, statement, change, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*told, *(json.dumps(part, sort_keys=True, ensure_ascii=False) for part in parts), decision.note),
        )
        return replace(decision, id=cursor.lastrowid or 0)


def withdraw(data: Path | str, id: int) -> None:
    """Forget a decision. Raises UsageError where there is none of this number."""
    with _kept(data, write=True) as connection:
        assert connection is not None
        if connection.execute("DELETE FROM decision WHERE id = ?", (id,)).rowcount == 0:
            raise UsageError(f"there is no decision {id}", remedy="The list of decisions gives their numbers.")


def decisions(data: Path | str) -> list[Decision]:
    """All decisions that were kept, in the order they were made."""
    with _kept(data) as connection:
        if connection is None:
            return []
        rows = connection.execute(
            "SELECT verdict, who, kind, source, target, statement, change, note, id FROM decision ORDER BY id"
        ).fetchall()
    return [
        Decision(verdict, who, kind, source, target, json.loads(statement), json.loads(change), note, id)
        for verdict, who, kind, source, target, statement, change, note, id in rows
    ]


def decide(
    verdict: VerdictName, statement: Statement, text: str, *, who: str, change: Mapping[str, Any] | None = None, note: str = ""
) -> Decision:
    """A decision on a statement of a text. Raises UsageError where it says nothing, nobody made it, or a change is impossible."""
    kind, change = _KIND[type(statement)], dict(change or {})
    if verdict not in get_args(VerdictName) or verdict == "merge":
        raise UsageError(f"{verdict!r} is no decision on a statement", remedy="Accept, reject or correct it.")
    if not who.strip():
        raise UsageError("a decision needs somebody who made it", remedy="Give a name.")
    if wrong := sorted(set(change) - CHANGEABLE[kind]):
        raise UsageError(
            f"a {kind} has no {', '.join(wrong)} to correct", remedy=f"Known are {', '.join(sorted(CHANGEABLE[kind]))}."
        )
    if (verdict == "correct") != bool(change):
        raise UsageError(
            "a correction, and no other decision, says what changes", remedy="Give the new values, or accept or reject."
        )
    if change.get("predicate", PREDICATES[0]) not in PREDICATES:
        raise UsageError(f"there is no relation {change['predicate']!r}", remedy=f"Known are {', '.join(PREDICATES)}.")
    first, last = _span(statement)
    kept = json.loads(json.dumps(asdict(statement)))
    kept |= {"words": _words(statement), "prefix": text[max(0, first - AROUND) : first], "suffix": text[last : last + AROUND]}
    return Decision(verdict, who.strip(), kind, _source(statement), statement.id, kept, change, note)


def merge(key: str, into: str, *, who: str, note: str = "") -> Decision:
    """The decision that two global entities are one, and that the second's name is kept."""
    if key.partition("/")[0] != into.partition("/")[0] or key == into:
        raise UsageError(f"{key} and {into} cannot be one", remedy="Merge two entities of one type.")
    if not who.strip():
        raise UsageError("a decision needs somebody who made it", remedy="Give a name.")
    return Decision("merge", who.strip(), "entity", target=key, change={"into": into}, note=note)


def mergers(made: Iterable[Decision]) -> list[tuple[str, str]]:
    """The pairs of keys that decisions hold to be one."""
    return [(decision.target, decision.change["into"]) for decision in made if decision.verdict == "merge"]


def verdicts(made: Iterable[Decision], statements: Statements) -> dict[tuple[str, str], Verdict]:
    """What the decisions on one source mean for its statements of today, by kind and id."""
    source = statements.document.source.id
    found: dict[tuple[str, str], Verdict] = {}
    for decision in made:
        if decision.source == source and decision.verdict != "merge" and (statement := _anchored(decision, statements)):
            entities = {entity.id for entity in statements.entities} | {AUTHOR, UNKNOWN}
            corrected = _corrected(statement, decision, entities) if decision.verdict == "correct" else None
            if corrected or decision.verdict != "correct":
                at = decision.kind, statement.id
                found[at] = Verdict(decision.verdict, decision.who, decision.kind, statement.id, corrected)
    return found


def _anchored(decision: Decision, statements: Statements) -> Statement | None:
    """The statement a decision was made on: by id, else the one of the same words with the likest words around it."""
    by_kind: dict[str, tuple[Statement, ...]] = {
        "claim": statements.claims,
        "relation": statements.relations,
        "argument": statements.arguments,
    }
    candidates = by_kind[decision.kind]
    for statement in candidates:
        if statement.id == decision.target:
            return statement
    same = [statement for statement in candidates if _words(statement) == decision.statement["words"]]
    # the same words may be another statement: whoever is named in them must be so still, as far as ids can tell
    same = [s for s in same if all(getattr(s, role) == decision.statement[role] for role in _ROLES[decision.kind])] or same
    text = statements.document.text

    def strangeness(statement: Statement) -> tuple[int, int]:
        first, last = _span(statement)
        before = Levenshtein.distance(text[max(0, first - AROUND) : first], decision.statement["prefix"])
        return before + Levenshtein.distance(text[last : last + AROUND], decision.statement["suffix"]), first

    return min(same, key=strangeness, default=None)


_ROLES = {
    "claim": ("holder", "stance"),
    "relation": ("subject", "predicate", "object", "polarity", "asserted_by"),
    "argument": ("kind",),
}


def _corrected(statement: Statement, decision: Decision, entities: set[str]) -> Statement | None:
    """The reviewer's statement; None where a correction names an entity that the source has no more."""
    change: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in decision.change.items()}
    named = [change[role] for role in ("holder", "subject", "object", "asserted_by") if role in change]
    if not entities.issuperset([*named, *change.get("about", ())]):
        return None
    said = json.dumps(decision.change, sort_keys=True, ensure_ascii=False)
    id = statement_id(decision.source, decision.kind, _words(statement), 0, "correction", statement.id, said, decision.who)
    corrected: Statement = replace(cast(Any, statement), id=id, confidence=1.0, **change)
    return corrected


def _words(statement: Statement) -> str:
    return statement.quote if isinstance(statement, Claim) else statement.evidence.quote


def _span(statement: Statement) -> tuple[int, int]:
    if isinstance(statement, Claim):
        return statement.content[0].start, statement.content[-1].end
    return statement.evidence.start, statement.evidence.end


def _source(statement: Statement) -> str:
    return statement.evidence.source
