"""Every verb and page gives the same on the embedded store and on a server; the same tests run on each."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import zipfile
from pathlib import Path

import pytest
from made import A, B, C
from pyoxigraph import NamedNode, RdfFormat, parse
from typer.testing import CliRunner

from kb import review
from kb.build import refresh, remove
from kb.check import check
from kb.cli import app as command
from kb.errors import UsageError
from kb.knowledge_base import KnowledgeBase
from kb.store import open_store
from store.conftest import Place, contents
from webapp import create_app

VERBS = [
    ["sources"],
    ["sources", "--format", "json"],
    ["stats", "--format", "json"],
    ["compare", "James Burnham", "Bruno Rizzi", "a/author", "--format", "csv"],
    ["compare", "Leon Trotsky", "managerial society"],
    ["positions", "--format", "tsv", "--tentative"],
    ["lineage", "James Burnham"],
    ["lineage", "managerial society", "--format", "graphml", "--through", "uncertain"],
    ["claims", "--format", "csv"],
    ["claims", "--holder", "Leon Trotsky", "--about", "Soviet Union"],
    ["search", "class"],
    ["search", "burn", "--format", "json"],
    ["query", "SELECT ?c ?w WHERE { ?c dox:content/dox:text ?w } ORDER BY ?w ?c", "--format", "csv"],
    ["query", "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g", "--format", "csv"],
    ["query", "ASK { ?r a dox:Relation ; dox:polarity dox:denied }"],
    ["query", "ASK { ?r a dox:Unheard }"],
    ["query", "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s a dox:Theorist ; skos:prefLabel ?l }"],
    *(["export", "--format", format] for format in ("nquads", "trig", "turtle", "jsonld", "graphml", "gexf")),
    ["export", "--source", "a"],
    *(["export", "--format", format] for format in ("csv", "dna", "nif", "nanopub")),
    *(["export", "--format", format, "--source", "a"] for format in ("argdown", "aif", "xaif", "webannotation")),
    ["discourse", "--concepts", "all", "--format", "csv"],
    ["discourse", "--network", "affiliation", "--concepts", "theories", "--format", "gexf"],
    ["cite", "a", "b", "--format", "bibtex"],
    ["check", "--no-shapes"],
]


def say(place: Place, verb: list[str], code: int = 0) -> str:
    at = ["--store", place.store] if place.store else []
    done = CliRunner().invoke(command, [*at, *verb, "--data", str(place.data)])
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done.stdout


def test_texts_come_and_go_in_any_order_without_a_trace(place: Place, tmp_path: Path) -> None:
    alone = {}
    for number, chosen in enumerate(([A], [B], [A, B], [A, B, C])):
        one = Place(tmp_path / f"alone{number}", place.base)
        one.build(*chosen)
        alone[frozenset(made.document.source.id for made in chosen)] = contents(one.open())
    for text in (B, A, C):
        place.build(text, only="add")
    assert contents(place.open()) == alone[frozenset("abc")]
    remove(place.data, "c", store=place.store)
    assert contents(place.open()) == alone[frozenset("ab")]
    remove(place.data, "a", store=place.store)
    assert contents(place.open()) == alone[frozenset("b")]


def test_every_verb_says_the_same(place: Place, twin: Place) -> None:
    for one in (place, twin):
        one.build(A, B, C)
    for verb in VERBS:
        assert say(place, verb) == say(twin, verb), verb


def test_a_client_without_the_data_folder_says_the_same(remote: Place, tmp_path: Path) -> None:
    twin = Place(tmp_path / "twin", remote.base)
    for one in (remote, twin):
        one.build(A, B, C)
    client = Place(tmp_path / "nothing-here", remote.base, remote.server)
    for verb in VERBS:
        if verb[0] != "check":  # of files and derivation it tells nothing
            assert say(client, verb) == say(twin, verb), verb
    for one, name in ((client, "client.zip"), (twin, "twin.zip")):
        say(one, ["snapshot", "--out", str(tmp_path / name), "--date", "2026-11-24"])
    with zipfile.ZipFile(tmp_path / "client.zip") as found, zipfile.ZipFile(tmp_path / "twin.zip") as expected:
        graphs = [name for name in expected.namelist() if name.startswith(("graphs/", "texts/"))]
        assert len(graphs) > 6 and all(found.read(name) == expected.read(name) for name in graphs)


def test_what_follows_is_the_same(place: Place, twin: Place) -> None:
    for one in (place, twin):
        one.build(A, B, C)
    with twin.open() as store:
        chosen = store.names.statement("c", "claim", C.claims[0].id).value
    for verb in (
        ["consequences", chosen, "--format", "json"],
        ["consequences", chosen, "--semantics", "preferred", "--support", "none"],
    ):
        assert say(place, verb) == say(twin, verb)


def test_a_snapshot_is_the_same_and_opens_on_either(place: Place, twin: Place, tmp_path: Path) -> None:
    bundles = []
    for number, one in enumerate((place, twin)):
        one.build(A, B)
        review.record(one.data, review.decide("reject", B.relations[1], B.document.text, who="Ann"))
        refresh(one.data, store=one.store)
        bundles.append(tmp_path / f"{number}.zip")
        say(one, ["snapshot", "--out", str(bundles[-1]), "--date", "2026-11-24"])
    assert bundles[0].read_bytes() == bundles[1].read_bytes()
    before = contents(twin.open())
    restored = Place(tmp_path / "restored", f"{place.base}restored/", place.server)
    at = ["--store", restored.server.address(f"base={place.base}", "replace=yes")] if restored.server else []
    done = CliRunner().invoke(command, [*at, "open", str(bundles[0]), "--data", str(restored.data)])
    assert done.exit_code == 0, (done.stderr, done.exception)
    again = Place(restored.data, place.base, place.server)
    assert contents(again.open()) == before
    if again.server:
        assert contents(again.elsewhere()) == before


def test_files_of_other_tools_come_in_and_go_out(place: Place, twin: Place, tmp_path: Path) -> None:
    from kb.formats import format_named, write

    for name, ending in (("nif", "ttl"), ("nanopub", "trig"), ("aif", "json")):
        (tmp_path / f"{name}.{ending}").write_bytes(write(format_named(name), [A if name != "aif" else B]))
    for one in (place, twin):
        one.build(C)
        say(one, ["import", str(tmp_path / "nif.ttl"), str(tmp_path / "aif.json")])
        say(one, ["import", str(tmp_path / "nanopub.trig")], code=1)  # the same text from another file
    assert contents(place.open()) == contents(twin.open())
    assert say(place, ["sources"]).splitlines() == say(twin, ["sources"]).splitlines()
    for one in (place, twin):
        say(one, ["remove", "a"])
        say(one, ["import", str(tmp_path / "nanopub.trig")])
    assert contents(place.open()) == contents(twin.open())
    assert check(place.data, shapes=False, store=place.store) == []


def test_query_results_are_the_same_in_every_format(place: Place, twin: Place) -> None:
    for one in (place, twin):
        one.build(A, B)
    asked = "SELECT ?c ?w ?n WHERE { ?c a dox:Claim ; dox:confidence ?n ; dox:evidence/dox:quote ?w } ORDER BY ?c"
    found = [json.loads(say(one, ["query", asked, "--format", "json"])) for one in (place, twin)]
    assert found[0] == found[1]
    rows = [list(csv.reader(io.StringIO(say(one, ["query", asked, "--format", "csv"])))) for one in (place, twin)]
    assert rows[0] == rows[1] and len(rows[0]) == 8


@pytest.mark.parametrize("query", ["SELEKT", "SELECT ?x WHERE { ?x nosuch:p ?y }", "SELECT (COUNT(?x) ?y) WHERE { ?x ?p ?y }"])
def test_a_slip_in_a_query_is_told_in_the_same_words(place: Place, twin: Place, query: str) -> None:
    told = []
    for one in (place, twin):
        one.build(A)
        with one.open() as store, pytest.raises(UsageError) as refused:
            store.select(query)
        told.append(str(refused.value))
    assert told[0] == told[1]


def test_decisions_of_reviewers_hold(place: Place, twin: Place) -> None:
    for one in (place, twin):
        one.build(A, B, C)
        review.record(one.data, review.decide("reject", B.relations[1], B.document.text, who="Ann"))
        mended = review.decide("correct", A.claims[0], A.document.text, who="Ann", change={"stance": "denies"})
        kept = review.record(one.data, mended)
        review.record(one.data, review.merge("theory/managerial-society", "theory/bureaucratic-collectivism", who="Ann"))
        assert refresh(one.data, store=one.store) and not refresh(one.data, store=one.store)
        with one.open() as store:
            (hit,) = store.search("managers ruling", kinds=["claim"])
            assert store.ask("ASK { ?new dox:replaces ?old ; dox:stance dox:denies }", new=NamedNode(hit.iri))
    assert contents(place.open()) == contents(twin.open())
    for one in (place, twin):
        review.withdraw(one.data, kept.id)
        refresh(one.data, store=one.store)
    assert contents(place.open()) == contents(twin.open())
    assert check(place.data, shapes=False, store=place.store) == []


def test_a_knowledge_base_is_sound_by_its_shapes_too(place: Place) -> None:
    place.build(A)
    with KnowledgeBase(place.data, store=place.store) as base:
        assert base.check() == []
        assert len(base.sources()) == 1 and base.network().number_of_nodes() > 3


def _lasting(page: str) -> str:
    """A page without its form's token, which is new each time, and without the name of its data folder."""
    return re.sub(r'(name="csrf" value=)"[^"]*"|(doxograph token --data )[^<]*', r"\1\2", page)


