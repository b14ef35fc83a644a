"""Argdown, the notation for argument maps (https://argdown.org), read and written."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import InputError
from kb.formats.argdown.exporting import from_statements
from kb.formats.argdown.importing import to_statements
from kb.formats.argdown.model import ArgumentMap
from kb.formats.argdown.reading import parse
from kb.formats.argdown.writing import compose
from kb.model import Source, Statements

__all__ = ["ArgumentMap", "compose", "from_statements", "parse", "read", "to_statements", "write"]


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of a map. Raises InputError where it is not Argdown in UTF-8."""
    where = source.file or source.id
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", where=where, remedy="Save it as UTF-8.") from error
    return (to_statements(parse(text, where=where), source),)


def write(readings: Sequence[Statements]) -> bytes:
    """The map of one text."""
    (statements,) = readings
    return compose(from_statements(statements)).encode("utf-8")
