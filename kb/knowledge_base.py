"""A knowledge base in Python: open it, add texts, ask."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pyoxigraph import Triple

from kb.model import Document, Source, Statements
from kb.store import Store, open_store
from kb.store.bindings import form
from kb.terms import PREDICATE_TERM, Term
from kb.vocabulary import DEFAULT_PACK

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kb.argumentation import Reading, Semantics
    from kb.build import Paths, Progress, Report
    from kb.check import Problem
    from kb.discourse import Coded
    from kb.formats.citations import Form
    from kb.queries.claims_of import Claims
    from kb.queries.compare import Comparison
    from kb.queries.consequences import Consequences
    from kb.queries.discourse import Actors, Concepts
    from kb.queries.lineage import Direction, Lineage
    from kb.queries.search import Found
    from kb.queries.source import SourceRow
    from kb.queries.values import Standing
    from kb.workers import Where


def extract(text: str | Document, *, pack: str | None = DEFAULT_PACK, source: Source | None = None) -> Statements:
    """What a text says: its entities, claims, relations and arguments, each with its words.

    ``source`` gives a bare text its particulars. Offsets are code points from 0 into ``statements.document.text``. Raises
    UsageError for an unknown pack.

    >>> statements = extract("Burnham argued that the managers are the new ruling class.")
    >>> [(claim.holder, claim.quote) for claim in statements.claims]
    [('theorist/burnham', 'the managers are the new ruling class')]
    """
    from kb.statements import extract as read  # loads spaCy

    return read(Document(source or Source("text", "text"), text) if isinstance(text, str) else text, pack=pack)


def open(path: Path | str, *, store: str | None = None) -> KnowledgeBase:
    """The knowledge base in a folder; the first ``add`` makes one where there is none.

    ``store`` is the address of a SPARQL server that is the store: ``sparql+https://…``.
    """
    return KnowledgeBase(path, store=store)


class KnowledgeBase:
    """A knowledge base on disk. Reading needs no lock; ``add`` and ``remove`` are the writer while they last.

    Whoever else writes the folder is noticed: each question is asked of the newest state. Use it in a ``with`` statement, or
    call ``close``.
    """

    def __init__(self, path: Path | str, *, store: str | None = None) -> None:
        self.path = Path(path)
        self.address = store
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The store, open for reading. Raises StoreError where the folder holds no knowledge base."""
        if self._store is None:
            self._store = open_store(self.path, read_only=True, store=self.address)
        return self._store

    # -- changing it --------------------------------------------------------------------------------------------

    def add(
        self, paths: Paths, *, pack: str | Path | None = DEFAULT_PACK, where: Where = "here", progress: Progress | None = None
    ) -> Report:
        """Read files or folders into the knowledge base; see ``kb.build.add``."""
        from kb.build import add

        return add(paths, self.path, pack=pack, where=where, progress=progress, store=self.address)

    def remove(self, source: str) -> Report:
        """Take a source out, without a trace. Raises UsageError where there is none of this id."""
        from kb.build import remove

        return remove(self.path, source, store=self.address)

    # -- asking it ----------------------------------------------------------------------------------------------

    def sources(self) -> tuple[SourceRow, ...]:
        """The texts, with their particulars and counts."""
        from kb.queries import sources

        return sources(self.store)

    def compare(self, *parties: str, sources: Collection[str] | None = None, min_confidence: float = 0.0) -> Comparison:
        """What parties answer to each issue, side by side; see ``kb.queries.compare``."""
        from kb.queries import compare

        return compare(self.store, parties, sources=sources, min_confidence=min_confidence)

    def lineage(
        self,
        from_: str,
        to: str | None = None,
        *,
        direction: Direction = "both",
        max_steps: int = 4,
        min_confidence: float = 0.0,
        through: Collection[Standing] = (),
    ) -> Lineage:
        """The paths of descent from one entity, or between two; see ``kb.queries.lineage``."""
        from kb.queries import lineage

        return lineage(
            self.store, from_, to, direction=direction, max_steps=max_steps, min_confidence=min_confidence, through=through
        )

    def consequences(
        self,
        *accepted: str,
        semantics: Semantics = "grounded",
        support: Reading = "deductive",
        contraries: bool = True,
        sources: Collection[str] | None = None,
        min_confidence: float = 0.0,
    ) -> Consequences:
        """Which claims fall for one who accepts these; see ``kb.queries.consequences``."""
        from kb.queries import consequences

        return consequences(
            self.store, accepted, semantics=semantics, support=support, contraries=contraries, sources=sources,
            min_confidence=min_confidence,
        )  # fmt: skip

    def discourse(
        self,
        *,
        actors: Actors = "all",
        concepts: Concepts = "answers",
        sources: Collection[str] | None = None,
        min_confidence: float = 0.0,
    ) -> tuple[Coded, ...]:
        """Who takes which side on what, for the networks of ``kb.discourse``; see ``kb.queries.discourse``."""
        from kb.queries import discourse

        return discourse(self.store, actors=actors, concepts=concepts, sources=sources, min_confidence=min_confidence)

    def claims(self, *, holder: str | None = None, about: str | None = None, limit: int | None = None) -> Claims:
        """The claims of a holder, or about a theory or case, or both; see ``kb.queries.claims_of``."""
        from kb.queries import claims_of

        return claims_of(self.store, holder=holder, about=about, limit=limit)

    def cite(self, *things: str, form: Form = "text") -> str:
        """Citations of texts (by id) and passages (by path), as text, BibTeX or CSL-JSON; see ``kb.queries.citing``."""
        from kb.formats.citations import written
        from kb.queries import citing

        return written([citing(self.store, thing) for thing in things], form)

    def search(self, words: str, *, limit: int = 20) -> Found:
        """The entities, claims, passages and sources that hold all the words."""
        from kb.queries import search

        return search(self.store, words, limit=limit)

    def query(self, sparql: str, /, **bindings: Term) -> list[dict[str, Term]] | list[Triple] | bool:
        """The answer to a SPARQL 1.1 query: rows, triples, or yes or no.

        The default graph is the union of all; the prefixes of ``kb.terms.PREFIXES`` need no declaration; ``bindings`` give
        variables their terms. Raises UsageError where the query cannot be read.
        """
        return ask(self.store, sparql, **bindings)

    def network(self) -> networkx.MultiDiGraph[Any]:
        """The live relations between global entities: a node for each entity, an edge for each relation.

        Nodes are keys (``theorist/james-burnham``) with ``label`` and ``type``; an edge's key is the relation's IRI, its data
        ``predicate``, ``polarity``, ``asserted_by``, ``quote``, ``source``, ``start``, ``end``, ``confidence``, and ``year``
        where there is one.
        """
        return network(self.store)

    def dataset(self) -> rdflib.Dataset:
        """All graphs as an rdflib Dataset, copied."""
        from kb.dataset import dataset

        return dataset(self.store)

    def check(self, *, shapes: bool = True) -> list[Problem]:
        """All that is wrong with the knowledge base; see ``kb.check``."""
        from kb.check import check

        return check(self.path, shapes=shapes, store=self.address)

    # -- leaving it ---------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the files; harmless when repeated."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def ask(store: Store, sparql: str, /, **bindings: Term) -> list[dict[str, Term]] | list[Triple] | bool:
    """The answer to a query of any form."""
    kind = form(sparql)
    if kind == "ASK":
        return store.ask(sparql, **bindings)
    if kind in ("CONSTRUCT", "DESCRIBE"):
        return store.construct(sparql, **bindings)
    return store.select(sparql, **bindings)


