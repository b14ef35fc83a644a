"""A new statement, made of what a reviewer chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.errors import UsageError
from kb.model import Argument, Claim, Document, Relation, Statements
from kb.review.decisions import Statement

_TOGETHER = 1_500  # characters that an argument's claims may be apart to be one passage


def made_of(kind: str, statements: Statements, change: Mapping[str, Any], claims: Mapping[str, Claim]) -> Statement:
    """The statement of a kind on the words that a change gives; ``claims`` are those that an argument may join.

    Raises UsageError where something is missing.
    """
    document = statements.document
    if kind == "argument":
        return _argument(document, change, claims)
    spans = change.get("content") or change.get("evidence")
    if kind not in ("claim", "relation") or not spans:
        raise UsageError("an addition needs words of the text", remedy="Select them, for a claim or a relation.")
    words = tuple(document.evidence(*span) for span in spans)
    sentence = document.evidence(*change["evidence"][0]) if change.get("evidence") else document.evidence(
        *_sentence(document.text, words[0].start, words[-1].end)
    )  # fmt: skip
    if kind == "claim":
        return Claim(
            "", change.get("holder", "author"), change.get("stance", "asserts"), words, sentence,
            about=tuple(change.get("about", ())), hedged=bool(change.get("hedged")),
        )  # fmt: skip
    missing = [field for field in ("subject", "predicate", "object") if not change.get(field)]
    if missing:
        raise UsageError(f"a relation needs its {' and '.join(missing)}", remedy="Name both ends and the kind.")
    return Relation(
        "", change["subject"], change["predicate"], change["object"], change.get("polarity", "affirmed"),
        change.get("asserted_by", "author"), sentence, year=change.get("year"),
    )  # fmt: skip


def _argument(document: Document, change: Mapping[str, Any], claims: Mapping[str, Claim]) -> Argument:
    """A new argument, on the words that a reviewer chose, else on the sentences of its claims where they stand together."""
    premises, conclusion = tuple(change.get("premises", ())), str(change.get("conclusion", ""))
    if not premises or not conclusion:
        raise UsageError("an argument needs premises and a conclusion", remedy="Choose them among the claims of the text.")
    spans = change.get("content") or change.get("evidence")
    if not spans:
        spans = [(claims[id].evidence.start, claims[id].evidence.end) for id in (*premises, conclusion)]
        if max(end for _, end in spans) - min(start for start, _ in spans) > _TOGETHER:
            spans = spans[-1:]
    words = document.evidence(min(start for start, _ in spans), max(end for _, end in spans))
    return Argument("", premises, conclusion, change.get("kind", "supports"), words)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around some words, as far as full stops and line ends tell."""
    before = [text.rfind(stop, 0, start) + len(stop) for stop in (". ", "\n", "? ", "! ") if stop in text[:start]]
    first = max(before, default=0)
    stops = [at for stop in (". ", "\n", "? ", "! ", ".\n") if (at := text.find(stop, max(start, end - 1))) >= 0]
    last = min(stops, default=len(text))
    if last < len(text) and text[last] != "\n":
        last += 1
    while first < start and text[first].isspace():
        first += 1
    return min(first, start), max(last, end)
