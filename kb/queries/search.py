"""Words looked up in names, claims, sources."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from kb.model import ENTITY_TYPES, Stance
from kb.queries import describing
from kb.queries.asking import described, dox, last_part, query_text, remembered
from kb.queries.naming import refs, source_iri, source_refs
from kb.queries.resolve import folded, source_index
from kb.queries.spelling import mended
from kb.queries.values import ClaimRow, Ref, SourceRef
from kb.store import HitKind, Store
from kb.store.fulltext import STRETCHES, matching

COUNTED = 2_000  #: claims that facets count at most
RANKED = 20_000  #: entries of a sort that are ranked at most, where common words are in more
FEW = 8  #: values of a facet
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
class Narrowed:
    """What else a claim must fit: a source's id, a holder's IRI, a stance, a span of years of its source, least confidence."""

    source: str | None = None
    holder: str | None = None
    stance: Stance | None = None
    since: int | None = None
    until: int | None = None
    min_confidence: float = 0.0

    def __bool__(self) -> bool:
        return self != Narrowed()

    def fits(self, claim: ClaimRow) -> bool:
        """Whether a claim is one of them."""
        return (
            self.source in (None, claim.source.id)
            and self.holder in (None, claim.holder.iri)
            and self.stance in (None, claim.stance)
            and claim.confidence >= self.min_confidence
            and self.of_time(claim.source)
        )

    def of_time(self, source: SourceRef) -> bool:
        """Whether a source is of these years."""
        if self.since is None and self.until is None:
            return True
        year = source.year
        return year is not None and (self.since is None or year >= self.since) and (self.until is None or year <= self.until)


ALL = Narrowed()


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet with the number of claims that have it; ``code`` asks for it."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """How the claims found fall by one of their properties; ``more`` values are not told; ``partial``: the first were counted."""

    name: Literal["stance", "source", "holder", "year"]
    values: tuple[Value, ...]
    more: int = 0
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What the words were found in, best first."""

    words: str
    entities: tuple[Ref, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    passages: tuple[Passage, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    instead: str = ""  # the words that were looked up in place of misspelt ones
    facets: tuple[Facet, ...] = ()  # of the claims

    def __len__(self) -> int:
        return len(self.entities) + len(self.claims) + len(self.passages) + len(self.sources)


def search(
    store: Store,
    words: str,
    *,
    kinds: Collection[Kind] | None = None,
    limit: int = 20,
    narrowed: Narrowed = ALL,
    mend: bool = True,
) -> Found:
    """Look words up, at most ``limit`` hits of each kind. Any words are allowed: none is read as an operator.

    Where nothing holds the words, or no name does and they are like a name's, misspelt ones are mended (``mend``) and looked
    up. ``narrowed`` leaves out claims, and of other kinds what a source's id or years tell of them.
    """
    wanted = KINDS if kinds is None else tuple(kind for kind in KINDS if kind in kinds)
    found = _found(store, words, wanted, limit, narrowed)
    if mend and not found.entities and not found.claims:
        near = mended(store, words)
        if near and near != folded(words):
            other = _found(store, near, wanted, limit, narrowed)
            if len(other) > len(found):
                return replace(other, words=words, instead=near)
    return found


def _found(store: Store, words: str, wanted: tuple[Kind, ...], limit: int, narrowed: Narrowed) -> Found:
    hits = _hits(store, words, limit)
    named = refs(store, hits.entities) if "entity" in wanted else {}
    claims, facets = _claims(store, words, limit, narrowed, hits.claims) if "claim" in wanted else ((), ())
    passages = _passages(store, hits.passages) if "passage" in wanted else ()
    sources = _sources(store, words) if "source" in wanted else ()
    return Found(
        words=words,
        entities=() if narrowed else tuple(named[iri] for iri in hits.entities if iri in named),
        claims=claims,
        passages=tuple(p for p in passages if narrowed.source in (None, p.source.id) and narrowed.of_time(p.source)),
        sources=tuple(ref for ref in sources if narrowed.source in (None, ref.id) and narrowed.of_time(ref))[:limit],
        facets=facets,
    )


class _Hits(NamedTuple):
    entities: list[str]
    claims: list[str]
    passages: dict[str, str]  # with the words around the match


def _hits(store: Store, words: str, limit: int) -> _Hits:
    """The best entries of each sort by IRI."""
    tables = store.tables()
    if tables is None:
        entities, claims, texts = (store.search(words, kinds=_HITS[kind], limit=limit) for kind in KINDS[:3])
        return _Hits([hit.iri for hit in entities], [hit.iri for hit in claims], {hit.iri: hit.snippet for hit in texts})
    found = _Hits([], [], {})
    if match := matching(words):
        around = query_text("search_snippet", "sql")
        for sort, (first, end) in STRETCHES.items():
            asked = {"match": match, "first": first, "end": end, "most": limit, "ranked": RANKED}
            for iri, id in tables.select(query_text("search_hits", "sql"), **asked):
                if sort == "text":
                    found.passages[iri] = tables.select(around, match=match, id=id)[0][0]
                else:
                    (found.claims if sort == "claim" else found.entities).append(iri)
    return found


def _claims(
    store: Store, words: str, limit: int, narrowed: Narrowed, best: list[str]
) -> tuple[tuple[ClaimRow, ...], tuple[Facet, ...]]:
    """The claims found, and how they fall; ``best`` are those of all."""
    tables, match = store.tables(), matching(words)
    if tables is None:
        iris = [hit.iri for hit in store.search(words, kinds=("claim",), limit=COUNTED)] if narrowed else best
        return tuple(claim for claim in describing.claims(store, iris) if narrowed.fits(claim))[:limit], ()
    if not match:
        return (), ()
    homes = [ref.id for ref in source_index(store).values() if narrowed.of_time(ref)]
    first, end = STRETCHES["claim"]
    asked: dict[str, object] = {
        "match": match,
        "first": first,
        "end": end,
        "source": narrowed.source,
        "holder": narrowed.holder,
        "stance": narrowed.stance and dox(narrowed.stance),
        "sure": narrowed.min_confidence,
        "sources": None if narrowed.since is None and narrowed.until is None else json.dumps(homes),
    }
    if narrowed:
        best = [row["claim"] for row in tables.select(query_text("search_claims", "sql"), **asked, limit=limit)]
    counted = tables.select(query_text("search_facets", "sql"), **asked, most=COUNTED)
    return tuple(describing.claims(store, best)), _facets(store, [tuple(row) for row in counted])


def _facets(store: Store, counted: list[tuple[str, str, int]]) -> tuple[Facet, ...]:
    told: dict[str, list[tuple[str, int]]] = {"stance": [], "source": [], "holder": []}
    for facet, value, count in counted:
        told[facet].append((value, count))
    partial = sum(count for _, count in told["stance"]) >= COUNTED
    titles, years = source_index(store), Counter[int]()
    for id, count in told["source"]:
        if id in titles and (year := titles[id].year) is not None:
            years[year // 10 * 10] += count
    holders = refs(store, [value for value, _ in sorted(told["holder"], key=lambda pair: -pair[1])[: FEW * 2]])

    def first(values: list[Value]) -> tuple[Value, ...]:
        return tuple(sorted(values, key=lambda v: (-v.count, v.label, v.code))[:FEW])

    stances = [Value(last_part(value), last_part(value), count) for value, count in told["stance"]]
    sources = [Value(id, titles[id].title, count) for id, count in told["source"] if id in titles]
    people = [Value(value, holders[value].label, count) for value, count in told["holder"] if value in holders]
    decades = [Value(f"{decade}-{decade + 9}", f"{decade}s", count) for decade, count in years.items()]
    return (
        Facet("stance", first(stances), 0, partial),
        Facet("holder", first(people), max(0, len(told["holder"]) - FEW), partial),
        Facet("source", first(sources), max(0, len(sources) - FEW), partial),
        Facet("year", tuple(sorted(decades, key=lambda v: v.code)), 0, partial),
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
    if not wanted:
        return ()
    spelled = remembered(store, "words of sources", lambda: _spelled(store))
    return tuple(ref for ref, there in spelled if all(any(word.startswith(part) for word in there) for part in wanted))


def _spelled(store: Store) -> list[tuple[SourceRef, list[str]]]:
    """Every source with the words of its id, title and author, folded."""
    return [(ref, folded(f"{ref.id} {ref.title} {ref.author or ''}").split()) for ref in source_index(store).values()]
