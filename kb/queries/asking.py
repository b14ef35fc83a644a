"""Runs the ``.rq`` files of this folder with plain strings in and out.

A query file is valid SPARQL by itself. ``VALUES ?x { UNDEF }`` in it is the place where a list of IRIs may be given.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from pyoxigraph import NamedNode

from kb.errors import UsageError
from kb.store import Store
from kb.store.tables import Tables
from kb.terms import DOX

FOLDER = Path(__file__).parent
BATCH = 400  # IRIs in one VALUES list: keeps a request to a remote server well under its usual limits

Value = TypeVar("Value")
Heard = list[tuple[str, str]]  # queries: the name of a file, and the text
Facts = dict[str, list[str]]  # a thing's values by the last part of each property's IRI

_listening: ContextVar[Heard | None] = ContextVar("listening", default=None)
#: by store: its generation, the values, and the queries that those came from which somebody listened to
_remembered: WeakKeyDictionary[Store, tuple[str, dict[Hashable, Any], dict[Hashable, Heard]]] = WeakKeyDictionary()


@lru_cache(maxsize=64)
def query_text(name: str, language: str = "rq") -> str:
    """The text of ``NAME.rq`` or, of a query over light rows, ``NAME.sql``."""
    return (FOLDER / f"{name}.{language}").read_text(encoding="utf-8")


def _stretch(store: Store, graph: str | None, within: tuple[int, int] | None) -> dict[str, object]:
    since, until = within or (None, None)
    return {"source": store.names.source_of(graph) if graph else None, "since": since, "until": until}


@lru_cache(maxsize=64)
def _twin(name: str) -> str | None:
    path = FOLDER / f"{name}.sql"
    return path.read_text(encoding="utf-8") if path.exists() else None


@contextmanager
def listening(heard: Heard) -> Iterator[None]:
    """Within this, each query put to a store is added to ``heard``: the name of its file, and its text with what was given."""
    before = _listening.set(heard)
    try:
        yield
    finally:
        _listening.reset(before)


def lightly(store: Store) -> Tables | None:
    """The light rows to answer from, if any; none where somebody listens, who is told the queries that were asked."""
    return store.tables() if _listening.get() is None else None


def rows(
    store: Store,
    name: str,
    given: Mapping[str, Iterable[str]] | None = None,
    /,
    *,
    within: tuple[int, int] | None = None,
    **bindings: str,
) -> list[dict[str, str]]:
    """The rows of ``NAME.rq``; ``given`` fills the VALUES list of one variable, ``bindings`` give variables an IRI each.

    A list of more than ``BATCH`` IRIs is asked for in several requests, so a query that is given one must not aggregate over it.
    Where the store has light rows and a ``NAME.sql`` stands beside the query, that gives the same rows, only quicker; of a
    source's rows it may leave out those that do not touch the stretch ``within``.
    """
    tables = lightly(store)
    if tables and (twin := _twin(name)):
        wanted = {variable: json.dumps(list(dict.fromkeys(iris))) for variable, iris in (given or {}).items()}
        told = tables.select(twin, **wanted, **bindings, **_stretch(store, bindings.get("graph"), within))
        names = told[0].keys() if told else []
        return [
            {key: value if type(value) is str else str(value) for key, value in zip(names, row, strict=True) if value is not None}
            for row in map(tuple, told)
        ]
    query = query_text(name)
    terms = {variable: NamedNode(iri) for variable, iri in bindings.items()}
    if not given:
        _tell(name, query, bindings)
        return [{k: v.value for k, v in row.items()} for row in store.select(query, **terms)]
    ((variable, iris),) = given.items()
    found = []
    for batch in _batches(sorted(set(iris))):  # in one order, so that a question is the same text on every server
        filled = _filled(query, variable, batch)
        _tell(name, filled, bindings)
        for row in store.select(filled, **terms):
            found.append({k: v.value for k, v in row.items()})
    return found


def tuples(
    store: Store, name: str, columns: Sequence[str], given: Mapping[str, Iterable[str]] | None = None, /, **bindings: str
) -> Iterable[tuple[Any, ...]]:
    """Some columns of ``rows``, which all rows must have, two or more; of many thousand rows this is several times as quick."""
    tables = lightly(store)
    if tables and (twin := _twin(name)):
        wanted = {variable: json.dumps(list(dict.fromkeys(iris))) for variable, iris in (given or {}).items()}
        told = tables.select(twin, **wanted, **bindings)
        return map(itemgetter(*map(told[0].keys().index, columns)), told) if told else ()
    return [tuple(row[column] for column in columns) for row in rows(store, name, given, within=None, **bindings)]


def _filled(query: str, variable: str, iris: Iterable[str]) -> str:
    place = f"VALUES ?{variable} {{ UNDEF }}"
    assert place in query, f"the query has no {place}"
    return query.replace(place, f"VALUES ?{variable} {{ {' '.join(str(NamedNode(iri)) for iri in iris)} }}")


def _tell(name: str, query: str, bindings: Mapping[str, str]) -> None:
    heard = _listening.get()
    if heard is not None:
        given = "".join(f"\nVALUES ?{variable} {{ {NamedNode(iri)} }}" for variable, iri in bindings.items())
        if len(bindings) > 1:  # a query has one VALUES at its end
            columns, values = " ".join(f"?{v}" for v in bindings), " ".join(str(NamedNode(iri)) for iri in bindings.values())
            given = f"\nVALUES ({columns}) {{ ({values}) }}"
        heard.append((name, query.rstrip() + given))


def _batches(iris: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(iris), BATCH):
        yield iris[at : at + BATCH]


def described(store: Store, iris: Iterable[str]) -> dict[str, Facts]:
    """All that the graph says of each thing; a thing it does not know is left out."""
    tables = lightly(store)
    if tables:
        return tables.facts(dict.fromkeys(iris))
    found: dict[str, Facts] = {}
    for row in rows(store, "describing", {"thing": iris}):
        facts = found.setdefault(row["thing"], defaultdict(list))
        facts[last_part(row["property"])].append(row["value"])
    return found


def last_part(iri: str) -> str:
    """What follows the last ``#`` or ``/`` of an IRI: ``denies`` of ``…/ns#denies``."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def dox(name: str) -> str:
    """The IRI of one of our terms, as a string."""
    return DOX[name].value


def full_iri(store: Store, iri_or_path: str) -> str:
    """An IRI or a path under the base as an IRI. Raises UsageError where it makes no valid one."""
    iri = iri_or_path if "://" in iri_or_path else store.names.base + iri_or_path.lstrip("/")
    try:
        return NamedNode(iri).value
    except ValueError:
        raise UsageError(f"{iri_or_path!r} is not an IRI or a path of one", remedy="Copy it from a page or a table.") from None


def remembered(store: Store, key: Hashable, make: Callable[[], Value]) -> Value:
    """A value computed once for each generation of a store; who listens is told the queries that it comes from all the same."""
    generation = store.generation
    known = _remembered.get(store)
    if known is None or known[0] != generation:
        known = (generation, {}, {})
        _remembered[store] = known
    _, values, queries = known
    heard = _listening.get()
    if heard is None:
        if key not in values:
            values[key] = make()
        return cast(Value, values[key])
    if key not in queries:  # made before anybody listened, if at all
        asked: Heard = []
        with listening(asked):
            values[key] = make()
        queries[key] = asked
    heard.extend(queries[key])
    return cast(Value, values[key])
