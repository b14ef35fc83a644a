"""A CONSTRUCT made of a SELECT's rows, which come in parts from a server that would cut the triples short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kb.store.bindings import closes, template_ends
from kb.terms import Term

_Pattern = tuple[Term | str, Term | str, Term | str]  # a variable by its name


@dataclass(frozen=True, slots=True)
class Construction:
    """A CONSTRUCT in two steps: the SELECT to ask, and the triples that each of its rows makes."""

    select: str
    template: tuple[_Pattern, ...]

    def triples(self, rows: Iterable[Mapping[str, Term]]) -> list[Triple]:
        """The triples of these rows, each once; where a variable is unbound, or a literal would be a subject, there is none."""
        made: dict[Triple, None] = {}
        for row in rows:
            for pattern in self.template:
                s, p, o = (row.get(part) if isinstance(part, str) else part for part in pattern)
                if isinstance(s, NamedNode) and isinstance(p, NamedNode) and o is not None:
                    made[Triple(s, p, o)] = None
        return list(made)


def construction(query: str) -> Construction | None:
    """A CONSTRUCT taken apart; None where it groups, or makes blank nodes, of which each row needs its own."""
    from rdflib import BNode
    from rdflib.plugins.sparql import prepareQuery

    query, at = _long(query)
    if at is None or closes(query) & {"GROUP", "HAVING"}:
        return None
    algebra = prepareQuery(query).algebra
    if algebra.name != "ConstructQuery" or not algebra.template or any(isinstance(t, BNode) for s in algebra.template for t in s):
        return None
    template = tuple((_part(s), _part(p), _part(o)) for s, p, o in algebra.template)
    names = sorted({part for pattern in template for part in pattern if isinstance(part, str)})
    if not names:
        return None
    start, end = at
    return Construction(f"{query[:start]}SELECT {' '.join('?' + name for name in names)} {query[end:]}", template)


def _long(query: str) -> tuple[str, tuple[int, int] | None]:
    """A query with its template written out, and where that stands; ``CONSTRUCT WHERE { … }`` makes what it asks for."""
    at = template_ends(query)
    if at and "{" not in query[slice(*at)] and query[at[1] :][:5].upper() == "WHERE":
        pattern = "CONSTRUCT" + query[at[1] + 5 :]
        if ends := template_ends(pattern):
            query = f"{query[: at[0]]}{pattern[: ends[1]]} {query[at[1] :]}"
            at = template_ends(query)
    return query, at


def _part(term: Any) -> Term | str:
    from rdflib import URIRef, Variable

    if isinstance(term, Variable):
        return re.sub(r"^[?$]", "", str(term))
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
