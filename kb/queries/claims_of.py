"""The claims of a holder, about a thing, or in a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.errors import UsageError
from kb.model import Stance
from kb.queries import describing
from kb.queries.asking import dox, full_iri, last_part, query_text, rows
from kb.queries.counting import statement_counts
from kb.queries.naming import offsets, source_id
from kb.queries.resolve import resolve, resolve_source, source_index
from kb.queries.values import ClaimRow, Ref, SourceRef
from kb.store import Store
from kb.store.tables import Tables


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
    if tables := store.tables():
        return _quickly(store, tables, who, what, home, stance, min_confidence, limit, offset)
    if not (who or what or home or stance or min_confidence):
        return _everything(store, limit, offset)
    asked = []
    if who:
        asked.append(_places(store, "claims_of_voice" if who.type == "author" else "claims_of", "holder", who.iri))
    if what:
        asked.append(_places(store, "claims_of_about", "about", what.iri))
    if not asked:
        homes = [home.id] if home else list(source_index(store))
        asked.append({place for id in homes for place in _places_in(store, id)})
    places = set.intersection(*asked)
    if home:
        places = {place for place in places if place[0] == home.id}
    if stance or min_confidence:
        fits = _fitting(store, (iri for *_, iri in places), stance, min_confidence)
        places = {place for place in places if place[-1] in fits}
    return Claims(_page(store, sorted(places), limit, offset), len(places), who, what)


def _quickly(
    store: Store,
    tables: Tables,
    who: Ref | None,
    what: Ref | None,
    home: SourceRef | None,
    stance: Stance | None,
    min_confidence: float,
    limit: int | None,
    offset: int,
) -> Claims:
    """The same from light rows: only the claims of the page are read."""
    asked: dict[str, object] = {"limit": -1 if limit is None else limit, "offset": offset}
    conditions = []
    for condition, name, value in (
        ("voice = :who" if who and who.type == "author" else "holder = :who", "who", who and who.iri),
        ("entity = :what", "what", what and what.iri),
        ("claim.grp = :home", "home", home and home.id),
        ("stance = :stance", "stance", stance and dox(stance)),
        ("sure >= :sure", "sure", min_confidence or None),
    ):
        if value is not None:
            conditions.append(condition)
            asked[name] = value
    chosen = "about JOIN claim USING (grp, start, stop, iri)" if what else "claim"
    if conditions:
        chosen += f" WHERE {' AND '.join(conditions)}"
    *page, (_, total) = tables.select(query_text("claims_page", "sql").replace("FROM chosen", f"FROM {chosen}"), **asked)
    return Claims(tuple(describing.claims(store, [row[0] for row in page])), total, who, what)


def _everything(store: Store, limit: int | None, offset: int) -> Claims:
    """A page of all claims; the counts of the sources tell which of them it touches."""
    counts = statement_counts(store)
    places: list[_Place] = []
    seen, first = 0, None
    for id in source_index(store):
        count = counts[id, "claim"]
        if seen + count > offset and (limit is None or seen < offset + limit):
            first = seen if first is None else first
            places += sorted(_places_in(store, id))
        seen += count
    return Claims(_page(store, places, limit, offset - (first or 0)), seen)


_Place = tuple[str, int, int, str]  # source, start and end of the sentence, claim: the order of a page


def _places(store: Store, name: str, variable: str, iri: str) -> set[_Place]:
    return {
        (source_id(row["claim"], store.names.base), *offsets(row["sentence"]), row["claim"])
        for row in rows(store, name, **{variable: iri})  # type: ignore[arg-type]
    }


def _places_in(store: Store, source: str) -> set[_Place]:
    return _places(store, "claims_of_source", "graph", store.names.source_graph(source).value)


def _fitting(store: Store, claims: Iterable[str], stance: Stance | None, min_confidence: float) -> set[str]:
    return {
        row["claim"]
        for row in rows(store, "claims_of_kinds", {"claim": claims})
        if (stance is None or last_part(row["stance"]) == stance) and float(row["confidence"]) >= min_confidence
    }


def _page(store: Store, places: Sequence[_Place], limit: int | None, offset: int) -> tuple[ClaimRow, ...]:
    end = None if limit is None else offset + limit
    return tuple(describing.claims(store, [iri for *_, iri in places[offset:end]]))


def claim(store: Store, iri: str) -> ClaimRow:
    """One claim by IRI or path. Raises UsageError where there is none."""
    found = describing.claims(store, [full_iri(store, iri)])
    if not found:
        raise UsageError(f"there is no claim {iri}", remedy="Find claims with `doxograph claims` or `doxograph search`.")
    return found[0]
