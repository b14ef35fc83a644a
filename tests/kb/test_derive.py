"""What is derived says whose each statement is, what it answers, how often, and what is contested."""

from __future__ import annotations

import random

import pytest
from made import A, B, C, statements

from kb.derive import live, source_quads, total_quads
from kb.facts import facts_of
from kb.graph import sorted_nquads, to_quads
from kb.identity import identity_quads, resolve
from kb.model import AUTHOR, UNKNOWN
from kb.review import decide, verdicts
from kb.terms import DOX, Names
from kb.vocabulary import load_pack

NAMES = Names()
PACK = load_pack()
PACKS = {PACK.name: PACK}


def derived(*made, decisions=(), merges=()):
    """The derived graph of some statements, as triples of IRIs without base, and literals."""
    facts = [facts_of(m, PACK.name) for m in made]
    identity = resolve(facts, [PACK], merges)
    judged = [verdicts(decisions, m) for m in made]
    quads = []
    for m, f, v in zip(made, facts, judged, strict=True):
        quads += source_quads(f, identity, PACKS, NAMES, v, m)
    quads += total_quads([live(f, v, m) for m, f, v in zip(made, facts, judged, strict=True)], identity, NAMES)
    assert all(q.graph_name == NAMES.derived for q in quads)
    return quads


def triples(quads):
    return {tuple(t.value.removeprefix(NAMES.base).removeprefix("ns#") for t in q.triple) for q in quads}


def claim(made, words):
    (one,) = [c for c in made.claims if c.quote == words]
    return f"source/{made.document.source.id}/claim/{one.id}"


def test_holders_are_whole_parties():
    found = triples(derived(A, B))
    assert (claim(A, "the managers are the new ruling class"), "holderEntity", "theorist/james-burnham") in found
    assert (claim(B, "state capitalism exists"), "holderEntity", "theorist/leon-trotsky") in found
    # an author who is no theorist speaks as the text; one who is, as himself
    assert (claim(A, "The managerial society is a new order"), "holderEntity", "source/a/author") in found
    own = statements(
        "d",
        "All is one.",
        [],
        [(AUTHOR, "asserts", "All is one", []), (UNKNOWN, "asserts", "All is", [])],
        author="James Burnham",
    )
    found = triples(derived(own))
    assert (claim(own, "All is one"), "holderEntity", "theorist/james-burnham") in found
    assert (claim(own, "All is"), "holderEntity", "unknown") in found


def test_ends_and_asserters_are_whole_parties():
    (relation,) = C.relations
    node = f"source/c/relation/{relation.id}"
    found = triples(derived(B, C))
    assert (node, "subjectEntity", "theorist/max-shachtman") in found
    assert (node, "objectEntity", "theory/state-capitalism") in found
    assert (node, "assertedByEntity", "unknown") in found


def test_answers_are_outright_or_tentative_and_the_partys():
    made = statements(
        "e",
        "Burnham said the Soviet Union is not a workers' state.\n"
        "Cliff suggested that Russia is capitalist.\nTrotsky held the theory.",
        [
            "theorist: Burnham = theorist/james-burnham",
            "theorist: Cliff = theorist/tony-cliff",
            "theorist: Trotsky = theorist/leon-trotsky",
            "case: Soviet Union = case/soviet-union",
            "case: Russia = case/soviet-union",
            "theory: theory = theory/degenerated-workers-state",
        ],
        [
            ("Burnham", "asserts", "the Soviet Union is not a workers' state", ["Soviet Union"]),
            ("Cliff", "asserts~", "Russia is capitalist", ["Russia"]),
        ],
        [
            ("Trotsky", "holds", "theory", "affirmed", AUTHOR, "Trotsky held the theory"),
            ("Russia", "characterized_as", "theory", "affirmed", "Cliff", "Russia is capitalist"),
        ],
    )
    found = triples(derived(made))
    assert (claim(made, "the Soviet Union is not a workers' state"), "answers", "issue/workers-state/no") in found
    assert (claim(made, "Russia is capitalist"), "answersTentatively", "issue/capitalist/yes") in found
    holds, characterized = (f"source/e/relation/{r.id}" for r in made.relations)
    assert (holds, "answers", "issue/workers-state/yes") in found
    assert (holds, "answerParty", "theorist/leon-trotsky") in found
    assert (characterized, "answerParty", "theorist/tony-cliff") in found


def test_counts():
    found = triples(derived(A, B, C))
    burnham = {p: o for s, p, o in found if s == "theorist/james-burnham" and p.endswith("Count")}
    assert burnham == {"claimCount": "3", "relationCount": "3", "sourceCount": "2"}
    capitalism = {p: o for s, p, o in found if s == "theory/state-capitalism" and p.endswith("Count")}
    assert capitalism == {"claimCount": "1", "relationCount": "1", "sourceCount": "2"}


def said(*relations):
    """The shortcuts that relations between X and Y give: predicate, polarity, asserter of each."""
    lines = [f"Line {n} of X and Y and Z." for n in range(len(relations))]
    made = statements(
        "r",
        "\n".join(lines),
        ["theorist: X", "theorist: Y", "theorist: Z"],
        [],
        [
            ("Y" if flipped else "X", p, "X" if flipped else "Y", polarity, who, line)
            for (p, polarity, who, *flipped), line in zip(relations, lines, strict=True)
        ],
    )
    return {(s[-1], p, o[-1]) for s, p, o in triples(derived(made)) if s.startswith("theorist/") and o.startswith("theorist/")}


