"""What the queries answer with: frozen values that a page can print without asking again.

An ``iri`` is always the full IRI; its ``path`` is what follows the base IRI, which is also where the viewer serves it.
Offsets are code points into the source's kept text, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kb.model import ArgumentKind, EntityType, Polarity, Stance
from kb.terms import BASE

#: what an IRI of the graph can be named as: an entity's type, a text's own voice, or nobody the text names
RefType = EntityType | Literal["author", "unknown"]
#: one edge with all that is said of it: ``contested`` where one statement affirms it and another does not
Standing = Literal["affirmed", "denied", "uncertain", "contested"]
#: where a year comes from: the words of the statement, a dated work, the vocabulary, or nowhere
YearFrom = Literal["clause", "work", "vocabulary"]


def standing_of(polarities: Iterable[str]) -> Standing:
    """What several statements about one link come to: ``contested`` where one affirms it and another does not."""
    said = set(polarities)
    if said == {"affirmed"}:
        return "affirmed"
    if "affirmed" in said:
        return "contested"
    return "denied" if "denied" in said else "uncertain"


def path_of(iri: str) -> str:
    """An IRI's part after the base IRI; the IRI itself where it lies elsewhere."""
    return iri.removeprefix(BASE)


@dataclass(frozen=True, slots=True)
class Ref:
    """A named thing that statements speak of: an entity, a text's own voice, or the unnamed holder."""

    iri: str
    label: str
    type: RefType

    @property
    def path(self) -> str:
        """The IRI's part after the base, as ``theorist/james-burnham``."""
        return path_of(self.iri)


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source as a line under a quote names it."""

    iri: str
    id: str
    title: str
    author: str | None = None
    year: int | None = None
    constructed: bool = False  # invented speakers: must be shown as such

    @property
    def path(self) -> str:
        """The IRI's part after the base, as ``source/ID``."""
        return path_of(self.iri)


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of a source, with the place they stand at."""

    iri: str
    quote: str
    source: SourceRef
    start: int
    end: int
    page: str | None = None
    heading: str | None = None
    paragraph: int | None = None

    @property
    def path(self) -> str:
        """The IRI's part after the base, as ``source/ID/SHA12/span/10-20``."""
        return path_of(self.iri)


@dataclass(frozen=True, slots=True)
class Answer:
    """One of an issue's answers; ``id`` is its notation, as ``yes`` or ``bureaucracy``."""

    iri: str
    id: str
    label: str
    issue: str  # the issue's id


@dataclass(frozen=True, slots=True)
class Issue:
    """A question on which parties are compared."""

    iri: str
    id: str
    question: str
    rank: int
    answers: tuple[Answer, ...] = ()

    @property
    def yes_no(self) -> bool:
        """Whether the issue's answers are just yes and no."""
        return {answer.id for answer in self.answers} == {"yes", "no"}


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer that a statement gives; ``tentative`` where it is hedged, questioned or uncertain."""

    answer: Answer
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with everything that is shown of it."""

    iri: str
    holder: Ref  # the global entity, the text's own voice, or the unnamed holder
    holder_name: str  # the holder's name in full as this text has it; ``author`` for the text's own voice
    stance: Stance
    text: str  # the proposition's words
    content: tuple[Quote, ...]
    evidence: Quote  # the sentence
    cue: tuple[Quote, ...] = ()
    about: tuple[Ref, ...] = ()
    reported_by: tuple[Ref, ...] = ()  # outermost first is not kept by the graph: sorted by label
    hedged: bool = False
    confidence: float = 1.0
    answers: tuple[AnswerGiven, ...] = ()
    proposition: str = ""  # IRI, shared by joint holders

    @property
    def source(self) -> SourceRef:
        """The source that reports the claim."""
        return self.evidence.source

    @property
    def path(self) -> str:
        """The IRI's part after the base, as ``source/ID/claim/HASH``."""
        return path_of(self.iri)


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation with everything that is shown of it; ``predicate`` is spelt as in ``model.PREDICATES``."""

    iri: str
    subject: Ref
    predicate: str
    object: Ref
    polarity: Polarity
    asserted_by: Ref
    evidence: Quote
    year: int | None = None  # a year in the statement's own words
    confidence: float = 1.0
    answers: tuple[AnswerGiven, ...] = ()
    answer_party: Ref | None = None  # whose answers they are
    local_names: tuple[str, str, str] = ("", "", "")  # subject, object and asserter as this text names them in full

    @property
    def source(self) -> SourceRef:
        """The source that says so."""
        return self.evidence.source

    @property
    def path(self) -> str:
        """The IRI's part after the base, as ``source/ID/relation/HASH``."""
        return path_of(self.iri)


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """Premises that a text gives for (``supports``) or against (``attacks``) a conclusion."""

    iri: str
    premises: tuple[ClaimRow, ...]
    conclusion: ClaimRow
    kind: ArgumentKind
    evidence: Quote
    confidence: float = 1.0

    @property
    def path(self) -> str:
        """The IRI's part after the base, as ``source/ID/argument/HASH``."""
        return path_of(self.iri)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a source's text that its file sets apart."""

    kind: str  # one of model.BlockKind
    start: int
    end: int
    level: int = 0
    page: str | None = None


StatementRow = ClaimRow | RelationRow | ArgumentRow
