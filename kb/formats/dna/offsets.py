"""Offsets in UTF-16 code units, which Java programs count, and in code points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class Offsets:
    """The two counts over one text."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._wide = [place for place, sign in enumerate(text) if ord(sign) > 0xFFFF] if not text.isascii() else []
        self._units = [place + number for number, place in enumerate(self._wide)]

    def points(self, units: int) -> int:
        """Code points for an offset in UTF-16 units; within a character of two units, the character's beginning."""
        return units - bisect_left(self._units, units)

    def units(self, points: int) -> int:
        """UTF-16 units for an offset in code points."""
        return points + bisect_right(self._wide, points - 1)
