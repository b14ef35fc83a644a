"""Triples about one thing as an object of JSON-LD in the terms of Web Annotation, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kb.terms import DCTERMS, DOX, RDF, SKOS, TYPE, XSD

#: declared beside the published context, which knows the other prefixes
CONTEXT: list[object] = ["http://www.w3.org/ns/anno.jsonld", {"dox": DOX.iri}]
_PREFIXES = {"dox": DOX.iri, "dcterms": DCTERMS.iri, "skos": SKOS.iri, "xsd": XSD.iri, "rdf": RDF.iri}


def described(node: NamedNode, quads: Iterable[Quad]) -> dict[str, Any]:
    """An object of everything that is said of a node, its keys and values in order."""
    made: dict[str, list[Any]] = {}
    for quad in sorted(quads, key=lambda q: (q.predicate.value, str(q.object))):
        if quad.predicate == TYPE:
            made.setdefault("type", []).append(_short(quad.object.value))  # type: ignore[union-attr]
        else:
            made.setdefault(_short(quad.predicate.value), []).append(_value(quad.object))
    return {"id": node.value, **{key: values[0] if len(values) == 1 else values for key, values in made.items()}}


def told(object: Mapping[str, Any]) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    """The triples of such an object. Raises TypeError, KeyError or ValueError where it is of another make."""
    node = NamedNode(object["id"])
    for key, values in object.items():
        for value in values if isinstance(values, list) else [values]:
            if key == "type":
                yield node, TYPE, NamedNode(_long(value))
            elif ":" in key:
                yield node, NamedNode(_long(key)), _term(value)


def _value(term: Any) -> Any:
    if isinstance(term, NamedNode):
        return {"id": _short(term.value)}
    if term.datatype == XSD.string:
        return term.value
    if term.datatype == XSD.integer:
        return int(term.value)
    return {"@value": term.value, "type": _short(term.datatype.value)}


def _term(value: Any) -> NamedNode | Literal:
    if isinstance(value, str):
        return Literal(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Literal(value)
    if "id" in value:
        return NamedNode(_long(value["id"]))
    return Literal(value["@value"], datatype=NamedNode(_long(value["type"])))


def _short(iri: str) -> str:
    for prefix, full in _PREFIXES.items():
        if iri.startswith(full) and iri[len(full) :].isalnum():
            return f"{prefix}:{iri[len(full) :]}"
    return iri


def _long(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return _PREFIXES[prefix] + rest if prefix in _PREFIXES else name
