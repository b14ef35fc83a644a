"""A text's statements as annotations, whose bodies are the statements in our vocabulary, and the way back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kb.errors import InputError
from kb.formats.characters import squeezed
from kb.formats.jsonld import CONTEXT, described, told
from kb.formats.rdf import place_of, taken_back
from kb.graph import to_quads
from kb.model import Statements
from kb.terms import DOX, TYPE, Names

_AROUND = 32  # characters of prefix and suffix
_MOTIVATIONS = (
    (DOX.Source, "describing"), (DOX.Claim, "describing"), (DOX.Relation, "linking"), (DOX.Argument, "linking"),
    (DOX.Block, "classifying"),
)  # fmt: skip


def write(readings: Sequence[Statements]) -> bytes:
    """The collection of one text's annotations, on one page."""
    (statements,) = readings
    id = Names().source_graph(statements.document.source.id).value + "/annotations"
    items = list(_annotations(statements))
    made = {
        "@context": CONTEXT,
        "id": id,
        "type": "AnnotationCollection",
        "label": statements.document.source.title,
        "total": len(items),
        "first": {"id": id + "/1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _annotations(statements: Statements) -> Iterator[dict[str, Any]]:
    document = statements.document
    source = Names().source(document.source.id)
    by_subject: dict[NamedNode, list[Quad]] = defaultdict(list)
    spans: set[NamedNode] = set()
    for quad in to_quads(statements):
        if quad.predicate == TYPE and quad.object == DOX.Evidence:
            spans.add(quad.subject)  # type: ignore[arg-type]
        by_subject[quad.subject].append(quad)  # type: ignore[index]
    lines = _lines(statements)
    for node, quads in by_subject.items():
        types = {quad.object for quad in quads if quad.predicate == TYPE}
        if DOX.TextVoice in types or DOX.Proposition in types or (node in spans and DOX.Block not in types):
            continue
        if node in spans:  # a block that is evidence too: what the span says of itself follows from the text
            quads = [q for q in quads if q.object != DOX.Evidence]
        quads = [q for q in quads if q.predicate not in (DOX.start, DOX.end, DOX.quote, DOX.heading, DOX.paragraph)]
        body = described(node, quads)
        marked = [q.object for q in quads if q.predicate in (DOX.mention, DOX.evidence)]
        content = next((q.object for q in quads if q.predicate == DOX.content), None)
        if isinstance(content, NamedNode):
            body["dox:content"] = described(content, by_subject[content])
            marked = [q.object for q in by_subject[content] if q.predicate == DOX.span]
        if DOX.Block in types:
            marked = [node]
        if DOX.Source in types:
            body["rdf:value"] = document.text
        motivation = next((word for kind, word in _MOTIVATIONS if kind in types), "identifying")
        if any(q.object == DOX.questions for q in quads):
            motivation = "questioning"
        bodies = [body]
        if line := lines.get(node):
            text = {"type": "TextualBody", "value": line, "format": "text/plain", "language": "en", "purpose": "commenting"}
            bodies.append(text)
        places = sorted(place_of(span) for span in marked)  # type: ignore[arg-type]
        targets: list[Any] = [_target(source.value, document.text, place) for place in places] or [source.value]
        yield {
            "id": node.value + "#annotation",
            "type": "Annotation",
            "motivation": motivation,
            "body": bodies[0] if len(bodies) == 1 else bodies,
            "target": targets[0] if len(targets) == 1 else targets,
        }


def _target(source: str, text: str, place: tuple[int, int]) -> dict[str, Any]:
    start, end = place
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [quote, {"type": "TextPositionSelector", "start": start, "end": end}],
    }


def _lines(statements: Statements) -> dict[NamedNode, str]:
    """Statements in words, by node."""
    names, id = Names(), statements.document.source.id
    said = {"author": "The text", "unknown": "Somebody"} | {e.id: squeezed(e.name) for e in statements.entities}
    made = {}
    for c in statements.claims:
        reported = "".join(f"according to {said[r]}, " for r in c.reported_by)
        hedge = ", with reservation" if c.hedged else ""
        made[names.statement(id, "claim", c.id)] = f"{reported}{said[c.holder]} {c.stance}{hedge}: “{squeezed(c.quote)}”"
    for r in statements.relations:
        words = f"{said[r.subject]} {r.predicate.replace('_', ' ')} {said[r.object]} ({r.polarity} by {said[r.asserted_by]})"
        made[names.statement(id, "relation", r.id)] = words
    return made


def from_bodies(bodies: Sequence[dict[str, Any]], text: Any, where: str) -> Statements:
    """The statements that the bodies of our annotations are. Raises InputError where they do not fit the text."""
    if not isinstance(text, str):
        raise InputError("the text is no text", where=where, remedy="Export the annotations again, as JSON.")
    facts = [fact for body in bodies if str(body.get("id", "")) for fact in _facts(body)]
    return taken_back(facts, text, where=where)


def _facts(body: dict[str, Any]) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    body = {key: value for key, value in body.items() if key != "rdf:value"}
    content = body.get("dox:content")
    if isinstance(content, dict) and len(content) > 1:
        yield from told(content)
        body["dox:content"] = {"id": content["id"]}
    yield from told(body)
