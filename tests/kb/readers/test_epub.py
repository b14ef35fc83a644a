"""EPUB books made as bytes."""

from __future__ import annotations

import pytest
from making import archive, epub, shown

from kb.errors import InputError
from kb.readers.epub import read

BOOK = {
    "cover.xhtml": "<section epub:type='cover'><p>COVER</p></section>",
    "a.xhtml": "<section epub:type='chapter'><h1>The managers</h1><span epub:type='pagebreak' id='p7' title='7'/>"
    "<p>Burnham<a epub:type='noteref' href='#n1'>1</a> wrote a book <span epub:type='pagebreak' id='p8' title='8'/>in 1941.</p>"
    "<p>It sold well.</p><aside epub:type='footnote' id='n1'><p>James Burnham.</p></aside></section>",
    "b.xhtml": "<p>The second chapter goes on.</p><blockquote><p>Quoted&#160;words.</p></blockquote>",
}
METADATA = "<dc:title>The Managers</dc:title><dc:creator>Burnham, James</dc:creator><dc:date>1941-04-01</dc:date>"


def test_blocks_words_and_particulars() -> None:
    reading = read(epub(BOOK, metadata=METADATA))
    assert shown(reading.text, reading.blocks) == [
        ("heading", "The managers"),
        ("paragraph", "Burnham wrote a book in 1941."),
        ("paragraph", "It sold well."),
        ("footnote", "James Burnham."),
        ("paragraph", "The second chapter goes on."),
        ("quote", "Quoted words."),
    ]
    assert (reading.title, reading.author, reading.year) == ("The Managers", "James Burnham", 1941)


def test_pages_by_their_marks() -> None:
    assert [block.page for block in read(epub(BOOK)).blocks] == [None, "7", "8", "8", "8", "8"]


def test_pages_by_the_page_list() -> None:
    nav = "<nav epub:type='page-list'><ol><li><a href='a.xhtml#one'>xi</a></li><li><a href='b.xhtml#two'>12</a></li></ol></nav>"
    documents = {"a.xhtml": "<p id='one'>One here.</p>", "b.xhtml": "<p>Before.</p><p id='two'>Two there.</p>"}
    assert [block.page for block in read(epub(documents, nav=nav)).blocks] == ["xi", "xi", "12"]


def test_loose_markup_and_named_entities_are_read_as_browsers_read_them() -> None:
    reading = read(epub({"a.xhtml": "<p>A caf&eacute;&nbsp;there<br>and here.</p>"}))
    assert reading.text == "A café there and here.\n"


RIGHTS = '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">'
RIGHTS += '<EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'


def test_drm_is_refused_and_scrambled_fonts_are_not() -> None:
    locked = epub(BOOK, more={"META-INF/encryption.xml": RIGHTS.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")})
    with pytest.raises(InputError, match="DRM"):
        read(locked)
    fonts = epub(BOOK, more={"META-INF/encryption.xml": RIGHTS.format("http://www.idpf.org/2008/embedding")})
    assert read(fonts).text
    with pytest.raises(InputError, match="DRM"):
        read(epub(BOOK, more={"META-INF/rights.xml": "<rights/>"}))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (epub(BOOK)[:-300], "cut off or damaged"),
        (archive({"mimetype": "application/epub+zip"}), "lacks its part META-INF/container.xml"),
        (archive({"META-INF/container.xml": "<container/>"}), "names no package"),
        (archive({"META-INF/container.xml": "<container><rootfile full-path='x.opf'/></container>"}), "lacks its part x.opf"),
        (epub({}), "no text in its spine"),
        (b"PK\x03\x04 and then nothing", "cut off or damaged"),
    ],
)
def test_what_is_no_book_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read(data, where="a.epub")
    assert caught.value.remedy
