"""Files to texts: one format a module, all of them listed in READERS.

Each module has ``read(data: bytes, *, where: str) -> Reading``: the kept text, its blocks, and what the file says of itself.

========== ======================= ==================================================================================
Module     Files                   The kept text
========== ======================= ==================================================================================
plain      .txt .text              the decoded file, untouched: line ends and a UTF-8 byte order mark (U+FEFF) included
markdown   .md .markdown           the words without markup, a blank line between blocks
html       .html .htm .xhtml       the main part of the page, without what surrounds it
pdf        .pdf                    paragraphs joined over lines, columns and pages; no running heads
docx       .docx                   paragraphs, notes after the paragraph that calls them
epub       .epub                   the spine's documents in order
tei        .xml .tei               front, body and back of the edition
========== ======================= ==================================================================================

Beside them stand what several formats need: reading (the value and its layout), encoding, archive, safe_xml, furniture.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from kb.errors import DoxographError, InputError
from kb.readers.reading import Reading

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "READERS", "Reader", "Reading", "extensions", "read", "reader_of"]

MAX_BYTES = 64 * 1024 * 1024  #: a larger file is refused by its size alone, unread
MAX_CHARACTERS = 20_000_000  #: a longer kept text is refused; the pipeline's own limit is the same


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its name for messages, the endings of its files, and the module here that reads it."""

    name: str
    extensions: tuple[str, ...]
    module: str


READERS: tuple[Reader, ...] = (
    Reader("plain text", (".txt", ".text"), "plain"),
    Reader("Markdown", (".md", ".markdown"), "markdown"),
    Reader("HTML", (".html", ".htm", ".xhtml"), "html"),
    Reader("PDF", (".pdf",), "pdf"),
    Reader("Word", (".docx",), "docx"),
    Reader("EPUB", (".epub",), "epub"),
    Reader("TEI XML", (".xml", ".tei"), "tei"),
)

#: First bytes that tell what a file is, whatever its name says.
_SIGNATURES = (
    (b"%PDF-", "a PDF", (".pdf",)),
    (b"PK\x03\x04", "a zip container (such as .docx or .epub)", (".docx", ".epub")),
    (b"\x1f\x8b", "compressed with gzip", ()),
    (b"\xfd7zXZ", "compressed with xz", ()),
    (b"BZh", "compressed with bzip2", ()),
    (b"\x89PNG", "a picture", ()),
    (b"\xff\xd8\xff", "a picture", ()),
    (b"GIF8", "a picture", ()),
)


def extensions() -> tuple[str, ...]:
    """The file endings that can be read, in the order of READERS."""
    return tuple(extension for reader in READERS for extension in reader.extensions)


def reader_of(path: Path) -> Reader:
    """The reader for a file's ending. Raises InputError where there is none."""
    ending = path.suffix.lower()
    for reader in READERS:
        if ending in reader.extensions:
            return reader
    what = f"files ending in {ending} cannot be read" if ending else "the file's name has no ending that tells its format"
    packed = ending in (".gz", ".zip", ".bz2", ".xz", ".7z", ".rar", ".tar")
    old = {".doc": "Save it as .docx.", ".rtf": "Save it as .docx.", ".odt": "Save it as .docx.", ".mobi": "Convert it to .epub."}
    hint = "Unpack it first." if packed else old.get(ending, "")
    raise InputError(what, where=str(path), remedy=f"{hint} Known are {', '.join(extensions())}.".strip())


def read(path: Path) -> Reading:
    """The file's text, blocks and own particulars.

    Raises InputError where the file is missing, unreadable, too large, damaged, locked, or without a letter.
    """
    where = str(path)
    check_size(path)
    reader = reader_of(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise InputError("the file is empty", where=where, remedy="Give a file with a text in it, or leave it out.")
    _check_signature(data, path, reader)
    try:
        reading: Reading = import_module(f"{__name__}.{reader.module}").read(data, where=where)
    except (DoxographError, MemoryError, ImportError):
        raise
    except Exception as error:  # a damaged file can make a parser fail in any way; whatever it is, only this file is refused
        name = type(error).__name__
        raise InputError(
            f"the {reader.name} file is damaged and cannot be read ({name}: {error})".replace("\n", " "),
            where=where,
            remedy="Get the whole file again, or save it as text.",
        ) from error
    if not any(char.isalpha() for char in reading.text):
        raise InputError("there is no letter in the text", where=where, remedy=_wordless(reader))
    if len(reading.text) > MAX_CHARACTERS:
        what = f"the text is {len(reading.text):,} characters long, the limit is {MAX_CHARACTERS:,}"
        raise InputError(what, where=where, remedy="Split the file.")
    return reading


def check_size(path: Path) -> None:
    """Raise InputError unless there is a file of a size that can be read; nothing of it is read for that."""
    try:
        status = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    if not path.is_file():
        kind = "folder" if path.is_dir() else "device or pipe"
        raise InputError(f"this is a {kind}, not a file", where=str(path), remedy="Give the files themselves.")
    if status.st_size > MAX_BYTES:
        size, limit = status.st_size / 1024**2, MAX_BYTES // 1024**2
        what = f"the file is {size:,.0f} MB large, the limit is {limit} MB"
        raise InputError(what, where=str(path), remedy="Split it, or give its text alone.")


def _unreadable(path: Path, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        try:
            beside = [entry.name for entry in path.parent.iterdir()]
        except OSError:
            beside = []
        near = get_close_matches(path.name, beside, n=1)
        remedy = f"Did you mean {path.parent / near[0]}?" if near else "Check the path."
        return InputError("there is no such file", where=str(path), remedy=remedy)
    if isinstance(error, PermissionError):
        return InputError("the file may not be read", where=str(path), remedy=f"Give yourself the right: chmod u+r {path.name}")
    return InputError(f"the file cannot be read ({error.strerror or error})", where=str(path), remedy="Copy it to another place.")


def _check_signature(data: bytes, path: Path, reader: Reader) -> None:
    for signature, what, endings in _SIGNATURES:
        if data.startswith(signature) and not set(endings) & set(reader.extensions):
            remedy = f"Rename it to end in {' or '.join(endings)}." if endings else "Give the text itself."
            raise InputError(f"the file is {what}, not {reader.name}", where=str(path), remedy=remedy)


def _wordless(reader: Reader) -> str:
    if reader.module == "pdf":
        return "If its pages are pictures, put them through text recognition (OCR) first."
    return "Give a file with a text in it, or leave it out."
