"""What a citation needs to know: the source, and the words with their place."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import UsageError
from kb.queries import describing
from kb.queries.asking import full_iri
from kb.queries.naming import quotes
from kb.queries.resolve import resolve_source
from kb.queries.source import SourceRow, source
from kb.queries.values import ClaimRow, Quote
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, or a passage of one; ``iri`` is what a link leads to, ``says`` who is reported to hold the words."""

    iri: str
    source: SourceRow
    quote: Quote | None = None
    says: str = ""


def citing(store: Store, thing: str) -> Cited:
    """What to cite for a source's id, or the IRI or path of a source, claim, relation, argument or passage.

    A claim in one piece is cited by its own words, all else by its sentence. Raises UsageError for anything else.
    """
    iri = full_iri(store, thing)
    path = iri.removeprefix(store.names.base).split("/")
    if "/" not in thing or (path[0] == "source" and len(path) == 2):
        ref = resolve_source(store, thing if "/" not in thing else store.names.path(iri)[1])
        return Cited(ref.iri, source(store, ref.id, within=(0, 0)).row)
    quote, says = _quote(store, iri)
    if quote is None:
        raise UsageError(
            f"there is nothing to cite at {thing}",
            remedy="Give the id of a source, or the path of a claim, relation, argument or passage.",
        )
    return Cited(iri, source(store, quote.source.id, within=(0, 0)).row, quote, says)


def _quote(store: Store, iri: str) -> tuple[Quote | None, str]:
    kind = describing.statement_kind(iri)
    if kind == "claim":
        for claim in describing.claims(store, [iri]):
            return (claim.content[0] if len(claim.content) == 1 else claim.evidence), _saying(claim)
    elif kind == "relation":
        for relation in describing.relations(store, [iri]):
            return relation.evidence, ""
    elif kind == "argument":
        for argument in describing.arguments(store, [iri]):
            return argument.evidence, ""
    return quotes(store, [iri]).get(iri), ""


def _saying(claim: ClaimRow) -> str:
    return "" if claim.holder.type in ("author", "unknown") else f"{claim.holder.label} {claim.stance}"
