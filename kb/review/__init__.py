"""A person's decisions: accepted, rejected, corrected and added statements, entities merged and split.

Decisions are data of their own (``data/review.sqlite``) and outlive the reading of a text: each keeps the whole statement it
was made on, with the words around it, and finds that statement again in a text that has changed a little. Where that is not
certain the decision is an orphan, which is listed and has no effect. Of several decisions on one statement the last holds.
"""

from __future__ import annotations

from kb.review.agreeing import Agreement, agreement
from kb.review.anchoring import AROUND
from kb.review.applying import Applied, Orphan, apply, as_reviewed, verdicts
from kb.review.decisions import (
    CHANGEABLE,
    Decision,
    Statement,
    Verdict,
    VerdictName,
    add,
    decide,
    merge,
    mergers,
    split,
    splits,
)  # fmt: skip
from kb.review.exchanging import from_lines, to_lines
from kb.review.log import Entry, bring_in, decisions, log, record, withdraw
from kb.review.placing import stretches

__all__ = [
    "AROUND",
    "CHANGEABLE",
    "Agreement",
    "Applied",
    "Decision",
    "Entry",
    "Orphan",
    "Statement",
    "Verdict",
    "VerdictName",
    "add",
    "agreement",
    "apply",
    "as_reviewed",
    "bring_in",
    "decide",
    "decisions",
    "from_lines",
    "log",
    "merge",
    "mergers",
    "record",
    "split",
    "splits",
    "stretches",
    "to_lines",
    "verdicts",
    "withdraw",
]
