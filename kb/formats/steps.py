"""The sentences in which a text put together states its arguments, written and read again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Literal, cast

from kb.formats.assembling import TITLE_LEVEL
from kb.model import Argument, Block, Statements

StepKind = Literal["Inference", "Support", "Attack", "Undercut", "Contradiction", "Rephrase"]
GIST = "Argument"  #: the cue of a claim that is the description of an argument
_SENTENCE = re.compile(r"(Inference|Support|Attack|Undercut|Contradiction|Rephrase)(?: by “(.*?)”)?: (?=.*[→↛])", re.DOTALL)
_SHOWN = 60  # characters of each claim that a sentence shows


def sentence(kind: StepKind, scheme: str, premises: Sequence[str], conclusion: str) -> str:
    """One step in words: ``Inference by “modus ponens”: if p then q; p → q``."""
    by = f" by “{scheme.replace('”', '’')}”" if scheme else ""
    sign = "↛" if kind in ("Attack", "Undercut", "Contradiction") else "→"
    return f"{kind}{by}: {'; '.join(map(_short, premises))} {sign} {_short(conclusion)}"


def step_kind(argument: Argument) -> StepKind | None:
    """What sort of step an argument's evidence says it is; None for words that somebody wrote."""
    return step_words(argument.evidence.quote)


def step_words(words: str) -> StepKind | None:
    """What sort of step some words say."""
    found = _SENTENCE.match(words)
    return cast(StepKind, found[1]) if found else None


class Outline:
    """What the blocks and steps of a text tell beyond its statements."""

    def __init__(self, statements: Statements) -> None:
        self._text = statements.document.text
        self._blocks = sorted(statements.document.blocks, key=lambda b: b.start)
        self._starts = [block.start for block in self._blocks]
        self._stacks: dict[int, tuple[Block, ...]] = {}
        stack: list[Block] = []
        for number, block in enumerate(self._blocks):
            if block.kind == "heading" and block.level < TITLE_LEVEL:
                stack = [outer for outer in stack if outer.level < block.level] + [block]
            self._stacks[number] = tuple(stack)
        #: claims that hold a step itself, by id, with the step's: its sentence is their content, and they are its premise alone
        self.inferences: dict[str, str] = {}
        contents = {claim.id: claim.content for claim in statements.claims}
        used = Counter(premise for argument in statements.arguments for premise in argument.premises)
        for argument in statements.arguments:
            for premise in argument.premises if step_kind(argument) else ():
                if contents[premise] == (argument.evidence,) and used[premise] == 1 and premise != argument.conclusion:
                    self.inferences[premise] = argument.id

    def title(self, place: int) -> str | None:
        """The heading of the sixth level right above the block at a place, or above the steps before it."""
        number = bisect_right(self._starts, place) - 2
        step = self._text.startswith("Inference", place)
        while step and number > 0 and self._text.startswith("Inference", self._starts[number]):
            number -= 1
        if number < 0:
            return None
        block = self._blocks[number]
        titled = block.kind == "heading" and block.level == TITLE_LEVEL
        return self._text[block.start : block.end] if titled else None

    def headings(self, place: int) -> tuple[Block, ...]:
        """The headings that a place stands under, the outermost first, titles apart."""
        number = bisect_right(self._starts, place) - 1
        return self._stacks[number] if number >= 0 else ()

    @staticmethod
    def scheme(argument: Argument) -> str:
        """The rule or scheme that a step names."""
        found = _SENTENCE.match(argument.evidence.quote)
        return (found[2] or "") if found else ""


def _short(words: str) -> str:
    if len(words) <= _SHOWN:
        return words
    return words[:_SHOWN].rpartition(" ")[0] + " …" if " " in words[:_SHOWN] else words[:_SHOWN] + " …"
