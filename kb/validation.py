"""The SHACL shapes asked of a store, some subjects at a time, so that memory does not grow with the store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Triple

from kb.dataset import triples_graph
from kb.store import Store
from kb.store.results import canonical_triple
from kb.terms import DOX, PREFIXES, TYPE
from kb.vocabulary import ONTOLOGY, RELATIONS, SHAPES

if TYPE_CHECKING:
    import rdflib

AT_ONCE = 3_000  #: subjects validated together
_PREFIXES = {**PREFIXES, "shapes": DOX.iri.removesuffix("ns#") + "shapes#"}
_MESSAGES = {"sh:in": "The value is none of those that there are"}  # where the engine's own words change from run to run
_SAID = "SELECT ?s ?p ?o WHERE { VALUES ?s { %s } ?s ?p ?o }"
_TYPES = "SELECT ?s ?o WHERE { VALUES ?s { %s } ?s a ?o }"
_ANSWERS = "SELECT ?s ?o WHERE { VALUES ?o { %s } ?s dox:ofIssue ?o }"


@dataclass(frozen=True, slots=True)
class Violation:
    """What breaks which rule: the statement's IRI, the rule (shape, path, constraint), the value at fault, what to read."""

    statement: str
    rule: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"{self.message.rstrip('.')} [{self.rule}]" + (f": {self.value}" if self.value else "")


def violations(store: Store, at_once: int = AT_ONCE) -> Iterator[Violation]:
    """Every violation of the shapes, source by source and then of what is said of all of them, sorted within each part."""
    import rdflib

    shapes, ontology = rdflib.Graph().parse(SHAPES), rdflib.Graph().parse(ONTOLOGY).parse(RELATIONS)
    for subjects in _parts(store):
        for start in range(0, len(subjects), at_once):
            yield from _violations(store, shapes, ontology, subjects[start : start + at_once])


def _parts(store: Store) -> Iterator[list[str]]:
    """The subjects of each source's graph, then all that lie under no source."""
    names = store.names
    others: set[str] = set()
    for graph in store.graphs():
        if names.source_of(graph) is not None:
            yield sorted({quad.subject.value for quad in store.graph(graph) if isinstance(quad.subject, NamedNode)})
        else:
            found = (quad.subject.value for quad in store.graph(graph) if isinstance(quad.subject, NamedNode))
            others.update(subject for subject in found if names.source_of(subject) is None)
    yield sorted(others)


def _violations(store: Store, shapes: rdflib.Graph, ontology: rdflib.Graph, subjects: Sequence[str]) -> Iterator[Violation]:
    from pyshacl import validate
    from rdflib import RDF, SH, Graph

    asked = frozenset(subjects)
    graph = triples_graph(_data(store, asked))
    conforms, report, _ = validate(graph, shacl_graph=shapes, ont_graph=ontology, inference="none", advanced=False)
    if conforms:
        return
    assert isinstance(report, Graph)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        if str(focus).startswith(DOX.iri):  # a shape that asks its query once, of a class: the statement is the value
            focus, value = value, None
        if str(focus) in asked:  # else it is only referred to here, and nothing but its type was fetched
            rule, said = _rule(shapes, report, result), "" if value is None else _short(str(value))
            message = _MESSAGES.get(rule.rpartition(" ")[2]) or _shortened(str(report.value(result, SH.resultMessage)))
            found.add(Violation(str(focus), rule, said, message))
    yield from sorted(found, key=lambda violation: (violation.statement, str(violation)))


def _data(store: Store, subjects: frozenset[str]) -> list[Triple]:
    """All that is said of some subjects, the types of what that refers to, the answers to the issues among them."""
    found = (Triple(row["s"], row["p"], row["o"]) for row in store.select(_SAID % _values(subjects)))  # type: ignore[arg-type]
    said = [canonical_triple(triple) for triple in found]
    referred = {triple.object.value for triple in said if isinstance(triple.object, NamedNode)} - subjects
    if referred:
        said += [Triple(row["s"], TYPE, row["o"]) for row in store.select(_TYPES % _values(referred))]  # type: ignore[arg-type]
    issues = {t.subject.value for t in said if t.predicate == TYPE and t.object == DOX.Issue and isinstance(t.subject, NamedNode)}
    if issues:
        rows = store.select(_ANSWERS % _values(issues))
        said += [Triple(row["s"], DOX.ofIssue, row["o"]) for row in rows]  # type: ignore[arg-type]
    return said


def _values(iris: frozenset[str] | set[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))


def _rule(shapes: rdflib.Graph, report: rdflib.Graph, result: Any) -> str:
    """The shape's name, the property, the constraint: ``shapes:Claim dox:stance sh:in``."""
    from rdflib import SH, BNode, URIRef

    shape, path = report.value(result, SH.sourceShape), report.value(result, SH.resultPath)
    if isinstance(shape, BNode):  # a property's, which the report keeps under the name that it has among the shapes
        shape = next((owner for owner in shapes.subjects(SH.property, shape) if isinstance(owner, URIRef)), None)
    component = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2].removesuffix("ConstraintComponent")
    constraint = "sparql" if component == "SPARQL" else component[0].lower() + component[1:]
    named = [_short(str(part)) for part in (shape, path) if isinstance(part, URIRef)]
    return " ".join((*named, f"sh:{constraint}"))


def _shortened(message: str) -> str:
    return re.sub(r"https?://[^\s<>]+", lambda iri: _short(iri[0]), message)


def _short(iri: str) -> str:
    return next((f"{prefix}:{iri.removeprefix(base)}" for prefix, base in _PREFIXES.items() if iri.startswith(base)), iri)
