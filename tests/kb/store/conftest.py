"""The stores that the same tests run on: the embedded one, ``oxigraph serve``, Debian's Virtuoso."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import made as hand
import pytest
from made import write_corpus

from kb import build as building
from kb.graph import sorted_nquads
from kb.model import Statements
from kb.store import Store, open_store
from kb.store.credentials import PASSWORD, USER
from kb.store.folder import Folder
from store.servers import Server, oxigraph, running_oxigraph, running_virtuoso, virtuoso

KINDS = ["embedded", "oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)]
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """Where one knowledge base is kept: its data folder, and the server, where there is one."""

    data: Path
    base: str
    server: Server | None = None
    corpora: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def store(self) -> str | None:
        """The address, None for the embedded store."""
        return self.server.address(f"base={self.base}") if self.server else None

    def build(self, *made: Statements, only: str = "build", **options: str) -> building.Report:
        """``build``, or ``add``, of hand-made texts."""
        corpus = self.data.parent / f"{self.data.name}-corpus"
        corpus = corpus if only == "build" else corpus / str(next(self.corpora))
        run = building.build if only == "build" else building.add
        return run(write_corpus(corpus, *made), self.data, extract=hand.extract, base=self.base, store=self.store)

    def open(self) -> Store:
        """The store, for reading."""
        return open_store(self.data, read_only=True, store=self.store)

    def elsewhere(self) -> Store:
        """The store as a client sees it that has the address and nothing else."""
        assert self.server
        return open_store(self.data / "not-here", read_only=True, store=self.store)


def contents(store: Store) -> tuple[bytes, list[object], list[str]]:
    """All that a reader can see: quads, hits, texts."""
    with store:
        quads = sorted_nquads(quad for graph in store.graphs() for quad in store.graph(graph))
        hits = [store.search(words, limit=99) for words in ("class", "burnham", "trotsky", "manag")]
        texts = [store.text(row["sha"].value) for row in store.select("SELECT ?sha WHERE { ?s dox:textHash ?sha } ORDER BY ?sha")]
    return quads, [sorted((hit.iri, hit.kind, hit.label, hit.snippet, hit.source) for hit in found) for found in hits], texts


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[Server]:
    """``oxigraph serve``, empty at first."""
    command = oxigraph()
    if command is None:
        pytest.skip("needs the oxigraph command: pip install oxigraph")
    with running_oxigraph(command) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Virtuoso, empty at first."""
    command = virtuoso()
    if command is None:
        pytest.skip("needs Virtuoso: apt-get install virtuoso-opensource")
    with running_virtuoso(command, tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or leaves anything in the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server of each kind."""
    found: Server = request.getfixturevalue(f"{request.param}_server")
    if found.user:
        monkeypatch.setenv(USER, found.user)
        monkeypatch.setenv(PASSWORD, found.password)
    return found


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A fresh place of each kind, under a base of its own."""
    found: Server | None = None
    if request.param != "embedded":
        found = request.getfixturevalue(f"{request.param}_server")
        if found and found.user:
            monkeypatch.setenv(USER, found.user)
            monkeypatch.setenv(PASSWORD, found.password)
    return Place(tmp_path / "data", f"http://example.org/{next(_numbers)}/", found)


@pytest.fixture
def twin(place: Place, tmp_path: Path) -> Place:
    """An embedded place of the same base, to compare with."""
    return Place(tmp_path / "twin", place.base)


@pytest.fixture
def remote(server: Server, tmp_path: Path) -> Place:
    """A fresh place on each kind of server."""
    return Place(tmp_path / "data", f"http://example.org/{next(_numbers)}/", server)


def unfinished(place: Place) -> bool:
    """Whether the folder's journal holds a change."""
    return Folder(place.data).journal.exists()
