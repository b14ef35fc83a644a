"""The language a text is in, as far as the work needs it: English goes on, another is refused by name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kb.errors import InputError

_SAMPLE = 12_000  # characters from the beginning, the middle and the end together
_FEWEST_LETTERS = 40
_ENGLISH_SHARE = 0.15  # English prose has 0.2 to 0.35 of its words in the list; other languages stay under 0.08
_MARGIN = 20.0  # natural-log units by which the best language must be likelier than English
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "languages.toml").read_text("utf-8"))


def language_name(code: str) -> str:
    """A language's English name by its code (``de``, ``pt-BR``); the code itself where it is not known."""
    return str(_table()["names"].get(code.lower().split("-")[0], code))


def language_code(name: str) -> str:
    """The code for a code or an English name of a language: ``en-GB`` and ``English`` give ``en``; others stay as they are."""
    plain = name.strip().lower()
    short = re.split(r"[-_]", plain)[0]
    if short in _table()["names"]:
        return short
    codes = {"eng": "en", "british": "en", "american": "en", "ukenglish": "en", "usenglish": "en", "ngerman": "de"}
    return codes.get(plain) or next((code for code, known in _table()["names"].items() if known.lower() == plain), plain)


def detect(text: str) -> str | None:
    """The code of the text's language, None where the text is too short to tell.

    Most texts are known as English by their small words; the rest are put to py3langid (Lui and Baldwin 2012), which is loaded
    only then.
    """
    sample = _sample(text)
    words = [word.lower() for word in _WORD.findall(sample)]
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return None
    small = set(_table()["english_words"])
    if sum(word in small for word in words) >= _ENGLISH_SHARE * len(words):
        return "en"
    import py3langid

    ranked = py3langid.rank(sample)
    best, likelihood = ranked[0]
    english = next((score for code, score in ranked if code == "en"), likelihood)
    return str(best) if best == "en" or likelihood - english >= _MARGIN else None


def require_english(text: str, *, where: str) -> None:
    """Raise InputError where the text is in another language than English, naming it."""
    code = detect(text)
    if code not in (None, "en"):
        refuse(str(code), where=where)


def refuse(code: str, *, where: str) -> None:
    """Raise the InputError that names a language other than English."""
    named = f"{language_name(code)} ({code})" if language_name(code) != code else f"in a language other than English ({code})"
    remedy = "Give an English translation, or leave it out."
    raise InputError(f"the text is {named}, and only English is read", where=where, remedy=remedy)


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    third, middle = _SAMPLE // 3, len(text) // 2
    return " ".join([text[:third], text[middle - third // 2 : middle + third // 2], text[-third:]])
