"""What the graph says of an IRI, as triples in the form asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Response
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kb.store import Store
from kb.terms import DOX, PREFIXES
from webapp.knowledge import knowledge
from webapp.negotiation import Form
from webapp.ontology import ontology

WRITTEN = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
POINTERS = 2_000  #: triples at most that point to an IRI

SAID = "CONSTRUCT { ?iri ?p ?o } WHERE { ?iri ?p ?o }"
# A claim without its words, or a statement without its quote, would be no answer: what it alone points to comes along.
PARTS = """
CONSTRUCT { ?part ?p ?o } WHERE {
  ?iri dox:content|dox:evidence|dox:cue|(dox:content/dox:span)|dox:premise|dox:conclusion ?part . ?part ?p ?o
}"""
POINTING = "CONSTRUCT { ?s ?p ?iri } WHERE { ?s ?p ?iri } LIMIT %d"


def described(store: Store, iri: str) -> list[Triple]:
    """All triples about an IRI, those of the parts it alone points to, and the first that point to it.

    A graph's IRI gives the graph whole; empty where the knowledge base does not know the IRI.
    """
    if iri == DOX.iri:
        return list(ontology())
    node = NamedNode(iri)
    if iri.startswith(store.names.base + "graph/"):
        return [quad.triple for quad in store.graph(node)]
    found = [*store.construct(SAID, iri=node), *store.construct(PARTS, iri=node), *store.construct(POINTING % POINTERS, iri=node)]
    return sorted(set(found), key=str)


def write(triples: Iterable[Triple], form: Form, prefixes: Mapping[str, str]) -> bytes:
    """Triples written down, in the order given."""
    return serialize(triples, format=WRITTEN[form.name], prefixes=dict(prefixes)) or b""


def response(iri: str, form: Form) -> Response:
    """The answer for an IRI: 404 with a line of text where nothing is known of it."""
    store = knowledge().store
    triples = described(store, iri)
    if not triples:
        return Response(f"Nothing is known of <{iri}>.\n", 404, mimetype="text/plain")
    answer = Response(write(triples, form, PREFIXES | {"": store.names.base}), mimetype=form.media)
    answer.headers["Content-Disposition"] = f'inline; filename="{iri.rstrip("#/").rpartition("/")[2]}.{form.name}"'
    return answer
