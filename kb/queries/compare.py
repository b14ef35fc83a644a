"""What each party answers to each issue, with the words behind every cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.queries.values import AnswerGiven, ClaimRow, Issue, Quote, Ref, RelationRow
from kb.store import Store

CellStatus = Literal["affirms", "denies", "answer", "contested", "qualified", "not_stated"]
#: ``direct``: the party's own statement, or a claim that states the theory; ``holder``: a statement of one that holds the theory
Through = Literal["direct", "holder"]


@dataclass(frozen=True, slots=True)
class Support:
    """One statement behind a cell; ``holder`` says whose statement it is, which for a theory need not be the column's party."""

    statement: ClaimRow | RelationRow
    given: AnswerGiven
    through: Through
    holder: Ref

    @property
    def quote(self) -> Quote:
        """The words that answer: a claim's first content span, a relation's evidence."""
        return self.statement.content[0] if isinstance(self.statement, ClaimRow) else self.statement.evidence


@dataclass(frozen=True, slots=True)
class Cell:
    """A party's answer to an issue. ``not_stated`` has no support and is never to be shown as a denial.

    ``affirms`` and ``denies`` belong to yes/no issues, ``answer`` to all others; ``contested`` has two or more outright answers;
    ``qualified`` has tentative support only. ``answers`` are the outright ones, or in a qualified cell the tentative ones.
    """

    status: CellStatus
    answers: tuple[AnswerGiven, ...] = ()
    supports: tuple[Support, ...] = ()  # best first: outright, direct, most confident

    @property
    def direct(self) -> tuple[Support, ...]:
        """The supports by the party itself."""
        return tuple(s for s in self.supports if s.through == "direct")

    @property
    def through_holders(self) -> tuple[Support, ...]:
        """The supports by parties that hold the theory of this column."""
        return tuple(s for s in self.supports if s.through == "holder")


@dataclass(frozen=True, slots=True)
class Party:
    """A column; a theory comes with those who hold it, and those of whom one statement says so and another not."""

    ref: Ref
    holders: tuple[Ref, ...] = ()
    contested_holders: tuple[Ref, ...] = ()  # shown, but no cell draws on them


@dataclass(frozen=True, slots=True)
class Row:
    """An issue with one cell for each party, in the parties' order."""

    issue: Issue
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Parties against issues; ``rows`` hold every issue of the pack, in its order."""

    parties: tuple[Party, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> tuple[Row, ...]:
        """The rows on which two parties give different outright answers."""
        raise NotImplementedError


def issues(store: Store) -> tuple[Issue, ...]:
    """Every issue with its answers, by rank."""
    raise NotImplementedError


def compare(
    store: Store, parties: Sequence[str], *, min_confidence: float = 0.0, sources: Collection[str] | None = None
) -> Comparison:
    """Set parties side by side on every issue.

    A party is a theorist, group, work, theory or a source's author (``ID/author``), named as ``resolve`` allows.
    ``sources`` (ids) narrows the statements drawn on. Raises UsageError for an unknown or ambiguous name, or an unknown source.
    """
    raise NotImplementedError
