"""Plain text: decoded and otherwise untouched, its blocks found by blank lines, line lengths, indents and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.model import Block, BlockKind
from kb.readers.encoding import decode
from kb.readers.reading import Reading, apparatus_kind, fits_apparatus

_LINE = re.compile(r"(?P<words>[^\r\n\f\v\x85\u2028\u2029]*)(?P<end>\r\n|[\r\n\f\v\x85\u2028\u2029]|\Z)")
_ITEM = re.compile(r"[ \t]*(?:[-*•–‣◦]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]{1,5}\)|[ivx]{1,5}[.)])[ \t]+(?=\S)")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)][ \t]")
_NOTE = re.compile(r"[ \t]*(?:\[\^?[\w*†‡]{1,4}\]:?|\^\d{1,3}|[¹²³⁴-⁹⁰]{1,3}|[†‡]+)[ \t]*(?=\S)")
_HASHES = re.compile(r"[ \t]*(#{1,6})[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*(?:=+|-{2,}|~{2,}|\*{2,}|_{2,}|(?:[*•~-][ \t]*){3,})[ \t]*")
_QUOTED = re.compile(r"[ \t]*>[ \t>]*")
_STOPPED = re.compile(r"""[.!?…:;,][)\]"'”’»]*$""")
_MARKED = re.compile(r"(?:chapter|part|section|appendix|\d+(?:\.\d+)*\.?|[IVXLC]+\.)\s+\S", re.IGNORECASE)

_WIDEST_WRAP = 130  # characters; a file whose lines run longer keeps a paragraph on each line
_LONGEST_HEADING = 90
_MOST_HEADING_WORDS = 14
_SENTENCES_A_LINE = 0.7  # of the lines; in wrapped prose a line in eight ends with its sentence
_ROOM = 12  # characters; a line that left more room than this before a word that would have fitted was broken by hand


@dataclass(frozen=True, slots=True)
class _Line:
    start: int  # of the first character that is not white space
    end: int  # after the last
    indent: int
    page: int

    @property
    def blank(self) -> bool:
        return self.start == self.end


def read(data: bytes, *, where: str = "") -> Reading:
    """The decoded file as it is, with its blocks; form feeds count pages. Raises InputError where it cannot be decoded."""
    text = decode(data, where=where)
    blocks = find_blocks(text)
    title = text[blocks[0].start : blocks[0].end] if blocks and blocks[0].kind == "heading" else None
    return Reading(text, blocks, title=title)


