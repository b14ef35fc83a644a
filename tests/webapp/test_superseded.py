from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MADE, SURVEY, build
from flask.testing import FlaskClient

from kb.review import Verdict
from webapp import create_app

REJECTED, MENDED = SURVEY.claims[0], SURVEY.claims[3]
CORRECTION = replace(MENDED, id="c0ffee0000000000", stance="denies")


@pytest.fixture
def reviewed(tmp_path: Path) -> FlaskClient:
    """The viewer over the hand-made texts after a reviewer has been at work."""
    verdicts = (
        Verdict("reject", "Rhea Reviewer", "claim", REJECTED.id),
        Verdict("correct", "Rhea Reviewer", "claim", MENDED.id, CORRECTION),
    )
    build(tmp_path / "data", *MADE, verdicts=verdicts)
    return create_app(tmp_path / "data").test_client()


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_rejected_reading_is_gone_and_says_who_rejected_it(reviewed: FlaskClient, accept: str) -> None:
    answer = reviewed.get(f"/source/survey/claim/{REJECTED.id}", headers={"Accept": accept})
    assert answer.status_code == 410
    assert "Rhea Reviewer has rejected this reading" in answer.text


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_corrected_reading_leads_to_its_correction(reviewed: FlaskClient, accept: str) -> None:
    answer = reviewed.get(f"/source/survey/claim/{MENDED.id}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/source/survey/claim/{CORRECTION.id}")


def test_what_a_reviewer_put_aside_counts_no_more(reviewed: FlaskClient) -> None:
    assert "the Soviet Union is not capitalist" not in reviewed.get("/theorist/james-burnham").text
    assert reviewed.get(f"/source/survey/claim/{SURVEY.claims[1].id}").status_code == 200


def test_a_correction_has_a_page_of_its_own(reviewed: FlaskClient) -> None:
    answer = reviewed.get(f"/source/survey/claim/{CORRECTION.id}")
    assert answer.status_code == 200
    assert "denies" in answer.text


def test_the_reading_view_shows_the_correction_in_its_place(reviewed: FlaskClient) -> None:
    text = reviewed.get("/source/survey").text
    assert f"/claim/{CORRECTION.id}" in text
    assert f"/claim/{MENDED.id}" not in text
    assert f"/claim/{REJECTED.id}" not in text
