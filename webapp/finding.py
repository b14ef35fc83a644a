"""Words looked for in one text: where they stand, and the words round each place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 2_000  #: places found at most
LONGEST = 200  #: characters of what is looked for
_AROUND = 45  # characters shown each side of a place
#: what is typed plain and printed otherwise; each stands for one character, so that offsets hold
_SAME = {"'": "'’‘‛", '"': '"“”„«»', "-": "-‐‑‒–—"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand, in which part, and the text round them."""

    start: int
    end: int
    part: int
    before: str
    words: str
    after: str


def found(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a text that have these words, in any case and however they are spaced: offsets, end exclusive."""
    wanted = words[:LONGEST].split()
    if not wanted:
        return ()
    pattern = re.compile(r"\s+".join(map(_literal, wanted)), re.IGNORECASE)
    places = []
    for match in pattern.finditer(text):
        places.append(match.span())
        if len(places) == MOST:
            break
    return tuple(places)


def places(text: str, spans: Sequence[tuple[int, int]], ends: Sequence[int]) -> tuple[Place, ...]:
    """Spans as places with the words round them; ``ends`` are the offsets at which the parts of the text end."""
    made, part = [], 0
    for start, end in spans:
        while part < len(ends) - 1 and start >= ends[part]:
            part += 1
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        # whole words only, but for a text that begins or ends here
        before = before.partition(" ")[2] if start > _AROUND else before
        after = after.rpartition(" ")[0] if end + _AROUND < len(text) else after
        made.append(
            Place(start, end, part + 1, *(" ".join(f"|{piece}|".split())[1:-1] for piece in (before, text[start:end], after)))
        )
    return tuple(made)


def _literal(word: str) -> str:
    return "".join(f"[{re.escape(_SAME[char])}]" if char in _SAME else re.escape(char) for char in word)
