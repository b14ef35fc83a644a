"""A source with all its statements in the order of its text."""

from __future__ import annotations

from dataclasses import dataclass

from kb.queries import describing
from kb.queries.asking import described, remembered, rows
from kb.queries.counting import statement_counts
from kb.queries.naming import first, number, offsets, refs, source_ref
from kb.queries.resolve import resolve_source
from kb.queries.values import ArgumentRow, Block, ClaimRow, Ref, RelationRow, SourceRef, StatementRow
from kb.store import Store

_KINDS = ("claim", "relation", "argument")


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
        found: list[StatementRow] = [*self.claims, *self.relations, *self.arguments]
        return tuple(sorted(found, key=_place))


def sources(store: Store) -> tuple[SourceRow, ...]:
    """Every source, by year, then title."""
    return remembered(store, "source rows", lambda: _sources(store))


def source(store: Store, id: str, *, within: tuple[int, int] | None = None) -> SourcePage:
    """A source by id, path or IRI; ``within`` two offsets, with the statements and mentions there only, and all blocks.

    Raises UsageError, with the nearest ids, where there is no such source.
    """
    ref = resolve_source(store, id)
    graph = store.names.source_graph(ref.id).value

    def there(row: dict[str, str]) -> bool:
        start, end = offsets(row["span"])
        return within is None or (start < within[1] and end > within[0])

    statements = [row["statement"] for row in rows(store, "source", within=within, graph=graph) if there(row)]
    of_kind = {kind: [iri for iri in statements if describing.statement_kind(iri) == kind] for kind in _KINDS}
    spots = [row for row in rows(store, "source_mentions", within=within, graph=graph) if there(row)]
    voice = store.names.author(ref.id).value
    named = refs(store, {row["local"] for row in spots} | {voice})
    blocks = (
        Block(row["kind"], int(row["start"]), int(row["end"]), int(row.get("level", 0)), row.get("page"))
        for row in rows(store, "source_blocks", graph=graph)
    )
    mentions = (Mention(*offsets(row["span"]), named[row["local"]]) for row in spots if row["local"] in named)
    return SourcePage(
        row=next(row for row in sources(store) if row.ref.id == ref.id),
        author=named.get(voice, Ref(voice, ref.author or ref.title, "author")),
        blocks=tuple(sorted(blocks, key=lambda b: (b.start, -b.end, b.kind))),
        claims=tuple(sorted(describing.claims(store, of_kind["claim"]), key=_place)),
        relations=tuple(sorted(describing.relations(store, of_kind["relation"]), key=_place)),
        arguments=tuple(sorted(describing.arguments(store, of_kind["argument"]), key=_place)),
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.entity.iri))),
    )


def _sources(store: Store) -> tuple[SourceRow, ...]:
    facts = described(store, (row["source"] for row in rows(store, "resolve_sources")))
    counts = statement_counts(store)
    found = []
    for iri, said in facts.items():
        ref = source_ref(store, iri, said)
        found.append(
            SourceRow(
                ref=ref,
                genre=first(said, "genre"),
                language=first(said, "language"),
                licence=first(said, "license"),
                url=first(said, "source"),
                text_hash=first(said, "textHash") or "",
                pipeline=first(said, "pipeline"),
                words=number(said, "wordCount") or 0,
                claims=counts[ref.id, "claim"],
                relations=counts[ref.id, "relation"],
                arguments=counts[ref.id, "argument"],
            )
        )
    return tuple(sorted(found, key=lambda r: (r.ref.year is None, r.ref.year or 0, r.ref.title.casefold(), r.ref.id)))


def _place(row: StatementRow) -> tuple[int, int, str]:
    return row.evidence.start, row.evidence.end, row.iri
