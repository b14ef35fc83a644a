"""A coder's spreadsheet: a claim or a relation a row, by what the columns are called."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import replace
from typing import Any, cast

from kb.errors import InputError
from kb.formats.assembling import Assembly, Span
from kb.formats.characters import clean, squeezed
from kb.formats.tables.layout import layout
from kb.model import AUTHOR, ENTITY_TYPES, POLARITIES, PREDICATES, UNKNOWN, Polarity, Source, Stance, Statements
from kb.sources import slug

PIPELINE = "spreadsheet/1"
_REMEDY = "Columns that are known: holder, stance, claim, quote, text, source, about; subject, predicate, object."
_MANY = 200_000  # rows


def from_spreadsheet(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of each text that the column ``source`` names, in the order of the rows; of the file where there is none.

    A text is put together of the rows' words: of ``text``, the passage, once however many rows it has; else of ``quote``. The
    claim is the words that ``claim`` gives, where they stand in the passage or are put under it; else those at ``start`` and
    ``end`` of the passage; else the quote. Raises InputError with row and column.
    """
    where = source.file or source.id
    rows = _table(_decoded(data, where), where)
    if not rows:
        raise InputError("the table has no rows", where=where, remedy=_REMEDY)
    by_source: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for number, row in rows:
        by_source[row.get("source", "")].append((number, row))
    made: list[Statements] = []
    taken: set[str] = set()
    for name, own in by_source.items():
        base = id = slug(f"{source.id}-{name}"[:80]) if name and len(by_source) > 1 else source.id
        count = 1
        while id in taken:
            count += 1
            id = f"{base}-{count}"
        taken.add(id)
        number, first = own[0]
        year = _number(first, "year", number, where)
        of = replace(source, id=id, title=squeezed(name) if name else source.title, author=first.get("author") or None, year=year)
        made.append(_Reading(Assembly(of), where).run(own))
    return tuple(made)


class _Reading:
    def __init__(self, to: Assembly, where: str) -> None:
        self.to = to
        self.where = where
        self.passages: dict[str, Span] = {}

    def run(self, rows: list[tuple[int, dict[str, str]]]) -> Statements:
        for number, row in rows:
            if row.get("subject") or row.get("predicate") or row.get("object"):
                self.relation(number, row)
            else:
                self.claim(number, row)
        return self.to.statements(PIPELINE)

    def passage(self, words: str) -> Span:
        words = clean(words).strip()
        if words not in self.passages:
            self.passages[words] = self.to.add(words)
        return self.passages[words]

    def claim(self, number: int, row: dict[str, str]) -> None:
        shown = row.get("text") or row.get("quote") or row.get("claim")
        if not shown:
            raise self.wrong(number, "quote", "there are no words", "Give the words in quote, text or claim.")
        passage = self.passage(shown)
        content, evidence = self.content(number, row, passage)
        holder = self.holder(row, row.get("holder", ""), number)
        stance = self.one_of(number, "stance", row.get("stance") or "asserts", layout()["stances"])
        about = [self.entity(name, "case") for name in _several(row.get("about", ""))]
        reporters = [self.entity(name, "theorist") for name in _several(row.get("reported_by", ""))]
        hedged = row.get("hedged", "").lower() in ("yes", "true", "1", "x")
        sure = 1.0
        if given := row.get("confidence"):
            try:
                sure = float(given)
            except ValueError:
                sure = -1.0
            if not 0 <= sure <= 1:
                raise self.wrong(number, "confidence", f"{given[:40]!r} is no number from 0 to 1", "Correct the cell.")
        self.to.claim(
            holder, cast(Stance, stance), content, evidence, about=about, reported_by=reporters, hedged=hedged, confidence=sure
        )

    def content(self, number: int, row: dict[str, str], passage: Span) -> tuple[Span, Span]:
        """Where the claim's own words stand, with the words around them."""
        text = self.to.between(*passage)
        start, end = (_number(row, name, number, self.where) for name in ("start", "end"))
        if row.get("text") and start is not None and end is not None:
            before = len(clean(row["text"])) - len(clean(row["text"]).lstrip())
            start, end = start - before, end - before
            if not 0 <= start < end <= len(text):
                raise self.wrong(number, "start", f"{start}-{end} lies outside the text", "Count code points of the column text.")
            quote = row.get("quote")
            if quote and squeezed(text[start:end]) != squeezed(quote):
                what = f"{quote[:40]!r} is not what stands at {start}-{end}, {text[start:end][:40]!r}"
                raise self.wrong(number, "quote", what, "Correct the cell, or the offsets.")
            return (passage[0] + start, passage[0] + end), passage
        if row.get("quote") and row.get("text") and clean(row["quote"]) not in text:
            raise self.wrong(number, "quote", "the quote does not stand in the text", "Correct the cell.")
        words = clean(row.get("claim") or row.get("quote") or "").strip()
        if not words:
            return passage, passage
        if (at := text.find(words)) >= 0:
            return (passage[0] + at, passage[0] + at + len(words)), passage
        last = passage[1] == self.to.length
        below = self.to.add(squeezed(words))  # a coder's own wording, under the words that it stands on
        return below, (passage[0] if last else below[0], below[1])

    def relation(self, number: int, row: dict[str, str]) -> None:
        for column in ("subject", "predicate", "object"):
            if not row.get(column):
                raise self.wrong(number, column, "the cell is empty", "A relation has a subject, a predicate and an object.")
        predicate = row["predicate"].strip().lower().replace(" ", "_")
        predicate = self.one_of(number, "predicate", predicate, {name: [name] for name in PREDICATES})
        polarity = (row.get("polarity") or "affirmed").lower()
        polarity = self.one_of(number, "polarity", polarity, {name: [name] for name in POLARITIES})
        place = self.passage(row.get("text") or row.get("quote") or f"{row['subject']} {row['predicate']} {row['object']}")
        kind = {"holds": "theory", "rejects": "theory", "member_of": "group", "wrote": "work"}.get(predicate, "theorist")
        ends = self.entity(row["subject"], "theorist"), self.entity(row["object"], kind)
        by = self.entity(row["asserted_by"], "theorist") if row.get("asserted_by") else AUTHOR
        self.to.relation(ends[0], predicate, ends[1], cast(Polarity, polarity), by, place)

    def holder(self, row: dict[str, str], name: str, number: int) -> str:
        if not name:
            return UNKNOWN
        kind = row.get("holder_type", "").lower() or row["holder column"]
        kind = {"person": "theorist", "organization": "group", "organisation": "group"}.get(kind, kind)
        if kind not in ENTITY_TYPES:
            what = f"{kind[:40]!r} is none of {', '.join(ENTITY_TYPES)}"
            raise self.wrong(number, "holder_type", what, "Correct the cell.")
        return self.entity(name, kind)

    def entity(self, name: str, kind: str) -> str:
        """The entity of a cell: ``NAME``, or ``group: NAME`` where its type is not the usual one."""
        name = squeezed(name)
        if name.lower() in (AUTHOR, UNKNOWN):
            return name.lower()
        before, colon, after = (part.strip() for part in name.partition(":"))
        return self.to.entity(before, after) if colon and after and before in ENTITY_TYPES else self.to.entity(kind, name)

    def one_of(self, number: int, column: str, cell: str, known: dict[str, list[str]]) -> str:
        for name, spellings in known.items():
            if cell.strip().lower() in spellings:
                return name
        raise self.wrong(number, column, f"{cell[:40]!r} is none of {', '.join(known)}", "Correct the cell.")

    def wrong(self, number: int, column: str, what: str, remedy: str) -> InputError:
        return InputError(f"row {number}, column {column}: {what}", where=self.where, remedy=remedy)


