"""The index of all things of one type."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from kb.model import EntityType
from kb.queries import entities
from kb.queries.entity import EntityRow
from webapp.addresses import offset_of
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.wording import PLURAL, SINGULAR

SHOWN = 300  #: rows on a page


@dataclass(frozen=True, slots=True)
class Page:
    """An index, by number of statements or by name."""

    title: str
    type: EntityType
    rows: tuple[EntityRow, ...]
    order: str
    dated: bool  # some row has a year
    start: int  # of the rows shown, the first
    total: int
    size: int


def show(plural: str) -> Response:
    """The index of ``theories``, ``theorists`` …"""
    type: EntityType = SINGULAR[plural]  # type: ignore[assignment]
    rows = ask(entities, type)
    order = request.args.get("order", "statements")
    if order == "name":
        rows = tuple(sorted(rows, key=lambda row: row.ref.label.casefold()))
    elif order == "year":
        rows = tuple(sorted(rows, key=lambda row: (row.year is None, row.year, row.ref.label.casefold())))
    start = offset_of(request.args.get("start", ""))
    dated = any(row.year for row in rows)
    return render(Page(PLURAL[type].capitalize(), type, rows[start : start + SHOWN], order, dated, start, len(rows), SHOWN))
