"""A node set as AIFdb writes it in JSON, bare or within xAIF with its text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kb.errors import InputError
from kb.formats.characters import clean

Type = Literal["I", "L", "RA", "CA", "MA", "PA", "TA", "YA"]
TYPES: tuple[str, ...] = ("I", "L", "RA", "CA", "MA", "PA", "TA", "YA")
#: the numbers that AIFdb gives to schemes and illocutions
SCHEMES = {
    "Default Conflict": "71", "Default Inference": "72", "Asserting": "74", "Arguing": "80", "Disagreeing": "78",
    "PopularConceding": "88", "PureQuestioning": "91", "Default Rephrase": "144",
}  # fmt: skip
DIALOGUE = "dialogue"  #: the genre of a source whose locutions follow each other as turns
DEFAULT_SCHEME = {"RA": "Default Inference", "CA": "Default Conflict"}  #: of a step that names none
DEFAULT = {"asserts": "Asserting", "denies": "Disagreeing", "questions": "Pure Questioning"}  #: the illocution of a stance
MAX_NODES = 200_000
_TAG = re.compile(r"<[^<>]*>")
_SPAN_ID = re.compile(r"""\bid\s*=\s*["']?node([^"'\s>]+)""", re.IGNORECASE)
_BREAK = re.compile(r"<\s*/?\s*(?:br|p|div|li)\b", re.IGNORECASE)
_REMEDY = "Export it again from the tool that wrote it, as AIF JSON."


@dataclass(frozen=True, slots=True)
class Node:
    """A node: information, locution, or a step (inference, conflict, rephrase, transition, illocution)."""

    id: str
    type: Type
    text: str = ""
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class NodeSet:
    """Nodes with their edges, who made which locution, and the text with the places of nodes in it, where there is one."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    locutions: tuple[tuple[str, str], ...] = ()  # node, person
    participants: Mapping[str, str] = field(default_factory=dict)  # person, name
    text: str | None = None
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # node, offsets in the text


def loads(data: bytes, *, where: str = "") -> NodeSet:
    """The node set of a file. Raises InputError where it is not one. Nodes of unknown types and edges to nowhere are left out."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", where=where, remedy="Save it as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"the file is no JSON ({error})", where=where, remedy=_REMEDY) from error
    outer = found if isinstance(found, dict) else {}
    inner = outer.get("AIF") if isinstance(outer.get("AIF"), dict) else outer
    if not isinstance(inner, dict) or not isinstance(inner.get("nodes"), list) or not isinstance(inner.get("edges"), list):
        raise InputError("the file holds no lists of nodes and edges", where=where, remedy=_REMEDY)
    if len(inner["nodes"]) > MAX_NODES or len(inner["edges"]) > 5 * MAX_NODES:
        raise InputError(f"the node set has more than {MAX_NODES:,} nodes", where=where, remedy="Split it.")
    nodes: dict[str, Node] = {}
    for item in _objects(inner["nodes"], "node", where):
        id, kind = _word(item.get("nodeID"), "nodeID", where), item.get("type")
        if id in nodes:
            raise InputError(f"two nodes have the nodeID {id}", where=where, remedy=_REMEDY)
        if kind in TYPES:
            scheme = item.get("scheme")
            nodes[id] = Node(id, kind, clean(str(item.get("text") or "")), clean(scheme) if isinstance(scheme, str) else None)
    edges = dict.fromkeys(
        (_word(item.get("fromID"), "fromID", where), _word(item.get("toID"), "toID", where))
        for item in _objects(inner["edges"], "edge", where)
    )
    locutions = dict.fromkeys(
        (_word(item.get("nodeID"), "nodeID", where), _word(item.get("personID"), "personID", where))
        for item in _objects(inner.get("locutions") or [], "locution", where)
    )
    participants = {
        _word(item.get("participantID"), "participantID", where): _full_name(item)
        for item in _objects(inner.get("participants") or [], "participant", where)
    }
    text: str | None = None
    places: dict[str, tuple[int, int]] = {}
    if isinstance(marked := outer.get("text"), str) and inner is not outer:
        text, places = unmarked(marked)
    return NodeSet(
        tuple(nodes.values()),
        tuple((a, b) for a, b in edges if a in nodes and b in nodes),
        tuple((node, person) for node, person in locutions if node in nodes),
        {person: name for person, name in participants.items() if name},
        text if text and text.strip() else None,
        {id: place for id, place in places.items() if id in nodes},
    )


def dumps(nodeset: NodeSet, *, text: bool) -> bytes:
    """The JSON of a node set; with ``text`` as xAIF, with the text marked where the nodes stand in it."""
    inner = {
        "nodes": [_node(node) for node in nodeset.nodes],
        "edges": [
            {"edgeID": str(number), "fromID": a, "toID": b, "formEdgeID": None} for number, (a, b) in enumerate(nodeset.edges, 1)
        ],
        "locutions": [{"nodeID": node, "personID": person} for node, person in nodeset.locutions],
        "participants": [
            {"participantID": person, "firstname": name.rpartition(" ")[0], "surname": name.rpartition(" ")[2]}
            for person, name in nodeset.participants.items()
        ],
    }
    made: dict[str, Any] = inner
    if text:
        inner |= {"schemefulfillments": [], "descriptorfulfillments": []}
        made = {"AIF": inner, "text": marked(nodeset.text or "", nodeset.places), "dialog": True, "OVA": {}}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def unmarked(text: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The plain words of a marked text, with the places of its nodes."""
    parts: list[str] = []
    length = at = 0
    opened: list[tuple[str | None, int]] = []
    places: dict[str, tuple[int, int]] = {}

    def put(words: str) -> None:
        nonlocal length
        plain = clean(html.unescape(words))
        parts.append(plain)
        length += len(plain)

    for tag in _TAG.finditer(text):
        put(text[at : tag.start()])
        at = tag.end()
        name = tag.group()[1:].strip().lower()
        if name.startswith("span"):
            found = _SPAN_ID.search(tag.group())
            opened.append((html.unescape(found[1]) if found else None, length))
        elif name.startswith("/span") and opened:
            id, start = opened.pop()
            if id and start < length:
                places.setdefault(id, (start, length))
        elif _BREAK.match(tag.group()):
            parts.append("\n")
            length += 1
    put(text[at:])
    return "".join(parts), places


def marked(text: str, places: Mapping[str, tuple[int, int]]) -> str:
    """A text with its nodes' places marked; a place that overlaps another without standing in it stays unmarked."""
    ends: list[tuple[int, str]] = []
    parts: list[str] = []
    at = 0

    def until(place: int) -> None:
        nonlocal at
        parts.append(html.escape(text[at:place], quote=False).replace("\n", "<br>"))
        at = place

    for id, (start, end) in sorted(places.items(), key=lambda p: (p[1][0], -p[1][1], p[0])):
        while ends and ends[-1][0] <= start:
            until(ends.pop()[0])
            parts.append("</span>")
        if ends and ends[-1][0] < end:
            continue
        until(start)
        parts.append(f'<span class="highlighted" id="node{html.escape(id)}">')
        ends.append((end, id))
    while ends:
        until(ends.pop()[0])
        parts.append("</span>")
    until(len(text))
    return "".join(parts)


def _node(node: Node) -> dict[str, Any]:
    told: dict[str, Any] = {"nodeID": node.id, "text": node.text, "type": node.type}
    if node.scheme is not None:
        told["scheme"] = node.scheme
        if node.scheme in SCHEMES:
            told["schemeID"] = SCHEMES[node.scheme]
    return told


def _objects(items: Any, what: str, where: str) -> list[dict[str, Any]]:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(f"a {what} is no JSON object", where=where, remedy=_REMEDY)
    return items


def _word(value: Any, name: str, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str) or len(str(value)[:500]) > 400 or value == "":
        raise InputError(f"a {name} is missing or no word", where=where, remedy=_REMEDY)
    return clean(str(value))


def _full_name(item: Mapping[str, Any]) -> str:
    parts = [item.get("firstname"), item.get("surname")]
    return " ".join(clean(" ".join(part for part in parts if isinstance(part, str))).split())
