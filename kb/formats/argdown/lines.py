"""The lines of an Argdown text: which elements they begin, and where those end."""

from __future__ import annotations

import re
from collections.abc import Iterator

Line = tuple[int, str]  #: its number in the file, from 1
RELATION = re.compile(r"([ \t]*)(\+>|->|><|_>|<\+|<-|<_|\+|-|_(?=\s))")
ITEM = re.compile(r"([ \t]*)(?:\*|\d+\.)(?=\s)")
NUMBER = re.compile(r"[ \t]*\((\d{1,9})\)")
HEADING = re.compile(r"(#+) ")
INFERENCE = re.compile(r"[ \t]*--")
_SKIPPED = re.compile(r"\[[^\[\]\n]+\]\([^()\n]+\)|\\.|<!--.*?(?:-->|\Z)|/\*.*?(?:\*/|\Z)|//[^\n]*", re.DOTALL)


def blocks(text: str) -> Iterator[list[Line]]:
    """The stretches between blank lines, comments taken out; a line that held nothing but a comment is no blank line."""
    kept = _SKIPPED.sub(_uncommented, text)
    block: list[Line] = []
    for number, line in enumerate(kept.split("\n"), 1):
        if line.strip(" \t\x00"):
            block.append((number, line.replace("\x00", "")))
        elif "\x00" in line:
            continue
        elif block:
            yield block
            block = []
    if block:
        yield block


def _uncommented(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] in "[\\":
        return found
    return "\x00" + "\n\x00" * found.count("\n")  # the mark tells a line that a comment stood on; line numbers stay true


def rest(lines: list[Line], place: int, *, heading: bool = False) -> int:
    """Where the element that begins on a line ends: at the next line that begins another."""
    until = place + 1
    while until < len(lines):
        line = lines[until][1]
        if not heading and (RELATION.match(line) or ITEM.match(line)):
            break
        if NUMBER.match(line) or INFERENCE.match(line) or HEADING.match(line):
            break
        until += 1
    return until


def joined(lines: list[Line], skipped: int) -> str:
    """Lines as one element's words, without so many characters of the first."""
    first, *others = (line for _, line in lines)
    return "\n".join((first[skipped:], *others))
