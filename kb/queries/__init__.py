"""One question a module: its SPARQL in ``X.rq``, its typed function ``X(store, …)``, its answer in frozen dataclasses."""

from __future__ import annotations

from kb.queries.argument import argument, arguments_of
from kb.queries.citing import citing
from kb.queries.claims_of import claim, claims_of
from kb.queries.compare import compare
from kb.queries.congruence import congruence
from kb.queries.consequences import consequences
from kb.queries.discourse import discourse
from kb.queries.entity import entities, entity
from kb.queries.evidence import evidence, relation
from kb.queries.lineage import lineage
from kb.queries.naming import issues
from kb.queries.neighbourhood import neighbourhood
from kb.queries.overview import overview
from kb.queries.positions import positions
from kb.queries.resolve import nearest, resolve, resolve_source
from kb.queries.search import search
from kb.queries.sides import sides, stands
from kb.queries.source import source, sources

__all__ = [
    "argument",
    "arguments_of",
    "citing",
    "claim",
    "claims_of",
    "compare",
    "congruence",
    "consequences",
    "discourse",
    "entities",
    "entity",
    "evidence",
    "issues",
    "lineage",
    "nearest",
    "neighbourhood",
    "overview",
    "positions",
    "relation",
    "resolve",
    "resolve_source",
    "search",
    "sides",
    "source",
    "sources",
    "stands",
]
