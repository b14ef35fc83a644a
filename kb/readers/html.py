"""HTML pages as the text they carry, without what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from kb.errors import InputError
from kb.model import BlockKind
from kb.readers.encoding import decode
from kb.readers.furniture import is_call, is_furniture, marks_of, signs
from kb.readers.reading import Piece, Reading, join_names, lay_out, mark_apparatus, person_name, squeeze, year_in
from kb.readers.safe_xml import local_name

_DECLARED = re.compile(rb"""<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_BLOCKS = frozenset({
    "html", "body", "main", "article", "section", "div", "header", "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
    "ul", "ol", "li", "dl", "dt", "dd", "pre", "table", "thead", "tbody", "tfoot", "tr", "caption", "figure", "figcaption",
    "address", "fieldset", "details", "summary", "center", "hgroup", "hr", "aside",
})  # fmt: skip
_NOTE_ID = re.compile(r"(?:fn|cite_note|footnote|endnote|note)[-_:]?\d")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

#: A page label in the running text, on its way from the walk to the pieces: EPUB and TEI files say where pages begin.
PAGE_MARK = re.compile("\ue000([^\ue001]*)\ue001")


def read(data: bytes, *, where: str = "") -> Reading:
    """The text of the page's main part, with the title, author and year of its head. Raises InputError where it has no markup."""
    root = parse(data, where=where)
    main = _main_part(root)
    text, blocks = lay_out(mark_apparatus(pieces(main)))
    return Reading(text, blocks, title=_title(root, main), author=_author(root), year=_year(root))


