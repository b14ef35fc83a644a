"""The index of all things of one type."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from kb.model import EntityType
from kb.queries import entities
from kb.queries.entity import EntityRow
from webapp.knowledge import ask
from webapp.rendering import render
from webapp.wording import PLURAL, SINGULAR


@dataclass(frozen=True, slots=True)
class Page:
    """An index, by number of statements or by name."""

    title: str
    type: EntityType
    rows: tuple[EntityRow, ...]
    order: str
    dated: bool  # some row has a year


def show(plural: str) -> Response:
    """The index of ``theories``, ``theorists`` …"""
    type: EntityType = SINGULAR[plural]  # type: ignore[assignment]
    rows = ask(entities, type)
    order = request.args.get("order", "statements")
    if order == "name":
        rows = tuple(sorted(rows, key=lambda row: row.ref.label.casefold()))
    elif order == "year":
        rows = tuple(sorted(rows, key=lambda row: (row.year is None, row.year, row.ref.label.casefold())))
    return render(Page(PLURAL[type].capitalize(), type, rows, order, any(row.year for row in rows)))
