"""When two written names may be one name: normal forms, shorter forms, slips of the pen."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

Name = tuple[str, ...]  #: a normal form, word by word; a work's subtitle follows the word ":"

_UNDECOMPOSED = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_ARTICLES = frozenset({"the", "a", "an"})
_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "doctor", "prof", "professor", "sir", "lord", "lady", "comrade", "father", "president")
)
_HEADS = frozenset({"theory", "thesis", "doctrine", "concept", "idea", "theories"})  # "the theory of X" is X
_SUBTITLE = re.compile(r"\s*:\s+|\s+[—–]\s+")
_CAPITALS = re.compile(r"[A-Z]{2,3}")


@lru_cache(maxsize=100_000)
def normal(written: str, type: str) -> Name:
    """A name's normal form: no case, accents, articles, titles or stops, hyphens as spaces, initials each a word."""
    if type == "work" and len(parts := _SUBTITLE.split(written, maxsplit=1)) == 2 and all(parts):
        return (*normal(parts[0], type), ":", *normal(parts[1], "case"))
    words = re.findall(r"[^\W_]+", _plain(written))
    if type == "theorist" and not written.isupper():
        words = [part for word in words for part in _initials(word)]
    words = [word.casefold().translate(_UNDECOMPOSED) for word in words]
    kept = _without_head(words, type)
    return tuple(kept or words or [written.casefold()])


def slug(name: Name) -> str:
    """A normal form as the last part of a global entity's key."""
    return "-".join(word for word in name if word != ":")


def fuller(full: Name, short: Name, type: str) -> bool:
    """Whether ``short`` may be a shorter form of ``full``: a surname, initials, or a title without its subtitle."""
    if type == "work":
        return ":" in full and ":" not in short and full[: full.index(":")] == short
    if type != "theorist" or full == short or len(full) < 2 or full[-1] != short[-1] or len(short) > len(full):
        return False
    given = iter(full[:-1])
    # each given name of the short form stands for one of the full form, in order
    return all(any(_stands_for(word, name) for name in given) for word in short[:-1])


def is_slip(written: Name, meant: Name, type: str) -> bool:
    """Whether a name may be another misspelt: one word differs by one letter, or by two where the word is long.

    The first letter stays, as do words that are short. A surname alone must be longer, since many differ by a letter.
    """
    if type == "theorist" and len(written) == 1:
        return len(meant) > 0 and len(written[0]) >= 8 and _near(written[0], meant[-1])
    if len(written) != len(meant) or sum(map(len, meant)) < 9:
        return False
    unlike = [(one, other) for one, other in zip(written, meant, strict=True) if one != other]
    return len(unlike) == 1 and _near(*unlike[0])


def _near(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    if shortest < 6 or one[0] != other[0] or any(map(str.isdigit, one + other)):
        return False
    allowed = 2 if shortest >= 11 else 1
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _stands_for(word: str, name: str) -> bool:
    return word == name or (len(word) == 1 and name.startswith(word))


def _plain(written: str) -> str:
    joined = re.sub(r"['’ʼ`]", "", re.sub(r"['’]s\b", "s", written)).replace("&", " and ")
    return "".join(c for c in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(c))


def _initials(word: str) -> list[str]:
    # "CLR James" is "C. L. R. James"
    return list(word) if _CAPITALS.fullmatch(word) else [word]


def _without_head(words: list[str], type: str) -> list[str]:
    drop = _ARTICLES | _TITLES if type == "theorist" else _ARTICLES
    while words and words[0] in drop:
        words = words[1:]
    if type == "theory" and len(words) > 2 and words[0] in _HEADS and words[1] == "of":
        return _without_head(words[2:], type)
    return words
