"""The log keeps every line; undoing is a further one; decisions go out and come in without loss."""

from __future__ import annotations

import sqlite3

import pytest
from made import A, B

from kb.errors import InputError, UsageError
from kb.review import add, bring_in, decide, decisions, from_lines, log, merge, record, split, to_lines, withdraw

CLAIM = A.claims[0]


def accepted(who="Ann", at="2026-11-24T12:00:00Z"):
    return decide("accept", CLAIM, A.document.text, who=who, at=at)


def test_undoing_is_a_line_and_can_be_undone(tmp_path):
    first = record(tmp_path, accepted())
    undoing = withdraw(tmp_path, first.id, who="Bob", at="2026-11-24T13:00:00Z")
    assert decisions(tmp_path) == []
    entries = log(tmp_path)
    assert [entry.decision.verdict for entry in entries] == ["accept", "undo"]
    assert entries[0].undone == undoing and (undoing.who, undoing.at) == ("Bob", "2026-11-24T13:00:00Z")
    with pytest.raises(UsageError, match="undone already"):
        withdraw(tmp_path, first.id)
    withdraw(tmp_path, undoing.id)
    assert decisions(tmp_path) == [first] and len(log(tmp_path)) == 3


def test_the_same_word_given_twice_is_two_lines_and_sent_twice_is_one(tmp_path):
    record(tmp_path, accepted())
    again = record(tmp_path, accepted())
    assert len(log(tmp_path)) == 2
    assert record(tmp_path, again) == again and len(log(tmp_path)) == 2


def test_export_and_import_lose_nothing_and_repeat_nothing(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir(), there.mkdir()
    record(there, accepted("Carl"))
    first = record(here, accepted())
    record(here, decide("correct", B.relations[1], B.document.text, who="Bob", change={"polarity": "denied"}, note="é\n"))
    record(here, merge("theory/a", "theory/b", who="Ann"))
    record(here, split("theory/a", [("a", "theory/a")], "theory/c", who="Ann", label="C"))
    record(here, add(CLAIM, A.document.text, who="Ann"))
    withdraw(here, first.id)
    lines = to_lines(log(here))
    assert bring_in(there, from_lines(lines)) == 6
    assert bring_in(there, from_lines(lines)) == 0
    assert to_lines(log(there)).splitlines()[1:] == lines.splitlines()
    assert [d.verdict for d in decisions(there)] == ["accept", "correct", "merge", "split", "add"]


@pytest.mark.parametrize("line", ["{", "[]", '{"verdict": "praise", "who": "A", "kind": "claim"}', '{"verdict": "accept"}',
                                  '{"verdict": "accept", "who": "A", "kind": "claim", "change": 3}', '{"x": 1}'])  # fmt: skip
def test_lines_that_are_no_decisions_are_refused_with_their_number(line):
    with pytest.raises(InputError, match="line 2 is no decision"):
        from_lines("\n" + line)


def test_a_log_from_before_times_were_kept_is_read_and_goes_on(tmp_path):
    with sqlite3.connect(tmp_path / "review.sqlite") as connection:
        connection.execute(
            "CREATE TABLE decision (id INTEGER PRIMARY KEY, verdict TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, "
            "source TEXT NOT NULL, target TEXT NOT NULL, statement TEXT NOT NULL, change TEXT NOT NULL, note TEXT NOT NULL)"
        )
        told = (1, "merge", "Ann", "entity", "", "theory/a", "{}", '{"into": "theory/b"}', "")
        connection.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", told)
    connection.close()
    (old,) = decisions(tmp_path)
    assert (old.at, old.uid, old.change) == ("", "first-1", {"into": "theory/b"})
    withdraw(tmp_path, old.id)
    assert decisions(tmp_path) == []
