"""The end of a login."""

from __future__ import annotations

from flask import Response, redirect, session


def show() -> Response:
    """Forget who is logged in, and lead home."""
    session.clear()
    return redirect("/", 303)  # type: ignore[return-value]
