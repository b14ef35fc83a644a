"""One graph of the store: what it is for, what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from kb.queries.graph import graph
from webapp.addresses import iri_of
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.views.missing import nothing


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
    found = ask(graph, iri)
    if not found.triples:
        return nothing(name)
    source = store.names.source_of(iri)
    if source:
        purpose = "What one text says, and nothing else: its passages, names, claims, relations and arguments."
    elif name == "identity":
        purpose = "Who is who: which names in the texts mean one person, group, theory, work or case."
    else:
        purpose = "What is computed from the other graphs to make questions quick. It is never evidence."
    title, of = f"The graph “{name}”", store.names.source(source).value if source else ""
    return render(Page(title, purpose, of, found.triples, found.kinds))
