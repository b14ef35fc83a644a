"""Corpora: sources planned without reading them, read one by one, each bad one refused alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from kb import corpus
from kb.corpus import iter_documents, load_corpus, plan, read_file
from kb.errors import InputError
from kb.model import Document, Source

ENGLISH = "Burnham held that the managers were a new class, and Trotsky denied it in the same year.\n"
GERMAN = "Die Bürokratie besitzt den Staat als ihr Privateigentum, und die Arbeiter haben in der Fabrik nichts zu sagen.\n"


def write(folder: Path, **files: str) -> Path:
    """Files by stem, with ``.txt``; ``sources`` is the listing."""
    for stem, text in files.items():
        name = "sources.toml" if stem == "sources" else f"{stem}.txt"
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def parted(results: Iterable[Document | InputError]) -> tuple[list[Document], list[InputError]]:
    """The documents, and the refusals after checking that each says where and what to do."""
    found = list(results)
    errors = [one for one in found if isinstance(one, InputError)]
    assert all(error.remedy for error in errors), errors
    return [one for one in found if isinstance(one, Document)], errors


def one_error(results: Iterable[Document | InputError], documents: int = 1) -> str:
    """The only refusal, the given number of other texts having been read."""
    read, errors = parted(results)
    assert (len(read), len(errors)) == (documents, 1), [str(error) for error in errors]
    return str(errors[0])


def test_a_listed_corpus(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    write(tmp_path / "texts", b=ENGLISH)
    listing = '[a]\nfile = "a.txt"\ntitle = "A title"\nauthor = "B. Rizzi"\nyear = 1939\nlicense = "CC0"\nconstructed = true\n'
    listing += "[b]\n"
    write(tmp_path, a=ENGLISH, sources=listing)
    documents, errors = parted(iter_documents(tmp_path))
    assert errors == []
    assert documents[0].source == Source("a", "A title", "B. Rizzi", 1939, licence="CC0", file="a.txt", constructed=True)
    assert (documents[1].source.id, documents[1].source.title, documents[1].source.file) == ("b", "b", "texts/b.txt")
    assert documents[0].text == ENGLISH
    assert [source.id for source in plan(tmp_path)] == ["a", "b"]
    assert len(load_corpus(tmp_path / "sources.toml")) == 2


def test_sources_as_an_array_of_tables(tmp_path: Path) -> None:
    write(tmp_path, a=ENGLISH, sources='[[source]]\nid = "a"\ntitle = "A title"\n')
    assert [document.source.title for document in parted(iter_documents(tmp_path))[0]] == ["A title"]


def test_a_bare_folder_is_read_in_order_and_passes_over_what_is_no_text(tmp_path: Path) -> None:
    write(tmp_path, b=ENGLISH, a=f"A heading\n\n{ENGLISH}", README=ENGLISH)
    (tmp_path / "data.json").write_text("{}")
    (tmp_path / ".hidden.txt").write_text(ENGLISH)
    documents, errors = parted(iter_documents(tmp_path))
    assert [(d.source.id, d.source.title) for d in documents] == [("a", "A heading"), ("b", "b")] and errors == []


def test_what_the_file_says_of_itself(tmp_path: Path) -> None:
    head = "<head><title>A page</title><meta name='author' content='Rizzi, Bruno'></head>"
    page = f"<html>{head}<body><p>{ENGLISH}</p></body></html>"
    (tmp_path / "my_page-1.html").write_text(page)
    source = read_file(tmp_path / "my_page-1.html").source
    assert (source.id, source.title, source.author, source.file) == ("my_page-1", "A page", "Bruno Rizzi", "my_page-1.html")
    given = Source("my_page-1", "Given", author="Someone")
    assert read_file(tmp_path / "my_page-1.html", source=given).source == given


def test_a_bare_files_title_is_at_the_last_its_stem(tmp_path: Path) -> None:
    write(tmp_path, the_new_class=ENGLISH)
    assert read_file(tmp_path / "the_new_class.txt").source.title == "the new class"


def test_no_text_is_opened_for_planning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a=ENGLISH, sources="[a]\n")
    monkeypatch.setattr(corpus, "read", lambda path: pytest.fail("a text was read"))
    assert [source.id for source in plan([tmp_path, tmp_path / "a.txt"])] == ["a"]


def test_fingerprints_follow_bytes_and_particulars(tmp_path: Path) -> None:
    write(tmp_path, a=ENGLISH, sources="[a]\n")
    (first,) = load_corpus(tmp_path)
    assert first.fingerprint() == next(iter(load_corpus(tmp_path))).fingerprint()
    write(tmp_path, sources="[a]\nyear = 1941\n")
    second = next(iter(load_corpus(tmp_path))).fingerprint()
    write(tmp_path, a=ENGLISH + "\n")
    third = next(iter(load_corpus(tmp_path))).fingerprint()
    assert len({first.fingerprint(), second, third}) == 3


def test_a_text_in_another_language_is_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, a=ENGLISH, b=GERMAN)
    assert "German (de)" in one_error(iter_documents(tmp_path))


def test_a_language_stated_to_be_another_is_refused_unread(tmp_path: Path) -> None:
    listing = '[a]\nlanguage = "en-GB"\n[b]\nlanguage = "fr"\n[c]\nlanguage = "English"\n'
    write(tmp_path, a=ENGLISH, b=ENGLISH, c=ENGLISH, sources=listing)
    assert "French (fr)" in one_error(iter_documents(tmp_path), documents=2)


@pytest.mark.parametrize(
    ("listing", "words"),
    [
        ('[a]\n[b]\nfile = "c.txt"\n', "there is no such file: c.txt"),
        ('[a]\n[b]\nfile = "."\n', "folder"),
        ("[a]\n[nothing]\n", "has no file"),
        ('[a]\n[b]\ntitel = "B"\n', "Did you mean title?"),
        ("[a]\n[b]\nxxxxxx = 1\n", "Known are file, title"),
        ('[a]\n[b]\nyear = "1939"\n', "whole number"),
        ("[a]\n[b]\nyear = true\n", "whole number"),
        ("[a]\n[b]\ntitle = 1984\n", "quotation marks"),
        ('[a]\n[b]\ntitle = " "\n', "wrong type"),
        ('[a]\n[b]\nconstructed = "yes"\n', "true or false"),
        ("[a]\n[b]\n[b]\n", "two sources have the id 'b' (lines 2 and 3)"),
        ("[a]\n[b]\n[B]\n", "two sources have the id 'b'"),
        ('[a]\n["b b"]\n', "for instance [b-b]"),
        ("bibliografy = 'x.bib'\n[a]\n", "Did you mean bibliography?"),
        ("bibliography = 'x.bib'\n[a]\n", "bibliography cannot be read"),
        ("bibliography = 7\n[a]\n", "bibliography must be"),
        ("[[source]]\nid = 'a'\n[[source]]\ntitle = 'B'\n", "entry 2 of [[source]] has no id"),
    ],
)
def test_one_wrong_entry_never_stops_the_others(tmp_path: Path, listing: str, words: str) -> None:
    write(tmp_path, a=ENGLISH, b=ENGLISH, sources=listing)
    assert words in one_error(iter_documents(tmp_path))


@pytest.mark.parametrize(
    ("listing", "words"),
    [
        ("[a]\ntitle = The New Class\n", "sources.toml line 2: the TOML is wrong"),
        ("", "no source is listed"),
    ],
)
def test_a_listing_that_cannot_be_used_leaves_other_paths_alone(tmp_path: Path, listing: str, words: str) -> None:
    (tmp_path / "x").mkdir()
    write(tmp_path / "x", a=ENGLISH, sources=listing)
    write(tmp_path, b=ENGLISH)
    assert words in one_error(iter_documents([tmp_path / "x", tmp_path / "b.txt"]))


def test_a_listing_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_bytes('[a]\ntitle = "Bürokratie"\n'.encode("cp1252"))
    assert "not UTF-8" in one_error(iter_documents(tmp_path), documents=0)


def test_two_files_of_one_stem(tmp_path: Path) -> None:
    write(tmp_path, a=ENGLISH, b=ENGLISH)
    (tmp_path / "a.md").write_text(ENGLISH)
    error = one_error(iter_documents(tmp_path))
    assert "a.md" in error and "a.txt" in error


def test_one_file_given_twice_counts_once(tmp_path: Path) -> None:
    write(tmp_path, a=ENGLISH)
    assert len(load_corpus([tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt"])) == 1


def test_bad_texts_among_good_ones(tmp_path: Path) -> None:
    write(tmp_path, a=ENGLISH, empty="", number="1917", z=ENGLISH)
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n")
    documents, errors = parted(iter_documents(tmp_path))
    assert [document.source.id for document in documents] == ["a", "z"] and len(errors) == 4


@pytest.mark.parametrize("name", ["nowhere", "nowhere.txt", "a.xyz"])
def test_paths_that_lead_nowhere(tmp_path: Path, name: str) -> None:
    write(tmp_path, a=ENGLISH)
    if name == "a.xyz":
        (tmp_path / name).write_text(ENGLISH)
    assert one_error(iter_documents([tmp_path / "a.txt", tmp_path / name]))


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "within").mkdir()
    error = one_error(iter_documents(tmp_path), documents=0)
    assert "no file that can be read" in error and "Folders within" in error


def test_particulars_come_from_the_listing_then_the_bibliography_then_the_file(tmp_path: Path) -> None:
    text = f"Own title\n\n{ENGLISH}"
    write(tmp_path, a=text, b=text, sources='bibliography = "refs.bib"\n[a]\nyear = 1940\n[b]\n')
    (tmp_path / "refs.bib").write_text("@book{a, title = {From the bibliography}, author = {Rizzi, Bruno}, year = 1939}\n")
    found = {document.source.id: document.source for document in parted(iter_documents(tmp_path))[0]}
    assert (found["a"].title, found["a"].author, found["a"].year) == ("From the bibliography", "Bruno Rizzi", 1940)
    assert (found["b"].title, found["b"].author, found["b"].year) == ("Own title", None, None)


def test_a_bibliography_beside_bare_files(tmp_path: Path) -> None:
    write(tmp_path, a=ENGLISH)
    (tmp_path / "sources.json").write_text('[{"id": "x", "file": "storage/a.txt", "title": "By its file"}]')
    assert [document.source.title for document in parted(iter_documents(tmp_path))[0]] == ["By its file"]


def test_every_offset_of_the_projects_own_corpus() -> None:
    documents, errors = parted(iter_documents(Path(__file__).parents[2] / "corpus"))
    assert errors == [] and len(documents) >= 14
    for document in documents:
        at = 0
        for block in document.blocks:
            assert at <= block.start < block.end <= len(document.text)
            at = block.end
            evidence = document.evidence(block.start, block.end)
            evidence.check(document.text)
        words = len(document.text.split())
        inside = sum(len(document.text[b.start : b.end].split()) for b in document.blocks)
        assert inside >= 0.98 * words, document.source.id
