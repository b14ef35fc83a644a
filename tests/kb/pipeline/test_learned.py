"""Relations by fitted weights: which pairs are weighed, what is added to the rules, and how it is explained."""

from __future__ import annotations

import json

import pytest
from spacy.tokens import Doc

from kb import explain
from kb.model import PREDICATES, SYMMETRIC, Document, Source
from kb.pipeline import annotate, build_nlp
from kb.pipeline.annotations import RelationMark
from kb.pipeline.learned import FAMILY, KEPT, LIKELY, add_likely, grounds, key, weighed
from kb.pipeline.learned.pairs import ALLOWED, MOST, pairs
from kb.pipeline.learned.weights import ANY, WEIGHTS, shared, weights
from kb.pipeline.relations.scene import scene_of
from kb.relation_kinds import relation_kinds

PROSE = (
    "Friedrich Hayek, in The Road to Serfdom (1944), answered the planners. Ludwig von Mises had rejected socialism twenty years "
    "before. James Burnham originated the theory of the managerial revolution. Max Shachtman defended bureaucratic collectivism, "
    "and Tony Cliff owed the theory of state capitalism to nobody."
)


def read(text: str, without: str | None = None) -> Doc:
    nlp = build_nlp()
    with nlp.select_pipes(disable=[without] if without else []):
        return annotate(nlp, Document(Source("text", "text"), text))


def marks(doc: Doc) -> list[RelationMark]:
    return list(doc._.dox_relations or [])


def test_pairs_are_those_that_some_kind_of_relation_allows() -> None:
    kinds = relation_kinds()
    scene = scene_of(read(PROSE))
    found = [pair for index in range(len(scene.sentences)) for pair in pairs(scene, index)]
    assert found
    for pair in found:
        assert pair.entities[0] is not pair.entities[1]
        for name in pair.predicates:
            assert pair.subject.type in kinds[name].subjects and pair.object.type in kinds[name].objects
    both_ways = {(id(p.entities[0]), id(p.entities[1]), name) for p in found for name in p.predicates if name in SYMMETRIC}
    assert not any((b, a, name) in both_ways for a, b, name in both_ways if a != b)
    assert {name for names in ALLOWED.values() for name in names} == set(PREDICATES)


def test_a_row_of_names_is_paired_up_to_a_bound() -> None:
    people = ("Adam Smith", "David Hume", "John Locke", "Thomas Hobbes", "Karl Marx", "Max Weber", "Emile Durkheim", "John Dewey")
    more = ("Leon Trotsky", "Rosa Luxemburg", "Karl Kautsky", "James Burnham", "Max Shachtman", "Tony Cliff", "Ernest Mandel")
    scene = scene_of(read(f"The hall remembers {', '.join((*people, *more))} and Friedrich Hayek."))
    for index, row in enumerate(scene.mentions):
        met = {id(entity) for pair in pairs(scene, index) for entity in pair.entities}
        assert len(met) == min(MOST, len({id(m.entity) for m in row}))


def test_traits_are_shared_by_the_part_that_a_cue_word_plays() -> None:
    assert list(shared("top:v:rejects", "rejects")) == ["top:v:own", "top:own"]
    assert list(shared("top:v:rejects", "holds")) == ["top:v:other"]
    assert list(shared("cue:n:holds:under nsubj&", "holds")) == ["cue:n:own:under nsubj&", "cue:own:under nsubj&"]
    assert list(shared("gap:3", "holds")) == ["gap:3"]
    assert list(shared("word:holds", "holds")) == ["word:holds"]


def test_weights_are_for_the_predicates_that_are_added_and_small() -> None:
    assert weights().keys() == {ANY, *KEPT} and set(PREDICATES) >= KEPT
    assert WEIGHTS.stat().st_size < 150_000
    assert all(weights().values())
    assert json.loads(WEIGHTS.read_text("utf-8")) == weights()


def test_the_weights_alone_find_authors_and_only_some_kinds_are_added() -> None:
    doc = read(PROSE, without="doxograph_relations")
    likely = {
        (pair.entities[0].name, predicate, pair.entities[1].name)
        for _, pair, predicate, sure in weighed(scene_of(doc))
        if sure >= LIKELY
    }
    assert ("Friedrich Hayek", "wrote", "The Road to Serfdom") in likely
    assert not any(subject == "James Burnham" for subject, _, _ in likely)
    found = {(m.subject.name, m.predicate, m.object.name) for m in marks(doc)}
    assert ("Friedrich Hayek", "wrote", "The Road to Serfdom") in found
    assert {predicate for _, predicate, _ in found} <= KEPT


def test_nothing_is_said_twice_and_rules_stand() -> None:
    rules = marks(read(PROSE, without="doxograph_learned"))
    doc = read(PROSE)
    both = marks(doc)
    said = {key(m.subject, m.predicate, m.object) for m in both if not m.rule.startswith(FAMILY)}
    assert len(both) >= len(rules) == sum(not m.rule.startswith(FAMILY) for m in both)
    for mark in both:
        if mark.rule.startswith(FAMILY):
            assert key(mark.subject, mark.predicate, mark.object) not in said
            assert mark.rule == f"{FAMILY}:{mark.predicate}" and LIKELY <= mark.confidence <= 1
            assert doc.text[mark.start : mark.end].strip()
    assert [(m.start, m.predicate) for m in marks(add_likely(doc))] == [(m.start, m.predicate) for m in both]


def test_a_kind_that_nothing_was_fitted_for_is_left_to_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scene_of(read(PROSE))
    assert any(predicate == "wrote" for _, _, predicate, _ in weighed(scene))
    less = {name: section for name, section in weights().items() if name != "wrote"}
    monkeypatch.setattr("kb.pipeline.learned.weights", lambda: less)
    assert not any(predicate == "wrote" for _, _, predicate, _ in weighed(scene))


def test_a_learned_relation_is_explained_by_its_strongest_traits() -> None:
    doc = read(PROSE, without="doxograph_relations")
    mark = next(m for m in marks(doc) if m.predicate == "wrote")
    told = grounds(doc, mark)
    amounts = [float(part.rpartition(" ")[2]) for part in told.removeprefix("for ").split("; ")]
    assert amounts == sorted(amounts, reverse=True) and amounts[-1] > 0
    assert (
        grounds(doc, RelationMark(mark.subject, "wrote", mark.object, "affirmed", "author", mark.start, mark.end, rule="by"))
        == ""
    )


def test_what_was_weighed_and_found_too_light_is_traced() -> None:
    weighed_there = [step for step in explain(PROSE, 0, len(PROSE)).passed_over if step.rule.startswith(f"{FAMILY}:")]
    assert all("a chance of 0." in step.reason for step in weighed_there)
