"""AIF and xAIF: two node sets of AIFdb, each kind of node, round trips, and an independent reader."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import InputError
from kb.formats import aif, read_file
from kb.formats.aif.nodeset import NodeSet, marked, unmarked
from kb.formats.characters import squeezed
from kb.model import UNKNOWN, Source, Statements
from tests.kb import made
from tests.kb.formats.features import rich

SETS = Path(__file__).parents[4] / "shared" / "peers" / "aif"
NAMES = ("6064-original", "6064-reconstructed")
SOURCE = Source("set", "set")
WRITERS = {"aif": aif.write, "xaif": aif.write_xaif}
needs_sets = pytest.mark.skipif(not SETS.is_dir(), reason="the node sets of ../shared/peers/aif are not there")


def shape(found: NodeSet) -> dict[str, Any]:
    """A node set without its numbers: nodes by type and words, edges by what they join, speakers by what they say."""
    nodes = {node.id: (node.type, node.text) for node in found.nodes}
    together: dict[str, set[object]] = {}
    for node, person in found.locutions:
        if any(a == node for a, _ in found.edges):  # who only reports is not listed by AIFdb
            together.setdefault(person, set()).add(nodes[node])
    return {
        "nodes": Counter(nodes.values()),
        "edges": Counter((nodes[a], nodes[b]) for a, b in found.edges),
        "speakers": {frozenset(said) for said in together.values()},
    }


@needs_sets
@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_node_set_of_aifdb_comes_back_as_it_was(name: str, writer: str) -> None:
    (statements,) = read_file(SETS / f"{name}.json")
    again = aif.loads(WRITERS[writer]([statements]))
    assert shape(again) == shape(aif.loads((SETS / f"{name}.json").read_bytes()))


@needs_sets
@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_node_set_does_not_grow(name: str) -> None:
    (statements,) = read_file(SETS / f"{name}.json")
    (again,) = aif.read(aif.write_xaif([statements]), SOURCE)
    assert again.document.text == statements.document.text
    assert aif.write_xaif([again]) == aif.write_xaif([aif.read(aif.write_xaif([again]), SOURCE)[0]])


@needs_sets
def test_holders_survive_as_locutions_and_participants() -> None:
    (statements,) = read_file(SETS / "6064-original.json")
    names = {e.id: e.name for e in statements.entities}
    held = Counter((names[c.holder], c.stance, tuple(names[r] for r in c.reported_by)) for c in statements.claims)
    assert held == {
        ("CL", "asserts", ("M",)): 4, ("CL", "asserts", ()): 2, ("CL", "questions", ("M",)): 1, ("NL", "asserts", ("M",)): 2,
    }  # fmt: skip
    for claim in statements.claims:
        for part in (*claim.content, claim.evidence):
            part.check(statements.document.text)
    told = json.loads(aif.write([statements]))
    assert {p["surname"] for p in told["participants"]} == {"CL", "NL", "M"}
    assert {item["nodeID"] for item in told["locutions"]} == {n["nodeID"] for n in told["nodes"] if n["type"] == "L"}


def nodeset(nodes: list[tuple[str, str, str]], edges: list[tuple[str, str]], **more: object) -> bytes:
    told = {
        "nodes": [{"nodeID": id, "type": type, "text": text} for id, type, text in nodes],
        "edges": [{"edgeID": n, "fromID": a, "toID": b} for n, (a, b) in enumerate(edges)],
        "locutions": [],
        **more,
    }
    return json.dumps(told).encode()


def test_a_conflict_with_an_inference_attacks_the_claim_that_it_holds() -> None:
    data = nodeset(
        [
            ("1", "I", "p"),
            ("2", "I", "q"),
            ("3", "I", "r"),
            ("4", "RA", "Argument from Analogy"),
            ("5", "CA", "Default Conflict"),
        ],
        [("1", "4"), ("4", "2"), ("3", "5"), ("5", "4")],
    )
    (s,) = aif.read(data, SOURCE)
    support, attack = s.arguments
    assert attack.kind == "attacks" and attack.conclusion in support.premises
    assert next(c for c in s.claims if c.id == attack.conclusion).content == (support.evidence,)
    for written in (aif.write([s]), aif.write_xaif([s])):
        assert shape(aif.loads(written)) == shape(aif.loads(data))
        assert shape(aif.loads(aif.write(aif.read(written, SOURCE)))) == shape(aif.loads(data))


def test_one_proposition_of_two_speakers_is_one_node() -> None:
    data = nodeset(
        [("1", "I", "p"), ("2", "L", "A: p"), ("3", "L", "B: no p"), ("4", "YA", "Asserting"), ("5", "YA", "Disagreeing")],
        [("2", "4"), ("4", "1"), ("3", "5"), ("5", "1")],
        locutions=[{"nodeID": "2", "personID": "7"}, {"nodeID": "3", "personID": "9"}],
    )
    (s,) = aif.read(data, SOURCE)
    assert [c.stance for c in s.claims] == ["asserts", "denies"] and s.claims[0].content == s.claims[1].content
    assert shape(aif.loads(aif.write([s]))) == shape(aif.loads(data))


def test_steps_in_a_circle_and_turns_in_a_circle_end() -> None:
    steps = nodeset([("1", "I", "p"), ("2", "CA", "CA"), ("3", "CA", "CA")], [("1", "2"), ("2", "3"), ("3", "2"), ("1", "3")])
    assert not aif.read(steps, SOURCE)[0].arguments
    turns = nodeset(
        [("1", "L", "A: x"), ("2", "L", "B: y"), ("3", "TA", ""), ("4", "TA", "")],
        [("1", "3"), ("3", "2"), ("2", "4"), ("4", "1")],
    )
    assert aif.read(turns, SOURCE)[0].document.text == "A: x\n\nB: y"


def test_xaif_gives_the_text_and_the_places_in_it() -> None:
    text = 'Ada: <span class="highlighted" id="node1">wheels &amp; steam</span>.<br>Then <span id="node2">Ada: they think</span>'
    data = json.dumps(
        {"AIF": json.loads(nodeset([("1", "I", "wheels & steam"), ("2", "L", "Ada: they think"), ("3", "YA", "Asserting"),
                                    ("4", "I", "they think")], [("2", "3"), ("3", "4")])), "text": text}
    ).encode()  # fmt: skip
    (s,) = aif.read(data, SOURCE)
    assert s.document.text == "Ada: wheels & steam.\nThen Ada: they think"
    assert {c.quote: (c.content[0].start, c.holder) for c in s.claims} == {
        "wheels & steam": (5, UNKNOWN), "they think": (31, "theorist/ada"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "no JSON"),
        (b"[1]", "no lists"),
        (b"\xff", "UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (nodeset([("1", "I", "p"), ("1", "I", "q")], []), "two nodes"),
        (b'{"nodes": [1], "edges": []}', "no JSON object"),
        (b'{"nodes": [{"type": "I"}], "edges": []}', "nodeID"),
    ],
)
def test_what_is_no_node_set_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        aif.read(data, SOURCE)


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1, max_size=40),
    st.dictionaries(st.text("ab12", min_size=1), st.tuples(st.integers(0, 39), st.integers(1, 40)), max_size=5),
)
def test_marking_a_text_and_reading_it_gives_text_and_places(text: str, wished: dict[str, tuple[int, int]]) -> None:
    places = {id: (a, b) for id, (a, b) in wished.items() if a < b <= len(text)}
    again, found = unmarked(marked(text, places))
    assert again == text and found.items() <= places.items()
    crossing = any(a < c < b < d for a, b in places.values() for c, d in places.values())
    assert crossing or found == places


def steps(s: Statements) -> set[object]:
    """Arguments over propositions: two claims of one proposition are one premise."""
    words = {c.id: squeezed(c.quote) for c in s.claims}
    return {(a.kind, words[a.conclusion], frozenset(words[p] for p in a.premises)) for a in s.arguments}


@pytest.mark.parametrize("writer", WRITERS)
def test_what_nobody_named_says_beside_others_is_kept(writer: str) -> None:
    s = made.statements("x", "It is said that wheels turn.", [],
                        [(UNKNOWN, stance, "wheels turn", ()) for stance in ("asserts", "denies")])  # fmt: skip
    (again,) = aif.read(WRITERS[writer]([s]), SOURCE)
    assert sorted((c.holder, c.stance) for c in again.claims) == [(UNKNOWN, "asserts"), (UNKNOWN, "denies")]


@pytest.mark.parametrize("writer", WRITERS)
@settings(max_examples=100, deadline=None)
@given(s=made.any_statements())
def test_any_statements_come_back(writer: str, s: Statements) -> None:
    (again,) = aif.read(WRITERS[writer]([s]), SOURCE)
    assert {(squeezed(c.quote), c.stance) for c in again.claims} >= {(squeezed(c.quote), c.stance) for c in s.claims}
    assert steps(again) == steps(s)
    for claim in again.claims:
        for part in (*claim.content, claim.evidence, *claim.cue):
            part.check(again.document.text)


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
def test_arguebuf_reads_what_we_write(writer: str) -> None:
    arguebuf = pytest.importorskip("arguebuf", reason="arguebuf is not installed (pip install arguebuf)")
    load = {"aif": arguebuf.load.aif, "xaif": arguebuf.load.xaif}[writer]
    for statements in (rich(), made.A, *(read_file(SETS / f"{name}.json")[0] for name in NAMES if SETS.is_dir())):
        told = json.loads(WRITERS[writer]([statements]))
        inner = told.get("AIF", told)
        graph = load(told)
        types = Counter(node["type"] for node in inner["nodes"])
        assert len(graph.atom_nodes) == types["I"]
        assert len(graph.scheme_nodes) == types["RA"] + types["CA"] + types["MA"]
