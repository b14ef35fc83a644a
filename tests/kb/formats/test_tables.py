"""CSV: a zip of tables comes back whole, its metadata tells its columns, and coders' spreadsheets are read or refused by cell."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given, settings

from kb.errors import InputError
from kb.formats import tables
from kb.graph import ordered
from kb.model import AUTHOR, UNKNOWN, Source, Statements
from tests.kb import made
from tests.kb.formats.features import rich

SOURCE = Source("coding", "coding")


def sheet(text: str) -> tuple[Statements, ...]:
    return tables.read(text.encode(), SOURCE)


@settings(max_examples=150, deadline=None)
@given(s=made.any_statements())
def test_any_statements_come_back_whole(s: Statements) -> None:
    (again,) = tables.read(tables.write([s]), SOURCE)
    assert ordered(again) == ordered(made.rehomed(s))


def test_several_texts_come_back_and_the_bytes_are_the_same() -> None:
    data = tables.write([rich(), made.A, made.B, made.C])
    again = tables.read(data, SOURCE)
    assert again == tuple(map(ordered, (rich(), made.A, made.B, made.C)))
    assert tables.write(again) == data


def test_the_metadata_tells_each_table_and_column() -> None:
    with zipfile.ZipFile(io.BytesIO(tables.write([rich()]))) as archive:
        told = json.loads(archive.read("csv-metadata.json"))
        assert told["@context"] == "http://www.w3.org/ns/csvw"
        for table in told["tables"]:
            header, *rows = csv.reader(io.StringIO(archive.read(table["url"]).decode(), newline=""))
            assert header == [column["titles"] for column in table["tableSchema"]["columns"]]
            keys = [tuple(row[header.index(key)] for key in table["tableSchema"].get("primaryKey", header)) for row in rows]
            assert rows and len(set(keys)) == len(keys)


def test_a_coders_spreadsheet() -> None:
    (a, b) = sheet(
        "Source,Person,Stance,Claim,Quote,Theory,Year\n"
        "Engines,Ada,agrees,,engines can think,mechanism,1843\n"
        'Engines,group: Society,no,engines err,"Not one of them, they said, errs.",,\n'
        "Wheels,,?,,do wheels turn,,\n"
    )
    assert (a.document.source.title, a.document.source.year) == ("Engines", 1843)
    assert a.document.text == "engines can think\n\nNot one of them, they said, errs.\n\nengines err"
    assert [(c.holder, c.stance, c.quote, c.about) for c in a.claims] == [
        ("theorist/ada", "asserts", "engines can think", ("theory/mechanism",)),
        ("group/society", "denies", "engines err", ()),
    ]
    assert [(c.holder, c.stance) for c in b.claims] == [(UNKNOWN, "questions")]


def test_offsets_count_in_the_column_text_and_relations_are_rows_too() -> None:
    (s,) = sheet(
        "text;start;end;holder;hedged;subject;predicate;object;polarity\n"
        "🜚 Ada held that engines think.;16;29;author;yes;;;;\n"
        "🜚 Ada held that engines think.;;;;;Ada;member of;Society;denied\n"
    )
    assert s.document.text == "🜚 Ada held that engines think."
    assert [(c.holder, c.quote, c.hedged) for c in s.claims] == [(AUTHOR, "engines think", True)]
    assert [(r.subject, r.predicate, r.object, r.polarity, r.asserted_by) for r in s.relations] == [
        ("theorist/ada", "member_of", "group/society", "denied", AUTHOR)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("holder,stance\nAda,agrees\n", "no column is called claim"),
        ("holder,stance,quote\nAda,agrees,x\nAda,perhaps,y\n", "row 3, column stance: 'perhaps'"),
        ("holder,quote\nAda,x,y\n", "row 2 has 3 cells"),
        ("text,start,end\nabc,1,9\n", "row 2, column start"),
        ("text,quote\nabc,d\n", "row 2, column quote"),
        ("quote,year\nabc,soon\n", "row 2, column year: 'soon'"),
        ("quote,confidence\nabc,2\n", "row 2, column confidence"),
        ("subject,predicate,object\nAda,likes,Babbage\n", "row 2, column predicate"),
        ("quote\n", "no rows"),
        ('quote\n"a\n', "no table"),
    ],
)
def test_an_error_names_row_and_column(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        sheet(text)


def test_a_cell_changed_in_a_table_is_told_by_its_place() -> None:
    with zipfile.ZipFile(io.BytesIO(tables.write([made.A]))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["claims.csv"] = files["claims.csv"].replace(b"0.8", b"high", 1)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(InputError, match=r"claims\.csv, row 2, column confidence: 'high'"):
        tables.read(changed.getvalue(), SOURCE)
