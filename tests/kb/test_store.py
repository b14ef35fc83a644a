"""The store keeps what it is given through crashes, losses, damage, and a second writer."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from made import A, B, C
from pyoxigraph import Literal, Quad

from kb.errors import StoreError, UsageError
from kb.graph import sorted_nquads, to_quads
from kb.store import open_store
from kb.store.oxigraph_writer import OxigraphWriter
from kb.terms import DOX, SKOS, TYPE, Names

NAMES = Names()


def graph_of(made):
    return {NAMES.source_graph(made.document.source.id): list(to_quads(made))}


def put(store, *all_made):
    for made in all_made:
        store.replace(graph_of(made), texts=[made.document.text])


def identity(label="James Burnham"):
    node = NAMES.entity("theorist/james-burnham")
    return [Quad(node, TYPE, DOX.Theorist, NAMES.identity), Quad(node, SKOS.prefLabel, Literal(label), NAMES.identity)]


def derived(made):
    return [
        Quad(
            NAMES.statement(made.document.source.id, "claim", c.id),
            DOX.holderEntity,
            NAMES.entity("theorist/james-burnham"),
            NAMES.derived,
        )
        for c in made.claims
    ]


def no_more(store):
    return [*identity(), *derived(A)]


def contents(data):
    """All that a reader can see: the quads, the kept texts, the hits of a search."""
    with open_store(data, read_only=True) as store:
        quads = sorted_nquads(quad for graph in store.graphs() for quad in store.graph(graph))
        hits = store.search("class", limit=100), store.search("trotsky", limit=100), store.search("burnham", limit=100)
    files = {
        str(path.relative_to(data)): path.read_bytes() for folder in ("statements", "texts") for path in (data / folder).iterdir()
    }
    return quads, [[hit.iri for hit in found] for found in hits], files


def test_replace_puts_whole_graphs_and_drops_them(tmp_path):
    with open_store(tmp_path) as store:
        put(store, A, B)
        assert [g.value.rpartition("/")[2] for g in store.graphs()] == ["a", "b"]
        assert (tmp_path / "statements" / "a.nq").read_bytes() == sorted_nquads(to_quads(A))
        assert sorted_nquads(store.graph(NAMES.source_graph("b"))) == sorted_nquads(to_quads(B))
        store.replace({NAMES.source_graph("b"): []})
        assert [g.value.rpartition("/")[2] for g in store.graphs()] == ["a"]
        assert [path.name for path in (tmp_path / "texts").iterdir()] == [f"{A.document.sha256}.txt"]
        assert not (tmp_path / "statements" / "b.nq").exists()


def test_a_change_that_changes_nothing_keeps_the_generation(tmp_path):
    with open_store(tmp_path) as store:
        put(store, A)
        before = store.generation
        put(store, A)
        assert store.generation == before
        put(store, B)
        assert store.generation != before


def test_the_texts_line_ends_survive(tmp_path):
    with open_store(tmp_path) as store:
        store._folder.keep_text("a\r\nb\rc\u2028")
        sha = next((tmp_path / "texts").iterdir()).stem
        assert store.text(sha) == "a\r\nb\rc\u2028"


def test_select_ask_construct_with_bindings(tmp_path):
    with open_store(tmp_path) as store:
        put(store, A, B)
        rows = store.select("SELECT ?claim ?stance WHERE { ?claim dox:holder ?who ; dox:stance ?stance }", who=NAMES.author("a"))
        assert [row["stance"] for row in rows] == [DOX.asserts]
        rows = store.select("SELECT ?t ?hedged WHERE { ?claim dox:content/dox:text ?t OPTIONAL { ?claim dox:modality ?hedged } }")
        assert len(rows) == 7 and all("hedged" not in row for row in rows)
        assert store.ask("ASK { ?s a dox:ConstructedSource }") is False
        triples = store.construct("CONSTRUCT { ?s dcterms:title ?t } WHERE { ?s dcterms:title ?t }")
        assert sorted(t.object.value for t in triples) == ["A", "B"]
        assert len(store.select("SELECT ?p WHERE { GRAPH ?g { ?s ?p ?o } }", g=NAMES.source_graph("a"))) == len(set(to_quads(A)))


@pytest.mark.parametrize("query", ["SELEKT", "ASK { ?s ?p ?o }", "SELECT ?x WHERE { ?x nosuch:p ?y }"])
def test_a_query_that_cannot_be_read_is_the_callers_fault(tmp_path, query):
    with open_store(tmp_path) as store, pytest.raises(UsageError):
        store.select(query)


def test_search_finds_entities_live_claims_and_paragraphs(tmp_path):
    with open_store(tmp_path) as store:
        put(store, A)
        store.replace({NAMES.identity: identity(), NAMES.derived: derived(A)[:1]})
        kinds = {hit.kind for hit in store.search("burnham")}
        assert kinds == {"theorist", "claim", "text"}  # the claim by its holder's name
        (claim,) = store.search("ruling", kinds=["claim"])
        assert (
            claim.label == "the managers are the new ruling class"
            and claim.source == "a"
            and "\ue000ruling\ue001" in claim.snippet
        )
        assert not store.search("bureaucracy", kinds=["claim"])  # no derived graph says that this one lives
        assert [h.kind for h in store.search("bureauc")] == ["text"]
        assert store.search("manager", kinds=["claim"]) == store.search("MANAGERS", kinds=["claim"]) != []
        assert store.search('"*( OR NEAR') == [] and store.search("") == [] and store.search("class", kinds=[]) == []
        store.replace({NAMES.derived: derived(A)})
        assert len(store.search("bureaucracy", kinds=["claim"])) == 1
        store.replace({NAMES.identity: identity("J. Burnham")})
        assert [h.label for h in store.search("burnham", kinds=["theorist"])] == ["J. Burnham"]


def test_a_reader_beside_the_writer_notices_a_new_generation(tmp_path):
    with open_store(tmp_path) as writer:
        put(writer, A)
        with open_store(tmp_path, read_only=True) as reader:
            count = "SELECT (COUNT(?c) AS ?n) WHERE { ?c a dox:Claim }"
            assert reader.select(count)[0]["n"].value == "4"
            put(writer, B)
            assert reader.generation == writer.generation
            assert reader.select(count)[0]["n"].value == "7"
            with pytest.raises(StoreError, match="reading only"):
                put(reader, C)


def test_many_readers_through_many_changes(tmp_path):
    """No reader ever fails, or sees a graph in halves, while a writer goes on."""
    with open_store(tmp_path) as writer:
        put(writer, A)
        wrong, stop = [], threading.Event()
        sizes = {len(set(to_quads(A))), len(set(to_quads(A))) + len(set(to_quads(B)))}

        def read():
            try:
                with open_store(tmp_path, read_only=True) as reader:
                    while not stop.is_set():
                        n = int(reader.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[0]["n"].value)
                        wrong.extend([] if n in sizes else [n])
                        reader.search("class")
            except Exception as error:
                wrong.append(error)

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(25):
            put(writer, B)
            writer.replace({NAMES.source_graph("b"): []})
        stop.set()
        for thread in threads:
            thread.join()
        assert wrong == []


def hold(data, ready, done):
    with open_store(data):
        ready.set()
        done.wait(30)


def test_a_second_writer_is_told_what_to_do(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path, ready, done))
    other.start()
    try:
        assert ready.wait(30)
        with pytest.raises(StoreError, match=r"another process is writing .* Wait until it ends"):
            open_store(tmp_path)
    finally:
        done.set()
        other.join()
    open_store(tmp_path).close()


@pytest.mark.parametrize(
    ("content", "says"),
    [('{"format": 999, "base": "http://x/"}', "format 999"), ("not json", "cannot be read"), ("[]", "cannot be read")],
)
def test_another_format_is_refused_with_a_remedy(tmp_path, content, says):
    with open_store(tmp_path) as store:
        put(store, A)
    (tmp_path / "format.json").write_text(content)
    for read_only in (True, False):
        with pytest.raises(StoreError, match=says) as refused:
            open_store(tmp_path, read_only=read_only)
        assert "--data" in refused.value.remedy


def test_a_folder_that_holds_nothing_to_read(tmp_path):
    with pytest.raises(StoreError, match=r"no knowledge base here.*doxograph build"):
        open_store(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(tmp_path / "file")


def test_the_base_is_the_folders_own(tmp_path):
    with open_store(tmp_path, base="http://example.org/kb/") as store:
        assert store.names.base == "http://example.org/kb/"
    with open_store(tmp_path, read_only=True) as store:
        assert store.names.base == "http://example.org/kb/"
    with pytest.raises(StoreError, match=r"base IRI is http://example.org/kb/"):
        open_store(tmp_path, base="http://other.org/")


def lose_all(index: Path) -> None:
    shutil.rmtree(index)


def lose_store(index: Path) -> None:
    shutil.rmtree(index / "oxigraph")


def lose_search(index: Path) -> None:
    (index / "search.sqlite").unlink()


def lose_state(index: Path) -> None:
    (index / "state.json").unlink()


def garble_search(index: Path) -> None:
    (index / "search.sqlite").write_bytes(b"no database" * 999)


def garble_store(index: Path) -> None:
    for path in (index / "oxigraph").iterdir():
        if path.suffix in (".sst", ".log") or path.name.startswith("MANIFEST"):
            path.write_bytes(b"\xff" * max(path.stat().st_size, 10))


def empty_store(index: Path) -> None:
    shutil.rmtree(index / "oxigraph")
    import pyoxigraph

    pyoxigraph.Store(str(index / "oxigraph")).flush()


@pytest.mark.parametrize("harm", [lose_all, lose_store, lose_search, lose_state, garble_search, garble_store, empty_store])
def test_a_lost_or_damaged_index_is_made_anew(tmp_path, harm):
    data = tmp_path / "data"
    with open_store(data) as store:
        put(store, A)
        store.replace({NAMES.identity: identity(), NAMES.derived: derived(A)})
    before = contents(data)
    harm(data / "index")
    with pytest.raises(StoreError, match="doxograph build"):
        open_store(data)
    with open_store(data, complete=no_more):
        pass
    assert contents(data) == before


def test_an_older_index_is_made_anew(tmp_path):
    with open_store(tmp_path / "data", complete=no_more) as store:
        put(store, A)
    shutil.copytree(tmp_path / "data" / "index", tmp_path / "old")
    with open_store(tmp_path / "data") as store:
        put(store, B)
        store.replace({NAMES.identity: identity(), NAMES.derived: derived(A)})
    before = contents(tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / "index")
    shutil.copytree(tmp_path / "old", tmp_path / "data" / "index")
    with pytest.raises(StoreError, match="older than the statements"):
        open_store(tmp_path / "data", read_only=True)
    open_store(tmp_path / "data", complete=no_more).close()
    assert contents(tmp_path / "data") == before


def test_a_removed_statements_file_is_noticed(tmp_path):
    with open_store(tmp_path, complete=no_more) as store:
        put(store, A, B)
    (tmp_path / "statements" / "b.nq").unlink()
    with open_store(tmp_path, complete=no_more) as store:
        assert NAMES.source_graph("b") not in store.graphs()


def test_a_damaged_statements_file_is_named(tmp_path):
    with open_store(tmp_path, complete=no_more) as store:
        put(store, A)
    (tmp_path / "statements" / "a.nq").write_bytes(b"no quads\n")
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(StoreError, match="statements is damaged"):
        open_store(tmp_path, complete=no_more)


def changed(store):
    """One change of every kind: a source comes, another goes, the computed graphs and a small file alter."""
    come = [*to_quads(C), *identity("The new label"), *derived(B)]
    gone = [*to_quads(A), *identity(), *derived(A)]
    store.change(sorted_nquads(gone), sorted_nquads(come), texts=[C.document.text], files={"manifest.json": b"{}"})


def start(data):
    with open_store(data) as store:
        put(store, A, B)
        store.replace({NAMES.identity: identity(), NAMES.derived: derived(A)})


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    data = tmp_path_factory.mktemp("whole")
    start(data)
    before = contents(data)
    with open_store(data) as store:
        changed(store)
    assert contents(data) != before
    return before, contents(data)


class Killed(Exception):
    pass


@pytest.mark.parametrize("reached", range(len(OxigraphWriter._STEPS) + 1))
@pytest.mark.parametrize("lost", [False, True])
def test_a_change_killed_between_any_two_steps_is_done_again(tmp_path, monkeypatch, whole, reached, lost):
    start(tmp_path)

    def die(store, intent):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(OxigraphWriter, "_STEPS", (*OxigraphWriter._STEPS[:reached], die))
        with pytest.raises(Killed), open_store(tmp_path) as store:
            changed(store)
    assert (tmp_path / "journal.json").exists() == (reached < len(OxigraphWriter._STEPS))
    if lost:
        shutil.rmtree(tmp_path / "index")
    with open_store(tmp_path, complete=lambda store: [*identity("The new label"), *derived(B)]):
        pass
    assert contents(tmp_path) == whole[1]
    assert (tmp_path / "manifest.json").read_bytes() == b"{}"
    assert not (tmp_path / "journal.json").exists() and not (tmp_path / "staging").exists()


def test_a_change_killed_before_it_is_declared_never_was(tmp_path, monkeypatch, whole):
    start(tmp_path)
    monkeypatch.setattr("kb.store.journal.json.dumps", lambda *_: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed), open_store(tmp_path) as store:
        changed(store)
    monkeypatch.undo()
    assert (tmp_path / "staging").exists()
    open_store(tmp_path).close()
    assert contents(tmp_path)[:2] == whole[0][:2] and not (tmp_path / "staging").exists()


@pytest.mark.parametrize("step", [1, 4])
def test_a_process_that_dies_within_a_change(tmp_path, whole, step):
    """As above, but the process ends at once: nothing is closed, no buffer written."""
    start(tmp_path)
    code = f"""
