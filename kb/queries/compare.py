"""What each party answers to each issue, with the words behind every cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.errors import UsageError
from kb.queries import describing
from kb.queries.asking import last_part, rows
from kb.queries.naming import issues, predicate_of, refs, source_id
from kb.queries.resolve import resolve, resolve_source
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
        return tuple(row for row in self.rows if len({_outright(cell) for cell in row.cells} - {frozenset[str]()}) > 1)


def compare(
    store: Store, parties: Sequence[str], *, min_confidence: float = 0.0, sources: Collection[str] | None = None
) -> Comparison:
    """Set parties side by side on every issue.

    A party is a theorist, group, work, theory or a source's author (``ID/author``), named as ``resolve`` allows.
    ``sources`` (ids) narrows the statements drawn on. Raises UsageError for an unknown or ambiguous name, or an unknown source.
    """
    if not parties:
        raise UsageError("no party is named", remedy="Name one or more theorists, groups, works or theories.")
    kept = _Kept(store, min_confidence, None if sources is None else {resolve_source(store, id).id for id in sources})
    columns = [_column(store, resolve(store, name), kept) for name in dict.fromkeys(parties)]
    columns = list({column.ref.iri: column for column in columns}.values())
    supports = {column.ref.iri: _supports(store, column, kept) for column in columns}
    questions = issues(store)
    return Comparison(
        parties=tuple(columns),
        rows=tuple(
            Row(issue, tuple(_cell(issue, supports[column.ref.iri].get(issue.id, ())) for column in columns))
            for issue in questions
        ),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which statements a comparison draws on."""

    store: Store
    min_confidence: float
    sources: set[str] | None

    def __call__(self, iri: str, confidence: float) -> bool:
        at_home = self.sources is None or source_id(iri, self.store.names.base) in self.sources
        return at_home and confidence >= self.min_confidence


def _column(store: Store, ref: Ref, kept: _Kept) -> Party:
    if ref.type != "theory":
        return Party(ref)
    for_it, against = set(), set()
    for row in rows(store, "compare_holders", theory=ref.iri):
        if not kept(row["relation"], float(row["confidence"])):
            continue
        polarity = last_part(row["polarity"])
        if predicate_of(row["predicate"]) == "rejects":
            # a denied rejection says nothing of holding
            against |= {row["party"]} if polarity == "affirmed" else set()
        elif polarity == "affirmed":
            for_it.add(row["party"])
        else:
            against.add(row["party"])
    named = refs(store, for_it)
    return Party(ref, _sorted(named[iri] for iri in for_it - against), _sorted(named[iri] for iri in for_it & against))


def _supports(store: Store, column: Party, kept: _Kept) -> dict[str, list[Support]]:
    """The supports of one column by issue id."""
    party = column.ref
    asked = [party.iri, *(holder.iri for holder in column.holders)]
    if party.type == "author":
        # a voice that is known to be a theorist's answers under the theorist's name
        asked += [ref.iri for ref in refs(store, [party.iri]).values()]
    by_statement: dict[str, str] = {}
    for row in rows(store, "compare", {"party": asked}):
        by_statement.setdefault(row["statement"], row["party"])
    states = {row["relation"] for row in rows(store, "compare_states", theory=party.iri)} if party.type == "theory" else set()
    named = refs(store, set(by_statement.values()))
    found: dict[str, list[Support]] = defaultdict(list)
    wanted = [*by_statement, *sorted(states - by_statement.keys())]
    statements: list[ClaimRow | RelationRow] = [*describing.claims(store, wanted), *describing.relations(store, wanted)]
    for statement in statements:
        if not kept(statement.iri, statement.confidence) or (party.type == "author" and not _is_own(store, statement, party)):
            continue
        if statement.iri in by_statement:
            holder = named[by_statement[statement.iri]]
        else:
            holder = statement.answer_party or statement.asserted_by if isinstance(statement, RelationRow) else statement.holder
        through: Through = "direct" if _states(statement, party, holder, states) else "holder"
        for given in statement.answers:
            found[given.answer.issue].append(Support(statement, given, through, holder))
    return found


def _states(statement: ClaimRow | RelationRow, party: Ref, holder: Ref, states: set[str]) -> bool:
    """Whether a statement is the party's own, or, where the party is a theory, says what the theory says."""
    if party.type != "theory" or holder == party:
        return True
    if isinstance(statement, RelationRow):
        return statement.iri in states
    # what an adherent asserts of the theory by name states it; what others say of it may not
    return statement.stance == "asserts" and party in statement.about


def _is_own(store: Store, statement: ClaimRow | RelationRow, voice: Ref) -> bool:
    """Whether a statement stands in the source whose voice is asked for, and is the voice's own."""
    home = voice.iri.removesuffix("/author") + "/"
    if not statement.iri.startswith(home):
        return False
    if isinstance(statement, ClaimRow):
        return statement.holder_name == "author"
    own = statement.answer_party
    return own is None or own.type == "author" or statement.asserted_by == own


def _cell(issue: Issue, supports: Iterable[Support]) -> Cell:
    ranked = sorted(supports, key=_rank)
    outright = _distinct(s.given for s in ranked if not s.given.tentative)
    if len(outright) > 1:
        return Cell("contested", outright, tuple(ranked))
    if outright:
        status: CellStatus = "answer"
        if issue.yes_no:
            status = "affirms" if outright[0].answer.id == "yes" else "denies"
        return Cell(status, outright, tuple(ranked))
    tentative = _distinct(s.given for s in ranked)
    return Cell("qualified", tentative, tuple(ranked)) if tentative else Cell("not_stated")


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
