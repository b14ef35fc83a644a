"""How many strangers' queries run at once, how many wait, and who is sent away."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from webapp.endpoint.refusals import BUSY, Refusal

WAITING = 4  #: queries that may wait for a place


def cores() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows do not say
        return os.cpu_count() or 1


PLACES = max(1, cores() - 1)  #: queries at once; one core is left for the pages


class Admission:
    """Places for queries, given in the order of asking."""

    def __init__(self, places: int = PLACES, waiting: int = WAITING) -> None:
        self.places, self.waiting = places, waiting
        self._free = places
        self._queue: deque[object] = deque()
        self._changed = threading.Condition()

    @contextmanager
    def place(self, retry_after: int) -> Iterator[None]:
        """A place, as soon as there is one. Raises Refusal (503) at once where as many wait already as may."""
        self._enter(retry_after)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _enter(self, retry_after: int) -> None:
        ticket = object()
        with self._changed:
            if self._queue or not self._free:
                if len(self._queue) >= self.waiting:
                    raise Refusal(
                        BUSY,
                        f"{self.places} quer{'y runs' if self.places == 1 else 'ies run'} and {len(self._queue)} wait",
                        remedy=f"Try again in {retry_after} seconds.",
                        retry_after=retry_after,
                    )
                self._queue.append(ticket)
                self._changed.wait_for(lambda: self._free and self._queue[0] is ticket)
                self._queue.popleft()
                # two places may have come free at once, and the next in the queue was woken before its turn
                self._changed.notify_all()
            self._free -= 1
