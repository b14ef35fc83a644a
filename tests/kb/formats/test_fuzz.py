"""Damaged files: 500 mutations for each format that is read; nothing but InputError, nothing slow, nothing brought in by half."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

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
SLOWEST = 5.0  # seconds for one file
_SIGNS = [b"{", b"}", b"[", b"]", b"<", b">", b'"', b"\\", b"\x00", b"\xff", b"\n\n", b"  - ", b"(1) ", b"----\n", b"*a", b"&a", b"null",
          b"-1", b"9" * 400, b"1e999", b"\xed\xa0\x80", b"\xf0\x9f\x9c\x9a", b"<span id=node1>", b"=" * 5, b"/*", b"#("]  # fmt: skip


def seeds(format: Format) -> list[bytes]:
    """Sound files: others' where they are there, and our own."""
    patterns = {"argdown": "argdown/*.argdown", "aif": "aif/*.json", "xaif": "aif/*.json", "dna": "dna/*.dna"}
    theirs = [path.read_bytes() for path in sorted(PEERS.glob(patterns[format.name]))] if format.name in patterns else []
    ours = [write(format, [one]) for one in (rich(), made.A, made.B)] if format.writes else []
    assert theirs or ours, f"no seed for {format.name}"
    return theirs + ours


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with one to eight pieces changed, cut, doubled, moved or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        a, b = sorted(chance.randrange(len(made) + 1) for _ in range(2)) if made else (0, 0)
        b = min(b, a + chance.choice((1, 4, 64, 4096, len(made))))
        match chance.randrange(7):
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


def damaged(format: Format, count: int) -> Iterator[tuple[int, bytes]]:
    chance, whole = random.Random(f"doxograph {format.name}"), seeds(format)
    for number in range(count):
        yield number, mutated(chance.choice(whole), chance)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("format", READ, ids=lambda f: f.name)
def test_a_damaged_file_is_refused_or_read_and_never_worse(format: Format) -> None:
    reads = getattr(import_module(f"kb.formats.{format.module}"), format.reads or "")
    refused = taken = 0
    for number, data in damaged(format, COUNT):
        started = time.perf_counter()
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
        assert time.perf_counter() - started < SLOWEST, f"file {number} took {time.perf_counter() - started:.1f} s"
    assert refused and taken, (refused, taken)  # both ways were tried


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
