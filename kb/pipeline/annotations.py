"""What the components write on a Doc: mutable marks by token index, which statements.py turns into frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Span, Token

from kb.model import ArgumentKind, EntityType, Polarity, Stance

Form = Literal["name", "pronoun", "description"]


@dataclass(slots=True, eq=False)
class Cluster:
    """All namings of one entity in one Doc."""

    type: EntityType
    name: str
    aliases: list[str] = field(default_factory=list)
    key: str | None = None  # the vocabulary's id where a pack knows it
    mentions: list[Mention] = field(default_factory=list)
    gender: Literal["male", "female", "thing", "many"] | None = None
    confidence: float = 1.0

    def __repr__(self) -> str:
        return f"<{self.type} {self.name}>"


@dataclass(slots=True, eq=False)
class Mention:
    """A stretch of tokens [start, end) that refers to an entity; ``text`` is the surface form without article or possessive."""

    start: int
    end: int
    type: EntityType
    text: str
    form: Form = "name"
    entity: Cluster | None = None
    key: str | None = None
    rule: str = ""
    confidence: float = 1.0
    others: list[Cluster] = field(default_factory=list)  # the further entities a plural pronoun refers to


Holder = Cluster | Literal["author", "unknown"]


@dataclass(slots=True, eq=False)
class Quotation:
    """A pair of quotation marks, or a block quotation: tokens [start, end) with the marks, [inner_start, inner_end) without."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    kind: Literal["inline", "block", "term", "title"] = "inline"


@dataclass(slots=True, eq=False)
class Attribution:
    """A claim as found: spans are character offsets into ``doc.text``."""

    holder: Holder
    stance: Stance
    content: list[tuple[int, int]]
    cue: list[tuple[int, int]] = field(default_factory=list)
    about: list[Cluster] = field(default_factory=list)
    reported_by: list[Holder] = field(default_factory=list)
    hedged: bool = False
    confidence: float = 0.5
    rule: str = ""
    sentence: int = -1  # index into list(doc.sents)
    cue_token: int = -1


@dataclass(slots=True, eq=False)
class RelationMark:
    """A relation as found; ``start`` and ``end`` are the evidence's character offsets."""

    subject: Cluster
    predicate: str
    object: Cluster
    polarity: Polarity
    asserted_by: Holder
    start: int
    end: int
    year: int | None = None
    confidence: float = 0.5
    rule: str = ""


@dataclass(slots=True, eq=False)
class ArgumentMark:
    """An argument as found; ``start`` and ``end`` are the evidence's character offsets."""

    premise: Attribution
    conclusion: Attribution
    kind: ArgumentKind
    start: int
    end: int
    confidence: float = 0.5
    rule: str = ""


def register() -> None:
    """Register the Doc and Token extensions once; harmless when repeated."""
    for name in (
        "dox_blocks",
        "dox_quotations",
        "dox_mentions",
        "dox_entities",
        "dox_attributions",
        "dox_relations",
        "dox_arguments",
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    if not Token.has_extension("dox_mention"):
        Token.set_extension("dox_mention", default=None)


def text_of(doc: Doc) -> str:
    """The Doc's text, joined once: ``doc.text`` joins all tokens anew at each asking."""
    text: str | None = doc.user_data.get("dox_text")
    if text is None:
        text = doc.user_data["dox_text"] = doc.text
    return text


def mention_at(token: Token) -> Mention | None:
    """The mention that covers a token, if any."""
    found: Mention | None = token._.dox_mention
    return found


def entity_at(token: Token) -> Cluster | None:
    """The entity that the mention at a token refers to, if any."""
    found = mention_at(token)
    return found.entity if found else None


def entities_at(token: Token) -> list[Cluster]:
    """All entities that the mention at a token refers to: several for a plural pronoun ("both of them")."""
    found = mention_at(token)
    return [found.entity, *found.others] if found and found.entity else []


def mentions_in(span: Span | Doc, *types: EntityType) -> list[Mention]:
    """The mentions that lie within a span, in text order; of the given types only, where any are given."""
    start, end = (span.start, span.end) if isinstance(span, Span) else (0, len(span))
    marks: list[Mention] = span.doc._.dox_mentions or [] if isinstance(span, Span) else span._.dox_mentions or []
    return [m for m in marks if m.start >= start and m.end <= end and (not types or m.type in types)]


register()
