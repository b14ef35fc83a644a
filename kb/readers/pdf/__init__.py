"""PDF files as running text: lines found by pdfminer.six, put back into the paragraphs they were set from."""

from __future__ import annotations

import io
import logging
import re

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from kb.errors import InputError
from kb.readers.pdf.lines import page_lines, page_names
from kb.readers.pdf.paragraphs import paragraphs
from kb.readers.pdf.running_heads import without_running_heads
from kb.readers.reading import Reading, join_names, lay_out, mark_apparatus, person_name, squeeze

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings speak of the file's inside, which no user can mend

_TAIL = 2048  # bytes; a whole file ends with its end mark, at most a little rubbish behind it
_NO_TITLE = re.compile(
    r"(?:untitled|microsoft (?:word|powerpoint)|about:)|.*\.(?:docx?|html?|tex|dvi|pdf|indd|qxd|txt)$", re.IGNORECASE
)


def read(data: bytes, *, where: str = "") -> Reading:
    """The text in paragraphs, with title and author of the file's properties, or the largest heading of its first page.

    Pages bear their printed numbers where those are found, else the file's page labels, else their count. No year is taken from
    the date of creation, since that is the file's and not the text's. Raises InputError where the file is locked, cut off,
    damaged, or made of pictures.
    """
    document = _open(data, where)
    lines, names = without_running_heads(page_lines(document), page_names(document))
    if not lines:
        remedy = "Its pages seem to be pictures: put them through text recognition (OCR) first."
        raise InputError("the PDF has no text", where=where, remedy=remedy)
    unmapped = sum(line.text.count("\ufffd") for line in lines)
    if unmapped * 20 > sum(len(line.text) for line in lines):
        remedy = "Put it through text recognition (OCR) first."
        raise InputError("the PDF's fonts do not say which letters they show", where=where, remedy=remedy)
    pieces = list(mark_apparatus(paragraphs(lines, names)))
    text, blocks = lay_out(pieces)
    first = [(piece.level, piece.text) for piece in pieces if piece.kind == "heading" and piece.page == pieces[0].page]
    title = _stated(document, "Title")
    if not title or _NO_TITLE.match(title):
        title = min(first, default=(0, ""), key=lambda heading: heading[0])[1]
    return Reading(text, blocks, title=title or None, author=_author(_stated(document, "Author")))


def _open(data: bytes, where: str) -> PDFDocument:
    if b"%PDF-" not in data[:1024]:
        raise InputError("the file is not a PDF", where=where, remedy="Give the file the extension of what it is.")
    if b"%%EOF" not in data[-_TAIL:]:
        raise InputError("the PDF is cut off before its end", where=where, remedy="Get the whole file again.")
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        remedy = "Save a copy without a password and give that."
        raise InputError("the PDF is encrypted with a password", where=where, remedy=remedy) from error
    if document.encryption is not None and not document.is_extractable:
        remedy = "Ask its publisher for a copy that allows copying text."
        raise InputError("the PDF is encrypted, and forbids taking text out of it", where=where, remedy=remedy)
    return document


def _stated(document: PDFDocument, name: str) -> str:
    for info in document.info:
        value = resolve1(info.get(name))
        if isinstance(value, bytes) and (words := squeeze(decode_text(value))):
            return words
    return ""


def _author(stated: str) -> str | None:
    return join_names(person_name(name) for name in stated.split(";")) if stated.lower() not in ("", "unknown", "user") else None
