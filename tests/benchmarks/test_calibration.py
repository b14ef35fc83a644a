"""Calibration is measured as its definitions say, and the shipped chances are chances."""

from __future__ import annotations

import pytest

from benchmarks.calibration import FITTED, GOLD, KINDS, MEASURED, UNSEEN, auroc, calibration_error, judged
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
    assert {path.name for path in GOLD.iterdir() if path.is_dir() and not path.name.startswith("_")} == {*FITTED, *MEASURED}


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
