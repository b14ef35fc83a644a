"""Word documents made with python-docx, with what it cannot make put into the zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from making import archive, shown

from kb.errors import InputError
from kb.readers.docx import read

NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def saved(word: Document) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def with_footnotes(data: bytes, notes: Mapping[int, str]) -> bytes:
    """The document with a footnotes part."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for name in container.namelist():
            parts[name] = container.read(name).decode() if name.endswith((".xml", ".rels")) else container.read(name)
    words = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> {text}</w:t></w:r></w:p></w:footnote>'
        for number, text in notes.items()
    )
    first = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>-----</w:t></w:r></w:p></w:footnote>'
    parts["word/footnotes.xml"] = f"<w:footnotes {nsdecls('w')}>{first}{words}</w:footnotes>"
    types, relations = str(parts["[Content_Types].xml"]), str(parts["word/_rels/document.xml.rels"])
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{NOTES}"/>'
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{override}</Types>")
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", f'<Relationship Id="rIdN" Type="{RELATION}" Target="footnotes.xml"/></Relationships>'
    )
    return archive(parts)


def run(xml: str) -> object:
    return parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>")


def test_styles_give_kinds() -> None:
    word = docx.Document()
    word.core_properties.title, word.core_properties.author = "A caste", "Trotsky, Leon"
    word.add_heading("The Russian question", 0)
    word.add_heading("The first part", 1)
    word.add_heading("Its first part", 2)
    word.add_paragraph("Trotsky held that the bureaucracy was a caste.")
    word.add_paragraph("It is no class.", style="Quote")
    word.add_paragraph("one", style="List Bullet")
    word.add_paragraph("two", style="List Number")
    own = word.styles.add_style("My words", 1)
    own.base_style = word.styles["Intense Quote"]
    word.add_paragraph("Built upon a quotation.", style="My words")
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Rizzi", "1939"
    word.add_paragraph("After the table.")
    reading = read(saved(word))
    assert shown(reading.text, reading.blocks) == [
        ("heading", "The Russian question"),
        ("heading", "The first part"),
        ("heading", "Its first part"),
        ("paragraph", "Trotsky held that the bureaucracy was a caste."),
        ("quote", "It is no class."),
        ("list_item", "one"),
        ("list_item", "two"),
        ("quote", "Built upon a quotation."),
        ("table", "Rizzi | 1939"),
        ("paragraph", "After the table."),
    ]
    assert [block.level for block in reading.blocks[:3]] == [1, 1, 2]
    assert (reading.title, reading.author) == ("A caste", "Leon Trotsky")


def test_footnotes_follow_the_paragraph_that_calls_them() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Burnham had read Rizzi")
    paragraph._p.append(run('<w:footnoteReference w:id="2"/>'))
    paragraph._p.append(run("<w:t>, some say.</w:t>"))
    word.add_paragraph("Others deny it.")
    reading = read(with_footnotes(saved(word), {2: "Rizzi said so himself.", 3: "Called by nobody."}))
    assert shown(reading.text, reading.blocks) == [
        ("paragraph", "Burnham had read Rizzi, some say."),
        ("footnote", "1. Rizzi said so himself."),
        ("paragraph", "Others deny it."),
    ]


def test_pages_of_the_last_layout() -> None:
    word = docx.Document()
    word.add_paragraph("On the first page")
    second = word.add_paragraph("It begins here ")
    second._p.append(run("<w:lastRenderedPageBreak/><w:t>and ends there.</w:t>"))
    word.add_paragraph("On the second page.")
    assert [block.page for block in read(saved(word)).blocks] == ["1", "1", "2"]
    assert read(saved(docx_of("Words alone."))).blocks[0].page is None


def docx_of(words: str) -> Document:
    word = docx.Document()
    word.add_paragraph(words)
    return word


def test_deleted_words_and_codes_are_left_out() -> None:
    word = docx_of("Kept ")
    paragraph = word.paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>deleted </w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>and inserted</w:t></w:r></w:ins>"))
    paragraph.append(run("<w:instrText>PAGE</w:instrText>"))
    paragraph.append(run("<w:noBreakHyphen/><w:t>ed</w:t><w:tab/><w:t>words</w:t>"))
    assert read(saved(word)).text == "Kept and inserted-ed words\n"


def test_the_library_template_states_no_author_and_the_first_heading_is_the_title() -> None:
    word = docx.Document()
    word.add_heading("A title", 1)
    word.add_paragraph("Words.")
    reading = read(saved(word))
    assert (reading.title, reading.author, reading.year) == ("A title", None, None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(docx_of("Words."))[:-700], "cut off or damaged"),
        (saved(docx_of("Words."))[:900], "cut off or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "locked with a password"),
        (archive({"a.txt": "words"}), "not a Word document"),
        (b"Words in a text file", "not a Word document"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read(data, where="a.docx")
    assert caught.value.remedy and caught.value.where.startswith("a.docx")
