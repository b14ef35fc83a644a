"""One graph of the store: how much it holds, and of what."""

from __future__ import annotations

from dataclasses import dataclass

from kb.queries.asking import rows
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph's triples, and its things by the IRI of their class, the most numerous first."""

    iri: str
    triples: int
    kinds: tuple[tuple[str, int], ...]


def graph(store: Store, iri: str) -> Graph:
    """What the graph of this IRI holds; nothing where there is none."""
    found = [(row.get("class"), int(row["count"])) for row in rows(store, "graph_kinds", graph=iri)]
    kinds = sorted(((kind, count) for kind, count in found if kind), key=lambda kind: (-kind[1], kind[0]))
    return Graph(iri, next((count for kind, count in found if not kind), 0), tuple(kinds))
