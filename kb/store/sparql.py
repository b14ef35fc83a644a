"""A SPARQL 1.1 server as the store, read by any number of clients."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

from kb.errors import StoreError, UsageError
from kb.store import Hit, HitKind, client_index, fulltext, tables
from kb.store.address import Address
from kb.store.bindings import bind, calls_out, form, graphs_named
from kb.store.folder import Folder
from kb.store.protocol import Answer, Endpoint
from kb.store.state import State, read_state, read_text, read_words, union_graph
from kb.terms import BASE, PREFIXES, Names, Term

_FRESH = 1.0  #: seconds that a client takes the server's word for its state before it asks again
_PATIENCE = 2.0  #: seconds that a reader waits for a change under way
_TEXTS = 32  #: texts kept in memory
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


class SparqlStore:
    """A ``kb.store.Store`` on a server, for reading; open it with ``kb.store.open_store``.

    Unlike the embedded store it takes no snapshot: each question is answered by what the server holds at that moment. Words are
    looked up in an index of this client's own, which follows the server's generation.
    """

    def __init__(self, data: Path, address: Address) -> None:
        self._open(data, address)
        self.names = Names(address.base or (self._folder.names().base if self._folder.exists() else BASE))
        self._some_word()
        self._state = read_state(self._endpoint, self.names)

    def _open(self, data: Path, address: Address) -> None:
        self._folder = Folder(data)
        self._address = address
        self._endpoint = Endpoint(address)
        self._lock = RLock()
        self._asked = time.monotonic()
        self._waited_for = ""
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._closed = False
        self._read_only = True
        self._tables: tuple[str, tables.Tables | None] | None = None

    def _nothing(self) -> StoreError:
        return StoreError(
            f"there is no knowledge base under {self.names.base} on this server",
            where=self._address.written,
            remedy="Build one with `doxograph --store … build`, or add base=IRI to the address where it has another base.",
        )

    # -- asking -------------------------------------------------------------------------------------------------

    @property
    def generation(self) -> str:
        """A word that changes with every change of content; asked of the server once a second at most."""
        return self._current().word

    def select(self, query: str, /, **bindings: Term) -> list[dict[str, Term]]:
        """The rows of a SELECT; see ``kb.store.Store``."""
        text = self._read(query, bindings, ox.QuerySolutions, "this query is no SELECT", "Begin it with SELECT.")
        return self._endpoint.select(_PROLOGUE + text, *self._dataset(text))

    def ask(self, query: str, /, **bindings: Term) -> bool:
        """The answer of an ASK."""
        text = self._read(query, bindings, ox.QueryBoolean, "this query is no ASK", "Begin it with ASK.")
        return self._endpoint.ask(_PROLOGUE + text, *self._dataset(text))

    def construct(self, query: str, /, **bindings: Term) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; what a DESCRIBE gives is the server's choice."""
        text = self._read(query, bindings, ox.QueryTriples, "this query makes no triples", "Begin it with CONSTRUCT or DESCRIBE.")
        return self._endpoint.construct(_PROLOGUE + text, *self._dataset(text))

    def graph(self, iri: NamedNode) -> Iterator[Quad]:
        """The quads of one graph."""
        return self._endpoint.graph(iri.value) if iri.value in self._current().graphs else iter(())

    def graphs(self) -> list[NamedNode]:
        """The graphs that hold something, sorted."""
        return [NamedNode(iri) for iri in sorted(self._current().graphs)]

    def text(self, sha256: str) -> str:
        """A kept text by its SHA-256: the data folder's, where it has it, else the server's."""
        with self._lock:
            if sha256 in self._texts:
                self._texts.move_to_end(sha256)
                return self._texts[sha256]
        found: str | None = None
        with suppress(StoreError):
            found = self._folder.text(sha256)
        if found is None:
            found = read_text(self._endpoint, self.names, sha256)
        if found is None:
            raise StoreError(
                f"the text {sha256[:12]} is kept neither here nor on the server",
                where=self._address.written,
                remedy="Name the folder that it was built in with --data, or build there without texts=no.",
            )
        with self._lock:
            self._texts[sha256] = found
            while len(self._texts) > _TEXTS:
                self._texts.popitem(last=False)
        return found

    def search(self, words: str, kinds: Iterable[HitKind] | None = None, limit: int = 20) -> list[Hit]:
        """The entities, claims and paragraphs that hold all the words."""
        path, state = client_index.place(self._key()), self._current()
        if not client_index.holds(path, state):
            with self._lock:
                client_index.bring_up(path, state, self)
        return fulltext.search(path, words, kinds, limit)

    def tables(self) -> tables.Tables | None:
        """Light rows of the server's state, kept by this client in its index of words; None until a search has made that.

        Reading all of a large store takes minutes, which nobody wants to wait for who has one question only.
        """
        state = self._current()
        if self._tables is None or self._tables[0] != state.word:
            path = client_index.place(self._key())
            if not (self._read_only and path.exists() and client_index.holds(path, state)):
                return None
            self._tables = state.word, tables.opened(path, state.generation)
        found = self._tables[1]
        return found if found and found.current() else None

    def _read(self, query: str, bindings: Mapping[str, Term], wanted: type, problem: str, remedy: str) -> str:
        """The text to send, once we ourselves can read it: so that a slip is told in the same words whatever the server."""
        text = bind(query, bindings)
        if calls_out(text):  # reading it would already call there
            return text
        try:
            found = ox.Store().query(text, prefixes=PREFIXES)
        except (SyntaxError, ValueError) as error:
            raise UsageError(f"the query cannot be read: {error}", remedy="Write it in SPARQL 1.1.") from error
        if not isinstance(found, wanted):
            raise UsageError(problem, remedy=remedy)
        return text

    def _dataset(self, query: str) -> tuple[str, list[str]]:
        """The graphs that a query is asked of: the union by default; by name those that it names, or all."""
        known, named = self._current().graphs, graphs_named(query)
        return union_graph(self.names).value, self._or_none(known if named is None else named & known.keys())

    def _or_none(self, named: Iterable[str]) -> list[str]:
        # without a named graph in the dataset Virtuoso takes every graph it has for one
        return sorted(named) or [self.names.iri("graph", "none").value]

    def pass_on(self, query: str, default: Iterable[str], named: Iterable[str], seconds: float) -> Answer:
        """The server's answer to a stranger's query, on these of our graphs: the union and all of them where none are named.

        The query must have been found to read only, and to name no dataset of its own, which Virtuoso would prefer to the
        request's. Rows are not fetched in parts. Raises UsageError where the query cannot be read, StoreError as ``select``.
        """
        known, default, named = self._current().graphs, set(default), set(named)
        if default or named:
            first, *more = sorted(default & known.keys()) or [self.names.iri("graph", "none").value]
            dataset = [first, *more], self._or_none(named & known.keys())
        else:
            dataset = [union_graph(self.names).value], self._or_none(known)
        text = bind(query, {})
        try:
            ox.Store().query(text, prefixes=PREFIXES)
        except (SyntaxError, ValueError) as error:
            raise UsageError(f"the query cannot be read: {error}", remedy="Write it in SPARQL 1.1.") from error
        return self._endpoint.answer(_PROLOGUE + text, *dataset, form(query), seconds)

    # -- following the server -----------------------------------------------------------------------------------

    def _current(self) -> State:
        if self._closed:
            raise StoreError("the store is closed", where=self._address.written, remedy="Open it again.")
        if self._read_only and time.monotonic() - self._asked > _FRESH:
            with self._lock:
                if time.monotonic() - self._asked > _FRESH:
                    self._follow()
        return self._state

    def _follow(self) -> None:
        until = time.monotonic() + _PATIENCE
        word, coming = self._some_word()
        # a change that stays under way has lost its writer: what is there is read until one takes it up again
        while coming and coming != self._waited_for and time.monotonic() < until:
            time.sleep(0.05)
            word, coming = self._some_word()
        self._waited_for = coming
        if (word, coming) != (self._state.word, self._state.coming):
            self._state = read_state(self._endpoint, self.names)
        self._asked = time.monotonic()

    def _some_word(self) -> tuple[str, str]:
        """The server's words; one that commits each step by itself has none for an instant at the end of a change."""
        for wait in (0.05, 0.1, 0.2, 0.0):
            words = read_words(self._endpoint, self.names)
            if any(words):
                return words
            time.sleep(wait)
        raise self._nothing()

    def _key(self) -> str:
        """What tells this knowledge base from all others that this machine's clients read."""
        return hashlib.sha256(f"{self._address.query}\n{self.names.base}".encode()).hexdigest()[:16]

    # -- changing -----------------------------------------------------------------------------------------------

    def replace(self, graphs: Mapping[NamedNode, Iterable[Quad]], *, texts: Iterable[str] = ()) -> None:
        """Refused: this client only reads."""
        raise self._reading_only()

    def change(
        self, remove: bytes, insert: bytes, *, texts: Iterable[str] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """Refused: this client only reads."""
        raise self._reading_only()

    def _reading_only(self) -> StoreError:
        return StoreError("the store is open for reading only", where=self._address.written, remedy="Open it for writing.")

    # -- leaving ------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of connections; harmless when repeated."""
        if not self._closed:
            self._closed = True
            self._endpoint.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
