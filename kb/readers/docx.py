"""Word documents (DOCX): headings and quotations by style, notes after the paragraph that calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kb.errors import InputError
from kb.model import BlockKind
from kb.readers.archive import open_zip
from kb.readers.reading import Piece, Reading, join_names, lay_out, mark_apparatus, person_name, squeeze
from kb.readers.safe_xml import parse

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.styles.style import BaseStyle

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_QUOTE = re.compile(r"quot|block text|extract", re.IGNORECASE)
_LIST = re.compile(r"list", re.IGNORECASE)
_REFERENCE = re.compile(r"bibliograph|references?$", re.IGNORECASE)
_FURNITURE = re.compile(r"toc \d|toc heading|table of figures|header$|footer$|index \d", re.IGNORECASE)


@dataclass(slots=True)
class _Walk:
    """The page reached, whether the file counts pages at all, and the notes by their kind and number."""

    notes: dict[str, str]
    page: int | None
    numbers: dict[str, int] = field(default_factory=dict)


def read(data: bytes, *, where: str = "") -> Reading:
    """The document's text with the title, author and year of its properties; pages are those of Word's last layout, if kept.

    Raises InputError where the file is cut off, locked or no Word document.
    """
    import io

    from docx import Document as open_document

    with open_zip(data, "Word document", where=where) as container:
        if "word/document.xml" not in container.namelist():
            raise InputError("the file is not a Word document", where=where, remedy="Save it as .docx and try again.")
        paged = b"lastRenderedPageBreak" in container.read("word/document.xml")
    word = open_document(io.BytesIO(data))
    walk = _Walk(_notes(word, where), 1 if paged else None)
    text, blocks = lay_out(mark_apparatus(_pieces(word, walk)))
    properties = word.core_properties
    titled = text[blocks[0].start : blocks[0].end] if blocks and blocks[0].kind == "heading" else None
    return Reading(
        text,
        blocks,
        title=squeeze(properties.title or "") or titled,
        author=join_names(person_name(name) for name in re.split(r";", _author(properties.author or ""))),
        year=properties.created.year if properties.created and not _by_library(properties) else None,
    )


def _author(name: str) -> str:
    return "" if name.strip().lower() in ("python-docx", "user", "unknown", "author", "microsoft office user") else name


def _by_library(properties: Any) -> bool:
    # python-docx's template bears its own date of 2013, which says nothing of the text
    return (properties.author or "") == "python-docx" and properties.created.year == 2013


def _notes(word: Word, where: str) -> dict[str, str]:
    """The words of the footnotes and endnotes, by ``footnote:ID`` and ``endnote:ID``."""
    found: dict[str, str] = {}
    for relation in word.part.rels.values():
        for kind in ("footnote", "endnote"):
            if not relation.is_external and relation.reltype.endswith(f"/{kind}s"):
                root = parse(relation.target_part.blob, where=where)
                for note in root.iter(f"{_W}{kind}"):
                    if note.get(f"{_W}type") in (None, "normal"):
                        words = " ".join(_words(p, _Walk({}, None))[0] for p in note.iter(f"{_W}p"))
                        found[f"{kind}:{note.get(f'{_W}id')}"] = squeeze(words)
    return found


def _pieces(word: Word, walk: _Walk) -> Iterator[Piece]:
    from docx.table import Table

    for item in word.iter_inner_content():
        if isinstance(item, Table):
            yield from _table(item._tbl, walk)
        else:
            kind, level = _kind(item.style, item._p)
            begins = walk.page
            words, calls = _words(item._p, walk)
            if kind is None:
                continue
            for part in re.split(r"\n\s*\n", words):
                yield Piece(kind, squeeze(part), level, str(begins) if begins else None)
            yield from _called(calls, walk)


def _table(table: Any, walk: _Walk) -> Iterator[Piece]:
    for row in table.iter(f"{_W}tr"):
        begins, cells = walk.page, []
        calls: list[str] = []
        for cell in row.iterchildren(f"{_W}tc"):
            read_cells = [_words(p, walk) for p in cell.iter(f"{_W}p")]
            cells.append(squeeze(" ".join(words for words, _ in read_cells)))
            calls.extend(call for _, found in read_cells for call in found)
        yield Piece("table", " | ".join(filter(None, cells)), 0, str(begins) if begins else None)
        yield from _called(calls, walk)


def _called(calls: list[str], walk: _Walk) -> Iterator[Piece]:
    for call in calls:
        if call in walk.notes:
            kind = call.partition(":")[0]
            walk.numbers[kind] = walk.numbers.get(kind, 0) + 1
            yield Piece("footnote", f"{walk.numbers[kind]}. {walk.notes[call]}", 0, str(walk.page) if walk.page else None)


def _kind(style: BaseStyle | None, paragraph: Any) -> tuple[BlockKind | None, int]:
    """The kind of block a paragraph is, by its style or one that style builds on; None for a table of contents and the like."""
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None and outline.get(f"{_W}val", "9") in "012345678":
        return "heading", int(outline.get(f"{_W}val")) + 1
    listed = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    while style is not None:
        name = style.name or ""
        if heading := _HEADING.match(name):
            return "heading", int(heading[1])
        if name.lower() in ("title", "subtitle"):
            return "heading", 1 if name.lower() == "title" else 2
        for pattern, kind in ((_FURNITURE, None), (_QUOTE, "quote"), (_REFERENCE, "reference")):
            if pattern.search(name):
                return kind, 0  # type: ignore[return-value]
        listed = listed or bool(_LIST.match(name))
        style = getattr(style, "base_style", None)
    return ("list_item" if listed else "paragraph"), 0


def _words(paragraph: Any, walk: _Walk) -> tuple[str, list[str]]:
    """A paragraph's words and the notes it calls; deletions, field codes and text boxes are left out."""
    runs: list[str] = []
    calls: list[str] = []
    for element in _visible(paragraph):
        match element.tag.removeprefix(_W):
            case "t":
                runs.append(element.text or "")
            case "tab":
                runs.append(" ")
            case "br" | "cr":
                runs.append("\n" if element.get(f"{_W}type") in (None, "textWrapping") else " ")
            case "noBreakHyphen":
                runs.append("-")
            case "lastRenderedPageBreak" if walk.page is not None:
                walk.page += 1
            case "footnoteReference" | "endnoteReference":
                calls.append(f"{element.tag.removeprefix(_W).removesuffix('Reference')}:{element.get(f'{_W}id')}")
    return "".join(runs), calls


def _visible(element: Any) -> Iterator[Any]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}txbxContent", f"{_MC}Fallback", f"{_W}pPr"):
            continue
        yield child
        yield from _visible(child)
