"""The arguments that texts draw between claims."""

from __future__ import annotations

from dataclasses import dataclass

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
    raise NotImplementedError


def argument(store: Store, iri: str) -> ArgumentRow:
    """One argument by IRI or path. Raises UsageError where there is none."""
    raise NotImplementedError
