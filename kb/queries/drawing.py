"""Which statements a column of a comparison draws on, told from light rows before any of their words are read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from typing import Any, Literal, NamedTuple

from kb.queries.asking import last_part, rows, tuples
from kb.queries.naming import predicate_of, refs, source_id
from kb.queries.values import Ref
from kb.store import Store

#: ``direct``: the party's own statement, or a claim that states the theory; ``holder``: a statement of one that holds the theory
Through = Literal["direct", "holder"]

_COLUMNS = ("statement", "party", "answer", "tentative", "confidence")
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


def best(
    store: Store, party: Ref, holders: Iterable[str], kept: Kept, shown: int = SHOWN
) -> tuple[list[Drawn], Mapping[str, int]]:
    """The surest statements for each answer, of each kind no more than are shown; how many there are of each answer in all.

    Each statement counts once for an answer.
    """
    adherents = set(holders)
    asked, own = {party.iri, *adherents}, None
    stating: list[tuple[Any, ...]] = []
    if party.type == "author":
        # a voice that is known to be a theorist's answers under the theorist's name, in every text of theirs
        own = {row["statement"] for row in rows(store, "compare_voice", voice=party.iri)}
        asked = {party.iri, *(ref.iri for ref in refs(store, [party.iri]).values())}
    elif party.type == "theory":
        found = tuples(store, "compare_states", _COLUMNS, theory=party.iri)
        stating = [row for row in found if _is_relation(row[0]) or row[1] in adherents]
    first = {(statement, answer) for statement, _, answer, *_ in stating}
    alike: dict[tuple[str, bool, Through], list[tuple[float, str, str]]] = defaultdict(list)
    counted: Counter[str] = Counter()
    every = kept == Kept(kept.base)
    for number, row in enumerate(chain(stating, tuples(store, "compare", _COLUMNS, {"party": asked}))):
        statement, holder, answer, tentative, confidence = row
        if not (every or kept(statement, confidence)) or (own is not None and statement not in own):
            continue
        through: Through = "direct"
        if number >= len(stating):
            if (statement, answer) in first:
                continue
            if party.type == "theory" and holder != party.iri:
                through = "holder"
        counted[answer] += 1
        alike[answer, tentative in (1, "1"), through].append((-float(confidence), statement, holder))
    chosen = [
        Drawn(statement, answer, tentative, holder, through, -sure)
        for (answer, tentative, through), found_alike in alike.items()
        for sure, statement, holder in nsmallest(shown, found_alike)
    ]
    return chosen, counted


def _is_relation(iri: str) -> bool:
    return iri.rsplit("/", 2)[-2] == "relation"
