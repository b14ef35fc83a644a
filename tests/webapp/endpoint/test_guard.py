"""What the guard lets pass calls nobody: each trap by name, then a listener on loopback that is never contacted."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from webapp.endpoint.guard import LONGEST, guard
from webapp.endpoint.refusals import Refusal


def refused(query: str) -> Refusal:
    with pytest.raises(Refusal) as told:
        guard(query)
    return told.value


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("select * { ?s ?p ?o }", "SELECT"),
        ("PREFIX add: <http://example.org/load#> SELECT * { ?s add:drop ?o }", "SELECT"),
        ("# INSERT is only a comment\nASK { ?load ?p 'DELETE' }", "ASK"),
        ("BASE <http://example.org/service/> DESCRIBE <load>", "DESCRIBE"),
        ("PREFIX : <http://example.org/> SELECT * { :service :load $drop }", "SELECT"),
        # the word stands in ...
        ("SELECT * { ?s ?p ?o } # SERVICE <x> { }", "SELECT"),
        ("SELECT * { ?s ?p 'SERVICE <x> { }' }", "SELECT"),
        ('SELECT * { ?s ?p "SERVICE <x> { }" }', "SELECT"),
        ("SELECT * { ?s ?p '''it's\n SERVICE <x> { }''' }", "SELECT"),
        ('CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p """SERVICE <x> in a "long" string""" , ?o }', "CONSTRUCT"),
        ("SELECT * { ?s ?p 'an escaped \\' SERVICE <x> { }' }", "SELECT"),
        ("SELECT * { <http://example.org/SERVICE> ?p ?o }", "SELECT"),
        ("SELECT * { <http://example.org/#SERVICE> ?p ?o }", "SELECT"),
        ("SELECT ?service { ?service ?LOAD $SERVICE }", "SELECT"),
        ("PREFIX service: <http://example.org/> SELECT * { service:load service:add service:drop }", "SELECT"),
        ("PREFIX service: <http://example.org/> SELECT * { GRAPH service:g { ?s ?p ?o } }", "SELECT"),
        ("PREFIX service: <http://example.org/> SELECT * FROM service:g { ?s ?p ?o }", "SELECT"),
        ("SELECT * { _:service ?p 'x'@service }", "SELECT"),
        ("PREFIX ex: <http://example.org/> SELECT * { ex:a\\#b ?p ex:the.service }", "SELECT"),
    ],
)
def test_reading_is_allowed(query: str, form: str) -> None:
    assert guard(query).form == form


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a> <b> <c> }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "PREFIX a: <b> CLEAR ALL",
        "DROP GRAPH <x>",
        "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "# SELECT\nLOAD SILENT <http://example.org/> INTO GRAPH <g>",
    ],
)
def test_an_update_is_forbidden_by_name(query: str) -> None:
    told = refused(query)
    assert told.status == 403
    assert "reads and never writes" in str(told)


CALLS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent ?where { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SeRvIcE <URL> { ?s ?p ?o } } } }",
    "SELECT * { S\\u0045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a' . SERVICE <URL> { ?s ?p 'b' } }",
    "SELECT * { ?s ?p ?o # a comment ends with its line\n SERVICE <URL> {} }",
    "SELECT * { ?s ?p ?o # or with its carriage return\r SERVICE <URL> {} }",
    "SELECT * { FILTER(?a<5) SERVICE<URL> { ?s ?p ?o } FILTER(?b>5) }",
    # a # or a quotation mark that belongs to a name begins neither comment nor string
    "PREFIX ex: <http://e/> SELECT * { OPTIONAL { ?a ex:b\\#c ?d } SERVICE <URL> { ?s ?p ?o } }",
    "PREFIX ex: <http://e/> SELECT * { OPTIONAL { ?a ex:b\\'c ?d } SERVICE <URL> { ?s ?p ?o } OPTIONAL { ?a ex:b\\'c ?d } }",
    "SELECT * { ?a ?b <http://e/#f> SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?a ?b <http://e/\\u0041#f> SERVICE <URL> { ?s ?p ?o } }",
    # no space is needed round a keyword, and one that runs into a prefixed name is a keyword to the engine
    "SELECT * { ?a ?b 1e5SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?a ?b trueSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c.SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<URL> { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { ?a ?b 1SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { ?a ?b 1e5SERVICE:x { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT * { SERVICEex:x { ?s ?p ?o } }",
    "PREFIX : <URL> PREFIX service: <http://e/> SELECT * { {} service:x { ?s ?p ?o } }",
    "PREFIX : <URL> PREFIX service: <http://e/> SELECT * { ?a ?b 1 service:x # a comment\n { ?s ?p ?o } }",
    "PREFIX : <URL> PREFIX ex: <http://e/> SELECT * { ?a ?b ex:.SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:x\u00b7 { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", CALLS)
def test_no_query_leaves_the_host(query: str) -> None:
    told = refused(query.replace("URL", "http://127.0.0.1:9/"))
    assert told.status == 403
    assert "no query leaves this host" in str(told)


@pytest.mark.parametrize("query", ["", "   # nothing", "hello", "?select", "<SELECT>"])
def test_what_is_no_query_is_said_to_be_none(query: str) -> None:
    told = refused(query)
    assert told.status == 400
    assert "no SPARQL query" in str(told)


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p 'open }", 'ASK { ?s ?p """open" }', "ASK { ?s ?p 'two\nlines' }"])
def test_a_string_must_be_closed(query: str) -> None:
    assert "never closed" in str(refused(query))


