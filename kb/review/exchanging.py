"""Decisions as JSON lines, to carry them from one knowledge base to another without loss."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import get_args

from kb.errors import InputError
from kb.review.decisions import Decision, VerdictName
from kb.review.log import Entry

_FIELDS = frozenset(field.name for field in fields(Decision)) - {"id"}


def to_lines(entries: Iterable[Entry | Decision]) -> str:
    """One line of JSON a decision, undoings too, in the order of the log; numbers of this log are left out."""
    made = (entry.decision if isinstance(entry, Entry) else entry for entry in entries)
    told = ({name: value for name, value in asdict(decision).items() if name in _FIELDS} for decision in made)
    return "".join(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in told)


def from_lines(lines: str, *, where: str = "") -> list[Decision]:
    """The decisions that ``to_lines`` wrote. Raises InputError, with the number of the line, for anything else."""
    found = []
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            decision = Decision(**told)
            if decision.verdict not in get_args(VerdictName) or not decision.who.strip() or not set(told) <= _FIELDS:
                raise ValueError("it names no verdict or nobody")
            if not (isinstance(decision.statement, dict) and isinstance(decision.change, dict)):
                raise TypeError("its parts are not objects")
        except (ValueError, TypeError, AttributeError) as error:
            raise InputError(
                f"line {number} is no decision ({error})", where=where, remedy="Give what `doxograph review export` wrote."
            ) from error
        found.append(decision)
    return found
