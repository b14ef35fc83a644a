"""The clock's benchmark measures what it says, on little."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.speed import by_component, main, noise
from kb.model import Document, Source
from kb.pipeline import COMPONENTS


def test_every_component_is_clocked() -> None:
    spent = by_component([Document(Source("text", "text"), "Hume held that custom is the guide of life.")])
    assert {*COMPONENTS, "parser", "tokenizer", "statements"} <= spent.keys()
    assert min(spent.values()) >= 0


def test_noise_is_one_paragraph_of_its_size() -> None:
    text = noise(1000).text
    assert len(text) == 1000 and "\n" not in text


def test_a_run_prints_ratio_growth_and_memory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Hume held that custom is the guide of life. " * 20, encoding="utf-8")
    main([str(text), "--rounds", "1", "--noise", "2000"])
    said = capsys.readouterr().out
    assert "stock model over ours: median" in said
    assert "twice the text takes" in said and "peak memory" in said


def test_a_missing_text_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nothing.txt")]) == 1
    assert "there is no such file" in capsys.readouterr().err
