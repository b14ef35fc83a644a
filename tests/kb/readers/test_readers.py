"""The list of readers, and the refusals that hold for every format."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import check_blocks, column, epub, pdf

import kb.readers as readers
from kb.errors import InputError

PROSE = "Burnham held that the managers were a new class, and Trotsky denied it."


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        readers.read(path)
    error = caught.value
    assert error.what and error.remedy and error.where.startswith(str(path))
    assert "\n" not in str(error)
    return error


def test_every_reader_is_listed_and_reads() -> None:
    assert len(readers.extensions()) == len(set(readers.extensions()))
    for reader in readers.READERS:
        module = import_module(f"kb.readers.{reader.module}")
        assert callable(module.read) and module.__doc__
        assert reader.module in (readers.__doc__ or "")


def a_file_of_each_format(folder: Path) -> list[Path]:
    word = docx.Document()
    word.add_paragraph(PROSE)
    word.save(str(folder / "a.docx"))
    (folder / "a.txt").write_text(PROSE)
    (folder / "a.md").write_text(f"**{PROSE}** And so on.")
    (folder / "a.html").write_text(f"<p>{PROSE}</p>")
    (folder / "a.pdf").write_bytes(pdf([column([PROSE])]))
    (folder / "a.epub").write_bytes(epub({"a.xhtml": f"<p>{PROSE}</p>"}))
    (folder / "a.xml").write_text(f"<TEI><text><body><p>{PROSE}</p></body></text></TEI>")
    return sorted(folder.glob("a.*"))


def test_one_sentence_in_every_format(tmp_path: Path) -> None:
    files = a_file_of_each_format(tmp_path)
    assert len(files) == len(readers.READERS)
    for file in files:
        reading = readers.read(file)
        assert PROSE in reading.text, file
        check_blocks(reading.text, reading.blocks)


def test_endings_are_read_in_either_case(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_text(PROSE)
    assert readers.read(tmp_path / "A.TXT").text == PROSE


@pytest.mark.parametrize("ending", readers.extensions())
@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\x00" * 5000], ids=["empty", "white", "zeros"])
def test_empty_files(tmp_path: Path, ending: str, data: bytes) -> None:
    file = tmp_path / f"a{ending}"
    file.write_bytes(data)
    assert "empty" in refusal(file).what


@pytest.mark.parametrize("ending", readers.extensions())
def test_random_bytes(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a{ending}"
    file.write_bytes(bytes((n * 7919 + n // 3) % 256 for n in range(5000)))
    refusal(file)


@pytest.mark.parametrize("format_", [reader.extensions[0] for reader in readers.READERS])
def test_truncated_files_give_their_text_or_one_clear_error(tmp_path: Path, format_: str) -> None:
    if format_ == ".tei":
        pytest.skip("as .xml")
    whole = next(f for f in a_file_of_each_format(tmp_path) if f.suffix == format_).read_bytes()
    for part in range(1, 8):
        file = tmp_path / f"cut{format_}"
        file.write_bytes(whole[: len(whole) * part // 8])
        try:
            reading = readers.read(file)
        except InputError as error:
            assert error.remedy
        else:
            assert format_ in (".txt", ".md", ".html"), "a cut file of this format is always noticed"
            check_blocks(reading.text, reading.blocks)


@pytest.mark.parametrize("words", ["1917 – 1939", "... --- ***", "12345 67890"])
def test_no_letter(tmp_path: Path, words: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(words)
    assert "no letter" in refusal(file).what


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(200 * 1024 * 1024)  # a sparse file: it takes no room
    error = refusal(file)
    assert "200 MB" in error.what and "64 MB" in error.what


def test_a_text_longer_than_the_pipeline_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_CHARACTERS", 50)
    file = tmp_path / "a.txt"
    file.write_text(PROSE)
    assert "the limit is 50" in refusal(file).what


def test_a_folder_a_missing_file_and_one_nearly_named(tmp_path: Path) -> None:
    (tmp_path / "managers.txt").write_text(PROSE)
    assert "folder" in refusal(tmp_path).what
    assert "Did you mean" in refusal(tmp_path / "manager.txt").remedy
    assert "no such file" in refusal(tmp_path / "nowhere" / "a.txt").what


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe" in refusal(tmp_path / "pipe.txt").what


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PROSE)
    file.chmod(0)
    assert "may not be read" in refusal(file).what


def test_a_file_that_may_not_be_read_says_how_to_mend_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PROSE)

    def denied(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert "chmod" in refusal(file).remedy


@pytest.mark.parametrize(
    ("name", "hint"),
    [("a.gz", "Unpack it first"), ("a.doc", "Save it as .docx"), ("a.xyz", "Known are .txt"), ("README", "Known are")],
)
def test_unknown_endings_name_the_known(tmp_path: Path, name: str, hint: str) -> None:
    file = tmp_path / name
    file.write_text(PROSE)
    error = refusal(file)
    assert hint in error.remedy and ".epub" in error.remedy


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"%PDF-1.4 and more", "a PDF"),
        ("a.txt", b"PK\x03\x04 and more", "a zip container"),
        ("a.html", b"\x1f\x8b\x08\x00 and more", "gzip"),
        ("a.md", b"\x89PNG\r\n and more", "picture"),
        ("a.pdf", b"PK\x03\x04 and more", "a zip container"),
    ],
)
def test_files_under_a_wrong_name(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert words in refusal(tmp_path / name).what


def test_a_parser_that_fails_in_any_way_refuses_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, *, where: str = "") -> None:
        raise RecursionError("too deep\nby far")

    monkeypatch.setattr("kb.readers.plain.read", broken)
    (tmp_path / "a.txt").write_text(PROSE)
    assert "damaged" in refusal(tmp_path / "a.txt").what


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300), ending=st.sampled_from(readers.extensions()))
def test_any_bytes_under_any_ending(tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str) -> None:
    file = tmp_path_factory.mktemp("any") / f"a{ending}"
    file.write_bytes(data)
    try:
        reading = readers.read(file)
    except InputError as error:
        assert error.remedy and "\n" not in str(error)
    else:
        check_blocks(reading.text, reading.blocks)


def test_importing_the_readers_loads_no_parser() -> None:
    code = "import sys, kb.corpus; sys.exit(any(m in sys.modules for m in ('lxml', 'pdfminer', 'docx', 'markdown_it', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], timeout=60).returncode == 0
