"""Networks as GraphML, for Gephi, Cytoscape, yEd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kb.formats.characters import for_xml
from kb.formats.columns import Type, types
from kb.queries.lineage import Lineage

if TYPE_CHECKING:
    import networkx


def to_graphml(network: networkx.Graph[Any]) -> str:
    """A network as GraphML; values of None are left out, since GraphML has none.

    GraphML's ids can hold neither slashes nor blanks, so nodes are numbered (n0, n1 …), and edges too (e0, e1 …). What a node, or
    an edge, is called in the network stands in its attribute ``name``.
    """
    import networkx
    from networkx.readwrite.graphml import GraphMLWriter

    plain: networkx.Graph[Any] = networkx.MultiDiGraph() if network.is_directed() else networkx.MultiGraph()
    nodes = [{"name": str(node), **data} for node, data in network.nodes(data=True)]
    numbers = {node: f"n{number}" for number, node in enumerate(network)}
    rows = list(_keyed(network))
    # one type a name for nodes and edges alike: networkx declares a column again for each type that it meets
    held = types((*nodes, *(data for *_, data in rows)))
    for node, data in zip(network, nodes, strict=True):
        plain.add_node(numbers[node], **_said(data, held))
    for number, (source, target, data) in enumerate(rows):
        plain.add_edge(numbers[source], numbers[target], key=f"e{number}", **_said(data, held))
    writer = GraphMLWriter(prettyprint=True)
    writer.add_graph_element(plain)
    flags = {key.get("id") for key in writer.xml.iter("key") if key.get("attr.type") == "boolean"}
    for value in writer.xml.iter("data"):
        if value.get("key") in flags:
            value.text = str(value.text).lower()  # as XML Schema spells it, not Python
    return str(writer) + "\n"


def lineage_network(lineage: Lineage) -> networkx.MultiDiGraph[Any]:
    """A lineage as a network: a node a thing, an edge a statement, from what is later to what it comes from."""
    import networkx

    made: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for node in lineage.nodes:
        made.add_node(
            node.ref.path,
            label=node.ref.label,
            type=node.ref.type,
            year=node.year,
            year_from=node.year_from,
            distance=node.distance,
            margin=node.margin,
        )
    for link in lineage.links:
        for step in link.steps:
            evidence = step.relation.evidence
            made.add_edge(
                link.later.path,
                link.earlier.path,
                key=step.relation.path,
                predicate=link.predicate,
                polarity=step.polarity,
                standing=link.standing,
                followed=link.followed,
                asserted_by=step.asserted_by.label,
                quote=evidence.quote,
                source=evidence.source.id,
                start=evidence.start,
                end=evidence.end,
                year=step.year,
                year_from=step.year_from,
                confidence=step.relation.confidence,
            )
    return made


def _keyed(network: networkx.Graph[Any]) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    """Each edge with its data; a key of words is its name."""
    if not network.is_multigraph():
        yield from network.edges(data=True)
        return
    for source, target, key, data in network.edges(keys=True, data=True):
        yield source, target, ({"name": key, **data} if isinstance(key, str) else data)


def _said(data: Mapping[str, Any], held: Mapping[str, Type]) -> dict[str, Any]:
    return {for_xml(name): _plain(value, held[name]) for name, value in data.items() if value is not None}


def _plain(value: Any, type: Type) -> Any:
    """A value as its column has it."""
    return for_xml(str(value)) if type == "string" else float(value) if type == "double" else value
