"""TEI editions: text, quotations, notes, pages, and the header's particulars."""

from __future__ import annotations

import pytest
from making import shown

from kb.errors import InputError
from kb.readers import tei

EDITION = """<?xml version="1.0" encoding="UTF-8"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title type="main">Statism and Anarchy</title><title type="sub">a digital edition</title>
<author><persName><forename>Mikhail</forename> <surname>Bakunin</surname></persName></author></titleStmt>
<publicationStmt><date when="2011">2011</date></publicationStmt>
<sourceDesc><bibl><date when="1873">1873</date></bibl></sourceDesc></fileDesc></teiHeader>
<text><front><titlePage><titlePart>STATISM AND ANARCHY</titlePart></titlePage></front><body>
<pb n="12"/><fw type="header">BAKUNIN</fw><div><head>The new class</head>
<p>The state will be ruled by <choice><sic>lerned</sic><corr>learned</corr></choice> men,<note place="foot" n="1">So he
feared.</note> as <q>despots</q> of a new kind: a gov<lb break="no"/>ernment<pb n="13"/> of scholars.</p>
<quote><p>No state is free.</p><p>Not one.</p></quote>
<list><item>first</item><item>second</item></list><lg><l>A line</l><l>of verse</l></lg>
<div><head>Within</head><p>He says “<q>no</q>” <ref target="#n1">2</ref>.</p></div></div></body>
<back><listBibl><bibl>Marx, Karl. Capital. 1867.</bibl></listBibl></back></text></TEI>"""


def test_blocks_and_words() -> None:
    reading = tei.read(EDITION.encode())
    assert shown(reading.text, reading.blocks) == [
        ("heading", "The new class"),
        ("paragraph", "The state will be ruled by learned men, as “despots” of a new kind: a government of scholars."),
        ("footnote", "1. So he feared."),
        ("quote", "No state is free."),
        ("quote", "Not one."),
        ("list_item", "first"),
        ("list_item", "second"),
        ("paragraph", "A line"),
        ("paragraph", "of verse"),
        ("heading", "Within"),
        ("paragraph", "He says “no” ."),
        ("reference", "Marx, Karl. Capital. 1867."),
    ]


def test_pages_and_levels() -> None:
    reading = tei.read(EDITION.encode())
    assert [block.page for block in reading.blocks[:4]] == ["12", "12", "12", "13"]
    assert [block.level for block in reading.blocks if block.kind == "heading"] == [1, 2]


def test_what_the_header_says() -> None:
    reading = tei.read(EDITION.encode())
    assert (reading.title, reading.author, reading.year) == ("Statism and Anarchy", "Mikhail Bakunin", 1873)


def test_other_xml_is_refused_by_its_root() -> None:
    with pytest.raises(InputError, match="not TEI: its root is <rss>"):
        tei.read(b"<rss><channel/></rss>", where="feed.xml")


def test_broken_xml_says_where() -> None:
    with pytest.raises(InputError, match=r"a\.xml line 2: the XML is not well-formed"):
        tei.read(b"<TEI>\n<text><p>cut off", where="a.xml")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE TEI [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE TEI [<!ENTITY c SYSTEM "http://127.0.0.1:9/x">]>',
    ],
)
def test_entities_are_not_looked_up(doctype: str) -> None:
    with pytest.raises(InputError, match="entity &c;"):
        tei.read(f"{doctype}<TEI><text><body><p>Words &c; words</p></body></text></TEI>".encode())
