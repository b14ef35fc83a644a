"""EPUB books: the documents of the spine in order, read as HTML, with the printed pages the book records."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from kb.errors import InputError
from kb.readers import html
from kb.readers.archive import member, open_zip
from kb.readers.furniture import EPUB_TYPE, marks_of, signs
from kb.readers.reading import Piece, Reading, join_names, lay_out, mark_apparatus, person_name, squeeze, year_in
from kb.readers.safe_xml import local_name, parse

_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # fonts only: the text is open
_XHTML = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


@dataclass(frozen=True, slots=True)
class _Book:
    """An opened EPUB: its container, package document, and the folder that document's links start from."""

    container: zipfile.ZipFile
    package: etree._Element
    folder: str
    where: str


def read(data: bytes, *, where: str = "") -> Reading:
    """The book's text with its title, author and year. Raises InputError for DRM, damage, and where no text is listed."""
    with open_zip(data, "EPUB", where=where) as container:
        _refuse_drm(container, where)
        book = _open(container, where)
        text, blocks = lay_out(mark_apparatus(_pieces(book)))
        return Reading(
            text,
            blocks,
            title=next(_stated(book, "title"), None),
            author=join_names(person_name(name) for name in _stated(book, "creator")),
            year=next((year for date in _stated(book, "date") if (year := year_in(date))), None),
        )


def _refuse_drm(container: zipfile.ZipFile, where: str) -> None:
    names = set(container.namelist())
    locked = "META-INF/rights.xml" in names
    if "META-INF/encryption.xml" in names:
        listing = parse(container.read("META-INF/encryption.xml"), where=where)
        methods = [data.find("{*}EncryptionMethod") for data in listing.iter("{*}EncryptedData")]
        locked = locked or any(m is None or m.get("Algorithm") not in _FONT_SCRAMBLING for m in methods)
    if locked:
        remedy = "Give a copy without DRM, as its seller allows."
        raise InputError("the book is locked by digital rights management (DRM)", where=where, remedy=remedy)


def _open(container: zipfile.ZipFile, where: str) -> _Book:
    root = parse(member(container, "META-INF/container.xml", "EPUB", where=where), where=where)
    path = next((str(r.get("full-path")) for r in root.iter("{*}rootfile") if r.get("full-path")), None)
    if path is None:
        raise InputError("the EPUB names no package document", where=where, remedy="Get the whole file again.")
    package = parse(member(container, path, "EPUB", where=where), where=f"{where} ({path})" if where else path)
    return _Book(container, package, posixpath.dirname(path), where)


def _pieces(book: _Book) -> Iterator[Piece]:
    labels = _page_list(book)
    page: str | None = None
    found = False
    for path in _spine(book):
        found = True
        root = _document(book, path)
        body = next(root.iter("{*}body"), root)
        kind = {*marks_of(body), *(mark for child in body[:1] if isinstance(child.tag, str) for mark in marks_of(child))}
        if kind & (signs().epub_types - {"pagebreak", "noteref"}) or (len(body) == 1 and local_name(body[0]) == "nav"):
            continue

        def label(element: etree._Element, path: str = path) -> str | None:
            return labels.get(f"{path}#{element.get('id')}") or _page_break(element)

        for piece in html.pieces(body, page=page, label=label):
            page = piece.page or page
            yield piece
        page = next(reversed([seen for e in body.iter() if isinstance(e.tag, str) and (seen := label(e))]), page)
    if not found:
        raise InputError("the EPUB lists no text in its spine", where=book.where, remedy="Get the whole file again.")


def _spine(book: _Book) -> Iterator[str]:
    """The paths of the text documents, in reading order."""
    items = {item.get("id"): item for item in book.package.iter("{*}item")}
    for reference in book.package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split() or item.get("media-type") not in _XHTML:
            continue
        yield _path(book.folder, item.get("href") or "")


def _document(book: _Book, path: str) -> etree._Element:
    data = member(book.container, path, "EPUB", where=book.where)
    place = f"{book.where} ({path})" if book.where else path
    try:
        return parse(data, where=place)
    except InputError:  # named entities such as &nbsp; and loose markup are common: browsers read them, and so does HTML
        return html.parse(data, where=place)


def _page_list(book: _Book) -> dict[str, str]:
    """Printed page labels by the address they begin at, from the navigation document or the older NCX file."""
    labels: dict[str, str] = {}
    for item in book.package.iter("{*}item"):
        path = _path(book.folder, item.get("href") or "")
        if path not in book.container.namelist():
            continue
        folder = posixpath.dirname(path)
        if "nav" in (item.get("properties") or "").split():
            for nav in _document(book, path).iter("{*}nav"):
                if "page-list" in (nav.get(EPUB_TYPE) or nav.get("epub:type") or ""):
                    links = [(a.get("href") or "", squeeze("".join(a.itertext()))) for a in nav.iter("{*}a")]
                    labels |= {_path(folder, href): words for href, words in links if words}
        elif item.get("media-type") == "application/x-dtbncx+xml":
            for target in _document(book, path).iter("{*}pageTarget"):
                content, words = target.find("{*}content"), squeeze("".join(target.itertext()))
                if content is not None and words:
                    labels.setdefault(_path(folder, content.get("src") or ""), words)
    return labels


def _page_break(element: etree._Element) -> str | None:
    """The label that an element marking a page break bears."""
    if not marks_of(element) & {"pagebreak", "doc-pagebreak"}:
        return None
    words = element.get("title") or element.get("aria-label") or squeeze("".join(element.itertext()))
    return re.sub(r"^(?:page|p\.)\s*|\s*\.\s*$", "", words.strip(), flags=re.IGNORECASE) or None


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href)))


def _stated(book: _Book, name: str) -> Iterator[str]:
    """The Dublin Core statements of a name that the package makes."""
    for element in book.package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"):
        if words := squeeze("".join(element.itertext())):
            yield words
