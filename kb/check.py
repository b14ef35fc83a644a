"""Whether a knowledge base is sound: quotes at their places, no loose ends, nothing said twice, nothing out of date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pyoxigraph import NamedNode, Quad

from kb.assembly import computed
from kb.errors import DoxographError
from kb.graph import from_quads, sorted_nquads, to_quads
from kb.store import Store, open_store
from kb.terms import DOX

Aspect = Literal["quote", "reference", "graph", "file", "derivation", "shape"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    aspect: Aspect
    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(data: Path | str, *, shapes: bool = True, store: str | None = None) -> list[Problem]:
    """All that is wrong with a knowledge base; an empty list where it is sound.

    ``shapes`` asks for the SHACL validation too, which takes by far the longest. ``store`` is the address of a server that is
    the store; from a folder that it was not written from, files and derivation cannot be checked, and are left out. Raises
    StoreError where the folder cannot be read at all.
    """
    data = Path(data)
    with open_store(data, read_only=True, store=store) as opened:
        problems = [*_sources(opened), *_references(opened), *_graphs(opened)]
        if store is None or (data / "format.json").exists():
            problems += [*_files(opened, data), *_derivation(opened, data)]
        if store is not None:
            problems += _union(opened)
        if shapes:
            problems += _shapes(opened)
    return problems


def _sources(store: Store) -> Iterator[Problem]:
    """Each source graph can be read back, says its quotes truly, and says no more than what can be read back."""
    names = store.names
    for graph in store.graphs():
        source = names.source_of(graph)
        if source is None:
            continue
        quads = list(store.graph(graph))
        try:
            text = store.text(_one(quads, DOX.textHash))
        except DoxographError as error:
            yield Problem("quote", error.what, source)
            continue
        yield from _quotes(quads, text)
        try:
            pack = _one(quads, DOX.pack) or None
            again = sorted_nquads(to_quads(from_quads(quads, text, names=names), pack=pack, names=names))
        except (DoxographError, KeyError, IndexError, ValueError, TypeError) as error:
            yield Problem("graph", f"its statements cannot be read back ({error})", source)
            continue
        for line in sorted(set(again.split(b"\n")) ^ set(sorted_nquads(quads).split(b"\n"))):
            yield Problem("graph", f"not said alike when read back: {line.decode()[:200]}", source)


def _quotes(quads: list[Quad], text: str) -> Iterator[Problem]:
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate in (DOX.start, DOX.end, DOX.quote):
            said[_iri(quad)][quad.predicate.value.removeprefix(DOX.iri)] = quad.object.value  # type: ignore[union-attr]
    for node, told in said.items():
        start, end = int(told["start"]), int(told["end"])
        if not 0 <= start <= end <= len(text):
            yield Problem("quote", f"{start}-{end} lies outside the text of {len(text)} characters", node)
        elif "quote" in told and text[start:end] != told["quote"]:
            yield Problem("quote", f"the text at {start}-{end} is not the quote {told['quote'][:60]!r}", node)


def _references(store: Store) -> Iterator[Problem]:
    """Whatever IRI of our own is referred to is described; but a key may be a pack's that is not loaded."""
    names = store.names
    described: set[str] = set()
    referred: dict[str, str] = {}
    for graph in store.graphs():
        for quad in store.graph(graph):
            described.add(_iri(quad))
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(names.base) and quad.predicate != DOX.key:
                referred.setdefault(quad.object.value, _iri(quad))
    for iri in sorted(referred.keys() - described):
        if not iri.startswith(DOX.iri):
            yield Problem("reference", f"refers to {iri}, of which nothing is said", referred[iri])


def _graphs(store: Store) -> Iterator[Problem]:
    """No triple stands in two graphs, and a source graph speaks of its source alone."""
    names, seen = store.names, Counter[str]()
    for graph in store.graphs():
        source = names.source_of(graph)
        if source is None and graph not in (names.identity, names.derived):
            yield Problem("graph", "this graph is none of ours", graph.value)
        for quad in store.graph(graph):
            seen[str(quad.triple)] += 1
            if source is not None and names.source_of(_iri(quad)) != source:
                yield Problem("graph", f"the graph of {source} speaks of it", _iri(quad))
    for triple in sorted(triple for triple, count in seen.items() if count > 1):
        yield Problem("graph", "it stands in more than one graph", triple)


def _union(store: Store) -> Iterator[Problem]:
    """A server's union graph says what the graphs say together."""
    whole = int(store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[0]["n"].value)
    parts = int(store.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")[0]["n"].value)
    if whole != parts:
        yield Problem("graph", f"it holds {whole:,} statements, the graphs together {parts:,}", "graph/union")


def _files(store: Store, data: Path) -> Iterator[Problem]:
    """The files of the truth are sorted, and the index holds what they say."""
    from kb.store.folder import Folder

    folder, names = Folder(data), store.names
    held = {source for graph in store.graphs() if (source := names.source_of(graph))}
    for source in sorted(held.symmetric_difference(folder.sources())):
        yield Problem("file", "it is not both in the statements and in the index", source)
    for source in sorted(held.intersection(folder.sources())):
        path = data / folder.statements_file(source)
        written = path.read_bytes()
        if written != b"".join(line + b"\n" for line in sorted(folder.statements_of(source))):
            yield Problem("file", "its lines are not sorted", str(path))
        if written != sorted_nquads(store.graph(names.source_graph(source))):
            yield Problem("file", "the index holds something else", str(path))


def _derivation(store: Store, data: Path) -> Iterator[Problem]:
    """Identity and derived graph are what follows from the sources and decisions."""
    names = store.names
    try:
        expected = set(sorted_nquads(computed(data, store)).split(b"\n"))
    except DoxographError as error:
        yield Problem("derivation", error.what, "packs")
        return
    found = {line for graph in (names.identity, names.derived) for line in sorted_nquads(store.graph(graph)).split(b"\n")}
    for line in sorted(expected - found)[:20]:
        yield Problem("derivation", f"it should say {line.decode()[:200]}", "the whole")
    for line in sorted(found - expected)[:20]:
        yield Problem("derivation", f"it should not say {line.decode()[:200]}", "the whole")


def _shapes(store: Store) -> Iterator[Problem]:
    """The SHACL shapes hold; each problem names the statement, the rule and the value at fault."""
    from kb.validation import violations

    for violation in violations(store):
        yield Problem("shape", str(violation), violation.statement)


def _iri(quad: Quad) -> str:
    assert isinstance(quad.subject, NamedNode)
    return quad.subject.value


def _one(quads: list[Quad], predicate: NamedNode) -> str:
    return next((str(quad.object.value) for quad in quads if quad.predicate == predicate), "")  # type: ignore[union-attr]
