"""The least confidence that a page asks of the statements it shows: ``?confidence=`` in its address."""

from __future__ import annotations

from flask import request

CHOICES = (0.0, 0.3, 0.5, 0.7, 0.9)  #: what the control offers; an address may ask for any


def least() -> float:
    """What this request asks for, in [0, 1]; 0 where it asks for nothing, or for no number."""
    try:
        given = float(request.args.get("confidence") or 0)
    except ValueError:
        return 0.0
    return min(max(given, 0.0), 1.0) if given == given else 0.0
