"""One query on a read-only store in a process of its own, which its parent may kill.

Standard input holds a JSON object: ``store`` (folder), ``query``, ``prefixes``, ``limit`` (rows). Standard output gets one JSON
line: ``form`` with ``truncated``, then the result as bytes in the format asked for; or ``error``.
"""

from __future__ import annotations

import itertools
import json
import resource
import sys
from typing import Any

import pyoxigraph as ox

MEMORY = 3 << 30  #: bytes of address space, which counts the files that the store maps
RESULTS = {"json": ox.QueryResultsFormat.JSON, "csv": ox.QueryResultsFormat.CSV, "xml": ox.QueryResultsFormat.XML}
GRAPHS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}


def answer(store: Any, task: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What a task's query gives: a line about it, then its result written down."""
    found = store.query(task["query"], prefixes=task["prefixes"], use_default_graph_as_union=True)
    limit, named = task["limit"], task["format"]
    if isinstance(found, ox.QueryBoolean):
        return {"form": "boolean"}, found.serialize(format=RESULTS.get(named, RESULTS["json"])) or b""
    if isinstance(found, ox.QueryTriples):
        triples = list(itertools.islice(found, limit + 1))
        cut = triples[:limit]
        written = ox.serialize(cut, format=GRAPHS.get(named, GRAPHS["ttl"]), prefixes=task["prefixes"])
        return {"form": "triples", "truncated": len(triples) > limit}, written or b""
    return _rows(found, limit, named)


def _rows(found: Any, limit: int, named: str) -> tuple[dict[str, Any], bytes]:
    rows = list(itertools.islice(found, limit + 1))
    about = {"form": "rows", "truncated": len(rows) > limit}
    variables = [variable.value for variable in found.variables]
    bindings = [
        {name: _term(row[name]) for name in variables if row[name] is not None}
        for row in rows[:limit]
    ]  # fmt: skip
    written = json.dumps({"head": {"vars": variables}, "results": {"bindings": bindings}}).encode()
    if named in ("csv", "xml"):
        written = ox.parse_query_results(written, format=RESULTS["json"]).serialize(format=RESULTS[named]) or b""
    return about, written


def _term(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        ends = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _term(end) for name, end in ends.items()}}
    written = {"type": "literal", "value": term.value}
    if term.language:
        return written | {"xml:lang": term.language}
    return written if term.datatype.value.endswith("#string") else written | {"datatype": term.datatype.value}


def main() -> None:
    """Read a task, answer it, end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    task = json.loads(sys.stdin.buffer.read())
    try:
        about, written = answer(ox.Store.read_only(task["store"]), task)
    except (SyntaxError, ValueError) as error:
        about, written = {"error": str(error)}, b""
    except (MemoryError, OSError, RuntimeError) as error:
        about, written = {"error": f"the store could not answer: {error}"}, b""
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + written)


if __name__ == "__main__":
    main()
