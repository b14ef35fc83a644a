"""Finding a passage again in a text that has changed a little, or saying that it cannot be told.

The passage is looked for with the words around it, after the TextQuoteSelector of the Web Annotation model (W3C 2017, section
4.2.4). It counts as found where exactly one place can be it: the same words in the company they had; the same words where they
stand once before and after; or words of which few and no weighty ones changed, in the company they had. Everything else is
lost, with the reason. A name, a number or a negation that came or went is weighty: it can turn what is said around.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz.distance import Indel

from kb.review.aligning import WORD, Alignment, Words, worth

AROUND = 32  #: characters kept on each side of a statement's own words
COMPANY = 160  #: characters kept on each side of the passage that holds them
_RUN = 48  # characters of unchanged company that speak for a place
_TWIN = 0.75  # the likeness from which on two passages may be one and its copy
_CLEAR = 0.3  # by how much a place of changed words must be better than the next
_LONE = 5  # words that a passage must have to be known by itself

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands now, and how its old offsets (from its beginning) become new ones (of the text)."""

    starts: Mapping[int, int]  # where a word began -> where it begins
    ends: Mapping[int, int]
    exact: bool
    company: bool  # whether it stands in the company it had

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the passage stands now; None where one of its ends is no more."""
        if start in self.starts and end in self.ends and self.starts[start] < self.ends[end]:
            return self.starts[start], self.ends[end]
        return None


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a passage was not found again."""

    why: str


def selector(text: str, start: int, end: int) -> dict[str, Any]:
    """What a passage is known by: its words, their company, how often the words stand in the text, where it began."""
    return {
        "start": start,
        "quote": text[start:end],
        "before": text[max(0, start - COMPANY) : start],
        "after": text[end : end + COMPANY],
        "times": max(1, len(_all(_SPACE.sub(" ", text), _SPACE.sub(" ", text[start:end])))),
    }


