"""A stranger's SPARQL run in a child process, killed at its deadline."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import DoxographError, UsageError
from webapp.query_guard import query_form

DEADLINE = 10.0  #: seconds
CHILD = Path(__file__).with_name("sparql_child.py")  # run as a file: it must not load the whole viewer
ROWS = 10_000  #: at most, rows or triples
AT_ONCE = threading.BoundedSemaphore(4)  # a child each: more would only make all of them late


class Busy(DoxographError):
    """As many queries run as may."""


@dataclass(frozen=True, slots=True)
class Result:
    """A query's result, written in the format asked for; ``form`` is rows, triples or boolean."""

    form: str
    written: bytes
    truncated: bool = False


def run(
    store: Path, query: str, *, format: str = "json", prefixes: Mapping[str, str], deadline: float = DEADLINE, rows: int = ROWS
) -> Result:
    """The result of a query on the store in a folder.

    Raises UsageError where the query is refused, cannot be read or takes longer than ``deadline`` seconds,
    Busy where too many run.
    """
    query_form(query)
    task = {"store": str(store), "query": query, "prefixes": dict(prefixes), "limit": rows, "format": format}
    if not AT_ONCE.acquire(timeout=deadline):
        raise Busy("too many queries are running", remedy="Try again in a few seconds.")
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(CHILD)],
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=deadline,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        remedy = "Narrow it: name a source or an entity, or add a LIMIT."
        raise UsageError(f"the query was stopped after {deadline:g} seconds", remedy=remedy) from late
    finally:
        AT_ONCE.release()
    head, _, written = done.stdout.partition(b"\n")
    if not head:
        raise UsageError("the query needed more memory than it may have", remedy="Ask for less at once.")
    about = json.loads(head)
    if "error" in about:
        raise UsageError(about["error"], where="SPARQL", remedy="Mend the query; the examples show the terms.")
    return Result(about["form"], written, about.get("truncated", False))
