"""What goes wrong between a client and a server is told in plain words, and only what is safe is tried again."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal

from kb.errors import StoreError
from kb.store import transport
from kb.store.address import read_address
from kb.store.protocol import Endpoint
from kb.store.results import canonical, verdict_of
from kb.store.transport import Refused
from kb.terms import XSD
from store.servers import free_port

Reply = tuple[int, dict[str, str], bytes]
ROWS = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "1"}}]}}).encode()
JSON = {"Content-Type": "application/sparql-results+json"}
GOOD: Reply = (200, JSON, ROWS)


class Stub:
    """A server that answers as a test says, and keeps what it was asked: method, path, headers, form."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]] = []
        self.answer: Callable[[int, dict[str, str]], Reply] = lambda number, headers: GOOD
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                stub.asked.append((self.command, self.path, headers, parse_qs(body.decode())))
                status, given, content = stub.answer(len(stub.asked), headers)
                self.send_response(status)
                for name, value in given.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = handle_one

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self.server.server_port}"

    def endpoint(self, more: str = "", **environment: str) -> Endpoint:
        return Endpoint(read_address(f"sparql+{self.root}{more}"), environment)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    monkeypatch.setattr(transport, "_TRIES", (0.0, 0.0, 0.0))
    made = Stub()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_question_is_a_form_that_asks_for_json_and_names_its_graphs(stub: Stub) -> None:
    assert stub.endpoint().select("SELECT ?x {}", "urn:d", ["urn:n", "urn:m"]) == [{"x": Literal("1")}]
    ((method, path, headers, form),) = stub.asked
    assert (method, path) == ("POST", "/query")
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["accept"] == "application/sparql-results+json"
    assert form == {"query": ["SELECT ?x {}"], "default-graph-uri": ["urn:d"], "named-graph-uri": ["urn:n", "urn:m"]}


