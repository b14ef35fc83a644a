"""An explanation shows what each component made at a place, and the reason for what it did not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kb
from kb.cli import app
from kb.errors import UsageError
from kb.explanation import Explanation, explain
from kb.model import Document, Source
from kb.pipeline import annotate, build_nlp
from kb.pipeline.tracing import traces_of
from kb.statements import extract, from_doc

TEXT = """On an old quarrel

James Burnham argued, perhaps rashly, that the Soviet Union was a managerial society. He rejected state capitalism because it
ignored the managers. The figures show a fall. The wage report was said to be long. Rizzi reports that Burnham denied that the
managers were workers.

“The mill had never before stood idle in summer,” ran the legend on the wall. Therefore the clerk went home.
"""


def at(words: str, text: str = TEXT, **more: int) -> Explanation:
    return explain(text, text.index(words), **more)


def reasons(found: Explanation, component: str) -> str:
    return "\n".join(step.reason for step in found.passed_over if step.component == component)


def test_a_claim_is_shown_with_holder_cue_rule_and_confidence() -> None:
    (claim,) = (s for s in at("argued").made if s.component == "claims")
    about = "about Soviet Union, managerial society"
    assert claim.what == f"James Burnham asserts, {about}, by the words “argued, perhaps rashly, that”"
    assert claim.rule == "that-clause" and 0 < (claim.confidence or 0) <= 1
    assert TEXT[claim.start : claim.end] == claim.words == "the Soviet Union was a managerial society"


def test_names_are_shown_with_what_knows_them() -> None:
    named = {s.words: s for s in at("argued").steps if s.component == "mentions"}
    assert named["James Burnham"].rule == "vocabulary"
    assert "theory/managerial-society" in named["managerial society"].what


def test_cue_words_are_shown_with_frames_and_stance() -> None:
    cues = {s.words: s.what for s in at("argued").steps if s.component == "cues"}
    assert cues["argued"].startswith("verb that asserts, with frames that")
    assert cues["perhaps"] == "hedge"


def test_a_pronoun_is_shown_with_whom_it_stands_for() -> None:
    (he,) = (s for s in at("He rejected").steps if s.component == "coreference" and s.words == "He")
    assert he.what == "pronoun for theorist James Burnham"


def test_relations_are_shown_with_their_pattern() -> None:
    made = {(s.what.partition(" (")[0], s.rule) for s in at("He rejected").made if s.component == "relations"}
    assert ("James Burnham rejects state capitalism", "verb:reject") in made


def test_a_cue_without_a_holder_says_so() -> None:
    found = at("figures show")
    assert not [s for s in found.made if s.component == "claims"]
    assert "no holder: its subject “The figures”" in reasons(found, "claims")


def test_a_report_within_a_report_says_which_is_kept() -> None:
    found = at("Rizzi reports")
    assert "reports another's claim" in reasons(found, "claims")
    assert any("as Rizzi reports" in s.what for s in found.made)


def test_a_quotation_of_nobody_says_so() -> None:
    assert "nobody known is named as its speaker" in reasons(at("The mill"), "claims")


def test_a_connective_that_argues_nothing_says_so() -> None:
    assert "no claim stands in this sentence" in reasons(at("Therefore"), "arguments")


def test_a_relation_cue_without_its_ends_says_which_is_missing() -> None:
    found = explain("Leon Trotsky was influenced by books.", 16)
    assert "derives from: no theorist" in reasons(found, "relations")


def test_an_unclear_pronoun_says_so() -> None:
    found = explain("They left before noon.", 0)
    assert "several fit as well" in reasons(found, "coreference")


def test_the_place_may_be_longer_than_a_character() -> None:
    start = TEXT.index("He rejected")
    found = explain(TEXT, start, TEXT.index("figures") + 3)
    assert [s.quote.split()[0] for s in found.sentences] == ["He", "The"]


@pytest.mark.parametrize(("place", "to"), [(-1, None), (len(TEXT), None), (5, 5), (9, 4), (0, len(TEXT) + 1)])
def test_a_place_outside_the_text_is_refused(place: int, to: int | None) -> None:
    with pytest.raises(UsageError, match=f"the text has {len(TEXT)} characters"):
        explain(TEXT, place, to)


@pytest.mark.parametrize("place", range(0, len(TEXT), 7))
def test_every_place_is_explained_in_its_own_words(place: int) -> None:
    found = explain(TEXT, place)
    assert found.sentences
    for step in found.steps:
        assert 0 <= step.start < step.end <= len(TEXT)
        assert " … " in step.words or TEXT[step.start : step.end] == step.words
        assert step.reason or step.what


def test_a_text_of_blanks_holds_nothing() -> None:
    assert explain("  \n\n ", 1).steps == ()


def test_offsets_are_code_points() -> None:
    text = "😀 é — " + TEXT
    (claim,) = (s for s in at("argued", text).made if s.component == "claims")
    assert text[claim.start : claim.end] == claim.words


def test_what_is_explained_is_what_is_extracted() -> None:
    document = Document(Source("text", "text"), TEXT)
    assert from_doc(document, annotate(build_nlp(), document, trace=True)) == extract(document)
    shown = {s.words for place in range(0, len(TEXT), 20) for s in explain(TEXT, place).made if s.component == "claims"}
    assert shown == {claim.quote for claim in extract(document).claims}


def test_nothing_is_recorded_where_nobody_asks() -> None:
    assert traces_of(annotate(build_nlp(), Document(Source("text", "text"), TEXT))) == []


def test_python_and_command_line_say_the_same(tmp_path: Path) -> None:
    file = tmp_path / "quarrel.txt"
    file.write_text(TEXT, encoding="utf-8")
    place = str(TEXT.index("argued"))
    shown = CliRunner().invoke(app, ["explain", str(file), "--at", place])
    assert shown.exit_code == 0, shown.stderr
    assert "Who holds what\n  + " in shown.stdout and "rule that-clause" in shown.stdout
    data = json.loads(CliRunner().invoke(app, ["explain", str(file), "--at", place, "--format", "json"]).stdout)
    assert data["sentences"][0]["quote"].startswith("James Burnham argued")
    assert [s["rule"] for s in data["steps"] if s["component"] == "claims" and s["outcome"] == "made"] == ["that-clause"]
    assert kb.explain(TEXT, int(place)).steps == explain(TEXT, int(place)).steps


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["{}/nothing.txt", "--at", "1"], 1, "no such file"),
        (["{}", "--at", "1"], 1, "this is a folder"),
        (["{}/quarrel.txt", "--at", "99999"], 2, "there is nothing at 99999"),
        (["{}/quarrel.txt", "--at", "9", "--to", "4"], 2, "there is nothing at 9 to 4"),
        (["{}/quarrel.txt", "--at", "1", "--pack", "alchemy"], 2, "alchemy"),
        (["{}/quarrel.txt"], 2, "--at"),
    ],
)
def test_mistakes_get_plain_answers(arguments: list[str], code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "quarrel.txt").write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(app, ["explain", *(a.format(tmp_path) for a in arguments)])
    assert done.exit_code == code
    assert said in done.stderr and "Traceback" not in done.stderr
