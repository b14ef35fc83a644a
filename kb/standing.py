"""What the last change that this process made left in a store, so that the next need not read it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.facts import Facts, read_facts
from kb.identity import Identity
from kb.model import Statements
from kb.store import Store
from kb.store.lines import lines_of, subject_of
from kb.terms import Names


@dataclass(frozen=True, slots=True)
class Standing:
    """A state of a store as far as the next change is a function of it; lines are N-Quads."""

    facts: Mapping[str, Facts]  # of every source, before any decision
    identity: AbstractSet[bytes]
    derived: Mapping[str | None, AbstractSet[bytes]]  # by source; under None of all sources together
    read: Mapping[str, Statements] = field(default_factory=dict)  # of sources that were reviewed
    resolved: tuple[Any, Identity] | None = None  # what names were joined from, and how


_last: dict[Path, tuple[object, Standing]] = {}  # one folder at a time: a process works on one


def standing(store: Store, data: Path) -> Standing:
    """What stands in a store: as it was kept, where nobody has changed it since, else read.

    What was kept is let go: it is for the next change alone, and that may fail.
    """
    kept = _last.pop(data.resolve(), None)
    if kept and kept[0] == _mark(store, data):
        return kept[1]
    names = store.names
    derived = by_source(names, lines_of(store.graph(names.derived)))
    return Standing(read_facts(store), lines_of(store.graph(names.identity)), derived)


def keep(store: Store, data: Path, left: Standing) -> None:
    """Remember what a change has left."""
    _last.clear()
    _last[data.resolve()] = _mark(store, data), left


def source_of(names: Names, line: bytes) -> str | None:
    """The source that a line's subject lies under."""
    return names.source_of(subject_of(line))


def by_source(names: Names, told: Iterable[bytes]) -> dict[str | None, set[bytes]]:
    """Lines under the sources that their subjects lie under, None for those under none."""
    found: dict[str | None, set[bytes]] = defaultdict(set)
    for line in told:
        found[source_of(names, line)].add(line)
    return dict(found)


def _mark(store: Store, data: Path) -> object:
    """What differs after any change by anybody, and in a folder made anew at the same place."""
    try:
        status = (data / "generation").stat()
    except OSError:
        return store.generation
    return store.generation, status.st_ino, status.st_mtime_ns
