"""Statements survive the way to quads and back; the bytes are sorted, plain and stable."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from made import A, B, any_statements, statements
from pyoxigraph import BlankNode, Literal, RdfFormat, parse

from kb.errors import StoreError
from kb.graph import from_quads, occurrence, ordered, sorted_nquads, to_quads
from kb.model import AUTHOR, PREDICATES, UNKNOWN, Evidence
from kb.terms import DOX, SKOS, TYPE, Names, decimal, predicate_term


@given(any_statements())
@settings(max_examples=150, deadline=None)
def test_round_trip_over_bytes(made):
    written = sorted_nquads(to_quads(made))
    back = from_quads(parse(written, format=RdfFormat.N_QUADS), made.document.text)
    assert back == ordered(made)
    assert sorted_nquads(to_quads(back)) == written


@given(any_statements())
@settings(max_examples=50, deadline=None)
def test_a_source_graph_speaks_of_its_source_only(made):
    names = Names("http://example.org/kb/")
    for quad in to_quads(made, names=names):
        assert names.source_of(quad.subject) == made.document.source.id
        assert quad.graph_name == names.source_graph(made.document.source.id)
        assert not isinstance(quad.object, BlankNode)
        if isinstance(quad.object, Literal):
            assert quad.object.datatype.value.rpartition("#")[2] in ("string", "integer", "decimal")


def test_every_base_gives_the_same_graph_elsewhere():
    here = sorted_nquads(to_quads(A))
    there = sorted_nquads(to_quads(A, names=Names("http://example.org/kb/")))
    moved = re.sub(rb"<https://w3id.org/doxograph/(?!ns#)", b"<http://example.org/kb/", here)
    assert sorted(moved.splitlines()) == there.splitlines()


def test_order_of_statements_leaves_the_bytes_alone():
    shuffled = replace(A, entities=A.entities[::-1], claims=A.claims[::-1], relations=A.relations[::-1])
    assert sorted_nquads(to_quads(shuffled)) == sorted_nquads(to_quads(A))
    quads = list(to_quads(A))
    random.Random(1).shuffle(quads)
    assert sorted_nquads(quads + quads) == sorted_nquads(to_quads(A))


def test_joint_holders_share_one_proposition():
    quads = list(to_quads(B))
    shared = [q.object for q in quads if q.predicate == DOX.content]
    assert len(shared) == 3 and len(set(shared)) == 2


def test_text_inserted_elsewhere_changes_no_proposition():
    later = statements(
        "a",
        "A word before.\n" + A.document.text,
        ["theorist: James Burnham"],
        [("James Burnham", "asserts", "the managers are the new ruling class", [])],
    )
    before = {
        q.subject for q in to_quads(A) if q.object == Literal("the managers are the new ruling class") and q.predicate == DOX.text
    }
    after = {q.subject for q in to_quads(later) if q.predicate == DOX.text}
    assert before == after


def test_evidence_says_where_it_stands():
    (claim,) = [c for c in A.claims if c.quote.startswith("the managers")]
    node = Names().span("a", A.document.sha256, claim.content[0].start, claim.content[0].end)
    said = {q.predicate: q.object.value for q in to_quads(A) if q.subject == node}
    assert said[DOX.quote] == claim.quote and said[DOX.heading] == "The managers" and said[DOX.paragraph] == "1"


def test_the_order_of_reporters_is_kept():
    claim = replace(A.claims[0], reported_by=(UNKNOWN, AUTHOR, "theorist/rizzi"))
    nested = replace(A, claims=(claim,), arguments=())
    assert from_quads(to_quads(nested), A.document.text).claims[0].reported_by == (UNKNOWN, AUTHOR, "theorist/rizzi")


def test_another_text_is_refused():
    with pytest.raises(StoreError, match="not the one that was read"):
        from_quads(to_quads(A), A.document.text + " ")
    with pytest.raises(StoreError, match="not the graph of one source"):
        from_quads([], "")


def test_names_take_any_id_and_give_it_back():
    names = Names()
    for id in ("a", "Ä b/c?#", "100%", "a+b", "日本"):
        assert names.source_of(names.source(id)) == id
        assert names.source_of(names.source_graph(id)) == id
        assert names.role_of(names.role(id, f"theory/{id}")) == f"theory/{id}"
    assert names.role_of(names.role("a", AUTHOR)) == AUTHOR and names.role_of(names.role("a", UNKNOWN)) == UNKNOWN
    assert names.key(names.entity("theory/x")) == "theory/x" and names.key(names.source("x")) is None
    assert names.source_of("http://elsewhere.org/source/a") is None and names.source_of(names.identity) is None


@pytest.mark.parametrize(
    ("value", "written"), [(1, "1"), (0, "0"), (0.5, "0.5"), (0.123456, "0.1235"), (10.0, "10"), (-0.00001, "0")]
)
def test_decimals_are_canonical(value, written):
    assert decimal(value).value == written


def test_every_relation_kind_has_its_two_terms():
    terms = {predicate_term(p) for p in PREDICATES} | {predicate_term(p, contested=True) for p in PREDICATES}
    assert len(terms) == 2 * len(PREDICATES)
    assert predicate_term("derives_from") == DOX.derivesFrom
    assert predicate_term("same_as", contested=True) == DOX.contestedSameAs


def test_occurrence_counts_overlaps():
    assert [occurrence("aaaa", "aa", start) for start in range(3)] == [0, 1, 2]


def test_entities_keep_label_key_and_mentions():
    node = Names().role("a", "theorist/james-burnham")
    said = {(q.predicate, q.object) for q in to_quads(A) if q.subject == node}
    assert (TYPE, DOX.Theorist) in said and (SKOS.altLabel, Literal("Burnham")) in said
    assert (DOX.key, Names().entity("theorist/james-burnham")) in said
    assert len([p for p, _ in said if p == DOX.mention]) == len(A.entities[0].mentions) > 2


def test_made_quotes_stand_at_their_offsets():
    def every(made):
        for c in made.claims:
            yield from (*c.content, c.evidence, *c.cue)
        yield from (r.evidence for r in made.relations)

    for made in (A, B):
        for evidence in every(made):
            assert isinstance(evidence, Evidence)
            evidence.check(made.document.text)
