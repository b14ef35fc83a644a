"""Quads as lines of N-Quads, in which changes are compared and written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kb.graph import sorted_nquads
from kb.terms import Names

_STATED = ("claim", "relation", "argument", "proposition")


def lines_of(quads: Iterable[Quad]) -> set[bytes]:
    """The lines of some quads, without line ends."""
    return set(sorted_nquads(quads).split(b"\n")) - {b""}


def split(nquads: bytes) -> set[bytes]:
    """The lines of a file's content."""
    return set(nquads.split(b"\n")) - {b""}


def read_lines(path: Path) -> list[bytes]:
    """The lines of a file that ends with a line end."""
    return path.read_bytes().split(b"\n")[:-1]


def graph_of(line: bytes) -> str:
    """The IRI of a line's graph."""
    return line[line.rindex(b" <") + 2 : line.rindex(b">")].decode()


def triple_of(line: bytes) -> bytes:
    """A line without its graph and full stop."""
    return line[: line.rindex(b" <")]


def subject_of(line: bytes) -> str:
    """The IRI of a line's subject."""
    return line[1 : line.index(b">")].decode()


def by_graph(lines: Iterable[bytes]) -> dict[str, set[bytes]]:
    """Lines by their graphs; a graph that none is in has no lines."""
    written: dict[bytes, set[bytes]] = defaultdict(set)  # by the graph as written, which is quicker to tell than its IRI
    for line in lines:
        written[line[line.rindex(b" <") :]].add(line)
    return defaultdict(set, {graph_of(graph): lines for graph, lines in written.items()})


def wholes(names: Names, lines: Iterable[bytes]) -> set[str]:
    """The whole entities of which these lines of the derived graph say something."""
    derived = f" <{names.derived.value}> .".encode()
    subjects = {subject_of(line) for line in lines if line.endswith(derived)}
    return {iri for iri in subjects if names.key(NamedNode(iri))}


def touched(names: Names, lines: Iterable[bytes]) -> tuple[set[str], bool]:
    """The sources that a change of these lines is about, and whether it is about identity.

    A line of the derived graph may bring a claim to life or let it die, and is said of a subject of its source.
    """
    sources: set[str] = set()
    graphs: set[bytes] = set()
    derived = f" <{names.derived.value}> .".encode()
    for line in lines:
        graphs.add(line[line.rindex(b" <") :])
        if line.endswith(derived):
            sources.add(names.source_of(subject_of(line)) or "")
    sources |= {names.source_of(graph_of(graph)) or "" for graph in graphs}
    return sources - {""}, f" <{names.identity.value}> .".encode() in graphs


def few_touched(names: Names, lines: Iterable[bytes], most: int) -> dict[str, set[str]]:
    """The statements, propositions and passages of a source that a change of the derived graph alone is about, by source.

    A source of which more is touched, its own graph or whom it names, is left out, and one of which more than ``most`` are.
    """
    found: dict[str, set[str]] = defaultdict(set)
    whole: set[str] = set()
    derived = f" <{names.derived.value}> .".encode()
    for line in lines:
        if not line.endswith(derived):
            whole.add(names.source_of(graph_of(line)) or "")
        elif source := names.source_of(subject := subject_of(line)):
            found[source].add(subject)
            kind = names.path(subject)[2:4]
            if not kind or (kind[0] not in _STATED and kind[1:] != ("span",)):
                whole.add(source)
    return {source: subjects for source, subjects in found.items() if source not in whole and len(subjects) <= most}
