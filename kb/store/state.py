"""What a SPARQL server says of the knowledge base it holds: the last finished change, the change under way, the graphs.

Three graphs beside those of the knowledge base make it one store for all clients::

    graph/state    its own IRI has rdf:value, the word of the last finished change ("12-5f3ac01d9e2b"), and while another is
                   made in pieces dcterms:isReplacedBy, the word to come; each graph has dcterms:hasVersion, the number of the
                   last change that touched it
    graph/union    all that the sources' graphs, identity and derived graph say, in one: the default graph of every query
    graph/texts    the kept texts: text/SHA256 with rdf:_1, rdf:_2 … its pieces in order
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kb.errors import StoreError
from kb.store.protocol import Endpoint
from kb.terms import DCTERMS, RDF, Names, Term

PIECE = 20_000  #: characters of a text in one literal: some servers keep long ones badly
_WORD, _COMING, _VERSION = RDF.value, DCTERMS.isReplacedBy, DCTERMS.hasVersion


@dataclass(frozen=True, slots=True)
class State:
    """How far a server is; words are empty where there is none."""

    word: str = ""
    coming: str = ""
    graphs: Mapping[str, int] = field(default_factory=dict)  # IRI -> number of the last change that touched it

    @property
    def generation(self) -> int:
        """The number of the last finished change, 0 before the first."""
        return number_of(self.word)


def number_of(word: str) -> int:
    """The number that a word begins with."""
    digits = word.partition("-")[0]
    return int(digits) if digits.isdigit() else 0


def word_after(before: str, generation: int, lines: Iterable[bytes]) -> str:
    """The word of a change: its number, and a digest of it with all changes before, so that no two histories share it."""
    digest = hashlib.sha256(before.encode())
    for line in sorted(lines):
        digest.update(line + b"\n")
    return f"{generation}-{digest.hexdigest()[:12]}"


def state_graph(names: Names) -> NamedNode:
    """The graph that says how far the server is."""
    return names.iri("graph", "state")


def union_graph(names: Names) -> NamedNode:
    """The graph that holds what all others of the knowledge base hold."""
    return names.iri("graph", "union")


def text_graph(names: Names) -> NamedNode:
    """The graph of the kept texts."""
    return names.iri("graph", "texts")


def read_words(endpoint: Endpoint, names: Names) -> tuple[str, str]:
    """The word of the last finished change, and of the one under way."""
    graph = state_graph(names)
    rows = _whole_rows(endpoint, f"SELECT ?p ?o WHERE {{ {graph} ?p ?o }}", graph.value, 2)
    said = {row["p"]: row["o"].value for row in rows}
    return said.get(_WORD, ""), said.get(_COMING, "")


def read_state(endpoint: Endpoint, names: Names) -> State:
    """All that the server says of how far it is."""
    graph = state_graph(names)
    words = read_words(endpoint, names)  # first: where a change comes between, the older word has all be read again
    rows = _whole_rows(endpoint, f"SELECT ?graph ?version WHERE {{ ?graph {_VERSION} ?version }}", graph.value, 2)
    return State(*words, {row["graph"].value: int(row["version"].value) for row in rows})


def _whole_rows(endpoint: Endpoint, query: str, graph: str, columns: int) -> list[dict[str, Term]]:
    """Rows without gaps: Virtuoso shows a literal that is just being written as nothing."""
    for _ in range(20):
        rows = endpoint.select(query, graph)
        if all(len(row) == columns for row in rows):
            return rows
        time.sleep(0.05)
    raise StoreError("the server's state cannot be read", where=endpoint.address.query, remedy="Try again in a moment.")


def marking(names: Names, word: str, coming: str = "") -> str:
    """The update that says how far the server is."""
    graph = state_graph(names)
    said = "".join(f"{graph} {term} {Literal(value)} . " for term, value in ((_WORD, word), (_COMING, coming)) if value)
    return f"DELETE WHERE {{ GRAPH {graph} {{ {graph} ?p ?o }} }} ;\nINSERT DATA {{ GRAPH {graph} {{ {said}}} }}"


def version_triple(graph: str, generation: int) -> str:
    """What the state graph says of one graph."""
    return f"{NamedNode(graph)} {_VERSION} {Literal(generation)}"


def text_node(names: Names, sha256: str) -> NamedNode:
    """A kept text."""
    return names.iri("text", sha256)


def text_triples(names: Names, sha256: str, text: str) -> list[str]:
    """A text in pieces."""
    node = text_node(names, sha256)
    starts = range(0, max(1, len(text)), PIECE)
    return [f"{node} {RDF[f'_{n}']} {Literal(text[start : start + PIECE])}" for n, start in enumerate(starts, 1)]


def read_text(endpoint: Endpoint, names: Names, sha256: str) -> str | None:
    """A text from its pieces; None where the server does not have it, or has altered it."""
    rows = endpoint.select(f"SELECT ?p ?piece WHERE {{ {text_node(names, sha256)} ?p ?piece }}", text_graph(names).value)
    pieces = sorted((int(row["p"].value.rpartition("_")[2]), row["piece"].value) for row in rows)
    text = "".join(piece for _, piece in pieces)
    whole = bool(rows) and hashlib.sha256(text.encode("utf-8")).hexdigest() == sha256
    return text if whole else None


def read_text_names(endpoint: Endpoint, names: Names) -> set[str]:
    """The SHA-256 of the texts that the server has."""
    rows = endpoint.select(f"SELECT ?text WHERE {{ ?text {RDF['_1']} ?piece }}", text_graph(names).value)
    return {row["text"].value.rpartition("/")[2] for row in rows}
