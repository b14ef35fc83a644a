"""Damaged files: 500 mutations for each format that is read; nothing but InputError, nothing slow, nothing brought in by half."""

from __future__ import annotations

import copy
import io
import json
import random
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kb.errors import InputError
from kb.exchange import bring_in
from kb.formats import FORMATS, Format, write
from kb.graph import sorted_nquads, to_quads
from kb.model import Source
from tests.kb import made
from tests.kb.formats.features import rich

PEERS = Path(__file__).parents[4] / "shared" / "peers"
READ = [format for format in FORMATS if format.reads]
COUNT = 500
#: a file as LangExtract saves it; we only read those
LANGEXTRACT = b"""{"extractions": [
 {"extraction_class": "person", "extraction_text": "Holm", "char_interval": {"start_pos": 0, "end_pos": 4}, "attributes": {}},
 {"extraction_class": "claim", "extraction_text": "the moon is hollow", "char_interval": {"start_pos": 15, "end_pos": 33},
  "alignment_status": "match_exact", "attributes": {"holder": "Holm", "stance": "asserts", "about": ["moon"]}},
 {"extraction_class": "relation", "extraction_text": "Holm follows Lund", "char_interval": {"start_pos": 35, "end_pos": 52},
  "attributes": {"subject": "Holm", "object": "Lund", "predicate": "derives_from"}}],
 "text": "Holm said that the moon is hollow. Holm follows Lund.", "document_id": "doc_1"}""".replace(b"\n", b"")
SLOWEST = 5.0  # seconds of work for one file
_SIGNS = [
    *(b"{", b"}", b"[", b"]", b"<", b">", b'"', b"\\", b"\x00", b"\xff", b"\n\n", b"  - ", b"(1) ", b"----\n", b"*a", b"&a"),
    *(b"null", b"-1", b"9" * 400, b"1e999", b"\xed\xa0\x80", b"\xf0\x9f\x9c\x9a", b"<span id=node1>", b"=====", b"/*", b"#("),
]

SHEETS = {
    "csv": [
        "source,person,stance,claim,quote,theory,year\nA,Ada,yes,wheels turn,They say that wheels turn.,mechanism,1843\n" * 3,
        "text;start;end;holder;subject;predicate;object\nAda held that it is.;14;19;Ada;;;\nx y;;;;Ada;holds;it\n",
    ]
}  #: what other people write


