"""Page furniture, notes, references: told apart by the signs of furniture.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from kb.readers.reading import squeeze
from kb.readers.safe_xml import local_name

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_CALL = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶]+|[a-z]|n\.? ?\d+)[\])]?")


@dataclass(frozen=True, slots=True)
class Signs:
    """The words of furniture.toml."""

    elements: frozenset[str]
    roles: frozenset[str]
    classes: frozenset[str]
    epub_types: frozenset[str]
    notes: frozenset[str]
    references: frozenset[str]


@cache
def signs() -> Signs:
    """The signs, read once."""
    table = tomllib.loads((Path(__file__).parent / "furniture.toml").read_text("utf-8"))
    return Signs(**{name: frozenset(words) for name, words in table.items()})


def marks_of(element: etree._Element) -> set[str]:
    """The words of an element's class, id, role and epub:type."""
    words = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''} {element.get(EPUB_TYPE) or ''}"
    words += f" {element.get('epub:type') or ''}"  # the attribute's name where the page went through the HTML parser
    return set(words.lower().split())


def is_furniture(element: etree._Element, name: str) -> bool:
    """Whether an element is part of the page and not of its text."""
    known, marks = signs(), marks_of(element)
    if marks & known.notes and name not in ("nav", "a"):
        return False  # notes often stand in an aside
    if name in known.elements or marks & (known.roles | known.classes | known.epub_types):
        return name not in ("html", "body", "main", "article")
    if name == "header":
        return not any(local_name(above) in ("article", "main", "section") for above in element.iterancestors())
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(re.search(r"display\s*:\s*none", element.get("style") or ""))


def is_call(element: etree._Element, name: str, runs: Sequence[str]) -> bool:
    """Whether an element is the raised number that calls a note; ``10<sup>6</sup>`` and ``m<sup>2</sup>`` are not."""
    if name not in ("sup", "a"):
        return False
    words = squeeze("".join(element.itertext()))
    if words in ("↩", "↩︎", "↑", "^"):
        return True
    if not _CALL.fullmatch(words):
        return False
    if name == "a":
        return (element.get("href") or "").startswith("#") and _raised_or_bracketed(element, words)
    if any(local_name(inner) == "a" for inner in element.iter()) or marks_of(element) & {"reference", "fn", "note", "footnote"}:
        return True
    before = "".join(runs)[-3:]
    return bool(re.search(r"[.,;:!?”\"’)\]]\s*$|[^\W\d_]{3}$", before)) and not words.isalpha()


def _raised_or_bracketed(link: etree._Element, words: str) -> bool:
    return words[0] in "[(" or local_name(link.getparent()) == "sup" or not words[0].isalnum()
