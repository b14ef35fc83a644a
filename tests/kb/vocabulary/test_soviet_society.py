"""The shipped pack knows the field's names, says where its years come from, and asks the field's questions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kb.vocabulary import load_pack

PACK = load_pack()
GOLD = Path(__file__).parents[4] / "shared" / "gold"


def test_it_is_large_enough_to_be_of_use() -> None:
    counts = Counter(e.type for e in PACK.entities)
    assert counts["theorist"] >= 60
    assert counts["theory"] >= 50
    assert counts["group"] >= 30
    assert counts["work"] >= 60
    assert counts["case"] >= 20


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Paul Cardan", "theorist/cornelius-castoriadis"),
        ("Pierre Chaulieu", "theorist/cornelius-castoriadis"),
        ("J. R. Johnson", "theorist/c-l-r-james"),
        ("Freddie Forest", "theorist/raya-dunayevskaya"),
        ("Ygael Gluckstein", "theorist/tony-cliff"),
        ("Schachtman", "theorist/max-shachtman"),
        ("Makhaisky", "theorist/jan-waclaw-machajski"),
        ("state capitalist", "theory/state-capitalism"),
        ("bureaucratic collectivist", "theory/bureaucratic-collectivism"),
        ("degenerate workers’ state", "theory/degenerated-workers-state"),
        ("Parecon", "theory/participatory-economics"),
        ("the USSR".removeprefix("the "), "case/soviet-union"),
        ("Stalinist Russia", "case/soviet-union"),
        ("SPGB", "group/spgb"),
        ("La Bureaucratisation du Monde", "work/la-bureaucratisation-du-monde"),
    ],
)
def test_names_of_the_field(name: str, key: str) -> None:
    found = PACK.entity(name)
    assert found is not None and found.key == key


def test_no_name_means_two_things_of_one_type() -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for entity in PACK.entities:
        for form in (entity.label, *entity.aliases):
            owners.setdefault((entity.type, form.casefold()), set()).add(entity.key)
    assert {form: keys for form, keys in owners.items() if len(keys) > 1} == {}


def test_no_label_is_repeated_among_its_aliases() -> None:
    assert [e.key for e in PACK.entities if e.label in e.aliases] == []


def test_every_theorist_has_a_gender_for_pronouns() -> None:
    assert {e.gender for e in PACK.entities if e.type == "theorist"} == {"male", "female"}


def test_works_have_authors_and_years_of_their_lifetime_or_a_note() -> None:
    works = [e for e in PACK.entities if e.type == "work"]
    assert all(w.creators and w.year and 1840 <= w.year <= 2010 for w in works)


def test_theorists_are_born_before_they_write_and_die_after() -> None:
    people = {e.key: e for e in PACK.entities if e.type == "theorist"}
    dated = [p for p in people.values() if p.year]
    assert len(dated) > 100 and all(p.year_note.startswith("born") for p in dated)
    for person in dated:
        died = person.year_note.rpartition("died ")[2]
        assert not died.isdecimal() or person.year + 30 < int(died) < person.year + 105  # type: ignore[operator]
    for work in (e for e in PACK.entities if e.type == "work" and e.year):
        for born in (people[key].year for key in work.creators if key in people):
            assert born is None or born + 17 < work.year  # type: ignore[operator]


def test_years_of_theories_and_events_say_what_they_date() -> None:
    assert [e.key for e in PACK.entities if e.type in ("theory", "case") and e.year and not e.year_note] == []


def test_what_a_theory_denied_implies_is_the_contrary_of_what_it_implies() -> None:
    for theory in (e for e in PACK.entities if e.denial):
        for ident in theory.denial:
            issue, answer = ident.split("/")
            asked = PACK.issue(issue)
            assert asked is not None and f"{issue}/{asked.opposite(answer)}" in theory.implies, theory.key


def test_a_yes_no_issue_has_no_answer_of_its_own_name() -> None:
    for issue in PACK.issues:
        answers = [a.id for a in issue.answers]
        assert len(answers) == len(set(answers)) >= 2
        assert issue.yes_no == (set(answers) == {"yes", "no"})
        assert issue.opposite(answers[0]) == (answers[1] if issue.yes_no else None)
    assert [i.rank for i in PACK.issues] == list(range(1, len(PACK.issues) + 1))


@pytest.mark.skipif(not (GOLD / "issues.tsv").exists(), reason="the shared gold annotations are not here")
def test_questions_and_answers_are_those_of_the_gold_list() -> None:
    for line in (GOLD / "issues.tsv").read_text("utf-8").splitlines()[1:]:
        ident, question, answers = line.split("\t")
        issue = PACK.issue(ident)
        assert issue is not None and issue.question == question
        listed = [answer.strip().partition("=") for answer in answers.split(";")]
        assert [a.id for a in issue.answers] == [name for name, _, _ in listed]
        for answer, (_, _, others) in zip(issue.answers, listed, strict=True):
            assert answer.aliases == tuple(filter(None, others.split("|")))
