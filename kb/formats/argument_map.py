"""An argument map in the notations of other tools: Argdown both ways, AIF, GraphML and GEXF (as a network), JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kb.errors import InputError
from kb.formats import objects
from kb.formats.aif.nodeset import Node as AifNode
from kb.formats.aif.nodeset import NodeSet, Type, dumps
from kb.formats.argdown.model import ArgumentMap as Argdown
from kb.formats.argdown.model import Link, Node, NodeKind, RelationKind
from kb.formats.argdown.reading import parse
from kb.formats.argdown.writing import compose, title_of
from kb.queries.argument_map import ArgumentMap, Box, Tie

if TYPE_CHECKING:
    import networkx

MOST_CHARACTERS = 40_000  #: of Argdown that is drawn
MOST_BOXES = 120
_TITLE = 48


def titles(drawn: ArgumentMap) -> dict[str, str]:
    """What each box is called in Argdown, brackets and all, by key; no two alike."""
    found = {box.key: box.key for box in drawn.boxes if box.key[0] in "[<"}  # of a map that somebody wrote
    taken = {title[1:-1] for title in found.values()}
    for box in drawn.boxes:
        if box.key in found:
            continue
        words = box.text if len(box.text) <= _TITLE else box.text[:_TITLE].rsplit(" ", 1)[0] + " …"
        if box.kind == "argument" and box.argument is not None:
            words = "Argument"
        base = title = title_of(words)
        number = 1
        while title in taken:
            number += 1
            title = f"{base} ({number})"
        taken.add(title)
        found[box.key] = f"<{title}>" if box.kind == "argument" else f"[{title}]"
    return found


def to_argdown(drawn: ArgumentMap) -> str:
    """The map as Argdown: a statement a box, premises that act together as one argument."""
    named = titles(drawn)
    statements, arguments = {}, {}
    for box in drawn.boxes:
        title = named[box.key][1:-1]
        if box.kind == "argument":
            arguments[title] = Node(title, "" if box.argument is not None else box.text)
        else:
            data = {"proponent": ", ".join(box.by)} if box.by else {}
            if box.stance not in ("", "asserts"):
                data["stance"] = box.stance
            statements[title] = Node(title, box.text, data=data)
    links = []
    for tie in drawn.ties:
        kind: RelationKind = "support" if tie.kind == "supports" else "attack"
        if tie.ground == "denial":
            kind = "contradiction"
        links.append(Link(kind, _end(named[tie.start]), _end(named[tie.end])))
    return compose(Argdown({"title": drawn.title}, (), statements, arguments, tuple(links)))


def from_argdown(text: str, known: ArgumentMap | None = None) -> ArgumentMap:
    """The map that an Argdown text draws; what bears a title of ``known`` is the same box, and a tie of it the same tie.

    Raises InputError, with the line, where it is not Argdown, too long, or has too many boxes.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"the text is longer than {MOST_CHARACTERS:,} characters", where="Argdown", remedy="Shorten it.")
    made = parse(text)
    total = len(made.statements) + len(made.arguments)
    if total > MOST_BOXES:
        raise InputError(f"{total} boxes are more than anybody can read", where="Argdown", remedy=f"Keep to {MOST_BOXES}.")
    was = {title: box for box in (known.boxes if known else ()) for title in [titles(known)[box.key]]} if known else {}
    boxes = {}
    for kind, nodes in (("statement", made.statements), ("argument", made.arguments)):
        for node in nodes.values():
            title = _bracketed("argument" if kind == "argument" else "statement", node.title)
            boxes[title] = _box(title, node, was.get(title))
    ties: dict[tuple[str, str, str], Tie] = {}

    def tie(start: str, end: str, kind: RelationKind, why: str, needed: bool = False) -> None:
        one, other = boxes[start].key, boxes[end].key
        if one != other:
            told = Tie(one, other, "supports" if kind == "support" else "attacks", "text", why, needed=needed)
            if kind == "contradiction":
                told = replace(told, ground="denial", why="the two contradict each other")
            ties.setdefault((one, other, told.kind), told)

    for node in made.arguments.values():
        end = _bracketed("argument", node.title)
        for step in node.steps:
            for premise in step.premises:
                tie(_bracketed("statement", premise), end, "support", "a premise", needed=True)
            tie(end, _bracketed("statement", step.conclusion), "support", "an inference")
    for link in made.links:
        tie(_bracketed(*link.start), _bracketed(*link.end), link.kind, "as the text has it")
    before: dict[tuple[str, str, str], Tie] = {(one.start, one.end, one.kind): one for one in known.ties} if known else {}
    title = str(made.meta.get("title") or (known.title if known else "Argument map"))
    return ArgumentMap(title, tuple(boxes.values()), tuple(before.get(key, one) for key, one in ties.items()))


