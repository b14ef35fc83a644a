"""The graph written down: N-Quads, TriG, Turtle, JSON-LD, in an order that depends on its content alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kb.graph import sorted_nquads
from kb.store import Store
from kb.terms import PREFIXES

Form = Literal["nquads", "trig", "turtle", "jsonld"]
FORMS: tuple[Form, ...] = ("nquads", "trig", "turtle", "jsonld")

_SYNTAX = {"trig": RdfFormat.TRIG, "turtle": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}


def export(store: Store, form: Form, *, graphs: Iterable[NamedNode] | None = None) -> bytes:
    """All graphs, or those given. Turtle knows no graphs: it holds the union of their triples."""
    chosen = store.graphs() if graphs is None else sorted(graphs, key=lambda g: g.value)
    quads = (quad for graph in chosen for quad in store.graph(graph))
    if form == "nquads":
        return sorted_nquads(quads)
    ordered = sorted(quads, key=_place)
    if form == "turtle":
        return serialize(list(dict.fromkeys(quad.triple for quad in ordered)), format=_SYNTAX[form], prefixes=PREFIXES) or b""
    prefixes = None if form == "jsonld" else PREFIXES
    return serialize(ordered, format=_SYNTAX[form], prefixes=prefixes) or b""


def _place(quad: Quad) -> tuple[str, str, str, str]:
    # a type first, as people write it
    predicate = str(quad.predicate)
    return str(quad.graph_name), str(quad.subject), "" if predicate.endswith("#type>") else predicate, str(quad.object)
