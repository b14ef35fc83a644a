"""The vocabulary of the graph, as its Turtle files give it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kb.vocabulary import ONTOLOGY, RELATIONS


def ontology() -> Iterator[Triple]:
    """Every triple of the vocabulary's files, blank nodes left out; the alignments are for whoever asks for them."""
    for path in (ONTOLOGY, RELATIONS):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                yield quad.triple
