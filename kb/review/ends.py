"""The claims that an argument joins, as reviewers leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from kb.model import Claim, Statements, statement_id
from kb.review.decisions import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Ends:
    """The claims of a source that there are today, and what corrections made of them."""

    claims: Mapping[str, Claim]  # by id, those that reviewers added too
    now: Mapping[str, str]  # a corrected claim -> its correction
    statements: Statements

    @classmethod
    def of(cls, statements: Statements, found: Mapping[tuple[str, str], Verdict], own: Mapping[tuple[str, str], Verdict]) -> Ends:
        """The claims as the verdicts ``found`` leave them; ``own`` are those that reviewers put there."""
        claims = {claim.id: claim for claim in statements.claims}
        claims |= {id: cast(Claim, verdict.corrected) for (kind, id), verdict in own.items() if kind == "claim"}
        now = {id: verdict.corrected.id for (kind, id), verdict in found.items() if kind == "claim" and verdict.corrected}
        return cls(claims, now, statements)

    def found(self, decision: Decision, ids: Iterable[str]) -> list[str] | None:
        """Claims that a decision tells of: of the same id, else the one of the same words; None where one is gone."""
        told = decision.statement.get("claims", {})
        claims = []
        for id in ids:
            same = [c.id for c in self.claims.values() if [c.stance, c.quote] == told.get(id)] if id not in self.claims else [id]
            if len(same) != 1:
                return None
            claims.append(same[0])
        return claims

    def joined(self, decision: Decision, premises: Iterable[str], conclusion: str) -> dict[str, Any] | None:
        """The premises and the conclusion of a decision's argument today; None where a claim is gone."""
        claims = self.found(decision, (*premises, conclusion))
        return self._led(claims[:-1], claims[-1]) if claims else None

    def carried(self, found: Mapping[tuple[str, str], Verdict]) -> dict[tuple[str, str], Verdict]:
        """The arguments of claims that were corrected: they go on with the corrections, where nobody has decided otherwise."""
        who = {id: verdict.who for (kind, id), verdict in found.items() if kind == "claim"}
        made = {}
        for argument in self.statements.arguments:
            at = ("argument", argument.id)
            moved = [id for id in (*argument.premises, argument.conclusion) if self.now.get(id, id) != id]
            if not moved or (at in found and found[at].verdict != "accept"):
                continue
            ends = self._led(argument.premises, argument.conclusion)
            told = (argument.id, *ends["premises"], ends["conclusion"])
            id = statement_id(argument.evidence.source, "argument", argument.evidence.quote, 0, "carried", *told)
            by = found[at].who if at in found else who[moved[0]]
            made[at] = Verdict("correct", by, "argument", argument.id, replace(argument, id=id, **ends))
        return made

    def _led(self, premises: Iterable[str], conclusion: str) -> dict[str, Any]:
        led = tuple(dict.fromkeys(self.now.get(id, id) for id in premises))
        return {"premises": led, "conclusion": self.now.get(conclusion, conclusion)}
