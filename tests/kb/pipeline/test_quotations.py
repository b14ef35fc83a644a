"""Quotation marks are paired and told apart by kind, nested and unbalanced ones too."""

from __future__ import annotations

import pytest
from growth import steps
from marked_prose import Case, case_of, read_cases
from stages import pipeline, raw, run

from kb.pipeline.quotations import DEEPEST, quotation_at

CASES = read_cases("quotations-*.txt")


def quoted(case: Case) -> set[tuple[str, str]]:
    doc = run(raw(case), until="doxograph_quotations")
    return {(q.kind, doc[q.start : q.end].text) for q in doc._.dox_quotations}


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_finds_the_quotations_of_a_passage_and_no_others(case: Case) -> None:
    assert quoted(case) == {(q.kind, case.text[q.start : q.end]) for q in case.quotations}


def test_the_innermost_statement_covers_its_words() -> None:
    case = case_of('Frege noted: “Whoever says "it is raining and I do not believe it" contradicts nobody.”')
    doc = run(raw(case), until="doxograph_quotations")
    at = {t.text: quotation_at(doc, t.i) for t in doc}
    assert at["noted"] is None
    inner, outer = at["raining"], at["contradicts"]
    assert inner is not None and outer is not None
    assert outer.start < inner.start and inner.end < outer.end


def test_a_long_quotation_runs_on_where_the_next_paragraph_opens_it_again() -> None:
    case = case_of("Cobbett wrote: “The labourers have been robbed of all they had. ¶ “They will be robbed again.”")
    doc = run(raw(case), until="doxograph_quotations")
    assert [q.kind for q in doc._.dox_quotations] == ["inline", "inline"]
    assert quotation_at(doc, len(doc) - 2) is doc._.dox_quotations[1]


def test_noise_of_marks_is_paired_by_work_that_grows_with_its_length() -> None:
    def work(words: int) -> int:
        doc = pipeline().make_doc("“a " * words)
        doc.user_data["dox_blocks"] = [("paragraph", 0, len(doc.text))]
        doc = pipeline().get_pipe("doxograph_blocks")(doc)
        count = steps(lambda: pipeline().get_pipe("doxograph_quotations")(doc))
        assert len(doc._.dox_quotations) <= DEEPEST
        return count

    work(500)
    assert work(20_000) < 1.2 * 10 * work(2_000)
