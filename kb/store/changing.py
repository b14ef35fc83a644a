"""What a change comes to, as every store open for writing tells it: lines that go, lines that come, files that change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from kb.store.folder import Folder, statement_files
from kb.store.lines import lines_of
from kb.terms import Names


def replacing(
    graphs: Mapping[NamedNode, Iterable[Quad]], graph: Callable[[NamedNode], Iterable[Quad]], folder: Folder, names: Names
) -> tuple[set[bytes], set[bytes]]:
    """The lines that go and those that come where these quads are put in place of whole graphs; ``graph`` gives what is there."""
    remove: set[bytes] = set()
    insert: set[bytes] = set()
    for iri, quads in graphs.items():
        new = lines_of(Quad(q.subject, q.predicate, q.object, iri) for q in quads)
        source = names.source_of(iri)
        old = folder.statements_of(source) if source else lines_of(graph(iri))
        remove |= old - new
        insert |= new - old
    return remove, insert


def changed_files(
    folder: Folder, names: Names, remove: Iterable[bytes], insert: Iterable[bytes], extra: Mapping[str, bytes]
) -> dict[str, bytes | None]:
    """The files of the folder that a change makes other than they are; None for one that goes."""
    files = {**extra, **statement_files(folder, names, remove, insert)}
    return {name: content for name, content in files.items() if not folder.holds(name, content)}
