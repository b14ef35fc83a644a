"""Argument Interchange Format as AIFdb writes it in JSON, and xAIF, which carries the text too; read and written."""

from __future__ import annotations

from collections.abc import Sequence

from kb.formats.aif.exporting import from_statements
from kb.formats.aif.importing import to_statements
from kb.formats.aif.nodeset import NodeSet, dumps, loads
from kb.model import Source, Statements

__all__ = ["NodeSet", "dumps", "from_statements", "loads", "read", "to_statements", "write", "write_xaif"]


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of a node set, bare or within xAIF. Raises InputError where it is none."""
    return (to_statements(loads(data, where=source.file or source.id), source),)


def write(readings: Sequence[Statements]) -> bytes:
    """The node set of one text."""
    (statements,) = readings
    return dumps(from_statements(statements), text=False)


def write_xaif(readings: Sequence[Statements]) -> bytes:
    """The node set of one text, with the text."""
    (statements,) = readings
    return dumps(from_statements(statements), text=True)
