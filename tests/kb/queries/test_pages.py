"""The pages of claims, evidence, arguments, entities and sources hold everything that is said of them."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.queries import (
    argument,
    arguments_of,
    claim,
    claims_of,
    entities,
    entity,
    evidence,
    issues,
    overview,
    relation,
    source,
    sources,
)
from kb.store import Store
from queries.golden import NAMES, POLEMIC, SURVEY, iri_of


def test_a_claim_with_all_its_parts(store: Store) -> None:
    found = claim(store, iri_of(SURVEY, "managers rule Russia"))
    assert (found.holder.label, found.holder_name, found.stance, found.hedged) == (
        "James Burnham",
        "James Burnham",
        "asserts",
        True,
    )
    assert found.text == "managers rule Russia"
    assert [thing.label for thing in found.about] == ["Russia"]
    text = SURVEY.document.text
    assert [text[span.start : span.end] for span in found.content] == ["managers rule Russia"]
    assert found.evidence.heading == "The quarrel"
    assert (found.source.title, found.source.year, found.confidence) == ("A survey of the quarrel", 2020, 0.8)
    assert [(given.answer.issue, given.answer.id, given.tentative) for given in found.answers] == [
        ("exploiting-class", "managers", True)
    ]
    assert claim(store, found.path) == found


def test_a_texts_own_voice_is_the_theorist_it_is_known_to_be(store: Store) -> None:
    own = claim(store, iri_of(POLEMIC, "Russia is state capitalist through and through"))
    assert (own.holder.path, own.holder_name) == ("theorist/tony-cliff", "author")
    said = relation(store, iri_of(SURVEY, "Cliff upheld state capitalism."))
    assert (said.asserted_by.label, said.asserted_by.type) == ("Ann Editor", "author")
    assert said.local_names == ("Tony Cliff", "state capitalism", "author")


def test_nobody_is_not_a_party(store: Store) -> None:
    found = claim(store, iri_of(SURVEY, "Russia is a workers' state"))
    assert (found.holder.type, found.holder_name) == ("unknown", "unknown")


def test_claims_by_holder_subject_source_and_stance(store: Store) -> None:
    texts = [c.text for c in claims_of(store, holder="Rizzi").claims]
    assert texts == ["Russia is a new class society", "Russia is capitalist at all", "Russia has restored capitalism"]
    assert [c.text for c in claims_of(store, holder="Rizzi", stance="denies").claims] == ["Russia is capitalist at all"]
    assert claims_of(store, about="Russia").total == 8
    assert claims_of(store, about="state capitalism", holder="Cliff").total == 2
    assert [c.source.id for c in claims_of(store, source="polemic").claims] == ["polemic"]
    assert claims_of(store).total == 9
    assert claims_of(store, min_confidence=0.81).total == 0


def test_claims_come_in_the_order_of_the_text_a_page_at_a_time(store: Store) -> None:
    everything = claims_of(store, source="survey").claims
    assert [c.evidence.start for c in everything] == sorted(c.evidence.start for c in everything)
    page = claims_of(store, source="survey", limit=3, offset=2)
    assert (page.claims, page.total) == (everything[2:5], 8)


def test_arguments_for_against_and_from_a_claim(store: Store) -> None:
    found = arguments_of(store, iri_of(SURVEY, "Russia is not capitalist"))
    assert [[p.text for p in a.premises] for a in found.supported_by] == [["Burnham saw no owners there"]]
    assert (found.attacked_by, found.premise_of) == ((), ())
    assert argument(store, found.supported_by[0].iri) == found.supported_by[0]
    against = arguments_of(store, iri_of(SURVEY, "Russia is capitalist at all"))
    assert [a.premises[0].text for a in against.attacked_by] == ["Russia has restored capitalism"]
    assert arguments_of(store, iri_of(SURVEY, "Russia has restored capitalism")).premise_of == against.attacked_by


def test_what_rests_on_a_span(store: Store) -> None:
    there = claim(store, iri_of(SURVEY, "Russia is not capitalist"))
    page = evidence(store, there.content[0].path)
    assert (page.span.quote, [c.iri for c in page.claims]) == ("Russia is not capitalist", [there.iri])
    line = evidence(store, there.evidence.iri)  # the line holds two claims
    assert {c.text for c in line.claims} == {"Russia is not capitalist", "Russia is a new class society"}
    assert len(line.arguments) == 1


@pytest.mark.parametrize("page", [claim, relation, argument, evidence, entity])
def test_what_is_not_there_is_refused(store: Store, page: object) -> None:
    for name in ("source/survey/claim/0000000000000000", "source/survey/abc/span/0-9", "https://example.org/x"):
        with pytest.raises(UsageError):
            page(store, name)  # type: ignore[operator]


def test_the_page_of_a_theorist(store: Store) -> None:
    page = entity(store, "Bruno Rizzi")
    assert [x.ref.label for x in page.linked("originated")] == ["bureaucratic collectivism"]
    assert [(x.ref.label, x.standing) for x in page.linked("derives_from", outgoing=False)] == [("James Burnham", "uncertain")]
    assert page.linked("holds") == ()
    assert page.claims.total == 3
    assert [(name.source.id, name.name, name.aliases) for name in page.names] == [("survey", "Bruno Rizzi", ("Rizzi",))]
    assert page.names[0].mentions == len(next(e for e in SURVEY.entities if e.name == "Bruno Rizzi").mentions)


def test_the_page_of_a_theory_weighs_what_different_texts_say(store: Store) -> None:
    page = entity(store, "managerial society")
    [descent] = page.linked("derives_from")
    assert (descent.ref.label, descent.standing, len(descent.relations)) == ("bureaucratic collectivism", "contested", 2)
    assert [x.ref.label for x in page.linked("originated", outgoing=False)] == ["James Burnham"]
    assert (page.year, page.year_from) == (1940, "vocabulary")
    assert {name.source.id for name in page.names} == {"survey", "polemic"}


def test_what_a_party_is_said_to_assert_of_others(store: Store) -> None:
    page = entity(store, "Tony Cliff")
    assert {r.evidence.quote for r in page.asserted} >= {"Cliff called Russia state capitalism."}
    assert {r.source.id for r in page.asserted} == {"survey", "polemic"}  # his own text speaks for him


def test_an_index_holds_what_texts_speak_of(store: Store) -> None:
    assert [row.ref.label for row in entities(store, "work")] == ["The Managerial Revolution"]
    assert {row.ref.label for row in entities(store, "work", stated=False)} == {"The Managerial Revolution", "State Capitalism"}
    assert {row.ref.type for row in entities(store)} == {"theorist", "theory", "work", "case"}


def test_the_page_of_a_source_is_in_the_order_of_its_text(store: Store) -> None:
    page = source(store, "survey")
    assert (len(page.claims), len(page.relations), len(page.arguments)) == (8, 11, 2)
    assert [s.evidence.start for s in page.statements] == sorted(s.evidence.start for s in page.statements)
    assert page.blocks[0].kind == "heading"
    text = SURVEY.document.text
    assert all(text[m.start : m.end].casefold() in _names(m.entity.path) for m in page.mentions)
    assert (page.author.label, source(store, "polemic").author.path) == ("Ann Editor", "theorist/tony-cliff")


def _names(path: str) -> set[str]:
    entity = next(e for made in (SURVEY, POLEMIC) for e in made.entities if e.key == path)
    return {name.casefold() for name in (entity.name, *entity.aliases)}


def test_sources_with_their_counts(store: Store) -> None:
    rows = sources(store)
    assert [(r.ref.id, r.claims, r.relations, r.arguments) for r in rows] == [("polemic", 1, 2, 0), ("survey", 8, 11, 2)]
    assert rows[1].text_hash == SURVEY.document.sha256
    assert rows[1].genre == "survey article"


def test_the_overview_counts_each_thing_once(store: Store) -> None:
    found = overview(store)
    assert (found.sources, found.claims, found.relations, found.arguments, found.issues) == (2, 9, 13, 2, 4)
    assert found.words == sum(len(made.document.text.split()) for made in (SURVEY, POLEMIC))
    assert found.stances == {"asserts": 7, "denies": 1, "questions": 1}
    assert found.predicates["derives_from"] == 4
    assert found.entities["theorist"] == 5
    # Burnham no; Rizzi no, yes; Rizzi new class; Cliff yes; Dunayevskaya yes
    assert found.positions == 6


def test_issues_come_by_rank_with_their_answers(store: Store) -> None:
    first = issues(store)[0]
    assert (first.id, first.yes_no, {answer.id for answer in first.answers}) == ("capitalist", True, {"yes", "no"})
    assert first.iri == NAMES.issue("capitalist").value