def test_every_page_is_the_same(place: Place, twin: Place) -> None:
    """A crawl of the viewer; a server's viewer has no data folder at all."""
    for one in (place, twin):
        one.build(A, B)
    data = place.data if place.server is None else place.data / "not-here"
    shown, expected = create_app(data, store=place.store).test_client(), create_app(twin.data).test_client()
    waiting, seen = ["/"], set()
    while waiting and len(seen) < 150:
        path = waiting.pop(0)
        if path in seen or path.startswith("/sparql") or "queries=1" in path:  # another store is asked other questions
            continue
        seen.add(path)
        page, other = (client.get(path, headers={"Accept": "text/html"}) for client in (shown, expected))
        assert (page.status_code, _lasting(page.text)) == (other.status_code, _lasting(other.text)), path
        waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', page.text)]
    assert len(seen) > 60
    for path in itertools.islice(sorted(seen), 0, None, 7):
        turtle = [client.get(path, headers={"Accept": "text/turtle"}) for client in (shown, expected)]
        assert turtle[0].status_code == turtle[1].status_code, path
        if turtle[0].mimetype == "text/turtle":  # a server gives a graph's triples in an order of its own
            one, other = (sorted(map(str, parse(answer.data, format=RdfFormat.TURTLE))) for answer in turtle)
            assert one == other, path
        else:
            assert turtle[0].data == turtle[1].data, path


