"""Names that people type -> the thing in the graph they mean."""

from __future__ import annotations

from collections.abc import Collection

from kb.queries.values import Ref, RefType
from kb.store import Store


def resolve(store: Store, name: str, *, types: Collection[RefType] | None = None) -> Ref:
    """The entity or text's voice that a name means: an IRI, a path, a label, another name, or a surname, in that order.

    Case, articles, hyphens and accents do not matter beyond the exact forms; ``ID/author`` is the voice of a source. Raises
    UsageError for an unknown name, with the nearest known ones, and for one that fits several, with all of them.
    """
    raise NotImplementedError


def nearest(store: Store, name: str, *, types: Collection[RefType] | None = None, limit: int = 5) -> tuple[str, ...]:
    """The known names most like a name, best first."""
    raise NotImplementedError
