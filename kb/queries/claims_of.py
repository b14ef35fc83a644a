"""The claims of a holder, about a thing, or in a source."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import UsageError
from kb.model import Stance
from kb.queries import describing
from kb.queries.asking import full_iri, last_part, rows
from kb.queries.naming import source_id
from kb.queries.resolve import resolve, resolve_source
from kb.queries.values import ClaimRow, Ref
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Claims:
    """A page of claims, by source and offset; ``total`` counts all that match."""

    claims: tuple[ClaimRow, ...]
    total: int
    holder: Ref | None = None
    about: Ref | None = None


def claims_of(
    store: Store,
    *,
    holder: str | None = None,
    about: str | None = None,
    source: str | None = None,
    stance: Stance | None = None,
    min_confidence: float = 0.0,
    limit: int | None = None,
    offset: int = 0,
) -> Claims:
    """The claims that match every condition given. Raises UsageError for an unknown or ambiguous name."""
    who = resolve(store, holder) if holder else None
    what = resolve(store, about) if about else None
    home = resolve_source(store, source) if source else None
    asked = []
    if who:
        asked.append(rows(store, "claims_of", holder=who.iri))
    if what:
        asked.append(rows(store, "claims_of_about", about=what.iri))
    if not asked:
        graph = {"graph": store.names.source_graph(home.id).value} if home else {}
        asked.append(rows(store, "claims_of_source", **graph))
    fits = set.intersection(*({row["claim"] for row in found} for found in asked))
    base = store.names.base
    order = sorted(
        (source_id(row["claim"], base), int(row["start"]), int(row["end"]), row["claim"])
        for row in asked[0]
        if row["claim"] in fits
        and (stance is None or last_part(row["stance"]) == stance)
        and float(row["confidence"]) >= min_confidence
        and (home is None or source_id(row["claim"], base) == home.id)
    )
    page = order[offset:] if limit is None else order[offset : offset + limit]
    return Claims(tuple(describing.claims(store, [iri for *_, iri in page])), len(order), who, what)


def claim(store: Store, iri: str) -> ClaimRow:
    """One claim by IRI or path. Raises UsageError where there is none."""
    found = describing.claims(store, [full_iri(store, iri)])
    if not found:
        raise UsageError(f"there is no claim {iri}", remedy="Find claims with `doxograph claims` or `doxograph search`.")
    return found[0]
