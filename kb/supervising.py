"""A writer kept alive beside the web workers, and ended with them."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.writer import command

_AGAIN = 1.0  # seconds before a writer that died is started anew
_GRACE = 15.0  # seconds that it has to finish what it is writing


@contextmanager
def writer_beside(data: Path, *, pack: str, store: str | None = None) -> Iterator[Callable[[], int | None]]:
    """Keep a writer process at work on a data folder while the block runs; one that dies is started again.

    The block gets a function that tells the number of the process, None where there is none just now.

    It ends by itself where this process is killed: its standard input does then.
    """
    ending = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not ending.is_set():
            process = subprocess.Popen(command(data, pack=pack, store=store), stdin=subprocess.PIPE)
            running[:] = [process]
            process.wait()
            ending.wait(_AGAIN)

    keeper = threading.Thread(target=keep, name="keeping the writer", daemon=True)
    keeper.start()
    try:
        yield lambda: next((process.pid for process in running if process.poll() is None), None)
    finally:
        ending.set()
        for process in running:
            _end(process)
        keeper.join(_AGAIN)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()
    until = time.monotonic() + _GRACE
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    if process.poll() is None:
        process.kill()  # its work is done again, or undone, by the next that writes
