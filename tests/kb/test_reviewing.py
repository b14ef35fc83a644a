"""What a reviewer wishes is recorded and in the graph at once, and undoing it leaves no trace there."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from made import A, B, C, extract, write_corpus

from kb import review
from kb.build import build
from kb.check import check
from kb.errors import StoreError, UsageError
from kb.exchange import kept_statements
from kb.model import Document, Evidence, Statements
from kb.queries import claim, claims_of, entity, source
from kb.queries.orphans import orphans
from kb.reviewing import done
from kb.store import open_store

TEXT = A.document.text
CLAIM = A.claims[0]
ON_CLAIM = {"source": "a", "kind": "claim", "id": CLAIM.id}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    build(write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "data", extract=extract)
    return tmp_path / "data"


def contents(data: Path) -> dict[str, bytes]:
    from kb.formats import serialise

    with open_store(data, read_only=True) as store:
        return {"all": serialise.export(store, "nquads")}


def indexed(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the index of words; where an entry stands there does not matter."""
    with closing(sqlite3.connect(data / "index" / "search.sqlite")) as index:
        index.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        told = index.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words%' ORDER BY name")
        rows = {name: index.execute(f"SELECT * FROM {name}").fetchall() for (name,) in told.fetchall()}
    return {name: sorted((row[1:] if name == "entry" else row for row in found), key=repr) for name, found in rows.items()}


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


WISHES = {
    "accept": {"do": "accept", **ON_CLAIM},
    "reject": {"do": "reject", **ON_CLAIM},
    "correct": {
        "do": "correct",
        **ON_CLAIM,
        "change": {
            "holder": "Rosa Luxemburg",
            "stance": "denies",
            "content": [at("new ruling class")],
            "about": ["Soviet Union"],
        },
    },
    "add a claim": {
        "do": "add",
        "source": "a",
        "kind": "claim",
        "change": {"holder": "Leon Trotsky", "content": [at("Leon Trotsky denied")], "about": ["theory: workers' state"]},
    },
    "add a relation": {
        "do": "add",
        "source": "a",
        "kind": "relation",
        "change": {
            "subject": "Leon Trotsky",
            "predicate": "rejects",
            "object": "class theory",
            "content": [at("Leon Trotsky denied")],
        },
    },
    "correct a relation": {
        "do": "correct",
        "source": "b",
        "kind": "relation",
        "id": B.relations[1].id,
        "change": {"predicate": "differs_from", "object": "theorist: Nobody Known", "polarity": "affirmed"},
    },
    "reject an argument": {"do": "reject", "source": "a", "kind": "argument", "id": A.arguments[0].id},
    "correct an argument": {
        "do": "correct",
        "source": "a",
        "kind": "argument",
        "id": A.arguments[0].id,
        "change": {"kind": "attacks"},
    },
    "correct an argument's claims": {
        "do": "correct",
        "source": "a",
        "kind": "argument",
        "id": A.arguments[0].id,
        "change": {"premises": [A.arguments[0].conclusion], "conclusion": A.arguments[0].premises[0]},
    },
    "add an argument": {
        "do": "add",
        "source": "a",
        "kind": "argument",
        "change": {"premises": [f"/source/a/claim/{A.claims[2].id}"], "conclusion": A.claims[0].id, "kind": "attacks"},
    },
    "merge": {"do": "merge", "key": "theory/managerial-society", "into": "theory/bureaucratic-collectivism"},
    "split": {"do": "split", "key": "theorist/james-burnham", "members": [["b", "theorist/burnham"]], "label": "Philip Burnham"},
}


@pytest.mark.parametrize("name", WISHES)
def test_a_wish_is_done_soundly_and_undone_without_a_trace(data: Path, name: str) -> None:
    before = contents(data)
    told = done(data, WISHES[name], who="Ann", at="2026-11-24T12:00:00Z")
    assert contents(data) != before
    assert check(data) == []
    undone = done(data, {"do": "undo", "decision": told["decision"]}, who="Bob")
    assert undone["said"] == "Undone." and contents(data) == before
    assert [(e.decision.who, e.decision.verdict) for e in review.log(data)] == [("Ann", WISHES[name]["do"]), ("Bob", "undo")]


@pytest.mark.parametrize("name", WISHES)
def test_what_is_changed_at_once_is_what_building_anew_gives(data: Path, name: str, tmp_path: Path) -> None:
    for earlier in ("accept", "add a claim", name):
        done(data, WISHES[earlier], who="Ann")
    there = tmp_path / "anew"
    there.mkdir()
    review.bring_in(there, [entry.decision for entry in review.log(data)])
    build(tmp_path / "corpus", there, extract=extract)
    assert contents(there) == contents(data)


