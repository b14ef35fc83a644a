"""Where a decision's words stand in the text of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kb.model import Argument, Claim, Document, Evidence, Relation
from kb.review.anchoring import Anchor, Lost, Places
from kb.review.decisions import Decision, Statement


class Offsets:
    """Where the offsets that a decision tells of stand in the text of today."""

    def __init__(self, decision: Decision, document: Document, places: Places) -> None:
        told = decision.statement
        self.document = document
        self.region: Mapping[str, Any] = told.get("region") or _region_of(told)
        self.anchor: Anchor | Lost | None = None
        if told["evidence"]["sha256"] != document.sha256:
            self.anchor = places.find(self.region)

    def now(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the old text stands now."""
        if self.anchor is None:
            return (start, end) if 0 <= start < end <= len(self.document.text) else None
        if isinstance(self.anchor, Lost):
            return None
        first = self.region["start"]
        return self.anchor.span(start - first, end - first)

    def statement(self, decision: Decision) -> Statement | None:
        """The statement that was decided on, with its words where they stand now; None where they do not."""
        told = decision.statement
        evidence = self._evidence(told["evidence"])
        if evidence is None:
            return None
        if decision.kind == "relation":
            roles = {name: told[name] for name in ("subject", "predicate", "object", "polarity", "asserted_by", "year")}
            return Relation(decision.target, evidence=evidence, confidence=told["confidence"], **roles)
        if decision.kind == "argument":
            premises = tuple(told["premises"])
            return Argument(decision.target, premises, told["conclusion"], told["kind"], evidence, told["confidence"])
        content = [self._evidence(part) for part in told["content"]]
        if None in content:
            return None
        return Claim(
            decision.target,
            told["holder"],
            told["stance"],
            tuple(part for part in content if part),
            evidence,
            tuple(part for part in map(self._evidence, told["cue"]) if part),
            tuple(told["about"]),
            tuple(told["reported_by"]),
            told["hedged"],
            told["confidence"],
        )

    def _evidence(self, told: Mapping[str, Any]) -> Evidence | None:
        place = self.now(told["start"], told["end"])
        return self.document.evidence(*place) if place else None


def stretches(made: Iterable[Decision], document: Document) -> list[tuple[int, int] | None]:
    """For each decision the stretch of today's text that it speaks of, None where its words are lost."""
    places = Places(document.text)
    found: list[tuple[int, int] | None] = []
    for decision in made:
        offsets, told = Offsets(decision, document, places), decision.statement
        parts = [told["evidence"], *told.get("content", ()), *told.get("cue", ())]
        spans = [(part["start"], part["end"]) for part in parts]
        spans += [(start, end) for name in ("content", "evidence") for start, end in decision.change.get(name, ())]
        stand = [span for start, end in spans if (span := offsets.now(start, end))]
        found.append((min(start for start, _ in stand), max(end for _, end in stand)) if stand else None)
    return found


def _region_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """A decision that was kept before regions were: its sentence, of whose company nothing is known."""
    sentence = told["evidence"]
    return {"start": sentence["start"], "quote": sentence["quote"], "before": "", "after": "", "times": 1}
