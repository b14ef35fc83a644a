"""A stranger's SPARQL passed on to the server that is the store, with the same limits as one that runs here."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox

from kb.errors import StoreError, UsageError
from kb.store.bindings import closes, form
from kb.store.sparql import SparqlStore
from kb.store.transport import Late, Refused
from webapp.endpoint import child
from webapp.endpoint.refusals import BUSY, FORBIDDEN, LATE, MALFORMED, Refusal


def passed_on(store: SparqlStore, task: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
    """What a task of ``process.run`` gives, and a line about it.

    Only the graphs of this knowledge base are asked, whatever else the server holds. Raises Refusal as ``process.run``.
    """
    if task["named_in_query"]:
        remedy = "Name its graphs by default-graph-uri and named-graph-uri, or leave FROM out."
        raise Refusal(FORBIDDEN, "FROM is refused: the store is a server that may hold others' graphs", remedy=remedy)
    default, named = task["dataset"] or ((), ())
    try:
        try:
            found = store.pass_on(_limited(task["query"], task["rows"]), default, named, seconds)
        except Refused:  # Virtuoso sorts no more rows than it gives, and so takes no higher limit: it has its own
            found = store.pass_on(task["query"], default, named, seconds)
    except UsageError as error:
        raise Refusal(MALFORMED, error.what, where="SPARQL", remedy="Mend the query; the examples show the terms.") from error
    except Late as error:
        remedy = "Narrow it: name a source or an entity, or add a LIMIT."
        raise Refusal(LATE, f"the query was stopped after {seconds:g} seconds", remedy=remedy) from error
    except Refused as error:
        raise Refusal(MALFORMED, error.what, where="SPARQL", remedy=error.remedy) from error
    except StoreError as error:
        raise Refusal(BUSY, error.what, remedy="Try again; if it stays so, ask who runs this.", retry_after=1) from error
    if found.verdict is not None:
        plain = json.dumps({"head": {}, "boolean": found.verdict}).encode()
        return child.written(ox.parse_query_results(plain, format=child.RESULTS["json"]), task)
    if found.triples is not None:
        about, written = child.written(found.triples, task)
        return about | {"truncated": about["truncated"] or found.cut}, written
    bindings = [{name: child.json_term(term) for name, term in row.items()} for row in found.rows or ()]
    plain = json.dumps({"head": {"vars": found.variables}, "results": {"bindings": bindings}}).encode()
    about, written = child.written(ox.parse_query_results(plain, format=child.RESULTS["json"]), task)
    return about | {"truncated": about["truncated"] or found.cut}, written


def _limited(query: str, rows: int) -> str:
    """A query that gives one row more than may be given, so that it shows whether there are more."""
    return query if form(query) == "ASK" or closes(query) & {"LIMIT", "VALUES"} else f"{query}\nLIMIT {rows + 1}"
