"""One thing of the field: merged with another, or split."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Response

from kb.queries import entities, entity, sources
from kb.queries.naming import local_members, local_names
from kb.queries.values import Ref, SourceRef
from webapp.knowledge import ask, knowledge
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Member:
    """What one text names so; ``value`` is how the form says it."""

    source: SourceRef
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """The texts that name it, and what it may be merged into."""

    title: str
    ref: Ref
    key: str
    members: tuple[Member, ...]
    others: tuple[tuple[str, str], ...]  # key, name


def show(type: str, slug: str) -> Response:
    """The forms for ``TYPE/SLUG``."""
    page = ask(entity, f"{type}/{slug}")
    store = knowledge().store
    found = ask(local_members, page.ref.iri)
    texts = {row.ref.id: row.ref for row in ask(sources)}
    named = local_names(store, [store.names.role(source, local).value for source, local in found])
    members = tuple(
        Member(texts[source], named[store.names.role(source, local).value], json.dumps([source, local]))
        for source, local in found
        if source in texts
    )
    others = tuple(
        (row.ref.iri.removeprefix(store.names.base), row.ref.label)
        for row in ask(entities, type)  # type: ignore[arg-type]
        if row.ref.iri != page.ref.iri
    )
    key = page.ref.iri.removeprefix(store.names.base)
    return render(Page(f"Merge or split {page.ref.label}", page.ref, key, members, others[:500]))
