"""Gold annotations (one JSON object a text, offsets in code points) to and from statements.

What the format has no place for is left out on writing: confidence, hedging, the outer holders of nested attributions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.graph import occurrence
from kb.model import (
    AUTHOR,
    ENTITY_TYPES,
    POLARITIES,
    PREDICATES,
    STANCES,
    UNKNOWN,
    Argument,
    Claim,
    Document,
    Entity,
    Evidence,
    Relation,
    Source,
    Statements,
    statement_id,
)
from kb.sources import slug

_REMEDY = "Compare it with the form described in the guidelines for annotators."


def to_annotation(statements: Statements, name: str | None = None) -> dict[str, Any]:
    """The annotation of a text, with ids ``e1`` … by first naming and ``c1`` … by place; ``name`` stands for the source's id."""
    document = statements.document
    entities = sorted(statements.entities, key=lambda e: (e.mentions[:1] or ((len(document.text), 0),), e.type, e.name))
    names = {AUTHOR: AUTHOR, UNKNOWN: UNKNOWN} | {entity.id: f"e{n}" for n, entity in enumerate(entities, 1)}
    claims, relations, arguments = in_order(statements)
    numbers = {claim.id: f"c{n}" for n, claim in enumerate(claims, 1)}
    return {
        "id": name or document.source.id,
        "entities": [{"id": names[e.id], "type": e.type, **_as_written(e, document.text)} for e in entities],
        "claims": [
            {
                "id": numbers[claim.id],
                "holder": names[claim.holder],
                "stance": claim.stance,
                "content": [[part.start, part.end] for part in claim.content],
                "quote": claim.quote,
                "cue": [[part.start, part.end] for part in claim.cue],
                "about": [names[entity] for entity in claim.about],
            }
            for claim in claims
        ],
        "relations": [
            {
                "subject": names[relation.subject],
                "predicate": relation.predicate,
                "object": names[relation.object],
                "polarity": relation.polarity,
                "asserted_by": names[relation.asserted_by],
                "evidence": [relation.evidence.start, relation.evidence.end],
                "quote": relation.evidence.quote,
            }
            for relation in relations
        ],
        "arguments": [
            {
                "from": numbers[premise],
                "to": numbers[argument.conclusion],
                "type": argument.kind,
                "evidence": [argument.evidence.start, argument.evidence.end],
            }
            for argument in arguments
            for premise in argument.premises
        ],
    }


def in_order(statements: Statements) -> tuple[Sequence[Claim], Sequence[Relation], Sequence[Argument]]:
    """Claims, relations and arguments in the order in which an annotation lists them."""
    return (
        sorted(statements.claims, key=lambda c: (c.content[0].start, c.content[-1].end, c.holder, c.id)),
        sorted(statements.relations, key=lambda r: (r.evidence.start, r.evidence.end, r.predicate, r.id)),
        sorted(statements.arguments, key=lambda a: (a.evidence.start, a.evidence.end, a.id)),
    )


def dumps(annotation: Mapping[str, Any]) -> str:
    """An annotation as JSON text with a line end."""
    return json.dumps(annotation, ensure_ascii=False, indent=1) + "\n"


def load(path: Path) -> Statements:
    """The statements of ``NAME.json`` with ``NAME.txt`` beside it. Raises InputError where they do not fit each other."""
    text_path = path.with_suffix(".txt")
    try:
        text = text_path.read_bytes().decode("utf-8")  # no newline is to be translated: offsets count them
    except FileNotFoundError:
        raise InputError(
            "the text of this annotation is missing", where=str(path), remedy=f"Put {text_path.name} beside it."
        ) from None
    except UnicodeDecodeError as error:
        raise InputError("the text is not UTF-8", where=str(text_path), remedy="Save it as UTF-8.") from error
    return from_annotation(read(path), Document(Source(path.stem, path.stem), text))


def read(path: Path) -> dict[str, Any]:
    """The object in an annotation file. Raises InputError where it cannot be read or is none."""
    try:
        data = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError(
            f"the annotation cannot be read ({error.strerror})", where=str(path), remedy="Check its name."
        ) from error
    except ValueError as error:
        raise InputError(f"the annotation is no JSON ({error})", where=str(path), remedy="Write it anew.") from error
    if not isinstance(data, dict) or not all(isinstance(data.get(part), list) for part in ("entities", "claims", "relations")):
        raise InputError("no lists of entities, claims and relations", where=str(path), remedy=_REMEDY)
    return data