def to_aif(drawn: ArgumentMap) -> str:
    """The map as AIF JSON: an I-node a box, an RA- or CA-node an argument, who holds what as participants without locutions."""
    number = {box.key: str(at) for at, box in enumerate(drawn.boxes, 1)}
    nodes = []
    joined = {box.key for box in drawn.boxes if box.kind == "argument" and box.argument is not None}
    edges = []
    for box in drawn.boxes:
        if box.key in joined:
            kind = next((tie.kind for tie in drawn.ties if tie.start == box.key), "supports")
            nodes.append(_step(number[box.key], kind))
        else:
            nodes.append(AifNode(number[box.key], "I", f"{', '.join(box.by)}: {box.text}" if box.by else box.text))
    for tie in drawn.ties:
        if tie.start in joined or tie.end in joined:
            edges.append((number[tie.start], number[tie.end]))
            continue
        step = str(len(nodes) + 1)
        nodes.append(_step(step, tie.kind))
        edges += [(number[tie.start], step), (step, number[tie.end])]
    return dumps(NodeSet(tuple(nodes), tuple(edges)), text=False).decode("utf-8")


def network(drawn: ArgumentMap) -> networkx.MultiDiGraph[Any]:
    """The map as a network, for GraphML and GEXF."""
    import networkx

    made: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for box in drawn.boxes:
        made.add_node(box.key, label=box.text, kind=box.kind, by=", ".join(box.by) or None, stance=box.stance or None)
    for tie in drawn.ties:
        made.add_edge(tie.start, tie.end, kind=tie.kind, ground=tie.ground, why=tie.why)
    return made


def to_json(drawn: ArgumentMap) -> str:
    """Boxes and ties as one JSON object."""
    named = titles(drawn)
    data = {
        "title": drawn.title,
        "left_out": drawn.left_out,
        "boxes": [
            {
                "key": box.key, "kind": box.kind, "title": named[box.key], "text": box.text, "by": list(box.by),
                "stance": box.stance, "statements": [claim.iri for claim in box.claims], "beyond": box.beyond,
            }
            for box in drawn.boxes
        ],
        "ties": [
            {
                "start": tie.start, "end": tie.end, "kind": tie.kind, "ground": tie.ground, "why": tie.why,
                "argument": tie.argument.iri if tie.argument else None,
            }
            for tie in drawn.ties
        ],
    }  # fmt: skip
    return objects.to_json(data)


def _end(named: str) -> tuple[NodeKind, str]:
    return ("argument" if named[0] == "<" else "statement"), named[1:-1]


def _bracketed(kind: NodeKind, title: str) -> str:
    return f"<{title}>" if kind == "argument" else f"[{title}]"


def _box(title: str, node: Node, was: Box | None) -> Box:
    proponent, stance = node.data.get("proponent"), node.data.get("stance")
    by = (proponent,) if isinstance(proponent, str) and proponent else ()
    said = stance if stance in ("asserts", "denies", "questions") else ("asserts" if by else "")
    if was and (not node.text or was.text.split() == node.text.split()):
        return was
    return Box(title, "argument" if title[0] == "<" else "claim", node.text or node.title, by, str(said))


def _step(id: str, kind: str) -> AifNode:
    scheme, type_ = ("Default Inference", "RA") if kind == "supports" else ("Default Conflict", "CA")
    kinds: dict[str, Type] = {"RA": "RA", "CA": "CA"}
    return AifNode(id, kinds[type_], scheme, scheme)
