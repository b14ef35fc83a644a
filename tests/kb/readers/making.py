"""Small files of each format, made from nothing but what a test says of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.model import Block


@dataclass(frozen=True)
class Print:
    """A line of print on a PDF page: points from the lower left corner."""

    text: str
    x: float
    y: float
    size: float = 10
    bold: bool = False
    rise: float = 0


def pdf(pages: Sequence[Iterable[Print]], *, info: str = "", trailer: str = "", extra: Iterable[bytes] = ()) -> bytes:
    """A PDF in the standard fonts, one content stream a page."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
        b"<< " + info.encode("latin-1") + b" >>",
    ]
    for number, lines in enumerate(pages):
        stream = b"BT\n" + b"".join(_shown(line) for line in lines) + b"ET"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents %d 0 R "
            b"/Resources << /Font << /R 3 0 R /B 4 0 R >> >> >>" % (7 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.extend(extra)
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R /Info 5 0 R %s >>\n" % (len(objects) + 1, trailer.encode("latin-1")))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _shown(line: Print) -> bytes:
    words = line.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    font = b"B" if line.bold else b"R"
    return b"/%s %g Tf %g Ts 1 0 0 1 %g %g Tm (%s) Tj\n" % (font, line.size, line.rise, line.x, line.y, words)


def column(lines: Iterable[str], *, x: float = 60, top: float = 500, size: float = 10, leading: float = 12) -> list[Print]:
    """Lines under one another."""
    return [Print(text, x, top - number * leading, size) for number, text in enumerate(lines)]


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A zip container."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return out.getvalue()


def epub(documents: Mapping[str, str], *, metadata: str = "", nav: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """An EPUB 3 with the documents in its spine; values are the contents of their bodies."""
    items = "".join(f'<item id="d{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(documents))
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    spine = '<itemref idref="nav"/>' + "".join(f'<itemref idref="d{n}"/>' for n in range(len(documents)))
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="OEBPS/package.opf"/></rootfiles></container>',
            "OEBPS/package.opf": package,
            "OEBPS/nav.xhtml": xhtml(nav or "<nav epub:type='toc'><ol><li><a href='a.xhtml'>A</a></li></ol></nav>"),
            **{f"OEBPS/{name}": xhtml(body) for name, body in documents.items()},
            **(more or {}),
        }
    )


def xhtml(body: str) -> str:
    """A document of a book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head><body>{body}</body></html>'
    )


def shown(text: str, blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """The blocks as (kind, words), after checking that they are sound."""
    check_blocks(text, blocks)
    return [(block.kind, text[block.start : block.end]) for block in blocks]


def check_blocks(text: str, blocks: Sequence[Block]) -> None:
    """Blocks lie in the text, in order, apart, not empty and without white space at their ends."""
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(text)
        words = text[block.start : block.end]
        assert words == words.strip()
        assert (block.level > 0) == (block.kind == "heading")
        at = block.end
