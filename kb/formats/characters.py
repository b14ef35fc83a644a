"""The characters that a text, or a written form, can hold."""

from __future__ import annotations


def clean(words: str) -> str:
    """Words that can be stored: halves of a character pair, which some programs leave behind, and NUL become U+FFFD."""
    return words.replace("\x00", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def squeezed(words: str) -> str:
    """Words on one line; what is blank becomes ``…``, since a statement without a word has no place in a text."""
    return " ".join(clean(words).split()) or "…"


def for_xml(words: str) -> str:
    """Words without what XML has no place for, not even escaped: most control characters, halves of pairs, and two more."""
    return "".join(c for c in words if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"))
