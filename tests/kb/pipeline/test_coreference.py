"""Pronouns and descriptions stand for whom the passage says they stand for, or for nobody."""

from __future__ import annotations

import pytest
from marked_prose import Case, Name, read_cases
from spacy.tokens import Doc
from stages import named, pipeline, run

from kb.pipeline.annotations import Cluster, Mention, entities_at
from kb.pipeline.coreference import resolve

CASES = read_cases("coreference-*.txt")
LIMITS = [
    pytest.param(case, name, marks=pytest.mark.xfail(strict=True, reason=case.remark or "known limit"))
    for case in CASES
    for name in case.pronouns
    if name.sign
]


def resolved(case: Case) -> Doc:
    return run(named(case), after="doxograph_entities", until="doxograph_coreference")


def stands_for(doc: Doc, name: Name) -> tuple[str, ...]:
    """The entities that a marked word stands for; "nothing" where it is left alone."""
    span = doc.char_span(name.start, name.end)
    assert span is not None
    return tuple(sorted(c.name for c in entities_at(span[-1]))) or ("nothing",)


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_stands_for_what_the_passage_says(case: Case) -> None:
    doc = resolved(case)
    marked = [n for n in case.pronouns if not n.sign]
    assert {(n.start, stands_for(doc, n)) for n in marked} == {(n.start, tuple(sorted(n.of))) for n in marked}


@pytest.mark.parametrize(("case", "name"), LIMITS)
def test_known_limits(case: Case, name: Name) -> None:
    assert (stands_for(resolved(case), name) == tuple(sorted(name.of))) == (name.sign == "?")


def with_names(text: str, *names: tuple[str, str]) -> Doc:
    """A parsed text in which each of these words names an entity of its type."""
    doc = pipeline().get_pipe("doxograph_blocks")(pipeline().make_doc(text))
    doc = run(doc, after="doxograph_blocks", until="doxograph_quotations")
    doc._.dox_mentions, doc._.dox_entities = [], []
    for word, kind in names:
        cluster = Cluster(kind, word)  # type: ignore[arg-type]
        doc._.dox_entities.append(cluster)
        for token in doc:
            if token.text == word:
                token._.dox_mention = Mention(token.i, token.i + 1, cluster.type, word, entity=cluster)
                cluster.mentions.append(token._.dox_mention)
                doc._.dox_mentions.append(token._.dox_mention)
    return doc


def test_names_keep_their_entities() -> None:
    doc = with_names("Hume doubted it. He read Locke.", ("Hume", "theorist"), ("Locke", "theorist"))
    resolve(doc)
    assert [c.name for t in doc for c in entities_at(t) if t._.dox_mention.form == "name"] == ["Hume", "Locke"]


def test_a_word_stands_for_what_was_said_before_it() -> None:
    doc = resolve(with_names("He spoke first. Then Hume answered, and he was heard.", ("Hume", "theorist")))
    assert [(t.text, t._.dox_mention is not None) for t in doc if t.lower_ == "he"] == [("He", False), ("he", True)]


def test_marks_are_of_one_word_and_less_sure_than_names() -> None:
    for case in CASES:
        for token in resolved(case):
            mention = token._.dox_mention
            if mention is not None and mention.rule == "coreference":
                assert (mention.start, mention.end) == (token.i, token.i + 1)
                assert mention.form in {"pronoun", "description"}
                assert mention.confidence < 0.9


def test_a_text_without_names_is_left_alone() -> None:
    doc = resolve(with_names("They said it was his. The former agreed, and both left."))
    assert all(t._.dox_mention is None for t in doc)
