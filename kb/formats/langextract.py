"""LangExtract's JSON Lines: a language model's extractions from a text, each with the place it was found at."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from kb.errors import InputError
from kb.formats.assembling import MAX_CHARACTERS, Assembly, Span
from kb.formats.characters import clean, squeezed
from kb.model import AUTHOR, PREDICATES, UNKNOWN, Polarity, Source, Stance, Statements
from kb.sources import slug

PIPELINE = "langextract/1"
CONFIDENCE = 0.5  #: a language model's reading that nobody has checked
_REMEDY = "Save it with langextract's io.save_annotated_documents, one document a line."
_SENTENCE = re.compile(r"[.!?]['\"”’)]*\s+|\n")
_POLARITY: dict[Stance, Polarity] = {"asserts": "affirmed", "denies": "denied", "questions": "uncertain"}


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of each document of the file; a line is a document.

    Extractions with no place in the text are looked for by their words and left out where the text does not have them: what
    a model made up is no evidence. Raises InputError, with the line, for what is no document of LangExtract, and where no
    extraction of the file is of a class that is known.
    """
    where = source.file or source.id
    documents = list(_documents(data, where))
    if not documents:
        raise InputError("the file holds no document", where=where, remedy=_REMEDY)
    width = len(str(len(documents)))
    made, classes = [], set[str]()
    for number, (line, found) in enumerate(documents, 1):
        id = source.id if len(documents) == 1 else f"{source.id}-{number:0{width}d}"
        title = squeezed(str(found.get("document_id") or id))
        to = Assembly(Source(slug(id), title, file=source.file), text=clean(found["text"]))
        listed = found.get("extractions") or []
        if not isinstance(listed, list):
            raise InputError("the extractions are no list", where=f"{where}, line {line}", remedy=_REMEDY)
        extractions = [one for one in listed if isinstance(one, dict)]
        classes |= {_word(one.get("extraction_class")) for one in extractions}
        _take(to, clean(found["text"]), extractions)
        made.append(to.statements(PIPELINE))
    if classes and not any(one.entities or one.claims or one.relations for one in made):
        known = ", ".join([*map(str, _names()["entities"]), "claim", "relation"])
        what = f"no extraction is of a class that is known; the file has {', '.join(sorted(classes))[:200]}"
        raise InputError(what, where=where, remedy=f"Known are {known}, and other words for them: see docs/formats.md.")
    return tuple(made)


def _documents(data: bytes, where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", where=where, remedy="Save it as UTF-8.") from error
    for number, line in enumerate(text.splitlines() if "\n" in text.strip() else [text], 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"the line is no JSON ({error})", where=f"{where}, line {number}", remedy=_REMEDY) from error
        if not isinstance(found, dict) or not isinstance(found.get("text"), str):
            raise InputError("the line is no document with its text", where=f"{where}, line {number}", remedy=_REMEDY)
        if not found["text"].strip() or len(found["text"]) > MAX_CHARACTERS:
            raise InputError("the document's text is empty or too long", where=f"{where}, line {number}", remedy=_REMEDY)
        yield number, found


def _take(to: Assembly, text: str, extractions: Iterable[Mapping[str, Any]]) -> None:
    """Entities first, so that claims and relations find them by name whatever their order in the file."""
    names, types = _names(), {}
    placed = [(one, _word(one.get("extraction_class")), place) for one in extractions if (place := _place(one, text))]
    ends = [text_end.end() for text_end in _SENTENCE.finditer(text)]
    for one, kind, place in placed:
        entity = next((type for type, words in names["entities"].items() if kind in words), None)
        if entity:
            name = squeezed(str(one.get("extraction_text") or text[slice(*place)]))
            types[name.casefold()] = to.entity(entity, name, at=place if text[slice(*place)] == name else None)

    def named(found: str | None, otherwise: str = "theorist") -> str:
        if not found:
            return UNKNOWN
        if found.casefold() in (AUTHOR, "the author", "narrator", "the text"):
            return AUTHOR
        return types.get(found.casefold()) or to.entity(otherwise, squeezed(found))

    for one, kind, place in placed:
        told = {_word(key): value for key, value in (one.get("attributes") or {}).items()} if _is_map(one) else {}
        sentence = _sentence(ends, place, len(text))
        if kind in names["claims"]["classes"]:
            to.claim(
                named(_first(told, names["claims"]["holder"])),
                _stance(_first(told, names["claims"]["stance"])),
                place,
                sentence,
                about=[named(name, "case") for name in _all(told, names["claims"]["about"])],
                hedged=(_first(told, names["claims"]["hedged"]) or "").casefold() in names["words"]["yes"],
                confidence=CONFIDENCE,
            )
        elif kind in names["relations"]["classes"] or kind in PREDICATES:
            parts = names["relations"]
            predicate = kind if kind in PREDICATES else _word(_first(told, parts["predicate"]))
            ends_of = [_first(told, parts[end]) for end in ("subject", "object")]
            if predicate in PREDICATES and all(ends_of):
                other = "theory" if predicate in ("holds", "originated", "rejects", "expounds") else "theorist"
                polarity = _first(told, parts["polarity"]) or ""
                stated = polarity if polarity in _POLARITY.values() else _POLARITY[_stance(polarity)]
                by = _first(told, parts["asserted_by"])
                subject, object = named(ends_of[0]), named(ends_of[1], other)
                if AUTHOR not in (subject, object) and subject != object:
                    to.relation(subject, predicate, object, cast(Polarity, stated), named(by) if by else AUTHOR, sentence)


def _place(one: Mapping[str, Any], text: str) -> Span | None:
    """Where an extraction stands: its interval, else the first place that has its words."""
    found = one.get("char_interval")
    if isinstance(found, dict):
        start, end = found.get("start_pos"), found.get("end_pos")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text) and text[start:end].strip():
            while text[start].isspace():
                start += 1
            return start, start + len(text[start:end].rstrip())
    words = one.get("extraction_text")
    at = text.find(words.strip()) if isinstance(words, str) and words.strip() else -1
    return (at, at + len(str(words).strip())) if at >= 0 else None


def _sentence(ends: list[int], place: Span, length: int) -> Span:
    """The sentence or line round a place, never less than the place itself."""
    from bisect import bisect_left, bisect_right

    before, behind = bisect_right(ends, place[0]) - 1, bisect_left(ends, place[1])
    start = ends[before] if before >= 0 else 0
    return min(start, place[0]), max(ends[behind] if behind < len(ends) else length, place[1])


def _is_map(one: Mapping[str, Any]) -> bool:
    return isinstance(one.get("attributes"), dict)


def _first(told: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    return next(iter(_all(told, keys)), None)


def _all(told: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    """The values of the first of these attributes that says something, as words."""
    for key in keys:
        value = told.get(key)
        values = value if isinstance(value, list) else [value]
        found = [squeezed(str(word)) for word in values if isinstance(word, str | int | bool) and str(word).strip()]
        if found:
            return found
    return []


def _stance(word: str | None) -> Stance:
    told = _word(word)
    return next((cast(Stance, s) for s in ("asserts", "denies", "questions") if told in _names()["words"][s]), "asserts")


def _word(value: Any) -> str:
    return re.sub(r"[\s-]+", "_", str(value or "").strip().casefold())


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
