"""One graph of the store: what it is for, what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response
from pyoxigraph import NamedNode

from webapp.addresses import iri_of
from webapp.knowledge import knowledge
from webapp.rendering import render
from webapp.views.missing import nothing

TRIPLES = "SELECT (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } }"
KINDS = "SELECT ?class (COUNT(?s) AS ?count) WHERE { GRAPH ?graph { ?s a ?class } } GROUP BY ?class"


@dataclass(frozen=True, slots=True)
class Page:
    """A graph's page; ``kinds`` counts its things by class."""

    title: str
    purpose: str
    source: str  # the IRI of the source, of a source's graph
    triples: int
    kinds: tuple[tuple[str, int], ...]


def show(name: str) -> Response:
    """The graph ``graph/NAME``."""
    store = knowledge().store
    iri = iri_of(f"graph/{name}", store.names)
    triples = int(store.select(TRIPLES, graph=NamedNode(iri))[0]["count"].value)
    if not triples:
        return nothing(name)
    source = store.names.source_of(iri)
    if source:
        purpose = "What one text says, and nothing else: its passages, names, claims, relations and arguments."
    elif name == "identity":
        purpose = "Who is who: which names in the texts mean one person, group, theory, work or case."
    else:
        purpose = "What is computed from the other graphs to make questions quick. It is never evidence."
    kinds = {row["class"].value: int(row["count"].value) for row in store.select(KINDS, graph=NamedNode(iri)) if "class" in row}
    title, of = f"The graph “{name}”", store.names.source(source).value if source else ""
    return render(Page(title, purpose, of, triples, tuple(sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0])))))
