"""The reviewers' log: who decided what and when, where nothing is ever taken out."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kb.errors import StoreError, UsageError
from kb.review.decisions import Decision

FILE = "review.sqlite"
_COLUMNS = "verdict, who, kind, source, target, statement, change, note, at, uid"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS decision (
  id INTEGER PRIMARY KEY, verdict TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
  target TEXT NOT NULL, statement TEXT NOT NULL, change TEXT NOT NULL, note TEXT NOT NULL,
  at TEXT NOT NULL DEFAULT '', uid TEXT NOT NULL DEFAULT ''
)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    decision: Decision
    undone: Decision | None = None  # the line that undoes it, while it does


@contextmanager
def _kept(data: Path | str, *, write: bool = False) -> Iterator[sqlite3.Connection | None]:
    path = Path(data) / FILE
    if not path.exists() and not write:
        yield None
        return
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection, connection:
            if write:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(_SCHEMA)
                connection.execute("BEGIN IMMEDIATE")  # a uid counts what is there before it
                _renew(connection)
            yield connection
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"the reviewers' decisions cannot be read ({error})", where=str(path), remedy="Put a backup of the file in its place."
        ) from error


def record(data: Path | str, decision: Decision) -> Decision:
    """Keep a decision; the next build, or ``kb.build.refresh``, applies it. One that is kept already stays as it is."""
    with _kept(data, write=True) as connection:
        assert connection is not None
        return _put(connection, decision)[0]


def bring_in(data: Path | str, given: Iterable[Decision]) -> int:
    """Keep decisions that were exported elsewhere, all or none; how many were new here."""
    with _kept(data, write=True) as connection:
        assert connection is not None
        return sum(_put(connection, decision)[1] for decision in given)


def withdraw(data: Path | str, id: int, *, who: str = "", at: str = "", uid: str = "") -> Decision:
    """Undo a decision by a further line of the log; undoing an undoing brings back what it undid.

    Raises UsageError where there is no decision of this number, or it is undone already.
    """
    entries = {entry.decision.id: entry for entry in log(data)}
    if id not in entries:
        raise UsageError(f"there is no decision {id}", remedy="The list of decisions gives their numbers.")
    undone = entries[id]
    if undone.undone:
        raise UsageError(f"decision {id} is undone already", remedy=f"Undo {undone.undone.id} to bring it back.")
    who = who.strip() or undone.decision.who
    return record(data, Decision("undo", who, "decision", target=undone.decision.uid, at=at, uid=uid))


def decisions(data: Path | str) -> list[Decision]:
    """The decisions that hold, in the order they were made: without undoings and what they undid."""
    return [entry.decision for entry in log(data) if entry.undone is None and entry.decision.verdict != "undo"]


def log(data: Path | str) -> list[Entry]:
    """Every line of the log, in order."""
    with _kept(data) as connection:
        if connection is None:
            return []
        known = {row[1] for row in connection.execute("PRAGMA table_info(decision)")}
        columns = _COLUMNS if "uid" in known else _COLUMNS.replace("at, uid", "'', 'first-' || id")
        rows = connection.execute(f"SELECT {columns}, id FROM decision ORDER BY id").fetchall()
    made = [_read(row) for row in rows]
    undone: dict[str, Decision] = {}
    # from the last line back: an undoing that is itself undone undoes nothing
    for decision in reversed(made):
        if decision.verdict == "undo" and decision.uid not in undone:
            undone[decision.target] = decision
    return [Entry(decision, undone.get(decision.uid)) for decision in made]


def _renew(connection: sqlite3.Connection) -> None:
    """Give a log from before decisions told when they were made, and by what they are known, the columns for it."""
    if "uid" not in {row[1] for row in connection.execute("PRAGMA table_info(decision)")}:
        for name in ("at", "uid"):
            connection.execute(f"ALTER TABLE decision ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
        connection.execute("UPDATE decision SET uid = 'first-' || id")


def _put(connection: sqlite3.Connection, decision: Decision) -> tuple[Decision, bool]:
    columns = (
        decision.verdict,
        decision.who,
        decision.kind,
        decision.source,
        decision.target,
        json.dumps(decision.statement, sort_keys=True, ensure_ascii=False),
        json.dumps(decision.change, sort_keys=True, ensure_ascii=False),
        decision.note,
        decision.at,
    )
    uid = decision.uid
    if not uid:
        same = "SELECT count(*) FROM decision WHERE (verdict, who, kind, source, target, change, note, at) = (?,?,?,?,?,?,?,?)"
        before = connection.execute(same, (*columns[:5], *columns[6:])).fetchone()[0]
        uid = hashlib.sha256("\x1f".join((*columns, str(before))).encode("utf-8")).hexdigest()[:20]
    there = connection.execute("SELECT id FROM decision WHERE uid = ?", (uid,)).fetchone()
    if there:
        return replace(decision, id=there[0], uid=uid), False
    cursor = connection.execute(
        f"INSERT INTO decision ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*columns, uid),
    )
    return replace(decision, id=cursor.lastrowid or 0, uid=uid), True


def _read(row: tuple[str, str, str, str, str, str, str, str, str, str, int]) -> Decision:
    verdict, who, kind, source, target, statement, change, note, at, uid, id = row
    return Decision(verdict, who, kind, source, target, json.loads(statement), json.loads(change), note, id, at, uid)  # type: ignore[arg-type]
