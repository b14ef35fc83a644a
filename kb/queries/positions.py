"""Who answers what, a row for each holder, issue and answer."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import UsageError
from kb.model import AUTHOR, Polarity, Stance
from kb.queries import describing
from kb.queries.asking import last_part, rows
from kb.queries.naming import issues
from kb.queries.resolve import resolve_source
from kb.queries.values import Answer, ClaimRow, Ref, RelationRow
from kb.store import Store

HOLDERS = frozenset({"theorist", "group", "source"})  # how the path of a holder begins; a source's is its own voice
_STANCE: dict[Polarity, Stance] = {"affirmed": "asserts", "denied": "denies", "uncertain": "questions"}


@dataclass(frozen=True, slots=True)
class Position:
    """A holder's answer to an issue with the best of the quotes behind it."""

    holder: str  # the entity's name in full as the text has it; ``author`` for the text's own voice
    issue: str  # id
    position: str  # the answer's id
    stance: Stance  # a relation that is affirmed asserts, one that is uncertain questions
    quote: str
    source: str  # id
    start: int
    end: int
    ref: Ref  # who the holder is
    statement: str  # IRI
    confidence: float = 1.0
    hedged: bool = False  # put forward with a reservation


def positions(
    store: Store,
    source: str | None = None,
    *,
    issue: str | None = None,
    min_confidence: float = 0.0,
    tentative: bool = False,
) -> tuple[Position, ...]:
    """One row for each holder, issue and answer with its best quote, by issue's rank, then holder.

    Holders are theorists, groups and the texts' own voices, these kept apart by source; what a theory or work commits one to
    is for ``compare``. Answers that are only raised (questioned, uncertain) are left out unless ``tentative``. ``issue`` (an id)
    asks for one issue alone. Raises UsageError for an unknown source or issue.
    """
    if source:
        graph = store.names.source_graph(resolve_source(store, source).id).value
        found = rows(store, "positions", {"statement": [row["statement"] for row in rows(store, "source", graph=graph)]})
    else:
        found = rows(store, "positions")
    asked = [known for known in issues(store) if issue in (None, known.id)]
    if not asked and issue is not None:
        known_ids = ", ".join(known.id for known in issues(store)) or "none: the knowledge base was built without a pack"
        raise UsageError(f"there is no issue {issue!r}", remedy=f"Known are {known_ids}.")
    given = {answer.iri: answer for known in asked for answer in known.answers}
    ranks = {known.id: known.rank for known in asked}
    best: dict[tuple[str, str], dict[str, str]] = {}
    for row in sorted(found, key=_rank):
        raised = last_part(row["kind"]) in ("questions", "uncertain")
        if row["answer"] not in given or not _holds(store, row["party"]):
            continue
        if float(row["confidence"]) < min_confidence or (raised and not tentative):
            continue
        # one person under two names in two texts is one holder; each text's own voice is another
        own_voice = row["local"].endswith(f"/{AUTHOR}") and row.get("asserter", row["party"]) == row["party"]
        best.setdefault((row["local"] if own_voice else row["party"], row["answer"]), row)
    statements = [row["statement"] for row in best.values()]
    told = describing.statements(store, statements)
    made = [_position(told[row["statement"]], given[row["answer"]], row["tentative"] == "1") for row in best.values()]
    return tuple(sorted(made, key=lambda p: (ranks[p.issue], p.issue, p.holder.casefold(), p.ref.iri, p.position, p.source)))


def _holds(store: Store, party: str) -> bool:
    return (store.names.path(party) or ("",))[0] in HOLDERS


def _position(statement: ClaimRow | RelationRow, answer: Answer, hedged: bool) -> Position:
    if isinstance(statement, ClaimRow):
        holder, ref, stance = statement.holder_name, statement.holder, statement.stance
        # words that an aside interrupts are quoted as their sentence, so that the quote is what stands at its offsets
        quote = statement.content[0] if len(statement.content) == 1 else statement.evidence
    else:
        assert statement.answer_party is not None  # the query asks for those that have one
        holder, ref, stance = _named(statement, statement.answer_party), statement.answer_party, _STANCE[statement.polarity]
        quote = statement.evidence
    return Position(
        holder=holder,
        issue=answer.issue,
        position=answer.id,
        stance=stance,
        quote=quote.quote,
        source=statement.source.id,
        start=quote.start,
        end=quote.end,
        ref=ref,
        statement=statement.iri,
        confidence=statement.confidence,
        hedged=hedged,
    )


def _named(relation: RelationRow, party: Ref) -> str:
    """What the text calls the party of a relation's answer."""
    subject, object_, asserter = relation.local_names
    ends = ((relation.asserted_by, asserter), (relation.subject, subject), (relation.object, object_))
    return next((name for ref, name in ends if ref.iri == party.iri), party.label)


def _rank(row: dict[str, str]) -> tuple[object, ...]:
    raised = last_part(row["kind"]) in ("questions", "uncertain")
    return raised, row["tentative"], -float(row["confidence"]), row["sentence"], row["statement"]
