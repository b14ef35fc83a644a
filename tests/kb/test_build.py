"""A build reads what is new, takes out what is gone, and leaves no trace of what has been."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import made as hand
import pytest
from made import A, B, C, statements, write_corpus
from pyoxigraph import NamedNode

from kb import manifest, review
from kb.build import add, build, open_writer, refresh, remove
from kb.check import check
from kb.corpus import load_corpus
from kb.errors import InputError, StoreError, UsageError
from kb.graph import sorted_nquads
from kb.store import open_store
from kb.terms import DOX

CORPUS = Path(__file__).parents[2] / "corpus"


def contents(data):
    """The whole knowledge base as sorted N-Quads, with its files of truth."""
    with open_store(data, read_only=True) as store:
        quads = sorted_nquads(quad for graph in store.graphs() for quad in store.graph(graph))
        hits = sorted(hit.iri for hit in store.search("class", limit=99))
    files = {str(p.relative_to(data)): p.read_bytes() for folder in ("statements", "texts") for p in (data / folder).iterdir()}
    return quads, hits, files


def made_build(corpus, data, **options):
    return build(corpus, data, extract=hand.extract, **options)


def test_a_build_says_what_it_did(tmp_path):
    seen = []
    corpus = write_corpus(tmp_path / "corpus", A, B)
    report = made_build(corpus, tmp_path / "data", progress=lambda *step: seen.append(step))
    assert (report.added, report.changed, report.unchanged, report.removed, report.refused) == (("a", "b"), (), (), (), ())
    assert report.counts == {"sources": 2, "entities": 8, "claims": 7, "relations": 5, "arguments": 1}
    assert seen == [(0, 2, 0), (1, 2, 7), (2, 2, 13)]
    assert report.seconds > 0


def test_a_second_build_reads_nothing(tmp_path):
    corpus, data = write_corpus(tmp_path / "corpus", A, B), tmp_path / "data"
    made_build(corpus, data)
    generation = (data / "generation").read_text()

    def never(document):
        raise AssertionError("read again")

    report = build(corpus, data, extract=never, progress=never)
    assert report.unchanged == ("a", "b") and not (report.added or report.changed or report.removed)
    assert (data / "generation").read_text() == generation


def test_what_changes_is_read_again(tmp_path):
    corpus, data = write_corpus(tmp_path / "corpus", A, B), tmp_path / "data"
    made_build(corpus, data)
    later = replace(A, document=replace(A.document, source=replace(A.document.source, year=2002)))
    report = made_build(write_corpus(corpus, later, B), data)
    assert (report.changed, report.unchanged) == (("a",), ("b",))
    assert b'<https://w3id.org/doxograph/ns#year> "2002"' in (data / "statements" / "a.nq").read_bytes()
    (corpus / "b.txt").write_text(B.document.text + "\nOne line more in English.")
    report = made_build(corpus, data)
    assert (report.changed, report.unchanged, report.counts["claims"]) == (("b",), ("a",), 4)
    assert len(list((data / "texts").iterdir())) == 2
    report = made_build(corpus, data, pack="none")
    assert report.changed == ("a", "b")


def test_a_text_with_nothing_to_find_is_kept(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", A)
    report = build(
        corpus,
        tmp_path / "data",
        extract=lambda document: replace(hand.extract(document), entities=(), claims=(), relations=(), arguments=()),
    )
    assert report.counts == {"sources": 1, "entities": 0, "claims": 0, "relations": 0, "arguments": 0}
    assert build(corpus, tmp_path / "data", extract=hand.extract).unchanged == ("a",)


def test_build_follows_its_corpus_and_add_only_adds(tmp_path):
    corpus, other, data = write_corpus(tmp_path / "corpus", A, B), tmp_path / "other", tmp_path / "data"
    made_build(corpus, data)
    write_corpus(other, C)
    assert add(other / "c.txt", data, extract=hand.extract).added == ("c",)
    (corpus / "b.txt").unlink()
    report = made_build(write_corpus(corpus, A), data)
    assert (report.removed, report.unchanged) == (("b",), ("a",))
    with open_store(data, read_only=True) as store:
        assert [g.value.rpartition("/")[2] for g in store.graphs() if "source" in g.value] == ["a", "c"]
    assert made_build(other, data).removed == ()


def test_a_corpus_that_cannot_be_planned_takes_nothing_out(tmp_path):
    corpus, data = write_corpus(tmp_path / "corpus", A, B), tmp_path / "data"
    made_build(corpus, data)
    before = contents(data)
    (corpus / "sources.toml").write_text("[a\n")
    report = made_build(corpus, data)
    assert len(report.refused) == 1 and report.removed == ()
    (corpus / "b.txt").unlink()
    report = made_build(write_corpus(corpus, A), data)
    assert report.removed == ("b",)
    assert contents(data) != before


def test_bad_texts_are_told_of_and_the_others_kept(tmp_path):
    corpus, data = write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data"
    (corpus / "b.txt").write_bytes(b"")

    def breaks(document):
        if document.source.id == "c":
            raise ZeroDivisionError("oops")
        return hand.extract(document)

    report = build(corpus, data, extract=breaks)
    assert report.added == ("a",) and report.counts["sources"] == 1
    assert [type(error) for error in report.refused] == [InputError, InputError]
    assert any("ZeroDivisionError: oops" in str(error) for error in report.refused)
    assert all(error.remedy for error in report.refused)
    (corpus / "b.txt").write_bytes(B.document.text.encode())
    assert made_build(corpus, data).added == ("b", "c")


def test_an_earlier_reading_stays_where_a_file_turns_bad(tmp_path):
    corpus, data = write_corpus(tmp_path / "corpus", A, B), tmp_path / "data"
    made_build(corpus, data)
    (corpus / "b.txt").write_bytes(b"\x00\x01\x02\x03" * 200)
    report = made_build(corpus, data)
    assert len(report.refused) == 1 and report.counts["sources"] == 2


def test_an_added_file_may_not_take_anothers_id(tmp_path):
    data = tmp_path / "data"
    made_build(write_corpus(tmp_path / "corpus", A), data)
    (tmp_path / "a.txt").write_text("Another text that was written in plain English, by another hand, on another day.")
    report = add(tmp_path / "a.txt", data, extract=hand.extract)
    assert report.added == () and "there already" in str(report.refused[0])


def test_remove_leaves_no_trace(tmp_path):
    corpus, data = write_corpus(tmp_path / "corpus", A, B), tmp_path / "data"
    made_build(corpus, data)
    report = remove(data, "b")
    assert report.removed == ("b",) and report.counts["sources"] == 1
    made_build(write_corpus(tmp_path / "alone", A), tmp_path / "other")
    assert contents(data) == contents(tmp_path / "other")
    with pytest.raises(UsageError, match="Did you mean a"):
        remove(data, "aa")
    with pytest.raises(StoreError, match="no knowledge base here"):
        remove(tmp_path / "nowhere", "a")
    assert not (tmp_path / "nowhere").exists()


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """What each set of the three texts gives when it is built at once."""
    found = {}
    for chosen in ([A], [B], [C], [A, B], [A, C], [B, C], [A, B, C]):
        folder = tmp_path_factory.mktemp("alone")
        made_build(write_corpus(folder / "corpus", *chosen), folder / "data")
        found[frozenset(m.document.source.id for m in chosen)] = contents(folder / "data")
    return found


@pytest.mark.parametrize("order", list(permutations([A, B, C])), ids=lambda order: "".join(m.document.source.id for m in order))
def test_every_order_of_coming_and_every_going_gives_the_same_bytes(tmp_path, alone, order):
    for number, one in enumerate(order, 1):
        folder = write_corpus(tmp_path / f"corpus{number}", one)
        add(folder, tmp_path / "data", extract=hand.extract)
        assert contents(tmp_path / "data") == alone[frozenset(m.document.source.id for m in order[:number])]
    for number, one in enumerate(order[:2], 1):
        remove(tmp_path / "data", one.document.source.id)
        assert contents(tmp_path / "data") == alone[frozenset(m.document.source.id for m in order[number:])]


REAL = ("burnham-re-read", "bureaucratic-collectivism", "the-new-class")


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """Three texts of the corpus as they are read by the pipeline, each once, and what each set of them gives."""
    from kb.statements import extract as read

    planned = {one.source.id: one for one in load_corpus(CORPUS) if one.source.id in REAL}
    assert len(planned) == 3
    known = {}

    def extract(document):
        if document.source.id not in known:
            known[document.source.id] = read(document)
        return known[document.source.id]

    def corpus(*ids):
        folder = tmp_path_factory.mktemp("real")
        lines = []
        for id in ids:
            shutil.copy(planned[id].path, folder)
            source = planned[id].source
            lines += [f"[{id}]", f'file = "{planned[id].path.name}"', f'title = "{source.title}"', f"year = {source.year}"]
        (folder / "sources.toml").write_text("\n".join(lines))
        return folder

    found = {}
    for chosen in [REAL[:1], REAL[1:2], REAL[2:], REAL[:2], REAL[1:], REAL[::2], REAL]:
        folder = tmp_path_factory.mktemp("set")
        build(corpus(*chosen), folder, extract=extract)
        found[frozenset(chosen)] = contents(folder)
    return extract, corpus, found


@pytest.mark.parametrize("order", list(permutations(REAL)), ids=str)
def test_real_texts_come_and_go_in_any_order_without_a_trace(tmp_path, real, order):
    extract, corpus, alone = real
    for number, id in enumerate(order, 1):
        add(corpus(id), tmp_path, extract=extract)
        assert contents(tmp_path) == alone[frozenset(order[:number])]
    remove(tmp_path, order[0])
    assert contents(tmp_path) == alone[frozenset(order[1:])]
    remove(tmp_path, order[1])
    assert contents(tmp_path) == alone[frozenset(order[2:])]


def test_a_knowledge_base_of_real_texts_is_sound(tmp_path, real):
    extract, corpus, _alone = real
    report = build(corpus(*REAL), tmp_path, extract=extract)
    assert report.counts["claims"] > 50 and not report.refused
    assert check(tmp_path) == []


def test_small_commits_give_what_one_large_commit_gives(tmp_path, monkeypatch, alone):
    monkeypatch.setattr("kb.build._TOGETHER", 1)
    made_build(write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data")
    assert contents(tmp_path / "data") == alone[frozenset("abc")]


def test_an_interrupted_build_keeps_what_it_read(tmp_path, alone):
    corpus, data = write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data"

    def interrupted(document):
        if document.source.id == "c":
            raise KeyboardInterrupt
        return hand.extract(document)

    with pytest.raises(KeyboardInterrupt):
        build(corpus, data, extract=interrupted)
    assert contents(data) == alone[frozenset("ab")]
    assert made_build(corpus, data).added == ("c",)
    assert contents(data) == alone[frozenset("abc")]


@pytest.mark.parametrize("lost", ["index", "index/oxigraph", "index/search.sqlite"])
def test_a_lost_index_is_made_anew_from_the_truth(tmp_path, alone, lost):
    corpus, data = write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data"
    made_build(corpus, data)
    path = data / lost
    subprocess.run(["rm", "-r", str(path)], check=True)
    assert made_build(corpus, data).unchanged == ("a", "b", "c")
    assert contents(data) == alone[frozenset("abc")]


@pytest.mark.parametrize("harm", [lambda text: text.unlink(), lambda text: text.write_bytes(b"altered")])
@pytest.mark.parametrize("index_too", [False, True])
def test_a_lost_text_has_its_source_read_again(tmp_path, alone, harm, index_too):
    corpus, data = write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data"
    made_build(corpus, data)
    harm(data / "texts" / f"{A.document.sha256}.txt")
    if index_too:
        subprocess.run(["rm", "-r", str(data / "index")], check=True)
    report = made_build(corpus, data)
    assert (report.changed, report.unchanged) == (("a",), ("b", "c"))
    assert contents(data) == alone[frozenset("abc")]


def test_a_damaged_statements_file_can_be_taken_away(tmp_path, alone):
    corpus, data = write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data"
    made_build(corpus, data)
    (data / "statements" / "a.nq").unlink()
    assert made_build(corpus, data).added == ("a",)
    assert contents(data) == alone[frozenset("abc")]


def test_a_lost_manifest_has_everything_read_again(tmp_path, alone):
    corpus, data = write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data"
    made_build(corpus, data)
    (data / "manifest.json").unlink()
    assert made_build(corpus, data).changed == ("a", "b", "c")
    assert contents(data) == alone[frozenset("abc")]
    assert json.loads((data / "manifest.json").read_text())["packs"] == {"soviet-society": None}


def test_worker_processes_give_the_same_bytes(tmp_path, alone, monkeypatch):
    # spawned workers import the stand-in for the pipeline by name
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(hand.__file__).parent), os.getcwd()]))
    report = made_build(write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data", where="processes")
    assert report.added == ("a", "b", "c")
    assert contents(tmp_path / "data") == alone[frozenset("abc")]


def dies(document):
    os._exit(1)


def test_a_worker_that_dies_refuses_its_text_only(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.getcwd()]))
    report = build(write_corpus(tmp_path / "corpus", A), tmp_path / "data", where="processes", extract=dies)
    assert "died" in str(report.refused[0]) and report.counts["sources"] == 0


def test_dask_workers_give_the_same_bytes(tmp_path, alone):
    distributed = pytest.importorskip("distributed")
    with distributed.Client(processes=False, n_workers=1, dashboard_address=None):
        made_build(write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data", where="dask")
    assert contents(tmp_path / "data") == alone[frozenset("abc")]


def test_places_and_packs_that_are_not_there(tmp_path, monkeypatch):
    corpus = write_corpus(tmp_path / "corpus", A)
    with pytest.raises(UsageError, match="one of here, processes, dask"):
        made_build(corpus, tmp_path / "data", where="moon")
    with pytest.raises(UsageError, match="Known packs"):
        made_build(corpus, tmp_path / "data", pack="soviet-societies")
    monkeypatch.setattr("kb.workers.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="pip install distributed"):
        made_build(corpus, tmp_path / "data", where="dask")


def test_decisions_are_applied_by_the_next_build_or_at_once(tmp_path, alone):
    corpus, data = write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data"
    made_build(corpus, data)
    relation = B.relations[1]
    kept = review.record(data, review.decide("reject", relation, B.document.text, who="Ann"))
    review.record(data, review.merge("theory/managerial-society", "theory/bureaucratic-collectivism", who="Ann"))
    assert refresh(data) and not refresh(data)
    with open_store(data, read_only=True) as store:
        assert store.ask("ASK { ?relation dox:review dox:rejected FILTER NOT EXISTS { ?relation dox:subjectEntity ?any } }")
        assert not store.ask(
            "ASK { ?entity a dox:Theory FILTER(?entity = ?gone) }", gone=store.names.entity("theory/managerial-society")
        )
    # a decision outlives the reading of its text
    made_build(corpus, data, pack="none")
    with open_store(data, read_only=True) as store:
        assert store.ask("ASK { ?relation dox:review dox:rejected }")
    made_build(corpus, data)
    review.withdraw(data, kept.id)
    assert made_build(corpus, data).unchanged == ("a", "b", "c")
    with open_store(data, read_only=True) as store:
        assert not store.ask("ASK { ?relation dox:review ?any }")
    review.withdraw(data, kept.id + 1)
    correction = review.decide("correct", A.claims[0], A.document.text, who="Ann", change={"stance": "denies"})
    corrected = review.record(data, correction)
    refresh(data)
    with open_store(data, read_only=True) as store:
        (hit,) = store.search("managers ruling", kinds=["claim"])
        assert store.ask("ASK { ?new dox:replaces ?old ; dox:stance dox:denies }", new=NamedNode(hit.iri))
    review.withdraw(data, corrected.id)
    refresh(data)
    assert contents(data) == alone[frozenset("abc")]


def test_incremental_derivation_equals_deriving_all(tmp_path):
    """A full name that comes later changes what a surname denotes in a text that is not read again."""
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    first = statements(
        "first",
        "Pannekoek held that councils rule, as all the others in this plain English text.",
        ["theorist: Pannekoek"],
        [("Pannekoek", "asserts", "councils rule", [])],
    )
    second = statements(
        "second", "Anton Pannekoek wrote much about the councils of the workers in this country.", ["theorist: Anton Pannekoek"]
    )
    known = {m.document.source.id: m for m in (first, second)}

    def extract(document):
        return hand.over(known[document.source.id], document)

    build(write_corpus(corpus, first), data, extract=extract)
    build(write_corpus(corpus, first, second), data, extract=extract)
    with open_writer(data) as store:
        (row,) = store.select("SELECT ?party WHERE { ?claim dox:holderEntity ?party }")
        assert row["party"] == store.names.entity("theorist/anton-pannekoek")
        assert not store.ask("ASK { ?s ?p ?gone }", gone=store.names.entity("theorist/pannekoek"))
    before = contents(data)
    subprocess.run(["rm", "-r", str(data / "index")], check=True)
    open_writer(data).close()
    assert contents(data) == before


def test_a_pack_of_ones_own(tmp_path):
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "theorists.ttl").write_text(
        "@prefix dox: <https://w3id.org/doxograph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix theorist: <https://w3id.org/doxograph/theorist/> .\n"
        'theorist:bruno-rizzi a dox:Theorist ; skos:prefLabel "Bruno Rizzi" .\n'
    )
    corpus, data = write_corpus(tmp_path / "corpus", B), tmp_path / "data"
    made_build(corpus, data, pack=pack)
    assert made_build(corpus, data, pack=pack).unchanged == ("b",)
    with open_writer(data) as store:
        rows = store.select("SELECT ?entity ?pack WHERE { ?entity dox:fromPack ?pack }")
        assert {(r["entity"].value.rpartition("/")[2], r["pack"].value) for r in rows} == {("bruno-rizzi", "mine")}


def test_another_base(tmp_path):
    data = tmp_path / "data"
    made_build(write_corpus(tmp_path / "corpus", A), data, base="http://example.org/kb/")
    quads, _, _ = contents(data)
    assert b"<https://w3id.org/doxograph/source" not in quads and b"<http://example.org/kb/source/a>" in quads
    assert DOX.Claim.value.encode() in quads


def test_graphs_of_a_store_are_disjoint(tmp_path):
    made_build(write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data")
    with open_store(tmp_path / "data", read_only=True) as store:
        triples = [str(quad.triple) for graph in store.graphs() for quad in store.graph(graph)]
    assert len(triples) == len(set(triples))


def test_building_nothing_new_loads_no_spacy(tmp_path):
    corpus, data = write_corpus(tmp_path / "corpus", A), tmp_path / "data"
    manifest._code.cache_clear()  # the code may have been edited since this process began
    made_build(corpus, data)
    code = f"""
import sys, kb, kb.build, kb.queries
report = kb.build.build({str(corpus)!r}, {str(data)!r})
assert report.unchanged == ("a",), report
assert "spacy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