def test_a_correction_shows_everywhere(data: Path) -> None:
    told = done(data, WISHES["correct"], who="Ann")
    with open_store(data, read_only=True) as store:
        found = claim(store, store.names.base[:-1] + told["path"])
        assert (found.text, found.stance, found.holder.label) == ("new ruling class", "denies", "Rosa Luxemburg")
        assert [c.text for c in claims_of(store, holder="Rosa Luxemburg").claims] == ["new ruling class"]
        assert found.iri in {c.iri for c in source(store, "a").claims}
        assert CLAIM.quote not in {c.text for c in source(store, "a").claims}
        assert any(hit.iri == found.iri for hit in store.search("ruling class", kinds=["claim"]))
        assert entity(store, "theorist/rosa-luxemburg").ref.label == "Rosa Luxemburg"


def arguments(data: Path) -> list[tuple[list[str], str, str]]:
    with open_store(data, read_only=True) as store:
        return sorted(([p.text for p in a.premises], a.kind, a.conclusion.text) for a in source(store, "a").arguments)


def test_an_argument_goes_on_with_its_corrected_claim_and_back(data: Path) -> None:
    argument = A.arguments[0]
    premise = next(c for c in A.claims if c.id == argument.premises[0])
    before = arguments(data)
    assert len(before) == len(A.arguments)
    change = {"stance": "questions", "content": [[premise.content[0].start + 4, premise.content[0].end]]}
    told = done(data, {"do": "correct", "source": "a", "kind": "claim", "id": premise.id, "change": change}, who="Ann")
    after = arguments(data)
    assert len(after) == len(before) and [premise.quote[4:]] in [premises for premises, _, _ in after]
    assert check(data) == []
    # a decision on it is one on what was read, and holds when the claim is put back
    with open_store(data, read_only=True) as store:
        moved = next(a for a in source(store, "a").arguments if a.premises[0].text == premise.quote[4:])
    id = moved.iri.rpartition("/")[2]
    turned = done(data, {"do": "correct", "source": "a", "kind": "argument", "id": id, "change": {"kind": "attacks"}}, who="Bob")
    assert review.decisions(data)[-1].target == argument.id
    assert ([premise.quote[4:]], "attacks") in [row[:2] for row in arguments(data)]
    done(data, {"do": "undo", "decision": told["decision"]}, who="Ann")
    assert ([premise.quote], "attacks") in [row[:2] for row in arguments(data)]
    done(data, {"do": "undo", "decision": turned["decision"]}, who="Bob")
    assert arguments(data) == before


def test_an_added_argument_stands_on_added_and_corrected_claims(data: Path) -> None:
    added = done(data, WISHES["add a claim"], who="Ann")["path"]
    corrected = done(data, WISHES["correct"], who="Ann")["path"]
    wish = {"do": "add", "source": "a", "kind": "argument", "change": {"premises": [added], "conclusion": corrected}}
    told = done(data, wish, who="Ann")
    assert (["Leon Trotsky denied"], "supports", "new ruling class") in arguments(data)
    assert check(data) == []
    made = review.decisions(data)[-1]
    assert made.statement["conclusion"] == CLAIM.id  # by what outlasts the correction
    done(data, {"do": "undo", "decision": 2}, who="Ann")
    assert (["Leon Trotsky denied"], "supports", CLAIM.quote) in arguments(data)
    id = told["path"].rpartition("/")[2]
    done(data, {"do": "correct", "source": "a", "kind": "argument", "id": id, "change": {"kind": "attacks"}}, who="Bob")
    assert (["Leon Trotsky denied"], "attacks", CLAIM.quote) in arguments(data)
    done(data, {"do": "undo", "decision": 1}, who="Ann")  # without its premise it is no argument
    assert "Leon Trotsky denied" not in str(arguments(data))
    with open_store(data, read_only=True) as store:
        assert {orphan.why for orphan in orphans(store, data)} == {"a claim that it joins is gone"}


def grown(document: Document) -> Statements:
    """A, read in its text with more words in front."""
    by = document.text.index(TEXT)

    def there(part: Evidence) -> Evidence:
        return document.evidence(part.start + by, part.end + by)

    claims = [replace(c, content=tuple(map(there, c.content)), evidence=there(c.evidence)) for c in A.claims]
    arguments = [replace(a, evidence=there(a.evidence)) for a in A.arguments]
    relations = [replace(r, evidence=there(r.evidence)) for r in A.relations]
    entities = [replace(e, mentions=tuple((start + by, end + by) for start, end in e.mentions)) for e in A.entities]
    return replace(A, document=document, entities=tuple(entities), claims=tuple(claims), relations=tuple(relations),
                   arguments=tuple(arguments))  # fmt: skip


