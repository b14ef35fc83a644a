"""The check finds nothing in a sound knowledge base, and every kind of harm in a harmed one."""

from __future__ import annotations

import shutil

import made as hand
import pytest
from made import A, B, C, write_corpus
from pyoxigraph import Literal, NamedNode, Quad

from kb import review
from kb.build import build, open_writer, refresh
from kb.check import Problem, check
from kb.dataset import union_graph
from kb.errors import StoreError
from kb.graph import sorted_nquads
from kb.store import open_store
from kb.terms import DOX, RDF, SKOS, Names
from kb.validation import violations
from kb.vocabulary import ONTOLOGY, RELATIONS, SHAPES

NAMES = Names()


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    build(write_corpus(folder / "corpus", A, B, C), folder / "data", extract=hand.extract)
    return folder / "data"


@pytest.fixture
def data(sound, tmp_path):
    shutil.copytree(sound, tmp_path / "data")
    return tmp_path / "data"


def test_a_sound_knowledge_base(sound):
    assert check(sound) == []


def test_decisions_leave_it_sound(data):
    review.record(data, review.decide("reject", A.claims[0], A.document.text, who="Ann"))
    change = {"polarity": "denied", "subject": "theorist/shachtman"}
    review.record(data, review.decide("correct", B.relations[1], B.document.text, who="Ann", change=change))
    review.record(data, review.decide("correct", A.claims[1], A.document.text, who="Ann", change={"about": []}))
    review.record(data, review.merge("theory/managerial-society", "theory/bureaucratic-collectivism", who="Ann"))
    assert {p.aspect for p in check(data, shapes=False)} == {"derivation"}  # decided, and not yet applied
    refresh(data)
    assert check(data) == []


def harm(data, remove=(), insert=()):
    with open_writer(data) as store:
        store.change(sorted_nquads(remove), sorted_nquads(insert))


def some(data, graph, predicate):
    with open_store(data, read_only=True) as store:
        return min((q for q in store.graph(graph) if q.predicate == predicate), key=str)


def altered(quad, object):
    return Quad(quad.subject, quad.predicate, object, quad.graph_name)


SOURCE, DERIVED, IDENTITY = NAMES.source_graph("a"), NAMES.derived, NAMES.identity


@pytest.mark.parametrize(
    ("graph", "predicate", "object", "aspects"),
    [
        (SOURCE, DOX.quote, Literal("never said"), {"quote"}),
        (SOURCE, DOX.end, Literal(99999), {"quote", "graph"}),
        (SOURCE, DOX.holder, NAMES.role("a", "theorist/nobody"), {"reference", "derivation"}),
        (SOURCE, DOX.stance, DOX.shouts, set()),
        (SOURCE, DOX.textHash, Literal("0" * 64), {"quote"}),
        (SOURCE, SKOS.prefLabel, None, set()),
        (DERIVED, DOX.holderEntity, NAMES.entity("theorist/leon-trotsky"), {"derivation"}),
        (DERIVED, DOX.claimCount, Literal(99), {"derivation"}),
        (IDENTITY, DOX.denotes, None, {"derivation"}),
        (IDENTITY, SKOS.prefLabel, Literal("Someone"), {"derivation"}),
    ],
)
def test_every_harm_is_found(data, graph, predicate, object, aspects):
    quad = some(data, graph, predicate)
    harm(data, [quad], [altered(quad, object)] if object is not None else [])
    problems = check(data, shapes=False)
    assert problems and aspects <= {p.aspect for p in problems}
    assert all(isinstance(p, Problem) and p.what and p.where and p.where in str(p) for p in problems)


def test_a_triple_in_two_graphs(data):
    quad = some(data, IDENTITY, SKOS.prefLabel)
    harm(data, insert=[Quad(*quad.triple, SOURCE)])
    assert {"graph", "file"} & {p.aspect for p in check(data, shapes=False)}
    assert any("more than one graph" in p.what for p in check(data, shapes=False))
    assert any("speaks of it" in p.what for p in check(data, shapes=False))


def test_a_graph_of_somebody_elses(data):
    harm(data, insert=[Quad(NAMES.source("a"), RDF.type, DOX.Source, NamedNode("http://elsewhere.org/graph"))])
    assert any("none of ours" in p.what for p in check(data, shapes=False))


def test_a_violation_names_statement_rule_and_value(data):
    stance, end = some(data, SOURCE, DOX.stance), some(data, SOURCE, DOX.end)
    harm(data, [stance, end], [altered(stance, DOX.shouts), altered(end, Literal(10**6))])
    found = {(p.where, p.what) for p in check(data) if p.aspect == "shape"}
    expected = "The value is none of those that there are [shapes:Claim dox:stance sh:in]: dox:shouts"
    assert (stance.subject.value, expected) in found
    assert (end.subject.value, "The quote is not as long as its offsets say [shapes:QuoteLength sh:sparql]") in found


@pytest.mark.parametrize("at_once", [7, 3_000])
def test_parts_are_judged_as_the_whole_is(data, at_once):
    """Validating some subjects at a time finds what validating the whole graph at once does."""
    import rdflib
    from pyshacl import validate

    changes = [
        (DOX.stance, DOX.shouts),
        (DOX.holder, NAMES.source("a")),
        (DOX.predicate, DOX.wrote),
        (DOX.textHash, Literal("x")),
    ]
    quads = [some(data, SOURCE, predicate) for predicate, _ in changes]
    harm(data, quads, [altered(quad, object) for quad, (_, object) in zip(quads, changes, strict=True)])
    harm(data, [some(data, IDENTITY, SKOS.prefLabel)])
    with open_store(data, read_only=True) as store:
        found = {v.statement for v in violations(store, at_once)}
        whole = union_graph(store)
    terms = rdflib.Graph().parse(ONTOLOGY).parse(RELATIONS)
    _, report, _ = validate(whole, shacl_graph=rdflib.Graph().parse(SHAPES), ont_graph=terms, inference="none")
    told = [
        {part: str(report.value(result, rdflib.SH[part])) for part in ("focusNode", "value")}
        for result in report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
    ]
    assert found == {one["value" if one["focusNode"].startswith(DOX.iri) else "focusNode"] for one in told}
    assert len(found) >= 4


def test_files_are_compared_with_the_index(data):
    path = data / "statements" / "a.nq"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(reversed(lines)))
    assert any("not sorted" in p.what for p in check(data, shapes=False))
    path.write_bytes(b"".join(lines[1:]))
    assert any("holds something else" in p.what for p in check(data, shapes=False))
    path.unlink()
    assert any("not both" in p.what for p in check(data, shapes=False))


def test_a_lost_text(data):
    (data / "texts" / f"{A.document.sha256}.txt").unlink()
    assert [p.where for p in check(data, shapes=False)] == ["a"]


def test_nothing_to_check(tmp_path):
    with pytest.raises(StoreError, match="no knowledge base here"):
        check(tmp_path)
