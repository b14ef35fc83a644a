"""Tables of comma-separated values: a zip of one table a kind, with metadata (CSVW), and coders' spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence

from kb.formats.tables.bundle import bundle, unbundled
from kb.formats.tables.spreadsheet import from_spreadsheet
from kb.model import Source, Statements

__all__ = ["read", "write"]


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of each text in a zip of our tables, or in a coder's spreadsheet.

    Raises InputError with row and column where a cell cannot be used.
    """
    where = source.file or source.id
    return unbundled(data, where) if data.startswith(b"PK\x03\x04") else from_spreadsheet(data, source)


def write(readings: Sequence[Statements]) -> bytes:
    """A zip of the tables of all the texts, with the texts themselves."""
    return bundle(readings)
