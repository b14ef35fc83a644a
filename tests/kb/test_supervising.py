from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kb import jobs
from kb.supervising import writer_beside


def until(true: Callable[[], object]) -> None:
    for _ in range(1000):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it never came")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_writer_that_dies_is_started_again_and_ends_with_the_block(tmp_path: Path) -> None:
    with writer_beside(tmp_path, pack="none") as writer:
        first = jobs.enqueue(tmp_path, "remove", {"source": "x"}).id
        assert "no knowledge base" in jobs.wait(tmp_path, first, 30).error["what"]
        before = writer()
        assert before
        os.kill(before, signal.SIGKILL)
        second = jobs.enqueue(tmp_path, "remove", {"source": "x"}).id
        assert jobs.wait(tmp_path, second, 30).state == "failed"
        after = writer()
        assert after and after != before
    assert not alive(after)


def test_a_writer_ends_where_its_server_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time, pathlib; from kb.supervising import writer_beside\n"
        "with writer_beside(pathlib.Path(sys.argv[1]), pack='none') as writer:\n"
        "    while writer() is None: time.sleep(0.01)\n"
        "    print(writer(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        writer = int(server.stdout.readline())
        assert alive(writer)
        server.kill()
    until(lambda: not alive(writer))
