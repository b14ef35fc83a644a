"""The embedded store, open for writing: a change is declared in the journal, made, and withdrawn from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat

from kb.errors import StoreError
from kb.store import Complete, fulltext, journal, tables
from kb.store.changing import changed_files, replacing
from kb.store.lines import by_graph, few_touched, read_lines, split, touched, wholes
from kb.store.oxigraph import UNREADABLE, OxigraphStore

_FEW_THINGS = 300  # of a source: up to so many are put anew in the search index by themselves
_FEW_WHOLES = 200  # up to this many recounted entities are asked for one by one
_MANY = 50_000  # from this many quads on, bulk_load is quicker than a transaction, and leaves a smaller folder


#: folders whose quads this process has counted, with what they were like then: who opens one again and again need not count
_counted: dict[Path, tuple[object, int]] = {}


def count_once(data: Path) -> None:
    """Count a folder's quads as opening it for writing does, and spare the openings by this process that come.

    For a process that opens it for every job; nothing is counted where there is nothing to read, or somebody is writing.
    """
    with suppress(StoreError), OxigraphStore(data) as store:
        stamp, quads = store._folder.stamp(), len(store._store)
        if store._folder.index_state()[1] == quads and store._folder.stamp() == stamp:
            _counted[data.resolve()] = stamp, quads


class OxigraphWriter(OxigraphStore):
    """A ``kb.store.Store`` on one data folder, for its one writer; open it with ``kb.store.open_store``."""

    def __init__(self, data: Path, *, complete: Complete | None, base: str | None) -> None:
        self._counted = 0  # quads
        self._open(data)
        self._folder.create(base)
        self._folder.lock()
        try:
            self.names = self._folder.names()
            self._generation = self._folder.generation()
            self._open_index(complete)
        except BaseException:
            self._folder.unlock()
            raise

    def _follow(self) -> None:
        """A writer sees its own changes, and nobody else makes any."""

    # -- changing -----------------------------------------------------------------------------------------------

    def replace(self, graphs: Mapping[NamedNode, Iterable[Quad]], *, texts: Iterable[str] = ()) -> None:
        """Put these quads in place of whole graphs, all or nothing."""
        self._change(*replacing(graphs, self.graph, self._folder, self.names), texts, {})

    def change(
        self, remove: bytes, insert: bytes, *, texts: Iterable[str] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """Remove and insert quads (N-Quads), keep texts and write small files, all or nothing."""
        gone, come = split(remove), split(insert)
        self._change(gone - come, come - gone, texts, files or {})

    def _change(self, remove: set[bytes], insert: set[bytes], texts: Iterable[str], extra: Mapping[str, bytes]) -> None:
        back = {sha256 for text in texts if (sha256 := self._folder.keep_text(text))}
        held = self.select("SELECT ?source ?sha WHERE { ?source dox:textHash ?sha }") if back else []
        again = {self.names.source_of(row["source"].value) or "" for row in held if row["sha"].value in back}
        files = changed_files(self._folder, self.names, remove, insert, extra)
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
        counted = self._counted
        for quad in ox.parse(path=str(removal), format=RdfFormat.N_QUADS):
            counted -= quad in self._store
            self._store.remove(quad)
        # an emptied graph would still count as one
        for graph in map(NamedNode, by_graph(read_lines(removal))):
            if next(self._store.quads_for_pattern(None, None, None, graph), None) is None:
                self._store.remove_graph(graph)
        if intent.inserted >= _MANY:
            self._store.bulk_load(path=str(insertion), format=RdfFormat.N_QUADS)
            counted = len(self._store)
        else:
            # left to its write-ahead log: a flush each change would breed small files, whose merging disturbs readers
            quads = list(ox.parse(path=str(insertion), format=RdfFormat.N_QUADS))
            counted += sum(quad not in self._store for quad in quads)
            self._store.extend(quads)
        self._counted = counted

    def _change_search(self, intent: journal.Intent) -> None:
        lines = [*read_lines(journal.removal(self._folder)), *read_lines(journal.insertion(self._folder))]
        sources, identity = touched(self.names, lines)
        recounted = None if identity else wholes(self.names, lines)
        few = {} if identity else few_touched(self.names, lines, _FEW_THINGS)
        few = {source: things for source, things in few.items() if source not in intent.again}
        self._write_search((sources | set(intent.again)) - few.keys(), identity, intent.generation, recounted, few)

    def _write_search(
        self,
        sources: Collection[str],
        entities: bool,
        generation: int,
        recounted: set[str] | None = None,
        few: Mapping[str, set[str]] = MappingProxyType({}),
    ) -> None:
        """``recounted`` are the whole entities whose counts changed, where nothing else has that is said of all sources.

        ``few`` are the things of other sources that alone have changed there.
        """
        groups: Iterator[tuple[str, Iterable[fulltext.Entry]]] = iter(
            fulltext.source_entries(self.select, self.names, self._folder.text, sorted(sources)) if sources else ()
        )
        if entities:
            groups = chain(groups, [(fulltext.ENTITIES, fulltext.entity_entries(self.select, self.names))])
        counted = recounted is not None and len(recounted) < _FEW_WHOLES
        tabled = chain(
            tables.of_sources(self.select, self.graph, self.names, sorted(sources)) if sources else (),
            ((tables.COUNTS, tables.of_wholes(self.select, self.names, recounted or ())) for _ in range(counted)),
            ((tables.ALL, tables.of_everything(self.select, self.names)) for _ in range(not counted)),
        )
        parts = (self._few(source, things) for source, things in sorted(few.items()))
        fulltext.update(self._folder.search, groups, generation, names=self.names, tabled=tabled, few=parts)

    def _few(self, source: str, things: set[str]) -> tuple[str, set[str], list[fulltext.Entry], tables.Rows]:
        concerned, rows = tables.of_few(self.select, source, things)
        claims = {iri for iri in concerned if self.names.path(iri)[2:3] == ("claim",)}
        return source, concerned, fulltext.claim_entries(self.select, claims), rows

    def _mark_index(self, intent: journal.Intent) -> None:
        self._folder.set_index_state(intent.generation, self._counted)

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
            known = _counted.get(self._folder.data.resolve())
            if intent is None and known == (self._folder.stamp(), quads):
                self._counted = quads
            else:
                self._counted = len(self._store)  # kept up from here on: counting takes a second for each million
            held = {self.names.source_of(graph.value) for graph in self.graphs()} - {None}
        except UNREADABLE:
            return False
        # an intent may have reached the quads without having reached the state
        return intent is not None or (self._counted == quads and held == set(self._folder.sources()))

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
        self._counted = len(self._store)
        fulltext.create(self._folder.search)
        self._write_search(self._folder.sources(), True, generation)
        intent = journal.Intent(generation, (), (), 0, 0)
        for step in (
            OxigraphWriter._mark_index,
            OxigraphWriter._mark_generation,
            OxigraphWriter._drop_texts,
            OxigraphWriter._withdraw,
        ):
            step(self, intent)

    # -- leaving ------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of files and of the lock; harmless when repeated."""
        if not self._closed:
            super().close()
            if self._folder.data.resolve() in _counted:
                _counted[self._folder.data.resolve()] = self._folder.stamp(), self._counted
            self._folder.unlock()
