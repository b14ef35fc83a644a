"""The Python interface asks and changes a knowledge base, and loads no more than it must."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import made as hand
import pytest
from made import A, B, C, write_corpus

import kb
from kb.build import build
from kb.terms import Names

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kb")
    build(write_corpus(folder / "corpus", A, B, C), folder / "data", extract=hand.extract)
    return folder / "data"


@pytest.fixture
def base(data):
    with kb.open(data) as opened:
        yield opened


def test_every_public_name_is_there():
    assert dir(kb) == sorted(kb.__all__)
    for name in kb.__all__:
        assert getattr(kb, name).__doc__, name
    with pytest.raises(AttributeError):
        kb.nothing  # noqa: B018


@pytest.mark.parametrize("module", ["kb", "kb.queries", "kb.build", "kb.store", "kb.review", "kb.knowledge_base", "kb.check"])
def test_importing_loads_no_spacy(module):
    code = f"import sys, {module}; assert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_sources_and_claims(base):
    assert {row.ref.id for row in base.sources()} == {"a", "b", "c"}
    claims = base.claims(holder="James Burnham")
    assert {row.text for row in claims.claims} >= {"the managers are the new ruling class", "a new class rules"}


def test_compare_and_lineage(base):
    compared = base.compare("James Burnham", "Trotsky")
    assert [party.ref.label for party in compared.parties] == ["James Burnham", "Leon Trotsky"]
    assert base.lineage("James Burnham", "Bruno Rizzi")


def test_search(base):
    assert [ref.label for ref in base.search("shachtman").entities] == ["Max Shachtman"]


def test_query_takes_every_form(base):
    assert base.query("ASK { ?c a dox:Claim }") is True
    rows = base.query("SELECT ?label WHERE { ?who skos:prefLabel ?label }", who=Names().entity("theorist/leon-trotsky"))
    assert [row["label"].value for row in rows] == ["Leon Trotsky"]
    assert len(base.query("CONSTRUCT { ?c a dox:Claim } WHERE { ?c a dox:Claim }")) == 8
    assert base.query("# SELECT\nPREFIX ask: <http://x/> DESCRIBE ?c WHERE { ?c a dox:Claim }")
    for wrong in ("", "INSERT DATA { <a:a> <a:a> <a:a> }", "SELECT * {"):
        with pytest.raises(kb.UsageError):
            base.query(wrong)


def test_network(base):
    network = base.network()
    assert network.nodes["theorist/bruno-rizzi"] == {"label": "Bruno Rizzi", "type": "theorist"}
    edges = network.get_edge_data("theorist/james-burnham", "theorist/bruno-rizzi")
    assert sorted((e["predicate"], e["polarity"], e["source"]) for e in edges.values()) == [
        ("derives_from", "affirmed", "a"),
        ("derives_from", "uncertain", "b"),
    ]
    assert {e["asserted_by"] for e in edges.values()} == {"author", "theorist/max-shachtman"}
    (rejects,) = [d for _, _, d in network.edges(data=True) if d["predicate"] == "rejects"]
    assert rejects["asserted_by"] == "unknown" and rejects["quote"] == C.relations[0].evidence.quote


def test_dataset(base):
    dataset = base.dataset()
    assert len(list(dataset.graphs())) >= 5
    rows = list(dataset.query("PREFIX dox: <https://w3id.org/doxograph/ns#> SELECT ?c WHERE { ?c a dox:Claim }"))
    assert len(rows) == 8
    count = sum(1 for graph in base.store.graphs() for _ in base.store.graph(graph))
    assert sum(len(graph) for graph in dataset.graphs() if str(graph.identifier).startswith(Names().base)) == count


def test_changing_it(tmp_path, data):
    with kb.open(tmp_path / "data") as base:
        with pytest.raises(kb.StoreError, match="no knowledge base here"):
            base.sources()
        build(write_corpus(tmp_path / "corpus", A, B), tmp_path / "data", extract=hand.extract)
        assert len(base.sources()) == 2
        assert base.remove("b").removed == ("b",)
        assert len(base.sources()) == 1  # the reader has noticed
        assert base.check(shapes=False) == []


def test_extract_reads_a_bare_text():
    statements = kb.extract("Burnham argued that the managers are the new ruling class.")
    (claim,) = statements.claims
    holder = {entity.id: entity.name for entity in statements.entities}[claim.holder]
    assert (holder, claim.stance, claim.quote) == ("Burnham", "asserts", "the managers are the new ruling class")
    assert statements.document.source.id == "text"


def test_adding_a_text(tmp_path):
    text = tmp_path / "burnham.txt"
    text.write_text(
        "James Burnham argued that the managers are the new ruling class. Max Shachtman denied that the managers rule."
    )
    with kb.open(tmp_path / "data") as base:
        assert base.add(text).added == ("burnham",)
        assert {row.holder.label for row in base.claims().claims} == {"James Burnham", "Max Shachtman"}
