"""Which statements a column of a comparison draws on, told from light rows before any of their words are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kb.queries.asking import last_part, rows
from kb.queries.naming import predicate_of, refs, source_id
from kb.queries.values import Ref
from kb.store import Store

#: ``direct``: the party's own statement, or a claim that states the theory; ``holder``: a statement of one that holds the theory
Through = Literal["direct", "holder"]

SHOWN = 5  # statements of one answer and one kind in a cell; a hub has thousands, and a reader reads the best


@dataclass(frozen=True, slots=True)
class Kept:
    """Which statements count: those of some sources (None: of all), of some confidence at least."""

    base: str
    min_confidence: float = 0.0
    sources: Collection[str] | None = None

    def __call__(self, iri: str, confidence: str) -> bool:
        at_home = self.sources is None or source_id(iri, self.base) in self.sources
        return at_home and float(confidence) >= self.min_confidence


class Drawn(NamedTuple):  # a tuple, since a hub has thousands, and a dataclass takes ten times as long to make
    """A statement that answers for a column; ``holder`` is the IRI of whose statement it is."""

    statement: str
    answer: str
    tentative: bool
    holder: str
    through: Through
    confidence: float


def holders_of(store: Store, theory: Ref, kept: Kept) -> tuple[set[str], set[str]]:
    """Who holds a theory by every account that says anything of it, and of whom accounts differ."""
    for_it, against = set(), set()
    for row in rows(store, "compare_holders", theory=theory.iri):
        if not kept(row["relation"], row["confidence"]):
            continue
        polarity = last_part(row["polarity"])
        if predicate_of(row["predicate"]) == "rejects":
            # a denied rejection says nothing of holding
            against |= {row["party"]} if polarity == "affirmed" else set()
        elif polarity == "affirmed":
            for_it.add(row["party"])
        else:
            against.add(row["party"])
    return for_it - against, for_it & against


def drawn(store: Store, party: Ref, holders: Iterable[str], kept: Kept) -> list[Drawn]:
    """Every statement that answers for a column, each once for an answer."""
    if party.type == "author":
        # a voice that is known to be a theorist's answers under the theorist's name, in every text of theirs
        own = {row["statement"] for row in rows(store, "compare_voice", voice=party.iri)}
        asked = {party.iri, *(ref.iri for ref in refs(store, [party.iri]).values())}
        return [_drawn(row, "direct") for row in _answering(store, asked, kept) if row["statement"] in own]
    if party.type != "theory":
        return [_drawn(row, "direct") for row in _answering(store, {party.iri}, kept)]
    adherents = set(holders)
    stating = [
        row
        for row in rows(store, "compare_states", theory=party.iri)
        if kept(row["statement"], row["confidence"]) and (_is_relation(row["statement"]) or row["party"] in adherents)
    ]
    found = {(row["statement"], row["answer"]): _drawn(row, "direct") for row in stating}
    for row in _answering(store, {party.iri, *adherents}, kept):
        through: Through = "direct" if row["party"] == party.iri else "holder"
        found.setdefault((row["statement"], row["answer"]), _drawn(row, through))
    return list(found.values())


def best(found: Iterable[Drawn], shown: int = SHOWN) -> list[Drawn]:
    """The surest statements for each answer, and of each kind no more than are shown."""
    alike: dict[tuple[object, ...], list[Drawn]] = defaultdict(list)
    for one in sorted(found, key=lambda d: (-d.confidence, d.statement)):
        alike[one.answer, one.tentative, one.through].append(one)
    return [one for group in alike.values() for one in group[:shown]]


def _answering(store: Store, parties: Collection[str], kept: Kept) -> list[dict[str, str]]:
    return [row for row in rows(store, "compare", {"party": sorted(parties)}) if kept(row["statement"], row["confidence"])]


def _drawn(row: dict[str, str], through: Through) -> Drawn:
    return Drawn(row["statement"], row["answer"], row["tentative"] == "1", row["party"], through, float(row["confidence"]))


def _is_relation(iri: str) -> bool:
    return iri.rsplit("/", 2)[-2] == "relation"
