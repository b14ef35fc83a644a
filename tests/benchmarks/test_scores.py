"""docs/scores.md tells of every part, layer, kind and component that the benchmark knows, and kinds are told apart."""

from __future__ import annotations

import pytest

from benchmarks import scores
from benchmarks.scores import COMPONENTS, DOCUMENT, FAMILIES, PARTS, SHOWN, by_part, kind_of, texts
from kb.pipeline import build_nlp

WRITTEN = DOCUMENT.read_text("utf-8")


def test_the_document_has_every_part_layer_and_component() -> None:
    for name in (*PARTS, *SHOWN, *FAMILIES, *(c.removeprefix("doxograph_") for c in COMPONENTS)):
        assert f"| {name} " in WRITTEN or f"without {name} " in WRITTEN, name
    assert set(COMPONENTS) <= set(build_nlp().pipe_names)


def test_a_part_of_arguments_shows_no_other_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {"dev-fields": texts("dev-fields")}
    whole, _ = by_part(build_nlp(), held)
    monkeypatch.setattr(scores, "ARGUED", ("dev-fields",))
    layers, kinds = by_part(build_nlp(), held)
    assert SHOWN[-1] == "arguments"
    for line, told in zip(layers[2:4], whole[2:4], strict=True):
        cells, before = ([cell.strip() for cell in row.split("|")[3:-1]] for row in (line, told))
        assert cells == ["–"] * (len(SHOWN) - 1) + before[-1:]
    assert not [line for line in kinds if "own voice" in line]


@pytest.mark.parametrize(
    ("text", "words", "holder", "cue", "kind"),
    [
        ("Ann said that it rains.", "it rains", "e1", "said that", "cue at the words"),
        ("It rains, said Ann.", "It rains", "e1", "said", "cue behind the words"),
        ("It, said Ann, rains.", "It, said Ann, rains", "e1", "said", "cue within the words"),
        ("“It rains,” said Ann.", "It rains", "e1", "said", "quotation"),
        ("It rains.", "It rains", "author", "", "the text's own voice"),
        ("It rains.", "It rains", "e1", "", "report without a cue"),
        ("It is said that it rains.", "it rains", "unknown", "said that", "nobody named"),
    ],
)
def test_kinds_are_told_from_the_annotation_alone(text: str, words: str, holder: str, cue: str, kind: str) -> None:
    at = text.index(words)
    claim = {"holder": holder, "content": [[at, at + len(words)]], "cue": []}
    if cue:
        claim["cue"] = [[text.index(cue), text.index(cue) + len(cue)]]
    assert kind_of(text, claim) == kind
