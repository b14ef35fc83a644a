"""Other tools' annotations as claims: of the words that they mark a text is put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from kb.errors import InputError
from kb.formats.assembling import Assembly
from kb.formats.characters import clean, squeezed
from kb.model import ENTITY_TYPES, STANCES, UNKNOWN, Source, Stance, Statements
from kb.sources import slug

PIPELINE = "webannotation/1"


def listed(value: Any) -> list[Any]:
    """A value of JSON-LD as the list that it may stand for."""
    return value if isinstance(value, list) else [] if value is None else [value]


def readings(items: Sequence[dict[str, Any]], source: Source, where: str) -> Iterator[Statements]:
    """A text is put together of the words that annotations mark, in their order in it.

    The words are a claim of the holder that a tag ``holder:NAME`` gives, else of nobody named; ``stance:denies`` and the like
    give the stance, other tags the cases it is about (``theory:NAME`` and so on where a type is given). What the annotator
    writes of them is a claim of the annotator.
    """
    marks: dict[str, list[tuple[tuple[int, int], int, str, dict[str, Any]]]] = defaultdict(list)
    for number, item in enumerate(items):
        for target in listed(item.get("target")):
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
        asks = "questioning" in listed(item.get("motivation"))
        number = to.claim(by, "questions" if asks else "asserts", comment, comment, about=about)
        if "replying" in listed(item.get("motivation")) and number != marked and "disagree" in tags:
            to.argument([number], marked, "attacks", comment)


def _stance(word: str) -> Stance:
    return next(stance for stance in STANCES if stance == word)


def _selectors(target: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = listed(target.get("selector"))[:100]
    for _ in range(200):
        if not waiting:
            return
        selector = waiting.pop(0)
        if isinstance(selector, dict):
            yield selector
            waiting += listed(selector.get("refinedBy"))[:10]


def _tags(item: dict[str, Any]) -> list[str]:
    tags = [tag for tag in listed(item.get("tags")) if isinstance(tag, str)]
    for body in listed(item.get("body")):
        if isinstance(body, dict) and body.get("purpose") in ("tagging", "classifying") and isinstance(body.get("value"), str):
            tags.append(body["value"])
    return tags


def _comments(item: dict[str, Any]) -> list[str]:
    said = [item.get("text"), item.get("bodyValue")]
    for body in listed(item.get("body")):
        if isinstance(body, dict) and body.get("purpose") not in ("tagging", "classifying"):
            said.append(body.get("value"))
        elif isinstance(body, str) and " " in body.strip():
            said.append(body)  # else it is the address of a body
    return [text for text in said if isinstance(text, str) and text.strip()]


def _annotator(item: dict[str, Any]) -> str:
    for creator in (*listed(item.get("creator")), item.get("user_info"), item.get("user")):
        if isinstance(creator, dict):
            creator = creator.get("name") or creator.get("display_name") or creator.get("nickname") or creator.get("id")
        if isinstance(creator, str) and creator.strip():
            return squeezed(creator.removeprefix("acct:").partition("@")[0] if creator.startswith("acct:") else creator)
    return ""


def _title(item: dict[str, Any]) -> str:
    document = item.get("document")
    titles = listed(document.get("title")) if isinstance(document, dict) else []
    return next((title for title in titles if isinstance(title, str) and title.strip()), "")
