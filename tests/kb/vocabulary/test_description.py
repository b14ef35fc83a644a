"""The vocabulary's page and picture are made from the Turtle; its alignments lead to terms that are published."""

from __future__ import annotations

import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, SKOS

from kb.vocabulary import ALIGNMENTS
from kb.vocabulary.description import OTHERS, entries
from kb.vocabulary.document import DOCS, PAPER, markdown
from kb.vocabulary.picture import BOXES, GATHERING, svg

PUBLISHED = tomllib.loads((Path(__file__).parent / "published_terms.toml").read_text("utf-8"))
KNOWN = {str(term) for space in (SKOS, FOAF, PROV, ORG, DCTERMS, SDO) for term in dir(space)}  # whole IRIs
KNOWN |= {term.replace("https://schema.org/", "http://schema.org/") for term in KNOWN}
KNOWN |= {space["namespace"] + term for space in PUBLISHED.values() for term in space["terms"]}
ALIGNED = rdflib.Graph(bind_namespaces="none").parse(ALIGNMENTS)
OURS = "https://w3id.org/doxograph/"


def test_the_page_is_what_the_turtle_says() -> None:
    assert (DOCS / "vocabulary.md").read_text("utf-8") == markdown(), "say python -m kb.vocabulary.document"
    assert (DOCS / "vocabulary.svg").read_text("utf-8") == svg(paper=PAPER), "say python -m kb.vocabulary.document"


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_term_is_on_the_page(entry: object) -> None:
    assert f"### dox:{entry.name}\n" in markdown()  # type: ignore[attr-defined]
    assert entry.comment in markdown()  # type: ignore[attr-defined]


def test_every_class_is_in_the_picture() -> None:
    root = ET.fromstring(svg())
    words = " ".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")).replace(",", " ").split()
    classes = {entry.name for entry in entries() if entry.kind == "class"}
    assert classes <= set(words)
    assert {name for box in BOXES for name in (box.name, *box.inside)} | set(GATHERING) <= classes
    assert {"holder", "content", "evidence", "premise", "assertedBy", "ofIssue"} <= set(words)


def test_boxes_of_the_picture_stand_apart() -> None:
    from itertools import combinations

    for one, other in combinations(BOXES, 2):
        assert abs(one.x - other.x) > 184 or abs(one.y - other.y) > one.half + other.half


@pytest.mark.parametrize(
    "term", sorted({str(t) for t in ALIGNED.objects() if not str(t).startswith(OURS) and str(t).startswith("http")})
)
def test_an_aligned_term_is_published(term: str) -> None:
    if term != str(rdflib.OWL.Ontology):
        assert term in KNOWN


def test_the_alignments_reach_all_that_was_promised() -> None:
    reached = {other.partition(":")[0] for entry in entries() for _, other in entry.aligned}
    assert {"skos", "foaf", "prov", "oa", "cito", "aif", "crminf", "fabio"} <= reached
    declared = {prefix: str(iri) for prefix, iri in ALIGNED.namespaces()}
    assert all(declared[prefix] == iri for prefix, iri in OTHERS.items())
    assert all(OTHERS[prefix] == space["namespace"] for prefix, space in PUBLISHED.items())
