"""Running heads, feet and page numbers: found by their repetition from page to page, and taken out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kb.readers.pdf.lines import Line

_NUMBER_ALONE = re.compile(
    r"[-–—\[(\s]*(?:page|p\.)?\s*(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?[-–—\])\s.]*", re.IGNORECASE
)
_NUMBER_BESIDE = re.compile(r"^(\d{1,4})\b(?=\D*[^\W\d])|(?<=\D)\b(\d{1,4})$")
_SHORT_NOTE = re.compile(r"(?:[\d*†‡]+\s*)?(?:ibid|idem|op\.? ?cit|loc\.? ?cit|cf\b|see )", re.IGNORECASE)  # these come again too
_SAME_HEIGHT = 8.0  # points
_LEADER = re.compile(r"(?:\.\s?){4,}\s*(?:\d+|[ivxlc]+)$")  # the dots of a table of contents
_LONGEST_HEAD = 90  # characters
_WHITE = 1.4  # of the size; less lies between the lines of a text
_EDGE = 2  # lines at the top and at the foot of a page that may be furniture


def without_running_heads(lines: Sequence[Line], names: Mapping[int, str]) -> tuple[list[Line], dict[int, str]]:
    """The lines of the text alone, and the pages' names: the numbers printed on them where there are, else the given ones."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    edges = [line for on_page in pages.values() for line in _edge(on_page)]
    repeated = _repeated(edges, len(pages))
    numbers = [line for on_page in pages.values() for line in _lone_numbers(on_page)]
    furniture = [*numbers, *(line for line in edges if id(line) in repeated)]
    labels = {**{page: str(page + 1) for page in pages}, **names, **_printed_numbers(furniture)}
    beside = {id(line) for on_page in pages.values() for line in _outermost(on_page) if _bears(line, labels[line.page])}
    dropped = {id(line) for line in furniture} | beside
    return [line for line in lines if id(line) not in dropped and not _LEADER.search(line.text)], labels


def _outermost(on_page: Sequence[Line]) -> list[Line]:
    """A page's first and last lines where white sets them apart from the text."""
    ordered = sorted(on_page, key=lambda line: line.base)
    if len(ordered) < 3:
        return []
    pairs = ((ordered[0], ordered[1]), (ordered[-1], ordered[-2]))
    return [line for line, neighbour in pairs if _gap(line, neighbour) > _WHITE * line.size]


def _bears(line: Line, label: str) -> bool:
    """Whether a line begins or ends with its page's number, as chapter titles at the head of pages do."""
    beside = _NUMBER_BESIDE.search(line.text)
    return beside is not None and label in (beside[1], beside[2]) and len(line.text) <= _LONGEST_HEAD


def _edge(on_page: Sequence[Line]) -> list[Line]:
    """The lines at a page's top and foot, as far as white sets them apart from the text."""
    upward = sorted(on_page, key=lambda line: line.base)
    found = []
    for ordered in (upward, upward[::-1]):
        steps = list(pairwise(ordered))[:_EDGE]
        apart = [at for at, (outer, inner) in enumerate(steps, start=1) if _gap(outer, inner) > _WHITE * outer.size]
        found.extend(ordered[: max(apart, default=0)])
    return found


def _gap(one: Line, other: Line) -> float:
    return abs(one.base - other.base)


def _repeated(edges: Sequence[Line], pages: int) -> set[int]:
    """Lines that come again on other pages at the same height, in the same size, their numbers set aside."""
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in (line for line in edges if not _SHORT_NOTE.match(line.text)):
        alike[re.sub(r"\d+|\b[ivxl]+\b", "#", line.text.lower()).strip()].append(line)
    needed = 2 if pages <= 4 else 3
    found: set[int] = set()
    for lines in alike.values():
        for line in lines:
            same = {
                other.page
                for other in lines
                if abs(other.base - line.base) <= _SAME_HEIGHT and abs(other.size - line.size) < 0.6
            }  # fmt: skip
            if len(same) >= needed:
                found.add(id(line))
    return found


def _lone_numbers(on_page: Sequence[Line]) -> list[Line]:
    """A page's first and last lines where they are nothing but a number set apart from the text."""
    ordered = sorted(on_page, key=lambda line: line.base)
    found = []
    for line, neighbour in ((ordered[0], ordered[1:2]), (ordered[-1], ordered[-2:-1])):
        apart = not neighbour or _gap(line, neighbour[0]) > _WHITE * line.size
        if _NUMBER_ALONE.fullmatch(line.text) and apart:
            found.append(line)
    return found


def _printed_numbers(furniture: Sequence[Line]) -> dict[int, str]:
    """The page numbers that the furniture bears, where they count on from page to page."""
    read: dict[int, int] = {}
    roman: dict[int, str] = {}
    for line in furniture:
        if alone := _NUMBER_ALONE.fullmatch(line.text):
            if alone[1].isdecimal():
                read[line.page] = int(alone[1])
            else:
                roman[line.page] = alone[1]
        elif beside := _NUMBER_BESIDE.search(line.text):
            read.setdefault(line.page, int(beside[1] or beside[2]))
    offsets = Counter(number - page for page, number in read.items())
    if not offsets:
        return roman
    offset, agreeing = offsets.most_common(1)[0]
    if agreeing * 2 < len(read) or (agreeing < 2 and len(read) > 1):
        return roman
    first = min(page for page, number in read.items() if number - page == offset)
    last = max(page for page, number in read.items() if number - page == offset)
    return {**roman, **{page: str(page + offset) for page in range(first, last + 1)}}
