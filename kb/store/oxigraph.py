"""The embedded store: an Oxigraph folder with a full-text file, both indexes of the truth in the data folder."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

from kb.errors import StoreError, UsageError
from kb.store import Hit, HitKind, fulltext, journal, tables
from kb.store.bindings import bind
from kb.store.folder import Folder
from kb.terms import PREFIXES, Term

UNREADABLE = (OSError, RuntimeError)  #: what pyoxigraph raises for lost, damaged and locked files
_PATIENCE = 40  # tries of 50 ms that a reader waits for a writer to come to the end of a change


class OxigraphStore:
    """A ``kb.store.Store`` on one data folder, for reading; open it with ``kb.store.open_store``."""

    def __init__(self, data: Path) -> None:
        self._open(data)
        self.names = self._folder.names()
        self._take_snapshot(_PATIENCE)

    def _open(self, data: Path) -> None:
        self._folder = Folder(data)
        self._reopening = Lock()
        self._closed = False
        self._tables: tuple[int, tables.Tables | None] | None = None
        self._store = ox.Store()

    # -- asking -------------------------------------------------------------------------------------------------

    @property
    def generation(self) -> str:
        """A word that changes with every change of content."""
        self._current()
        return str(self._generation)

    def select(self, query: str, /, **bindings: Term) -> list[dict[str, Term]]:
        """The rows of a SELECT; see ``kb.store.Store``."""
        found = self._query(query, bindings)
        if not isinstance(found, ox.QuerySolutions):
            raise UsageError("this query is no SELECT", remedy="Begin it with SELECT, or ask for its triples or its answer.")
        variables = [variable.value for variable in found.variables]
        with _reading(self._folder):
            return [{name: term for name, term in zip(variables, row, strict=True) if term is not None} for row in found]

    def ask(self, query: str, /, **bindings: Term) -> bool:
        """The answer of an ASK."""
        found = self._query(query, bindings)
        if not isinstance(found, ox.QueryBoolean):
            raise UsageError("this query is no ASK", remedy="Begin it with ASK.")
        return bool(found)

    def construct(self, query: str, /, **bindings: Term) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        found = self._query(query, bindings)
        if not isinstance(found, ox.QueryTriples):
            raise UsageError("this query makes no triples", remedy="Begin it with CONSTRUCT or DESCRIBE.")
        with _reading(self._folder):
            return list(found)

    def graph(self, iri: NamedNode) -> Iterator[Quad]:
        """The quads of one graph."""
        return self._current().quads_for_pattern(None, None, None, iri)

    def graphs(self) -> list[NamedNode]:
        """The graphs that hold something, sorted."""
        return sorted((g for g in self._current().named_graphs() if isinstance(g, NamedNode)), key=lambda g: g.value)

    def text(self, sha256: str) -> str:
        """A kept text by its SHA-256."""
        return self._folder.text(sha256)

    def search(self, words: str, kinds: Iterable[HitKind] | None = None, limit: int = 20) -> list[Hit]:
        """The entities, claims and paragraphs that hold all the words."""
        return fulltext.search(self._folder.search, words, kinds, limit)

    def tables(self) -> tables.Tables | None:
        """Light rows of this very state, None where the index is of another or has none."""
        self._current()
        generation = self._generation
        if self._tables is None or self._tables[0] != generation:
            self._tables = generation, tables.opened(self._folder.search, generation)
        found = self._tables[1]
        if found is None or not found.current():
            self._tables = None
            return None
        return found

    def _query(self, query: str, bindings: Mapping[str, Term]) -> Any:
        store = self._current()
        try:
            with _reading(self._folder):
                return store.query(bind(query, bindings), prefixes=PREFIXES, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise UsageError(f"the query cannot be read: {error}", remedy="Write it in SPARQL 1.1.") from error
        except ValueError as error:
            raise UsageError(f"the query cannot be answered: {error}", remedy="Write it in SPARQL 1.1.") from error

    # -- reading beside a writer --------------------------------------------------------------------------------

    def _current(self) -> ox.Store:
        if self._closed:
            raise StoreError("the store is closed", where=str(self._folder.data), remedy="Open it again.")
        self._follow()
        return self._store

    def _follow(self) -> None:
        """Take a new snapshot where a writer has finished a change."""
        if self._folder.stamp() != self._stamp:
            with self._reopening:
                if self._folder.stamp() != self._stamp:
                    # where the writer is at work again, the older snapshot is whole, and the next call tries anew
                    with suppress(StoreError):
                        self._take_snapshot(1)

    def _take_snapshot(self, tries: int) -> None:
        why = ""  # in words: an exception kept here would tie its frames, with open query results, into a ring
        for attempt in range(1, tries + 1):
            stamp, generation = self._folder.stamp(), self._folder.generation()
            # a change that stays under way has lost its writer: half of it can be read until one opens the folder again
            resigned = attempt == _PATIENCE and self._under_way(generation)
            if resigned or (self._folder.index_state()[0] == generation and not self._under_way(generation)):
                try:
                    store = ox.Store.read_only(str(self._folder.oxigraph))
                except UNREADABLE as error:
                    why = f" ({error})"  # among others when the writer has just put other files in place of some
                else:
                    # a change that began meanwhile may have been seen in part
                    if resigned or (self._folder.stamp() == stamp and not self._under_way(generation)):
                        self._store, self._stamp, self._generation = store, stamp, generation
                        return
            if attempt < tries:
                time.sleep(0.05)
        raise StoreError(
            f"the index is lost, damaged or older than the statements{why}",
            where=str(self._folder.index),
            remedy="Run `doxograph build`: it makes the index anew.",
        )

    def _under_way(self, generation: int) -> bool:
        intent = journal.declared(self._folder)
        return intent is not None and intent.generation > generation

    # -- changing -----------------------------------------------------------------------------------------------

    def replace(self, graphs: Mapping[NamedNode, Iterable[Quad]], *, texts: Iterable[str] = ()) -> None:
        """Refused: this store only reads."""
        raise self._reading_only()

    def change(
        self, remove: bytes, insert: bytes, *, texts: Iterable[str] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """Refused: this store only reads."""
        raise self._reading_only()

    def _reading_only(self) -> StoreError:
        return StoreError("the store is open for reading only", where=str(self._folder.data), remedy="Open it for writing.")

    # -- leaving ------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of files; harmless when repeated."""
        if not self._closed:
            self._closed = True
            self._store = ox.Store()  # the folder's files are closed when nothing refers to them

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@contextmanager
def _reading(folder: Folder) -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        raise StoreError(
            f"the index cannot be read ({error})",
            where=str(folder.index),
            remedy="Remove this folder and run `doxograph build`: it is made anew from the statements.",
        ) from error
