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

#: the same of GraphML 1.0, whose schema holds every id to be an NMTOKEN
ML_SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://graphml.graphdrawing.org/xmlns"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="graphml">
 <attribute name="schemaLocation" ns="http://www.w3.org/2001/XMLSchema-instance"/>
 <zeroOrMore><element name="key"><attribute name="id"><data type="NMTOKEN"/></attribute>
  <attribute name="for"><choice><value>node</value><value>edge</value></choice></attribute>
  <attribute name="attr.name"><data type="NMTOKEN"/></attribute>
  <attribute name="attr.type"><choice><value>boolean</value><value>long</value><value>double</value><value>string</value></choice>
  </attribute></element></zeroOrMore>
 <element name="graph"><attribute name="edgedefault"><choice><value>directed</value><value>undirected</value></choice></attribute>
  <zeroOrMore><choice>
   <element name="node"><attribute name="id"><data type="NMTOKEN"/></attribute><ref name="data"/></element>
   <element name="edge"><attribute name="id"><data type="NMTOKEN"/></attribute>
    <attribute name="source"><data type="NMTOKEN"/></attribute><attribute name="target"><data type="NMTOKEN"/></attribute>
    <ref name="data"/></element>
  </choice></zeroOrMore>
 </element></element></start>
<define name="data"><zeroOrMore><element name="data"><attribute name="key"><data type="NMTOKEN"/></attribute><text/></element>
</zeroOrMore></define></grammar>"""
ML_NG = etree.RelaxNG(etree.fromstring(ML_SCHEMA))
ML = "{http://graphml.graphdrawing.org/xmlns}"


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


def valid_graphml(written: str) -> etree._Element:
    """The schema's structure, its unique ids, its references, and values of the type that their key declares."""
    root = etree.fromstring(written.encode())
    ML_NG.assertValid(root)
    for kind in ("key", "node", "edge"):
        ids = [one.get("id") for one in root.iter(ML + kind)]
        assert len(set(ids)) == len(ids)
    nodes = {node.get("id") for node in root.iter(f"{ML}node")}
    assert {edge.get(end) for edge in root.iter(f"{ML}edge") for end in ("source", "target")} <= nodes
    keys = {key.get("id"): (f"{ML}{key.get('for')}", key.get("attr.type")) for key in root.iter(f"{ML}key")}
    for value in root.iter(f"{ML}data"):
        owner, type = keys[value.get("key")]
        assert value.getparent().tag == owner
        assert type != "boolean" or value.text in ("true", "false")
        if type in ("long", "double"):
            (int if type == "long" else float)(value.text)
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
    root = valid_graphml(to_graphml(made))
    assert len(root.findall(f".//{ML}edge")) == made.number_of_edges()
    again = networkx.parse_graphml(to_graphml(made))
    assert [data["name"] for _, data in again.nodes(data=True)] == list(made)
    assert again.number_of_edges() == made.number_of_edges()


def test_graphml_is_valid_and_keeps_names_and_types(network: networkx.MultiDiGraph[Any]) -> None:
    root = valid_graphml(to_graphml(network))
    types = {key.get("attr.name"): key.get("attr.type") for key in root.iter(f"{ML}key") if key.get("for") == "edge"}
    assert {name: types[name] for name in ("confidence", "start", "quote", "followed")} == {
        "confidence": "double", "start": "long", "quote": "string", "followed": "boolean",
    }  # fmt: skip
    again = networkx.parse_graphml(to_graphml(network), force_multigraph=True)
    names = dict(again.nodes(data="name"))
    assert set(names.values()) == set(network.nodes)
    ends = {data["name"]: (names[a], names[b]) for a, b, data in again.edges(data=True)}
    assert ends == {key: (a, b) for a, b, key in network.edges(keys=True)}


def test_a_name_of_its_own_is_kept() -> None:
    made: networkx.Graph[Any] = networkx.Graph()
    made.add_node("theorist/tony-cliff", name="Tony Cliff")
    made.add_edge("theorist/tony-cliff", "theory/state capitalism", weight=2)
    again = networkx.parse_graphml(to_graphml(made))
    assert [data["name"] for _, data in again.nodes(data=True)] == ["Tony Cliff", "theory/state capitalism"]
    assert [*again.edges(data="weight")] == [("n0", "n1", 2)]


def test_igraph_reads_both_counts(network: networkx.MultiDiGraph[Any], tmp_path: Any) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is not installed (pip install igraph)")
    (tmp_path / "a.graphml").write_text(to_graphml(network), "utf-8")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))
    assert (graph.vcount(), graph.ecount()) == (network.number_of_nodes(), network.number_of_edges())
    assert set(graph.vs["name"]) == set(network.nodes)
