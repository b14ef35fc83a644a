"""The benchmark writes what the scorer reads, and its bars hold where the annotations are at hand."""

from __future__ import annotations

import pytest

from benchmarks.attribution import PEERS, main, predictions


def test_predictions_have_the_form_of_the_gold() -> None:
    text = "The quay is shut, a spokesman for the port said. “It leaks.”"
    ((found),) = predictions([{"id": "quay", "text": text}])
    assert found["id"] == "quay"
    (report,) = found["attributions"]
    assert [text[a:b] for a, b in report["source"]] == ["a spokesman for the port"]
    assert [text[a:b] for a, b in report["cue"]] == ["said"]
    assert [text[a:b] for a, b in report["content"]] == ["The quay is shut"]


def test_a_missing_file_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere.jsonl"]) == 2
    assert "nowhere.jsonl: no such file" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not PEERS.exists(), reason="the news annotations are not at hand")
def test_the_bars_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0, capsys.readouterr().out
