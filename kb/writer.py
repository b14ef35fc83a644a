"""The one process that changes a knowledge base for all web workers: ``python -m kb.writer --data data``.

It takes jobs from the queue (``kb.jobs``) and does each by the function that ``KINDS`` names for it. A kind of work is one line
there, and one function, which is imported when first needed::

    def decide(desk: Desk, job: Job, tell: Tell) -> Mapping[str, Any]

It gets the ``desk`` (data folder, pack, address of the store), the ``job`` (``payload``, ``by``, ``queued``: who asked for it,
and when) and ``tell(step, steps, words)`` for its progress. What it returns is kept as the job's result, as JSON; of it ``said``
(a sentence) and ``links`` (``[[words, path], …]``) are shown on the job's page. A DoxographError makes the job fail with just
that message. It may be done twice, where a writer dies in the midst, and must come to the same.

Work that takes more than a moment has a second function, ``aside``, with the same arguments: it runs in a process of its own,
writes nothing, and what it returns (it must pickle) comes to the first as a fourth argument. Other jobs are done meanwhile.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kb import jobs
from kb.errors import BusyError, DoxographError, InputError, StoreError
from kb.jobs import Job
from kb.store.oxigraph_writer import count_once

Tell = Callable[[int, int, str], None]  #: steps taken, of how many, what is being done

PACK = "soviet-society"  #: as ``kb.vocabulary`` has it, which a writer without work need not load
LOCK = "jobs.lock"  #: held by the writer as long as it lives, so that there is one
PAUSE = 0.1  #: seconds between two looks at an empty queue
_IDLE = 120.0  # seconds after which the process that reads texts is let go, and its memory with it
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the work is done."""

    data: Path
    pack: str = PACK
    store: str | None = None  # the address of a SPARQL server; None for the store in the data folder


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: its name, and ``module:function`` of what does it."""

    name: str
    do: str
    aside: str | None = None


KINDS: tuple[Kind, ...] = (
    Kind("add", "kb.adding:add", aside="kb.adding:read"),
    Kind("remove", "kb.adding:remove"),
    Kind("review", "kb.reviewing:work"),
)


class Writer:
    """Does the jobs of one data folder, one after another, and one text's reading beside them."""

    def __init__(self, desk: Desk, kinds: Sequence[Kind] = KINDS) -> None:
        self.desk = desk
        self.kinds = {kind.name: kind for kind in kinds}
        self._pool: ProcessPoolExecutor | None = None
        self._reading: tuple[Job, Future[Any]] | None = None
        self._busy_since = 0.0

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; waits where another writer is at it."""
        for kind in self.kinds.values():
            _function(kind.do)  # imported now, so that the first job need not wait for it
        if self.desk.store is None:
            threading.Thread(target=count_once, args=(self.desk.data,), name="counting", daemon=True).start()
        lock = FileLock(str(self.desk.data / LOCK), thread_local=False)
        while not stop.is_set():
            if (self.desk.data / jobs.FILE).exists():
                try:
                    lock.acquire(timeout=0)
                    break
                except Timeout:
                    pass
            stop.wait(PAUSE)
        else:
            return
        # a connection kept open: else each closing of the last one would write the queue's log into its file
        beside = sqlite3.connect(self.desk.data / jobs.FILE)
        try:
            self._recover(stop)
            while not stop.is_set():
                if not self._turn_safely():
                    stop.wait(PAUSE)
        finally:
            self._let_go()
            beside.close()
            lock.release()

    def _recover(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                jobs.recover(self.desk.data)
                return
            except StoreError:  # of a queue that is being made just now
                _log.exception("the queue cannot be used")
                stop.wait(PAUSE)

    def turn(self) -> bool:
        """Do one job, or the next part of one; whether there was anything to do."""
        if self._reading and self._reading[1].done():
            job, future = self._reading
            self._reading, self._busy_since = None, time.monotonic()
            self._do(job, lambda: (future.result(),))
            return True
        if self._pool and not self._reading and time.monotonic() - self._busy_since > _IDLE:
            self._let_go()
        aside = [kind.name for kind in self.kinds.values() if kind.aside] if self._reading else []
        job_or_none = jobs.claim(self.desk.data, but=aside)
        if job_or_none is None:
            return False
        kind = self.kinds.get(job_or_none.kind)
        if kind and kind.aside:
            self._begin(job_or_none, kind.aside)
        else:
            self._do(job_or_none, lambda: ())
        return True

    def _turn_safely(self) -> bool:
        try:
            return self.turn()
        except DoxographError:  # of the queue itself: a full disk, say, which may pass
            _log.exception("the queue cannot be used")
            return False

    def _begin(self, job: Job, aside: str) -> None:
        if self._pool is None:
            # spawned, not forked: threads and open databases must not come along
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_die_with_parent)
        self._reading = job, self._pool.submit(_aside, aside, self.desk, job)

    def _do(self, job: Job, prepared: Callable[[], tuple[Any, ...]]) -> None:
        try:
            result = self._result(job, prepared())
        except BusyError as error:
            jobs.put_back(self.desk.data, job.id, f"waiting: {error.what}")
            time.sleep(PAUSE)
        except DoxographError as error:
            jobs.fail(self.desk.data, job.id, error)
        except BrokenProcessPool:
            self._let_go()
            remedy = "Memory may have run out: add fewer or shorter texts. Nothing was changed."
            jobs.fail(self.desk.data, job.id, InputError("the process that read the text died", remedy=remedy))
        except Exception as error:
            _log.exception("job %d (%s)", job.id, job.kind)
            told = StoreError(
                f"the work failed ({type(error).__name__}: {error})", remedy="The server's log says more. Please report it."
            )
            jobs.fail(self.desk.data, job.id, told)
        else:
            jobs.finish(self.desk.data, job.id, result)

    def _result(self, job: Job, prepared: tuple[Any, ...]) -> Mapping[str, Any]:
        kind = self.kinds.get(job.kind)
        if kind is None:
            raise StoreError(f"nobody knows how to do {job.kind!r}", remedy="Use the release that queued it.")
        found: Mapping[str, Any] = _function(kind.do)(self.desk, job, _teller(self.desk, job), *prepared)
        return found

    def _let_go(self) -> None:
        pool, self._pool = self._pool, None
        if pool:
            for process in list((pool._processes or {}).values()):
                process.terminate()  # it writes nothing, so that nothing is lost but time
            pool.shutdown(wait=False, cancel_futures=True)


def _aside(function: str, desk: Desk, job: Job) -> Any:
    return _function(function)(desk, job, _teller(desk, job))


def _function(written: str) -> Callable[..., Any]:
    module, _, name = written.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def _teller(desk: Desk, job: Job) -> Tell:
    return partial(jobs.progress, desk.data, job.id)


def _die_with_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def command(data: Path, *, pack: str, store: str | None = None) -> list[str]:
    """The command of a writer that lives as long as its standard input stays open."""
    told = [sys.executable, "-m", "kb.writer", "--data", str(data), "--pack", pack, "--with-parent"]
    return told + (["--store", store] if store else [])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the writer of a data folder till it is told to stop."""
    parser = argparse.ArgumentParser(description="Does what the viewer's pages have queued.")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--pack", default=PACK)
    parser.add_argument("--store")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    told = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    if told.with_parent:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all of a terminal: the parent decides

        def listen() -> None:
            while sys.stdin.buffer.read(1024):
                pass
            stop.set()

        threading.Thread(target=listen, daemon=True).start()
    else:
        signal.signal(signal.SIGINT, lambda *_: stop.set())
    Writer(Desk(told.data, told.pack, told.store)).run(stop)


if __name__ == "__main__":
    main()
