"""Reports are found with their source and their words, whoever the source is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Document, Source
from kb.pipeline import annotate, build_nlp
from kb.pipeline.reports import find_reports

PASSAGES = Path(__file__).parents[2] / "passages" / "reports.txt"


def cases() -> list[tuple[str, set[tuple[str, str]]]]:
    found = []
    for paragraph in PASSAGES.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in paragraph.splitlines() if line and not line.startswith("#")]
        if lines:
            text, *reports = lines
            found.append((text.replace("⏎", "\n\n"), {(a.strip(), b.strip()) for a, b in (r.split("::") for r in reports)}))
    return found


@pytest.mark.parametrize(("text", "expected"), cases(), ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_finds_source_and_words(text: str, expected: set[tuple[str, str]]) -> None:
    doc = annotate(build_nlp(None), Document(Source("text", "text"), text))

    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " … ".join(doc[a:b].text for a, b in spans) or "-"

    assert {(words(r.source), words(r.content)) for r in find_reports(doc)} == expected
