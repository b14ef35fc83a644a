"""Lines of print put together again: paragraphs over lines, columns and pages, headings by size, notes by place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.model import BlockKind
from kb.readers.pdf.lines import Line
from kb.readers.reading import Piece

_STOPPED = re.compile(r"""[.!?:;…][)\]"'”’»]*$""")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§¶]+|[a-z])[.)]?\s+\S")
_ITEM = re.compile(r"(?:[-•–‣▪◦●]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\([ivx]{1,5}\))\s+\S")
_HYPHENATED = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐\u00ad]$")
_KEPT_PREFIXES = frozenset({"self", "non", "anti", "ex", "quasi", "semi", "pseudo", "neo", "co", "half", "well", "so", "all"})
_LONGEST_HEADING = 160  # characters
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class _Print:
    """The measures of the body text: its size, the distance of its lines, and each column's edges."""

    size: float
    leading: float
    edges: Mapping[tuple[int, int], tuple[float, float]]  # by page and column: where most lines begin and the longest end

    def left(self, line: Line) -> float:
        return self.edges[line.page, line.column][0]

    def right(self, line: Line) -> float:
        return self.edges[line.page, line.column][1]


def paragraphs(lines: Sequence[Line], names: Mapping[int, str]) -> Iterator[Piece]:
    """The pieces of a document; footnotes follow the paragraph in which their page ends."""
    measures = _measure(lines)
    body, notes = _parted(lines, measures)
    words = Counter(word.lower() for line in lines for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", line.text)[:-1])
    levels = _levels(body, measures)
    pages = sorted(notes)
    groups = list(_groups(body, measures))
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        kind, level = _kind(group, measures, levels)
        yield Piece(kind, _joined(group, words), level, names.get(group[0].page))
        while pages and (following is None or pages[0] < following[0].page):
            for note in _note_groups(notes[pages.pop(0)]):
                yield Piece("footnote", _joined(note, words), 0, names.get(note[0].page))


def _measure(lines: Sequence[Line]) -> _Print:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= 0.5]
    steps = Counter(
        round(above.base - below.base, 0)
        for above, below in pairwise(body)
        if (above.page, above.column) == (below.page, below.column) and 0 < above.base - below.base < 3 * size
    )
    leading = steps.most_common(1)[0][0] if steps else 1.2 * size
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.page, line.column].append(line)
    numbers = {column for _, column in columns}
    overall = {column: _edges([line for line in body if line.column == column] or list(lines)) for column in numbers}
    edges = {}
    for key, on_page in columns.items():
        usual = [line for line in on_page if abs(line.size - size) <= 0.5]
        edges[key] = _edges(usual) if len(usual) >= 6 else overall[key[1]]
    return _Print(size, max(leading, size), edges)


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    starts = Counter(round(line.x0) for line in lines)
    frequent = [x for x, count in starts.items() if count >= 0.2 * len(lines)]
    ends = sorted(line.x1 for line in lines)
    return min(frequent or starts), ends[int(0.95 * (len(ends) - 1))]


def _parted(lines: Sequence[Line], measures: _Print) -> tuple[list[Line], dict[int, list[Line]]]:
    """The body's lines, and by page the smaller lines below them that begin with a note's number."""
    lowest: dict[tuple[int, int], float] = {}
    for line in lines:
        if line.size > 0.94 * measures.size:
            key = (line.page, line.column)
            lowest[key] = min(lowest.get(key, line.base), line.base)
    body: list[Line] = []
    notes: dict[int, list[Line]] = defaultdict(list)
    begun: set[tuple[int, int]] = set()
    for line in lines:
        key = (line.page, line.column)
        small = line.size <= 0.94 * measures.size and line.base < lowest.get(key, float("inf"))
        if small and (key in begun or _NOTE.match(line.text) or _continues(notes, line)):
            begun.add(key)
            notes[line.page].append(line)
        else:
            body.append(line)
    return body, notes


def _continues(notes: Mapping[int, list[Line]], line: Line) -> bool:
    """Whether a note of the page before runs on."""
    before = notes.get(line.page - 1, [])
    return bool(before) and not _STOPPED.search(before[-1].text)


def _note_groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    expected: int | None = None
    for line in lines:
        number = re.match(r"\d+", line.text)
        begins = bool(_NOTE.match(line.text)) and not line.text[0].islower()
        if group and begins and (expected is None or number is None or int(number[0]) == expected):
            yield group
            group = []
        if not group and number:
            expected = int(number[0]) + 1
        group.append(line)
    if group:
        yield group


