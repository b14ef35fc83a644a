"""The shapes let a right graph pass and name what is wrong with a wrong one."""

from __future__ import annotations

import pytest
import rdflib
from made import A, B, C
from pyshacl import validate
from rdflib import RDF, Literal, URIRef

from kb.derive import source_quads, total_quads
from kb.facts import facts_of
from kb.graph import to_quads
from kb.identity import identity_quads, resolve
from kb.terms import DOX, Names
from kb.vocabulary import ONTOLOGY, RELATIONS, SHAPES, load_pack

NS = rdflib.Namespace(DOX.iri)
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPES_GRAPH = rdflib.Graph().parse(SHAPES)
TERMS = rdflib.Graph().parse(ONTOLOGY).parse(RELATIONS)
NAMES, PACK = Names(), load_pack()


def whole() -> rdflib.Graph:
    """Three made texts as the knowledge base holds them: sources, identity, derived."""
    facts = [facts_of(made, PACK.name) for made in (A, B, C)]
    identity = resolve(facts, [PACK])
    quads = [q for made in (A, B, C) for q in to_quads(made, pack=PACK.name, names=NAMES)]
    quads += identity_quads(identity, [PACK], NAMES)
    for found in facts:
        quads += source_quads(found, identity, {PACK.name: PACK}, NAMES)
    quads += total_quads(facts, identity, NAMES)
    return rdflib.Graph().parse(data="\n".join(f"{q.triple} ." for q in quads), format="nt")


RIGHT = whole()


def faults(graph: rdflib.Graph) -> set[tuple[str, str]]:
    """(constraint, path) of every violation."""
    _, report, _ = validate(graph, shacl_graph=SHAPES_GRAPH, ont_graph=TERMS, inference="none")
    results = report.subjects(RDF.type, SH.ValidationResult)
    return {(local(report.value(r, SH.sourceConstraintComponent)), local(report.value(r, SH.resultPath))) for r in results}


def local(term: rdflib.term.Node | None) -> str:
    """An IRI behind its last # or /."""
    return str(term).replace("/", "#").rpartition("#")[2]


def test_what_we_write_is_right() -> None:
    assert len(RIGHT) > 300
    assert faults(RIGHT) == set()


def test_the_shipped_pack_is_right() -> None:
    graph = rdflib.Graph()
    for path in SHAPES.parent.glob("packs/*/*.ttl"):
        graph.parse(path)
    assert faults(graph) == set()


def test_every_class_has_a_shape() -> None:
    described = set(SHAPES_GRAPH.objects(None, SH.targetClass))
    assert {kind for kind in RIGHT.objects(None, RDF.type) if str(kind).startswith(DOX.iri)} <= described
    assert set(TERMS.subjects(RDF.type, rdflib.OWL.Class)) == described


def some(kind: str) -> URIRef:
    return min(s for s in RIGHT.subjects(RDF.type, NS[kind]))  # type: ignore[return-value]


def without(kind: str, path: URIRef) -> rdflib.Graph:
    graph = rdflib.Graph() + RIGHT
    graph.remove((some(kind), path, None))
    return graph


def instead(kind: str, path: URIRef, value: rdflib.term.Node) -> rdflib.Graph:
    graph = without(kind, path)
    graph.add((some(kind), path, value))
    return graph


SKOS, DCTERMS = rdflib.SKOS, rdflib.DCTERMS


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("Source", DCTERMS.title),
        ("Source", NS.textHash),
        ("TextVoice", SKOS.prefLabel),
        ("Evidence", NS.start),
        ("Evidence", NS.quote),
        ("Block", NS.blockKind),
        ("Claim", NS.holder),
        ("Claim", NS.stance),
        ("Claim", NS.content),
        ("Claim", NS.evidence),
        ("Claim", NS.confidence),
        ("Proposition", NS.text),
        ("Proposition", NS.span),
        ("Relation", NS.subject),
        ("Relation", NS.predicate),
        ("Relation", NS.object),
        ("Relation", NS.polarity),
        ("Relation", NS.assertedBy),
        ("Relation", NS.evidence),
        ("Argument", NS.premise),
        ("Argument", NS.conclusion),
        ("Argument", NS.argumentKind),
        ("Theorist", SKOS.prefLabel),
        ("Group", SKOS.prefLabel),
        ("Theory", SKOS.prefLabel),
        ("Work", SKOS.prefLabel),
        ("Case", SKOS.prefLabel),
        ("Issue", SKOS.prefLabel),
        ("Answer", NS.ofIssue),
    ],
    ids=lambda v: local(v),
)
def test_what_must_be_said_is_missed(kind: str, path: URIRef) -> None:
    if kind == "Group":
        graph = rdflib.Graph() + RIGHT
        graph.add((URIRef(DOX.iri + "g"), RDF.type, NS.Group))
    else:
        graph = without(kind, path)
    assert ("MinCountConstraintComponent", local(path)) in faults(graph)


