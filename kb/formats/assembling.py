"""Statements from a file that brings words but no text: the text is put together from them, so that offsets are true."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from kb.errors import InputError
from kb.model import (
    Argument,
    ArgumentKind,
    Block,
    BlockKind,
    Claim,
    Document,
    Entity,
    EntityType,
    Evidence,
    Polarity,
    Relation,
    Source,
    Stance,
    Statements,
    statement_id,
)
from kb.sources import slug

Span = tuple[int, int]
TITLE_LEVEL = 6  #: a heading of this depth is the title of the one statement or argument that follows it
MAX_CHARACTERS = 20_000_000  #: of one text put together; a file that would swell beyond it is refused


@dataclass(slots=True)
class _Claim:
    holder: str
    stance: Stance
    content: tuple[Span, ...]
    evidence: Span
    cue: tuple[Span, ...]
    about: tuple[str, ...]
    reported_by: tuple[str, ...]
    hedged: bool
    confidence: float


@dataclass(slots=True)
class _Argument:
    premises: list[int]
    conclusion: int
    kind: ArgumentKind
    evidence: Span
    confidence: float


@dataclass(slots=True)
class _Named:
    entity: Entity
    mentions: set[Span] = field(default_factory=set)


class Assembly:
    """A text under construction, with the statements that stand in it; offsets are code points into the text."""

    def __init__(self, source: Source, *, text: str = "", blocks: Iterable[Block] = ()) -> None:
        self.source = source
        self._parts: list[str] = [text] if text else []  # each but the last with the gap after it
        self._starts: list[int] = [0] if text else []
        self.length = len(text)
        self._blocks = list(blocks)
        self._entities: dict[tuple[str, str], _Named] = {}
        self._ids: set[str] = set()
        self._claims: list[_Claim] = []
        self._once: dict[tuple[str, Span], int] = {}
        self._arguments: list[_Argument] = []
        self._relations: dict[tuple[str, str, str, Polarity, str, Span], float] = {}

    # -- words --------------------------------------------------------------------------------------------------

    def add(self, words: str, kind: BlockKind = "paragraph", level: int = 0) -> Span:
        """Put a block at the end of the text; where it stands. Raises InputError where the text grows out of bounds."""
        gap = "\n\n" if self.length else ""
        start = self.length + len(gap)
        self.length = start + len(words)
        if self.length > MAX_CHARACTERS:
            raise InputError(
                f"its statements together are longer than {MAX_CHARACTERS:,} characters",
                where=self.source.file or self.source.id,
                remedy="Split the file.",
            )
        if gap:
            self._parts[-1] += gap
        self._parts.append(words)
        self._starts.append(start)
        self._blocks.append(Block(kind, start, self.length, level))
        return start, self.length

    # -- what stands in them ------------------------------------------------------------------------------------

    def entity(self, type: str, name: str, aliases: Iterable[str] = (), at: Span | None = None) -> str:
        """The id of an entity of this type and name, made where it is new; ``at`` is where the text names it."""
        found = self._entities.get((type, name))
        if found is None:
            base = ident = f"{type}/{slug(name).lower()}"
            number = 1
            while ident in self._ids:
                number += 1
                ident = f"{base}-{number}"
            self._ids.add(ident)
            found = _Named(Entity(ident, cast(EntityType, type), name, tuple(aliases)))
            self._entities[type, name] = found
        if at is not None:
            found.mentions.add(at)
        return found.entity.id

    def claim(
        self,
        holder: str,
        stance: Stance,
        content: Span | Sequence[Span],
        evidence: Span,
        *,
        cue: Sequence[Span] = (),
        about: Iterable[str] = (),
        reported_by: Sequence[str] = (),
        hedged: bool = False,
        confidence: float = 1.0,
    ) -> int:
        """Add a claim; its number, for ``argument``."""
        spans = (cast(Span, content),) if isinstance(content[0], int) else tuple(cast(Sequence[Span], content))
        made = _Claim(
            holder, stance, spans, evidence, tuple(cue), tuple(sorted(set(about))), tuple(reported_by), hedged, confidence
        )
        self._claims.append(made)
        return len(self._claims) - 1

    def claim_once(self, holder: str, place: Span, about: Sequence[str]) -> None:
        """Add that a holder asserts these words; where that is added already, only what they are about is."""
        known = self._once.setdefault((holder, place), len(self._claims))
        if known == len(self._claims):
            self.claim(holder, "asserts", place, place)
        made = self._claims[known]
        made.about = tuple(sorted({*made.about, *about}))

    def argument(
        self, premises: Iterable[int], conclusion: int, kind: ArgumentKind, evidence: Span, *, confidence: float = 1.0
    ) -> int:
        """Add an argument over claims, by their numbers; its own number, for ``inference``."""
        self._arguments.append(_Argument(list(dict.fromkeys(premises)), conclusion, kind, evidence, confidence))
        return len(self._arguments) - 1

    def words_of(self, claim: int) -> str:
        """The content of a claim that was added, as it stands in the text so far."""
        return " … ".join(self.between(*span) for span in self._claims[claim].content)

    def content_of(self, claim: int) -> tuple[Span, ...]:
        """Where the content of a claim that was added stands."""
        return self._claims[claim].content

    def between(self, start: int, end: int) -> str:
        """The words between two offsets within one block."""
        number = bisect_right(self._starts, start) - 1
        at = self._starts[number]
        return self._parts[number][start - at : end - at]

    def inference(self, argument: int, holder: str) -> int:
        """The claim that an argument's step holds, made a premise of it, so that it can be attacked like any other."""
        made = self._arguments[argument]
        for premise in made.premises:
            if self._claims[premise].content == (made.evidence,):
                return premise
        number = self.claim(holder, "asserts", made.evidence, made.evidence)
        made.premises.append(number)
        return number

    def relation(self, subject: str, predicate: str, object: str, polarity: Polarity, asserted_by: str, evidence: Span) -> None:
        """Add a relation; one that is there already at this place is not added again."""
        self._relations.setdefault((subject, predicate, object, polarity, asserted_by, evidence), 1.0)

    # -- the end ------------------------------------------------------------------------------------------------

    def statements(self, pipeline: str) -> Statements:
        """All that was added, over the finished text."""
        document = Document(self.source, "".join(self._parts), tuple(self._blocks))
        places = _Places(document)
        ids: Counter[str] = Counter()

        def ident(kind: str, quote: str, start: int, *roles: object) -> str:
            made = statement_id(document.source.id, kind, quote, places.occurrence(quote.split(" … ")[0], start), *roles)
            ids[made] += 1
            # the same words by the same holder twice over: the second is told apart by its number
            return made if ids[made] == 1 else statement_id(document.source.id, kind, quote, ids[made], made)

        claims = []
        for c in self._claims:
            content = tuple(places.evidence(span) for span in c.content)
            quote = " … ".join(part.quote for part in content)
            made = Claim(
                ident("claim", quote, c.content[0][0], c.holder, c.stance, *c.about),
                c.holder,
                c.stance,
                content,
                places.evidence(c.evidence),
                tuple(places.evidence(span) for span in c.cue),
                c.about,
                c.reported_by,
                c.hedged,
                c.confidence,
            )
            claims.append(made)
        arguments = []
        for a in self._arguments:
            premises = tuple(claims[number].id for number in a.premises)
            evidence, conclusion = places.evidence(a.evidence), claims[a.conclusion].id
            id = ident("argument", evidence.quote, evidence.start, *sorted(premises), a.kind, conclusion)
            arguments.append(Argument(id, premises, conclusion, a.kind, evidence, a.confidence))
        relations = []
        for (subject, predicate, object, polarity, asserter, span), confidence in self._relations.items():
            evidence = places.evidence(span)
            id = ident("relation", evidence.quote, span[0], subject, predicate, object, polarity, asserter)
            relations.append(Relation(id, subject, predicate, object, polarity, asserter, evidence, confidence=confidence))
        entities = tuple(replace(named.entity, mentions=tuple(sorted(named.mentions))) for named in self._entities.values())
        return Statements(document, entities, tuple(claims), tuple(relations), tuple(arguments), pipeline)


class _Places:
    """Evidence and occurrences over one text, each looked up once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._evidence: dict[Span, Evidence] = {}
        self._starts: dict[str, dict[int, int]] = {}

    def evidence(self, span: Span) -> Evidence:
        if span not in self._evidence:
            self._evidence[span] = self._document.evidence(*span)
        return self._evidence[span]

    def occurrence(self, words: str, start: int) -> int:
        """How many times the words begin before ``start``."""
        counted = self._starts.setdefault(words, {})
        if start not in counted:
            text, count = self._document.text, 0
            at = text.find(words)
            while -1 < at < start:
                count, at = count + 1, text.find(words, at + 1)
            counted[start] = count
        return counted[start]
