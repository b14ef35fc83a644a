"""An address names the URLs of a server, and no secret."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.store.address import read_address


@pytest.mark.parametrize(
    ("written", "query", "update", "graph"),
    [
        ("sparql+http://localhost:7878", "http://localhost:7878/query", "http://localhost:7878/update", None),
        ("sparql+http://localhost:7878/", "http://localhost:7878/query", "http://localhost:7878/update", None),
        ("sparql+https://example.org/ds", "https://example.org/ds/query", "https://example.org/ds/update", None),
        ("sparql+https://example.org/ds/query", "https://example.org/ds/query", "https://example.org/ds/update", None),
        ("sparql+https://example.org/sparql", "https://example.org/sparql", "https://example.org/sparql", None),
        (
            "SPARQL+http://localhost:8890/sparql?update=/sparql-auth&graph=/sparql-graph-crud-auth",
            "http://localhost:8890/sparql",
            "http://localhost:8890/sparql-auth",
            "http://localhost:8890/sparql-graph-crud-auth",
        ),
        (
            "sparql+https://example.org?query=/repositories/x&update=/repositories/x/statements",
            "https://example.org/repositories/x",
            "https://example.org/repositories/x/statements",
            None,
        ),
        ("sparql+https://example.org?query=https://other.org/q", "https://other.org/q", None, None),
    ],
)
def test_the_urls_that_an_address_names(written: str, query: str, update: str | None, graph: str | None) -> None:
    address = read_address(written)
    assert (address.query, address.update, address.graph) == (query, update, graph)


def test_what_else_an_address_says() -> None:
    address = read_address("sparql+http://h?base=http://x.org/kb/&timeout=2.5&texts=no&replace=yes")
    assert (address.base, address.timeout, address.texts, address.replace) == ("http://x.org/kb/", 2.5, False, True)
    plain = read_address("sparql+http://h")
    assert (plain.base, plain.timeout, plain.texts, plain.replace) == (None, 60.0, True, False)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("http://localhost", r"does not begin with sparql\+http"),
        ("data", "does not begin"),
        ("sparql+ftp://h", "does not begin"),
        ("sparql+http://", "names no host"),
        ("sparql+http:///query", "names no host"),
        ("sparql+http://h?password=x", "parameter 'password'"),
        ("sparql+http://h?timeout=soon", "timeout=soon"),
        ("sparql+http://h?timeout=-1", "timeout=-1"),
        ("sparql+http://h?replace=1", "neither yes nor no"),
        ("sparql+http://h:port", "cannot be read"),
        ("sparql+http://h?update=ftp://h/x", "update=ftp://h/x"),
        ("sparql+http://h?base=nowhere", "base=nowhere"),
    ],
)
def test_an_address_that_is_none(written: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as refused:
        read_address(written)
    assert refused.value.remedy


@pytest.mark.parametrize("written", ["sparql+http://ann:secret@h/", "sparql+http://h?query=http://ann:secret@h/q"])
def test_credentials_in_an_address_are_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(UsageError, match="DOXOGRAPH_STORE_USER") as refused:
        read_address(written)
    assert "secret" not in str(refused.value)
