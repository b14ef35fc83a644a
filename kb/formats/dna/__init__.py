"""Discourse Network Analyzer's coded debates (.dna files of version 3), read and written."""

from __future__ import annotations

from collections.abc import Sequence

from kb.formats.dna.statements import from_statements, to_statements
from kb.formats.dna.tables import dump, load
from kb.model import Source, Statements

__all__ = ["dump", "from_statements", "load", "read", "to_statements", "write"]


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of each document, and last the codebook. Raises InputError where the file cannot be used."""
    return to_statements(load(data, where=source.file or source.id), source)


def write(readings: Sequence[Statements]) -> bytes:
    """A database of all the texts, with what their codebook says where there is one."""
    return dump(from_statements(readings))
