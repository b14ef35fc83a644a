"""A source with all its statements in the order of its text."""

from __future__ import annotations

from dataclasses import dataclass

from kb.queries.values import ArgumentRow, Block, ClaimRow, Ref, RelationRow, SourceRef, StatementRow
from kb.store import Store


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source's particulars with counts of its statements."""

    ref: SourceRef
    genre: str | None = None
    language: str | None = None
    licence: str | None = None
    url: str | None = None
    text_hash: str = ""  # SHA-256 of the kept text, 64 hexadecimal digits: the name of its file in data/texts
    pipeline: str | None = None
    words: int = 0
    claims: int = 0
    relations: int = 0
    arguments: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A naming of an entity in the text."""

    start: int
    end: int
    entity: Ref


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source for the reading view; every tuple is sorted by offset."""

    row: SourceRow
    author: Ref  # the text's own voice, or the theorist it is known to be
    blocks: tuple[Block, ...]
    claims: tuple[ClaimRow, ...]
    relations: tuple[RelationRow, ...]
    arguments: tuple[ArgumentRow, ...]
    mentions: tuple[Mention, ...]

    @property
    def statements(self) -> tuple[StatementRow, ...]:
        """Claims, relations and arguments together, by the offset of their evidence."""
        rows: list[StatementRow] = [*self.claims, *self.relations, *self.arguments]
        return tuple(sorted(rows, key=lambda row: (row.evidence.start, row.evidence.end, row.iri)))


def sources(store: Store) -> tuple[SourceRow, ...]:
    """Every source, by year, then title."""
    raise NotImplementedError


def source(store: Store, id: str) -> SourcePage:
    """A source by id, path or IRI. Raises UsageError, with the nearest ids, where there is none."""
    raise NotImplementedError
