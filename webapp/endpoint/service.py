"""What the endpoint serves, with its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kb.terms import BASE, PREFIXES
from webapp.endpoint.admission import Admission

if TYPE_CHECKING:
    from kb.store.sparql import SparqlStore

DEADLINE = 10.0  #: seconds
ROWS = 10_000  #: rows or triples of an answer
BYTES = 64 << 20  #: of an answer
MEMORY = 1 << 30  #: bytes that a query may allocate


@dataclass(frozen=True, eq=False)
class Service:
    """An Oxigraph folder that strangers may ask, and how far.

    ``server`` is the store where it is no folder of ours: then its own memory limit holds. ``union`` has the default graph be the
    union of all graphs, else it is the store's own. ``base`` resolves relative IRIs.
    """

    store: Path
    base: str = BASE
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    union: bool = True
    deadline: float = DEADLINE
    rows: int = ROWS
    bytes: int = BYTES
    memory: int = MEMORY
    server: SparqlStore | None = None
    admission: Admission = field(default_factory=Admission)