def network(store: Store) -> networkx.MultiDiGraph[Any]:
    """The live relations between global entities; see ``KnowledgeBase.network``."""
    import networkx

    names = store.names
    made: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for row in store.select(
        "SELECT ?entity ?label WHERE { GRAPH ?identity { ?entity skos:prefLabel ?label } } ORDER BY ?entity",
        identity=names.identity,
    ):
        if key := names.key(row["entity"]):  # type: ignore[arg-type]
            made.add_node(key, label=row["label"].value, type=key.partition("/")[0])
    kinds = {term.value: kind for kind, term in PREDICATE_TERM.items()}
    for row in store.select(
        """SELECT ?relation ?subject ?predicate ?object ?polarity ?asserter ?quote ?start ?end ?year ?confidence WHERE {
             ?relation dox:subjectEntity ?subject ; dox:objectEntity ?object ; dox:assertedByEntity ?asserter ;
                       dox:predicate ?predicate ; dox:polarity ?polarity ; dox:confidence ?confidence ;
                       dox:evidence ?span .
             ?span dox:quote ?quote ; dox:start ?start ; dox:end ?end .
             OPTIONAL { ?relation dox:year ?year }
           } ORDER BY ?relation"""
    ):
        ends = names.key(row["subject"]), names.key(row["object"])  # type: ignore[arg-type]
        if None in ends:
            continue
        made.add_edge(
            *ends,
            key=row["relation"].value,
            predicate=kinds[row["predicate"].value],
            polarity=row["polarity"].value.rpartition("#")[2],
            asserted_by=names.key(row["asserter"]) or names.role_of(row["asserter"]),  # type: ignore[arg-type]
            quote=row["quote"].value,
            source=names.source_of(row["relation"].value),
            start=int(row["start"].value),
            end=int(row["end"].value),
            confidence=float(row["confidence"].value),
            **({"year": int(row["year"].value)} if "year" in row else {}),
        )
    return made
