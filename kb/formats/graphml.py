"""Networks as GraphML, for Gephi, Cytoscape, yEd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb.queries.lineage import Lineage

if TYPE_CHECKING:
    import networkx


def to_graphml(network: networkx.MultiDiGraph[Any]) -> str:
    """A network as GraphML; values of None are left out, since GraphML has none."""
    import networkx

    plain: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        plain.add_node(node, **_said(data))
    for source, target, key, data in network.edges(keys=True, data=True):
        plain.add_edge(source, target, key=key, **_said(data))
    return "\n".join(networkx.generate_graphml(plain, named_key_ids=True)) + "\n"


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


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {name: _clean(value) for name, value in data.items() if value is not None}


def _clean(value: Any) -> Any:
    # XML has no place for most control characters, not even escaped
    return "".join(c for c in value if c in "\t\n\r" or c >= " ") if isinstance(value, str) else value
