"""The vocabulary of the graph, as its Turtle files give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kb.terms import DOX, RDFS, TYPE
from kb.vocabulary import ONTOLOGY, RELATIONS

SKOS_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the vocabulary with what its file says of it."""

    name: str
    label: str
    comment: str
    kind: str  # class, property or individual


def ontology() -> Iterator[Triple]:
    """Every triple of the vocabulary's files, blank nodes left out."""
    for path in (ONTOLOGY, RELATIONS):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                yield quad.triple


@cache
def entries() -> tuple[TermEntry, ...]:
    """The terms under ``dox:``, classes first, then properties, then the rest, by name."""
    facts: dict[str, dict[str, list[str]]] = {}
    for triple in ontology():
        subject, value = triple.subject, triple.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal) and subject.value.startswith(DOX.iri):
            facts.setdefault(subject.value, {}).setdefault(triple.predicate.value, []).append(value.value)
    facts.pop(DOX.iri, None)
    found = []
    for iri, said in facts.items():
        types = " ".join(said.get(TYPE.value, []))
        kind = "class" if "Class" in types else "property" if "Property" in types else "individual"
        name = iri.removeprefix(DOX.iri)
        label = min(said.get(RDFS.label.value, [name]))
        comment = " ".join(sorted(said.get(RDFS.comment.value, []) + said.get(SKOS_DEFINITION, [])))
        found.append(TermEntry(name, label, comment, kind))
    order = ("class", "property", "individual")
    return tuple(sorted(found, key=lambda entry: (order.index(entry.kind), entry.name.casefold())))
