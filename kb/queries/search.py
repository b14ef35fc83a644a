"""Words looked up in names, claims, sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from kb.model import ENTITY_TYPES
from kb.queries import describing
from kb.queries.asking import described
from kb.queries.naming import refs, source_iri, source_refs
from kb.queries.resolve import folded, source_index
from kb.queries.values import ClaimRow, Ref, SourceRef
from kb.store import HitKind, Store

Kind = Literal["entity", "claim", "passage", "source"]

KINDS: tuple[Kind, ...] = ("entity", "claim", "passage", "source")
_HITS: dict[Kind, tuple[HitKind, ...]] = {"entity": ENTITY_TYPES, "claim": ("claim",), "passage": ("text",), "source": ()}


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or other block of a source; the words found stand in ``snippet`` between U+E000 and U+E001."""

    iri: str
    source: SourceRef
    start: int
    end: int
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the words were found in, best first."""

    words: str
    entities: tuple[Ref, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    passages: tuple[Passage, ...] = ()
    sources: tuple[SourceRef, ...] = ()

    def __len__(self) -> int:
        return len(self.entities) + len(self.claims) + len(self.passages) + len(self.sources)


def search(store: Store, words: str, *, kinds: Collection[Kind] | None = None, limit: int = 20) -> Found:
    """Look words up, at most ``limit`` hits of each kind. Any words are allowed: none is read as an operator."""
    wanted = KINDS if kinds is None else tuple(kind for kind in KINDS if kind in kinds)
    hits = {kind: store.search(words, kinds=_HITS[kind], limit=limit) if _HITS[kind] else [] for kind in wanted}
    of_kind = {kind: [hit.iri for hit in found] for kind, found in hits.items()}
    named = refs(store, of_kind.get("entity", ()))
    return Found(
        words=words,
        entities=tuple(named[iri] for iri in of_kind.get("entity", ()) if iri in named),
        claims=tuple(describing.claims(store, of_kind.get("claim", ()))),
        passages=_passages(store, {hit.iri: hit.snippet for hit in hits.get("passage", ())}),
        sources=_sources(store, words)[:limit] if "source" in wanted else (),
    )


def _passages(store: Store, snippets: dict[str, str]) -> tuple[Passage, ...]:
    home = {iri: source_iri(store, iri) for iri in snippets}
    sources = source_refs(store, home.values())
    blocks = described(store, snippets)
    return tuple(
        Passage(iri, sources[home[iri]], int(blocks[iri]["start"][0]), int(blocks[iri]["end"][0]), snippet)
        for iri, snippet in snippets.items()
        if iri in blocks and home[iri] in sources
    )


def _sources(store: Store, words: str) -> tuple[SourceRef, ...]:
    wanted = folded(words).split()
    found = []
    for ref in source_index(store).values():
        there = folded(f"{ref.id} {ref.title} {ref.author or ''}").split()
        if wanted and all(any(word.startswith(part) for word in there) for part in wanted):
            found.append(ref)
    return tuple(found)