def _groups(lines: Sequence[Line], measures: _Print) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and _parts(group, line, measures):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _parts(group: Sequence[Line], line: Line, measures: _Print) -> bool:
    """Whether a new paragraph begins with a line, by size, distance, indent and the room the line before left."""
    last = group[-1]
    if abs(last.size - line.size) > 0.6 or (last.bold != line.bold and (_heads(last, measures) or _heads(line, measures))):
        return True
    if _ITEM.match(line.text) and (_STOPPED.search(last.text) or _ITEM.match(group[0].text)):
        return True
    size = measures.size
    indent, before = line.x0 - measures.left(line), last.x0 - measures.left(last)
    word = line.text.split(" ", 1)[0]
    room = measures.right(last) - last.x1 - len(word) * 0.5 * last.size
    if (last.page, last.column) != (line.page, line.column):
        if line.text[0].islower():
            return False
        full = room < 1.5 * size and indent < 0.8 * size and before >= -2
        return bool(_STOPPED.search(last.text)) and not (full and not re.search(r"[.!?][\"”’)]*$", last.text))
    gap = last.base - line.base
    if gap > 1.35 * measures.leading * max(1.0, line.size / size) or gap < -size:
        return not (line.text[0].islower() and last.text.endswith(("-", ",")))
    if _ITEM.match(group[0].text) and line.x0 >= group[0].x0 + 0.4 * size:
        return False  # an item's further lines hang
    if indent >= 0.8 * size and before < 0.5 * size:
        return True
    if before >= 1.2 * size and indent < 0.5 * size and len(group) > 1:
        return True  # a quotation set in has ended
    return room > 1.5 * size and bool(re.search(r"[.!?…:][)\]\"'”’]*$", last.text)) and not line.text[0].islower()


def _heads(line: Line, measures: _Print) -> bool:
    larger = line.size >= 1.12 * measures.size
    bold = line.bold and len(line.text) <= _LONGEST_HEADING
    return (larger or bold) and not re.search(r"[.,;]$", line.text)


def _levels(lines: Sequence[Line], measures: _Print) -> dict[float, int]:
    """The level of a heading by its size: the largest print is level 1."""
    sizes = sorted({round(line.size) for line in lines if _heads(line, measures)}, reverse=True)
    return {size: min(6, level) for level, size in enumerate(sizes, start=1)}


def _kind(group: Sequence[Line], measures: _Print, levels: Mapping[float, int]) -> tuple[BlockKind, int]:
    length = sum(len(line.text) for line in group)
    if length <= _LONGEST_HEADING and len(group) <= 4 and _heads(group[-1], measures) and all(
        line.size >= 1.12 * measures.size or line.bold for line in group
    ):  # fmt: skip
        return "heading", levels.get(round(group[0].size), 6)
    if _ITEM.match(group[0].text):
        return "list_item", 0
    indents = [line.x0 - measures.left(line) for line in group]
    if len(group) > 1 and min(indents) >= 1.1 * measures.size and max(line.x1 for line in group) <= measures.right(group[0]) + 2:
        return "quote", 0
    return "paragraph", 0


def _joined(group: Sequence[Line], words: Mapping[str, int]) -> str:
    """The lines as running text, words broken at line ends made whole."""
    text = ""
    for line in group:
        broken = _HYPHENATED.search(text[-_LONGEST_WORD:])
        if broken and line.text[:1].islower():
            following = re.match(r"[^\W\d_]*", line.text)
            text = text[:-1] + ("-" if _keeps_hyphen(broken[1], following[0] if following else "", words) else "") + line.text
        elif text.endswith(("-", "‐", "–", "—")) and re.search(r"\w[-‐–—]$", text[-2:]):
            text += line.text  # "Merleau-" and "Ponty", "1930–" and "1940"
        else:
            text += f" {line.text}" if text else line.text
    return re.sub(r"\s?\ufffd", "", text)


def _keeps_hyphen(before: str, after: str, words: Mapping[str, int]) -> bool:
    """Whether a hyphen at a line's end belongs to the word: by how the document writes it elsewhere, else by its first part."""
    whole, parted = words.get((before + after).lower(), 0), words.get(f"{before}-{after}".lower(), 0)
    return parted > whole if whole or parted else before.lower() in _KEPT_PREFIXES
