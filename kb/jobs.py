"""The queue of work that pages ask for: kept in ``jobs.sqlite`` of the data folder until the one writer has done it.

A job is ``queued``, then ``working``, then ``done`` or ``failed``; nothing else takes one out. The queue outlives every process:
what a dead writer had claimed is queued again by the next (``recover``), and a job that has seen ``TRIES`` writers die fails.
So each job may be done more than once, and what does it must not mind.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from kb.errors import DoxographError, StoreError, UsageError

State = Literal["queued", "working", "done", "failed"]

FILE = "jobs.sqlite"
TRIES = 3  #: writers that a job may lose before it is given up
_PATIENCE = 20.0  # seconds that one process waits for another's change of the queue
_TABLES = """
CREATE TABLE IF NOT EXISTS job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  by TEXT NOT NULL,
  key TEXT,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'working', 'done', 'failed')),
  queued TEXT NOT NULL,
  started TEXT NOT NULL DEFAULT '',
  ended TEXT NOT NULL DEFAULT '',
  step INTEGER NOT NULL DEFAULT 0,
  steps INTEGER NOT NULL DEFAULT 0,
  words TEXT NOT NULL DEFAULT '',
  result TEXT NOT NULL DEFAULT '{}',
  error TEXT NOT NULL DEFAULT '{}',
  tries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS job_state ON job (state, id);
CREATE UNIQUE INDEX IF NOT EXISTS job_key ON job (kind, key) WHERE key IS NOT NULL AND state IN ('queued', 'working');
"""
_COLUMNS = "id, kind, payload, by, state, queued, started, ended, step, steps, words, result, error, tries"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work as it stands; times are UTC (``2026-01-31T12:00:00.000+00:00``), empty before they come."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    by: str  # who asked for it, empty where nobody is named
    state: State
    queued: str
    started: str = ""
    ended: str = ""
    step: int = 0  # steps taken, of ``steps``; 0 of 0 where there is nothing to count
    steps: int = 0
    words: str = ""  # what is being done now
    result: Mapping[str, Any] = field(default_factory=dict)  # of a done job
    error: Mapping[str, str] = field(default_factory=dict)  # of a failed one: what, where, remedy
    tries: int = 0  # how often it was claimed

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed")


def enqueue(data: Path | str, kind: str, payload: Mapping[str, Any], *, by: str = "", key: str | None = None) -> Job:
    """Ask for work; ``payload`` is what JSON can hold.

    Where an unfinished job of this kind has the same ``key``, it is that job that is given back, and none is made.
    Raises StoreError where the data folder cannot be written.
    """
    told = json.dumps(payload, ensure_ascii=False)
    with _changing(Path(data), make=True) as base:
        base.execute(
            "INSERT OR IGNORE INTO job (kind, payload, by, key, queued) VALUES (?, ?, ?, ?, ?)", (kind, told, by, key, now())
        )
        if key is not None:
            where, values = "kind = ? AND key = ? AND state IN ('queued', 'working')", (kind, key)
            return _job(base.execute(f"SELECT {_COLUMNS} FROM job WHERE {where}", values).fetchone())
        return _job(base.execute(f"SELECT {_COLUMNS} FROM job WHERE id = last_insert_rowid()").fetchone())


def claim(data: Path | str, *, but: Collection[str] = ()) -> Job | None:
    """Take the oldest queued job, of any kind ``but`` these; None where there is none."""
    marks = ", ".join("?" * len(but))
    with _changing(Path(data)) as base:
        row = base.execute(
            f"""UPDATE job SET state = 'working', started = ?, tries = tries + 1, step = 0, steps = 0, words = ''
                WHERE id = (SELECT id FROM job WHERE state = 'queued' AND kind NOT IN ({marks}) ORDER BY id LIMIT 1)
                RETURNING {_COLUMNS}""",
            (now(), *but),
        ).fetchone()
    return _job(row) if row else None


def progress(data: Path | str, id: int, step: int, steps: int, words: str) -> None:
    """Say how far a job is: steps taken, of how many, and what is being done."""
    with _changing(Path(data)) as base:
        base.execute("UPDATE job SET step = ?, steps = ?, words = ? WHERE id = ? AND state = 'working'", (step, steps, words, id))


def finish(data: Path | str, id: int, result: Mapping[str, Any]) -> None:
    """Say that a job is done, and what came of it."""
    _end(data, id, "done", "result", json.dumps(result, ensure_ascii=False))


def fail(data: Path | str, id: int, error: DoxographError) -> None:
    """Say that a job cannot be done, and why."""
    _end(data, id, "failed", "error", json.dumps({"what": error.what, "where": error.where, "remedy": error.remedy}))


def put_back(data: Path | str, id: int, words: str) -> None:
    """Queue a claimed job again, with why; this counts as no try."""
    with _changing(Path(data)) as base:
        base.execute(
            "UPDATE job SET state = 'queued', words = ?, tries = tries - 1 WHERE id = ? AND state = 'working'", (words, id)
        )


def recover(data: Path | str) -> tuple[Job, ...]:
    """Queue again what was claimed by a writer that is no more; only for who alone may write. Those queued are given back.

    A job that ``TRIES`` writers have died of fails, so that it stops no other.
    """
    error = {
        "what": f"the work was broken off {TRIES} times",
        "where": "",
        "remedy": "Memory may have run out, or the text may be at fault: please report it. The other texts are as they were.",
    }
    with _changing(Path(data)) as base:
        base.execute(
            "UPDATE job SET state = 'failed', ended = ?, error = ? WHERE state = 'working' AND tries >= ?",
            (now(), json.dumps(error), TRIES),
        )
        rows = base.execute(
            f"""UPDATE job SET state = 'queued', words = 'begun again after an interruption'
                WHERE state = 'working' RETURNING {_COLUMNS}"""
        ).fetchall()
    return tuple(sorted(map(_job, rows), key=lambda job: job.id))


def job(data: Path | str, id: int) -> Job:
    """A job by its number. Raises UsageError where there is none."""
    with _reading(Path(data)) as base:
        row = base.execute(f"SELECT {_COLUMNS} FROM job WHERE id = ?", (id,)).fetchone() if base else None
    if row is None:
        raise UsageError(f"there is no job {id}", remedy="The list of jobs has those that there are.")
    return _job(row)


def jobs(data: Path | str, *, most: int = 50, before: int | None = None, states: Collection[State] = ()) -> tuple[Job, ...]:
    """Jobs, the newest first: ``most`` of them, with numbers under ``before``, in one of ``states`` (none: in any)."""
    marks = ", ".join("?" * len(states))
    where = f"id < ? AND state IN ({marks})" if states else "id < ?"
    with _reading(Path(data)) as base:
        if base is None:
            return ()
        values = (before or 1 << 62, *states, most)
        rows = base.execute(f"SELECT {_COLUMNS} FROM job WHERE {where} ORDER BY id DESC LIMIT ?", values).fetchall()
    return tuple(map(_job, rows))


def wait(data: Path | str, id: int, seconds: float) -> Job:
    """A job when it is finished, or as it stands after so many seconds. Raises UsageError where there is none."""
    until = time.monotonic() + seconds
    while not (found := job(data, id)).finished and time.monotonic() < until:
        time.sleep(0.03)
    return found


def now() -> str:
    """The time, as jobs note it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _end(data: Path | str, id: int, state: State, column: str, told: str) -> None:
    with _changing(Path(data)) as base:
        base.execute(
            f"UPDATE job SET state = ?, {column} = ?, ended = ?, step = steps WHERE id = ? AND state = 'working'",
            (state, told, now(), id),
        )


