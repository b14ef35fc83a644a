"""``doxograph review``: each verb does what it says, and says what it did."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from made import A, B, C, extract, write_corpus
from typer.testing import CliRunner

from kb import review
from kb.build import build
from kb.cli import app
from kb.cli.reviewing import app as review_app

ROOT = Path(__file__).parents[2]
VERBS = [info.name or info.callback.__name__ for info in review_app.registered_commands if info.callback]
CLAIM = f"source/a/claim/{A.claims[0].id}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    build(write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data", extract=extract)
    return tmp_path / "data"


def run(*args: object, code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["review", *map(str, args)], env={"COLUMNS": "300", "USER": "", "DOXOGRAPH_REVIEWER": ""})
    assert done.exit_code == code, done.output
    return done


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_teaches_by_an_example_and_is_documented(verb: str) -> None:
    shown = " ".join(run(verb, "--help").stdout.split())
    assert f"Example: doxograph review {verb}" in shown and "--data" in shown
    assert f"doxograph review {verb}" in (ROOT / "docs" / "review.md").read_text("utf-8")


def test_the_queue_begins_with_what_is_urgent(data: Path) -> None:
    done = run("list", "--data", data)
    urgencies = re.findall(r"^ *(0\.\d\d|1\.00) ", done.stdout, re.MULTILINE)
    assert len(urgencies) == 15 and urgencies == sorted(urgencies, reverse=True)
    assert "15 fit; 15 wait, 0 are reviewed" in done.stderr
    run("accept", CLAIM, "--who", "Ann", "--data", data)
    assert "14 fit; 14 wait, 1 are reviewed" in run("list", "--data", data).stderr
    assert "accepted" in run("list", "--all", "--data", data).stdout


def test_deciding_and_undoing(data: Path) -> None:
    assert "Accepted. Decision 1" in run("accept", CLAIM, "--who", "Ann", "--data", data).stderr
    assert "Rejected" in run("reject", f"/{CLAIM}", "--who", "Bob", "--note", "no", "--data", data).stderr
    words = ["--words", "the new ruling class"]
    done = run("correct", CLAIM, "--stance", "denies", "--holder", "Leon Trotsky", *words, "--who", "Ann", "--data", data)
    assert re.search(r"Corrected.* Decision 3: /source/a/claim/[0-9a-f]{16}", done.stderr)
    assert review.decisions(data)[-1].change["content"] == [[70, 90]] or review.decisions(data)[-1].change["content"]
    run("undo", 3, "--who", "Ann", "--data", data)
    shown = run("log", "--data", data).stdout
    assert "by Ann" in shown and shown.index("undo") < shown.index("accept")
    assert re.search(r"\d{4}-\d\d-\d\dT", shown)


def test_adding_merging_splitting(data: Path) -> None:
    add = ["add", "a", "--words", "Trotsky denied", "--holder", "Rosa Luxemburg", "--who", "Ann", "--data", data]
    assert "Added." in run(*add).stderr
    run("merge", "theory/managerial-society", "theory/bureaucratic-collectivism", "--who", "Ann", "--data", data)
    run("split", "theorist/james-burnham", "--source", "b", "--name", "Philip Burnham", "--who", "Ann", "--data", data)
    assert [d.verdict for d in review.decisions(data)] == ["add", "merge", "split"]
    assert review.decisions(data)[2].change["members"] == [["b", "theorist/burnham"]]
    assert "0 orphaned" in run("orphans", "--data", data).stderr


def test_arguments(data: Path) -> None:
    argument = f"source/a/argument/{A.arguments[0].id}"
    assert "supports" in run("list", "--kind", "argument", "--data", data).stdout
    run("accept", argument, "--who", "Ann", "--data", data)
    other = f"source/a/claim/{A.claims[2].id}"
    run("correct", argument, "--as", "attacks", "--premise", other, "--who", "Ann", "--data", data)
    add = ["add", "a", "--kind", "argument", "--premise", CLAIM, "--conclusion", other, "--as", "attacks"]
    assert "Added." in run(*add, "--who", "Ann", "--data", data).stderr
    made = review.decisions(data)
    assert [d.verdict for d in made] == ["accept", "correct", "add"]
    assert made[1].change == {"kind": "attacks", "premises": [A.claims[2].id]}
    assert (made[2].statement["premises"], made[2].statement["kind"]) == ([A.claims[0].id], "attacks")


def test_exchange_and_agreement(data: Path, tmp_path: Path) -> None:
    run("accept", CLAIM, "--who", "Ann", "--data", data)
    run("reject", CLAIM, "--who", "Bob", "--data", data)
    lines = run("export", "--data", data).stdout
    assert [json.loads(line)["who"] for line in lines.splitlines()] == ["Ann", "Bob"]
    run("export", "--out", tmp_path / "out.jsonl", "--data", data)
    assert (tmp_path / "out.jsonl").read_text("utf-8") == lines
    assert "0 decisions came in" in run("import", tmp_path / "out.jsonl", "--data", data).stderr
    assert "Krippendorff's alpha: 0.00, of 1" in run("agreement", "--data", data).stdout
    assert json.loads(run("agreement", "--json", "--data", data).stdout)["units"] == 1


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["accept", CLAIM], "nobody says so"),
        (["accept", "theory/x", "--who", "A"], "names no statement"),
        (["add", "a", "--words", "not there", "--who", "A"], "do not stand in"),
        (["add", "a", "--words", "the", "--who", "A"], "times in a"),
        (["add", "a", "--kind", "argument", "--who", "A"], "premises and a conclusion"),
        (["add", "a", "--who", "A"], "do not stand in"),
        (["split", "theorist/james-burnham", "--source", "c", "--name", "X", "--who", "A"], "c does not name"),
        (["undo", "9", "--who", "A"], "no decision 9"),
        (["import", "nothing.jsonl"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told(data: Path, args: list[str], told: str) -> None:
    assert told in run(*args, "--data", data, code=2 if "import" not in args else 1).stderr
