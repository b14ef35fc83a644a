"""The store: where the graphs of a knowledge base are kept, asked, searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self

from pyoxigraph import NamedNode, Quad, Triple

from kb.terms import Names, Term

if TYPE_CHECKING:
    from kb.store.tables import Tables

HitKind = Literal["theorist", "group", "theory", "work", "case", "claim", "text"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that full-text search found, the best first."""

    kind: HitKind
    iri: str  # a global entity, a claim, or the block of a text
    label: str  # the entity's label, the claim's words, or the paragraph
    snippet: str  # the words around the match, the match between U+E000 and U+E001
    source: str | None = None  # the id of the source of a claim or text
    score: float = 0.0  # BM25, higher is better


class Store(Protocol):
    """What holds the graphs. The default graph of every query is the union of all.

    A store opened read-only is a snapshot that is taken anew, at the next call, when a writer has finished a change.
    """

    names: Names

    @property
    def generation(self) -> str:
        """A word that changes with every change of content."""
        ...

    def select(self, query: str, /, **bindings: Term) -> list[dict[str, Term]]:
        """The rows of a SELECT, a variable each key; an unbound variable is left out of its row.

        ``bindings`` give variables of the query their terms. Prefixes of ``kb.terms.PREFIXES`` need no declaration.
        Raises UsageError where the query cannot be read.
        """
        ...

    def ask(self, query: str, /, **bindings: Term) -> bool:
        """The answer of an ASK."""
        ...

    def construct(self, query: str, /, **bindings: Term) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        ...

    def graph(self, iri: NamedNode) -> Iterator[Quad]:
        """The quads of one graph."""
        ...

    def graphs(self) -> list[NamedNode]:
        """The graphs that hold something, sorted."""
        ...

    def text(self, sha256: str) -> str:
        """A kept text by its SHA-256. Raises StoreError where it is not kept."""
        ...

    def search(self, words: str, kinds: Iterable[HitKind] | None = None, limit: int = 20) -> list[Hit]:
        """The entities, claims and paragraphs that hold all the words, or words beginning with them."""
        ...

    def tables(self) -> Tables | None:
        """Light rows of the state that is asked, which answer many questions quickly; None where there are none now."""
        ...

    def replace(self, graphs: Mapping[NamedNode, Iterable[Quad]], *, texts: Iterable[str] = ()) -> None:
        """Put these quads in place of whole graphs, all or nothing; an empty iterable drops a graph."""
        ...

    def change(
        self, remove: bytes, insert: bytes, *, texts: Iterable[str] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """Remove and insert quads (N-Quads), keep texts, and write small files of the data folder, all or nothing.

        Texts that no source refers to any more go.
        """
        ...

    def close(self) -> None:
        """Let go of files and locks; harmless when repeated."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


#: computes the identity and derived graphs from the source graphs that a store holds
Complete = Callable[[Store], Iterable[Quad]]


def open_store(
    data: Path | str,
    *,
    read_only: bool = False,
    complete: Complete | None = None,
    base: str | None = None,
    store: str | None = None,
) -> Store:
    """Open the store of a data folder: the one embedded in it, or the SPARQL server that ``store`` is the address of.

    For writing, the folder is made where it is missing, an unfinished change is done again, and indexes that are lost,
    older or damaged are made anew from the statements (``complete`` then gives the graphs that no file holds; it is what
    ``kb.build.open_writer`` passes). ``base`` is the base IRI of a folder made now; an older folder keeps its own.
    Raises StoreError where another process writes, where the folder is of another format version, or where it holds
    nothing to read, or where the server cannot be reached; UsageError where ``store`` is no address.
    """
    if store is not None:
        from kb.store.address import read_address

        address = read_address(store)
        if read_only:
            from kb.store.sparql import SparqlStore

            return SparqlStore(Path(data), address)
        from kb.store.sparql_writer import SparqlWriter

        return SparqlWriter(Path(data), address, complete=complete, base=base)
    if read_only:
        from kb.store.oxigraph import OxigraphStore

        return OxigraphStore(Path(data))
    from kb.store.oxigraph_writer import OxigraphWriter

    return OxigraphWriter(Path(data), complete=complete, base=base)
