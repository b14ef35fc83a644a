"""Finding a passage again in a text that has changed a little, or saying that it cannot be told.

The passage is looked for with the words around it, after the TextQuoteSelector of the Web Annotation model (W3C 2017, section
4.2.4). It counts as found where exactly one place can be it: the same words in the company they had; the same words where they
stand once before and after; or words of which few and no weighty ones changed, in the company they had. Everything else is
lost, with the reason. A name, a number or a negation that came or went is weighty: it can turn what is said around.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from rapidfuzz.distance import Indel

AROUND = 32  #: characters kept on each side of a statement's own words
COMPANY = 160  #: characters kept on each side of the passage that holds them
_ALIKE = 0.75  # from this likeness on, one side's company is the old one
_TOGETHER = 1.4  # both sides' likeness where neither alone decides
_CLEAR = 0.3  # by how much the best place must be better than the next
_FEW = 0.3  # the share of a passage's words that may change
_LONE = 5  # words that a passage must have to be known by itself

_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_NEGATION = re.compile(
    r"(?i)\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|hardly|scarcely|barely|few|little|only|un\w+|non\w*"
    r"|den(?:y|ies|ied)|reject\w*|doubt\w*|refus\w*|against|\w+n['’]t|if|unless|although|perhaps|maybe|might|may|could|would)\b"
)


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
        "times": _times(text, text[start:end]),
    }


class Places:
    """One text in which passages are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, told: Mapping[str, Any]) -> Anchor | Lost:
        """The one place of a passage that ``selector`` describes, or why there is none."""
        quote = told["quote"]
        starts = _all(self.text, quote)
        if not starts:
            return self._changed(told)
        companies = sorted(((sum(self._company(told, start)), start) for start in starts), reverse=True)
        best, start = companies[0]
        sides = self._company(told, start)
        if len(starts) == 1 and told["times"] == 1:
            if max(sides) >= _ALIKE and best >= 1.2:
                return self._exact(quote, start, company=True)
            # moved, or another's: that there is nothing like it in its old company is what tells
            if isinstance(self._changed(told), Anchor):
                return Lost("its words stand elsewhere, and something like them in their place")
            if len(_WORD.findall(quote)) >= _LONE:
                return self._exact(quote, start, company=False)
            return Lost("its few words stand in other company")
        if best < (_TOGETHER if len(starts) > 1 else 1.6):
            return Lost(f"its words stand {'in other company' if len(starts) == 1 else f'{len(starts)} times'}")
        if len(starts) > 1 and best - companies[1][0] < _CLEAR:
            return Lost(f"its words stand {len(starts)} times, in like company")
        return self._exact(quote, start, company=True)

    def _company(self, told: Mapping[str, Any], start: int) -> tuple[float, float]:
        before, after = told["before"], told["after"]
        end = start + len(told["quote"])
        now_before = self.text[max(0, start - (len(before) or COMPANY)) : start]
        now_after = self.text[end : end + (len(after) or COMPANY)]
        return Indel.normalized_similarity(before, now_before), Indel.normalized_similarity(after, now_after)

    def _exact(self, quote: str, start: int, *, company: bool) -> Anchor:
        every = range(len(quote) + 1)
        moved = {n: start + n for n in every}
        return Anchor(moved, moved, True, company)

    # -- words that changed ---------------------------------------------------------------------------------------

    @cached_property
    def _tokens(self) -> list[re.Match[str]]:
        return list(_WORD.finditer(self.text))

    @cached_property
    def _words(self) -> list[str]:
        return [token.group() for token in self._tokens]

    @cached_property
    def _threes(self) -> Mapping[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in range(len(self._words) - 2):
            found[tuple(self._words[at : at + 3])].append(at)
        return found

    def _changed(self, told: Mapping[str, Any]) -> Anchor | Lost:
        before, quote, after = (list(_WORD.finditer(told[part])) for part in ("before", "quote", "after"))
        # the first and last words of the company may be cut
        before, after = before[1:] if len(told["before"]) == COMPANY else before, after[:-1]
        old = [token.group() for token in (*before, *quote, *after)]
        found = sorted((self._aligned(old, len(before), len(quote), at) for at in self._near(old)), key=_worth, reverse=True)
        fitting = [place for place in found if place.fits]
        if not fitting:
            return Lost("its words are gone" if not found or found[0].kept < 0.5 else "too many of its words changed")
        best = fitting[0]
        for other in found[1:]:
            if _worth(best) - _worth(other) < _CLEAR and not set(best.pairs.values()) & set(other.pairs.values()):
                return Lost("something like its words stands several times")
        if best.weighty:
            return Lost(f"its words changed: {best.weighty}")
        return self._mapped(quote, best, len(before))

    def _near(self, old: list[str]) -> list[int]:
        """Where in the text the old words may begin: the diagonals on which most runs of three words meet."""
        votes: Counter[int] = Counter()
        for at in range(len(old) - 2):
            meet = self._threes.get(tuple(old[at : at + 3]), [])
            if len(meet) <= 50:  # a run that is everywhere tells nothing
                votes.update(found - at for found in meet)
        chosen: list[int] = []
        for diagonal, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
            if all(abs(diagonal - other) > len(old) // 4 for other in chosen):
                chosen.append(diagonal)
            if len(chosen) == 8:
                break
        return chosen

    def _aligned(self, old: list[str], before: int, length: int, diagonal: int) -> _Place:
        slack = 25
        first, last = max(0, diagonal - slack), max(0, min(len(self._words), diagonal + len(old) + slack))
        new = self._words[first:last]
        # a pair counts within a run of two at least: single words meet anywhere
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        pairs: dict[int, int] = {}
        for block in matcher.get_matching_blocks():
            pairs.update((block.a + n, first + block.b + n) for n in range(block.size))
        inside = [at for at in range(before, before + length) if at in pairs]
        kept = len(inside) / length if length else 0.0
        after = len(old) - before - length
        left = sum(at in pairs for at in range(before)) / before if before else 0.0
        right = sum(at in pairs for at in range(before + length, len(old))) / after if after else 0.0
        weighty = ""
        if inside:
            # what stands between the neighbours that stayed is the passage now
            low = max((pairs[at] for at in range(before) if at in pairs), default=pairs[inside[0]] - 1)
            high = min((pairs[at] for at in range(before + length, len(old)) if at in pairs), default=pairs[inside[-1]] + 1)
            low, high = min(low, pairs[inside[0]]), max(high, pairs[inside[-1]])
            came = [self._words[at] for at in range(max(low + 1, pairs[inside[0]] - 4), min(high, pairs[inside[-1]] + 5))
                    if at not in set(pairs.values())]  # fmt: skip
            went = [old[at] for at in range(before, before + length) if at not in pairs]
            weighty = ", ".join(dict.fromkeys(word for word in (*went, *came) if _is_weighty(word)))
            if len(came) > max(2, _FEW * length):
                kept = min(kept, 1 - len(came) / length)
        return _Place(pairs, kept, left, right, len(inside), weighty)

    def _mapped(self, quote: list[re.Match[str]], place: _Place, before: int) -> Anchor:
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for n, token in enumerate(quote):
            at = place.pairs.get(before + n)
            if at is None:
                # one word put for another between two that stayed
                left, right = place.pairs.get(before + n - 1), place.pairs.get(before + n + 1)
                at = left + 1 if left is not None and right is not None and right - left == 2 else None
            if at is not None:
                starts[token.start()] = self._tokens[at].start()
                ends[token.end()] = self._tokens[at].end()
        return Anchor(starts, ends, False, True)


@dataclass(frozen=True, slots=True)
class _Place:
    pairs: Mapping[int, int]  # old word -> word of the text
    kept: float  # share of the passage's words that are there
    left: float  # share of the company's words that are there
    right: float
    inside: int
    weighty: str

    @property
    def fits(self) -> bool:
        return self.kept >= 1 - _FEW and self.inside >= 3 and self.left + self.right >= _TOGETHER


def _worth(place: _Place) -> float:
    return place.kept + place.left + place.right


def _is_weighty(word: str) -> bool:
    return word[:1].isupper() or any(character.isdigit() for character in word) or bool(_NEGATION.fullmatch(word))


def _all(text: str, words: str) -> list[int]:
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


def _times(text: str, words: str) -> int:
    return max(1, len(_all(text, words)))