def from_annotation(annotation: Mapping[str, Any], document: Document) -> Statements:
    """The statements that an annotation of a document makes. Raises InputError for an unknown id or label, or a wrong offset."""
    where = document.source.id
    try:
        entities = dict(_entities(annotation["entities"], document))
        ids = {AUTHOR: AUTHOR, UNKNOWN: UNKNOWN} | {name: entity.id for name, entity in entities.items()}
        claims = {data["id"]: _claim(data, ids, document) for data in annotation["claims"]}
        return Statements(
            document=document,
            entities=tuple(entities.values()),
            claims=tuple(claims.values()),
            relations=tuple(_relation(data, ids, document) for data in annotation["relations"]),
            arguments=tuple(_argument(data, claims, document) for data in annotation.get("arguments", ())),
        )
    except KeyError as error:
        raise InputError(f"{error} is missing or no id of this annotation", where=where, remedy=_REMEDY) from error
    except (TypeError, ValueError) as error:
        raise InputError(f"the annotation has another form ({error})", where=where, remedy=_REMEDY) from error


def _as_written(entity: Entity, text: str) -> dict[str, Any]:
    """Name and aliases letter by letter as the text has them, line ends within a name too."""
    name, *aliases = (_found(form, text) for form in (entity.name, *entity.aliases))
    if name is None and entity.mentions:
        start, end = entity.mentions[0]
        name = text[start:end]
    own = name or entity.name
    return {"name": own, "aliases": list(dict.fromkeys(alias for alias in aliases if alias and alias != own))}


def _found(name: str, text: str) -> str | None:
    if name in text:
        return name
    match = re.search(r"\s+".join(map(re.escape, name.split())), text)
    return match.group() if match else None


def _entities(data: list[dict[str, Any]], document: Document) -> Iterator[tuple[str, Entity]]:
    taken: set[str] = set()
    for item in data:
        kind = _one_of(item["type"], ENTITY_TYPES, document)
        ident = base = f"{kind}/{slug(item['name'])}"
        number = 1
        while ident in taken:
            number += 1
            ident = f"{base}-{number}"
        taken.add(ident)
        aliases = tuple(item.get("aliases", ()))
        yield item["id"], Entity(ident, kind, item["name"], aliases, None, _mentions((item["name"], *aliases), document.text))


def _mentions(names: tuple[str, ...], text: str) -> tuple[tuple[int, int], ...]:
    """Where a text writes one of these names as whole words, the longest name first."""
    longest_first = "|".join(re.escape(name) for name in sorted(set(names), key=lambda n: (-len(n), n)) if name)
    return tuple(m.span() for m in re.finditer(rf"(?<!\w)(?:{longest_first})(?!\w)", text)) if longest_first else ()


def _claim(data: Mapping[str, Any], ids: Mapping[str, str], document: Document) -> Claim:
    content = tuple(document.evidence(*span) for span in data["content"])
    cue = tuple(document.evidence(*span) for span in data.get("cue", ()))
    holder, stance = ids[data["holder"]], _one_of(data["stance"], STANCES, document)
    quote = " … ".join(part.quote for part in content)
    _same(data.get("quote", quote), quote, document)
    places = [place for part in (*content, *cue) for place in (part.start, part.end)]
    return Claim(
        id=statement_id(document.source.id, "claim", quote, _occurrence(content[0], document), holder, stance),
        holder=holder,
        stance=stance,
        content=content,
        evidence=document.evidence(min(places), max(places)),
        cue=cue,
        about=tuple(ids[name] for name in data.get("about", ())),
    )


def _relation(data: Mapping[str, Any], ids: Mapping[str, str], document: Document) -> Relation:
    evidence = document.evidence(*data["evidence"])
    _same(data.get("quote", evidence.quote), evidence.quote, document)
    subject, predicate, object_ = ids[data["subject"]], _one_of(data["predicate"], PREDICATES, document), ids[data["object"]]
    polarity = _one_of(data.get("polarity", "affirmed"), POLARITIES, document)
    asserter = ids[data.get("asserted_by", AUTHOR)]
    roles = (subject, predicate, object_, polarity, asserter)
    ident = statement_id(document.source.id, "relation", evidence.quote, _occurrence(evidence, document), *roles)
    return Relation(ident, subject, predicate, object_, polarity, asserter, evidence)


def _argument(data: Mapping[str, Any], claims: Mapping[str, Claim], document: Document) -> Argument:
    evidence = document.evidence(*data["evidence"])
    premise, conclusion, kind = (
        claims[data["from"]].id,
        claims[data["to"]].id,
        _one_of(data["type"], ("supports", "attacks"), document),
    )
    occurs = _occurrence(evidence, document)
    return Argument(
        statement_id(document.source.id, "argument", evidence.quote, occurs, premise, kind, conclusion),
        (premise,),
        conclusion,
        kind,
        evidence,
    )


def _occurrence(evidence: Evidence, document: Document) -> int:
    return occurrence(document.text, evidence.quote, evidence.start)


def _one_of(label: Any, known: tuple[Any, ...], document: Document) -> Any:
    if label not in known:
        raise InputError(f"{label!r} is none of {', '.join(known)}", where=document.source.id, remedy=_REMEDY)
    return label


def _same(quote: str, there: str, document: Document) -> None:
    if quote != there:
        what = f"the quote {quote[:60]!r} is not what stands at its offsets, {there[:60]!r}"
        raise InputError(what, where=document.source.id, remedy="Text and annotation must be of one version.")
