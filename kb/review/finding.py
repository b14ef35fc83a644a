"""The statement that somebody means by an id of today, be it a correction's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb.errors import UsageError
from kb.model import Statements
from kb.review.applying import apply
from kb.review.decisions import Decision, Statement


def found(statements: Statements, decisions: Sequence[Decision], kind: str, id: str) -> tuple[Statement, dict[str, Any]]:
    """The statement that an id names, and how a correction has changed it already.

    Of a correction it is what was corrected, so that another correction builds on both. Raises UsageError where there is none.
    """
    by_kind: dict[str, Sequence[Statement]] = {
        "claim": statements.claims,
        "relation": statements.relations,
        "argument": statements.arguments,
    }
    for statement in by_kind.get(kind, ()):
        if statement.id == id:
            return statement, {}
    applied = apply(decisions, statements).verdicts
    for verdict in applied.values():
        own = verdict.corrected
        if own is None or own.id != id or verdict.kind != kind:
            continue
        if verdict.verdict != "correct":
            return own, {}
        of_it = (d.change for d in reversed(decisions) if d.verdict == "correct" and d.kind == kind and d.target == verdict.id)
        change = next(of_it, {})  # none of an argument that only went on with its claims
        before = next((s for s in by_kind[kind] if s.id == verdict.id), None)
        if before is not None:
            return before, dict(change)
        return own, {}  # of an addition, which the decision's own words tell
    raise UsageError(f"{statements.document.source.id} has no {kind} {id}", remedy="Its page's address ends in its id.")
