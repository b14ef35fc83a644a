"""The relations that a text states in a voice."""

from __future__ import annotations

from kb.queries import describing
from kb.queries.asking import rows
from kb.queries.naming import offsets, source_id
from kb.queries.values import RelationRow
from kb.store import Store


def voiced(
    store: Store, voice: str, source: str, *, min_confidence: float = 0.0, limit: int | None = None, offset: int = 0
) -> tuple[tuple[RelationRow, ...], int]:
    """A page of the relations that a source (an id) has a party (an IRI) assert, in the text’s order, and how many there are."""
    places = sorted(
        (*offsets(row["sentence"]), row["relation"])
        for row in rows(store, "voiced", voice=voice)
        if source_id(row["relation"], store.names.base) == source and float(row["confidence"]) >= min_confidence
    )
    page = places[offset : None if limit is None else offset + limit]
    return tuple(describing.relations(store, [relation for *_, relation in page])), len(places)
