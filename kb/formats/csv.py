"""Rows as comma- or tab-separated text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Comma-separated values as RFC 4180 has them, but with plain line ends; None is empty."""
    written = io.StringIO()
    plain = csv.writer(written, lineterminator="\n")
    quoting = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)  # which the plain one does not do for a lone \r
    for row in (header, *rows):
        (quoting if any(isinstance(value, str) and "\r" in value for value in row) else plain).writerow(row)
    return written.getvalue()


def to_tsv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Tab-separated values without any quoting: a tab or line end within a value becomes a space. None is empty."""
    return "".join("\t".join(map(_plain, row)) + "\n" for row in (header, *rows))


def _plain(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
