"""Why a statement was made at a place of a text, or why none was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kb.errors import UsageError
from kb.model import Document, Evidence, Source
from kb.pipeline import annotate, build_nlp
from kb.pipeline.explaining import STAGES, Step, sentences_at, steps
from kb.vocabulary import DEFAULT_PACK

__all__ = ["Explanation", "Step", "explain"]

#: What each component is asked, for people.
QUESTIONS = {
    "blocks": "Where it stands",
    "quotations": "Quotation marks",
    "mentions": "Who and what is named",
    "coreference": "What pronouns stand for",
    "cues": "Words that can report",
    "claims": "Who holds what",
    "relations": "What is linked",
    "arguments": "What is argued",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the pipeline did with the sentences around a place; offsets are code points into the document's text."""

    document: Document
    start: int
    end: int
    sentences: tuple[Evidence, ...]
    steps: tuple[Step, ...]

    @property
    def made(self) -> tuple[Step, ...]:
        """The claims, relations and arguments that stand here."""
        return tuple(s for s in self.steps if s.outcome == "made" and s.component in {"claims", "relations", "arguments"})

    @property
    def passed_over(self) -> tuple[Step, ...]:
        """What was weighed and not taken, with the reason."""
        return tuple(s for s in self.steps if s.outcome == "passed over")

    def lines(self) -> Iterator[str]:
        """The explanation for people, line by line."""
        for sentence in self.sentences:
            yield f"{sentence.start}–{sentence.end}  {' '.join(sentence.quote.split())}"
        for component in STAGES:
            found = [s for s in self.steps if s.component == component]
            if not found and component != "claims":
                continue
            yield ""
            yield QUESTIONS[component]
            yield from (_line(step) for step in found)
            if component == "claims" and not found:
                yield "  – nothing: no word here reports, and the text takes no position on a theory or case it names"

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data for JSON."""
        return {
            "source": self.document.source.id,
            "start": self.start,
            "end": self.end,
            "sentences": [{"start": s.start, "end": s.end, "quote": s.quote} for s in self.sentences],
            "steps": [{k: v for k, v in asdict(s).items() if v not in ("", None)} for s in self.steps],
        }


def _line(step: Step) -> str:
    sign = {"made": "+", "passed over": "–", "seen": "·"}[step.outcome]
    words = " ".join(step.words.split())
    shown = words if len(words) <= 90 else words[:55].rstrip() + " … " + words[-30:].lstrip()
    rule = f"rule {step.rule}" if step.rule and step.outcome == "made" else step.rule
    sure = f"confidence {step.confidence:.2f}" if step.confidence is not None else ""
    raw = f"raw {step.raw:.2f}" if step.raw is not None else ""
    tail = ", ".join(part for part in (rule, raw, sure) if part)
    says = ": ".join(part for part in (step.what, step.reason) if part)
    return f"  {sign} {step.start}–{step.end} “{shown}”  {says}" + (f"  [{tail}]" if tail else "")


def explain(document: Document | str, at: int, to: int | None = None, *, pack: str | None = DEFAULT_PACK) -> Explanation:
    """What each component saw, made and passed over in the sentences that touch a place of a text.

    ``at`` and ``to`` are code points from 0 into the document's text, [at, to); without ``to`` the place is one character.
    Raises UsageError where they lie outside the text, and for an unknown pack.

    >>> found = explain("A clerk left. Burnham argued that the managers rule.", at=20)
    >>> [(step.what, step.rule) for step in found.made]
    [('Burnham asserts, by the words “argued that”', 'that-clause')]
    """
    if isinstance(document, str):
        document = Document(Source("text", "text"), document)
    size = len(document.text)
    last = at + 1 if to is None else to
    if not 0 <= at < last <= size:
        place = f"{at}" if to is None else f"{at} to {to}"
        raise UsageError(
            f"there is nothing at {place}: the text has {size} characters",
            where=document.source.id,
            remedy=f"Count code points of the text as read, from 0 to {max(size - 1, 0)}, and name the first before the last.",
        )
    doc = annotate(build_nlp(pack), document, trace=True)
    spans = [(s.start_char, s.end_char) for s in sentences_at(doc, at, last)] or [(at, last)]
    sentences = tuple(document.evidence(*_bare(document.text, *s)) for s in spans)
    return Explanation(document, at, last, sentences, tuple(steps(doc, spans[0][0], spans[-1][1])))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the space at its ends."""
    piece = text[start:end]
    if not piece.strip():
        return start, end
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
