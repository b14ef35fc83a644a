"""Kinds of work for the tests of the writer."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from typing import Any

from kb.errors import BusyError, InputError
from kb.jobs import Job
from kb.writer import Desk, Tell


def note(desk: Desk, job: Job, tell: Tell) -> Mapping[str, Any]:
    with open(desk.data / "notes", "a", encoding="utf-8") as file:
        file.write(f"{job.payload['n']}\n")
    tell(1, 1, "noted")
    return {"said": f"Noted {job.payload['n']}."}


def refuse(desk: Desk, job: Job, tell: Tell) -> Mapping[str, Any]:
    raise InputError("this cannot be", where="here", remedy="Do otherwise.")


def stumble(desk: Desk, job: Job, tell: Tell) -> Mapping[str, Any]:
    return {"never": 1 // job.payload.get("n", 0)}


def once_busy(desk: Desk, job: Job, tell: Tell) -> Mapping[str, Any]:
    mark = desk.data / "busy"
    if not mark.exists():
        mark.touch()
        raise BusyError("another process is writing")
    return {"said": "At last."}


def slow(desk: Desk, job: Job, tell: Tell) -> str:
    tell(1, 2, "thinking")
    (desk.data / "thinking").touch()
    until = desk.data / "think-no-more"
    while not until.exists():
        signal.sigtimedwait([signal.SIGUSR1], 0.02)
    return "thought"


def after(desk: Desk, job: Job, tell: Tell, prepared: str) -> Mapping[str, Any]:
    return {"said": prepared}


def die(desk: Desk, job: Job, tell: Tell) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
