"""The graphs of a store as rdflib objects, copied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kb.store import Store
from kb.terms import PREFIXES

if TYPE_CHECKING:
    import rdflib


def dataset(store: Store) -> rdflib.Dataset:
    """An rdflib Dataset of all graphs, its default graph the union of them."""
    import rdflib

    made = rdflib.Dataset(default_union=True)
    _bind(made)
    for iri in store.graphs():
        graph = made.graph(rdflib.URIRef(iri.value))
        made.addN((*_terms(quad), graph) for quad in store.graph(iri))
    return made


def union_graph(store: Store) -> rdflib.Graph:
    """One rdflib Graph with the triples of all graphs."""
    import rdflib

    made = rdflib.Graph()
    _bind(made)
    for iri in store.graphs():
        made.addN((*_terms(quad), made) for quad in store.graph(iri))
    return made


def triples_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """An rdflib Graph of some triples."""
    import rdflib

    made = rdflib.Graph()
    _bind(made)
    made.addN((*_terms(triple), made) for triple in triples)
    return made


def _bind(graph: rdflib.Graph) -> None:
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri, override=True)


def _terms(said: Quad | Triple) -> tuple[Any, Any, Any]:
    return _term(said.subject), _term(said.predicate), _term(said.object)


def _term(term: object) -> Any:
    import rdflib

    if isinstance(term, Literal):
        return rdflib.Literal(term.value, lang=term.language) if term.language else _literal(term)
    assert isinstance(term, NamedNode)
    return rdflib.URIRef(term.value)


def _literal(term: Literal) -> Any:
    import rdflib

    kind = term.datatype.value
    # rdflib tells a plain literal from one typed xsd:string, which RDF 1.1 does not
    plain = kind == "http://www.w3.org/2001/XMLSchema#string"
    return rdflib.Literal(term.value) if plain else rdflib.Literal(term.value, datatype=rdflib.URIRef(kind))
