"""Web Annotation (W3C) in JSON-LD: a text's statements as a collection of annotations; others' annotations as claims.

In ours, the body of each annotation is the statement itself in our vocabulary, with a line for people beside it, and its
targets are the words it stands on, by quote and by position. Others' annotations bring no text: of the words that they mark
one is put together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kb.errors import InputError
from kb.formats.assembling import Assembly, clean, squeezed
from kb.formats.checking import careful
from kb.formats.jsonld import CONTEXT, described, told
from kb.formats.rdf import place_of, taken_back
from kb.graph import to_quads
from kb.model import ENTITY_TYPES, STANCES, UNKNOWN, Source, Stance, Statements
from kb.sources import slug
from kb.terms import DOX, TYPE, Names

PIPELINE = "webannotation/1"
_AROUND = 32  # characters of prefix and suffix
_MOTIVATIONS = (
    (DOX.Source, "describing"), (DOX.Claim, "describing"), (DOX.Relation, "linking"), (DOX.Argument, "linking"),
    (DOX.Block, "classifying"),
)  # fmt: skip
_REMEDY = "Export the annotations again, as JSON."


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


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of a collection that we wrote; else a reading for each text that the annotations are of.

    Raises InputError where the file holds no annotation of words.
    """
    where = source.file or source.id
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"the file is no JSON ({error})", where=where, remedy=_REMEDY) from error
    with careful(where):
        items = _items(found)
        bodies = [body for item in items for body in _listed(item.get("body")) if isinstance(body, dict)]
        texts = [body["rdf:value"] for body in bodies if "dox:Source" in _listed(body.get("type"))]
        if texts:
            if not isinstance(texts[0], str):
                raise InputError("the text is no text", where=where, remedy=_REMEDY)
            facts = [fact for body in bodies if str(body.get("id", "")) for fact in _facts(body)]
            return (taken_back(facts, texts[0], where=where),)
        return tuple(_theirs(items, source, where))


def _facts(body: dict[str, Any]) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    body = {key: value for key, value in body.items() if key != "rdf:value"}
    content = body.get("dox:content")
    if isinstance(content, dict) and len(content) > 1:
        yield from told(content)
        body["dox:content"] = {"id": content["id"]}
    yield from told(body)


def _items(found: Any) -> list[dict[str, Any]]:
    """The annotations of a collection, a page, a list, a search result or a lone annotation."""
    if isinstance(found, dict):
        page = found.get("first")
        for holder, key in ((page, "items"), (found, "items"), (found, "rows"), (found, "annotations")):
            if isinstance(holder, dict) and isinstance(holder.get(key), list):
                found = holder[key]
                break
        else:
            found = [found]
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


# -- annotations by other tools -------------------------------------------------------------------------------------


def _theirs(items: list[dict[str, Any]], source: Source, where: str) -> Iterator[Statements]:
    """A text is put together of the words that annotations mark, in their order in it.

    The words are a claim of the holder that a tag ``holder:NAME`` gives, else of nobody named; ``stance:denies`` and the like
    give the stance, other tags the cases it is about (``theory:NAME`` and so on where a type is given). What the annotator
    writes of them is a claim of the annotator.
    """
    marks: dict[str, list[tuple[tuple[int, int], int, str, dict[str, Any]]]] = defaultdict(list)
    for number, item in enumerate(items):
        for target in _listed(item.get("target")):
            if not isinstance(target, dict):
                continue
            of = target.get("source") or item.get("uri") or ""
            of = of.get("id", "") if isinstance(of, dict) else of
            exact, place = "", (10**12, 0)
            for selector in _selectors(target):
                if isinstance(selector.get("exact"), str):
                    exact = selector["exact"]
                if isinstance(selector.get("start"), int) and isinstance(selector.get("end"), int):
                    place = (selector["start"], selector["end"])
            if exact.strip() and isinstance(of, str):
                marks[of].append((place, number, exact, item))
    if not marks:
        raise InputError("the file marks no words of a text", where=where, remedy="Annotations need a TextQuoteSelector.")
    width = len(str(len(marks)))
    for number, (of, marked) in enumerate(marks.items(), 1):
        id = source.id if len(marks) == 1 else f"{source.id}-{number:0{width}d}"
        title = _title(marked[0][3]) or (id if len(marks) == 1 else of or id)
        to = Assembly(Source(slug(id), squeezed(title), url=clean(of) or None, file=source.file))
        for _, _, exact, item in sorted(marked, key=lambda mark: mark[:2]):
            _claims(to, squeezed(exact), item)
        yield to.statements(PIPELINE)


def _claims(to: Assembly, words: str, item: dict[str, Any]) -> None:
    tags = [squeezed(tag) for tag in _tags(item) if tag.strip()]
    holder, stance, about = UNKNOWN, "asserts", []
    for tag in tags:
        kind, colon, name = (part.strip() for part in tag.partition(":"))
        if kind == "stance" and name in STANCES:
            stance = name
        elif kind in ("holder", "theorist") and name:
            holder = to.entity("theorist", name)
        elif kind == "group" and name:
            holder = to.entity("group", name)
        elif colon and kind in ENTITY_TYPES and name:
            about.append(to.entity(kind, name))
        else:
            about.append(to.entity("case", tag))
    place = to.add(words)
    marked = to.claim(holder, _stance(stance), place, place, about=about)
    for text in _comments(item):
        comment = to.add(squeezed(text))
        name = _annotator(item)
        by = to.entity("theorist", name) if name else UNKNOWN
        asks = "questioning" in _listed(item.get("motivation"))
        number = to.claim(by, "questions" if asks else "asserts", comment, comment, about=about)
        if "replying" in _listed(item.get("motivation")) and number != marked and "disagree" in tags:
            to.argument([number], marked, "attacks", comment)


def _stance(word: str) -> Stance:
    return next(stance for stance in STANCES if stance == word)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _selectors(target: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = _listed(target.get("selector"))[:100]
    for _ in range(200):
        if not waiting:
            return
        selector = waiting.pop(0)
        if isinstance(selector, dict):
            yield selector
            waiting += _listed(selector.get("refinedBy"))[:10]


def _tags(item: dict[str, Any]) -> list[str]:
    tags = [tag for tag in _listed(item.get("tags")) if isinstance(tag, str)]
    for body in _listed(item.get("body")):
        if isinstance(body, dict) and body.get("purpose") in ("tagging", "classifying") and isinstance(body.get("value"), str):
            tags.append(body["value"])
    return tags


def _comments(item: dict[str, Any]) -> list[str]:
    said = [item.get("text"), item.get("bodyValue")]
    for body in _listed(item.get("body")):
        if isinstance(body, dict) and body.get("purpose") not in ("tagging", "classifying"):
            said.append(body.get("value"))
        elif isinstance(body, str) and " " in body.strip():
            said.append(body)  # else it is the address of a body
    return [text for text in said if isinstance(text, str) and text.strip()]


def _annotator(item: dict[str, Any]) -> str:
    for creator in (*_listed(item.get("creator")), item.get("user_info"), item.get("user")):
        if isinstance(creator, dict):
            creator = creator.get("name") or creator.get("display_name") or creator.get("nickname") or creator.get("id")
        if isinstance(creator, str) and creator.strip():
            return squeezed(creator.removeprefix("acct:").partition("@")[0] if creator.startswith("acct:") else creator)
    return ""


def _title(item: dict[str, Any]) -> str:
    document = item.get("document")
    titles = _listed(document.get("title")) if isinstance(document, dict) else []
    return next((title for title in titles if isinstance(title, str) and title.strip()), "")
