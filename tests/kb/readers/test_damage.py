"""Files of every format damaged at random: text comes out, or one clear refusal."""

from __future__ import annotations

import random
import signal
from pathlib import Path
from types import FrameType

import pytest
from making import check_blocks
from test_readers import a_file_of_each_format

import kb.readers as readers
from kb.errors import InputError

SECONDS = 20  # for one small file, which takes a tenth of one


def too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no alarms on this system")
@pytest.mark.parametrize("seed", range(6))
def test_damaged_files(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    wholes = {file.suffix: file.read_bytes() for file in a_file_of_each_format(tmp_path)}
    previous = signal.signal(signal.SIGALRM, too_long)
    try:
        for _ in range(60):
            for ending, whole in wholes.items():
                file = tmp_path / f"damaged{ending}"
                file.write_bytes(damaged(whole, chance))
                signal.alarm(SECONDS)
                try:
                    reading = readers.read(file)
                    check_blocks(reading.text, reading.blocks)
                except InputError as error:
                    assert error.remedy and "\n" not in str(error) and "TimeoutError" not in str(error)
                finally:
                    signal.alarm(0)
    finally:
        signal.signal(signal.SIGALRM, previous)


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, taken out, doubled or moved."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(data)), chance.randint(1, 40)
        piece = data[at : at + length]
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = piece
            case _:
                to = chance.randrange(len(data))
                data[to : to + len(piece)] = piece
        data = data or bytearray(b"x")
    return bytes(data)
