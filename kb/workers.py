"""Where texts are read: in this process, in several, or on Dask workers."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec
from typing import Any, Literal, TypeVar, get_args

from kb.errors import DoxographError, InputError, UsageError

Where = Literal["here", "processes", "dask"]
Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(
    work: Callable[[Task], Result | DoxographError], tasks: Sequence[Task], where: Where
) -> Iterator[tuple[int, Result | DoxographError]]:
    """Each task's number with its result, as they come.

    A worker that dies (for want of memory, mostly) makes its task an InputError. Raises UsageError for an unknown place, or
    for Dask where it is not installed.
    """
    if where not in get_args(Where):
        raise UsageError(f"texts cannot be read {where!r}", remedy=f"Choose one of {', '.join(get_args(Where))}.")
    if where == "dask" and find_spec("distributed") is None:
        raise UsageError("Dask is not installed", remedy="Run `pip install distributed`, or choose processes.")
    if where == "here" or not tasks:
        return ((number, work(task)) for number, task in enumerate(tasks))
    return _in_processes(work, tasks) if where == "processes" else _on_dask(work, tasks)


def _in_processes(
    work: Callable[[Task], Result | DoxographError], tasks: Sequence[Task]
) -> Iterator[tuple[int, Result | DoxographError]]:
    # spawned, not forked: the store and its threads must not come along
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(tasks)), mp_context=context) as pool:
        futures: dict[Future[Result | DoxographError], int] = {pool.submit(work, task): n for n, task in enumerate(tasks)}
        try:
            for future in as_completed(futures):
                try:
                    yield futures[future], future.result()
                except BrokenProcessPool:
                    yield futures[future], _lost(tasks[futures[future]])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _on_dask(
    work: Callable[[Task], Result | DoxographError], tasks: Sequence[Task]
) -> Iterator[tuple[int, Result | DoxographError]]:
    from distributed import Client, KilledWorker, as_completed, get_client

    try:
        client, own = get_client(), False  # the caller's cluster, where there is one
    except ValueError:
        client, own = Client(), True
    try:
        futures = {client.submit(work, task, pure=False): number for number, task in enumerate(tasks)}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except KilledWorker:
                yield futures[future], _lost(tasks[futures[future]])
    finally:
        if own:
            client.close()


def _lost(task: Any) -> InputError:
    return InputError(
        "the process that read it died",
        where=str(getattr(task, "path", task)),
        remedy="Memory may have run out: build again with fewer texts at once (here).",
    )
