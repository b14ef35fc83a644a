"""How far a job is, told to an open page as server-sent events."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb import jobs
from kb.jobs import Job

LISTENERS = 6  #: pages that may be told at once: each holds a thread of the server
LONGEST = 50.0  #: seconds after which a page must ask again, so that one that is gone holds no thread for long
_PAUSE = 0.2  # seconds between two looks
_SILENCE = 3.0  # seconds after which something is sent, whatever there is to say
_places = threading.BoundedSemaphore(LISTENERS)


def state_of(job: Job) -> dict[str, Any]:
    """What a page is told of a job."""
    return {
        "id": job.id,
        "state": job.state,
        "step": job.step,
        "steps": job.steps,
        "words": job.words,
        "finished": job.finished,
        "said": job.result.get("said", "") or job.error.get("what", ""),
    }


def events(data: Path, id: int) -> Iterator[bytes] | None:
    """A job's states as they come, until it is finished; None where too many listen already. Closing it gives its place back."""
    if not _places.acquire(blocking=False):
        return None
    return _Events(data, id)


class _Events:
    """An iterator with a place that must be given back, though a server may never have begun it."""

    def __init__(self, data: Path, id: int) -> None:
        self._told = _told(data, id)
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._told)
        except BaseException:  # the end, mostly
            self.close()
            raise

    def close(self) -> None:
        """Give the place back; harmless when repeated."""
        if not self._closed:
            self._closed = True
            _places.release()


def _told(data: Path, id: int) -> Iterator[bytes]:
    yield b"retry: 1000\n\n"
    until, before, silent = time.monotonic() + LONGEST, "", 0.0
    while time.monotonic() < until:
        job = jobs.job(data, id)
        now = json.dumps(state_of(job), ensure_ascii=False)
        if now != before:
            before, silent = now, 0.0
            yield f"data: {now}\n\n".encode()
        if job.finished:
            return
        time.sleep(_PAUSE)
        silent += _PAUSE
        if silent > _SILENCE:
            silent = 0.0
            yield b": still there\n\n"  # that nobody reads it shows only where something is sent
