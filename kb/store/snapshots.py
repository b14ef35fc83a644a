"""Which snapshots a data folder has given or was opened from, so that a link to one can be told from a link to today."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.store import Store
from kb.store.folder import write_atomically

FILE = "snapshots.json"


@dataclass(frozen=True, slots=True)
class Registered:
    """A snapshot by its id, with the date it bears and the generation of the store that it froze."""

    id: str
    date: str  # ISO 8601
    generation: str


def registered(data: Path) -> tuple[Registered, ...]:
    """The snapshots of a data folder, oldest first; none where its list is missing or cannot be read."""
    try:
        return tuple(Registered(**one) for one in json.loads((data / FILE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return ()


def current(data: Path, store: Store) -> Registered | None:
    """The latest snapshot, if nothing has changed since."""
    known = registered(data)
    return known[-1] if known and known[-1].generation == store.generation else None


def register(data: Path, one: Registered) -> None:
    """Add a snapshot to the list; one that stands there already moves to its end."""
    kept = [known for known in registered(data) if (known.id, known.generation) != (one.id, one.generation)]
    listed = [asdict(known) for known in (*kept, one)]
    write_atomically(data / FILE, json.dumps(listed, indent=1, sort_keys=True).encode("utf-8") + b"\n")
