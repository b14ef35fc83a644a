"""A server as the store: broken changes are made whole, other writers are noticed, a second client needs the address only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made import A, B, C
from pyoxigraph import NamedNode, Triple

from kb.assembly import open_writer
from kb.build import remove
from kb.check import check
from kb.errors import StoreError
from kb.store import sparql, upload
from kb.store.address import read_address
from kb.store.folder import Folder
from kb.store.protocol import Endpoint
from kb.store.transport import Refused
from kb.terms import DOX, TYPE, Names
from store.conftest import Place, contents, unfinished
from store.servers import free_port, oxigraph, running_oxigraph


class Died(Exception):
    pass


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients ask for the state at every call, so that no test has to wait."""
    monkeypatch.setattr(sparql, "_FRESH", 0.0)
    monkeypatch.setattr(sparql, "_PATIENCE", 0.2)


@pytest.fixture
def expected(remote: Place, tmp_path: Path) -> Callable[..., tuple[bytes, list[object], list[str]]]:
    """What an embedded knowledge base of these texts holds."""
    numbers: Iterator[int] = iter(range(99))

    def built(*made: object) -> tuple[bytes, list[object], list[str]]:
        one = Place(tmp_path / f"expected{next(numbers)}", remote.base)
        one.build(*made)  # type: ignore[arg-type]
        return contents(one.open())

    return built


def endpoint(place: Place) -> Endpoint:
    assert place.store
    return Endpoint(read_address(place.store))


def test_a_second_client_sees_all_and_follows(remote: Place, expected: Callable[..., object]) -> None:
    remote.build(A)
    with remote.elsewhere() as reader:
        assert [hit.kind for hit in reader.search("rizzi", kinds=["theorist"])] == ["theorist"]
        before = reader.generation
        remote.build(A, B)
        assert reader.generation != before
        assert {hit.source for hit in reader.search("rizzi", kinds=["text"])} == {"a", "b"}
        assert reader.text(B.document.sha256) == B.document.text
        remove(remote.data, "a", store=remote.store)
        assert {hit.source for hit in reader.search("rizzi", kinds=["text", "claim"])} == {"b"}
        with pytest.raises(StoreError, match="reading only"):
            reader.replace({})
    assert contents(remote.elsewhere()) == expected(B)
    assert check(remote.data / "not-here", shapes=False, store=remote.store) == []


def test_triples_beyond_what_a_server_gives_at_once(remote: Place) -> None:
    """Virtuoso is set to give 500 rows, and cuts triples without a word."""
    remote.build(A, B, C)
    with remote.elsewhere() as store:
        (row,) = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        many = int(row["n"].value)
        assert many > 500
        everything = store.construct("CONSTRUCT WHERE { ?s ?p ?o }")
        assert len(everything) == len(set(everything)) == many
        turned = store.construct("CONSTRUCT { ?o dox:of ?s . ?s a dox:Seen } WHERE { ?s ?p ?o FILTER(isIRI(?o)) }")
        assert set(turned) == {
            triple
            for one in everything if isinstance(one.object, NamedNode)
            for triple in (Triple(one.object, DOX.of, one.subject), Triple(one.subject, TYPE, DOX.Seen))
        }  # fmt: skip


def test_a_search_index_that_missed_changes_catches_up(remote: Place, expected: Callable[..., object]) -> None:
    remote.build(A, B)
    contents(remote.elsewhere())  # this client now has an index
    remote.build(B, C)
    assert contents(remote.elsewhere()) == expected(B, C)


def test_texts_may_stay_at_home(remote: Place) -> None:
    assert remote.server
    address = remote.server.address(f"base={remote.base}", "texts=no")
    from made import extract, write_corpus

    from kb.build import build

    build(write_corpus(remote.data.parent / "c", A), remote.data, extract=extract, base=remote.base, store=address)
    with remote.open() as store:
        assert store.text(A.document.sha256) == A.document.text
    with remote.elsewhere() as store:
        with pytest.raises(StoreError, match=r"neither here nor on the server.*--data"):
            store.text(A.document.sha256)
        assert store.search("managers", kinds=["claim"]) and not store.search("managers", kinds=["text"])
    remote.build(A, B)  # without texts=no: what comes is kept there from now on
    with remote.elsewhere() as store:
        assert store.text(B.document.sha256) == B.document.text