def parse(data: bytes, *, where: str = "") -> html.HtmlElement:
    """The root of a page, its encoding taken from the byte order mark, else from its declaration, else from the bytes."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decoded(data, where).removeprefix("\ufeff"))
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError("the page has no content", where=where, remedy="Save the page again from the browser.") from error
    return root


def _decoded(data: bytes, where: str) -> str:
    declared = _DECLARED.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:  # browsers read "iso-8859-1" as Windows-1252, and pages count on it
            return data.decode("cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii") else name)
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration is common: the bytes decide
    return decode(data, where=where)


def _main_part(root: html.HtmlElement) -> html.HtmlElement:
    """The element that holds the text: main, else the only article, else the body."""
    mains = root.xpath("//main|//*[@role='main']")
    articles = root.xpath("//article")
    if mains:
        return mains[0]
    if len(articles) == 1 and _has_prose(articles[0]):
        return articles[0]
    body = root.find("body")
    return body if body is not None else root


def _has_prose(element: html.HtmlElement) -> bool:
    return any(len(p.text_content()) > 80 for p in element.iter("p"))


@dataclass(slots=True)
class _Walk:
    """The state of a walk through the elements: the words gathered so far and the page they stand on."""

    label: Callable[[etree._Element], str | None]
    runs: list[str] = field(default_factory=list)
    number: str = ""  # of the list item that has begun and has no words yet
    items: dict[etree._Element, int] = field(default_factory=dict)  # how many items of an ordered list have gone by
    page: str | None = None

    def flush(self, kind: BlockKind, level: int = 0) -> Iterator[Piece]:
        """What was gathered, as a piece; two line breaks in a row part paragraphs."""
        joined = "".join(self.runs)
        self.runs.clear()
        for part in re.split(r"\n[ \t]*\n", joined) if kind != "heading" else [joined]:
            begins = self.page
            if not squeeze(PAGE_MARK.sub("", part)):
                self.page = (PAGE_MARK.findall(part) or [self.page])[-1]
                continue
            before = PAGE_MARK.match(part.lstrip())
            begins = before[1] if before else begins
            self.page = (PAGE_MARK.findall(part) or [self.page])[-1]
            yield Piece(kind, self.number + squeeze(PAGE_MARK.sub("", part)), level, begins)
            self.number = ""


def pieces(
    element: etree._Element, *, page: str | None = None, label: Callable[[etree._Element], str | None] = lambda _: None
) -> Iterator[Piece]:
    """The pieces of an element in reading order.

    ``label`` says which page begins at an element, if one does; ``page`` is the page that the element begins on.
    """
    walk = _Walk(label, page=page)
    yield from _walk(element, walk, "paragraph", 0)
    yield from walk.flush("paragraph")


def _walk(element: etree._Element, walk: _Walk, kind: BlockKind, level: int) -> Iterator[Piece]:
    name = local_name(element)
    begins = walk.label(element) if name else None
    if begins:
        walk.runs.append(f"\ue000{begins}\ue001")
    if not name or is_furniture(element, name) or is_call(element, name, walk.runs):
        return
    inner, inner_level = _kind(element, name, kind, level)
    if name == "br":
        walk.runs.append("\n")
        return
    if name == "tr":
        yield from walk.flush(kind, level)
        cells = [" ".join(p.text for p in _cell(cell, walk)) for cell in element if local_name(cell) in ("td", "th")]
        yield Piece("table" if kind == "paragraph" else kind, " | ".join(filter(None, cells)), 0, walk.page)
        return
    if name in _BLOCKS:
        yield from walk.flush(kind, level)
    walk.number = _item_number(element, name, walk.items) or walk.number
    raised = name == "sup" and (element.text or "").isdecimal()
    walk.runs.append(element.text.translate(_RAISED) if raised and element.text else _text(element.text, name))
    for child in element:
        yield from _walk(child, walk, inner, inner_level)
        walk.runs.append(_text(child.tail, name))
    if name in _BLOCKS:
        yield from walk.flush(inner, inner_level)


def _cell(cell: etree._Element, walk: _Walk) -> Iterator[Piece]:
    own = _Walk(walk.label, page=walk.page)
    own.runs.append(cell.text or "")
    for child in cell:
        yield from _walk(child, own, "paragraph", 0)
        own.runs.append(child.tail or "")
    yield from own.flush("paragraph")


def _text(words: str | None, name: str) -> str:
    return (words or "") if name == "pre" else re.sub(r"[\r\n]+", " ", words or "")


def _kind(element: etree._Element, name: str, kind: BlockKind, level: int) -> tuple[BlockKind, int]:
    """The kind of what stands directly in an element."""
    known, marks = signs(), marks_of(element)
    if re.fullmatch(r"h[1-6]", name):
        return "heading", int(name[1])
    if marks & known.notes or (name == "li" and _NOTE_ID.match(element.get("id") or "")):
        return "footnote", 0
    if marks & known.references and name != "p":
        return "reference", 0
    if kind in ("footnote", "reference", "quote"):
        return kind, 0
    return {"blockquote": "quote", "li": "list_item", "dd": "list_item", "dt": "list_item"}.get(name, kind), level  # type: ignore[return-value]


def _item_number(element: etree._Element, name: str, items: dict[etree._Element, int]) -> str:
    """The number that a browser would set before an item of an ordered list."""
    above = element.getparent()
    if name != "li" or above is None or local_name(above) != "ol":
        return ""
    start = above.get("start") or "1"
    before = items.get(above, 0)
    items[above] = before + 1
    return f"{int(start) + before}. " if start.lstrip("-").isdigit() else ""


_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author")
_DATES = (
    "citation_publication_date", "citation_date", "citation_year", "dc.date", "dcterms.date", "dcterms.issued",
    "article:published_time", "date",
)  # fmt: skip


def _title(root: html.HtmlElement, main: html.HtmlElement) -> str | None:
    heads = [squeeze(h.text_content()) for h in main.iter("h1")]
    titles = [*_stated(root, _TITLES), *(heads if len(heads) == 1 else []), squeeze(root.findtext(".//title") or "")]
    return next(filter(None, titles), None)


def _author(root: html.HtmlElement) -> str | None:
    for name in _AUTHORS:  # the first kind of statement that is there, with all its names
        names = [value for value in _stated(root, (name,)) if not value.startswith(("http:", "https:"))]
        if names:
            return join_names(map(person_name, names))
    return None


def _year(root: html.HtmlElement) -> int | None:
    return next((year for value in _stated(root, _DATES) if (year := year_in(value))), None)


def _stated(root: html.HtmlElement, names: tuple[str, ...]) -> list[str]:
    """What the page's head states under the given names, in the order of the names."""
    metas = [((m.get("name") or m.get("property") or "").lower(), squeeze(m.get("content") or "")) for m in root.iter("meta")]
    return [value for name in names for key, value in metas if key == name and value]
