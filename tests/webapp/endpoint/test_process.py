from __future__ import annotations

import csv
import io
import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kb.store import open_store
from kb.store.folder import Folder
from webapp.endpoint.admission import PLACES, Admission, cores
from webapp.endpoint.process import CHILD, Question, run
from webapp.endpoint.refusals import Refusal
from webapp.endpoint.service import Service
from webapp.views.sparql import Example, examples

# nine joins of everything with everything: no machine ends this
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9)) + " }"
EVERYTHING = "SELECT * WHERE { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture
def service(data: Path) -> Service:
    return Service(Folder(data).oxigraph)


def refused(service: Service, query: str, form: str = "json") -> Refusal:
    with pytest.raises(Refusal) as told:
        run(service, Question(query), form)
    return told.value


def number(service: Service, query: str, **dataset: tuple[str, ...]) -> int:
    return int(json.loads(run(service, Question(query, **dataset)).written)["results"]["bindings"][0]["n"]["value"])


def test_rows_come_in_four_forms(service: Service) -> None:
    query = Question('SELECT ?s ?n WHERE { ?s dox:year 2020 ; dcterms:title "A survey of the quarrel" BIND(1 AS ?n) }')
    iri = "https://w3id.org/doxograph/source/survey"
    found = run(service, query)
    assert found.kind == "rows"
    assert json.loads(found.written)["results"]["bindings"][0]["s"] == {"type": "uri", "value": iri}
    assert run(service, query, "csv").written.decode().split() == ["s,n", f"{iri},1"]
    assert run(service, query, "tsv").written.decode().split() == ["?s", "?n", f"<{iri}>", "1"]
    assert f"<uri>{iri}</uri>".encode() in run(service, query, "xml").written


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_triples_come_in_four_forms(service: Service, form: str) -> None:
    query = Question("CONSTRUCT { ?s skos:prefLabel ?label } WHERE { ?s a dox:Theorist ; skos:prefLabel ?label }")
    read = {q.triple for q in ox.parse(run(service, query, form).written, format=ox.RdfFormat.from_extension(form))}
    plain = {q.triple for q in ox.parse(run(service, query, "nt").written, format=ox.RdfFormat.N_TRIPLES)}
    assert read == plain
    assert len(plain) > 5


def test_a_form_that_cannot_say_a_result_says_so(service: Service) -> None:
    assert refused(service, "CONSTRUCT { <a> <http://e/> 1 } WHERE {}", "rdf").status == 406
    assert refused(service, 'SELECT ("\\u0001" AS ?x) {}', "xml").status == 406
    assert refused(service, 'CONSTRUCT { <a> <b> "\\u0001" } WHERE {}', "rdf").status == 406


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_long_result_is_cut_and_says_so(service: Service, form: str) -> None:
    found = run(service, Question(EVERYTHING), form, rows=3)
    assert found.truncated
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(found.written.decode())))) == 3
    else:
        assert len(list(ox.parse_query_results(found.written, format=ox.QueryResultsFormat.from_extension(form)))) == 3
    assert (b"runcated" in found.written) == (form in ("json", "xml"))
    whole = run(service, Question(EVERYTHING + " LIMIT 3"), form, rows=3)
    assert not whole.truncated
    assert b"runcated" not in whole.written


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_a_long_graph_is_cut_and_says_so(service: Service, form: str) -> None:
    found = run(service, Question("CONSTRUCT WHERE { ?s ?p ?o }"), form, rows=3)
    assert found.truncated
    assert len(list(ox.parse(found.written, format=ox.RdfFormat.from_extension(form)))) == 3
    assert (b"runcated" in found.written) == (form != "jsonld")


def test_an_answer_has_a_largest_size(service: Service) -> None:
    found = run(replace(service, bytes=2_000), Question(EVERYTHING))
    assert found.truncated
    assert 1_000 < len(found.written) < 6_000


def test_a_triple_made_twice_is_one(service: Service) -> None:
    found = run(service, Question("CONSTRUCT { <http://e/a> <http://e/b> 1 } WHERE { ?s ?p ?o }"), "nt", rows=2)
    assert found.written.count(b"\n") == 1
    assert not found.truncated


def test_a_query_that_takes_too_long_is_killed(service: Service) -> None:
    began = time.monotonic()
    told = refused(replace(service, deadline=1.5), ENDLESS)
    assert time.monotonic() - began < 6
    assert told.status == 504
    assert "stopped after 1.5 seconds" in str(told)
    assert number(service, "SELECT (1 AS ?n) {}") == 1  # its place is free again


