"""TEI XML: the edited text of an edition, with its printed pages, quotations and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from kb.errors import InputError
from kb.model import BlockKind
from kb.readers.reading import Piece, Reading, join_names, lay_out, mark_apparatus, person_name, squeeze, year_in
from kb.readers.safe_xml import local_name, parse

#: Elements whose words are no part of the reading text, and those that a ``choice`` gives a better reading of.
_SILENT = frozenset({"teiheader", "fw", "figdesc", "del", "gap", "titlepage", "index", "standoff", "graphic"})
_PASSED_OVER = frozenset({"orig", "sic", "abbr"})
_DIVISIONS = frozenset({"div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"})
_BLOCKS: dict[str, BlockKind] = {
    "p": "paragraph", "ab": "paragraph", "head": "heading", "item": "list_item", "bibl": "reference", "biblstruct": "reference",
    "biblfull": "reference", "row": "table", "lg": "paragraph", "l": "paragraph", "speaker": "paragraph", "sp": "paragraph",
    "stage": "paragraph", "byline": "paragraph", "dateline": "paragraph", "closer": "paragraph", "opener": "paragraph",
    "epigraph": "quote", "cit": "quote", "trailer": "paragraph", "salute": "paragraph", "signed": "paragraph",
}  # fmt: skip
_OPENING = tuple("\"'“‘«„")
_CALL = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]+|[a-z])[\])]?")


@dataclass(slots=True)
class _Walk:
    """The state of a walk: words gathered, the page, and the notes to set after the paragraph that calls them."""

    runs: list[str] = field(default_factory=list)
    page: str | None = None  # where the gathered words begin
    turned: str | None = None  # the page the walk has come to
    notes: list[Piece] = field(default_factory=list)

    def flush(self, kind: BlockKind, level: int = 0) -> Iterator[Piece]:
        words = squeeze("".join(self.runs))
        self.runs.clear()
        if words:
            yield Piece(kind, words, level, self.page)
            yield from self.notes
            self.notes.clear()
        self.page = self.turned


def read(data: bytes, *, where: str = "") -> Reading:
    """The text of front, body and back, with what the header says of the source. Raises InputError where the XML is not TEI."""
    root = parse(data, where=where)
    if local_name(root) not in ("tei", "teicorpus", "tei.2"):
        what = f"the XML is not TEI: its root is <{etree.QName(root).localname}>"
        raise InputError(what, where=where, remedy="Give TEI, or save it as HTML or text.")
    walk = _Walk()
    pieces = (piece for text in root.iter("{*}text") if not _within(text, "text") for piece in _text(text, walk))
    text, blocks = lay_out(mark_apparatus(pieces))
    return Reading(text, blocks, title=_title(root), author=_author(root), year=_year(root))


def _text(text: etree._Element, walk: _Walk) -> Iterator[Piece]:
    yield from _walk(text, walk, "paragraph", 0)
    yield from walk.flush("paragraph")
    yield from walk.notes
    walk.notes.clear()


def _walk(element: etree._Element, walk: _Walk, kind: BlockKind, depth: int) -> Iterator[Piece]:
    name = local_name(element)
    if not name or name in _SILENT or (name in _PASSED_OVER and local_name(element.getparent()) == "choice"):
        return
    if name == "pb":
        walk.turned = element.get("n") or walk.turned
        walk.page = walk.page if squeeze("".join(walk.runs)) else walk.turned
        return
    if name == "lb" or name == "cb":
        walk.runs.append("" if element.get("break") == "no" else " ")
        return
    if name == "note":
        walk.notes.extend(_note(element, walk))
        return
    if name == "ref" and (element.get("target") or "").startswith("#") and _CALL.fullmatch(squeeze("".join(element.itertext()))):
        return
    own = _own_kind(element, name, kind)
    if name == "list" or name in _DIVISIONS or own:
        yield from walk.flush(kind)
    inner, below = own or kind, depth + (name in _DIVISIONS)
    marks = _quotation_marks(element, name, walk) if own is None else ("", "")
    walk.runs.append(marks[0] + (element.text or ""))
    for child in element:
        yield from _walk(child, walk, inner, below)
        if name == "row":
            walk.runs.append(" | " if child.getnext() is not None else "")
        else:
            walk.runs.append(child.tail or "")
    walk.runs.append(marks[1])
    if own or name in _DIVISIONS:
        yield from walk.flush(inner, max(1, depth) if inner == "heading" else 0)


def _quotation_marks(element: etree._Element, name: str, walk: _Walk) -> tuple[str, str]:
    """The marks to print around an inline quotation where the edition leaves them to the element."""
    if name not in ("q", "quote", "said", "socalled"):
        return "", ""
    words, before = squeeze("".join(element.itertext())), "".join(walk.runs).rstrip()
    return ("", "") if words[:1] in _OPENING or (before and before[-1] in _OPENING) else ("“", "”")


def _own_kind(element: etree._Element, name: str, kind: BlockKind) -> BlockKind | None:
    """The kind of block an element makes, None where its words run on in what encloses it."""
    if name in ("quote", "q"):
        alone = local_name(element.getparent()) in _DIVISIONS | {"body", "cit", "front", "back"}
        apart = alone or element.get("rend") in ("block", "blockquote") or any(local_name(c) in ("p", "lg") for c in element)
        return "quote" if apart else None
    if name in ("bibl", "biblstruct", "biblfull"):
        return _BLOCKS[name] if local_name(element.getparent()) in ("listbibl", "div", "div1", "back") else None
    if name == "cit" and local_name(element.getparent()) in ("p", "ab", "item"):
        return None
    if kind in ("quote", "footnote", "list_item") and _BLOCKS.get(name) == "paragraph":
        return kind
    return _BLOCKS.get(name)


def _note(element: etree._Element, walk: _Walk) -> Iterator[Piece]:
    own = _Walk(page=walk.turned, turned=walk.turned)
    if number := element.get("n"):
        own.runs.append(f"{number.rstrip('.')}. ")
    own.runs.append(element.text or "")
    for child in element:
        inline = [*_walk(child, own, "footnote", 0)]
        for piece in inline:
            own.runs.append(f"{piece.text} ")
        own.runs.append(child.tail or "")
    yield from own.flush("footnote")


def _within(element: etree._Element, name: str) -> bool:
    return any(local_name(above) == name for above in element.iterancestors())


def _title(root: etree._Element) -> str | None:
    titles = root.findall("{*}teiHeader/{*}fileDesc/{*}titleStmt/{*}title")
    main = [title for title in titles if title.get("type") in (None, "main")] or titles
    return squeeze("".join(main[0].itertext())) or None if main else None


def _author(root: etree._Element) -> str | None:
    statement = root.findall("{*}teiHeader/{*}fileDesc/{*}titleStmt/{*}author")
    source = root.findall("{*}teiHeader/{*}fileDesc/{*}sourceDesc//{*}author")
    return join_names(_name(author) for author in statement or source)


def _name(author: etree._Element) -> str:
    """A name in reading order, from forename and surname elements where they are."""
    forenames, surnames = author.findall(".//{*}forename"), author.findall(".//{*}surname")
    if surnames:
        return squeeze(" ".join("".join(part.itertext()) for part in [*forenames, *surnames]))
    return person_name("".join(author.itertext()))


def _year(root: etree._Element) -> int | None:
    """The year of the text: that of its source, else that of the edition."""
    for path in ("{*}sourceDesc//{*}date", "{*}editionStmt//{*}date", "{*}publicationStmt//{*}date"):
        for date in root.findall(f"{{*}}teiHeader/{{*}}fileDesc/{path}"):
            stated = " ".join(filter(None, [date.get("when"), date.get("from"), date.get("notBefore"), "".join(date.itertext())]))
            if year := year_in(stated):
                return year
    return None
