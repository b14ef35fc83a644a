"""Networks as GEXF 1.3, for Gephi: typed attributes, and years as spells, so that its timeline works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from kb.formats.characters import for_xml
from kb.formats.columns import Type, type_of, types

if TYPE_CHECKING:
    import networkx

_SPACE = "http://gexf.net/1.3"


def to_gexf(network: networkx.Graph[Any]) -> str:
    """A network as GEXF 1.3; values of None are left out.

    ``label`` is a thing's label, ``weight`` an edge's weight, ``year`` a spell of that year beside an attribute, ``years`` (first
    and last) a spell alone. A column whose values are of several types is one of strings.
    """
    root = ElementTree.Element("gexf", {"xmlns": _SPACE, "version": "1.3"})
    dated = any(_years(data) for _, data in (*network.nodes(data=True), *_edges(network)))
    told = {"defaultedgetype": "directed" if network.is_directed() else "undirected", "mode": "dynamic" if dated else "static"}
    graph = ElementTree.SubElement(root, "graph", {**told, **({"timeformat": "double"} if dated else {})})
    nodes, edges = ElementTree.Element("nodes"), ElementTree.Element("edges")
    columns = _columns(graph, "node", [data for _, data in network.nodes(data=True)], {"label", "years"})
    for node, data in network.nodes(data=True):
        made = ElementTree.SubElement(nodes, "node", id=for_xml(str(node)), label=for_xml(str(data.get("label", node))))
        _told(made, data, columns)
    columns = _columns(graph, "edge", [data for _, data in _edges(network)], {"label", "weight", "years"})
    for number, ((source, target, key), data) in enumerate(_edges(network)):
        ends = {"id": for_xml(str(key)) or str(number), "source": for_xml(str(source)), "target": for_xml(str(target))}
        if (label := data.get("label") or data.get("predicate")) is not None:
            ends["label"] = for_xml(str(label))
        if type_of(weight := data.get("weight")) in ("long", "double"):
            ends["weight"] = repr(float(weight or 0))
        _told(ElementTree.SubElement(edges, "edge", ends), data, columns)
    graph.extend((nodes, edges))
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _edges(network: networkx.Graph[Any]) -> list[tuple[tuple[Any, Any, Any], dict[str, Any]]]:
    """Each edge with an id of its own: its key, where no other edge has it, else its number."""
    if not network.is_multigraph():
        return [((a, b, n), data) for n, (a, b, data) in enumerate(network.edges(data=True))]
    found = list(network.edges(keys=True, data=True))
    keys = [str(key) for _, _, key, _ in found]
    own = len(set(keys)) == len(keys)
    return [((a, b, key if own else n), data) for n, (a, b, key, data) in enumerate(found)]


def _columns(graph: ElementTree.Element, kind: str, rows: list[dict[str, Any]], apart: set[str]) -> dict[str, tuple[str, Type]]:
    """The attributes of nodes or edges, declared: by name, their id and type."""
    held = types({name: value for name, value in row.items() if name not in apart} for row in rows)
    if not held:
        return {}
    declared = ElementTree.SubElement(graph, "attributes", {"class": kind})
    made: dict[str, tuple[str, Type]] = {}
    for number, (name, type) in enumerate(held.items()):
        ElementTree.SubElement(declared, "attribute", id=str(number), title=for_xml(str(name)), type=type)
        made[name] = str(number), type
    return made


def _told(element: ElementTree.Element, data: dict[str, Any], columns: dict[str, tuple[str, Type]]) -> None:
    said = [(columns[name], value) for name, value in data.items() if value is not None and name in columns]
    if said:
        values = ElementTree.SubElement(element, "attvalues")
        for (id, type), value in said:
            word = str(value).lower() if type == "boolean" else repr(float(value)) if type == "double" else for_xml(str(value))
            ElementTree.SubElement(values, "attvalue", {"for": id, "value": word})
    if years := _years(data):
        spells = ElementTree.SubElement(element, "spells")
        ElementTree.SubElement(spells, "spell", start=str(years[0]), end=str(years[1]))


def _years(data: dict[str, Any]) -> tuple[int, int] | None:
    if isinstance(years := data.get("years"), tuple):
        return years[0], years[1]
    year = data.get("year")
    return (year, year) if isinstance(year, int) and type_of(year) == "long" else None
