"""Which answers statements and relations give, by kinds of sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.answers import AnswerHit, answers_of_claim, answers_of_relation
from kb.answers.words import clauses_of, words_of
from kb.errors import InputError
from kb.vocabulary import NO_PACK, load_pack

PACK = load_pack()
CASES = Path(__file__).parents[1] / "passages" / "answers.txt"


def told(hits: tuple[AnswerHit, ...]) -> list[str]:
    return [f"{hit.issue} {hit.answer}{'?' if hit.tentative else ''}" for hit in hits]


def cases() -> list[tuple[str, str, list[str]]]:
    found = []
    for line in CASES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            statement, _, answers = line.rpartition("=")
            text, _, about = statement.partition("|")
            found.append((text.strip(), about.strip(), [a.strip() for a in answers.split(";") if a.strip()]))
    return found


@pytest.mark.parametrize(("text", "about", "answers"), cases(), ids=lambda v: v if isinstance(v, str) else "")
def test_statements_give_their_answers(text: str, about: str, answers: list[str]) -> None:
    assert told(answers_of_claim(text, about.split(), None, "asserts", False, PACK)) == answers


def test_every_issue_is_answered_both_ways_or_by_every_name() -> None:
    met = {answer.rstrip("?") for _, _, answers in cases() for answer in answers}
    assert {f"{issue.id} {answer.id}" for issue in PACK.issues for answer in issue.answers} <= met


def test_to_deny_a_yes_is_to_say_no() -> None:
    def denied(text: str) -> list[str]:
        return told(answers_of_claim(text, [], None, "denies", False, PACK))

    assert denied("Russia was state capitalist") == ["capitalist no"]
    assert denied("Russia was not capitalist") == ["capitalist yes"]
    assert denied("the Soviet Union deserves support") == ["defence no"]
    assert denied("the Russian revolution was a proletarian revolution") == []  # what else it was stays open
    assert denied("Russia was bureaucratic collectivist") == []  # a new class society may be of another kind


def test_what_is_asked_or_hedged_is_tentative() -> None:
    assert told(answers_of_claim("Russia was capitalist", [], None, "questions", False, PACK)) == ["capitalist yes?"]
    assert told(answers_of_claim("Russia was capitalist", [], None, "asserts", True, PACK)) == ["capitalist yes?"]


def test_a_holder_may_be_named_in_his_own_claim() -> None:
    text = "Trotsky held that Russia was a workers' state"
    assert told(answers_of_claim(text, [], "theorist/leon-trotsky", "asserts", False, PACK)) == ["workers-state yes"]
    assert told(answers_of_claim(text, [], "theorist/tony-cliff", "asserts", False, PACK)) == []


def test_about_may_be_a_name() -> None:
    assert told(answers_of_claim("it is capitalist", ["Russia"], None, "asserts", False, PACK)) == ["capitalist yes"]
    assert told(answers_of_claim("it is capitalist", ["a thing unheard of"], None, "asserts", False, PACK)) == []


@pytest.mark.parametrize(
    ("predicate", "subject", "object", "kind", "polarity", "answers"),
    [
        ("holds", "theorist/tony-cliff", "theory/state-capitalism", "theorist", "affirmed", ["capitalist yes"]),
        ("holds", "theorist/tony-cliff", "theory/state-capitalism", "theorist", "uncertain", ["capitalist yes?"]),
        ("holds", "theorist/tony-cliff", "theory/state-capitalism", "theorist", "denied", []),
        ("rejects", "theorist/tony-cliff", "theory/degenerated-workers-state", "theorist", "affirmed", ["workers-state no"]),
        ("rejects", "theorist/tony-cliff", "theory/bureaucratic-collectivism", "theorist", "affirmed", []),
        ("expounds", "work/the-new-class", "theory/new-class", "work", "affirmed", ["new-class-society yes"]),
        ("holds", "theorist/x", "theory/capitalism", "theorist", "affirmed", []),  # to favour it says nothing of Russia
        ("holds", "theorist/x", "theory/participatory-economics", "theorist", "affirmed", ["allocation participatory-plan"]),
        ("holds", "theorist/x", "some new kind of exploiting class society", "theorist", "affirmed", ["new-class-society yes"]),
        ("holds", "theorist/x", "capitalism without the state", "theorist", "affirmed", []),
        ("characterized_as", "case/soviet-union", "theory/state-capitalism", "case", "affirmed", ["capitalist yes"]),
        ("characterized_as", "case/soviet-union", "theory/state-capitalism", "case", "denied", ["capitalist no"]),
        ("characterized_as", "case/soviet-union", "theory/bureaucratic-collectivism", "case", "denied", []),
        ("characterized_as", "case/soviet-union", "theory/workers-state", "case", "uncertain", ["workers-state yes?"]),
        ("characterized_as", "case/nazi-germany", "theory/bureaucratic-collectivism", "case", "affirmed", ["scope yes"]),
        ("characterized_as", "case/britain", "theory/state-capitalism", "case", "affirmed", []),
        ("characterized_as", "case/soviet-union", "theory/central-planning", "case", "affirmed", []),  # no wish that it be so
        ("characterized_as", "October 1917", "theory/proletarian-revolution", "case", "affirmed", ["revolution proletarian"]),
        ("characterized_as", "so-called communist countries", "state capitalism", "case", "affirmed", ["capitalist yes"]),
        ("same_as", "theory/state-capitalism", "theory/socialism", "theory", "denied", ["state-socialism no"]),
        ("differs_from", "theory/socialism", "theory/state-capitalism", "theory", "affirmed", ["state-socialism no"]),
        ("derives_from", "theory/state-capitalism", "theory/socialism", "theory", "affirmed", []),
        ("wrote", "theorist/milovan-djilas", "work/the-new-class", "theorist", "affirmed", []),
    ],
)  # fmt: skip
def test_relations_give_their_answers(predicate, subject, object, kind, polarity, answers) -> None:
    assert told(answers_of_relation(predicate, subject, object, kind, polarity, PACK)) == answers


def test_a_pack_without_issues_answers_nothing() -> None:
    assert answers_of_claim("Russia was capitalist", [], None, "asserts", False, NO_PACK) == ()
    assert answers_of_relation("holds", "theorist/x", "theory/y", "theorist", "affirmed", NO_PACK) == ()


def test_the_same_words_however_they_are_printed() -> None:
    plain = words_of("the co-ordinator class of the USSR isn't a workers' state")
    assert words_of("The “coördinator”".replace("ö", "o") + " class of the U.S.S.R. isn’t a ‘workers’ state’") == plain
    assert words_of("a non- bourgeois, non-proletarian State") == ("a", "nonbourgeois", ",", "nonproletarian", "state")
    assert words_of("not a socialist revolution . . . but a managerial one")[4:6] == ("but", "a")
    assert [c.asked for c in clauses_of(words_of("Is it so? It is."))] == [True, False]


def test_statements_without_words_give_nothing() -> None:
    for text in ("", "…", "?!", "«»", "' '"):
        assert answers_of_claim(text, [], None, "asserts", False, PACK) == ()


def test_a_users_pack_brings_its_own_questions(tmp_path: Path) -> None:
    (tmp_path / "issues.ttl").write_text(
        """@prefix dox: <https://w3id.org/doxograph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix b: <https://w3id.org/doxograph/issue/> . @prefix light: <https://w3id.org/doxograph/issue/light/> .
        b:light a dox:Issue ; skos:notation "light" ; skos:prefLabel "What is light?" ; dox:rank 1 .
        light:wave a dox:Answer ; dox:ofIssue b:light ; skos:notation "wave" ; skos:prefLabel "a wave" ;
          dox:wording "light .. wave|waves" .
        light:grain a dox:Answer ; dox:ofIssue b:light ; skos:notation "grain" ; skos:prefLabel "particles" ;
          dox:wording "light .. particles" .
        """,
        "utf-8",
    )
    pack = load_pack(tmp_path)
    assert told(answers_of_claim("light consists of waves", [], None, "asserts", False, pack)) == ["light wave"]
    assert told(answers_of_claim("light does not consist of particles", [], None, "asserts", False, pack)) == []


@pytest.mark.parametrize("wording", ["{no-such-list} rules", "light (wave)", "light ; wave"])
def test_a_malformed_wording_is_refused_by_name(tmp_path: Path, wording: str) -> None:
    (tmp_path / "issues.ttl").write_text(
        f"""@prefix dox: <https://w3id.org/doxograph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://w3id.org/doxograph/issue/light> a dox:Issue ; skos:notation "light" ; skos:prefLabel "What is light?" .
        <https://w3id.org/doxograph/issue/light/wave> a dox:Answer ; dox:ofIssue <https://w3id.org/doxograph/issue/light> ;
          skos:notation "wave" ; skos:prefLabel "a wave" ; dox:wording "{wording}" .""",
        "utf-8",
    )
    with pytest.raises(InputError, match="wording"):
        answers_of_claim("light is a wave", [], None, "asserts", False, load_pack(tmp_path))


GOLD = Path(__file__).parents[3] / "shared" / "gold"


@pytest.mark.skipif(not (GOLD / "dev" / "positions.tsv").exists(), reason="the shared gold annotations are not here")
def test_positions_follow_from_annotated_statements() -> None:
    """From what a reader marked in two texts to the positions a reader gave their holders: F1 over (holder, issue, answer)."""
    holders: dict[str, str] = {}
    for line in (GOLD / "holders.tsv").read_text("utf-8").splitlines()[1:]:
        name, _, others = line.partition("\t")
        holders.update(dict.fromkeys([name, *others.split("|")], name))
    found = set()
    for seed in ("seed-1", "seed-2"):
        made = json.loads((GOLD / "dev" / f"{seed}.json").read_text("utf-8"))
        entities = {e["id"]: e for e in made["entities"]}

        def name(role: str, entities: dict = entities) -> str:
            return holders.get(entities[role]["name"], entities[role]["name"]) if role in entities else role

        def key(role: str, entities: dict = entities) -> str:
            known = (PACK.entity(form) for form in (entities[role]["name"], *entities[role]["aliases"]))
            return next((e.key for e in known if e and e.type == entities[role]["type"]), entities[role]["name"])

        for c in (c for c in made["claims"] if c["stance"] != "questions"):
            holder = key(c["holder"]) if c["holder"] in entities else None
            hits = answers_of_claim(c["quote"], [key(a) for a in c["about"]], holder, c["stance"], False, PACK)
            found.update((name(c["holder"]), hit.issue, hit.answer) for hit in hits)
        for r in (r for r in made["relations"] if entities[r["subject"]]["type"] != "work"):
            kind = entities[r["subject"]]["type"]
            hits = answers_of_relation(r["predicate"], key(r["subject"]), key(r["object"]), kind, r["polarity"], PACK)
            party = name(r["subject"] if r["predicate"] in ("holds", "rejects") else r["asserted_by"])
            found.update((party, hit.issue, hit.answer) for hit in hits if not hit.tentative)
    rows = [line.split("\t") for line in (GOLD / "dev" / "positions.tsv").read_text("utf-8").splitlines()[1:]]
    wanted = {(row[0], row[1], row[2]) for row in rows}
    found = {row for row in found if row[0] != "unknown"}
    right = len(found & wanted)
    assert 2 * right / (len(found) + len(wanted)) >= 0.8, sorted(found ^ wanted)
