"""What is most worth a reviewer's minute: what is doubtful, and weighs."""

from __future__ import annotations

from math import log1p


def doubt(confidence: float) -> float:
    """1 where a statement is as likely wrong as right, or likelier; 0 where it is certain."""
    return min(1.0, 2 * (1 - confidence))


def weight(degree: int, most: int) -> float:
    """How much hangs on somebody of so many statements, from 0 to 1 for whoever has the most, on a logarithmic scale."""
    return log1p(degree) / log1p(most) if most > 0 else 0.0


def urgency(confidence: float, weight: float) -> float:
    """Doubt, halved where nothing hangs on it; ``weight`` is from 0 to 1."""
    return doubt(confidence) * (1 + weight) / 2
