"""Comparisons, lineages, networks and tables as other tools read them."""

from __future__ import annotations

import csv
import io
import json
from typing import cast

import networkx
import pytest
from queries.golden import SURVEY, MemoryStore, golden_quads

from kb.formats.comparison import latex, to_csv_text, to_latex, to_markdown
from kb.formats.comparison import to_json as comparison_json
from kb.formats.csv import to_csv, to_tsv
from kb.formats.dot import to_dot
from kb.formats.graphml import lineage_network, to_graphml
from kb.formats.lineage import to_json, to_text
from kb.queries import compare, lineage
from kb.store import Store


@pytest.fixture(scope="module")
def store() -> Store:
    return cast(Store, MemoryStore(golden_quads()))


def test_values_with_every_sign_survive_csv_and_stay_in_their_field_of_tsv() -> None:
    rows = [('say "so", twice', "two\nlines", None), ("tab\there", 1, "")]
    assert list(csv.reader(io.StringIO(to_csv(("a", "b", "c"), rows)))) == [
        ["a", "b", "c"],
        ['say "so", twice', "two\nlines", ""],
        ["tab\there", "1", ""],
    ]
    assert to_tsv(("a", "b", "c"), rows) == 'a\tb\tc\nsay "so", twice\ttwo lines\t\ntab here\t1\t\n'


def test_a_comparison_as_csv_has_a_row_for_each_statement_and_each_silence(store: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv_text(compare(store, ["Rizzi", "state capitalism"])))))
    rizzi = [row for row in rows if row["party"] == "Bruno Rizzi" and row["issue"] == "capitalist"]
    assert {(row["status"], row["answer"]) for row in rizzi} == {("contested", "no"), ("contested", "yes")}
    silent = [row for row in rows if row["status"] == "not_stated"]
    assert silent and all(row["answer"] == row["quote"] == "" for row in silent)
    assert {row["through"] for row in rows if row["party"] == "state capitalism"} == {"direct", "holder", ""}


def test_a_comparison_as_json_holds_every_quote(store: Store) -> None:
    found = compare(store, ["Burnham"])
    made = json.loads(comparison_json(found))
    cells = {issue["id"]: issue["cells"][0] for issue in made["issues"]}
    assert cells["capitalist"]["status"] == "denies"
    assert cells["capitalist"]["supports"][0]["quote"] == "Russia is not capitalist"
    assert cells["workers-state"] == {"party": "James Burnham", "status": "not_stated", "answers": [], "supports": []}


def test_markdown_numbers_its_quotes(store: Store) -> None:
    lines = to_markdown(compare(store, ["Burnham", "Rizzi"])).splitlines()
    assert lines[0] == "|  | James Burnham | Bruno Rizzi |"
    assert lines[2] == "| Is Soviet-type society a form of capitalism? | denies [1] | contested within: No / Yes [2] [3] |"
    assert lines[4].endswith("| not stated | not stated |")
    start = SURVEY.document.text.index("Russia is not capitalist")
    assert f"1. “Russia is not capitalist” — A survey of the quarrel (2020), {start}–{start + 24}" in lines


def test_latex_escapes_what_it_must(store: Store) -> None:
    assert latex(r"50% & more_of {this} \ that #1 ~ ^ $") == (
        r"50\% \& more\_of \{this\} \textbackslash{} that \#1 \textasciitilde{} \textasciicircum{} \$"
    )
    made = to_latex(compare(store, ["Burnham", "Rizzi"]))
    assert made.startswith("\\begin{tabularx}{\\linewidth}{XXX}\n\\toprule\n & James Burnham & Bruno Rizzi \\\\ \\midrule\n")
    assert r"\begin{enumerate}" in made


def test_a_lineage_in_words_tells_who_says_what_and_when(store: Store) -> None:
    words = to_text(lineage(store, "Burnham", "Rizzi"))
    assert "James Burnham and Bruno Rizzi: 2 paths" in words
    assert "[contested]" in words
    assert "1941  The Managerial Revolution ◄── James Burnham   (wrote)" in words
    assert (
        "[1940]  managerial society ◄══ bureaucratic collectivism   (derives from, contested, year from the vocabulary)" in words
    )
    assert "denied by Tony Cliff: “Burnham's managerial society owes nothing to bureaucratic collectivism.” polemic" in words
    assert "undated  James Burnham ◄╌╌ Bruno Rizzi   (derives from, uncertain, not followed)" in words
    assert "No statement links it" in to_text(lineage(store, "Russia"))


def test_a_lineage_as_json_dot_and_graphml_holds_every_statement(store: Store) -> None:
    found = lineage(store, "managerial society")
    made = json.loads(to_json(found))
    assert sum(len(link["steps"]) for link in made["links"]) == len(found.steps)
    assert {node["id"] for node in made["nodes"]} == {node.ref.path for node in found.nodes}
    drawn = to_dot(found)
    assert drawn.count(" -> ") == len(found.links)
    assert 'color="black:black"' in drawn and "style=dotted" in drawn
    network = networkx.parse_graphml(to_graphml(lineage_network(found)))
    assert network.number_of_edges() == len(found.steps)
    assert {data["polarity"] for *_, data in network.edges(data=True)} == {"affirmed", "denied", "uncertain"}


def test_graphml_leaves_out_what_xml_cannot_hold() -> None:
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    network.add_edge("a", "b", key="k", quote="bell \x07 & <tag>", year=None)
    [(_, _, data)] = networkx.parse_graphml(to_graphml(network)).edges(data=True)
    assert data["quote"] == "bell  & <tag>"
    assert "year" not in data