def test_a_change_that_changes_nothing_keeps_the_generation(place: Place) -> None:
    place.build(A)
    with place.open() as store:
        before = store.generation
    assert place.build(A).unchanged == ("a",)
    with place.open() as store:
        assert store.generation == before
    place.build(A, B)
    with place.open() as store:
        assert store.generation != before


def test_odd_characters_come_back_as_they_went(place: Place) -> None:
    from made import statements

    text = "Ann held that \"a\\b\" is\u2028so.\r\nAnn held that caf\u00e9 \U0001f600 \ue000 is <b>& 'so'.\nTabs \t are so."
    odd = statements(
        "odd",
        text,
        ["theorist: Ann"],
        [("Ann", "asserts", '"a\\b" is\u2028so', []), ("Ann", "asserts", "caf\u00e9 \U0001f600 \ue000 is <b>& 'so'", [])],
        title='An "odd" \\ text',
    )
    with open_store(place.data, complete=lambda store: (), base=place.base, store=place.store) as store:
        from kb.graph import to_quads

        graph = store.names.source_graph("odd")
        store.replace({graph: to_quads(odd, names=store.names)}, texts=[text])
        assert set(store.graph(graph)) == set(to_quads(odd, names=store.names))
        assert store.text(odd.document.sha256) == text
    if place.server:
        with place.elsewhere() as store:
            assert store.text(odd.document.sha256) == text
