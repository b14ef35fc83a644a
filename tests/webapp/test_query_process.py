from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from kb.errors import UsageError
from kb.store import open_store
from kb.store.folder import Folder
from kb.terms import PREFIXES
from webapp import query_process
from webapp.query_process import Busy, run
from webapp.views.sparql import examples

# nine joins of everything with everything: no machine ends this
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9)) + " }"


@pytest.fixture
def index(data: Path) -> Path:
    return Folder(data).oxigraph


def test_rows_come_as_json_csv_and_xml(index: Path) -> None:
    query = 'SELECT ?s WHERE { ?s dox:year 2020 ; dcterms:title "A survey of the quarrel" }'
    iri = "https://w3id.org/doxograph/source/survey"
    found = run(index, query, prefixes=PREFIXES)
    assert found.form == "rows"
    assert json.loads(found.written)["results"]["bindings"] == [{"s": {"type": "uri", "value": iri}}]
    assert run(index, query, format="csv", prefixes=PREFIXES).written.decode().split() == ["s", iri]
    assert f"<uri>{iri}</uri>".encode() in run(index, query, format="xml", prefixes=PREFIXES).written


def test_a_long_result_is_cut_and_says_so(index: Path) -> None:
    found = run(index, "SELECT * WHERE { ?s ?p ?o }", prefixes=PREFIXES, rows=3)
    assert found.truncated
    assert len(json.loads(found.written)["results"]["bindings"]) == 3


def test_a_query_that_takes_too_long_is_killed(index: Path) -> None:
    began = time.monotonic()
    with pytest.raises(UsageError, match=r"stopped after 1\.5 seconds.*LIMIT"):
        run(index, ENDLESS, prefixes=PREFIXES, deadline=1.5)
    assert time.monotonic() - began < 6
    assert query_process.AT_ONCE.acquire(blocking=False)  # its place is free again
    query_process.AT_ONCE.release()


def test_a_mistake_is_told_with_its_place(index: Path) -> None:
    with pytest.raises(UsageError, match=r"error at 1:\d+"):
        run(index, "SELECT * WHERE { ?s ?p }", prefixes=PREFIXES)


def test_too_many_at_once_are_turned_away(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_process, "AT_ONCE", threading.BoundedSemaphore(1))
    query_process.AT_ONCE.acquire()
    with pytest.raises(Busy, match="Try again"):
        run(index, "ASK { ?s ?p ?o }", prefixes=PREFIXES, deadline=0.1)


def test_a_query_cannot_write(data: Path, index: Path) -> None:
    with open_store(data, read_only=True) as store:
        before = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        with pytest.raises(UsageError):
            run(index, "SELECT * {} ; INSERT DATA { <http://a> <http://b> <http://c> }", prefixes=PREFIXES)
        assert store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == before


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.name)
def test_every_example_can_be_asked(index: Path, example: object) -> None:
    assert example.question.endswith(("?", "elsewhere"))  # type: ignore[attr-defined]
    assert run(index, example.query, prefixes=PREFIXES).form in ("rows", "triples", "boolean")  # type: ignore[attr-defined]