@pytest.mark.parametrize(
    ("relations", "shortcuts"),
    [
        ([("derives_from", "affirmed", AUTHOR)], {("x", "derivesFrom", "y")}),
        ([("derives_from", "affirmed", "Z")], {("x", "contestedDerivesFrom", "y")}),
        ([("derives_from", "affirmed", UNKNOWN)], {("x", "contestedDerivesFrom", "y")}),
        ([("derives_from", "affirmed", AUTHOR), ("derives_from", "affirmed", "Z")], {("x", "derivesFrom", "y")}),
        ([("derives_from", "affirmed", AUTHOR), ("derives_from", "denied", "Z")], {("x", "contestedDerivesFrom", "y")}),
        ([("derives_from", "affirmed", AUTHOR), ("derives_from", "uncertain", AUTHOR)], {("x", "contestedDerivesFrom", "y")}),
        ([("derives_from", "denied", AUTHOR)], {("x", "contestedDerivesFrom", "y")}),
        # descent has a direction, likeness has none
        (
            [("derives_from", "affirmed", AUTHOR), ("derives_from", "denied", AUTHOR, True)],
            {("x", "derivesFrom", "y"), ("y", "contestedDerivesFrom", "x")},
        ),
        ([("similar_to", "affirmed", AUTHOR)], {("x", "similarTo", "y"), ("y", "similarTo", "x")}),
        (
            [("broke_with", "affirmed", AUTHOR), ("broke_with", "denied", AUTHOR, True)],
            {("x", "contestedBrokeWith", "y"), ("y", "contestedBrokeWith", "x")},
        ),
    ],
)
def test_a_shortcut_only_where_nobody_objects(relations, shortcuts):
    assert said(*relations) == shortcuts


def test_sources_that_part_contest_a_shortcut():
    alone, both = triples(derived(A)), triples(derived(A, B))
    # A affirms that Burnham took from Rizzi, B says there is no evidence
    assert ("theorist/james-burnham", "derivesFrom", "theorist/bruno-rizzi") in alone
    assert ("theorist/james-burnham", "contestedDerivesFrom", "theorist/bruno-rizzi") in both
    assert not [t for t in both if t[1] == "derivesFrom"]


def test_an_entity_is_never_linked_to_itself():
    merged = triples(derived(A, merges=[("theorist/bruno-rizzi", "theorist/james-burnham")]))
    assert not [t for t in merged if t[0] == t[2]]


def test_rejected_statements_die():
    target = A.claims[0]
    found = triples(derived(A, decisions=[decide("reject", target, A.document.text, who="Ann")]))
    node = claim(A, target.quote)
    assert {t for t in found if t[0] == node} == {(node, "review", "rejected"), (node, "reviewer", "Ann")}
    assert ("theorist/james-burnham", "claimCount", "1") in found


def test_an_accepted_statement_lives_and_says_so():
    found = triples(derived(A, decisions=[decide("accept", A.claims[0], A.document.text, who="Ann")]))
    node = claim(A, A.claims[0].quote)
    assert {(node, "review", "accepted"), (node, "holderEntity", "theorist/james-burnham")} <= found


def test_a_correction_stands_in_the_place_of_the_old_statement():
    relation = B.relations[1]
    found = triples(
        derived(A, B, decisions=[decide("correct", relation, B.document.text, who="Ann", change={"polarity": "affirmed"})])
    )
    assert ("theorist/james-burnham", "derivesFrom", "theorist/bruno-rizzi") in found
    old = f"source/b/relation/{relation.id}"
    ((new, _, _),) = [t for t in found if t[1:] == ("replaces", old)]
    assert {t[1] for t in found if t[0] == old} == {"review", "reviewer"}
    assert {(new, "polarity", "affirmed"), (new, "reviewer", "Ann"), (new, "subjectEntity", "theorist/james-burnham")} <= found
    assert (new, "evidence", f"source/b/{B.document.sha256[:12]}/span/{relation.evidence.start}-{relation.evidence.end}") in found


def test_a_corrected_claim_has_a_proposition_of_its_own_only_where_it_must():
    kept = derived(A, decisions=[decide("correct", A.claims[0], A.document.text, who="Ann", change={"stance": "denies"})])
    assert not [t for t in triples(kept) if t[1] == "text"]
    other = derived(
        A, decisions=[decide("correct", A.claims[0], A.document.text, who="Ann", change={"about": ["case/soviet-union"]})]
    )
    assert len([t for t in triples(other) if t[1] == "text"]) == 1


@pytest.mark.parametrize(
    "decisions", [[], [decide("correct", A.claims[0], A.document.text, who="Ann", change={"stance": "denies"})]]
)
def test_the_graphs_are_disjoint(decisions):
    all_made = (A, B, C)
    graphs = [triples(to_quads(m, pack=PACK.name)) for m in all_made]
    facts = [facts_of(m, PACK.name) for m in all_made]
    graphs += [triples(identity_quads(resolve(facts, [PACK]), [PACK], NAMES)), triples(derived(*all_made, decisions=decisions))]
    assert sum(map(len, graphs)) == len(set().union(*graphs)) and all(graphs)


def test_order_never_matters():
    every = [A, B, C]
    first = sorted_nquads(derived(*every))
    for seed in range(4):
        random.Random(seed).shuffle(every)
        assert sorted_nquads(derived(*every)) == first


def test_an_unknown_pack_gives_no_answers():
    facts = facts_of(A, "gone")
    quads = list(source_quads(facts, resolve([facts], []), PACKS, NAMES))
    assert quads and not [q for q in quads if q.predicate in (DOX.answers, DOX.answersTentatively)]
