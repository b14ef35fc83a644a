"""Calibration is measured as its definitions say, and the shipped chances are chances."""

from __future__ import annotations

import pytest

from benchmarks import calibration
from benchmarks.calibration import ARGUED, FITTED, GOLD, KINDS, MEASURED, UNSEEN, auroc, calibration_error, judged
from kb.formats import annotation
from kb.pipeline.confidence import LEAST, MOST, chance, weights


def test_a_sure_and_right_model_has_no_error() -> None:
    chances, right = [0.0] * 10 + [1.0] * 10, [False] * 10 + [True] * 10
    assert calibration_error(chances, right) == 0
    assert auroc(chances, right) == 1


def test_error_is_the_distance_of_told_and_true_shares() -> None:
    assert calibration_error([0.9] * 100, [True, False] * 50) == pytest.approx(0.4)
    assert auroc([0.9] * 100, [True, False] * 50) == 0.5


def test_no_part_is_both_fitted_and_measured() -> None:
    assert set(FITTED) & set(MEASURED) == set()
    assert set(UNSEEN) <= set(FITTED)
    assert set(ARGUED) <= set(MEASURED)
    assert {path.name for path in GOLD.iterdir() if path.is_dir() and not path.name.startswith("_")} == {*FITTED, *MEASURED}


def test_only_arguments_are_judged_where_only_they_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = judged(["dev-fields"])
    monkeypatch.setattr(calibration, "ARGUED", ("dev-fields",))
    assert {row.kind for row in whole} == set(KINDS)
    assert judged(["dev-fields"]) == [row for row in whole if row.kind == "argument"]


def test_nothing_else_is_marked_in_the_parts_of_arguments() -> None:
    for part in ARGUED:
        for file in sorted((GOLD / part).glob("*.json")):
            found = annotation.read(file)
            ends = {argument[side] for argument in found["arguments"] for side in ("from", "to")}
            assert {claim["id"] for claim in found["claims"]} == ends and not found["relations"], file.stem


def test_surer_readings_are_told_as_surer() -> None:
    assert set(weights()) == set(KINDS)
    low = chance("claim", {"bias": 1.0, "raw": -1.0})
    high = chance("claim", {"bias": 1.0, "raw": 2.0})
    assert LEAST <= low < high <= MOST
    assert chance("claim", {"bias": 1.0, "raw": 2.0, "rule:never heard of": 1.0}) == high


def test_chances_of_claims_part_right_from_wrong_on_a_part_developed_on() -> None:
    rows = [row for row in judged(["dev-fields", "dev-essays"]) if row.kind == "claim"]
    assert len(rows) > 100
    assert auroc([chance("claim", row.features) for row in rows], [row.right for row in rows]) > 0.7
