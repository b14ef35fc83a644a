"""The W3C's SPARQL 1.1 query tests, asked over HTTP: each test's data is loaded, its default graph is the test's own."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from flask import Flask
from w3c_manifest import EXPECTED, FOLDER, Test, entries, evaluation, load, missing, parameters
from w3c_results import graph, result_set, same, solutions, table
from werkzeug.serving import make_server

from webapp import create_app
from webapp.endpoint.service import Service

pytestmark = missing
TYPES = {".srx": "application/sparql-results+xml", ".srj": "application/sparql-results+json", ".csv": "text/csv"}
TYPES[".tsv"] = "text/tab-separated-values"


class Endpoint:
    """A running viewer whose endpoint is put over one store after another."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app, self.address = app, address

    def over(self, store: Path) -> None:
        """Serve this store, with its own default graph; all else is as in service."""
        self.app.extensions["doxograph-sparql"] = Service(store, union=False)

    def send(self, method: str, query: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """The status, media type and body that a request is answered with."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        connection.request(method, parts.path + query, body, headers)
        answer = connection.getresponse()
        found = answer.status, answer.headers.get_content_type(), answer.read()
        connection.close()
        return found


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    app = create_app(tmp_path_factory.mktemp("none"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Endpoint(app, f"http://127.0.0.1:{server.server_port}/sparql")
    server.shutdown()
    thread.join(timeout=5)


def ask(endpoint: Endpoint, test: Test, accept: str) -> tuple[int, str, bytes]:
    """A test's query, read against the address of its file."""
    assert test.query is not None
    query = f"BASE <{test.base}>\n".encode() + test.query.read_bytes()
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return endpoint.send("POST", "", query, headers)


def holds(endpoint: Endpoint, test: Test) -> None:
    """Assert that a test's query gives what it should."""
    if "Syntax" in test.kind:
        status, _, said = ask(endpoint, test, "*/*")
        assert status == (400 if "Negative" in test.kind else 200), said
        return
    assert test.result is not None and test.query is not None
    suffix = test.result.suffix
    text = re.sub(r"#.*", "", test.query.read_text("utf-8"))
    if re.search(r"\b(CONSTRUCT|DESCRIBE)\b", text, re.IGNORECASE):
        status, media, raw = ask(endpoint, test, "text/turtle")
        assert (status, media) == (200, "text/turtle"), raw
        format = ox.RdfFormat.from_extension(suffix[1:])
        assert format is not None
        expected = graph(test.result.read_bytes(), format, test.base)
        assert same(graph(raw, ox.RdfFormat.TURTLE, test.base), expected), raw.decode()
        return
    wanted = TYPES.get(suffix, TYPES[".srj"])
    status, media, raw = ask(endpoint, test, wanted)
    assert (status, media) == (200, wanted), raw
    if suffix == ".csv":
        columns, rows = table(test.result.read_bytes())
        assert table(raw)[0] == columns
        assert same(table(raw)[1], rows), raw.decode()
        return
    format = ox.QueryResultsFormat.from_media_type(wanted)
    found = solutions(raw, format)
    should = solutions(test.result.read_bytes(), format) if suffix in TYPES else result_set(test.result, test.base)
    if isinstance(should, bool) or isinstance(found, bool):
        assert found == should
        return
    assert found[0] == should[0]
    ordered = "ORDER BY" in text.upper().rpartition("}")[2]
    assert same(found[1], should[1], ordered=ordered), f"{found[1]}\nshould be\n{should[1]}"


@pytest.mark.parametrize("test", parameters(evaluation(), quick=12))
def test_w3c_query(test: Test, endpoint: Endpoint, tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    load(store, test)
    del store
    endpoint.over(tmp_path / "store")
    holds(endpoint, test)


def test_every_known_failure_is_a_test() -> None:
    names = {test.name for test in evaluation()} | {f"protocol/{entry.value.rpartition('#')[2]}" for entry in entries("protocol")}
    assert set(EXPECTED) <= names
    assert all(len(reason.split()) > 4 for reason in EXPECTED.values())
    assert FOLDER.is_dir()