def test_a_query_has_a_longest_length() -> None:
    assert refused("SELECT * {} #" + "x" * LONGEST).status == 413


@pytest.mark.parametrize("noise", ["'\\", "a:b" + "." * 50, "<a", "((", "'a' ", '"', "1e", "\\u0027", "?.", "é:"])
@pytest.mark.timeout(5)
def test_the_scan_takes_no_longer_than_the_query(noise: str) -> None:
    try:
        guard(("SELECT * { " + noise * LONGEST)[:LONGEST])
    except Refusal as refusal:
        assert refusal.status in (400, 403)


def test_a_dataset_of_its_own_is_seen() -> None:
    assert guard("SELECT * FROM <http://e/g> { ?s ?p ?o }").dataset
    assert guard("ASK FROM NAMED <http://e/g> {}").dataset
    assert not guard("SELECT ?from { ?from ?p 'FROM' }").dataset


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[object]]]:
    """An address on loopback, and who called there."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:
                    return
                calls.append(caller)
                connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls
        server.shutdown(socket.SHUT_RDWR)


STORE = ox.Store()
STORE.add(ox.Quad(ox.NamedNode("http://e/a"), ox.NamedNode("http://e/b"), ox.Literal(1)))


def ask_the_engine(query: str) -> None:
    try:
        found = STORE.query(query)
        list(found) if not isinstance(found, ox.QueryBoolean) else bool(found)
    except (SyntaxError, ValueError, OSError, RuntimeError):
        pass


def test_the_listener_would_hear_a_call(listener: tuple[str, list[object]]) -> None:
    address, calls = listener
    before = len(calls)
    ask_the_engine(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
    ask_the_engine(f"PREFIX : <{address}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}")
    assert len(calls) > before


PIECES = [
    *(
        "SERVICE",
        "service",
        "SERVICE SILENT",
        "SERVICE<URL>{?s ?p ?o}",
        "SERVICE:x{?s ?p ?o}",
        "SERVICEex:x {?s ?p ?o}",
        "SERVICE?u{}",
    ),
    *(
        "<URL>",
        ":x",
        "ex:x",
        "service:x",
        "ex:",
        ":",
        "ex:a\\#b",
        "ex:a\\'b",
        "ex:a.",
        "ex:.",
        "ex:a.service",
        "_:a",
        "_:a.",
        "_:a.b",
    ),
    *("'", '"', "'''", '"""', "''", "'a'", "'\\''", "'#'", "'\\\\'", "\\", "\\u0027", "\\u0022", "\\u0023", "\\u003C", "\\u000A"),
    *(
        "#",
        "#\n",
        "\n",
        "\r",
        "\t",
        " ",
        " ",
        " ",
        "\x0b",
        "\x0c",
        "\u00a0",
        "\u2028",
        "\u00b7",
        "\u0300",
        "\u203f",
        "\u20ac",
        "²",
    ),
    *(
        "<",
        ">",
        "<http://e/#a>",
        "<http://e/\\u0023>",
        "<http://e/|>",
        "<a b>",
        "<<",
        ">>",
        "{",
        "}",
        "{}",
        "(",
        ")",
        ".",
        ";",
        ",",
        ".",
    ),
    *(
        "1",
        "1.",
        ".5",
        "1e5",
        "1e",
        "+1",
        "true",
        "a",
        "?x",
        "$x",
        "?",
        "@en",
        "@en-x",
        "'a'@en",
        "1^^ex:x",
        "^^",
        "|",
        "/",
        "*",
        "!",
        "%20",
    ),
    *(
        "OPTIONAL{",
        "FILTER(",
        "FILTER EXISTS{",
        "UNION{",
        "BIND(<URL> AS ?u)",
        "GRAPH ex:g{",
        "GRAPH service:g {",
        "VALUES ?u {<URL>}",
    ),
]
WHOLE = ("?a ?b 1 ", "{} ", "OPTIONAL { ?a ex:b ?c } ", "FILTER(?a<5) ", "")


@pytest.mark.parametrize("seed", range(8))
def test_a_listener_on_loopback_is_never_contacted(listener: tuple[str, list[object]], seed: int) -> None:
    """Queries put together from traps: whatever the guard lets pass is given to the bare engine."""
    address, calls = listener
    draw = random.Random(seed)
    passed, before = 0, len(calls)
    for _ in range(1500):
        pieces = [draw.choice(PIECES) for _ in range(draw.randrange(1, 7))]
        middle = draw.choice(("", " ")).join(pieces)
        call = (
            draw.choice(("SERVICE", "SERVICE ", "service silent "))
            + draw.choice((":x", "<URL>", "ex:x", "service:x"))
            + "{?s ?p ?o}"
        )
        query = f"PREFIX : <URL> PREFIX ex: <URL> PREFIX service: <URL> SELECT * {{ {draw.choice(WHOLE)}{middle}{call} }}"
        query = query.replace("URL", address)
        try:
            guard(query)
        except Refusal:
            continue
        passed += 1
        ask_the_engine(query)
        assert len(calls) == before, query
    assert passed > 20
