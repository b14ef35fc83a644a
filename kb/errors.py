"""Every error a user can meet: each message says what is wrong, where, and the remedy."""

from __future__ import annotations


class DoxographError(Exception):
    """A problem that a user can mend.

    The text of the error is three parts in one line: what is wrong, where it stands, and the remedy.
    ``exit_code`` is what the command line ends with (1: the input is at fault, 2: the call is).
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        place = f"{where}: " if where else ""
        cure = f" {remedy}" if remedy else ""
        super().__init__(f"{place}{what.rstrip('.')}.{cure}")


class InputError(DoxographError):
    """A file, text or annotation cannot be used; the other texts of a run are kept."""


class UsageError(DoxographError):
    """The call itself is wrong: an unknown name, flag, format or pack."""

    exit_code = 2


class StoreError(DoxographError):
    """The knowledge base on disk cannot be used: another version, another writer, damaged."""


class BusyError(StoreError):
    """Another process is writing the knowledge base: what was asked can be done when it has ended."""