@pytest.mark.parametrize(
    ("reply", "says", "remedy"),
    [
        ((401, {}, b""), "asks who you are", "DOXOGRAPH_STORE_USER"),
        ((403, {}, b"no"), r"asks who you are \(HTTP 403\)", "DOXOGRAPH_STORE_PASSWORD"),
        ((404, {"Content-Type": "text/html"}, b"<h1>no</h1>"), r"no SPARQL service here \(HTTP 404\)", "query="),
        ((405, {}, b""), "no SPARQL service here", "update="),
        ((301, {"Location": "https://else.org/"}, b""), "it points to https://else.org/", "Check the store's address"),
        ((200, {"Content-Type": "text/html"}, b"<h1>Welcome</h1>"), r"none of SPARQL \(text/html\)", "Check"),
        ((200, JSON, b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x":'), "none of SPARQL", "Check"),
        ((200, JSON, b"[]"), "none of SPARQL", "Check"),
        ((503, {}, b"down for repairs"), r"out of order \(HTTP 503: down for repairs\)", "later"),
        ((500, {}, b"Error: out of cheese\nmore"), r"refuses this \(HTTP 500: Error: out of cheese\)", "less at once"),
        ((500, {}, b"Virtuoso 42000 Error SR186:SECURITY: No permission"), "asks who you are", "DOXOGRAPH_STORE_USER"),
        ((200, {**JSON, "X-SQL-State": "S1TAT"}, ROWS), "only part of the answer", "timeout="),
    ],
)
def test_what_goes_wrong_is_told_with_its_place_and_remedy(stub: Stub, reply: Reply, says: str, remedy: str) -> None:
    stub.answer = lambda number, headers: reply
    with pytest.raises(StoreError, match=says) as refused:
        stub.endpoint().select("SELECT ?x {}", "urn:d")
    assert refused.value.where == f"{stub.root}/query" and remedy in refused.value.remedy
    assert len(stub.asked) == (3 if reply[0] == 503 else 1)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StoreError, match=r"127.0.0.1:\d+/query: the server does not answer \(.+\). Start it"):
        Endpoint(read_address(f"sparql+http://127.0.0.1:{free_port()}")).ask("ASK {}", "urn:d")


def test_a_server_that_is_well_again(stub: Stub) -> None:
    stub.answer = lambda number, headers: (503, {}, b"") if number < 3 else GOOD
    assert len(stub.endpoint().select("SELECT ?x {}", "urn:d")) == 1
    stub.endpoint().update("CLEAR ALL")
    assert [path for _, path, _, _ in stub.asked] == ["/query"] * 3 + ["/update"]


@pytest.mark.parametrize("writing", [False, True])
def test_what_may_still_be_under_way_is_not_sent_again(stub: Stub, writing: bool) -> None:
    def late(number: int, headers: dict[str, str]) -> Reply:
        time.sleep(0.6)
        return GOOD

    stub.answer = late
    one = stub.endpoint("?timeout=0.2")
    with pytest.raises(StoreError, match=r"no answer within 0\.2 seconds") as refused:
        one.update("CLEAR ALL") if writing else one.ask("ASK {}", "urn:d")
    assert len(stub.asked) == 1
    assert refused.value.where == f"{stub.root}/{'update' if writing else 'query'}"
    assert ("doxograph build" in refused.value.remedy) == writing


def basic(number: int, headers: dict[str, str]) -> Reply:
    wanted = "Basic " + base64.b64encode(b"ann:s\xc3\xa9cret").decode()
    return GOOD if headers.get("authorization") == wanted else (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")


def digest(number: int, headers: dict[str, str]) -> Reply:
    challenge = 'Digest realm="SPARQL", nonce="8", opaque="5", qop="auth", algorithm="MD5"'
    known = re.match(r'Digest username="ann", realm="SPARQL", nonce="8", uri="/query"', headers.get("authorization", ""))
    return GOOD if known else (401, {"WWW-Authenticate": challenge}, b"")


@pytest.mark.parametrize("guard", [basic, digest])
def test_credentials_are_given_where_they_are_asked_for(stub: Stub, guard: Callable[[int, dict[str, str]], Reply]) -> None:
    stub.answer = guard
    one = stub.endpoint(DOXOGRAPH_STORE_USER="ann", DOXOGRAPH_STORE_PASSWORD="sécret")
    for _ in range(3):
        assert len(one.select("SELECT ?x {}", "urn:d")) == 1
    assert "authorization" not in stub.asked[0][2]
    assert len(stub.asked) == 4  # one challenge, then at once
    assert all(form["query"] == ["SELECT ?x {}"] for _, _, _, form in stub.asked)


def test_wrong_credentials_are_told_and_not_repeated(stub: Stub) -> None:
    stub.answer = basic
    with pytest.raises(StoreError, match="does not let this user in") as refused:
        stub.endpoint(DOXOGRAPH_STORE_USER="ann", DOXOGRAPH_STORE_PASSWORD="wrong-word").ask("ASK {}", "urn:d")
    assert "wrong-word" not in str(refused.value)


def test_nothing_is_written_without_a_url_for_it(stub: Stub) -> None:
    with pytest.raises(StoreError, match="names no URL for updates"):
        stub.endpoint("?query=/query").update("CLEAR ALL")
    assert stub.asked == []


def test_a_graph_that_a_graph_store_does_not_have_is_empty(stub: Stub) -> None:
    stub.answer = lambda number, headers: (404, {}, b"")
    assert list(stub.endpoint("?graph=/store").graph("urn:g")) == []
    assert stub.asked[0][:2] == ("GET", "/store?graph=urn%3Ag")


def test_numbers_come_in_their_canonical_form() -> None:
    said = {"0.80": "0.8", "1.0": "1", "+07.5": "7.5", "-0.0": "0", "00": "0", "-012": "-12", "100": "100"}
    assert {written: canonical(Literal(written, datatype=XSD.decimal)).value for written in said} == said
    assert canonical(Literal("0100", datatype=XSD.integer)).value == "100"
    assert canonical(Literal("1.50")).value == "1.50"


def test_an_update_that_is_too_large_is_told_apart(stub: Stub) -> None:
    stub.answer = lambda number, headers: (413, {}, b"")
    with pytest.raises(Refused):
        stub.endpoint().update("INSERT DATA {}")


def test_the_answers_of_an_ask() -> None:
    assert verdict_of({"boolean": True}) and not verdict_of({"boolean": False})
    row = {"__ASK_RETVAL": {"type": "typed-literal", "value": "1"}}
    assert verdict_of({"results": {"bindings": [row]}}) and not verdict_of({"results": {"bindings": []}})
