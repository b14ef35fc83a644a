"""What each party answers to each issue, with the words behind every cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.errors import UsageError
from kb.queries import describing
from kb.queries.drawing import SHOWN, Kept, Through, best, holders_of
from kb.queries.naming import issues, refs
from kb.queries.resolve import resolve, resolve_source
from kb.queries.values import AnswerGiven, ClaimRow, Issue, Quote, Ref, RelationRow
from kb.store import Store

CellStatus = Literal["affirms", "denies", "answer", "contested", "qualified", "not_stated"]


@dataclass(frozen=True, slots=True)
class Support:
    """One statement behind a cell; ``holder`` says whose statement it is, which for a theory need not be the column's party."""

    statement: ClaimRow | RelationRow
    given: AnswerGiven
    through: Through
    holder: Ref

    @property
    def quote(self) -> Quote:
        """The words that answer: a claim's content (the sentence where an aside interrupts it), a relation's evidence."""
        if isinstance(self.statement, ClaimRow) and len(self.statement.content) == 1:
            return self.statement.content[0]
        return self.statement.evidence


@dataclass(frozen=True, slots=True)
class Cell:
    """A party's answer to an issue. ``not_stated`` has no support and is never to be shown as a denial.

    ``affirms`` and ``denies`` belong to yes/no issues, ``answer`` to all others; ``contested`` has two or more outright answers;
    ``qualified`` has tentative support only. ``answers`` are the outright ones, or in a qualified cell the tentative ones.
    """

    status: CellStatus
    answers: tuple[AnswerGiven, ...] = ()
    supports: tuple[Support, ...] = ()  # best first: outright, direct, most confident; of many, the best only
    total: int = 0  # how many there are in all

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
        return tuple(row for row in self.rows if len({_outright(cell) for cell in row.cells} - {frozenset[str]()}) > 1)


def compare(
    store: Store,
    parties: Sequence[str],
    *,
    min_confidence: float = 0.0,
    sources: Collection[str] | None = None,
    shown: int = SHOWN,
) -> Comparison:
    """Set parties side by side on every issue.

    A party is a theorist, group, work, theory or a source's author (``ID/author``), named as ``resolve`` allows.
    ``sources`` (ids) narrows the statements drawn on; of each answer and kind a cell has the ``shown`` surest. Raises UsageError
    for an unknown or ambiguous name, or an unknown source.
    """
    if not parties:
        raise UsageError("no party is named", remedy="Name one or more theorists, groups, works or theories.")
    kept = Kept(store.names.base, min_confidence, None if sources is None else {resolve_source(store, id).id for id in sources})
    columns = [_column(store, resolve(store, name), kept) for name in dict.fromkeys(parties)]
    columns = list({column.ref.iri: column for column in columns}.values())
    found = _supports(store, columns, kept, shown)
    return Comparison(
        parties=tuple(columns),
        rows=tuple(
            Row(issue, tuple(_cell(issue, supports.get(issue.id, ()), totals[issue.id]) for supports, totals in found))
            for issue in issues(store)
        ),
    )


def _column(store: Store, ref: Ref, kept: Kept) -> Party:
    if ref.type != "theory":
        return Party(ref)
    sure, differing = holders_of(store, ref, kept)
    named = refs(store, sure | differing)
    return Party(ref, _sorted(named[iri] for iri in sure), _sorted(named[iri] for iri in differing))


def _supports(
    store: Store, columns: Sequence[Party], kept: Kept, shown: int
) -> list[tuple[dict[str, list[Support]], Counter[str]]]:
    """The supports of each column by issue id, the best of them only, and how many there are in all."""
    issue_of = {answer.iri: issue.id for issue in issues(store) for answer in issue.answers}
    found = [best(store, column.ref, (holder.iri for holder in column.holders), kept, shown) for column in columns]
    chosen = [[one for one in surest if one.answer in issue_of] for surest, _ in found]
    statements = describing.statements(store, (one.statement for of_column in chosen for one in of_column))
    named = refs(store, {one.holder for of_column in chosen for one in of_column})
    told = []
    for of_column, (_, counted) in zip(chosen, found, strict=True):
        totals: Counter[str] = Counter()
        for answer, count in counted.items():
            totals[issue_of.get(answer, "")] += count
        supports: dict[str, list[Support]] = defaultdict(list)
        for one in of_column:
            statement = statements[one.statement]
            given = next(g for g in statement.answers if (g.answer.iri, g.tentative) == (one.answer, one.tentative))
            supports[issue_of[one.answer]].append(Support(statement, given, one.through, named[one.holder]))
        told.append((supports, totals))
    return told


def _cell(issue: Issue, supports: Iterable[Support], total: int) -> Cell:
    ranked = sorted(supports, key=_rank)
    outright = _distinct(s.given for s in ranked if not s.given.tentative)
    if len(outright) > 1:
        return Cell("contested", outright, tuple(ranked), total)
    if outright:
        status: CellStatus = "answer"
        if issue.yes_no:
            status = "affirms" if outright[0].answer.id == "yes" else "denies"
        return Cell(status, outright, tuple(ranked), total)
    tentative = _distinct(s.given for s in ranked)
    return Cell("qualified", tentative, tuple(ranked), total) if tentative else Cell("not_stated")


def _rank(support: Support) -> tuple[object, ...]:
    quote = support.quote
    return (
        support.given.tentative,
        support.through != "direct",
        -support.statement.confidence,
        quote.source.id,
        quote.start,
        support.statement.iri,
        support.given.answer.iri,
    )


def _distinct(given: Iterable[AnswerGiven]) -> tuple[AnswerGiven, ...]:
    return tuple({g.answer.iri: g for g in given}.values())


def _outright(cell: Cell) -> frozenset[str]:
    return frozenset(g.answer.id for g in cell.answers) if cell.status in ("affirms", "denies", "answer") else frozenset()


def _sorted(parties: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted(parties, key=lambda ref: (ref.label, ref.iri)))
