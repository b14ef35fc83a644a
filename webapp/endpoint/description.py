"""The endpoint described in RDF: SPARQL 1.1 Service Description, the dataset in VoID."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from kb.store import Store
from kb.terms import DCTERMS, DOX, RDFS, SKOS, TYPE, XSD, Namespace
from webapp.endpoint.process import Question, run
from webapp.endpoint.refusals import LATE, Refusal
from webapp.endpoint.service import Service

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
PREFIXES = {"sd": SD.iri, "void": VOID.iri, "formats": FORMATS.iri}
WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)  #: the forms of results, by their names in the W3C's register of formats
COUNTS = {
    "graphs": "SELECT ?it (COUNT(*) AS ?n) WHERE { GRAPH ?it { ?s ?p ?o } } GROUP BY ?it ORDER BY ?it",
    "classes": "SELECT ?it (COUNT(*) AS ?n) WHERE { ?s a ?it } GROUP BY ?it ORDER BY ?it",
    "properties": "SELECT ?it (COUNT(*) AS ?n) WHERE { ?s ?it ?o } GROUP BY ?it ORDER BY ?it",
}


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of triples by graph and by property, of things by class; empty where counting took too long."""

    graphs: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]


def statistics(_store: Store, service: Service) -> Statistics:
    """The service's numbers, counted by the endpoint itself. Raises Refusal where it is too busy."""
    return Statistics(**{name: tuple(_counted(service, query)) for name, query in COUNTS.items()})


def _counted(service: Service, query: str) -> Iterator[tuple[str, int]]:
    try:
        found = run(service, Question(query))
    except Refusal as refusal:
        if refusal.status != LATE:
            raise
        return
    for row in json.loads(found.written)["results"]["bindings"]:
        yield row["it"]["value"], int(row["n"]["value"])


def description(service: Service, counted: Statistics, address: str) -> list[Triple]:
    """What a client can know of the endpoint at an address; sorted, without blank nodes."""
    it, dataset, whole = (NamedNode(address + part) for part in ("#service", "#dataset", "#default-graph"))
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (it, TYPE, SD.Service),
        (it, SD.endpoint, NamedNode(address)),
        (it, RDFS.label, Literal("Doxograph's SPARQL endpoint")),
        (it, RDFS.comment, Literal(_limits(service))),
        (it, SD.supportedLanguage, SD.SPARQL11Query),
        (it, SD.defaultDataset, dataset),
        *((it, SD.resultFormat, FORMATS[name]) for name in WRITTEN),
        (dataset, TYPE, SD.Dataset),
        (dataset, TYPE, VOID.Dataset),
        (dataset, DCTERMS.title, Literal("Who held which opinion, and in which words")),
        (dataset, SD.defaultGraph, whole),
        (dataset, VOID.sparqlEndpoint, NamedNode(address)),
        (dataset, VOID.uriSpace, Literal(service.base)),
        (dataset, VOID.uriLookupEndpoint, NamedNode(address.rpartition("/")[0] + "/search?q=")),
        *((dataset, VOID.vocabulary, NamedNode(vocabulary)) for vocabulary in (DOX.iri, SKOS.iri, DCTERMS.iri)),
        (whole, TYPE, SD.Graph),
        (whole, TYPE, VOID.Dataset),
    ]
    if service.union:
        said.append((it, SD.feature, SD.UnionDefaultGraph))
    if counted.properties:
        triples = _number(sum(number for _, number in counted.properties))
        said += [(node, VOID.triples, triples) for node in (dataset, whole)]
        said.append((dataset, VOID.properties, _number(len(counted.properties))))
    if counted.classes:
        said.append((dataset, VOID.classes, _number(len(counted.classes))))
    for name, number in counted.graphs:
        named, graph = (NamedNode(f"{address}#{part}={quote(name, safe='')}") for part in ("named-graph", "graph"))
        said += [
            (dataset, SD.namedGraph, named),
            (named, TYPE, SD.NamedGraph),
            (named, SD.name, NamedNode(name)),
            (named, SD.graph, graph),
            (graph, TYPE, SD.Graph),
            (graph, TYPE, VOID.Dataset),
            (graph, VOID.triples, _number(number)),
            (dataset, VOID.subset, graph),
        ]
    partitions = (
        ("class", counted.classes, VOID.classPartition, VOID["class"], VOID.entities),
        ("property", counted.properties, VOID.propertyPartition, VOID.property, VOID.triples),
    )
    for kind, parts, partition, which, size in partitions:
        for name, number in parts:
            part = NamedNode(f"{address}#{kind}={quote(name, safe='')}")
            said += [
                (dataset, partition, part),
                (part, TYPE, VOID.Dataset),
                (part, which, NamedNode(name)),
                (part, size, _number(number)),
            ]
    return sorted((Triple(*triple) for triple in said), key=str)


def _limits(service: Service) -> str:
    places, waiting = service.admission.places, service.admission.waiting
    return (
        f"Read-only: SERVICE, LOAD and updates are refused. A query is stopped after {service.deadline:g} seconds. "
        f"An answer holds {service.rows:,} rows or triples at most; of more, the header Doxograph-Truncated tells. "
        f"Queries that run at once: {places}; that wait: {waiting}; all others are answered 503."
    )


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
