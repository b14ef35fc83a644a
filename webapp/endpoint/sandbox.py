"""A process that may take so much and no more, and can open no socket: the second wall behind the guard."""

from __future__ import annotations

import ctypes
import platform
import sys
from contextlib import suppress

# Linux, <linux/seccomp.h>, <linux/filter.h>: a filter over the number of each system call
_SOCKET = {"x86_64": 41, "aarch64": 198}  #: the number of socket(2)
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _FAIL, _ACCESS_DENIED = 0x7FFF0000, 0x00050000, 13


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("then", ctypes.c_ubyte), ("otherwise", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def forbid_network() -> bool:
    """Have every later socket(2) of this thread and its children fail, for good; false where the system cannot."""
    number = _SOCKET.get(platform.machine())
    if sys.platform != "linux" or number is None:
        return False
    steps = (_Step * 4)(
        _Step(_LOAD, 0, 0, 0),  # the call's number
        _Step(_JUMP_IF_EQUAL, 0, 1, number),
        _Step(_RETURN, 0, 0, _FAIL | _ACCESS_DENIED),
        _Step(_RETURN, 0, 0, _ALLOW),
    )
    program = _Program(len(steps), steps)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def limit(memory: int, seconds: int) -> None:
    """Bound what this process may take, where the system can: bytes it allocates, seconds of processor time, no core file.

    What it allocates, not its address space: that counts the files which a store maps.
    """
    with suppress(ImportError):  # Windows has none of it
        import resource

        for what, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
            with suppress(OSError, ValueError):
                resource.setrlimit(what, (most, most))
