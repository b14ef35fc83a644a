"""Names that begin as somebody types, or nearly so."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import ENTITY_TYPES
from kb.queries.asking import remembered, rows
from kb.queries.entity import entities
from kb.queries.naming import class_type
from kb.queries.resolve import folded
from kb.queries.spelling import meant
from kb.queries.values import Ref
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing with the name that fits what was typed, and how many statements speak of it."""

    ref: Ref
    name: str
    statements: int


@dataclass(frozen=True, slots=True)
class _Name:
    folded: str  # with a blank before every word, the first too
    suggestion: Suggestion


def suggest(store: Store, typed: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """The things with a name in which every typed word begins one, the most spoken of first; else the same of mended words."""
    wanted = folded(typed)
    if not wanted:
        return ()
    found = _fitting(store, [(token,) for token in wanted.split()], limit)
    if len(found) < limit:
        exact = {one.ref for one in found}
        near = _fitting(store, meant(store, typed, unfinished=True), limit)
        found += [one for one in near if one.ref not in exact]
    return tuple(found[:limit])


def ready(store: Store) -> None:
    """Read the names that are needed, before anybody asks."""
    remembered(store, "names to suggest", lambda: _names(store))


def _fitting(store: Store, wanted: list[tuple[str, ...]], limit: int) -> list[Suggestion]:
    each = [[f" {token}" for token in tokens] for tokens in wanted]
    found: dict[str, Suggestion] = {}
    for name in remembered(store, "names to suggest", lambda: _names(store)):
        if all(any(token in name.folded for token in tokens) for tokens in each):
            found.setdefault(name.suggestion.ref.iri, name.suggestion)
            if len(found) == limit:
                break
    return list(found.values())


def _names(store: Store) -> list[_Name]:
    """Every name, those of what is most spoken of first."""
    weight = {row.ref.iri: row.claims + row.relations for row in entities(store, stated=False)}
    names = []
    for row in rows(store, "resolve", identity=store.names.identity.value):
        kind = class_type(row["class"])
        if kind in ENTITY_TYPES:
            ref = Ref(row["thing"], row["preferred"], kind)
            names.append(_Name(f" {folded(row['label'])}", Suggestion(ref, row["label"], weight.get(ref.iri, 0))))

    def order(name: _Name) -> tuple[object, ...]:
        told = name.suggestion
        return -told.statements, told.ref.iri, told.name != told.ref.label, told.name

    return sorted(names, key=order)