def find_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, in order, each without the white space around it."""
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    chunks = [part for chunk in _chunks(lines) for part in _parted(text, chunk, width)]
    body_indent = _usual_indent(chunks)
    paged = any(line.page > 1 for line in lines)
    found: list[Block] = []
    for number, chunk in enumerate(chunks):
        if all(_RULE.fullmatch(text, line.start, line.end) for line in chunk):
            continue
        followed = number + 1 < len(chunks)
        block = _block(text, chunk, body_indent, first=not found, followed=followed)
        found.append(replace(block, page=str(chunk[0].page)) if paged else block)
    return tuple(_with_apparatus(text, _demote_lone_numbers(text, found)))


def _lines(text: str) -> Iterator[_Line]:
    page, feed = 1, False
    for match in _LINE.finditer(text):
        page += feed
        feed = match["end"] == "\f"
        words = match["words"].replace("\ufeff", " ")  # a byte order mark is no word
        stripped = words.strip()
        start = match.start() + len(words) - len(words.lstrip()) if stripped else match.start()
        indent = len(words[: start - match.start()].expandtabs(4))
        yield _Line(start, start + len(stripped), indent, page)


def _chunks(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Runs of lines without a blank one."""
    chunk: list[_Line] = []
    for line in lines:
        if not line.blank:
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """The width that the file's lines were wrapped to, or None where a line is a paragraph.

    A few longer lines (addresses, tables) do not tell against wrapping; that nearly every line ends as a sentence does.
    """
    inner = [above for above, below in pairwise(lines) if not above.blank and not below.blank]
    ended = sum(bool(_STOPPED.search(text[line.start : line.end])) for line in inner)
    if len(inner) > 1 and ended >= _SENTENCES_A_LINE * len(inner):
        return None
    lengths = sorted(line.indent + line.end - line.start for line in lines if not line.blank)
    if not lengths:
        return None
    width = lengths[-1 - len(lengths) // 50]
    return width if width <= _WIDEST_WRAP else None


def _parted(text: str, chunk: list[_Line], width: int | None) -> Iterator[list[_Line]]:
    """A chunk as the paragraphs in it: all lines apart, or the lines that wrapping parted put together."""
    if _setext(text, chunk):
        yield chunk[:2]
        chunk = chunk[2:]
    if not chunk:
        return
    if all(text[line.start] == ">" for line in chunk) or (width is not None and _set_in(chunk)):
        yield chunk
        return
    part = [chunk[0]]
    for line, following in pairwise(chunk):
        if width is None or _breaks(text, line, following, width, part):
            yield part
            part = []
        part.append(following)
    yield part


def _set_in(chunk: list[_Line]) -> bool:
    return len(chunk) > 1 and min(line.indent for line in chunk) >= 2


def _breaks(text: str, line: _Line, following: _Line, width: int, part: list[_Line]) -> bool:
    """Whether a paragraph ends with a line, by what follows and by the room that was left."""
    if any(mark.match(text, following.start, following.end) for mark in (_ITEM, _NOTE, _HASHES)):
        return True
    if _HASHES.match(text, line.start, line.end):
        return True
    if _ITEM.match(text, part[0].start) and following.indent > part[0].indent:
        return False
    if following.indent >= line.indent + 2 and line is not part[0]:
        return True  # the first line of a paragraph is set in
    word = re.compile(r"\S+").match(text, following.start, following.end)
    room = width - line.indent - (line.end - line.start) - 1 - (len(word[0]) if word else 0)
    if room <= _ROOM:
        return following.indent >= line.indent + 2 and bool(_STOPPED.search(text[line.start : line.end]))
    return not text[following.start].islower() or bool(re.search(r"[.!?]$", text[line.start : line.end]))


def _usual_indent(chunks: list[list[_Line]]) -> int:
    indents = sorted(line.indent for chunk in chunks for line in chunk)
    return indents[len(indents) // 2] if indents else 0


def _setext(text: str, chunk: list[_Line]) -> bool:
    """Whether a chunk begins with a line underlined by another."""
    if len(chunk) < 2 or chunk[0].end - chunk[0].start > _LONGEST_HEADING:
        return False
    return bool(re.fullmatch(r"=+|-{3,}|~{3,}", text[chunk[1].start : chunk[1].end]))


def _block(text: str, chunk: list[_Line], body_indent: int, *, first: bool, followed: bool) -> Block:
    start, end = chunk[0].start, chunk[-1].end
    if _setext(text, chunk):
        return Block("heading", start, chunk[0].end, 1 if text[chunk[1].start] == "=" else 2)
    if hashes := _HASHES.match(text, start, end):
        return Block("heading", hashes.end(), end, len(hashes[1]))
    if all(text[line.start] == ">" for line in chunk):
        mark = _QUOTED.match(text, start, end)
        return Block("quote", mark.end() if mark and mark.end() < end else start, end)
    if _NOTE.match(text, start, end):
        return Block("footnote", start, end)
    if len(chunk) == 1 and followed and _titled(text[start:end]):
        return Block("heading", start, end, 1 if first else 2)
    if _ITEM.match(text, start, end):
        return Block("list_item", start, end)
    if len(chunk) > 1 and min(line.indent for line in chunk) >= body_indent + 2:
        return Block("quote", start, end)
    if len(chunk) == 1 and end - start > _LONGEST_HEADING and chunk[0].indent >= body_indent + 4:
        return Block("quote", start, end)
    return Block("paragraph", start, end)


def _titled(line: str) -> bool:
    """Whether a line reads as a title: short, begun with a capital or a number, and not ended as a sentence."""
    words = line.split()
    if len(line) > _LONGEST_HEADING or len(words) > _MOST_HEADING_WORDS or not any(c.isalpha() for c in line):
        return False
    opening = line.lstrip("\"'“‘«([*_")
    if not opening or not (opening[0].isupper() or opening[0].isdigit()) or re.match(r"[-*•–]\s", line):
        return False
    if line.endswith("?"):  # a heading may ask; so may a speaker, but not so briefly in so many capitals
        return len(words) >= 3 and len(line) <= 60 and not re.search(r"[.!:;]\s", line)
    return not _STOPPED.search(line) and not re.search(r"[.!?]\s+[A-Z]\w+\s+\w+\s+\w+", _MARKED.sub("", line))


def _demote_lone_numbers(text: str, blocks: list[Block]) -> list[Block]:
    """Numbered lines side by side are items of a list, though each by itself could be a numbered heading."""
    numbered = [b.kind in ("heading", "list_item") and bool(_NUMBER.match(text, b.start, b.end)) for b in blocks]
    beside = [before or after for before, after in zip([False, *numbered], [*numbered, False][1:], strict=False)]
    return [
        replace(block, kind="list_item", level=0) if block.kind == "heading" and number and near else block
        for block, number, near in zip(blocks, numbered, beside, strict=True)
    ]


def _with_apparatus(text: str, blocks: list[Block]) -> Iterator[Block]:
    kind: BlockKind | None = None
    for block in blocks:
        words = text[block.start : block.end]
        if block.kind == "heading":
            kind = apparatus_kind(words)
        elif kind and block.kind in ("paragraph", "list_item", "footnote") and fits_apparatus(kind, words):
            block = replace(block, kind=kind)
        yield block
