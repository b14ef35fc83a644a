"""The lines of a PDF in reading order, put together from its single characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTComponent, LTContainer
from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from kb.readers.pdf.columns import in_columns

_LIGATURES = str.maketrans({chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)})
_UNMAPPED = re.compile(r"\(cid:\d+\)")  # a glyph whose font does not say which letter it shows
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_CALL = re.compile(r"[\d*†‡§¶,\s]+")
_SMALL = 0.8  # of a line's size; smaller characters that stand higher call notes, or are exponents
_SPACE = 0.18  # of the size; a wider gap between two characters parts words where the file sets no space


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in its place. Coordinates are points from the page's lower left corner; ``base`` is where its feet stand."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    raised: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, or that part of it which lies in one column."""

    text: str
    page: int  # counted from 0
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    column: int  # counted over the columns of its page


def page_names(document: PDFDocument) -> dict[int, str]:
    """The pages' names by index, as the file's page labels give them; empty where it has none."""
    try:
        labels = zip(document.get_page_labels(), PDFPage.create_pages(document), strict=False)  # the labels never end
        return {index: label for index, (label, _) in enumerate(labels) if label}
    except (PDFNoPageLabels, KeyError, TypeError, ValueError):
        return {}


def page_lines(document: PDFDocument) -> list[Line]:
    """All lines in reading order, columns one after the other."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    found: list[Line] = []
    for number, page in enumerate(PDFPage.create_pages(document)):
        interpreter.process_page(page)
        rows = _rows(list(_glyphs(device.get_result())))
        for column, part in in_columns(rows):
            line = _line(part, number, column)
            if line.text:
                found.append(line)
    return found


def _glyphs(item: LTComponent) -> Iterator[Glyph]:
    if isinstance(item, LTChar):
        text = _UNMAPPED.sub("\ufffd", item.get_text()).translate(_LIGATURES)
        if item.upright and item.size > 0 and text:
            base = item.matrix[5]
            raised = item.y0 - base > 0.05 * item.size  # by a text rise
            yield Glyph(text, item.x0, item.x1, base, round(item.size, 1), bool(_BOLD.search(item.fontname)), raised)
    elif isinstance(item, LTContainer):
        for child in item:
            yield from _glyphs(child)


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters that stand side by side, each row from left to right, rows from the top down."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (-g.base, g.x0)):
        if rows and rows[-1][0].base - glyph.base <= 0.25 * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    inked = [row for row in rows if any(not glyph.text.isspace() for glyph in row)]
    return [sorted(row, key=lambda g: g.x0) for row in _raised_joined(inked)]


def _raised_joined(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Rows of small raised characters put back into the rows just below them."""
    out: list[list[Glyph]] = []
    waiting: list[list[Glyph]] = []
    for row in rows:
        size = median_low(glyph.size for glyph in row)
        for run in waiting:
            beside = run[0].size < _SMALL * size and run[0].base - row[0].base < 0.75 * size
            near = any(abs(g.x1 - run[0].x0) < 0.5 * size or abs(g.x0 - run[-1].x1) < 0.5 * size for g in row)
            if beside and near:
                row.extend(run)
            else:
                out.append(run)
        waiting = [run for run in [row] if len(run) <= 8]
        if not waiting:
            out.append(row)
    return sorted([*out, *waiting], key=lambda row: -median_low(glyph.base for glyph in row))


def _line(row: Sequence[Glyph], page: int, column: int) -> Line:
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    size = median_low(glyph.size for glyph in inked)
    base = median_low(glyph.base for glyph in inked)
    bold = sum(glyph.bold for glyph in inked) > 0.8 * len(inked)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", _words(row, size, base)).replace("\u00a0", " ")).strip()
    return Line(text, page, inked[0].x0, inked[-1].x1, base, size, bold, column)


def _words(row: Sequence[Glyph], size: float, base: float) -> str:
    """A row's characters; raised numbers that call a note are left out, but for one that the row begins with."""
    runs: list[str] = []
    raised = ""
    last: Glyph | None = None
    for glyph in row:
        gap = last is not None and glyph.x0 - last.x1 > _SPACE * size
        if glyph.size < _SMALL * size and (glyph.raised or glyph.base > base + 0.15 * size):
            raised += glyph.text
        else:
            if raised:
                runs.append(_unless_call(raised, "".join(runs)))
                raised = ""
            runs.append(f" {glyph.text}" if gap else glyph.text)
        last = glyph
    return "".join(runs) + _unless_call(raised, "".join(runs))


def _unless_call(raised: str, before: str) -> str:
    """Raised characters, or nothing where they call a note from the words before."""
    if not before.strip():
        return f"{raised} "  # the number of a note itself
    return "" if _CALL.fullmatch(raised) and not before.rstrip()[-1:].isdecimal() else raised
