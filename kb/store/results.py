"""Terms out of a server's answers, in the form in which we write them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kb.terms import DOX, XSD, Term

#: properties whose values are decimals: a server that keeps numbers as numbers gives a whole one back as an integer
_DECIMAL = frozenset({DOX.confidence})


def rows_of(answer: Mapping[str, Any]) -> list[dict[str, Term]]:
    """The rows of a SELECT in the SPARQL 1.1 JSON format; an unbound variable is left out of its row."""
    return [{name: term_of(value) for name, value in row.items()} for row in answer["results"]["bindings"]]


def verdict_of(answer: Mapping[str, Any]) -> bool:
    """The answer of an ASK. Virtuoso gives a table of one row for yes, of none for no."""
    if "boolean" in answer:
        return bool(answer["boolean"])
    return any(value["value"] not in ("0", "false") for row in answer["results"]["bindings"] for value in row.values())


def term_of(value: Mapping[str, Any]) -> Term:
    """A term of the JSON format; a blank node, which only other people's graphs have, stays one."""
    kind, text = value["type"], value["value"]
    if kind == "uri":
        return NamedNode(text)
    if kind == "bnode":
        return cast(Term, BlankNode(re.sub(r"\W", "", text) or "b"))
    if language := value.get("xml:lang"):
        return Literal(text, language=language)
    return canonical(Literal(text, datatype=NamedNode(value["datatype"]))) if "datatype" in value else Literal(text)


def canonical(literal: Literal) -> Literal:
    """A number in its canonical form: servers that keep numbers as numbers write 0.80 and +1 as they please."""
    if literal.datatype == XSD.decimal and "." in literal.value:
        return Literal(_whole(literal.value.rstrip("0").rstrip(".")), datatype=XSD.decimal)
    if literal.datatype in (XSD.integer, XSD.decimal):
        return Literal(_whole(literal.value), datatype=literal.datatype)
    return literal


def canonical_triple(triple: Triple) -> Triple:
    """A statement as we wrote it, whatever a server has made of its literal."""
    literal = triple.object
    if not isinstance(literal, Literal):
        return triple
    if triple.predicate in _DECIMAL and literal.datatype == XSD.integer:
        literal = Literal(literal.value, datatype=XSD.decimal)
    return Triple(triple.subject, triple.predicate, canonical(literal))


def _whole(digits: str) -> str:
    sign = "-" if digits.startswith("-") else ""
    before, point, after = digits.lstrip("+-").partition(".")
    plain = (before.lstrip("0") or "0") + point + after
    return plain if plain == "0" else sign + plain


def read_json(content: bytes) -> dict[str, Any]:
    """A server's JSON. Raises ValueError where it is none; Virtuoso leaves control characters in strings as they are."""
    found = json.loads(content, strict=False)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
