"""The texts that a server keeps beside the graphs, so that clients without the data folder can show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kb.store.folder import Folder
from kb.store.protocol import Endpoint
from kb.store.state import read_text_names, text_graph, text_node, text_triples
from kb.store.upload import Part, part
from kb.terms import DOX, Names

Held = set[tuple[str, str]]  #: sources, each with its text's SHA-256


class ServerTexts:
    """What has to be sent so that a server keeps the texts of its sources; none of them where they are not ``wanted`` there."""

    def __init__(self, endpoint: Endpoint, names: Names, folder: Folder, *, wanted: bool) -> None:
        self._endpoint, self._names, self._folder, self._wanted = endpoint, names, folder, wanted

    def changed(self, held: Held, remove: Iterable[bytes], insert: Iterable[bytes]) -> tuple[list[Part], list[Part]]:
        """What a change means for a server that holds these: the texts that come, and those that no source has any more."""
        old, new = _told(self._names, remove), _told(self._names, insert)
        after = (held - old) | new
        come = {sha256 for _, sha256 in new} if self._wanted else set()
        gone = {sha256 for _, sha256 in old} - {sha256 for _, sha256 in after}
        return self._coming(come), self._going(gone)

    def made_good(self, held: Held) -> list[Part]:
        """What the server lacks, or has too much."""
        kept = {sha256 for _, sha256 in held}
        there = read_text_names(self._endpoint, self._names)
        if not self._wanted:
            return self._going(there)
        return [*self._going(there - kept), *self._coming(one for one in kept - there if self._folder.has_text(one))]

    def _coming(self, texts: Iterable[str]) -> list[Part]:
        graph = text_graph(self._names).value
        return [
            one
            for sha256 in sorted(texts)
            for one in part("INSERT DATA", graph, text_triples(self._names, sha256, self._folder.text(sha256)))
        ]

    def _going(self, texts: Iterable[str]) -> list[Part]:
        graph = text_graph(self._names)
        found: list[Part] = []
        for sha256 in sorted(texts):
            node = text_node(self._names, sha256)
            rows = self._endpoint.select(f"SELECT ?p ?o WHERE {{ {node} ?p ?o }}", graph.value)
            found += part("DELETE DATA", graph.value, [f"{node} {row['p']} {row['o']}" for row in rows])
        return found


def _told(names: Names, lines: Iterable[bytes]) -> Held:
    """The sources with the texts that lines give them."""
    told = [line for line in lines if f" {DOX.textHash} ".encode() in line]
    quads = parse(b"".join(line + b"\n" for line in told), format=RdfFormat.N_QUADS)
    given = {(quad.subject, quad.object) for quad in quads if quad.predicate == DOX.textHash}
    return {(names.source_of(cast(NamedNode, subject)) or "", cast(Literal, sha256).value) for subject, sha256 in given}