def test_an_argument_is_found_again_in_a_text_that_grew(data: Path, tmp_path: Path) -> None:
    done(data, WISHES["add an argument"], who="Ann")
    before = arguments(data)
    done(data, {"do": "reject", "source": "a", "kind": "argument", "id": A.arguments[0].id}, who="Ann")
    left = arguments(data)
    assert len(left) == len(before) - 1
    (tmp_path / "corpus" / "a.txt").write_text("A new line in front of all.\n" + TEXT, "utf-8")
    build(tmp_path / "corpus", data, extract=lambda d: grown(d) if d.source.id == "a" else extract(d))
    assert arguments(data) == left


def test_a_further_correction_builds_on_the_first_and_accepting_it_is_making_it(data: Path) -> None:
    first = done(data, {"do": "correct", **ON_CLAIM, "change": {"stance": "denies"}}, who="Ann")
    id = first["path"].rpartition("/")[2]
    second = done(data, {"do": "correct", **ON_CLAIM, "id": id, "change": {"hedged": True}}, who="Ann")
    last = second["path"].rpartition("/")[2]
    kept = done(data, {"do": "accept", **ON_CLAIM, "id": last}, who="Bob")
    assert kept["path"] == second["path"]
    made = review.decisions(data)
    assert [d.target for d in made] == [CLAIM.id] * 3
    assert made[2].change == made[1].change == {"stance": "denies", "hedged": True}
    assert review.agreement(made).pairs[0].same == 1
    back = done(data, {"do": "correct", **ON_CLAIM, "id": last, "change": {"stance": "asserts"}}, who="Ann")
    with open_store(data, read_only=True) as store:
        assert claim(store, store.names.base[:-1] + back["path"]).stance == "asserts"


def test_additions_count_and_stand_in_their_text(data: Path) -> None:
    told = done(data, WISHES["add a claim"], who="Ann")
    with open_store(data, read_only=True) as store:
        assert store.names.base[:-1] + told["path"] in {c.iri for c in source(store, "a").claims}
        assert claims_of(store, holder="Leon Trotsky", source="a").total == 2
        assert len(kept_statements(store, "a", data=data).claims) == len(A.claims) + 1
        assert len(kept_statements(store, "a").claims) == len(A.claims)


def test_split_names_are_two_and_each_has_its_own(data: Path) -> None:
    done(data, WISHES["split"], who="Ann")
    with open_store(data, read_only=True) as store:
        assert {c.text for c in claims_of(store, holder="Philip Burnham").claims} == {"a new class rules"}
        assert len(claims_of(store, holder="theorist/james-burnham").claims) == 2


def test_done_twice_is_done_once(data: Path) -> None:
    one = done(data, WISHES["accept"], who="Ann", uid="0" * 20)
    assert done(data, WISHES["accept"], who="Ann", uid="0" * 20)["decision"] == one["decision"]
    undo = {"do": "undo", "decision": one["decision"]}
    done(data, undo, who="Ann", uid="1" * 20)
    done(data, undo, who="Ann", uid="1" * 20)
    assert len(review.log(data)) == 2


def test_decisions_on_what_is_gone_are_listed(data: Path, tmp_path: Path) -> None:
    done(data, WISHES["accept"], who="Ann")
    done(data, {"do": "accept", "source": "b", "kind": "claim", "id": B.claims[0].id}, who="Ann")
    (tmp_path / "corpus" / "a.txt").write_text("Something else altogether is written here now.", "utf-8")
    (tmp_path / "corpus" / "b.txt").unlink()
    toml = (tmp_path / "corpus" / "sources.toml").read_text("utf-8").split("[b]")
    (tmp_path / "corpus" / "sources.toml").write_text(toml[0] + "[c]" + toml[1].split("[c]")[1], "utf-8")
    build(tmp_path / "corpus", data, extract=extract)
    with open_store(data, read_only=True) as store:
        found = {orphan.decision.source: orphan.why for orphan in orphans(store, data)}
    assert found == {"a": "its words are gone", "b": "its text is not here"}
    assert check(data) == []


