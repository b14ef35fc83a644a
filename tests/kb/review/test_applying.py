"""Decisions keep their meaning when a text is read again: otherwise, not at all, or changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import A, over, statements

from kb.model import AUTHOR, Claim, Document, Relation
from kb.review import add, apply, as_reviewed, decide, verdicts

CLAIM = A.claims[0]
TEXT = A.document.text


def decided(verdict, statement=CLAIM, **change):
    return decide(verdict, statement, TEXT, who="Ann", change=change or None, entities=A.entities)


def at(words, text=TEXT):
    return [text.index(words), text.index(words) + len(words)]


def changed(text, *, without=()):
    """A read again where its text is another: each claim at its words, which must be there."""
    document = Document(A.document.source, text)

    def place(part):
        return document.evidence(*at(part.quote, text))

    claims = [replace(c, content=tuple(map(place, c.content)), evidence=place(c.evidence)) for c in A.claims if c not in without]
    return replace(A, document=document, claims=tuple(claims), relations=(), arguments=())


def test_a_span_is_corrected_by_its_words():
    verdict = verdicts([decided("correct", content=[at("the new ruling class")])], A)["claim", CLAIM.id]
    assert isinstance(verdict.corrected, Claim)
    assert verdict.corrected.quote == "the new ruling class" and verdict.corrected.evidence == CLAIM.evidence
    wide = [at("James Burnham held that the managers are the new ruling class.\nBurnham argued")]
    verdict = verdicts([decided("correct", content=wide)], A)["claim", CLAIM.id]
    assert verdict.corrected.evidence.quote.startswith("James Burnham") and verdict.corrected.evidence.end == wide[0][1]


def test_a_corrected_span_moves_with_its_text():
    made = [decided("correct", content=[at("the new ruling class")])]
    (verdict,) = verdicts(made, changed("Some words in front.\n" + TEXT)).values()
    assert (
        verdict.corrected.quote == "the new ruling class"
        and verdict.corrected.content[0].start == at("the new ruling class")[0] + 21
    )


def test_an_accepted_statement_that_is_read_no_more_is_kept():
    for now in (changed(TEXT, without=[CLAIM]), changed("New first line here.\n" + TEXT, without=[CLAIM])):
        (verdict,) = verdicts([decided("accept")], now).values()
        assert verdict.verdict == "accept" and verdict.corrected.quote == CLAIM.quote and verdict.id == CLAIM.id
        assert verdict.corrected in as_reviewed(now, {("claim", verdict.id): verdict}).claims
    assert verdicts([decided("reject")], changed(TEXT, without=[CLAIM])) == {}


def test_a_correction_of_what_is_read_no_more_stands_by_itself():
    now = changed(TEXT, without=[CLAIM])
    (verdict,) = verdicts([decided("correct", stance="denies")], now).values()
    assert (verdict.verdict, verdict.corrected.stance) == ("add", "denies")


def test_added_statements_bring_their_names():
    new = replace(CLAIM, holder="theorist/rosa-luxemburg", stance="questions")
    made = add(new, TEXT, who="Ann", entities=A.entities, names={"theorist/rosa-luxemburg": "Rosa Luxemburg"})
    applied = apply([made], A)
    ((key, verdict),) = applied.verdicts.items()
    assert key == ("claim", made.target) and verdict.verdict == "add" and not applied.orphans
    assert [entity.name for entity in verdict.entities] == ["Rosa Luxemburg"]
    after = as_reviewed(A, applied.verdicts)
    assert len(after.claims) == len(A.claims) + 1 and len(after.entities) == len(A.entities) + 1


def test_an_addition_can_be_judged_like_any_other():
    new = replace(CLAIM, holder=AUTHOR)
    made = add(new, TEXT, who="Ann", entities=A.entities)
    own = apply([made], A).verdicts["claim", made.target].corrected

    def judged(verdict, **change):
        return decide(verdict, own, TEXT, who="Bob", change=change or None, entities=A.entities)

    assert apply([made, judged("reject")], A).verdicts == {}
    (accepted,) = apply([made, judged("accept")], A).verdicts.values()
    assert (accepted.verdict, accepted.who, accepted.entered) == ("accept", "Bob", "Ann")
    (corrected,) = apply([made, judged("correct", stance="denies")], A).verdicts.values()
    assert corrected.verdict == "correct" and corrected.id == made.target and corrected.corrected.stance == "denies"
    (again,) = apply([made, judged("correct", stance="denies"), judged("correct", stance="questions")], A).verdicts.values()
    assert again.corrected.stance == "questions"


def test_what_is_added_and_read_afterwards_is_one():
    made = add(CLAIM, TEXT, who="Ann", entities=A.entities)
    (verdict,) = apply([made], A).verdicts.values()
    assert (verdict.verdict, verdict.id, verdict.corrected) == ("accept", CLAIM.id, None)


def test_an_added_relation():
    relation = Relation("", "theorist/leon-trotsky", "rejects", "theory/managerial-society", "affirmed", AUTHOR,
                        A.document.evidence(*at("Leon Trotsky denied that the bureaucracy is a class.")))  # fmt: skip
    made = add(relation, TEXT, who="Ann", entities=A.entities)
    (verdict,) = apply([made], A).verdicts.values()
    assert verdict.corrected == replace(relation, id=made.target)


def test_a_decision_knows_people_under_other_ids():
    now = changed(TEXT)
    entities = tuple(replace(e, id="theorist/burnham-james") if e.name == "James Burnham" else e for e in A.entities)
    claims = tuple(replace(c, id="f" * 15 + str(n), holder="theorist/burnham-james") if "burnham" in c.holder else c
                   for n, c in enumerate(now.claims))  # fmt: skip
    now = replace(now, entities=entities, claims=claims)
    assert [v.id for v in verdicts([decided("reject")], now).values()] == ["f" * 15 + "0"]


@pytest.mark.parametrize("text", ["Nothing of it is left here.", TEXT.replace("the managers are", "the managers are not")])
def test_what_cannot_be_told_is_an_orphan_with_its_reason(text):
    now = replace(A, document=Document(A.document.source, text), claims=(), relations=(), arguments=())
    applied = apply([decided("accept")], now)
    assert applied.verdicts == {}
    (orphan,) = applied.orphans
    assert orphan.decision.target == CLAIM.id and orphan.why


def test_a_statement_of_the_same_words_by_another_is_not_taken_for_it():
    text = "Ann says that it is so.\nBob says that it is so."
    made = statements("s", text, ["theorist: Ann", "theorist: Bob"], [("Ann", "asserts", "it is so", [])])
    rejected = decide("reject", made.claims[0], text, who="Rev", entities=made.entities)
    cut = "Bob says that it is so."
    now = replace(statements("s", cut, ["theorist: Bob"], [("Bob", "asserts", "it is so", [])]))
    assert verdicts([rejected], now) == {}


def test_the_same_text_with_other_particulars_changes_nothing():
    now = over(A, replace(A.document, source=replace(A.document.source, year=1850)))
    assert {v.verdict for v in verdicts([decided("reject")], now).values()} == {"reject"}
