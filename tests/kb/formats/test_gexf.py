"""GEXF and GraphML: typed, dated, by the rules of their schemas, and read by others."""

from __future__ import annotations

import io
from typing import Any, cast

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from queries.golden import MemoryStore, golden_quads

from kb.formats.gexf import to_gexf
from kb.formats.graphml import lineage_network, to_graphml
from kb.queries import lineage
from kb.store import Store

#: what the schema of GEXF 1.3 allows of the elements that we write, in RELAX NG
SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://gexf.net/1.3"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="gexf"><attribute name="version"><value>1.3</value></attribute><element name="graph">
 <optional><attribute name="defaultedgetype"><choice><value>directed</value><value>undirected</value></choice></attribute>
 </optional>
 <optional><attribute name="mode"><choice><value>static</value><value>dynamic</value></choice></attribute></optional>
 <optional><attribute name="timeformat"><choice><value>integer</value><value>double</value></choice></attribute></optional>
 <zeroOrMore><element name="attributes">
  <attribute name="class"><choice><value>node</value><value>edge</value></choice></attribute>
  <zeroOrMore><element name="attribute"><attribute name="id"/><attribute name="title"/><attribute name="type"><choice>
   <value>long</value><value>double</value><value>boolean</value><value>string</value></choice></attribute></element></zeroOrMore>
 </element></zeroOrMore>
 <element name="nodes"><zeroOrMore><element name="node"><attribute name="id"/><attribute name="label"/><ref name="data"/>
 </element></zeroOrMore></element>
 <element name="edges"><zeroOrMore><element name="edge"><attribute name="id"/><attribute name="source"/><attribute name="target"/>
  <optional><attribute name="label"/></optional><optional><attribute name="weight"><data type="double"/></attribute></optional>
  <ref name="data"/></element></zeroOrMore></element>
</element></element></start>
<define name="data"><interleave>
 <optional><element name="attvalues"><zeroOrMore><element name="attvalue">
  <attribute name="for"/><attribute name="value"/></element></zeroOrMore></element></optional>
 <optional><element name="spells"><oneOrMore><element name="spell"><attribute name="start"><data type="integer"/></attribute>
  <attribute name="end"><data type="integer"/></attribute></element></oneOrMore></element></optional>
</interleave></define></grammar>"""
NG = etree.RelaxNG(etree.fromstring(SCHEMA))
GEXF = "{http://gexf.net/1.3}"


def valid(written: str) -> etree._Element:
    root = etree.fromstring(written.encode())
    NG.assertValid(root)
    for kind, owners in (("node", "node"), ("edge", "edge")):
        declared = {a.get("id") for a in root.iterfind(f".//{GEXF}attributes[@class='{kind}']/{GEXF}attribute")}
        assert {value.get("for") for value in root.iterfind(f".//{GEXF}{owners}/{GEXF}attvalues/{GEXF}attvalue")} <= declared
    ids = [node.get("id") for node in root.iterfind(f".//{GEXF}node")]
    ends = {edge.get(end) for edge in root.iterfind(f".//{GEXF}edge") for end in ("source", "target")}
    assert len(set(ids)) == len(ids) and ends <= set(ids)
    return root


@pytest.fixture(scope="module")
def network() -> networkx.MultiDiGraph[Any]:
    return lineage_network(lineage(cast(Store, MemoryStore(golden_quads())), "managerial society"))


def test_a_lineage_is_valid_and_networkx_reads_it_again(network: networkx.MultiDiGraph[Any]) -> None:
    written = to_gexf(network)
    root = valid(written)
    assert root.find(f"{GEXF}graph").get("mode") == "dynamic"
    again = networkx.read_gexf(io.BytesIO(written.encode()), version="1.3")
    assert set(again.nodes) == set(network.nodes) and again.number_of_edges() == network.number_of_edges()
    for node, data in network.nodes(data=True):
        for name, value in data.items():
            assert value is None or again.nodes[node][name] == value
        if data["year"] is not None:
            assert [tuple(map(int, spell)) for spell in again.nodes[node]["spells"]] == [(data["year"], data["year"])]
    edges = {data["id"]: data for *_, data in again.edges(data=True)}
    for _, _, key, data in network.edges(keys=True, data=True):
        assert all(edges[key][name] == value for name, value in data.items() if value is not None)


WORDS = st.text(max_size=8)
VALUES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | WORDS
DATA = st.dictionaries(st.sampled_from(["a", "b", "year", "label"]), VALUES, max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(DATA, min_size=1, max_size=4), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), DATA), max_size=5))
def test_any_network_is_valid_in_both(nodes: list[dict[str, Any]], edges: list[tuple[int, int, dict[str, Any]]]) -> None:
    made: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for number, data in enumerate(nodes):
        made.add_node(f"n{number}", **data)
    for a, b, data in edges:
        made.add_edge(f"n{a % len(nodes)}", f"n{b % len(nodes)}", **data)
    root = valid(to_gexf(made))
    assert len(root.findall(f".//{GEXF}edge")) == made.number_of_edges()
    assert networkx.read_gexf(io.BytesIO(to_gexf(made).encode()), version="1.3").number_of_nodes() == made.number_of_nodes()
    assert networkx.parse_graphml(to_graphml(made)).number_of_edges() == made.number_of_edges()


def test_graphml_declares_a_key_of_the_right_type_for_each_value(network: networkx.MultiDiGraph[Any]) -> None:
    root = etree.fromstring(to_graphml(network).encode())
    ml = "{http://graphml.graphdrawing.org/xmlns}"
    keys = {(key.get("for"), key.get("id")): key.get("attr.type") for key in root.iterfind(f"{ml}key")}
    assert set(keys.values()) <= {"boolean", "int", "long", "float", "double", "string"}
    for kind in ("node", "edge"):
        for value in root.iterfind(f".//{ml}{kind}/{ml}data"):
            type = keys[kind, value.get("key")]
            if type == "boolean":
                assert value.text in ("true", "false")
            elif type != "string":
                float(value.text or "")
    assert {name: keys["edge", name] for name in ("confidence", "start", "quote", "followed")} == {
        "confidence": "double", "start": "long", "quote": "string", "followed": "boolean",
    }  # fmt: skip
    ids = [node.get("id") for node in root.iterfind(f".//{ml}node")]
    assert len(ids) == len(set(ids)) and {e.get("target") for e in root.iterfind(f".//{ml}edge")} <= set(ids)


def test_igraph_reads_both_counts(network: networkx.MultiDiGraph[Any], tmp_path: Any) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is not installed (pip install igraph)")
    (tmp_path / "a.graphml").write_text(to_graphml(network), "utf-8")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))
    assert (graph.vcount(), graph.ecount()) == (network.number_of_nodes(), network.number_of_edges())
