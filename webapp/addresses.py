"""Where an IRI of the graph lives on this host."""

from __future__ import annotations

from kb.queries.values import Quote
from kb.terms import BASE, DOX, Names


def path_of(iri: str, names: Names) -> str:
    """The path that answers for an IRI of the graph or a term of the vocabulary; any other IRI as it stands."""
    if iri.startswith(DOX.iri):
        return "/ns#" + iri.removeprefix(DOX.iri)
    for base in (names.base, BASE):
        if iri.startswith(base):
            return "/" + iri.removeprefix(base)
    return iri


def iri_of(path: str, names: Names) -> str:
    """The IRI that a decoded request path answers for."""
    parts = path.strip("/").split("/")
    return DOX.iri if parts == ["ns"] else names.iri(*parts).value


def in_text(quote: Quote, names: Names) -> str:
    """The path of a quote in the reading view of its source."""
    return f"{path_of(quote.source.iri, names)}?at={quote.start}-{quote.end}#span-{quote.start}-{quote.end}"
