"""A source laid out for reading: parts of a bearable length, passages with their notes beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from kb.queries import source
from kb.queries.source import SourcePage
from kb.queries.values import ArgumentRow, Block, ClaimRow, RelationRow, StatementRow
from kb.store import Store
from webapp.marking import Mark, Segment, cut

PART = 4_000  #: words in a part, about: a heading is a better place to stop than a full count
KINDS = ("claim", "relation", "argument")
OTHERS = 9  #: the number of all voices that have none of their own


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text that one page shows; ``headings`` begin in it."""

    number: int
    start: int
    end: int
    blocks: tuple[Block, ...]
    headings: tuple[tuple[int, str], ...]  # offset, words


@dataclass(frozen=True, slots=True)
class Note:
    """What one underlined stretch says: a margin note; joint holders share one."""

    number: int
    kind: str
    manner: str
    rows: tuple[StatementRow, ...]
    start: int
    end: int
    voice: int = 0  # which of the leading voices speaks, as ``Mark.voice``


@dataclass(frozen=True, slots=True)
class Item:
    """A block cut into segments."""

    segments: tuple[Segment, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A block, or a run of list items, with the notes on it; ``page`` where a new one begins."""

    kind: str
    level: int
    items: tuple[Item, ...]
    notes: tuple[Note, ...]
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A source with its text in parts; ``page`` has its blocks, and no statements: a part is asked for by itself."""

    page: SourcePage
    text: str
    parts: tuple[Part, ...]

    def part_at(self, offset: int) -> Part:
        """The part that shows a character."""
        return next((part for part in self.parts if offset < part.end), self.parts[-1])


def layout(store: Store, id: str) -> Layout:
    """A source with its text divided. Raises UsageError where there is none."""
    page = source(store, id, within=(0, 0))
    text = store.text(page.row.text_hash)
    return Layout(page, text, parts_of(text, page.blocks))


def parts_of(text: str, blocks: Sequence[Block], words: int = PART) -> tuple[Part, ...]:
    """Blocks gathered into parts of about ``words`` words, broken at a heading where one comes near the end.

    Words outside all blocks become paragraphs, so that nothing of a source is hidden.
    """
    whole = _without_gaps(text, blocks)
    gathered: list[list[Block]] = [[]]
    count = 0
    for block in whole:
        length = len(text[block.start : block.end].split())
        heading = block.kind == "heading" and block.level <= 2 and count > words * 0.6
        if gathered[-1] and (count + length > words * 1.3 or heading):
            gathered.append([])
            count = 0
        gathered[-1].append(block)
        count += length
    bounds = [0, *(group[0].start for group in gathered[1:]), len(text)]
    return tuple(
        Part(number, start, end, tuple(group), tuple((b.start, text[b.start : b.end]) for b in group if b.kind == "heading"))
        for number, ((start, end), group) in enumerate(zip(pairwise(bounds), gathered, strict=True), 1)
    )


def _without_gaps(text: str, blocks: Iterable[Block]) -> list[Block]:
    found: list[Block] = []
    at = 0
    for block in [*sorted(blocks, key=lambda b: (b.start, b.end)), Block("", len(text), len(text))]:
        stray = text[at : block.start]
        if any(letter.isalpha() for letter in stray):  # else list marks, number signs, rules
            lead = len(stray) - len(stray.lstrip())
            found.append(Block("paragraph", at + lead, at + len(stray.rstrip())))
        start = max(at, block.start)  # what a block shares with the one before was shown there
        if block.end > start:
            found.append(replace(block, start=start))
        at = max(at, block.end)
    return found


def passages(
    page: SourcePage,
    text: str,
    part: Part,
    *,
    kinds: Iterable[str] = KINDS,
    of: Callable[[StatementRow], bool] = lambda row: True,
    cited: tuple[int, int] | None = None,
    voices: Mapping[str, int] = MappingProxyType({}),
    hits: Iterable[tuple[int, int]] = (),
) -> tuple[Passage, ...]:
    """A part's blocks with statements of some kinds marked.

    ``of`` chooses among them; ``cited`` is a stretch to point out, ``hits`` are what a search found; ``voices`` gives numbers to
    the IRIs of those who speak, so that their words can be told apart.
    """
    notes = _notes(page, part, [kind for kind in KINDS if kind in set(kinds)], of)
    notes = [replace(note, voice=voices.get(speaker(note.rows[0]), OTHERS)) for note in notes] if voices else notes
    marks = [mark for note in notes for mark in _marks(note)]
    if cited:
        marks.append(Mark(*cited, "cited"))
    marks += [Mark(start, end, "hit") for start, end in hits]
    runs: list[list[Block]] = []
    for block in part.blocks:
        if runs and block.kind == runs[-1][-1].kind == "list_item":
            runs[-1].append(block)
        else:
            runs.append([block])
    result = []
    folio = None
    for run in runs:
        first, last = run[0].start, run[-1].end
        here = [mark for mark in marks if mark.start < last and mark.end > first]
        items = tuple(Item(cut(text, here, b.start, b.end), b.start) for b in run)
        ended = tuple(note for note in notes if first < note.end <= last)
        result.append(Passage(run[0].kind, run[0].level, items, ended, run[0].page if run[0].page != folio else None))
        folio = run[0].page or folio
    return tuple(result)


def _notes(page: SourcePage, part: Part, kinds: Sequence[str], of: Callable[[StatementRow], bool]) -> list[Note]:
    rows: dict[tuple[int, int, str, str], list[StatementRow]] = {}
    statements: list[tuple[str, str, int, int, StatementRow]] = []
    for claim in page.claims:
        statements.append(("claim", claim.stance, claim.content[0].start, claim.content[-1].end, claim))
    for relation in page.relations:
        statements.append(("relation", relation.polarity, relation.evidence.start, relation.evidence.end, relation))
    for argument in page.arguments:
        statements.append(("argument", argument.kind, argument.evidence.start, argument.evidence.end, argument))
    for kind, manner, start, end, row in statements:
        if kind in kinds and start < part.end and end > part.start and of(row):
            # relations of one sentence share a note: their signs tell them apart
            rows.setdefault((start, end, kind, "" if kind == "relation" else manner), []).append(row)
    order = sorted(rows, key=lambda key: (key[1], key[0], KINDS.index(key[2]), key[3]))
    return [
        Note(n, kind, manner, tuple(rows[start, end, kind, manner]), start, end)
        for n, (start, end, kind, manner) in enumerate(order, 1)
    ]


def _marks(note: Note) -> Iterable[Mark]:
    for row in note.rows:
        evidence = row.evidence
        if isinstance(row, ClaimRow):
            for quote in row.content:
                yield Mark(quote.start, quote.end, "claim", row.stance, note.number, quote.end == note.end, note.voice)
            for cue in row.cue:
                yield Mark(cue.start, cue.end, "cue", "", note.number)
        elif isinstance(row, RelationRow):
            yield Mark(evidence.start, evidence.end, "relation", row.polarity, note.number, True, note.voice)
        else:
            yield Mark(evidence.start, evidence.end, "argument", row.kind, note.number, ends=True)
        yield Mark(evidence.start, evidence.end, "anchor")


def speaker(row: StatementRow) -> str:
    """The IRI of who makes a statement: a claim's holder, a relation's asserter; empty for an argument, which is the text's."""
    if isinstance(row, ClaimRow):
        return row.holder.iri
    return "" if isinstance(row, ArgumentRow) else row.asserted_by.iri
