"""Abstract argumentation: which of several conflicting claims can stand together."""

from __future__ import annotations

from kb.argumentation.acceptance import Verdict, verdicts
from kb.argumentation.defeat import Defeat, defeat, defeats
from kb.argumentation.framework import Framework, InOutUndecided
from kb.argumentation.labellings import SEMANTICS, Semantics, grounded, labellings
from kb.argumentation.support import READINGS, Bipolar, Reading

__all__ = [
    "READINGS",
    "SEMANTICS",
    "Bipolar",
    "Defeat",
    "Framework",
    "InOutUndecided",
    "Reading",
    "Semantics",
    "Verdict",
    "defeat",
    "defeats",
    "grounded",
    "labellings",
    "verdicts",
]
