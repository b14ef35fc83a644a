"""Whether two results of queries are the same: rows as a multiset or in order, blank nodes by a one-to-one renaming."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
Row = tuple[object, ...]
Blank = ox.BlankNode


def same(found: Sequence[Row], expected: Sequence[Row], *, ordered: bool = False) -> bool:
    """Whether rows are equal up to a bijection of their blank nodes."""
    if len(found) != len(expected) or Counter(map(_outline, found)) != Counter(map(_outline, expected)):
        return False
    return _match(list(found), list(expected), {}, {}, ordered)


def _outline(row: Row) -> Row:
    return tuple("blank" if isinstance(term, Blank) else term for term in row)


def _match(found: list[Row], expected: list[Row], there: dict[Blank, Blank], back: dict[Blank, Blank], ordered: bool) -> bool:
    if not found:
        return True
    head, rest = found[0], found[1:]
    for place, candidate in enumerate(expected[:1] if ordered else expected):
        named = _renamed(head, candidate, there, back)
        if named is not None and _match(rest, expected[:place] + expected[place + 1 :], *named, ordered):
            return True
        if named is not None and not any(isinstance(term, Blank) for term in head):
            return False  # rows without blank nodes are interchangeable: another choice leads nowhere new
    return False


def _renamed(
    row: Row, other: Row, there: dict[Blank, Blank], back: dict[Blank, Blank]
) -> tuple[dict[Blank, Blank], dict[Blank, Blank]] | None:
    there, back = dict(there), dict(back)
    for mine, theirs in zip(row, other, strict=True):
        if isinstance(mine, Blank) and isinstance(theirs, Blank):
            if there.setdefault(mine, theirs) != theirs or back.setdefault(theirs, mine) != mine:
                return None
        elif mine != theirs:
            return None
    return there, back


def solutions(raw: bytes, format: ox.QueryResultsFormat) -> tuple[list[str], list[Row]] | bool:
    """The variables and rows of a result, or the answer of an ASK."""
    read = ox.parse_query_results(raw, format=format)
    if isinstance(read, ox.QueryBoolean):
        return bool(read)
    names = sorted(variable.value for variable in read.variables)
    return names, [tuple(_value(row[name]) for name in names) for row in read]


def graph(raw: bytes, format: ox.RdfFormat, base: str) -> list[Row]:
    """The triples of a graph as rows."""
    triples = {quad.triple for quad in ox.parse(raw, format=format, base_iri=base)}
    return [tuple(_value(term) for term in triple) for triple in triples]


def result_set(path: Path, base: str) -> tuple[list[str], list[Row]] | bool:
    """A result that is written in the vocabulary of result sets."""
    store = ox.Store()
    store.load(path.read_bytes(), format=ox.RdfFormat.from_extension(path.suffix[1:]), base_iri=base)
    said = [row["b"].value == "true" for row in store.query("SELECT ?b { ?s rs:boolean ?b }", prefixes={"rs": _RS})]
    if said:
        return said[0]
    names = sorted(row["v"].value for row in store.query("SELECT ?v { ?s rs:resultVariable ?v }", prefixes={"rs": _RS}))
    found: dict[object, dict[str, object]] = {}
    query = "SELECT ?s ?name ?value { ?set rs:solution ?s OPTIONAL { ?s rs:binding [ rs:variable ?name ; rs:value ?value ] } }"
    for row in store.query(query, prefixes={"rs": _RS}):
        bound = found.setdefault(row["s"], {})
        if row["name"] is not None:
            bound[row["name"].value] = _value(row["value"])
    return names, [tuple(bound.get(name) for name in names) for bound in found.values()]


def table(raw: bytes) -> tuple[list[str], list[Row]]:
    """A CSV result: columns by name, blank nodes told from words by their _: ."""
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
    order = sorted(range(len(lines[0])), key=lambda column: lines[0][column])
    rows = [tuple(_cell(line[column]) for column in order) for line in lines[1:] if line or len(lines[0]) == 0]
    return [lines[0][column] for column in order], rows


def _cell(text: str) -> object:
    return Blank(text[2:]) if text.startswith("_:") and text[2:].isalnum() else text


def _value(term: object) -> object:
    """Values of one type that are equal are one, however they are written."""
    if isinstance(term, ox.Literal) and term.datatype.value == XSD + "boolean":
        return term.datatype.value, {"1": "true", "0": "false"}.get(term.value, term.value)
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        try:
            kind = term.datatype.value
            # as text, for NaN is to equal NaN
            return kind, str(float(term.value)) if kind.endswith(("double", "float")) else Decimal(term.value)
        except (ValueError, ArithmeticError):
            return term
    return term
