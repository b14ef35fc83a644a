"""A stranger's SPARQL run in a child process, killed at its deadline."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from webapp.endpoint.guard import guard
from webapp.endpoint.refusals import BUSY, LATE, MALFORMED, NOT_ACCEPTABLE, TOO_LARGE, Refusal
from webapp.endpoint.service import Service

CHILD = Path(__file__).with_name("child.py")  # run as a file: it must not load the whole viewer
_STATUS = {"query": MALFORMED, "store": BUSY, "memory": TOO_LARGE, "form": NOT_ACCEPTABLE}
_REMEDY = {
    "query": "Mend the query; the examples show the terms.",
    "store": "Try again; if it stays so, `doxograph check` says more.",
    "memory": "Ask for less at once: a LIMIT, fewer columns, one source.",
    "form": "Ask for Turtle or JSON, which can say anything.",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the dataset that the request names, if it does: graphs of the default graph, named graphs."""

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A query's result, written in the form asked for; ``kind`` is rows, triples or boolean."""

    kind: str
    written: bytes
    truncated: bool = False


def run(service: Service, question: Question, form: str = "json", rows: int | None = None) -> Result:
    """The result of a question in a form (``json``, ``xml``, ``csv``, ``tsv``; ``ttl``, ``nt``, ``jsonld``, ``rdf``).

    Raises Refusal where the query is forbidden, cannot be read, takes longer or more memory than the service allows, or where
    too many run.
    """
    guarded = guard(question.query)
    dataset = bool(question.default or question.named)
    task = {
        "store": str(service.store),
        "query": question.query,
        "base": service.base,
        "prefixes": dict(service.prefixes),
        # the engine's union would hide what FROM names
        "union": service.union and not dataset and not guarded.dataset,
        "dataset": [list(question.default), list(question.named)] if dataset else None,
        "rows": min(service.rows, rows or service.rows),
        "bytes": service.bytes,
        "memory": service.memory,
        "seconds": math.ceil(service.deadline),
        "form": form,
    }
    if service.server is not None:
        from webapp.endpoint.child import Unwritable
        from webapp.endpoint.elsewhere import passed_on

        with service.admission.place(math.ceil(service.deadline)):
            try:
                about, written = passed_on(service.server, task | {"named_in_query": guarded.dataset}, service.deadline)
            except Unwritable as error:
                what = f"the result cannot be written in this form: {error}"
                raise Refusal(NOT_ACCEPTABLE, what, where="SPARQL", remedy=_REMEDY["form"]) from error
        return Result(about["kind"], written, about["truncated"])
    with service.admission.place(math.ceil(service.deadline)):
        out = _child(task, service)
    head, _, written = out.partition(b"\n")
    if not head:
        raise Refusal(TOO_LARGE, f"the query needed more than {service.memory >> 20:,} MiB of memory", remedy=_REMEDY["memory"])
    about = json.loads(head)
    if "error" in about:
        fault = about["fault"]
        raise Refusal(
            _STATUS[fault], about["error"], where="SPARQL", remedy=_REMEDY[fault], retry_after=1 if fault == "store" else None
        )
    return Result(about["kind"], written, about["truncated"])


def _child(task: dict[str, object], service: Service) -> bytes:
    try:
        return subprocess.run(
            [sys.executable, "-I", str(CHILD)],
            input=json.dumps(task).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # where memory runs out, Rust says so there
            timeout=service.deadline,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as late:
        remedy = "Narrow it: name a source or an entity, or add a LIMIT."
        raise Refusal(LATE, f"the query was stopped after {service.deadline:g} seconds", remedy=remedy) from late
