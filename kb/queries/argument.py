"""The arguments that texts draw between claims."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import UsageError
from kb.queries import describing
from kb.queries.asking import full_iri, rows
from kb.queries.values import ArgumentRow
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments a claim takes part in."""

    supported_by: tuple[ArgumentRow, ...] = ()
    attacked_by: tuple[ArgumentRow, ...] = ()
    premise_of: tuple[ArgumentRow, ...] = ()


def arguments_of(store: Store, claim: str) -> Arguments:
    """The arguments for, against and from a claim, by its IRI or path."""
    roles = {row["argument"]: row["role"] for row in rows(store, "argument", claim=full_iri(store, claim))}
    found = sorted(describing.arguments(store, roles), key=lambda a: (a.evidence.source.id, a.evidence.start, a.iri))
    return Arguments(
        supported_by=tuple(a for a in found if roles[a.iri] == "conclusion" and a.kind == "supports"),
        attacked_by=tuple(a for a in found if roles[a.iri] == "conclusion" and a.kind == "attacks"),
        premise_of=tuple(a for a in found if roles[a.iri] == "premise"),
    )


def argument(store: Store, iri: str) -> ArgumentRow:
    """One argument by IRI or path. Raises UsageError where there is none."""
    found = describing.arguments(store, [full_iri(store, iri)])
    if not found:
        raise UsageError(f"there is no argument {iri}", remedy="The page of a claim shows the arguments it takes part in.")
    return found[0]
