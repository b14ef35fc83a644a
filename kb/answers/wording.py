"""The small language in which a pack writes the wordings of an answer.

A wording is words in order: ``word``, ``one|an_other`` (``_`` joins two words), ``begin*``, ``optional?``, ``..`` (up to 6 words
between), ``...`` (up to 25), ``{list}`` (a word list of the pack), ``{answer}`` (what names the answer), ``{case}`` (a case the
issue is about), ``{case:slug}`` (that case or a narrower one). Before the first word: ``!`` its own denials are part of it, ``~``
it may be said of no case in particular, ``^`` it counts only where no case is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from kb.answers.words import words_of
from kb.errors import InputError

_SHORT, _LONG = 6, 25
_BREAKERS = ("than", "unlike", "replaced", "displaced", "ousted", "supplanted")  # a gap that passes these means something else


@dataclass(frozen=True, slots=True)
class Wording:
    """A compiled wording."""

    source: str
    regex: re.Pattern[str]
    own_denials: bool = False
    general: bool = False
    caseless: bool = False

    @property
    def names_case(self) -> bool:
        """Whether the wording itself asks for a case."""
        return "{case" in self.source

    def spans(self, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """First and last word of every place where the wording stands, overlaps too."""
        line = "".join(f"{w} " for w in words)
        for match in self.regex.finditer(line):
            start = line.count(" ", 0, match.start())
            yield start, start + match[1].count(" ") - 1


def compile_wording(source: str, lists: Callable[[str], tuple[str, ...]]) -> Wording:
    """A wording ready to be looked for; ``lists`` gives the words of a list by its name in braces.

    Raises InputError where the wording is malformed.
    """
    body = source.lstrip("!~^")
    flags = source[: len(source) - len(body)]
    parts = [_part(piece, source, lists) for piece in body.split()]
    return Wording(source, re.compile(rf"(?<!\S)(?=({''.join(parts)}))"), "!" in flags, "~" in flags, "^" in flags)


def _part(piece: str, source: str, lists: Callable[[str], tuple[str, ...]]) -> str:
    if piece in ("..", "..."):
        stops = "|".join(_BREAKERS)
        return rf"(?:(?!(?:{stops}) )\S+ ){{0,{_SHORT if piece == '..' else _LONG}}}?"
    optional = piece.endswith("?")
    choices = "|".join(c for choice in piece.removesuffix("?").split("|") for c in _choice(choice, source, lists))
    return f"(?:{choices}){'?' if optional else ''}"


def _choice(choice: str, source: str, lists: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
    if choice.startswith("{") and choice.endswith("}"):
        words = lists(choice[1:-1])
        if not words:
            raise InputError(f"the wording {source!r} names the empty list {choice}", where="issues", remedy="Add the list.")
        for word in sorted(words, key=lambda w: (-len(w), w)):
            yield "".join(f"{_word(w)} " for w in word.split())
        return
    choice = choice.replace("_", " ")
    if not re.fullmatch(r"[^\W_]+(?: [^\W_]+)*\*?|'s|,", choice):
        raise InputError(f"the wording {source!r} has {choice!r}", where="issues", remedy="Write words, lists, '..' or '...'.")
    yield "".join(f"{_word(w)} " for w in choice.split())


def _word(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")


def phrases_of(says: str) -> Iterator[tuple[str, ...]]:
    """Every plain phrase that a ``says`` with alternatives and optional words stands for; ``~`` before it is no part of them."""
    choices = []
    for piece in says.lstrip("~").split():
        options = piece.removesuffix("?").split("|")
        choices.append([*options, ""] if piece.endswith("?") else options)
    for picked in product(*choices):
        yield words_of(" ".join(p for p in picked if p))
