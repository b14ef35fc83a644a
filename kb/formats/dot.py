"""A lineage as a Graphviz drawing: an arrow leads from what is later to what it comes from."""

from __future__ import annotations

from kb.queries.lineage import Lineage, Link, Node

_SHAPE = {"theorist": "ellipse", "group": "octagon", "theory": "box", "work": "note", "case": "hexagon"}
_STYLE = {"affirmed": "style=solid", "denied": "style=dotted", "uncertain": "style=dashed", "contested": 'color="black:black"'}


def to_dot(lineage: Lineage) -> str:
    """A digraph in the DOT language."""
    ids = {node.ref.iri: f"n{number}" for number, node in enumerate(lineage.nodes)}
    lines = ["digraph lineage {", "  rankdir=RL;", "  node [fontsize=11];", "  edge [fontsize=9];"]
    lines += [f"  {ids[node.ref.iri]} [{_node(node, lineage)}];" for node in lineage.nodes]
    lines += [f"  {ids[link.later.iri]} -> {ids[link.earlier.iri]} [{_link(link)}];" for link in lineage.links]
    return "\n".join([*lines, "}"]) + "\n"


def _node(node: Node, lineage: Lineage) -> str:
    year = "" if node.year is None else f"\n{node.year}{' (vocabulary)' if node.year_from == 'vocabulary' else ''}"
    bold = ", penwidth=2" if node.ref in (lineage.start, lineage.goal) else ""
    return f"label={_quoted(node.ref.label + year)}, shape={_SHAPE.get(node.ref.type, 'plain')}{bold}"


def _link(link: Link) -> str:
    label = link.predicate.replace("_", " ") + (f", {link.year}" if link.year is not None else "")
    if link.standing != "affirmed":
        label += f"\n({link.standing})"
    words = "\n".join(f"{step.asserted_by.label}: {step.relation.evidence.quote}" for step in link.steps)
    return f"label={_quoted(label)}, {_STYLE[link.standing]}, tooltip={_quoted(words)}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
