"""Names by which readers can tell one text's own voice from another's."""

from __future__ import annotations

from kb.queries import sources
from kb.queries.values import Ref
from kb.store import Store
from webapp.knowledge import ask, knowledge


def titles(store: Store) -> dict[str, str]:
    """The titles of all sources by id."""
    return {row.ref.id: row.ref.title for row in sources(store)}


def named(ref: Ref) -> str:
    """A party's name where no quote beside it tells which text is meant: for a text's own voice, its title."""
    if ref.type == "unknown":
        return "someone unnamed"
    if ref.type != "author":
        return ref.label
    source = knowledge().store.names.source_of(ref.iri)
    return f"“{ask(titles).get(source or '', ref.label)}”"
