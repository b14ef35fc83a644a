"""Who takes which side on what, as coded statements for discourse networks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

from kb.discourse import Coded
from kb.errors import UsageError
from kb.queries.asking import last_part, rows
from kb.queries.naming import issues, refs, source_iri, source_refs
from kb.queries.resolve import resolve_source
from kb.queries.values import Ref, RefType
from kb.store import Store

#: what actors take sides on: the answers to issues, or the theories that they are said to hold or reject
Concepts = Literal["answers", "theories", "all"]
#: who takes them: persons (with texts' own voices), groups, or both
Actors = Literal["theorists", "groups", "all"]
CONCEPTS: tuple[Concepts, ...] = ("answers", "theories", "all")
_ACTORS: dict[Actors, tuple[RefType, ...]] = {
    "theorists": ("theorist", "author"),
    "groups": ("group",),
    "all": ("theorist", "author", "group"),
}


def discourse(
    store: Store,
    *,
    actors: Actors = "all",
    concepts: Concepts = "answers",
    sources: Collection[str] | None = None,
    min_confidence: float = 0.0,
) -> tuple[Coded, ...]:
    """Every outright answer and every affirmed adherence as a coded statement, sorted.

    A yes/no issue is a concept that "yes" agrees with; each answer of another issue is a concept of its own, agreed with. The
    document is the source's id, the date the first of January of the source's year: it says when a position was reported, which
    for a history may be long after it was held. What works and theories are said to answer is left out, and what nobody is
    named for. Raises UsageError for an unknown source.
    """
    if concepts not in CONCEPTS:
        raise UsageError(f"{concepts!r} is no kind of concept", remedy=f"Choose one of {', '.join(CONCEPTS)}.")
    if actors not in _ACTORS:
        raise UsageError(f"{actors!r} is no kind of actor", remedy=f"Choose one of {', '.join(_ACTORS)}.")
    homes = {resolve_source(store, name).iri for name in sources} if sources else None
    found = [
        (row, source_iri(store, row["statement"]))
        for row in rows(store, "discourse")
        if float(row["confidence"]) >= min_confidence and concepts in ("all", "theories" if "theory" in row else "answers")
    ]
    if homes is not None:
        found = [(row, home) for row, home in found if home in homes]
    home_of = source_refs(store, {home for _, home in found})
    named = refs(store, {row[end] for row, _ in found for end in ("actor", "theory") if end in row})
    names = _distinct(ref for ref in named.values() if ref.type in _ACTORS[actors])
    known = {answer.iri: (issue, answer) for issue in issues(store) for answer in issue.answers}
    made = set()
    for row, home in found:
        if row["actor"] not in names:
            continue
        if "theory" in row:
            concept, agreement = named[row["theory"]].label, last_part(row["predicate"]) == "holds"
        elif row["answer"] in known:
            issue, answer = known[row["answer"]]
            concept = issue.question if issue.yes_no else f"{issue.question} {answer.label}"
            agreement = answer.id != "no" or not issue.yes_no
        else:
            continue
        year = home_of[home].year
        when = date(year, 1, 1) if year else None
        made.add((names[row["actor"]], concept, agreement, home_of[home].id, when, row["statement"]))
    ordered = sorted(made, key=lambda one: (one[3], one[5], one[:3]))
    return tuple(Coded(*one[:5]) for one in ordered)


def _distinct(those: Iterable[Ref]) -> dict[str, str]:
    """A name for each, with the path behind it where two are called the same."""
    refs_ = list(those)
    times = Counter(ref.label for ref in refs_)
    return {ref.iri: ref.label if times[ref.label] == 1 else f"{ref.label} ({ref.path})" for ref in refs_}
