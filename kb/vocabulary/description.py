"""The terms of the vocabulary with all that its Turtle files say of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kb.terms import DOX, PREFIXES, RDFS, SKOS, TYPE
from kb.vocabulary import ALIGNMENTS, ONTOLOGY, RELATIONS

Kind = Choice["class", "property", "individual"]
#: prefixes of others' vocabularies, as alignments.ttl declares them
OTHERS = {
    "aif": "http://www.arg.dundee.ac.uk/aif#",
    "cito": "http://purl.org/spar/cito/",
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "crminf": "http://www.cidoc-crm.org/extensions/crminf/",
    "dbo": "http://dbpedia.org/ontology/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "http://schema.org/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the vocabulary; other terms are named with their prefix (``dox:Claim``)."""

    name: str
    label: str
    comment: str
    kind: Kind
    types: tuple[str, ...]
    wider: tuple[str, ...]  # the classes that it is a subclass of
    domain: str
    range: str
    example: str
    aligned: tuple[tuple[str, str], ...]  # how it stands to which term of others: ("skos:closeMatch", "oa:start")


@cache
def entries() -> tuple[TermEntry, ...]:
    """The terms under ``dox:``, classes first, then properties, then the rest, by name."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in (ONTOLOGY, RELATIONS, ALIGNMENTS):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(DOX.iri):
                assert isinstance(quad.object, NamedNode | Literal)
                value = short(quad.object.value) if isinstance(quad.object, NamedNode) else quad.object.value
                said[quad.subject.value][quad.predicate.value].append(value)
    found = [_entry(iri.removeprefix(DOX.iri), facts) for iri, facts in said.items() if facts.get(TYPE.value)]
    order: tuple[Kind, ...] = ("class", "property", "individual")
    return tuple(sorted(found, key=lambda entry: (order.index(entry.kind), entry.name.casefold())))


def _entry(name: str, facts: dict[str, list[str]]) -> TermEntry:
    types = " ".join(facts[TYPE.value])
    wider = facts.get(RDFS.subClassOf.value, [])
    aligned = [(short(how), other) for how in (SKOS.closeMatch.value, SKOS.relatedMatch.value) for other in facts.get(how, [])]
    aligned += [("rdfs:subClassOf", other) for other in wider if not other.startswith("dox:")]

    def one(iri: str, default: str = "") -> str:
        return next(iter(facts.get(iri, [])), default)

    return TermEntry(
        name,
        one(RDFS.label.value, name),
        one(RDFS.comment.value),
        "class" if "Class" in types else "property" if "Property" in types else "individual",
        tuple(sorted(facts[TYPE.value])),
        tuple(sorted(other for other in wider if other.startswith("dox:"))),
        one(RDFS.domain.value),
        one(RDFS.range.value),
        one(SKOS.example.value),
        tuple(sorted(aligned)),
    )


def short(iri: str) -> str:
    """An IRI with a known prefix for its start, else as it stands."""
    known = PREFIXES | OTHERS | {"owl": "http://www.w3.org/2002/07/owl#"}
    return next((f"{prefix}:{iri.removeprefix(base)}" for prefix, base in known.items() if iri.startswith(base)), iri)
