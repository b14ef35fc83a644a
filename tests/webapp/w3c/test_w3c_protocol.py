"""The W3C's tests of the SPARQL 1.1 protocol and of service descriptions, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest
from test_w3c_evaluation import Endpoint, endpoint
from w3c_manifest import EXPECTED, FOLDER, Node, entries, members, missing, values

__all__ = ["endpoint"]  # the fixture
pytestmark = missing
TABLES = {"application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values"}
MEDIA = {
    "boolean": {"application/sparql-results+xml", "application/sparql-results+json"},
    "tabular": TABLES,
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json"},
}


@dataclass(frozen=True)
class Exchange:
    """A request with what should come back."""

    method: str
    query: str
    body: bytes | None
    headers: dict[str, str]
    statuses: frozenset[str]  # 2xx, 4xx
    boolean: str | None
    format: str | None


def exchanges(entry: Node) -> Iterator[Exchange]:
    for request in members("protocol", values("protocol", entry, "mf:action", "ht:requests")):

        def one(*path: str, request: Node = request) -> str | None:
            found = values("protocol", request, *path)
            return found[0].value if found else None

        body = one("ht:body", "cnt:chars")
        headers = {
            values("protocol", header, "ht:fieldName")[0].value: values("protocol", header, "ht:fieldValue")[0].value
            for header in members("protocol", values("protocol", request, "ht:headers"))
        }
        yield Exchange(
            one("ht:methodName") or "",
            (one("ht:absolutePath") or "").removeprefix("/sparql/"),
            None if body is None else body.encode(one("ht:body", "cnt:characterEncoding") or "utf-8"),
            headers,
            frozenset(status.value[-3:] for status in values("protocol", request, "ht:resp", "mf:expectedStatus")),
            one("ht:resp", "mf:expectedBoolean"),
            one("ht:resp", "mf:expectedFormat"),
        )


def cases() -> list[object]:
    found = []
    for entry in entries("protocol") if FOLDER.is_dir() else ():
        name = f"protocol/{entry.value.rpartition('#')[2]}"
        marks = [pytest.mark.xfail(strict=True, reason=EXPECTED[name])] if name in EXPECTED else []
        found.append(pytest.param(entry, id=name, marks=marks))
    return found


def put(endpoint: Endpoint, entry: Node, folder: Path) -> None:
    """Serve the graphs that a protocol test asks for."""
    store = ox.Store(str(folder / "store"))
    for graph in values("protocol", entry, "ut:graphData"):
        path = Path(values("protocol", graph, "ut:graph")[0].value.removeprefix("file://"))
        name = values("protocol", graph, "rdfs:label")[0].value
        store.load(path.read_bytes(), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    store.flush()
    del store
    endpoint.over(folder / "store")


@pytest.mark.parametrize("entry", cases())
def test_w3c_protocol(entry: Node, endpoint: Endpoint, tmp_path: Path) -> None:
    put(endpoint, entry, tmp_path)
    found = list(exchanges(entry))
    assert found
    for exchange in found:
        assert exchange.statuses
        status, media, raw = endpoint.send(exchange.method, exchange.query, exchange.body, exchange.headers)
        assert f"{status // 100}xx" in exchange.statuses, raw
        if exchange.format:
            assert media in MEDIA[exchange.format]
        if exchange.boolean is not None:
            assert json.loads(raw)["boolean"] is (exchange.boolean == "true")


@pytest.mark.parametrize("entry", [case.values[0] for case in cases() if case.id in EXPECTED])  # type: ignore[attr-defined]
def test_w3c_updates_are_refused_with_403(entry: Node, endpoint: Endpoint, tmp_path: Path) -> None:
    put(endpoint, entry, tmp_path)
    updates = [exchange for exchange in exchanges(entry) if "query" not in exchange.headers.get("content-type", "")]
    assert updates
    for exchange in updates:
        assert endpoint.send(exchange.method, exchange.query, exchange.body, exchange.headers)[0] == 403


# --- service description: the three tests are told in words

SD = "http://www.w3.org/ns/sparql-service-description#"
#: SPARQL 1.1 Service Description, section 3: property -> (class of its subject, class of its object)
SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", None),
    "defaultEntailmentRegime": ("Service", None),
    "entailmentRegime": ("NamedGraph", None),
    "defaultSupportedEntailmentProfile": ("Service", None),
    "supportedEntailmentProfile": ("NamedGraph", None),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", None),
    "supportedLanguage": ("Service", None),
    "propertyFeature": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
CLASSES = {"Service", "Dataset", "Graph", "NamedGraph", "GraphCollection", "Function", "Aggregate", "Language", "Feature"}
FEATURES = {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"}


def described(address: str) -> tuple[str, ox.Store]:
    """The media type and the triples of the description of a running viewer with a knowledge base."""
    with urlopen(Request(address), timeout=60) as answer:
        media, raw = answer.headers.get_content_type(), answer.read()
    store = ox.Store()
    store.load(raw, format=ox.RdfFormat.from_media_type(media), base_iri=address)
    return media, store


def test_w3c_get_on_the_endpoint_returns_rdf(address: str) -> None:
    media, store = described(f"{address}/sparql")
    assert media in MEDIA["RDF"]
    assert len(store) > 20


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_w3c_the_description_has_a_matching_endpoint(address: str, path: str) -> None:
    _, store = described(address + path)
    services = list(store.quads_for_pattern(None, ox.NamedNode(SD + "endpoint"), ox.NamedNode(address + path)))
    assert len(services) == 1
    assert list(store.quads_for_pattern(services[0].subject, None, ox.NamedNode(SD + "Service")))


def test_w3c_the_description_conforms_to_its_schema(address: str) -> None:
    _, store = described(f"{address}/sparql")

    def types(node: object) -> set[str]:
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        return {q.object.value.removeprefix(SD) for q in store.quads_for_pattern(node, kind, None)}  # type: ignore[union-attr, arg-type]

    used = set()
    for quad in store:
        if quad.predicate.value.startswith(SD):
            name = quad.predicate.value.removeprefix(SD)
            used.add(name)
            domain, range_ = SCHEMA[name]
            assert domain in types(quad.subject), quad
            assert range_ is None or range_ in types(quad.object), quad
            if name == "feature":
                assert quad.object.value.removeprefix(SD) in FEATURES  # type: ignore[union-attr]
            if name == "supportedLanguage":
                assert quad.object.value == SD + "SPARQL11Query"  # type: ignore[union-attr]
            if name == "resultFormat":
                assert quad.object.value.startswith("http://www.w3.org/ns/formats/")  # type: ignore[union-attr]
        elif quad.predicate.value.endswith("#type") and quad.object.value.startswith(SD):  # type: ignore[union-attr]
            assert quad.object.value.removeprefix(SD) in CLASSES  # type: ignore[union-attr]
    assert {"endpoint", "feature", "supportedLanguage", "resultFormat", "defaultDataset", "defaultGraph", "namedGraph"} <= used
