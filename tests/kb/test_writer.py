from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb import jobs
from kb.jobs import Job
from kb.writer import KINDS, Desk, Kind, Writer, _function, command

HERE = Path(__file__).parent
MADE = (
    Kind("note", "work_kinds:note"),
    Kind("refuse", "work_kinds:refuse"),
    Kind("stumble", "work_kinds:stumble"),
    Kind("once-busy", "work_kinds:once_busy"),
    Kind("think", "work_kinds:after", aside="work_kinds:slow"),
    Kind("die", "work_kinds:after", aside="work_kinds:die"),
)


@pytest.fixture(autouse=True)
def findable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process that reads texts find the kinds of these tests."""
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.setenv("PYTHONPATH", f"{HERE}{os.pathsep}{HERE.parents[1]}")


@contextmanager
def working(data: Path) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=Writer(Desk(data), MADE).run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def ended(data: Path, kind: str, **payload: object) -> Job:
    return jobs.wait(data, jobs.enqueue(data, kind, payload).id, 30)


def until(true: Callable[[], object]) -> None:
    for _ in range(1500):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it never came")


@pytest.mark.parametrize("function", [f for kind in KINDS for f in (kind.do, kind.aside) if f])
def test_every_kind_names_a_function(function: str) -> None:
    assert callable(_function(function))


def test_jobs_are_done_in_order_and_their_results_kept(tmp_path: Path) -> None:
    asked = [jobs.enqueue(tmp_path, "note", {"n": n}).id for n in range(5)]
    with working(tmp_path):
        assert jobs.wait(tmp_path, asked[-1], 30).result == {"said": "Noted 4."}
    assert (tmp_path / "notes").read_text() == "0\n1\n2\n3\n4\n"


def test_what_fails_says_why_and_the_next_is_done(tmp_path: Path) -> None:
    with working(tmp_path):
        assert ended(tmp_path, "refuse").error == {"what": "this cannot be", "where": "here", "remedy": "Do otherwise."}
        assert "ZeroDivisionError" in ended(tmp_path, "stumble").error["what"]
        assert "nobody knows how to do 'fly'" in ended(tmp_path, "fly").error["what"]
        assert "died" in ended(tmp_path, "die").error["what"]
        assert ended(tmp_path, "note", n=7).state == "done"


def test_a_job_waits_for_another_writer_of_the_store(tmp_path: Path) -> None:
    with working(tmp_path):
        job = ended(tmp_path, "once-busy")
    assert (job.state, job.result["said"], job.tries) == ("done", "At last.", 1)


def test_quick_work_is_done_while_a_text_is_read(tmp_path: Path) -> None:
    with working(tmp_path):
        slow = jobs.enqueue(tmp_path, "think", {}).id
        until((tmp_path / "thinking").exists)
        assert jobs.job(tmp_path, slow).words == "thinking"
        assert ended(tmp_path, "note", n=1).state == "done"
        assert jobs.job(tmp_path, slow).state == "working"
        (tmp_path / "think-no-more").touch()
        assert jobs.wait(tmp_path, slow, 30).result == {"said": "thought"}


def test_a_second_writer_waits_for_the_first_to_end(tmp_path: Path) -> None:
    with working(tmp_path):
        assert ended(tmp_path, "note", n=1).state == "done"
        stop = threading.Event()
        second = threading.Thread(target=Writer(Desk(tmp_path), MADE[:1]).run, args=(stop,))
        second.start()
        # the second knows how to note alone: the first, which knows all, does this
        assert "this cannot be" in ended(tmp_path, "refuse").error["what"]
    assert ended(tmp_path, "note", n=2).state == "done"
    stop.set()
    second.join(20)


def test_a_writer_ends_with_its_parent_and_leaves_no_process(tmp_path: Path) -> None:
    jobs.enqueue(tmp_path, "note", {"n": 1})
    writer = subprocess.Popen(command(tmp_path, pack="none"), stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    until(lambda: jobs.job(tmp_path, 1).finished)
    assert writer.stdin
    writer.stdin.close()
    assert writer.wait(20) == 0
    assert writer.stderr
    writer.stderr.close()


def test_what_a_killed_writer_had_in_hand_is_done_by_the_next(tmp_path: Path) -> None:
    code = "import work_kinds, threading, sys, pathlib; from kb.writer import *; from test_writer import MADE\n"
    code += "if __name__ == '__main__': Writer(Desk(pathlib.Path(sys.argv[1])), MADE).run(threading.Event())"
    (tmp_path / "run.py").write_text(code)
    id = jobs.enqueue(tmp_path, "think", {}).id
    writer = subprocess.Popen([sys.executable, str(tmp_path / "run.py"), str(tmp_path)])
    until((tmp_path / "thinking").exists)
    writer.send_signal(signal.SIGKILL)
    writer.wait(20)
    assert jobs.job(tmp_path, id).state == "working"
    (tmp_path / "think-no-more").touch()
    with working(tmp_path):
        done = jobs.wait(tmp_path, id, 30)
    assert (done.state, done.tries) == ("done", 2)