@pytest.mark.parametrize(
    ("wish", "what"),
    [
        ({"do": "praise"}, "nothing that a reviewer does"),
        ({"do": "accept", "source": "zzz", "kind": "claim", "id": "x"}, "no source"),
        ({"do": "accept", "source": "a", "kind": "claim", "id": "x"}, "no claim x"),
        ({"do": "correct", **ON_CLAIM, "change": {}}, "says what changes"),
        ({"do": "correct", **ON_CLAIM, "change": {"stance": "asserts"}}, "says what changes"),
        ({"do": "correct", **ON_CLAIM, "change": {"content": [[5, 5]]}}, "outside the text"),
        ({"do": "add", "source": "a", "kind": "claim", "change": {}}, "needs words"),
        ({"do": "add", "source": "a", "kind": "relation", "change": {"content": [[0, 9]]}}, "subject and predicate and object"),
        ({"do": "add", "source": "a", "kind": "argument", "change": {"premises": [CLAIM.id]}}, "premises and a conclusion"),
        (
            {"do": "add", "source": "a", "kind": "argument", "change": {"premises": [CLAIM.id], "conclusion": CLAIM.id}},
            "another claim",
        ),
        (
            {"do": "add", "source": "a", "kind": "argument", "change": {"premises": ["x"], "conclusion": CLAIM.id}},
            "no claim 'x'",
        ),
        ({"do": "merge", "key": "nobody", "into": "theory/a"}, "names no entity"),
        ({"do": "undo", "decision": 7}, "no decision 7"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(data: Path, wish: dict[str, object], what: str) -> None:
    before = contents(data)
    with pytest.raises(UsageError, match=what):
        done(data, wish, who="Ann")
    assert review.log(data) == [] and contents(data) == before


def test_there_must_be_a_knowledge_base(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no knowledge base"):
        done(tmp_path / "none", WISHES["accept"], who="Ann")


@pytest.mark.parametrize("name", ["accept", "reject", "correct a relation", "known names"])
def test_a_decision_on_one_source_reads_no_other(data: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wishes = {
        "known names": {"do": "correct", **ON_CLAIM, "change": {"holder": "Leon Trotsky", "stance": "denies"}},
        "correct a relation": {
            "do": "correct", "source": "b", "kind": "relation", "id": B.relations[1].id, "change": {"polarity": "affirmed"},
        },
    }  # fmt: skip
    before = contents(data)
    with monkeypatch.context() as patched:
        patched.setattr("kb.reviewing.commit", lambda *_: pytest.fail("everything was computed again"))
        told = done(data, wishes.get(name, WISHES.get(name, {})), who="Ann")
    there = tmp_path / "anew"
    there.mkdir()
    review.bring_in(there, [entry.decision for entry in review.log(data)])
    build(tmp_path / "corpus", there, extract=extract)
    assert contents(there) == contents(data) != before
    assert indexed(there) == indexed(data)
    with monkeypatch.context() as patched:
        patched.setattr("kb.reviewing.commit", lambda *_: pytest.fail("everything was computed again"))
        done(data, {"do": "undo", "decision": told["decision"]}, who="Ann")
    assert contents(data) == before


@pytest.mark.parametrize("seed", range(6))
def test_any_row_of_decisions_comes_to_what_building_anew_gives(data: Path, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    changes: list[dict[str, object]] = [
        {"stance": "denies"}, {"stance": "questions"}, {"about": ["Soviet Union"]}, {"holder": "Leon Trotsky"},
        {"holder": "unknown"}, {"hedged": True}, {"about": []},
    ]  # fmt: skip
    ties: list[dict[str, object]] = [
        {"polarity": "denied"},
        {"polarity": "uncertain"},
        {"predicate": "similar_to"},
        {"asserted_by": "unknown"},
    ]
    fails = 0
    joins: list[dict[str, object]] = [{"kind": "attacks"}, {"premises": [A.claims[2].id]}, {"conclusion": A.claims[2].id}]
    for _ in range(18):
        made = chance.choice([A, A, B, C])
        statement = chance.choice([*made.claims, *made.relations, *made.arguments, *made.arguments])
        kind = "claim" if statement in made.claims else "relation" if statement in made.relations else "argument"
        change = chance.choice({"claim": changes, "relation": ties, "argument": joins}[kind])
        if made is A and kind == "claim" and chance.random() < 0.4:  # words that others have too
            change = {"content": [at(chance.choice(["new ruling class", "Leon Trotsky denied"]))]}
        wish = {"do": chance.choice(["accept", "reject", "correct", "correct", "undo"]), "source": made.document.source.id,
                "kind": kind, "id": statement.id, "decision": chance.randrange(1, 12),
                "change": change}  # fmt: skip
        try:
            done(data, wish, who=chance.choice(["Ann", "Bob"]))
        except UsageError:  # nothing changes by it, or it is undone already
            fails += 1
    assert fails < 16
    there = tmp_path / "anew"
    there.mkdir()
    review.bring_in(there, [entry.decision for entry in review.log(data)])
    build(tmp_path / "corpus", there, extract=extract)
    assert contents(there) == contents(data)
    assert indexed(there) == indexed(data)
    assert check(data) == []