import os, sys
sys.path[:0] = [{str(Path(__file__).parent)!r}, {os.getcwd()!r}]
from pathlib import Path
import test_store
from kb.store.oxigraph_writer import OxigraphWriter
OxigraphWriter._STEPS = (*OxigraphWriter._STEPS[:{step}], lambda store, intent: os._exit(9))
with test_store.open_store(Path({str(tmp_path)!r})) as store:
    test_store.changed(store)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    # a reader comes in beside the ruins, and waits in vain for the writer
    open_store(tmp_path, read_only=True).close()
    open_store(tmp_path).close()
    assert contents(tmp_path) == whole[1]


def test_an_unreadable_journal_is_named(tmp_path):
    open_store(tmp_path).close()
    (tmp_path / "journal.json").write_text("{")
    with pytest.raises(StoreError, match="journal"):
        open_store(tmp_path)
    (tmp_path / "journal.json").unlink()
    open_store(tmp_path).close()


def test_an_altered_text_is_noticed(tmp_path):
    with open_store(tmp_path) as store:
        put(store, A)
        (tmp_path / "texts" / f"{A.document.sha256}.txt").write_text("other")
        with pytest.raises(StoreError, match="altered"):
            store.text(A.document.sha256)
        with pytest.raises(StoreError, match="not kept"):
            store.text("0" * 64)


def test_a_closed_store_says_so(tmp_path):
    store = open_store(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.graphs()


def test_state_is_readable_json(tmp_path):
    with open_store(tmp_path) as store:
        put(store, A)
    assert json.loads((tmp_path / "index" / "state.json").read_text()) == {"generation": 2, "quads": len(set(to_quads(A)))}
