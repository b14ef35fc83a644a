"""The embedded store: an Oxigraph folder with a full-text file, both indexes of the truth in the data folder."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from kb.errors import StoreError, UsageError
from kb.store import Complete, Hit, HitKind, fulltext, journal, tables
from kb.store.bindings import bind
from kb.store.folder import Folder, statement_files
from kb.store.lines import by_graph, lines_of, read_lines, split, touched
from kb.terms import PREFIXES, Term

_MANY = 50_000  # from this many quads on, bulk_load is quicker than a transaction, and leaves a smaller folder
_UNREADABLE = (OSError, RuntimeError)  # what pyoxigraph raises for lost, damaged and locked files
_PATIENCE = 40  # tries of 50 ms that a reader waits for a writer to come to the end of a change


class OxigraphStore:
    """A ``kb.store.Store`` on one data folder; open it with ``kb.store.open_store``."""

    def __init__(self, data: Path, *, read_only: bool, complete: Complete | None, base: str | None) -> None:
        self._folder = Folder(data)
        self._read_only = read_only
        self._reopening = Lock()
        self._closed = False
        self._tables: tuple[int, tables.Tables | None] | None = None
        self._store = ox.Store()
        if read_only:
            self.names = self._folder.names()
            self._take_snapshot(_PATIENCE)
            return
        self._folder.create(base)
        self._folder.lock()
        try:
            self.names = self._folder.names()
            self._generation = self._folder.generation()
            self._open_index(complete)
        except BaseException:
            self._folder.unlock()
            raise

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
        if self._read_only and self._folder.stamp() != self._stamp:
            with self._reopening:
                if self._folder.stamp() != self._stamp:
                    # where the writer is at work again, the older snapshot is whole, and the next call tries anew
                    with suppress(StoreError):
                        self._take_snapshot(1)
        return self._store

    def _take_snapshot(self, tries: int) -> None:
        why = ""  # in words: an exception kept here would tie its frames, with open query results, into a ring
        for attempt in range(1, tries + 1):
            stamp, generation = self._folder.stamp(), self._folder.generation()
            # a change that stays under way has lost its writer: half of it can be read until one opens the folder again
            resigned = attempt == _PATIENCE and self._under_way(generation)
            if resigned or (self._folder.index_state()[0] == generation and not self._under_way(generation)):
                try:
                    store = ox.Store.read_only(str(self._folder.oxigraph))
                except _UNREADABLE as error:
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

    def _graph_lines(self, iri: NamedNode) -> set[bytes]:
        source = self.names.source_of(iri)
        return self._folder.statements_of(source) if source else lines_of(self.graph(iri))

    # -- changing -----------------------------------------------------------------------------------------------

    def replace(self, graphs: Mapping[NamedNode, Iterable[Quad]], *, texts: Iterable[str] = ()) -> None:
        """Put these quads in place of whole graphs, all or nothing."""
        remove: set[bytes] = set()
        insert: set[bytes] = set()
        for iri, quads in graphs.items():
            new = lines_of(Quad(q.subject, q.predicate, q.object, iri) for q in quads)
            old = self._graph_lines(iri)
            remove |= old - new
            insert |= new - old
        self._change(remove, insert, texts, {})

    def change(
        self, remove: bytes, insert: bytes, *, texts: Iterable[str] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """Remove and insert quads (N-Quads), keep texts and write small files, all or nothing."""
        gone, come = split(remove), split(insert)
        self._change(gone - come, come - gone, texts, files or {})

    def _change(self, remove: set[bytes], insert: set[bytes], texts: Iterable[str], extra: Mapping[str, bytes]) -> None:
        if self._read_only:
            raise StoreError("the store is open for reading only", where=str(self._folder.data), remedy="Open it for writing.")
        back = {sha256 for text in texts if (sha256 := self._folder.keep_text(text))}
        held = self.select("SELECT ?source ?sha WHERE { ?source dox:textHash ?sha }") if back else []
        again = {self.names.source_of(row["source"].value) or "" for row in held if row["sha"].value in back}
        files: dict[str, bytes | None] = dict(extra)
        files |= statement_files(self._folder, self.names, remove, insert)
        files = {name: content for name, content in files.items() if not self._folder.holds(name, content)}
        if not (remove or insert or files or again):
            return
        self._finish(journal.declare(self._folder, self._generation + 1, files, remove, insert, again))

    def _finish(self, intent: journal.Intent) -> None:
        for step in self._STEPS:
            step(self, intent)

    def _move_files(self, intent: journal.Intent) -> None:
        journal.move_files(self._folder, intent)

    def _change_quads(self, intent: journal.Intent) -> None:
        removal, insertion = journal.removal(self._folder), journal.insertion(self._folder)
        for quad in ox.parse(path=str(removal), format=RdfFormat.N_QUADS):
            self._store.remove(quad)
        # an emptied graph would still count as one
        for graph in map(NamedNode, by_graph(read_lines(removal))):
            if next(self._store.quads_for_pattern(None, None, None, graph), None) is None:
                self._store.remove_graph(graph)
        if intent.inserted >= _MANY:
            self._store.bulk_load(path=str(insertion), format=RdfFormat.N_QUADS)
        else:
            # left to its write-ahead log: a flush each change would breed small files, whose merging disturbs readers
            self._store.extend(ox.parse(path=str(insertion), format=RdfFormat.N_QUADS))

    def _change_search(self, intent: journal.Intent) -> None:
        lines = chain(read_lines(journal.removal(self._folder)), read_lines(journal.insertion(self._folder)))
        sources, identity = touched(self.names, lines)
        self._write_search(sources | set(intent.again), identity, intent.generation)

    def _write_search(self, sources: Iterable[str], entities: bool, generation: int) -> None:
        groups: Iterator[tuple[str, Iterable[fulltext.Entry]]] = iter(
            fulltext.source_entries(self.select, self.names, self._folder.text, sorted(sources))
        )
        if entities:
            groups = chain(groups, [(fulltext.ENTITIES, fulltext.entity_entries(self.select, self.names))])
        tabled = chain(
            tables.of_sources(self.select, self.graph, self.names, sorted(sources)),
            ((tables.ALL, tables.of_everything(self.select, self.names)) for _ in range(1)),
        )
        fulltext.update(self._folder.search, groups, generation, names=self.names, tabled=tabled)

    def _mark_index(self, intent: journal.Intent) -> None:
        self._folder.set_index_state(intent.generation, len(self._store))

    def _mark_generation(self, intent: journal.Intent) -> None:
        self._folder.set_generation(intent.generation)
        self._generation = intent.generation

    def _drop_texts(self, intent: journal.Intent) -> None:
        self._folder.drop_texts_but(row["sha"].value for row in self.select("SELECT ?sha WHERE { ?source dox:textHash ?sha }"))

    def _withdraw(self, intent: journal.Intent) -> None:
        journal.withdraw(self._folder)

    #: what a declared change takes, in order; each step may be done twice
    _STEPS = (_move_files, _change_quads, _change_search, _mark_index, _mark_generation, _drop_texts, _withdraw)

    # -- opening for writing ------------------------------------------------------------------------------------

    def _open_index(self, complete: Complete | None) -> None:
        intent = journal.declared(self._folder)
        if intent:
            journal.move_files(self._folder, intent)
        else:
            journal.clear(self._folder)
        if self._index_is_good(intent):
            if intent:
                self._finish(intent)
        else:
            self._rebuild(complete, (intent.generation if intent else self._generation) + 1)

    def _index_is_good(self, intent: journal.Intent | None) -> bool:
        generation, quads = self._folder.index_state()
        expected = {self._generation, intent.generation if intent else self._generation}
        if generation not in expected or fulltext.generation(self._folder.search) not in expected:
            return False
        try:
            self._store = ox.Store(str(self._folder.oxigraph))
            # counting reads every block of one index, and so finds a damaged file now, not in the midst of a query
            counted = len(self._store)
            held = {self.names.source_of(graph.value) for graph in self.graphs()} - {None}
        except _UNREADABLE:
            return False
        # an intent may have reached the quads without having reached the state
        return intent is not None or (counted == quads and held == set(self._folder.sources()))

    def _rebuild(self, complete: Complete | None, generation: int) -> None:
        if self._folder.sources() and complete is None:
            raise StoreError(
                "the index is lost, damaged or older than the statements",
                where=str(self._folder.index),
                remedy="Run `doxograph build`: it makes the index anew.",
            )
        self._store = ox.Store()  # an open folder must be let go before it is thrown away
        self._folder.clear_index()
        self._store = ox.Store(str(self._folder.oxigraph))
        journal.clear(self._folder)
        self._folder.staging.mkdir()
        together = self._folder.staging / "all.nq"
        with open(together, "wb") as file:
            file.writelines(self._folder.statement_bytes())
        try:
            self._store.bulk_load(path=str(together), format=RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise StoreError(
                f"a file of statements is damaged ({error})",
                where=str(self._folder.statements),
                remedy="Remove the damaged file and run `doxograph build`.",
            ) from error
        if complete is not None:
            self._store.bulk_extend(complete(self))
        self._store.flush()
        fulltext.create(self._folder.search)
        self._write_search(self._folder.sources(), True, generation)
        intent = journal.Intent(generation, (), (), 0, 0)
        for step in (
            OxigraphStore._mark_index,
            OxigraphStore._mark_generation,
            OxigraphStore._drop_texts,
            OxigraphStore._withdraw,
        ):
            step(self, intent)

    # -- leaving ------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of files and locks; harmless when repeated."""
        if not self._closed:
            self._closed = True
            self._store = ox.Store()  # the folder's files are closed when nothing refers to them
            if not self._read_only:
                self._folder.unlock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@contextmanager
def _reading(folder: Folder) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise StoreError(
            f"the index cannot be read ({error})",
            where=str(folder.index),
            remedy="Remove this folder and run `doxograph build`: it is made anew from the statements.",
        ) from error
