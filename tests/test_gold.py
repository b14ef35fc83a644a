"""The project's own gold annotations: they hold together, and the extractor does not fall below what it reached."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from kb.agreement import Scores
from kb.corpus import read_file
from kb.evaluate import evaluate
from kb.formats import annotation
from kb.statements import extract

GOLD = Path(__file__).parent / "gold"
FLOORS = tomllib.loads((GOLD / "floors.toml").read_text(encoding="utf-8"))
FILES = sorted(GOLD.glob("*/*.json"))


@cache
def scores(part: str) -> Scores:
    return evaluate(GOLD / part, lambda file: annotation.to_annotation(extract(read_file(file.with_suffix(".txt"))))).total


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_every_annotation_holds(file: Path) -> None:
    statements = annotation.load(file)  # refuses a quote that is not at its offsets and an id that stands for nothing
    assert statements.claims and statements.entities


def test_the_corpus_part_is_large_enough_and_half_of_it_frozen() -> None:
    words = {
        part: sum(len(f.read_text(encoding="utf-8").split()) for f in (GOLD / part).glob("*.txt")) for part in ("dev", "frozen")
    }
    assert sum(words.values()) >= 6000
    assert min(words.values()) >= 0.45 * sum(words.values())


@pytest.mark.parametrize(
    ("part", "layer", "floor"), [(part, layer, floor) for part, layers in FLOORS.items() for layer, floor in layers.items()]
)
def test_scores_stay_above_their_floors(part: str, layer: str, floor: float) -> None:
    assert scores(part).figures()[layer]["f1"] >= floor
