"""How much work a call is, in a measure that no other work on the machine disturbs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(call: Callable[[], Any]) -> int:
    """The lines of Python that a call runs, and the calls that it makes into C: the same on every machine."""
    count = 0

    def line(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def into_c(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event == "c_call"

    traced, profiled = sys.gettrace(), sys.getprofile()
    sys.settrace(line)
    sys.setprofile(into_c)
    try:
        call()
    finally:
        sys.setprofile(profiled)
        sys.settrace(traced)
    return count
