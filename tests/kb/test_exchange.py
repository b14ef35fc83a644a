"""Other tools' files in a knowledge base: brought in whole, replaced, refused, taken out as reviewers leave them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb import review
from kb.build import add, remove
from kb.check import check
from kb.cli import app
from kb.errors import InputError, UsageError
from kb.exchange import bring_in, kept_statements, take_out
from kb.formats import dna, format_named, write
from kb.graph import ordered
from kb.store import open_store
from tests.kb import made
from tests.kb.formats.features import rich

MAP = "===\ntitle: A quarrel\n===\n\n[Thesis]: The managers rule. {proponent: James Burnham}\n  - [Doubt]: Nobody rules.\n"


def statements_files(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((data / "statements").iterdir())}


def test_a_file_comes_in_with_its_words_and_goes_without_a_trace(tmp_path: Path) -> None:
    (tmp_path / "quarrel.argdown").write_text(MAP, "utf-8")
    data = tmp_path / "data"
    add([made.write_corpus(tmp_path / "corpus", made.B)], data, extract=made.extract)
    before = statements_files(data)
    report = bring_in([tmp_path / "quarrel.argdown"], data)
    assert report.added == ("quarrel",) and not report.refused
    assert check(data) == []
    with open_store(data, read_only=True) as store:
        s = kept_statements(store, "quarrel")
        assert [c.quote for c in s.claims] == ["The managers rule.", "Nobody rules."]
        assert s.document.source.title == "A quarrel"
        # a name that the pack knows gets its key, so that the map's Burnham is the texts' Burnham
        assert {e.key for e in s.entities} == {"theorist/james-burnham"}
    assert bring_in([tmp_path / "quarrel.argdown"], data).unchanged == ("quarrel",)
    remove(data, "quarrel")
    assert statements_files(data) == before


def test_a_changed_file_replaces_what_it_brought(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "debate.dna"
    file.write_bytes(write(format_named("dna"), [made.A, made.B]))
    assert bring_in([file], data).added == ("debate-1", "debate-2", "debate-codebook")
    file.write_bytes(write(format_named("dna"), [made.A]))
    report = bring_in([file], data)
    assert report.removed == ("debate-2",) and report.changed == ("debate-1", "debate-codebook")
    assert check(data) == []


def test_a_bad_file_is_refused_alone(tmp_path: Path) -> None:
    (tmp_path / "good.argdown").write_text(MAP, "utf-8")
    (tmp_path / "bad.argdown").write_text("  - nothing above", "utf-8")
    (tmp_path / "what.xyz").write_text("words", "utf-8")
    report = bring_in(
        [tmp_path / "bad.argdown", tmp_path / "good.argdown", tmp_path / "what.xyz", tmp_path / "none.dna"], tmp_path / "data"
    )
    assert report.added == ("good",)
    assert [type(error) for error in report.refused] == [InputError] * 3


def test_two_files_of_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for path in (tmp_path / "q.argdown", tmp_path / "a" / "q.argdown"):
        path.write_text(MAP, "utf-8")
    report = bring_in([tmp_path / "q.argdown", tmp_path / "a" / "q.argdown"], tmp_path / "data")
    assert report.added == ("q",) and "is there already" in str(report.refused[0])


def test_what_is_taken_out_is_what_was_brought_in(tmp_path: Path) -> None:
    for name in ("argdown", "aif", "xaif", "dna"):
        format = format_named(name)
        file = tmp_path / f"rich{format.suffixes[0]}"
        file.write_bytes(write(format, [rich()]))
        data = tmp_path / name
        bring_in([file], data, pack="none", format=name)
        with open_store(data, read_only=True) as store:
            ids = sorted(path.stem for path in (data / "statements").iterdir())
            once = take_out(store, format, ids, data=data)
        file.write_bytes(once)
        again = tmp_path / f"{name}-again"
        bring_in([file], again, pack="none", format=name)
        with open_store(again, read_only=True) as store:
            assert take_out(store, format, ids, data=again) == once


def test_what_a_reviewer_rejects_is_not_written(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "quarrel.argdown"
    file.write_text(MAP, "utf-8")
    bring_in([file], data)
    with open_store(data, read_only=True) as store:
        s = kept_statements(store, "quarrel")
        doubt = next(c for c in s.claims if c.quote == "Nobody rules.")
        review.record(data, review.decide("reject", doubt, s.document.text, who="Ada"))
        written = take_out(store, format_named("argdown"), ["quarrel"], data=data).decode()
    assert "The managers rule" in written and "Nobody" not in written


def test_a_format_of_one_text_is_written_for_one_text() -> None:
    with pytest.raises(UsageError, match="one text a file"):
        write(format_named("argdown"), [made.A, made.B])
    assert len(dna.read(write(format_named("dna"), [made.A, made.B]), made.A.document.source)) == 3


def test_the_store_gives_back_what_the_file_said(tmp_path: Path) -> None:
    file = tmp_path / "rich.argdown"
    file.write_bytes(write(format_named("argdown"), [rich()]))
    bring_in([file], tmp_path / "data", pack="none")
    from kb.formats import read_file

    with open_store(tmp_path / "data", read_only=True) as store:
        assert kept_statements(store, "rich") == ordered(read_file(file)[0])


def test_the_command_line_brings_in_and_takes_out(tmp_path: Path) -> None:
    (tmp_path / "quarrel.argdown").write_text(MAP, "utf-8")
    data = str(tmp_path / "data")
    runner = CliRunner()
    done = runner.invoke(app, ["import", str(tmp_path / "quarrel.argdown"), "--data", data])
    assert done.exit_code == 0 and "1 added" in done.stderr
    shown = runner.invoke(app, ["export", "--format", "aif", "--data", data])
    assert '"type": "I"' in shown.stdout
    folder = tmp_path / "out"
    folder.mkdir()
    runner.invoke(app, ["export", "--format", "argdown", "--out", str(folder), "--data", data])
    assert "The managers rule" in (folder / "quarrel.argdown").read_text("utf-8")
    new = tmp_path / "new" / "folder"  # made, since a map holds one text
    runner.invoke(app, ["export", "--format", "argdown", "--out", str(new), "--data", data])
    assert [file.name for file in new.iterdir()] == ["quarrel.argdown"]
    runner.invoke(app, ["export", "--format", "csv", "--out", str(tmp_path / "tables"), "--data", data])
    assert (tmp_path / "tables").is_file()
    wrong = runner.invoke(app, ["export", "--format", "argdwon", "--data", data])
    assert isinstance(wrong.exception, SystemExit) and "argdown" in wrong.stderr
