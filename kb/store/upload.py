"""Changes on their way to a SPARQL server: in one request where it takes it, else in pieces, each such that it can be sent again.

One request is one transaction on most servers. Virtuoso takes a thousand statements at most and commits each by itself; there the
order keeps readers from half a statement: what is derived, by which a statement lives, goes first and comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kb.store.lines import by_graph, triple_of
from kb.store.protocol import Endpoint
from kb.store.state import marking, union_graph
from kb.store.transport import Refused
from kb.terms import Names

Verb = Literal["DELETE DATA", "INSERT DATA"]
_WHOLE = 100_000  # statements that one request may hold
_BYTES = 32 << 20  # and characters
_PIECE = 1_000  # statements of a request where the whole was refused
_FILE = 20_000  # statements in one request of the graph store protocol


@dataclass(frozen=True, slots=True)
class Part:
    """Statements (subject, predicate, object as in N-Triples) that leave a graph or come into it."""

    verb: Verb
    graph: str
    triples: tuple[str, ...]

    def written(self) -> str:
        """This part as an update."""
        return self.verb + f" {{ GRAPH <{self.graph}> {{\n" + "".join(f"{triple} .\n" for triple in self.triples) + "} }"


def part(verb: Verb, graph: str, triples: Iterable[str]) -> list[Part]:
    """One part in a fixed order, or none where there is nothing in it."""
    ordered = tuple(sorted(triples))
    return [Part(verb, graph, ordered)] if ordered else []


def parts_of(names: Names, remove: Iterable[bytes], insert: Iterable[bytes], *, union: bool = True) -> list[Part]:
    """A change of quads (N-Quads lines) in the order it is made in, with what it is for the union graph."""
    gone, come = by_graph(remove), by_graph(insert)
    late = {names.identity.value: 1, names.derived.value: 2}

    def triples(lines: Iterable[bytes]) -> set[str]:
        return {triple_of(line).decode() for line in lines}

    parts: list[Part] = []
    staying = triples(line for lines in come.values() for line in lines)
    for graph in sorted(gone, key=lambda graph: (-late.get(graph, 0), graph)):
        parts += part("DELETE DATA", union_graph(names).value, triples(gone[graph]) - staying) if union else []
        parts += part("DELETE DATA", graph, triples(gone[graph]))
    for graph in sorted(come, key=lambda graph: (late.get(graph, 0), graph)):
        parts += part("INSERT DATA", graph, triples(come[graph]))
        parts += part("INSERT DATA", union_graph(names).value, triples(come[graph])) if union else []
    return parts


class Upload:
    """What sends changes to one server, and learns how much it takes at once."""

    def __init__(self, endpoint: Endpoint, names: Names) -> None:
        self._endpoint, self._names = endpoint, names
        self._most = _WHOLE

    def change(self, parts: list[Part], before: str, after: str) -> None:
        """Make a change, all at once if it can be, and let the server say so: ``before`` and ``after`` are its words.

        Raises StoreError where the server cannot be reached or refuses; what it has by then can be sent again.
        """
        done = marking(self._names, after)
        count = sum(len(one.triples) for one in parts)
        written = [one.written() for one in parts] if count <= self._most else []
        if count <= self._most and sum(map(len, written)) <= _BYTES:
            try:
                self._endpoint.update(" ;\n".join([*written, done]))
                return
            except Refused:
                if count < 2:
                    raise
                self._most = min(self._most, _PIECE)
        self._endpoint.update(marking(self._names, before, after))
        self.pieces(parts)
        self._endpoint.update(done)

    def pieces(self, parts: Iterable[Part]) -> None:
        """Make a change piece by piece."""
        for one in parts:
            if one.verb == "INSERT DATA" and self._endpoint.address.graph is not None and len(one.triples) > _PIECE:
                for triples in _cut(one.triples, _FILE):
                    self._endpoint.add(one.graph, "".join(f"{triple} .\n" for triple in triples).encode("utf-8"))
            else:
                for triples in _cut(one.triples, min(self._most, _PIECE)):
                    self._piece(Part(one.verb, one.graph, triples))

    def _piece(self, one: Part) -> None:
        try:
            self._endpoint.update(one.written())
        except Refused as error:
            if len(one.triples) == 1:
                raise Refused(
                    f"{error.what}; it is about {one.triples[0][:300]}", where=error.where, remedy=error.remedy
                ) from error
            half = len(one.triples) // 2
            self._most = max(1, min(self._most, half))
            self._piece(Part(one.verb, one.graph, one.triples[:half]))
            self._piece(Part(one.verb, one.graph, one.triples[half:]))


def _cut(triples: tuple[str, ...], most: int) -> Iterator[tuple[str, ...]]:
    """Pieces of at most so many statements, and not too long."""
    at = 0
    while at < len(triples):
        end, length = at, 0
        while end < len(triples) and end - at < most and (end == at or length + len(triples[end]) <= _BYTES // 16):
            length += len(triples[end])
            end += 1
        yield triples[at:end]
        at = end
