"""A client's own index of words over a server, which follows the server's generation."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from filelock import FileLock

from kb.store import Store, fulltext, tables
from kb.store.state import State


def place(key: str) -> Path:
    """The index of the knowledge base of a key, where this user's programs keep what they can make anew."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "doxograph" / f"{key}.sqlite"


def holds(path: Path, state: State) -> bool:
    """Whether an index is that of a state."""
    return fulltext.generation(path) == state.generation and fulltext.mark(path) == state.word


def bring_up(path: Path, state: State, store: Store) -> None:
    """Make the index that of this state of a store: with what has changed since, or anew; one process at a time."""
    if holds(path, state):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock"), timeout=600):  # other processes may be at it
        if not holds(path, state):
            held = fulltext.generation(path)
            if 0 <= held < state.generation:
                _update(path, state, held, store)
            else:
                _make(path, state, store)


def _make(path: Path, state: State, store: Store) -> None:
    # put in place whole: who searches the old one meanwhile goes on doing so
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    fulltext.create(beside)
    _update(beside, state, -1, store)
    os.replace(beside, path)


def _update(path: Path, state: State, held: int, store: Store) -> None:
    sources = {source: at for iri, at in state.graphs.items() if (source := store.names.source_of(iri))}
    gone = fulltext.groups(path) - sources.keys() - {fulltext.ENTITIES}
    late = sorted(source for source, at in sources.items() if at > held)
    tabled = chain(
        tables.of_sources(store.select, store.graph, store.names, sorted({*late, *gone})),
        ((tables.ALL, tables.of_everything(store.select, store.names)) for _ in range(1)),
    )
    fulltext.update(
        path, _entries(state, held, store, late, gone), state.generation, state.word, names=store.names, tabled=tabled
    )


def _entries(
    state: State, held: int, store: Store, late: list[str], gone: set[str]
) -> Iterator[tuple[str, Iterable[fulltext.Entry]]]:
    """What changed after a generation: the groups to write anew, and those that have gone."""
    entities: list[tuple[str, Iterable[fulltext.Entry]]] = []
    if state.graphs.get(store.names.identity.value, state.generation) > held:
        entities = [(fulltext.ENTITIES, fulltext.entity_entries(store.select, store.names))]
    empty = ((group, ()) for group in sorted(gone))
    return chain(empty, fulltext.source_entries(store.select, store.names, store.text, late), entities)
