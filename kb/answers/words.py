"""A statement's words written one way, clause by clause."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SPELLING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"[’‘`´]", "'"),
        (r"[\"“”«»„]|''", " "),
        (r"\.\s?\.\s?\.|…", " "),  # what a quotation leaves out ends no clause
        (r"(?<=\b\w)\.(?=\w\b)|(?<=\.\w)\.(?=\s\w)", ""),  # "U.S.S.R."
        (r"\bco-\s?(?=o)", "co"),
        (r"\bnon-\s?", "non"),
        (r"(?<=\w)-\s?(?=\w)", " "),
        (r"\s[-–—]+\s|[–—()\[\]/]", " , "),
        (r"\bcannot\b", "can not"),
        (r"n't\b", " not"),
        (r"(?<=s)'(?!\w)", " "),
        (r"'s\b", " 's"),
        (r"(?<!\s)'(?!s\b)|(?<!\w)'(?!s\b)", " "),
        (r"\blabor\b", "labour"),
        (r"\bdefense\b", "defence"),
        (r"(?<=[a-z])iz(?=(?:ed|es|e|ing|ation)\b)", "is"),
    )
)
_TOKEN = re.compile(r"'s|[^\W_]+|[,.;:!?]")
_ENDS = frozenset(".;:!?")


@dataclass(frozen=True, slots=True)
class Clause:
    """The words between two strong marks; ``asked`` where a question mark ends them."""

    words: tuple[str, ...]
    asked: bool = False


@cache
def english(name: str) -> frozenset[str]:
    """One of the lists of ``english.toml``."""
    return frozenset(_tables()[name])


@cache
def _tables() -> dict[str, list[str]]:
    tables: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("english.toml").read_text(encoding="utf-8"))
    return tables


def words_of(text: str) -> tuple[str, ...]:
    """Words and marks of a text, lower case: one spelling for hyphens, apostrophes, quotation marks and -ize."""
    text = text.casefold()
    for pattern, by in _SPELLING:
        text = pattern.sub(by, text)
    return tuple(_TOKEN.findall(text))


def clauses_of(words: tuple[str, ...]) -> list[Clause]:
    """Words cut at full stops, colons, semicolons, question and exclamation marks."""
    found, run = [], []
    for word in (*words, "."):
        if word not in _ENDS:
            run.append(word)
        elif run:
            found.append(Clause(tuple(run), asked=word == "?"))
            run = []
    return found


def at(words: tuple[str, ...], index: int, phrases: frozenset[str], longest: int = 3) -> int:
    """How many words of a listed phrase stand at an index, 0 for none."""
    for size in range(min(longest, len(words) - index), 0, -1):
        if " ".join(words[index : index + size]) in phrases:
            return size
    return 0
