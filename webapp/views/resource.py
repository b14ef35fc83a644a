"""Anything of the graph that has no page of its own kind: what it says, what points to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, request
from pyoxigraph import NamedNode

from kb.terms import BASE, PREFIXES
from webapp.addresses import iri_of
from webapp.knowledge import knowledge
from webapp.rendering import render
from webapp.views.missing import nothing

SAID = "SELECT ?p ?o WHERE { ?iri ?p ?o } ORDER BY ?p ?o"
POINTING = "SELECT ?s ?p WHERE { ?s ?p ?iri } ORDER BY ?p ?s LIMIT 200"
QUESTION = "SELECT ?question WHERE { ?iri dox:ofIssue/skos:prefLabel ?question }"
LABELS = ("http://www.w3.org/2004/02/skos/core#prefLabel", "https://w3id.org/doxograph/ns#text", "http://purl.org/dc/terms/title")


@dataclass(frozen=True, slots=True)
class Value:
    """The other end of a triple: a link where ``iri`` is given, else words."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A predicate, short and whole, with the other end."""

    predicate: str
    iri: str
    value: Value


@dataclass(frozen=True, slots=True)
class Page:
    """A resource's page."""

    title: str
    said: tuple[Fact, ...]
    pointing: tuple[Fact, ...]


def show(**_: Any) -> Response:
    """Whatever the request's path is the IRI of."""
    store = knowledge().store
    node = NamedNode(iri_of(request.path, store.names))
    said = [Fact(short(row["p"].value), row["p"].value, _value(row["o"])) for row in store.select(SAID, iri=node)]
    pointing = [Fact(short(row["p"].value), row["p"].value, _value(row["s"])) for row in store.select(POINTING, iri=node)]
    if not said and not pointing:
        return nothing(request.path)
    label = next((fact.value.text for want in LABELS for fact in said if fact.iri == want), node.value)
    for row in store.select(QUESTION, iri=node):  # "yes" alone says nothing
        label = f"{row['question'].value} {label.capitalize()}"
    return render(Page(label, tuple(said), tuple(pointing)))


def short(iri: str) -> str:
    """An IRI with a known prefix for its start, or without the base; else as it stands."""
    for prefix, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri.removeprefix(BASE)


def _value(term: Any) -> Value:
    return Value(short(term.value), term.value) if isinstance(term, NamedNode) else Value(term.value)