def seeds(format: Format) -> list[bytes]:
    """Sound files: others' where they are there, and our own."""
    patterns = {"argdown": "argdown/*.argdown", "aif": "aif/*.json", "xaif": "aif/*.json", "dna": "dna/*.dna"}
    theirs = [path.read_bytes() for path in sorted(PEERS.glob(patterns[format.name]))] if format.name in patterns else []
    theirs += [text.encode() for text in SHEETS.get(format.name, ())]
    ours = [write(format, [one]) for one in (rich(), made.A, made.B)] if format.writes else []
    if format.name == "langextract":
        ours = [LANGEXTRACT]
    assert theirs or ours, f"no seed for {format.name}"
    return theirs + ours


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with one to four pieces changed, cut, doubled, moved or put in."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        a, b = sorted(chance.randrange(len(made) + 1) for _ in range(2)) if made else (0, 0)
        b = min(b, a + chance.choice((1, 4, 64, 4096, len(made))))
        match chance.choice((0, 0, 0, 1, 2, 2, 3, 4, 5, 6)):
            case 0:
                made[a : a + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[a:b]
            case 2:
                made[a:a] = chance.choice(_SIGNS) * chance.choice((1, 1, 2, 50))
            case 3:
                made[a:a] = made[a:b]
            case 4:
                del made[b:]
            case 5:
                piece = made[a:b]
                del made[a:b]
                at = chance.randrange(len(made) + 1)
                made[at:at] = piece
            case 6:
                made[a:b] = bytes(chance.randrange(256) for _ in range(min(b - a, 64)))
    return bytes(made)


_VALUES: list[object] = [None, True, -1, 0, 10**30, 1.5, "", "x", "9", "\ud800", "YA", "CA", [], {}, ["x"], {"a": None}]


def wrong_json(data: bytes, chance: random.Random) -> bytes:
    """JSON that is JSON still, with some values of other kinds, items gone or doubled, ids that meet or lead nowhere."""
    found = json.loads(data)
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
            places.append((value, key))
            walk(value[key])

    walk(found)
    for holder, key in chance.sample(places, min(len(places), chance.randint(1, 12))):
        other, other_key = chance.choice(places)
        with suppress(LookupError):  # what holds it is gone already
            match chance.randrange(4):
                case 0:
                    holder[key] = chance.choice(_VALUES)
                case 1:
                    holder[key] = copy.deepcopy(other[other_key])
                case 2:
                    del holder[key]
                case 3 if isinstance(holder, list):
                    holder.append(holder[key])
    return json.dumps(found).encode("utf-8", "surrogatepass")


def wrong_rows(data: bytes, chance: random.Random) -> bytes:
    """A database that is one still, with values of other kinds, rows gone, tables gone or of other columns."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(data)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for _ in range(chance.randint(1, 6)):
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            table = chance.choice(tables)
            column = chance.choice([row[1] for row in connection.execute(f"PRAGMA table_info({table})")])
            value = chance.choice(("NULL", "-1", "0", "9e18", "1.5", "'x'", "x'ff00'", "CAST(x'ff' AS TEXT)", "12345678901"))
            sql = chance.choice(
                [f"UPDATE OR IGNORE {table} SET {column} = {value} WHERE rowid % 3 = 0"] * 6
                + [
                    f"DELETE FROM {table} WHERE rowid % 2 = 0",
                    f"DROP TABLE {table}",
                    f"ALTER TABLE {table} RENAME COLUMN {column} TO z",
                ]
            )
            with suppress(sqlite3.Error):
                connection.execute(sql)
        return connection.serialize()


def wrong_zip(data: bytes, chance: random.Random) -> bytes:
    """A zip that is one still, with files damaged, gone or swapped."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample(sorted(files), chance.choice((1, 1, 2))):
        match chance.randrange(6):
            case 0:
                del files[name]
            case 1:
                files[name] = files[chance.choice(sorted(files))]
            case _:
                files[name] = mutated(files[name], chance)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return changed.getvalue()


def damaged(format: Format, count: int) -> Iterator[tuple[int, bytes]]:
    chance, whole = random.Random(f"doxograph {format.name}"), seeds(format)
    for number in range(count):
        data = chance.choice(whole)
        if number % 2 and data.startswith(b"SQLite"):
            yield number, wrong_rows(data, chance)
        elif number % 2 and data.startswith(b"{"):
            yield number, wrong_json(data, chance)
        elif number % 2 and data.startswith(b"PK"):
            yield number, wrong_zip(data, chance)
        else:
            yield number, mutated(data, chance)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("format", READ, ids=lambda f: f.name)
def test_a_damaged_file_is_refused_or_read_and_never_worse(format: Format) -> None:
    reads = getattr(import_module(f"kb.formats.{format.module}"), format.reads or "")
    refused = taken = 0
    for number, data in damaged(format, COUNT):
        started = time.process_time()
        try:
            readings = reads(data, Source("fuzz", "fuzz"))
        except InputError:
            refused += 1
        else:
            taken += 1
            for one in readings:
                for claim in one.claims:
                    for part in (*claim.content, claim.evidence, *claim.cue):
                        part.check(one.document.text)
                assert sorted_nquads(to_quads(one))
        assert time.process_time() - started < SLOWEST, f"file {number} took {time.process_time() - started:.1f} s of work"
    assert min(refused, taken) > COUNT // 20, (refused, taken)  # both ways were tried


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("format", READ, ids=lambda f: f.name)
def test_a_refused_file_leaves_no_trace(format: Format, tmp_path: Path) -> None:
    data = tmp_path / "data"
    sound = tmp_path / f"sound{format.suffixes[0]}"
    sound.write_bytes(seeds(format)[0])
    bring_in([sound], data, format=format.name)
    before = {path.name: path.read_bytes() for path in sorted((data / "statements").iterdir())}
    refused = 0
    for number, content in damaged(format, 40):
        file = tmp_path / f"bad-{number}{format.suffixes[0]}"
        file.write_bytes(content)
        try:
            getattr(import_module(f"kb.formats.{format.module}"), format.reads or "")(content, Source("x", "x"))
        except InputError:
            report = bring_in([file], data, format=format.name)
            assert len(report.refused) == 1 and not report.added and not report.changed
            refused += 1
        if refused == 5:
            break
    assert refused and before == {path.name: path.read_bytes() for path in sorted((data / "statements").iterdir())}