def _decoded(data: bytes, where: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError("the table is not UTF-8", where=where, remedy="Save it as “CSV UTF-8”.") from error


def _table(text: str, where: str) -> list[tuple[int, dict[str, str]]]:
    """Rows with their numbers, the header being row 1, and our names for the columns. Delimiters are ``,``, ``;`` and tab."""
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=first.count)
    called = {spelling: ours for ours, spellings in layout()["spreadsheet"].items() for spelling in spellings}
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        header = [cell.strip().lower().replace(" ", "_") for cell in next(lines, [])]
        columns = [called.get(name) for name in header]
        if not {"claim", "quote", "text", "predicate"} & set(columns):
            raise InputError("no column is called claim, quote, text or predicate", where=where, remedy=_REMEDY)
        if twice := sorted({name for name in columns if name and columns.count(name) > 1} - {"about"}):
            raise InputError(f"two columns are {twice[0]}", where=where, remedy="Rename one of them.")
        spelling = next((name for name, ours in zip(header, columns, strict=True) if ours == "holder"), "")
        kind = "group" if spelling in ("organization", "organisation", "group") else "theorist"
        about_kind = {name: name for name in ("theory", "case")}
        for number, cells in enumerate(lines, 2):
            if len(cells) > len(header):
                what = f"row {number} has {len(cells)} cells, the header {len(header)}"
                raise InputError(what, where=where, remedy="Put cells that hold the delimiter into quotation marks.")
            row: dict[str, Any] = {"holder column": kind}
            for name, column, cell in zip(header, columns, cells, strict=False):
                if column == "about" and cell.strip():
                    mark = f"{about_kind[name]}: " if name in about_kind else ""
                    told = "; ".join(mark + part for part in _several(cell))
                    row["about"] = f"{row['about']}; {told}" if "about" in row else told
                elif column and cell.strip():
                    row[column] = cell if column == "text" else cell.strip()
            if len(row) > 1:
                rows.append((number, row))
            if number > _MANY:
                raise InputError(f"the table has more than {_MANY:,} rows", where=where, remedy="Split it.")
    except csv.Error as error:
        raise InputError(f"the file is no table ({error})", where=where, remedy="Save it as CSV.") from error
    return rows


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("|", ";").split(";") if part.strip()]


def _number(row: dict[str, str], column: str, number: int, where: str) -> int | None:
    cell = row.get(column)
    if not cell:
        return None
    try:
        if len(cell) > 12:
            raise ValueError(cell)
        return int(cell)
    except ValueError as error:
        what = f"row {number}, column {column}: {cell[:40]!r} is no whole number"
        raise InputError(what, where=where, remedy="Correct the cell.") from error