class Places:
    """One text in which passages are looked for; how its white space is broken does not matter."""

    def __init__(self, text: str) -> None:
        self._whole = text

    @cached_property
    def _evened(self) -> tuple[str, list[int]]:
        return _even(self._whole)  # only where something is looked for: of a long text it takes a while

    @property
    def text(self) -> str:
        """The text with one space for each stretch of white space."""
        return self._evened[0]

    @property
    def _offsets(self) -> list[int]:
        return self._evened[1]

    def find(self, told: Mapping[str, Any]) -> Anchor | Lost:
        """The one place of a passage that ``selector`` describes, or why there is none."""
        passage = _Passage(_even(told["before"])[0], *_even(told["quote"]), _even(told["after"])[0])
        starts = _all(self.text, passage.quote)
        if not starts:
            return self._changed(passage)
        runs = {start: self._run(passage, start) for start in starts}
        best = max(starts, key=lambda start: sum(runs[start]))
        if len(starts) == 1 and told["times"] == 1:
            if min(runs[best]) >= _RUN / 2 and sum(runs[best]) >= 1.5 * _RUN:
                return self._exact(passage, best, company=True)
            if max(runs[best]) >= _RUN:
                # something came in beside it, or this is a copy beside the original that was changed
                if self._twin(passage, best, runs[best]):
                    return Lost("its words stand there, and something like them beside")
                return self._exact(passage, best, company=True)
            # moved, or a copy where the original was changed: only where nothing is like it can it be told
            if self._others_like(passage, best):
                return Lost("its words stand elsewhere, and something like them too")
            if len(WORD.findall(passage.quote)) >= _LONE:
                return self._exact(passage, best, company=False)
            return Lost("its few words stand in other company")
        # the same words in several places, then or now: only the very company tells them apart
        rival = max((sum(runs[start]) for start in starts if start != best), default=0)
        few = min(runs[best]) < _RUN / 2 and len(starts) > told["times"]  # a copy may have come between it and its company
        if few or sum(runs[best]) < 2.5 * _RUN or sum(runs[best]) < 3 * rival:
            return Lost(f"its words stand {'in other company' if len(starts) == 1 else f'{len(starts)} times'}")
        return self._exact(passage, best, company=True)

    def _run(self, passage: _Passage, start: int) -> tuple[int, int]:
        """How many characters of the old company stand unchanged on each side; all there were count as COMPANY."""
        before, after = passage.before, passage.after
        end = start + len(passage.quote)
        left = _common(before[::-1], self.text[max(0, start - len(before)) : start][::-1])
        right = _common(after, self.text[end : end + len(after)])
        if left == start and left == len(before):
            left = COMPANY
        if end + right == len(self.text) and right == len(after):
            right = COMPANY
        return left, right

    def _twin(self, passage: _Passage, start: int, runs: tuple[int, int]) -> bool:
        """Whether something like the passage stands on the side where its company is not, or where that company went."""
        length, end = len(passage.quote), start + len(passage.quote)
        beside = []
        if runs[0] < _RUN / 2:
            beside.append(self.text[max(0, start - length - 1) : start])
            left = passage.before[-_RUN:].partition(" ")[2]  # from a whole word on
            beside += [self.text[at + len(left) :][:length] for at in _all(self.text, left)]
        if runs[1] < _RUN / 2:
            beside.append(self.text[end : end + length + 1])
            right = passage.after[:_RUN].rpartition(" ")[0]
            beside += [self.text[max(0, at - length) : at] for at in _all(self.text, right)]
        own = self.text[start:end]
        return any(text != own and Indel.normalized_similarity(text, passage.quote) > _TWIN for text in beside)

    def _exact(self, passage: _Passage, start: int, *, company: bool) -> Anchor:
        starts = {old: self._offsets[start + at] for at, old in enumerate(passage.offsets[:-1])}
        ends = {old + 1: self._offsets[start + at] + 1 for at, old in enumerate(passage.offsets[:-1])}
        return Anchor(starts, ends, True, company)

    def _others_like(self, passage: _Passage, start: int) -> bool:
        old = [token.group() for token in WORD.finditer(passage.quote)]
        at = bisect_left(self._words.starts, start)
        return any(
            self._words.aligned(old, 0, len(old), near).kept >= 0.5
            for near in self._words.near(old)
            if abs(near - at) > len(old) // 2
        )

    @cached_property
    def _words(self) -> Words:
        return Words(self.text)

    # -- words that changed ---------------------------------------------------------------------------------------

    def _changed(self, passage: _Passage) -> Anchor | Lost:
        before, quote, after = (list(WORD.finditer(part)) for part in (passage.before, passage.quote, passage.after))
        # the first and last words of the company may be cut
        before, after = before[1:], after[:-1]
        old = [token.group() for token in (*before, *quote, *after)]
        found = sorted(
            (self._words.aligned(old, len(before), len(quote), at) for at in self._words.near(old)), key=worth, reverse=True
        )
        fitting = [place for place in found if place.fits]
        if not fitting:
            return Lost("its words are gone" if not found or found[0].kept < 0.5 else "too many of its words changed")
        best = fitting[0]
        for other in found[1:]:
            if worth(best) - worth(other) < _CLEAR and not set(best.pairs.values()) & set(other.pairs.values()):
                return Lost("something like its words stands several times")
        if best.weighty:
            return Lost(f"its words changed: {best.weighty}")
        return self._mapped(passage, quote, best, len(before))

    def _mapped(self, passage: _Passage, quote: list[re.Match[str]], place: Alignment, before: int) -> Anchor:
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        matched = set(place.pairs.values())
        came = {at + step for at in matched for step in (-1, 1)} - matched
        for n, token in enumerate(quote):
            at = place.pairs.get(before + n)
            if at is None:
                # one word put for another between two that stayed
                left, right = place.pairs.get(before + n - 1), place.pairs.get(before + n + 1)
                at = left + 1 if left is not None and right is not None and right - left == 2 else None
            if at is None:
                continue
            # where a word came between, nobody can say on which side of an end it belongs
            if place.pairs.get(before + n - 1, at - 1) == at - 1 and not (at + 1 in came and self._twice(at, at + 1)):
                starts[passage.offsets[token.start()]] = self._offsets[self._words.tokens[at].start()]
            if place.pairs.get(before + n + 1, at + 1) == at + 1 and not (at - 1 in came and self._twice(at, at - 1)):
                ends[passage.offsets[token.end() - 1] + 1] = self._offsets[self._words.tokens[at].end() - 1] + 1
        return Anchor(starts, ends, False, True)

    def _twice(self, one: int, other: int) -> bool:
        return self._words.words[one] == self._words.words[other]


@dataclass(frozen=True, slots=True)
class _Passage:
    """What is looked for, its white space made even."""

    before: str
    quote: str
    offsets: list[int]  # of each character of the quote, as it was
    after: str


def _all(text: str, words: str) -> list[int]:
    if not words:
        return []
    found, at = [], text.find(words)
    while at >= 0:
        # within a longer word it is other words
        end = at + len(words)
        cut = (at > 0 and text[at - 1].isalnum() and words[0].isalnum()) or (
            end < len(text) and text[end].isalnum() and words[-1].isalnum()
        )
        if not cut:
            found.append(at)
        at = text.find(words, at + 1)
    return found


def _even(text: str) -> tuple[str, list[int]]:
    """A text with one space for each stretch of white space, the offset that each of its characters had, and its length."""
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for space in _SPACE.finditer(text):
        parts += [text[at : space.start()], " "]
        offsets += range(at, space.start() + 1)
        at = space.end()
    return "".join([*parts, text[at:]]), [*offsets, *range(at, len(text) + 1)]


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
