"""A query in SQL over the light rows gives what the same query in SPARQL gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import A, B, C, any_statements
from pyoxigraph import Quad

from kb.derive import source_quads, total_quads
from kb.facts import facts_of
from kb.graph import to_quads
from kb.identity import identity_quads, resolve
from kb.model import Statements
from kb.queries import (
    asking,
    claims_of,
    compare,
    entities,
    entity,
    lineage,
    neighbourhood,
    overview,
    positions,
    source,
    sources,
)
from kb.queries import queue as waiting
from kb.queries.asking import described, rows
from kb.queries.neighbourhood import Wanted
from kb.store import Store, fulltext, tables
from kb.terms import Names
from kb.vocabulary import load_pack
from queries.golden import MemoryStore, golden_quads

FOLDER = Path(asking.__file__).parent
TWINS = sorted(path.stem for path in FOLDER.glob("*.sql") if path.with_suffix(".rq").exists())


class WithTables(MemoryStore):
    """The same quads, with the light rows that a writer would keep of them."""

    def __init__(self, quads: list[Quad], path: Path) -> None:
        super().__init__(iter(quads))
        ids = {id for quad in quads if (id := self.names.source_of(quad.graph_name))}  # type: ignore[arg-type]
        fulltext.create(path)
        everything = [(tables.ALL, tables.of_everything(self.select, self.names))]
        tabled = [*tables.of_sources(self.select, self.graph, self.names, sorted(ids)), *everything]
        fulltext.update(path, [], 1, names=self.names, tabled=tabled)
        self._tables = tables.opened(path, 1)
        assert self._tables

    def tables(self) -> tables.Tables | None:
        return self._tables


def derived_too(*made: Statements) -> list[Quad]:
    """The whole graph of some texts, as a build makes it."""
    names, pack = Names(), load_pack()
    facts = [facts_of(one, pack.name) for one in made]
    identity = resolve(facts, [pack])
    quads: list[Quad] = []
    for one, statement in zip(facts, made, strict=True):
        quads += to_quads(statement, pack=pack.name, names=names)
        quads += source_quads(one, identity, {pack.name: pack}, names, {}, statement)
    return [*quads, *identity_quads(identity, [pack], names), *total_quads(facts, identity, names)]


def everybody(store: Store) -> Iterator[tuple[str, dict[str, list[str]] | None, dict[str, str]]]:
    """Each query with what it can be asked about: all entities, voices, statements, sources."""

    def iris(query: str) -> list[str]:
        return sorted({row["x"].value for row in store.select(query)})

    entities = iris("SELECT ?x WHERE { GRAPH ?identity { ?x skos:prefLabel ?l } }")
    voices = iris("SELECT ?x WHERE { ?x a dox:TextVoice }")
    claims = iris("SELECT ?x WHERE { ?x a dox:Claim }")
    statements = iris("SELECT ?x WHERE { ?x dox:confidence ?c ; dox:evidence ?e }")
    named = [*iris("SELECT ?x WHERE { ?x skos:prefLabel ?l ; dox:confidence ?c }"), *entities, *voices]
    answers = iris("SELECT ?x WHERE { ?x a dox:Answer }")
    known = [store.names.source_of(iri) or "" for iri in iris("SELECT ?x WHERE { ?x a dox:Source }")]
    lists = {"thing": named, "claim": claims, "statement": statements}
    each = {
        "claims_of": ("holder", [*entities, *voices]),
        "claims_of_voice": ("holder", voices),
        "claims_of_about": ("about", entities),
        "compare_holders": ("theory", entities),
        "compare_states": ("theory", entities),
        "compare_voice": ("voice", voices),
        "entity": ("entity", entities),
        "entity_asserted": ("entity", entities),
        "entity_names": ("entity", entities),
        "entity_aliases": ("entity", entities),
        "voiced": ("voice", [*entities, *voices]),
    }
    for name in TWINS:
        if place := re.search(r"VALUES \?(\w+) { UNDEF }", asking.query_text(name)):
            things = {place[1]: lists.get(place[1], [*entities, *voices])}
            for answer in answers if name == "sides_of" else [""]:
                yield name, things, {"answer": answer} if answer else {}
        elif name in each:
            variable, asked = each[name]
            for thing in asked:
                yield name, None, {variable: thing}
        elif name in ("source", "source_mentions", "claims_of_source"):
            for id in known:
                yield name, None, {"graph": store.names.source_graph(id).value}
        elif name in ("entity_list", "resolve"):
            yield name, None, {"identity": store.names.identity.value}
        else:
            yield name, None, {}
    yield "positions", None, {}


def compared(slow: MemoryStore, quick: WithTables) -> int:
    """Ask both every query; how many rows there were."""
    count = 0
    for name, things, bindings in everybody(cast(Store, slow)):
        told = rows(cast(Store, slow), name, things, **bindings)
        found = rows(cast(Store, quick), name, things, **bindings)
        assert _sorted(found) == _sorted(told), (name, bindings)
        count += len(told)
    return count


def _sorted(found: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(row.items()) for row in found)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> WithTables:
    return WithTables(list(golden_quads()), tmp_path_factory.mktemp("twins") / "golden.sqlite")


def test_the_golden_graph(store: Store, quick: WithTables) -> None:
    assert compared(cast(MemoryStore, store), quick) > 200


def test_facts_of_all_statements(store: Store, quick: WithTables) -> None:
    iris = [
        row["x"].value for row in store.select("SELECT DISTINCT ?x WHERE { ?x dox:quote|dox:evidence|dox:text|dcterms:title ?y }")
    ]
    slow, told = described(store, iris), described(cast(Store, quick), iris)
    assert {i: {k: sorted(v) for k, v in f.items()} for i, f in slow.items()} == {
        i: {k: sorted(v) for k, v in f.items()} for i, f in told.items()
    }


def test_texts_whose_names_meet(tmp_path: Path) -> None:
    quads = derived_too(A, B, C)
    assert compared(MemoryStore(iter(quads)), WithTables(quads, tmp_path / "abc.sqlite")) > 200


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(any_statements(), min_size=1, max_size=2, unique_by=lambda made: made.document.source.id))
def test_texts_that_nobody_would_write(tmp_path_factory: pytest.TempPathFactory, made: list[Statements]) -> None:
    quads = derived_too(*made)
    compared(MemoryStore(iter(quads)), WithTables(quads, tmp_path_factory.mktemp("any") / "any.sqlite"))


PAGES = [
    {},
    {"stance": "asserts"},
    {"min_confidence": 0.8},
    {"min_confidence": 0.81},
    {"source": "survey"},
    {"holder": "James Burnham"},
    {"about": "Russia"},
    {"holder": "Burnham", "about": "Russia", "stance": "asserts"},
    {"holder": "polemic/author"},
    {"about": "state capitalism", "source": "polemic"},
]


@pytest.mark.parametrize("asked", PAGES, ids=str)
def test_pages_of_claims(store: Store, quick: WithTables, asked: dict[str, Any]) -> None:
    for page in ({}, {"limit": 2}, {"limit": 2, "offset": 1}, {"limit": 0}, {"offset": 3}):
        assert claims_of(cast(Store, quick), **asked, **page) == claims_of(store, **asked, **page)


@pytest.mark.parametrize("looked_at", [0, 10, 30_000])
def test_the_queue_begins_the_same(store: Store, quick: WithTables, monkeypatch: pytest.MonkeyPatch, looked_at: int) -> None:
    monkeypatch.setattr(waiting, "LOOKED_AT", looked_at)
    whole = waiting.queue(store, limit=1000)
    assert {row.kind for row in whole.rows} == {"claim", "relation", "argument"}
    for start in range(whole.total + 1):
        for limit in (1, 4):
            assert waiting.queue(cast(Store, quick), start=start, limit=limit) == waiting.queue(store, start=start, limit=limit)


def test_the_queue_leaves_out_the_same(store: Store, quick: WithTables, monkeypatch: pytest.MonkeyPatch) -> None:
    iris = [row.iri for row in waiting.queue(store, limit=1000).rows]
    gone = "https://w3id.org/doxograph/source/survey/claim/gone"  # reviewed, and put aside: it lives no longer
    monkeypatch.setattr(waiting, "standings", lambda _: {iri: waiting.Standing("accepted", "Ann") for iri in (*iris[:9:2], gone)})
    found = waiting.queue(cast(Store, quick), limit=3)
    assert found == waiting.queue(store, limit=3) and found.reviewed == 5 and [row.iri for row in found.rows] == iris[1:6:2]


def test_every_answer_is_the_same(store: Store, quick: WithTables) -> None:
    other = cast(Store, quick)
    things = [row.ref.iri for row in entities(store)]
    assert len(things) > 8 and entities(other) == entities(store) and overview(other) == overview(store)
    assert positions(other, tentative=True) == positions(store, tentative=True)
    for thing in things:
        assert entity(other, thing) == entity(store, thing)
        for asked in ([thing], things[:2]):
            for most, wanted in ((50, Wanted()), (3, Wanted()), (1, Wanted()), (3, Wanted(predicates=frozenset({"rejects"})))):
                found = neighbourhood(store, asked, most=most, wanted=wanted)
                assert neighbourhood(other, asked, most=most, wanted=wanted) == found
        assert lineage(other, thing, through=("denied", "uncertain")) == lineage(store, thing, through=("denied", "uncertain"))
        if thing.split("/")[-2] != "case":
            for narrower in ({}, {"min_confidence": 0.81}, {"sources": ["survey"]}, {"shown": 1}):
                assert compare(other, [thing], **narrower) == compare(store, [thing], **narrower)  # type: ignore[arg-type]
    for row in sources(store):
        assert source(other, row.ref.id) == source(store, row.ref.id)
        assert source(other, row.ref.id, within=(60, 200)) == source(store, row.ref.id, within=(60, 200))
