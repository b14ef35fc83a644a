"""Words looked up in names, claims and sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from kb.queries.values import ClaimRow, Ref, RelationRow, SourceRef
from kb.store import Store

Kind = Literal["entity", "claim", "relation", "source"]


@dataclass(frozen=True, slots=True)
class Found:
    """What the words were found in, best first."""

    words: str
    entities: tuple[Ref, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    sources: tuple[SourceRef, ...] = ()

    def __len__(self) -> int:
        return len(self.entities) + len(self.claims) + len(self.relations) + len(self.sources)


def search(store: Store, words: str, *, kinds: Collection[Kind] | None = None, limit: int = 20) -> Found:
    """Look words up, at most ``limit`` hits in all. Any words are allowed: none is read as an operator."""
    raise NotImplementedError
