"""The words of the domain as frozen values: what a text is and what it says.

Offsets are Unicode code points into ``Document.text``, counted from 0, end exclusive. The standard library alone is used.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from kb.errors import InputError
from kb.relation_kinds import relation_kinds

EntityType = Literal["theorist", "group", "theory", "work", "case"]
Stance = Literal["asserts", "denies", "questions"]
Polarity = Literal["affirmed", "denied", "uncertain"]
ArgumentKind = Literal["supports", "attacks"]
BlockKind = Literal["heading", "paragraph", "quote", "footnote", "list_item", "table", "reference"]

ENTITY_TYPES: tuple[EntityType, ...] = ("theorist", "group", "theory", "work", "case")
STANCES: tuple[Stance, ...] = ("asserts", "denies", "questions")
POLARITIES: tuple[Polarity, ...] = ("affirmed", "denied", "uncertain")
PREDICATES: tuple[str, ...] = tuple(relation_kinds())
SYMMETRIC: frozenset[str] = frozenset(kind.name for kind in relation_kinds().values() if kind.symmetric)

AUTHOR = "author"  #: the text's own voice, as a holder or asserter
UNKNOWN = "unknown"  #: a holder or asserter the text leaves unnamed


@dataclass(frozen=True, slots=True)
class Source:
    """A text's particulars, as its ``sources.toml`` table or its own metadata give them."""

    id: str
    title: str
    author: str | None = None
    year: int | None = None
    genre: str | None = None
    language: str = "en"
    licence: str | None = None
    url: str | None = None
    file: str | None = None
    constructed: bool = False  # a debate between invented speakers: always shown as such


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text that its file sets apart, without the line ends around it."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # depth of a heading, 1 the highest; 0 for all else
    page: str | None = None  # the printed or counted page the block begins on


@dataclass(frozen=True)
class Document:
    """A source with its kept text: the text that every offset indexes."""

    source: Source
    text: str
    blocks: tuple[Block, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """The text's SHA-256 over its UTF-8 bytes, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def _places(self) -> tuple[list[int], list[tuple[str | None, str | None, int | None]]]:
        starts, places = [], []
        heading, paragraph = None, 0
        for block in sorted(self.blocks, key=lambda b: b.start):
            if block.kind == "heading":
                heading = self.text[block.start : block.end]
            else:
                paragraph += 1
            starts.append(block.start)
            places.append((block.page, heading, paragraph or None))
        return starts, places

    def evidence(self, start: int, end: int) -> Evidence:
        """The words between two offsets, with their page, heading and paragraph (counted from 1 over the document).

        Raises InputError where the offsets do not lie in the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise InputError(
                f"offsets {start}-{end} lie outside the text of {len(self.text)} characters",
                where=self.source.id,
                remedy="Give code-point offsets into the kept text, end exclusive.",
            )
        starts, places = self._places
        at = bisect_right(starts, start) - 1
        page, heading, paragraph = places[at] if at >= 0 else (None, None, None)
        return Evidence(self.source.id, self.sha256, start, end, self.text[start:end], page, heading, paragraph)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of a source that say something, and where they stand. Made by ``Document.evidence``."""

    source: str
    sha256: str
    start: int
    end: int
    quote: str
    page: str | None = None
    heading: str | None = None
    paragraph: int | None = None

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.quote) or not self.quote:
            raise InputError(
                f"the quote of {len(self.quote)} characters does not fill {self.start}-{self.end}",
                where=self.source,
                remedy="Make evidence with Document.evidence(start, end).",
            )

    def check(self, text: str) -> None:
        """Raise InputError unless ``text[start:end] == quote``."""
        if text[self.start : self.end] != self.quote:
            raise InputError(
                f"the text at {self.start}-{self.end} is not the quote {self.quote[:60]!r}",
                where=self.source,
                remedy="The text has changed since it was read: build the source again.",
            )


@dataclass(frozen=True, slots=True)
class Entity:
    """A theorist, group, theory, work or case as one source names it; ``id`` is ``<type>/<slug>``, unique in the source."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    key: str | None = None  # the vocabulary's id (``theorist/james-burnham``) where a pack knows the name
    mentions: tuple[tuple[int, int], ...] = ()  # offsets of every naming, in order
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution: this holder asserts, denies or questions this proposition, in these words."""

    id: str
    holder: str  # an entity id, AUTHOR or UNKNOWN
    stance: Stance
    content: tuple[Evidence, ...]  # the reported proposition, without cue or quotation marks
    evidence: Evidence  # the sentence it stands in
    cue: tuple[Evidence, ...] = ()
    about: tuple[str, ...] = ()  # entity ids of theories and cases
    reported_by: tuple[str, ...] = ()  # the outer holders of a nested attribution, outermost first
    hedged: bool = False  # put forward with a reservation: "suggested", "might"
    confidence: float = 1.0

    @property
    def quote(self) -> str:
        """The content's words; spans are joined by `` … ``."""
        return " … ".join(span.quote for span in self.content)


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link between two entities, with who says so and whether they affirm, deny or only raise it."""

    id: str
    subject: str
    predicate: str
    object: str
    polarity: Polarity
    asserted_by: str  # an entity id, AUTHOR or UNKNOWN
    evidence: Evidence
    year: int | None = None  # a year that the evidence itself gives
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Argument:
    """Premises that a text gives for or against a conclusion, all by claim id."""

    id: str
    premises: tuple[str, ...]
    conclusion: str
    kind: ArgumentKind
    evidence: Evidence
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Statements:
    """All that one document says; a pure function of its text, metadata, pack and pipeline version."""

    document: Document
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    arguments: tuple[Argument, ...] = ()
    pipeline: str = ""  # the pipeline's version, as kb.pipeline.VERSION gives it

    def __len__(self) -> int:
        return len(self.claims) + len(self.relations) + len(self.arguments)


def statement_id(source: str, kind: str, quote: str, occurrence: int, *roles: Any) -> str:
    """A statement's id: 16 hexadecimal digits over source, kind, exact quote, which occurrence of it (0 the first), and roles.

    Text inserted elsewhere changes no id, since no offset enters it.
    """
    parts = [source, kind, quote, str(occurrence), *map(str, roles)]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:16]
