"""The same state of a page in other tools' formats."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from flask import request
from werkzeug.datastructures import MultiDict


def taken(formats: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each format with the address that gives this page's content in it."""
    found = []
    for name in formats:
        state = MultiDict(request.args)
        state["format"] = name
        pairs = "&".join(f"{_quoted(key)}={_quoted(value)}" for key, value in state.items(multi=True))
        found.append((name, f"?{pairs}"))
    return tuple(found)


def _quoted(word: str) -> str:
    return quote(word, safe="/:")
