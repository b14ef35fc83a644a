"""Dated paths of descent between theories, thinkers and works."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from kb.model import Polarity
from kb.queries.values import Ref, RelationRow, Standing, YearFrom
from kb.store import Store

Direction = Literal["back", "forward", "both"]


@dataclass(frozen=True, slots=True)
class Node:
    """A thing on the map. ``year`` is None where nothing dates it: it stands at the margin."""

    ref: Ref
    year: int | None = None
    year_from: YearFrom | None = None
    distance: int = 0  # links from the start; negative towards what is earlier
    margin: bool = False  # reached only by links that were not followed


@dataclass(frozen=True, slots=True)
class Step:
    """One statement that a link holds, does not hold, or may hold."""

    relation: RelationRow
    year: int | None = None
    year_from: YearFrom | None = None

    @property
    def subject(self) -> Ref:
        """The relation's subject."""
        return self.relation.subject

    @property
    def predicate(self) -> str:
        """The relation's predicate, spelt as in ``model.PREDICATES``."""
        return self.relation.predicate

    @property
    def object(self) -> Ref:
        """The relation's object."""
        return self.relation.object

    @property
    def polarity(self) -> Polarity:
        """Whether this statement affirms, denies or only raises the link."""
        return self.relation.polarity

    @property
    def asserted_by(self) -> Ref:
        """Who says so."""
        return self.relation.asserted_by


@dataclass(frozen=True, slots=True)
class Link:
    """All statements about one edge, drawn from the later end to the earlier: ``later`` comes from ``earlier``."""

    later: Ref
    earlier: Ref
    predicate: str
    standing: Standing
    steps: tuple[Step, ...]
    followed: bool = True  # False: shown, but no path leads over it
    year: int | None = None
    year_from: YearFrom | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A way from the start to the goal; ``standing`` is the weakest of its links."""

    nodes: tuple[Ref, ...]
    links: tuple[Link, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Lineage:
    """What was found. ``paths`` needs a goal; ``truncated`` tells that more lies beyond ``max_steps``."""

    start: Ref
    goal: Ref | None
    direction: Direction
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    paths: tuple[Path, ...] = ()
    truncated: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every statement on the map, dated first by year, the undated last."""
        raise NotImplementedError


def lineage(
    store: Store,
    from_: str,
    to: str | None = None,
    *,
    direction: Direction = "both",
    max_steps: int = 4,
    min_confidence: float = 0.0,
    asserter: str | None = None,
    through: Collection[Standing] = (),
    sources: Collection[str] | None = None,
) -> Lineage:
    """Trace where something comes from (``back``), what came of it (``forward``), or both.

    Paths follow affirmed links, and contested ones marked as such. Denied and uncertain links are shown where the walk meets
    them but are followed only if ``through`` names ``denied`` or ``uncertain``, and a path over one says so in its ``standing``.
    ``asserter`` keeps the statements of one party. Raises UsageError for an unknown or ambiguous name.
    """
    raise NotImplementedError
