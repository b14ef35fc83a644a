"""The characters that a written form can hold."""

from __future__ import annotations


def for_xml(words: str) -> str:
    """Words without what XML has no place for, not even escaped: most control characters, halves of pairs, and two more."""
    return "".join(c for c in words if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"))
