"""Discourse Network Analyzer: the sample row for row, each field, round trips, the schema of others as judge of what we write."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import InputError
from kb.formats import dna, read_file
from kb.formats.dna.codebook import beginning
from kb.formats.dna.offsets import Offsets
from kb.formats.dna.statements import Coding, codings
from kb.formats.dna.tables import columns
from kb.model import AUTHOR, UNKNOWN, Source, Statements
from tests.kb import made
from tests.kb.formats.features import rich

SAMPLE = Path(__file__).parents[4] / "shared" / "peers" / "dna" / "sample.dna"
SOURCE = Source("debate", "debate")
needs_sample = pytest.mark.skipif(not SAMPLE.is_file(), reason="../shared/peers/dna/sample.dna is not there")


def database(**rows: list[dict[str, Any]]) -> bytes:
    """A database with the usual beginning, and these rows."""
    return dna.dump({**beginning(), **rows})


def document(id: int, text: str, **more: Any) -> dict[str, Any]:
    told = {"ID": id, "Title": f"Document {id}", "Text": text, "Coder": 1, "Author": "", "Source": "", "Section": "", "Notes": "",
            "Type": "", "Date": 0}  # fmt: skip
    return told | more


@needs_sample
def test_the_sample_comes_back_row_for_row() -> None:
    before = dna.load(SAMPLE.read_bytes())
    after = dna.load(dna.write(read_file(SAMPLE)))
    assert set(before) == set(after) == set(columns())
    for table in before:
        left_out = {"Password"} if table == "CODERS" else set()
        rows = [[{k: v for k, v in row.items() if k not in left_out} for row in tables[table]] for tables in (before, after)]
        assert rows[0] == rows[1], table
    assert sum(map(len, before.values())) == 348


@needs_sample
def test_the_sample_s_rows_are_what_sqlite_says() -> None:
    loaded = dna.load(SAMPLE.read_bytes())
    with closing(sqlite3.connect(f"file:{SAMPLE}?mode=ro&immutable=1", uri=True)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert set(names) == set(loaded)
        for name in names:
            found = connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
            assert [tuple(row.values()) for row in loaded[name]] == found
            assert list(columns()[name]) == [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]


@needs_sample
def test_what_we_write_fits_the_sample_s_own_schema() -> None:
    with closing(sqlite3.connect(f"file:{SAMPLE}?mode=ro&immutable=1", uri=True)) as sample:
        schema = [sql for (sql,) in sample.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    for readings in (read_file(SAMPLE), [rich()], [made.A, made.B, made.C]):
        with closing(sqlite3.connect(":memory:")) as theirs:
            theirs.execute("PRAGMA foreign_keys = ON")
            for sql in schema:
                theirs.execute(sql)
            for table, rows in dna.load(dna.write(readings)).items():
                for row in rows:
                    theirs.execute(
                        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
                    )
            assert theirs.execute("PRAGMA foreign_key_check").fetchall() == []


@needs_sample
def test_each_coding_of_the_sample_is_said_in_the_document_s_words() -> None:
    tables, readings = dna.load(SAMPLE.read_bytes()), read_file(SAMPLE)
    assert [r.document.source.id for r in readings] == [*(f"sample-{n}" for n in range(1, 8)), "sample-codebook"]
    assert [r.document.text for r in readings[:-1]] == [row["Text"] for row in tables["DOCUMENTS"]]
    entities = {row["ID"]: row["Value"] for row in tables["ENTITIES"]}
    said: dict[int, dict[int, Any]] = {}
    for row in tables["DATASHORTTEXT"]:
        said.setdefault(row["StatementId"], {})[row["VariableId"]] = entities[row["Entity"]]
    for row in tables["DATABOOLEAN"]:
        said.setdefault(row["StatementId"], {})[row["VariableId"]] = bool(row["Value"])
    coded = [
        (r["DocumentId"], r["Start"], r["Stop"], *(said[r["ID"]][v] for v in (1, 2, 3, 4)))
        for r in tables["STATEMENTS"]
        if r["StatementTypeId"] == 1
    ]
    ours = [(n, *coding) for n, reading in enumerate(readings[:-1], 1) for coding in codings(reading)]
    assert Counter(ours) == Counter(coded) and len(ours) == 40
    assert readings[0].document.source.year == 2005


def test_what_a_coding_says() -> None:
    rows = {
        "DOCUMENTS": [document(1, "🜚 Gold. Wheels think.", Author="Ada", Date=-4_000_000_000)],
        "STATEMENTS": [{"ID": 9, "StatementTypeId": 1, "DocumentId": 1, "Start": 9, "Stop": 22, "Coder": 1}],
        "ENTITIES": [
            {"ID": n, "VariableId": n, "Value": value, "Red": 0, "Green": 0, "Blue": 0, "ChildOf": None}
            for n, value in enumerate(("Babbage", "Royal Society", "Mechanism"), 1)
        ],
        "DATASHORTTEXT": [{"ID": n, "StatementId": 9, "VariableId": n, "Entity": n} for n in (1, 2, 3)],
        "DATABOOLEAN": [{"ID": 1, "StatementId": 9, "VariableId": 4, "Value": 0}],
    }
    one, book = dna.read(database(**rows), SOURCE)
    assert one.document.source.id == "debate-1" and one.document.source.author == "Ada" and one.document.source.year == 1843
    assert {(c.holder, c.stance, c.quote, c.about) for c in one.claims} == {
        ("theorist/babbage", "asserts", "Wheels think.", ("theory/mechanism",)),
        ("group/royal-society", "asserts", "Wheels think.", ("theory/mechanism",)),
    }
    assert {(r.subject, r.predicate, r.object, r.asserted_by) for r in one.relations} == {
        ("theorist/babbage", "rejects", "theory/mechanism", AUTHOR),
        ("group/royal-society", "rejects", "theory/mechanism", AUTHOR),
        ("theorist/babbage", "member_of", "group/royal-society", AUTHOR),
    }
    assert "Password" not in book.document.text and "Admin" in book.document.text
    assert codings(one) == [Coding(8, 21, "Babbage", "Royal Society", "Mechanism", False)]


def test_coders_who_name_their_variables_otherwise_are_understood() -> None:
    names = ("Speaker", "Organisation", "Belief", "Support")
    rows = {
        "VARIABLES": [{**row, "Variable": name} for row, name in zip(beginning()["VARIABLES"], names, strict=True)],
        "DOCUMENTS": [document(1, "Wheels think.")],
        "STATEMENTS": [{"ID": 9, "StatementTypeId": 1, "DocumentId": 1, "Start": 0, "Stop": 13, "Coder": 1}],
        "ENTITIES": [
            {"ID": n, "VariableId": n, "Value": value, "Red": 0, "Green": 0, "Blue": 0, "ChildOf": None}
            for n, value in enumerate(("Babbage", "Royal Society", "Mechanism"), 1)
        ],
        "DATASHORTTEXT": [{"ID": n, "StatementId": 9, "VariableId": n, "Entity": n} for n in (1, 2, 3)],
        "DATABOOLEAN": [{"ID": 1, "StatementId": 9, "VariableId": 4, "Value": 1}],
    }
    readings = dna.read(database(**rows), SOURCE)
    assert codings(readings[0]) == [Coding(0, 13, "Babbage", "Royal Society", "Mechanism", True)]
    again = dna.load(dna.write(readings))
    for table in ("VARIABLES", "STATEMENTS", "ENTITIES", "DATASHORTTEXT", "DATABOOLEAN"):
        assert again[table] == dna.load(database(**rows))[table]


def test_a_claim_that_is_gone_is_not_written_again() -> None:
    """The codebook keeps numbers, not codings: what a reviewer rejects leaves the file."""
    from dataclasses import replace

    tables = {
        "DOCUMENTS": [document(1, "One. Two.")],
        "STATEMENTS": [
            {"ID": n, "StatementTypeId": 1, "DocumentId": 1, "Start": a, "Stop": b, "Coder": 1}
            for n, a, b in ((4, 0, 4), (7, 5, 9))
        ],
    }
    one, book = dna.read(database(**tables), SOURCE)
    assert [c.holder for c in one.claims] == [UNKNOWN, UNKNOWN]
    kept = dna.load(dna.write([replace(one, claims=one.claims[1:]), book]))
    assert [(row["ID"], row["Start"]) for row in kept["STATEMENTS"]] == [(7, 5)]


def test_the_password_is_the_one_that_is_documented() -> None:
    """As DNA checks it: 16 bytes of salt, then 100,000 rounds of SHA-256."""
    import base64
    import hashlib

    raw = base64.b64decode(beginning()["CODERS"][0]["Password"])
    digest = raw[:16] + b"doxograph"
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert digest == raw[16:]


@given(st.text(st.sampled_from("aé🜚𝗢…"), max_size=30))
def test_offsets_are_counted_as_java_counts_them(text: str) -> None:
    offsets = Offsets(text)
    for place in range(len(text) + 1):
        assert offsets.units(place) == len(text[:place].encode("utf-16-le")) // 2
        assert offsets.points(offsets.units(place)) == place


named = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8).filter(lambda s: bool(s.strip()))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_codings_come_back(data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=2, max_size=40))
    place = st.integers(0, len(text) - 1).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, len(text))))
    drawn = data.draw(
        st.dictionaries(
            place, st.tuples(st.just("") | named, st.just("") | named, st.just("") | named, st.none() | st.booleans()), max_size=4
        )
    )
    offsets = Offsets(text)
    values = sorted({(v, name) for one in drawn.values() for v, name in enumerate(one[:3], 1)})
    number = {pair: n for n, pair in enumerate(values, 1)}
    rows: dict[str, list[dict[str, Any]]] = {
        "DOCUMENTS": [document(1, text)],
        "ENTITIES": [{"ID": n, "VariableId": v, "Value": name} for (v, name), n in number.items()],
        "STATEMENTS": [], "DATASHORTTEXT": [], "DATABOOLEAN": [],
    }  # fmt: skip
    for n, ((start, end), (*names, agreement)) in enumerate(sorted(drawn.items()), 1):
        units = {"Start": offsets.units(start), "Stop": offsets.units(end)}
        rows["STATEMENTS"].append({"ID": n, "StatementTypeId": 1, "DocumentId": 1, "Coder": 1, **units})
        for v, name in enumerate(names, 1):
            rows["DATASHORTTEXT"].append(
                {"ID": len(rows["DATASHORTTEXT"]) + 1, "StatementId": n, "VariableId": v, "Entity": number[v, name]}
            )
        if agreement is not None:
            rows["DATABOOLEAN"].append({"ID": n, "StatementId": n, "VariableId": 4, "Value": int(agreement)})
    first = dna.read(database(**rows), SOURCE)
    again = dna.load(dna.write(first))
    assert again["STATEMENTS"] == dna.load(database(**rows))["STATEMENTS"]
    # whether nobody named agrees, or somebody with nothing, is not carried
    expected = {
        (*place, *names, agreement if names[2] and (names[0] or names[1]) else None)
        for place, (*names, agreement) in drawn.items()
    }
    assert set(codings(first[0])) == expected


@settings(max_examples=60, deadline=None)
@given(made.any_statements().filter(lambda s: "\x00" not in str(s)))
def test_any_statements_can_be_written_and_read(s: Statements) -> None:
    again = dna.read(dna.write([s]), SOURCE)
    assert again[0].document.text == s.document.text
    places = {(min(p.start for p in c.content), max(p.end for p in c.content)) for c in s.claims if c.stance != "questions"}
    assert places <= {(c.content[0].start, c.content[0].end) for c in again[0].claims}


def test_what_is_no_dna_file_is_refused() -> None:
    whole = database(DOCUMENTS=[document(1, "One.")])
    bad = {
        b"PK": "no SQLite",
        whole[:3000]: "damaged|no table",
        b"SQLite format 3\x00" + bytes(600): "damaged|no table",
    }
    for data, words in bad.items():
        with pytest.raises(InputError, match=words):
            dna.read(data, SOURCE)
    outside = {"ID": 1, "StatementTypeId": 1, "DocumentId": 1, "Start": 2, "Stop": 90, "Coder": 1}
    with pytest.raises(InputError, match="outside its document"):
        dna.read(database(DOCUMENTS=[document(1, "One.")], STATEMENTS=[outside]), SOURCE)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW STATEMENTS AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS ID FROM n",
        "CREATE VIRTUAL TABLE STATEMENTS USING fts5(ID, StatementTypeId, DocumentId, Start, Stop, Coder)",
        "CREATE TABLE STATEMENTS (ID, StatementTypeId, DocumentId, Start AS (length(zeroblob(100000000))), Stop, Coder)",
        "CREATE TABLE STATEMENTS (ID INTEGER, StatementTypeId TEXT, DocumentId BLOB, Start, Stop, Coder)",
    ],
)
def test_a_database_that_would_compute_is_refused_or_harmless(sql: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.dna"
    path.write_bytes(database(DOCUMENTS=[document(1, "One.")]))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE STATEMENTS")
        connection.execute(sql)
        if "TABLE STATEMENTS (" in sql:
            names = "ID, StatementTypeId, DocumentId, Stop, Coder"
            connection.execute(f"INSERT INTO STATEMENTS ({names}) VALUES (1, 'x', x'00', 2, 3)")
    with pytest.raises(InputError):
        dna.read(path.read_bytes(), SOURCE)


def test_a_file_in_write_ahead_mode_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wal.dna"
    path.write_bytes(database(DOCUMENTS=[document(1, "One.")]))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert path.read_bytes()[18:20] == b"\x02\x02"
    assert dna.read(path.read_bytes(), SOURCE)[0].document.text == "One."
