"""Every term that the code writes or asks for is described, every kind of relation among them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kb.model import PREDICATES, SYMMETRIC
from kb.terms import DOX, PREDICATE_TERM, predicate_term
from kb.vocabulary import ALIGNMENTS, ONTOLOGY, PACKS, RELATIONS

ROOT = Path(__file__).parents[3]
NS = rdflib.Namespace(DOX.iri)
TERMS = rdflib.Graph().parse(ONTOLOGY).parse(RELATIONS)
DEFINED = {s for s in TERMS.subjects(RDF.type) if str(s).startswith(DOX.iri)}
PROPERTIES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


@pytest.mark.parametrize("term", sorted(DEFINED), ids=lambda t: str(t).removeprefix(DOX.iri))
def test_each_term_says_what_it_is(term: rdflib.URIRef) -> None:
    kinds = set(TERMS.objects(term, RDF.type))
    for said in (RDFS.label, RDFS.comment, SKOS.example):
        assert len(list(TERMS.objects(term, said))) == 1, said
    if kinds & PROPERTIES:
        for end in (RDFS.domain, RDFS.range):
            found = list(TERMS.objects(term, end))
            assert len(found) == 1
            ours = str(found[0]).startswith(DOX.iri)
            assert not ours or (found[0], RDF.type, OWL.Class) in TERMS
    elif OWL.Class not in kinds:
        assert any((kind, RDF.type, OWL.Class) in TERMS for kind in kinds), "an individual of no class"


def test_every_kind_of_relation_stands_in_the_vocabulary() -> None:
    for predicate in PREDICATES:
        term = rdflib.URIRef(PREDICATE_TERM[predicate].value)
        contested = rdflib.URIRef(predicate_term(predicate, contested=True).value)
        assert (term, RDF.type, NS.RelationKind) in TERMS
        assert str(TERMS.value(term, SKOS.notation)) == predicate
        assert TERMS.value(term, NS.contestedAs) == contested
        assert ((term, RDF.type, OWL.SymmetricProperty) in TERMS) == (predicate in SYMMETRIC)
        for end in (RDFS.domain, RDFS.range):
            assert TERMS.value(term, end) == TERMS.value(contested, end) is not None
        if predicate in SYMMETRIC:
            assert TERMS.value(term, NS.inverseLabel) == TERMS.value(term, RDFS.label)
    assert len(set(TERMS.subjects(RDF.type, NS.RelationKind))) == len(PREDICATES)


def test_the_classes_of_a_relations_ends_are_those_of_the_guidelines() -> None:
    def within(name: str) -> set[str]:
        wider = NS[name]
        leaves = {"Theorist", "Group", "Theory", "Work", "Case"}
        return {leaf for leaf in leaves if wider in set(TERMS.transitive_objects(NS[leaf], RDFS.subClassOf))}

    assert within("Thinker") == {"Theorist", "Group"}
    assert within("Proponent") == {"Theorist", "Group", "Work"}
    assert within("IdeaBearer") == {"Theorist", "Group", "Work", "Theory"}
    assert within("Entity") == {"Theorist", "Group", "Work", "Theory", "Case"}


def used() -> set[str]:
    """Local names of our terms in the code's Python, queries and packs."""
    found: set[str] = set()
    for path in (ROOT / "kb").rglob("*.py"):
        text = path.read_text("utf-8")
        found.update(re.findall(r"\bDOX\.(?!iri\b)([A-Za-z]+)", text))
        found.update(re.findall(r"\bDOX\[\"([A-Za-z]+)\"\]", text))
    for path in (*(ROOT / "kb").rglob("*.rq"), *PACKS.rglob("*.ttl")):
        text = re.sub(r"#.*|\"[^\"]*\"", "", path.read_text("utf-8"))
        found.update(re.findall(r"\bdox:([A-Za-z]+)", text))
    return found


def test_the_code_uses_no_term_that_is_not_described() -> None:
    assert len(used()) > 50
    assert used() - {str(term).removeprefix(DOX.iri) for term in DEFINED} == set()


def test_alignments_speak_of_our_terms_and_claim_no_identity() -> None:
    graph = rdflib.Graph().parse(ALIGNMENTS)
    ours = {s for s in graph.subjects() if str(s).startswith(DOX.iri)}
    assert ours <= DEFINED
    assert {OWL.sameAs, SKOS.exactMatch, OWL.equivalentClass, OWL.equivalentProperty}.isdisjoint(graph.predicates())
    assert set(graph.subjects(RDFS.subClassOf)) <= set(TERMS.subjects(RDF.type, OWL.Class))
    kinds = set(TERMS.subjects(RDF.type, NS.RelationKind))
    assert {p for kind in kinds for p in graph.predicates(kind)} <= {SKOS.closeMatch, SKOS.relatedMatch}