def _job(row: tuple[Any, ...]) -> Job:
    told = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return Job(**{**told, **{name: json.loads(told[name]) for name in ("payload", "result", "error")}})


@contextmanager
def _changing(data: Path, *, make: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction of its own. Raises StoreError where the queue cannot be written."""
    if not make and not (data / FILE).exists():
        raise StoreError("there is no queue of jobs", where=str(data / FILE), remedy="Ask for the work again.")
    try:
        data.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(data / FILE, timeout=_PATIENCE, isolation_level=None)) as base:
            if make:
                base.execute("PRAGMA journal_mode = WAL")
                base.executescript(_TABLES)
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
            except BaseException:
                base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")
    except (sqlite3.Error, OSError) as error:
        raise _unusable(data, error) from error


@contextmanager
def _reading(data: Path) -> Iterator[sqlite3.Connection | None]:
    if not (data / FILE).exists():
        yield None
        return
    try:
        with closing(sqlite3.connect(data / FILE, timeout=_PATIENCE, isolation_level=None)) as base:
            yield base
    except sqlite3.Error as error:
        raise _unusable(data, error) from error


def _unusable(data: Path, error: Exception) -> StoreError:
    remedy = "See that the folder can be written and has room; a damaged queue can be removed while nothing runs."
    return StoreError(f"the queue of jobs cannot be used ({error})", where=str(data / FILE), remedy=remedy)
