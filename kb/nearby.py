"""The part of a source that a reviewer's decision can touch, read without the rest of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from kb.errors import UsageError
from kb.facts import read_statements
from kb.graph import from_quads
from kb.model import Document, Statements
from kb.review import Decision, stretches
from kb.store import Store
from kb.store.tables import Tables
from kb.terms import DOX

Span = tuple[int, int]

# the source itself, its blocks, and whom it names; not where it names them
_SKELETON = """
  SELECT ?s ?p ?o WHERE { GRAPH ?graph {
    { ?s a dox:Source ; ?p ?o } UNION { ?s a dox:Block ; ?p ?o }
    UNION { ?s skos:prefLabel ?name ; ?p ?o FILTER(?p != dox:mention) }
  } }
"""
_WITH_WORDS = """
  SELECT DISTINCT ?s ?p ?o WHERE { VALUES ?whole { UNDEF } GRAPH ?graph {
    ?whole (dox:premise|dox:conclusion|dox:content|dox:evidence|dox:cue|dox:span)* ?s . ?s ?p ?o
  } }
"""
_JOINED = """
  SELECT ?s ?end WHERE { VALUES ?x { UNDEF } GRAPH ?graph {
    ?s dox:premise|dox:conclusion ?x . ?s dox:premise|dox:conclusion ?end
  } }
"""
_BATCH = 200


class Nearby:
    """One source of a store, of which a few statements are read. Raises UsageError where there is no such source."""

    def __init__(self, store: Store, source: str) -> None:
        self.store, self.source, self.tables = store, source, store.tables()
        self.graph = store.names.source_graph(source)
        if not store.ask("ASK { GRAPH ?graph { ?source a dox:Source } }", graph=self.graph):
            raise UsageError(f"there is no source {source!r}", remedy="`doxograph sources` lists them all.")

    def around(
        self, made: Iterable[Decision], spans: Iterable[Span] = (), ids: Collection[tuple[str, str]] = (), *, every: bool = False
    ) -> tuple[Statements, list[Decision]]:
        """The statements that decisions on some spans can touch, and which of those ``made`` can touch each other there.

        ``spans`` are offsets, ``ids`` kinds and ids of statements there; ``every`` counts all decisions in. Where the store has
        no light rows, or arguments were decided on, all statements are read. What decisions come to among these statements,
        they come to among all.
        """
        on_source = [decision for decision in made if decision.source == self.source]
        if self.tables is None or "argument" in {kind for kind, _ in ids} | {decision.kind for decision in on_source}:
            return self._whole, on_source  # an argument joins claims that may stand anywhere
        found = stretches(on_source, self._document)
        wanted = [*spans, *(span for at in ids for span in self._words(self.tables, self._iri(*at)))]
        wanted += [span for span in found if span] if every else []
        chosen = {number for number, span in enumerate(found) if span is None}  # whose words are lost
        ahead, joined = wanted, set[str]()
        while ahead:
            while ahead:
                met = _met(found, chosen, ahead)
                ahead = [span for n in met if (span := found[n])]
                wanted += ahead
            # what is decided on a claim may concern an argument that joins it to another
            arguments, ends = self._joined(self._there(self.tables, wanted))
            joined |= arguments
            ahead = [span for iri in ends for span in self._words(self.tables, iri)]
            ahead = [span for n in _met(found, chosen, ahead) if (span := found[n])]
            wanted += ahead
        told = [decision for number, decision in enumerate(on_source) if number in chosen]
        named = {*ids, *((decision.kind, decision.target) for decision in told)}
        iris = {self._iri(kind, id) for kind, id in named}
        return self._statements(self.tables, wanted, iris | joined), told

    def spans(self, made: Sequence[Decision]) -> list[Span]:
        """Where the words of some decisions stand today, as far as they do."""
        return [span for span in stretches(made, self._document) if span]

    @cached_property
    def _whole(self) -> Statements:
        return read_statements(self.store, self.source)

    @cached_property
    def _skeleton(self) -> Statements:
        quads = list(self._asked(_SKELETON))
        (sha256,) = [quad.object for quad in quads if quad.predicate == DOX.textHash]
        return from_quads(quads, self.store.text(cast(Literal, sha256).value), names=self.store.names)

    @property
    def _document(self) -> Document:
        return self._whole.document if self.tables is None else self._skeleton.document

    def _iri(self, kind: str, id: str) -> str:
        return self.store.names.statement(self.source, kind, id).value

    def _there(self, tables: Tables, spans: Iterable[Span]) -> set[str]:
        """The statements that were read whose words touch some spans."""
        query = "SELECT statement FROM reach WHERE grp = :source AND start < :until AND stop > :since"
        asked = ({"source": self.source, "since": start, "until": end} for start, end in dict.fromkeys(spans))
        return {row[0] for there in asked for row in tables.select(query, **there)}

    def _joined(self, claims: Iterable[str]) -> tuple[set[str], set[str]]:
        """The arguments that some claims stand in, and all claims that these join."""
        found = [
            row for listed in _listed(claims) for row in self.store.select(_JOINED.replace("UNDEF", listed), graph=self.graph)
        ]
        return {row["s"].value for row in found}, {row["end"].value for row in found}

    def _words(self, tables: Tables, iri: str) -> Iterator[Span]:
        """Where the words of a statement stand, be it a reviewer's own."""
        facts = tables.facts([iri]).get(iri, {})
        content = tables.facts(facts.get("content", ())).values()
        for span in [
            *facts.get("evidence", ()),
            *facts.get("cue", ()),
            *(span for one in content for span in one.get("span", ())),
        ]:
            start, end = span.rsplit("/", 1)[1].split("-")
            yield int(start), int(end)

    def _statements(self, tables: Tables, spans: Sequence[Span], iris: Iterable[str]) -> Statements:
        wanted = {*iris, *self._there(tables, spans)}
        mentions: dict[str, set[Span]] = defaultdict(set)
        for start, end in dict.fromkeys(spans):
            there = {"source": self.source, "since": start, "until": end}
            query = "SELECT local, start, stop FROM mention WHERE grp = :source AND start < :until AND stop > :since"
            for local, first, last in tables.select(query, **there):
                mentions[self.store.names.role_of(NamedNode(local))].add((first, last))
        quads: dict[Quad, None] = {}
        for listed in _listed(wanted):
            quads.update(dict.fromkeys(self._asked(_WITH_WORDS.replace("UNDEF", listed))))
        all_named = self._skeleton
        found = from_quads(quads, self._document.text, names=self.store.names, document=self._document)
        entities = tuple(replace(e, mentions=tuple(sorted(mentions.get(e.id, ())))) for e in all_named.entities)
        return replace(found, entities=entities, pipeline=all_named.pipeline)

    def _asked(self, query: str) -> Iterator[Quad]:
        for row in self.store.select(query, graph=self.graph):
            yield Quad(cast(NamedNode, row["s"]), cast(NamedNode, row["p"]), row["o"], self.graph)


def _listed(iris: Iterable[str]) -> Iterator[str]:
    ordered = sorted(iris)
    for at in range(0, len(ordered), _BATCH):
        yield " ".join(str(NamedNode(iri)) for iri in ordered[at : at + _BATCH])


def _met(found: Sequence[Span | None], chosen: set[int], spans: Sequence[Span]) -> list[int]:
    """Which stretches that are not yet among the chosen some spans touch; they are now."""
    met = [n for n, span in enumerate(found) if span and n not in chosen and any(_touch(span, one) for one in spans)]
    chosen.update(met)
    return met


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and one[1] > other[0]