def test_a_query_that_takes_too_much_memory_is_ended(service: Service) -> None:
    product = "SELECT * WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(4)) + " } ORDER BY ?o3"
    told = refused(replace(service, memory=300 << 20, deadline=60), product)
    assert told.status == 500
    assert "more than 300 MiB of memory" in str(told)


def test_a_mistake_is_told_with_its_place(service: Service) -> None:
    told = refused(service, "SELECT * WHERE { ?s ?p }")
    assert told.status == 400
    assert "error at 1:" in str(told)


def test_a_store_that_is_gone_is_no_mistake_of_the_query(service: Service, tmp_path: Path) -> None:
    told = refused(replace(service, store=tmp_path / "nowhere"), "ASK {}")
    assert (told.status, told.retry_after) == (503, 1)


def test_the_default_graph_is_the_union_unless_a_dataset_is_named(service: Service, data: Path) -> None:
    with open_store(data, read_only=True) as store:
        size = {graph.value: sum(1 for _ in store.graph(graph)) for graph in store.graphs()}
    survey, debate = (f"https://w3id.org/doxograph/graph/source/{name}" for name in ("survey", "debate"))
    assert number(service, COUNT) == sum(size.values())
    assert number(replace(service, union=False), COUNT) == 0
    assert number(service, f"SELECT (COUNT(*) AS ?n) FROM <{survey}> WHERE {{ ?s ?p ?o }}") == size[survey]
    assert number(service, f"SELECT (COUNT(*) AS ?n) FROM NAMED <{survey}> WHERE {{ ?s ?p ?o }}") == 0
    assert number(service, COUNT, default=(survey, debate)) == size[survey] + size[debate]
    assert number(service, COUNT, named=(survey,)) == 0
    within = "WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert number(service, f"SELECT (COUNT(*) AS ?n) {within}") == sum(size.values())
    assert number(service, f"SELECT (COUNT(*) AS ?n) {within}", named=(debate,)) == size[debate]
    assert number(service, f"SELECT (COUNT(*) AS ?n) {within}", default=(debate,)) == 0
    # the protocol's dataset stands above the query's
    assert number(service, f"SELECT (COUNT(*) AS ?n) FROM <{survey}> {{ ?s ?p ?o }}", default=(debate,)) == size[debate]


def test_a_query_cannot_write(data: Path, service: Service) -> None:
    with open_store(data, read_only=True) as store:
        before = store.select(COUNT)
        assert refused(service, "SELECT * {} ; INSERT DATA { <http://a> <http://b> <http://c> }").status == 400
        assert store.select(COUNT) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can take sockets from a process")
def test_the_child_could_not_call_out_if_the_guard_failed(service: Service) -> None:
    """The second wall: a SERVICE given to the child itself finds no socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        task = {
            **{"store": str(service.store), "query": query, "base": "http://e/", "prefixes": {}, "union": True, "dataset": None},
            **{"rows": 10, "bytes": 1000, "memory": 1 << 30, "seconds": 5, "form": "json"},
        }
        command = [sys.executable, "-I", str(CHILD)]
        done = subprocess.run(command, input=json.dumps(task).encode(), capture_output=True, timeout=30, check=False)
        assert b"Permission denied" in done.stdout
        with pytest.raises(TimeoutError):
            server.accept()


def test_one_core_is_left_for_the_pages() -> None:
    assert max(1, cores() - 1) == PLACES


def test_places_are_few_some_wait_and_the_rest_are_sent_away() -> None:
    admission = Admission(places=1, waiting=4)
    order: list[int] = []
    leave = threading.Event()

    def take(which: int) -> None:
        with admission.place(10):
            order.append(which)
            if which == 0:
                leave.wait(10)

    threads = []
    for which in range(5):
        threads.append(threading.Thread(target=take, args=(which,)))
        threads[-1].start()
        deadline = time.monotonic() + 5
        while (order, len(admission._queue)) != ([0], which) and time.monotonic() < deadline:
            time.sleep(0.01)
    with pytest.raises(Refusal) as told, admission.place(10):
        pass
    assert (told.value.status, told.value.retry_after) == (503, 10)
    leave.set()
    for thread in threads:
        thread.join(5)
    assert order == [0, 1, 2, 3, 4]  # in the order of asking
    with admission.place(10):
        pass


def test_never_more_run_than_there_are_places() -> None:
    admission = Admission(places=3, waiting=50)
    running, most, lock = 0, 0, threading.Lock()

    def take() -> None:
        nonlocal running, most
        with admission.place(10):
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.005)
            with lock:
                running -= 1

    threads = [threading.Thread(target=take) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == 3


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_can_be_asked(service: Service, example: Example) -> None:
    assert example.question.endswith(("?", "elsewhere"))
    assert run(service, Question(example.query)).kind in ("rows", "triples", "boolean")
