"""Words laid beside the words of a text that may have changed."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path

_EDGE = 6  # unchanged words next to them that changed words must have
_TOGETHER = 1.4  # the shares of the company's words on both sides, added, that speak for changed words
FEW = 0.3  # the share of a passage's words that may change

WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


class Words:
    """The words of a text, as places of other words are looked for among them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def tokens(self) -> list[re.Match[str]]:
        """Words and single other signs, with their places."""
        return list(WORD.finditer(self.text))

    @cached_property
    def starts(self) -> list[int]:
        """Where each begins."""
        return [token.start() for token in self.tokens]

    @cached_property
    def words(self) -> list[str]:
        """Each by itself."""
        return [token.group() for token in self.tokens]

    @cached_property
    def _threes(self) -> Mapping[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in range(len(self.words) - 2):
            found[tuple(self.words[at : at + 3])].append(at)
        return found

    def near(self, old: list[str]) -> list[int]:
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

    def aligned(self, old: list[str], before: int, length: int, diagonal: int) -> Alignment:
        """Old words laid on the text from its ``diagonal``-th word or so on.

        The passage is ``length`` of them, after the ``before`` that are its company.
        """
        slack = 25
        first, last = max(0, diagonal - slack), max(0, min(len(self.words), diagonal + len(old) + slack))
        new = self.words[first:last]
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        pairs: dict[int, int] = {}
        for block in matcher.get_matching_blocks():
            pairs.update((block.a + n, first + block.b + n) for n in range(block.size))
        inside = [at for at in range(before, before + length) if at in pairs]
        kept = len(inside) / length if length else 0.0
        after = len(old) - before - length
        left = sum(at in pairs for at in range(before)) / before if before else 0.0
        right = sum(at in pairs for at in range(before + length, len(old))) / after if after else 0.0
        edge = max(_unbroken(pairs, range(before - 1, -1, -1)), _unbroken(pairs, range(before + length, len(old))))
        weighty = ""
        if inside:
            # what stands between the neighbours that stayed is the passage now
            low = max((pairs[at] for at in range(before) if at in pairs), default=pairs[inside[0]] - 1)
            high = min((pairs[at] for at in range(before + length, len(old)) if at in pairs), default=pairs[inside[-1]] + 1)
            low, high = min(low, pairs[inside[0]]), max(high, pairs[inside[-1]])
            came = [self.words[at] for at in range(max(low + 1, pairs[inside[0]] - 4), min(high, pairs[inside[-1]] + 5))
                    if at not in set(pairs.values())]  # fmt: skip
            went = [old[at] for at in range(before, before + length) if at not in pairs]
            weighty = ", ".join(dict.fromkeys(word for word in (*went, *came) if _is_weighty(word)))
            if len(came) > max(2, FEW * length):
                kept = min(kept, 1 - len(came) / length)
        return Alignment(pairs, kept, left, right, edge, len(inside), weighty)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a passage with its company lies on a text; ``weighty`` names what came or went that may turn what is said."""

    pairs: Mapping[int, int]  # old word -> word of the text
    kept: float  # share of the passage's words that are there
    left: float  # share of the company's words that are there
    right: float
    edge: int  # how many words of the company stand unchanged next to it, on the better side
    inside: int
    weighty: str

    @property
    def fits(self) -> bool:
        """Whether it may be the passage, with words of it changed."""
        return self.kept >= 1 - FEW and self.inside >= 3 and self.edge >= _EDGE and self.left + self.right >= _TOGETHER


def worth(place: Alignment) -> float:
    """How much of the passage and its company is there; 3 where all is."""
    return place.kept + place.left + place.right


def _unbroken(pairs: Mapping[int, int], old: Iterable[int]) -> int:
    """How many words, from the first on, are there one after the other."""
    count, last = 0, None
    for at in old:
        if at not in pairs or (last is not None and abs(pairs[at] - last) != 1):
            break
        count, last = count + 1, pairs[at]
    return count


def _is_weighty(word: str) -> bool:
    return word[:1].isupper() or any(character.isdigit() for character in word) or bool(_turning().fullmatch(word))


@cache
def _turning() -> re.Pattern[str]:
    """The words of ``weighty.toml``."""
    told = tomllib.loads(Path(__file__).with_name("weighty.toml").read_text("utf-8"))
    return re.compile("|".join(told["words"]), re.IGNORECASE)
