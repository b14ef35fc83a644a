"""One query on a read-only store in a process of its own, which its parent may kill.

Standard input holds a JSON object, the task that ``process.run`` makes. Standard output gets one JSON line: ``kind`` with
``truncated``, then the result as bytes in the form asked for; or ``error`` with its ``fault``: query, store, memory, form.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pyoxigraph as ox

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
NOTES = {"xml": "<!-- {} -->", "rdf": "<!-- {} -->", "ttl": "# {}", "nt": "# {}"}  # forms that take a comment

XML_NAME = re.compile(r"[^\W\d][\w.\-]*$")  # what a predicate ends in, to be an element of RDF/XML


class Unwritable(Exception):
    """The form asked for cannot say the result."""


def answer(store: Any, task: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What a task's query gives: a line about it, then its result written down."""
    return written(store.query(task["query"], base_iri=task["base"], prefixes=task["prefixes"], **_dataset(task)), task)


def written(found: Any, task: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A result, or a list of triples, written down as a task asks: a line about it, then the bytes."""
    form = task["form"]
    if isinstance(found, ox.QueryBoolean):
        return {"kind": "boolean", "truncated": False}, found.serialize(format=RESULTS.get(form, RESULTS["json"])) or b""
    kept = _Kept(task["rows"], task["bytes"])
    if isinstance(found, ox.QueryTriples | list):
        kind, said = "triples", _triples(list(kept.of(found)), form, task["prefixes"])
    else:
        kind, said = "rows", _rows(found, kept, form)
    if kept.cut and form in NOTES:
        said = said.rstrip(b"\n") + b"\n" + NOTES[form].format(kept.note).encode() + b"\n"
    return {"kind": kind, "truncated": kept.cut}, said


def _dataset(task: dict[str, Any]) -> dict[str, Any]:
    if task["dataset"] is None:
        return {"use_default_graph_as_union": task["union"]}
    default, named = ([ox.NamedNode(iri) for iri in graphs] for graphs in task["dataset"])
    return {"default_graph": default, "named_graphs": named}


class _Kept:
    """Takes items as far as rows and bytes go, and remembers whether there were more."""

    def __init__(self, rows: int, size: int) -> None:
        self._rows, self._size, self.cut, self.note = rows, size, False, ""

    def of(self, items: Any) -> Iterator[Any]:
        seen: dict[Any, None] = {}
        size = 0
        for item in items:
            if isinstance(item, ox.Triple):
                if item in seen:
                    continue  # a CONSTRUCT makes a graph, in which a triple stands once
                seen[item] = None
            if self._rows == 0:
                self._stop("rows")
                return
            size += len(str(item))
            if size > self._size:
                self._stop("bytes")
                return
            self._rows -= 1
            yield item

    def _stop(self, limit: str) -> None:
        self.cut = True
        self.note = f"Truncated at the limit of {limit}: there is more. Add a LIMIT and an OFFSET."


def _triples(kept: list[Any], form: str, prefixes: dict[str, str]) -> bytes:
    form = form if form in GRAPHS else "ttl"
    try:
        written = ox.serialize(kept, format=GRAPHS[form], prefixes=prefixes) or b""
    except (ValueError, OSError) as error:
        raise Unwritable(str(error)) from error
    if form == "rdf":
        for triple in kept:
            if not XML_NAME.search(triple.predicate.value):
                raise Unwritable(f"{triple.predicate} ends in no XML name")
        _well_formed(written)
    return written


def _rows(found: Any, kept: _Kept, form: str) -> bytes:
    variables = [variable.value for variable in found.variables]
    bindings = [{name: json_term(row[name]) for name in variables if row[name] is not None} for row in kept.of(found)]
    document: dict[str, Any] = {"head": {"vars": variables}, "results": {"bindings": bindings}}
    if form in ("xml", "csv", "tsv"):
        plain = json.dumps(document).encode()
        written = ox.parse_query_results(plain, format=RESULTS["json"]).serialize(format=RESULTS[form]) or b""
        if form == "xml":
            _well_formed(written)
        return written
    if kept.cut:
        document["head"]["truncated"] = kept.note
    return json.dumps(document, ensure_ascii=False).encode()


def _well_formed(written: bytes) -> None:
    """A literal may hold characters that XML has not."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(written, True)
    except expat.ExpatError as error:
        raise Unwritable(f"it would be no XML: {error}") from error


def json_term(term: Any) -> dict[str, Any]:
    """A term in the JSON format of SPARQL results."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        ends = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: json_term(end) for name, end in ends.items()}}
    written = {"type": "literal", "value": term.value}
    if term.language:
        return written | {"xml:lang": term.language}
    return written if term.datatype.value.endswith("XMLSchema#string") else written | {"datatype": term.datatype.value}


def main() -> None:
    """Read a task, answer it, end."""
    sys.path.append(str(Path(__file__).parent))  # this file is run as a script, so that it need not load the viewer
    from sandbox import forbid_network, limit

    task = json.loads(sys.stdin.buffer.read())
    limit(task["memory"], 2 * task["seconds"] + 1)  # in case the parent dies first and cannot kill it
    forbid_network()
    written = b""
    try:
        store = ox.Store.read_only(task["store"])
    except (OSError, RuntimeError) as error:
        about: dict[str, Any] = {"fault": "store", "error": f"the store cannot be read: {error}"}
    else:
        try:
            about, written = answer(store, task)
        except (SyntaxError, ValueError, RuntimeError) as error:  # the last where it asks for what the engine has not
            about = {"fault": "query", "error": str(error)}
        except Unwritable as error:
            about = {"fault": "form", "error": f"the result cannot be written in this form: {error}"}
        except MemoryError:
            about = {"fault": "memory", "error": "the query needed more memory than it may have"}
        except OSError as error:
            about = {"fault": "store", "error": f"the store could not answer: {error}"}
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + written)


if __name__ == "__main__":
    main()
