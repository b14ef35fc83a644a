from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb import jobs
from kb.errors import InputError, StoreError, UsageError


def test_a_job_goes_from_queued_to_done(tmp_path: Path) -> None:
    asked = jobs.enqueue(tmp_path, "decide", {"verdict": "reject", "wörter": "“ja”"}, by="Ann")
    assert (asked.state, asked.by, asked.payload["wörter"]) == ("queued", "Ann", "“ja”")
    taken = jobs.claim(tmp_path)
    assert taken is not None and (taken.id, taken.state, taken.tries) == (asked.id, "working", 1)
    assert jobs.claim(tmp_path) is None
    jobs.progress(tmp_path, asked.id, 2, 5, "finding names")
    assert (jobs.job(tmp_path, asked.id).step, jobs.job(tmp_path, asked.id).words) == (2, "finding names")
    jobs.finish(tmp_path, asked.id, {"said": "Done."})
    done = jobs.job(tmp_path, asked.id)
    assert done.finished and done.result == {"said": "Done."} and done.queued <= done.started <= done.ended


def test_a_failed_job_says_what_where_and_the_remedy(tmp_path: Path) -> None:
    id = jobs.enqueue(tmp_path, "add", {}).id
    jobs.claim(tmp_path)
    jobs.fail(tmp_path, id, InputError("the file is empty", where="a.txt", remedy="Give another."))
    assert jobs.job(tmp_path, id).error == {"what": "the file is empty", "where": "a.txt", "remedy": "Give another."}
    jobs.finish(tmp_path, id, {})  # too late: what has ended stays as it ended
    assert jobs.job(tmp_path, id).state == "failed"


def test_the_oldest_comes_first_and_kinds_can_be_left_for_later(tmp_path: Path) -> None:
    for kind in ("add", "decide", "add"):
        jobs.enqueue(tmp_path, kind, {})
    assert [job.id for job in iter(lambda: jobs.claim(tmp_path, but=["add"]), None)] == [2]
    assert [job.id for job in iter(lambda: jobs.claim(tmp_path), None)] == [1, 3]


def test_what_is_asked_twice_is_one_job_until_it_has_ended(tmp_path: Path) -> None:
    first = jobs.enqueue(tmp_path, "add", {"n": 1}, key="same")
    assert jobs.enqueue(tmp_path, "add", {"n": 2}, key="same") == first
    jobs.claim(tmp_path)
    assert jobs.enqueue(tmp_path, "add", {"n": 2}, key="same").id == first.id
    jobs.finish(tmp_path, first.id, {})
    assert jobs.enqueue(tmp_path, "add", {"n": 3}, key="same").id != first.id
    assert jobs.enqueue(tmp_path, "decide", {}, key="same").kind == "decide"


def test_many_ask_at_once_and_each_job_is_claimed_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(lambda n: jobs.enqueue(tmp_path, "k", {"n": n}).id, range(40)))
        claimed = list(pool.map(lambda _: jobs.claim(tmp_path), range(60)))
    assert sorted(asked) == list(range(1, 41))
    assert sorted(job.id for job in claimed if job) == sorted(asked)


def test_the_job_of_a_killed_writer_is_queued_again_and_given_up_in_the_end(tmp_path: Path) -> None:
    id = jobs.enqueue(tmp_path, "add", {"text": "x"}).id
    dying = "import os, signal, sys; from kb import jobs; assert jobs.claim(sys.argv[1]); os.kill(os.getpid(), signal.SIGKILL)"
    for tries in range(1, jobs.TRIES + 1):
        died = subprocess.run([sys.executable, "-c", dying, str(tmp_path)], timeout=60)
        assert died.returncode == -9
        assert jobs.job(tmp_path, id).state == "working"  # nobody else may touch it until a writer looks
        recovered = jobs.recover(tmp_path)
        assert [job.id for job in recovered] == ([id] if tries < jobs.TRIES else [])
    failed = jobs.job(tmp_path, id)
    assert failed.state == "failed" and "broken off 3 times" in failed.error["what"]
    assert jobs.recover(tmp_path) == ()


def test_a_job_put_back_has_lost_no_try(tmp_path: Path) -> None:
    id = jobs.enqueue(tmp_path, "add", {}).id
    jobs.claim(tmp_path)
    jobs.put_back(tmp_path, id, "waiting")
    again = jobs.claim(tmp_path)
    assert again is not None and again.tries == 1


def test_the_newest_are_listed_first_page_by_page(tmp_path: Path) -> None:
    assert jobs.jobs(tmp_path) == ()
    assert not (tmp_path / jobs.FILE).exists()  # asking makes nothing
    for _ in range(5):
        jobs.enqueue(tmp_path, "k", {})
    jobs.claim(tmp_path)
    assert [job.id for job in jobs.jobs(tmp_path, most=2)] == [5, 4]
    assert [job.id for job in jobs.jobs(tmp_path, most=2, before=4)] == [3, 2]
    assert [job.id for job in jobs.jobs(tmp_path, states=["working"])] == [1]


def test_what_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no job 7"):
        jobs.job(tmp_path, 7)
    with pytest.raises(StoreError, match="no queue"):
        jobs.claim(tmp_path)
    (tmp_path / jobs.FILE).write_bytes(b"no database " * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        jobs.enqueue(tmp_path, "k", {})


def test_waiting_ends_with_the_job_or_with_patience(tmp_path: Path) -> None:
    id = jobs.enqueue(tmp_path, "k", {}).id
    assert jobs.wait(tmp_path, id, 0.05).state == "queued"
    jobs.claim(tmp_path)
    jobs.finish(tmp_path, id, {})
    assert jobs.wait(tmp_path, id, 60).state == "done"
