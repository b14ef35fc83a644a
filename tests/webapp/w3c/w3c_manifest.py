"""The W3C's SPARQL 1.1 test manifests, read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

FOLDER = Path(__file__).parents[4] / "shared/peers/rdf-tests/sparql11"
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"  # where the files say they are
missing = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the W3C's tests in ../shared/peers/rdf-tests/sparql11")

#: the query language and its results; entailment regimes and federation are other recommendations, and the endpoint has neither
EVALUATION = (
    *("aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping", "json-res"),
    *("negation", "project-expression", "property-path", "subquery", "syntax-query"),
)
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_PREFIXES = {
    "mf": _MF,
    "qt": "http://www.w3.org/2001/sw/DataAccess/tests/test-query#",
    "ut": "http://www.w3.org/2009/sparql/tests/test-update#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "ht": "http://www.w3.org/2011/http#",
    "cnt": "http://www.w3.org/2011/content#",
}
#: failures that are known: test -> reason
EXPECTED: dict[str, str] = tomllib.loads((Path(__file__).parent / "expected_failures.toml").read_text("utf-8"))


Node = Any  # a NamedNode or BlankNode, whose value is a string


@dataclass(frozen=True)
class Test:
    """One entry of a manifest: what it asks, on which data, what should come of it."""

    __test__ = False

    name: str  # folder/fragment
    kind: str  # QueryEvaluationTest ...
    query: Path | None
    data: tuple[Path, ...]
    graphs: tuple[tuple[str, Path], ...]
    result: Path | None

    @property
    def base(self) -> str:
        """The address of the query's file."""
        assert self.query is not None
        return BASE + self.query.relative_to(FOLDER).as_posix()


def parameters(tests: Iterator[Test], *, quick: int = 1) -> list[object]:
    """Tests as pytest parameters: known failures marked so, all but one in ``quick`` slow."""
    made = []
    for number, test in enumerate(tests):
        marks = [pytest.mark.xfail(strict=True, reason=EXPECTED[test.name])] if test.name in EXPECTED else []
        if number % quick:
            marks.append(pytest.mark.slow)
        made.append(pytest.param(test, id=test.name, marks=marks))
    return made


def evaluation() -> Iterator[Test]:
    """The tests of queries and of the syntax of queries."""
    for folder in EVALUATION if FOLDER.is_dir() else ():
        for test in read(folder):
            if "Update" not in test.kind:
                yield test


@cache
def manifest(folder: str) -> ox.Store:
    """A manifest as a store."""
    store = ox.Store()
    path = FOLDER / folder / "manifest.ttl"
    store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return store


def values(folder: str, subject: Node, *path: str) -> list[Node]:
    """What a chain of properties (``mf:action``) leads to from a node of a manifest."""
    found: list[Node] = [subject]
    for step in path:
        prefix, _, name = step.partition(":")
        predicate = ox.NamedNode(_PREFIXES[prefix] + name)
        found = [quad.object for node in found for quad in manifest(folder).quads_for_pattern(node, predicate, None)]
    return found


def members(folder: str, lists: list[Node]) -> list[Node]:
    """The members of an RDF list."""
    found = []
    while lists and lists[0].value != _PREFIXES["rdf"] + "nil":
        found += values(folder, lists[0], "rdf:first")
        lists = values(folder, lists[0], "rdf:rest")
    return found


def entries(folder: str) -> list[Node]:
    """The tests of a manifest, in its order."""
    whole = next(manifest(folder).quads_for_pattern(None, ox.NamedNode(_MF + "entries"), None), None)
    return members(folder, [whole.object]) if whole else []


def read(folder: str) -> Iterator[Test]:
    """The tests of a folder."""
    for entry in entries(folder):

        def paths(*path: str, entry: Node = entry) -> list[Path]:
            return [
                Path(node.value.removeprefix("file://"))
                for node in values(folder, entry, *path)
                if node.value.startswith("file:")
            ]

        graphs = paths("mf:action", "qt:graphData")
        yield Test(
            f"{folder}/{entry.value.rpartition('#')[2]}",
            values(folder, entry, "rdf:type")[0].value.removeprefix(_MF),
            next(iter(paths("mf:action", "qt:query") or paths("mf:action")), None),
            tuple(paths("mf:action", "qt:data")),
            tuple((BASE + path.relative_to(FOLDER).as_posix(), path) for path in graphs),
            next(iter(paths("mf:result")), None),
        )


def load(store: ox.Store, test: Test) -> None:
    """A test's data into a store: its default graph, its named graphs."""
    for path in test.data:
        store.load(path.read_bytes(), format=_format(path), base_iri=BASE + path.relative_to(FOLDER).as_posix())
    for name, path in test.graphs:
        store.load(path.read_bytes(), format=_format(path), base_iri=name, to_graph=ox.NamedNode(name))
    store.flush()


def _format(path: Path) -> ox.RdfFormat:
    found = ox.RdfFormat.from_extension(path.suffix[1:])
    assert found is not None, path
    return found
