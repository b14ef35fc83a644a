"""Who takes which side of a question, the best attested first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kb.queries import describing
from kb.queries.asking import last_part, remembered, rows
from kb.queries.compare import Support
from kb.queries.entity import entities
from kb.queries.naming import refs
from kb.queries.positions import HOLDERS
from kb.queries.values import Answer, AnswerGiven, Issue, Ref
from kb.store import Store

_RAISED = {"questions", "uncertain"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A party's side: how many statements give the answer outright, and with a reservation; of these, how many only raise it."""

    party: Ref
    outright: int = 0
    tentative: int = 0
    raised: int = 0

    @property
    def stated(self) -> bool:
        """Whether some statement does more than raise the answer."""
        return self.outright + self.tentative > self.raised


@dataclass(frozen=True, slots=True)
class Stand:
    """A party with the surest statements that give one answer, outright or all with a reservation."""

    party: Ref
    supports: tuple[Support, ...]
    tentative: bool
    total: int


def sides(store: Store) -> dict[str, tuple[Taken, ...]]:
    """The parties that give each answer, by its IRI: theorists, groups and texts' own voices, most statements first."""
    return remembered(store, "sides", lambda: _sides(store))


def stands(
    store: Store,
    issue: Issue,
    answer: Answer,
    *,
    tentative: bool,
    min_confidence: float = 0.0,
    limit: int | None = None,
    offset: int = 0,
    best: int = 3,
) -> tuple[tuple[Stand, ...], int]:
    """A page of the parties that answer so (with a reservation only, where ``tentative``), and how many there are.

    Statements of less than ``min_confidence`` do not count.
    """
    all_taken = list(sides(store).get(answer.iri, ()))
    if min_confidence:  # who then answers outright is not among the counts
        sure = {flag: _answering(store, all_taken, answer, flag, min_confidence) for flag in ("0", "1")}
        all_taken = [t for t in all_taken if t.party.iri in (sure["1"].keys() - sure["0"].keys() if tentative else sure["0"])]
    else:
        all_taken = [taken for taken in all_taken if (taken.outright == 0) == tentative]
    page = all_taken[offset : None if limit is None else offset + limit]
    found = _answering(store, page, answer, "1" if tentative else "0", min_confidence)
    chosen = {party: sorted(said, key=lambda iri: (-said[iri], iri))[:best] for party, said in found.items()}
    wanted = [iri for iris in chosen.values() for iri in iris]
    told = describing.statements(store, wanted)
    given = AnswerGiven(answer, tentative)
    made = [
        Stand(
            taken.party,
            tuple(Support(told[iri], given, "direct", taken.party) for iri in chosen[taken.party.iri]),
            tentative,
            len(found[taken.party.iri]),
        )
        for taken in page
    ]
    return tuple(made), len(all_taken)


def _answering(store: Store, taken: Iterable[Taken], answer: Answer, flag: str, least: float) -> dict[str, dict[str, float]]:
    """The statements of parties that give an answer, with their confidence, by party."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(store, "sides_of", {"party": [one.party.iri for one in taken]}, answer=answer.iri):
        if row["tentative"] == flag and float(row["confidence"]) >= least:
            found[row["party"]][row["statement"]] = float(row["confidence"])
    return found


def _sides(store: Store) -> dict[str, tuple[Taken, ...]]:
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows(store, "sides"):
        if (store.names.path(row["party"]) or ("",))[0] in HOLDERS:
            count = int(row["count"])
            told = counted[row["answer"], row["party"]]
            told[int(row["tentative"])] += count
            told[2] += count if last_part(row["kind"]) in _RAISED else 0
    known = {row.ref.iri: row.ref for row in entities(store, stated=False)}
    known |= refs(store, {party for _, party in counted} - known.keys())
    found: dict[str, list[Taken]] = defaultdict(list)
    for (answer, party), (outright, tentative, raised) in counted.items():
        if party in known and known[party].type != "unknown":
            found[answer].append(Taken(known[party], outright, tentative, raised))
    return {answer: tuple(sorted(taken, key=_order)) for answer, taken in found.items()}


def _order(taken: Taken) -> tuple[object, ...]:
    ref = taken.party
    return ref.type == "author", -(taken.outright or taken.tentative), ref.label, ref.iri