@pytest.mark.parametrize(
    ("kind", "path", "value", "constraint"),
    [
        ("Claim", NS.stance, NS.shouts, "InConstraintComponent"),
        ("Claim", NS.holder, some("Source"), "NodeConstraintComponent"),
        ("Claim", NS.content, some("Evidence"), "ClassConstraintComponent"),
        ("Claim", NS.confidence, Literal("1.5", datatype=rdflib.XSD.decimal), "MaxInclusiveConstraintComponent"),
        ("Claim", NS.confidence, Literal("0.5", datatype=rdflib.XSD.double), "DatatypeConstraintComponent"),
        ("Claim", NS.holdr, some("Theorist"), "ClosedConstraintComponent"),
        ("Relation", NS.predicate, NS.likes, "NodeConstraintComponent"),
        ("Relation", NS.subject, some("Claim"), "NodeConstraintComponent"),
        ("Relation", NS.polarity, NS.asserts, "InConstraintComponent"),
        ("Argument", NS.argumentKind, NS.affirmed, "InConstraintComponent"),
        ("Argument", NS.premise, some("Relation"), "ClassConstraintComponent"),
        ("Evidence", NS.start, Literal(-1), "MinInclusiveConstraintComponent"),
        ("Evidence", NS.start, Literal(10**6), "LessThanConstraintComponent"),
        ("Evidence", NS.start, Literal("7"), "DatatypeConstraintComponent"),
        ("Block", NS.blockKind, Literal("footer"), "InConstraintComponent"),
        ("Source", NS.textHash, Literal("abc"), "PatternConstraintComponent"),
        ("Proposition", NS.text, Literal(""), "MinLengthConstraintComponent"),
        ("Theory", NS.yearFrom, NS.affirmed, "InConstraintComponent"),
    ],
)
def test_what_is_said_wrongly_is_named(kind: str, path: URIRef, value: rdflib.term.Node, constraint: str) -> None:
    assert (constraint, local(path)) in faults(instead(kind, path, value))


def test_a_second_value_is_too_many() -> None:
    graph = rdflib.Graph() + RIGHT
    graph.add((some("Claim"), NS.stance, NS.asserts))
    graph.add((some("Claim"), NS.stance, NS.denies))
    assert ("MaxCountConstraintComponent", "stance") in faults(graph)


def test_a_quote_is_as_long_as_its_offsets_say() -> None:
    end = int(str(RIGHT.value(some("Evidence"), NS.end)))
    assert ("SPARQLConstraintComponent", "None") in faults(instead("Evidence", NS.end, Literal(end + 1)))


@pytest.mark.parametrize(
    ("predicate", "subject", "object"),
    [
        ("holds", "Case", "Theory"),
        ("holds", "Theorist", "Work"),
        ("rejects", "Theory", "Theory"),
        ("originated", "Work", "Theory"),
        ("wrote", "Theory", "Work"),
        ("expounds", "Theorist", "Theory"),
        ("characterizedAs", "Theory", "Theory"),
        ("sameAs", "Theorist", "Theory"),
        ("derivesFrom", "Case", "Theory"),
        ("similarTo", "Theory", "Case"),
        ("differsFrom", "Case", "Case"),
        ("brokeWith", "Theorist", "Theory"),
        ("alliedWith", "Work", "Theorist"),
        ("memberOf", "Theorist", "Theorist"),
    ],
)
def test_a_relation_links_what_its_kind_can_link(predicate: str, subject: str, object: str) -> None:
    graph = rdflib.Graph() + RIGHT
    node = some("Relation")
    for path, value in ((NS.predicate, NS[predicate]), (NS.subject, some(subject)), (NS.object, some(object))):
        graph.remove((node, path, None))
        graph.add((node, path, value))
    assert ("SPARQLConstraintComponent", "None") in faults(graph)