def test_nothing_there_is_told(remote: Place) -> None:
    with pytest.raises(StoreError, match=r"no knowledge base under http://example.org/\d+/ on this server.*base=IRI"):
        remote.open()
    with pytest.raises(StoreError, match="no knowledge base here"):
        remove(remote.data, "a", store=remote.store)


@pytest.mark.parametrize(
    "at", [1, 4, 13, *(pytest.param(at, marks=pytest.mark.slow) for at in (2, 3, 7, 10, 16, 19, 22, 25, 28))]
)
def test_a_change_that_breaks_off_is_made_whole(
    remote: Place, expected: Callable[..., object], monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """A change in pieces of twenty statements ends at its nth request, before or after the server has it."""
    remote.build(A, B)
    before = contents(remote.elsewhere())
    real, sent = Endpoint.update, [0]

    def update(self: Endpoint, request: str) -> None:
        sent[0] += 1
        if sent[0] == at and at % 2:
            raise Died
        real(self, request)
        if sent[0] == at:
            raise Died

    with monkeypatch.context() as patch:
        patch.setattr(upload, "_WHOLE", 20)
        patch.setattr(upload, "_PIECE", 20)
        patch.setattr(Endpoint, "update", update)
        with pytest.raises(Died):
            remote.build(B, C)
    assert unfinished(remote)
    if at == 1:
        assert contents(remote.elsewhere()) == before
    else:
        with remote.elsewhere() as reader:  # what lives is whole: every live claim has its words and its sentence
            live, words = "?claim dox:holderEntity ?party", "?claim dox:content/dox:text ?w ; dox:evidence/dox:quote ?q"
            asked = [f"SELECT DISTINCT ?claim WHERE {{ {what} }}" for what in (live, f"{live} . {words}")]
            found = [{row["claim"] for row in reader.select(query)} for query in asked]
            assert found[0] == found[1]
    assert remote.build(B, C).unchanged == ("b", "c")
    assert not unfinished(remote)
    assert contents(remote.elsewhere()) == expected(B, C)
    assert check(remote.data, shapes=False, store=remote.store) == []


def test_one_request_is_all_or_nothing(remote: Place, expected: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    remote.build(A)

    def cut_off(self: Endpoint, request: str) -> None:
        raise StoreError("the server does not answer", where="here", remedy="Start it.")

    with monkeypatch.context() as patch:
        patch.setattr(Endpoint, "update", cut_off)
        with pytest.raises(StoreError, match="does not answer"):
            remote.build(A, B)
    assert contents(remote.elsewhere()) == expected(A)
    with open_writer(remote.data) as embedded_now:  # the folder may be opened by itself too: the change is in its journal
        assert Names(remote.base).source_graph("b") in embedded_now.graphs()
    remote.build(A, B)
    assert contents(remote.elsewhere()) == expected(A, B)


def test_a_server_that_lost_everything_is_filled_again(remote: Place, expected: Callable[..., object]) -> None:
    remote.build(A, B)
    connection = endpoint(remote)
    for name in ("state", "union", "texts", "identity", "derived", "source/a", "source/b"):
        connection.update(f"CLEAR SILENT GRAPH <{remote.base}graph/{name}>")
    with pytest.raises(StoreError, match="no knowledge base under"):
        remote.open()
    assert remote.build(A, B).unchanged == ("a", "b")
    assert contents(remote.elsewhere()) == expected(A, B)


def test_an_altered_server_is_found_out_and_mended(remote: Place, expected: Callable[..., object]) -> None:
    remote.build(A, B)
    graph, union = f"{remote.base}graph/source/a", f"{remote.base}graph/union"
    connection = endpoint(remote)
    title = f'<{remote.base}source/a> <http://purl.org/dc/terms/title> "A"'
    connection.update(f"DELETE DATA {{ GRAPH <{union}> {{ {title} }} }}")
    assert [problem.where for problem in check(remote.data, shapes=False, store=remote.store)] == ["graph/union"]
    connection.update(f"DELETE DATA {{ GRAPH <{graph}> {{ {title} }} }}")
    assert {problem.aspect for problem in check(remote.data, shapes=False, store=remote.store)} == {"graph", "file"}
    connection.update(f"CLEAR GRAPH <{remote.base}graph/state>")
    remote.build(A, B)
    assert contents(remote.elsewhere()) == expected(A, B)
    assert check(remote.data, shapes=False, store=remote.store) == []


def test_another_folder_does_not_write_over_it_unasked(remote: Place, expected: Callable[..., object], tmp_path: Path) -> None:
    assert remote.server
    remote.build(A)
    other = Place(tmp_path / "other", remote.base, remote.server)
    with pytest.raises(StoreError, match=r"not written from this data folder.*replace=yes"):
        other.build(B)
    assert contents(remote.elsewhere()) == expected(A)
    open_writer(other.data, base=remote.base, store=remote.server.address(f"base={remote.base}", "replace=yes")).close()
    other.build(B)
    assert contents(remote.elsewhere()) == expected(B)
    with pytest.raises(StoreError, match="not written from this data folder"):
        remote.build(A)


def test_graphs_that_somebody_loaded_by_hand_are_not_taken_for_ours(remote: Place) -> None:
    endpoint(remote).update(f"INSERT DATA {{ GRAPH <{remote.base}graph/source/x> {{ <urn:a> <urn:b> <urn:c> }} }}")
    with pytest.raises(StoreError, match="not written from this data folder"):
        remote.build(A)


def test_other_peoples_graphs_are_neither_seen_nor_touched(remote: Place, expected: Callable[..., object]) -> None:
    connection = endpoint(remote)
    other = f"urn:other:{remote.base}"
    connection.update(f'INSERT DATA {{ GRAPH <{other}> {{ <urn:a> a <https://w3id.org/doxograph/ns#Claim> ; <urn:p> "x" }} }}')
    remote.build(A)
    with remote.elsewhere() as store:
        assert not store.ask("ASK { <urn:a> ?p ?o }") and not store.ask("ASK { GRAPH ?g { <urn:a> ?p ?o } }")
        assert NamedNode(other) not in store.graphs()
    assert contents(remote.elsewhere()) == expected(A)
    assert len(list(connection.graph(other))) == 2


def test_a_folder_that_went_on_by_itself_brings_the_server_after(remote: Place, expected: Callable[..., object]) -> None:
    remote.build(A)
    at_home = Place(remote.data, remote.base)
    open_writer(at_home.data).close()  # the embedded index is made from the same statements
    at_home.build(A, B)
    assert contents(remote.elsewhere()) == expected(A)
    remote.build(A, B)
    assert contents(remote.elsewhere()) == expected(A, B)


def test_a_statement_that_a_server_refuses_is_named(remote: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Endpoint.update

    def refuse(self: Endpoint, request: str) -> None:
        if "Bruno" in request:
            raise Refused("the server refuses this", where="here", remedy="Ask it why.")
        real(self, request)

    monkeypatch.setattr(Endpoint, "update", refuse)
    with pytest.raises(StoreError, match=r"it is about <http.*Bruno"):
        remote.build(A, B)


def test_readers_beside_a_writer(remote: Place) -> None:
    """Whoever reads while one writes gets answers, and each live claim with its words."""
    remote.build(A)
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        try:
            with remote.elsewhere() as reader:
                while not stop.is_set():
                    bare = "ASK { ?c dox:holderEntity ?p FILTER NOT EXISTS { ?c dox:content/dox:text ?w } }"
                    wrong.extend(["a claim without words"] if reader.ask(bare) else [])
                    reader.search("class")
        except Exception as error:
            wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for one in readers:
        one.start()
    for _ in range(3):
        remote.build(A, B)
        remove(remote.data, "b", store=remote.store)
    stop.set()
    for one in readers:
        one.join()
    assert wrong == []


def test_a_server_that_stops_in_the_midst(tmp_path: Path) -> None:
    """The process itself ends: what was in memory is gone, and comes back from the folder."""
    command = oxigraph()
    if command is None:
        pytest.skip("needs the oxigraph command: pip install oxigraph")
    port = free_port()
    with running_oxigraph(command, port) as server:
        place = Place(tmp_path / "data", "http://example.org/kb/", server)
        place.build(A)
        before = contents(place.elsewhere())
    for attempt in (lambda: place.build(A, B), place.open):
        with pytest.raises(StoreError, match=r"http://127.0.0.1:\d+/query: the server does not answer.*Start it"):
            attempt()
    assert Folder(place.data).sources() == ["a"]
    with running_oxigraph(command, port):
        assert place.build(A).unchanged == ("a",)
        assert contents(place.elsewhere()) == before


def test_pages_of_a_server_that_is_down_say_so(tmp_path: Path) -> None:
    from webapp import create_app

    client = create_app(tmp_path, store=f"sparql+http://127.0.0.1:{free_port()}").test_client()
    page = client.get("/", headers={"Accept": "text/html"})
    assert page.status_code == 503 and "does not answer" in page.text
