"""One statement in a form: to be accepted, rejected or corrected, its words by selecting them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect

from kb.model import POLARITIES, PREDICATES, STANCES, Argument
from kb.queries import resolve_source
from kb.queries.values import SourceRef
from kb.review import Decision
from kb.review.naming import called
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.reviewing import Joinable, decided_on, fields_of, joinable, reviewed, statement_in, words_of
from webapp.superseded import superseded

AROUND = 700  #: characters shown on each side of the sentence
FARTHER = 1_800  #: and of an argument, whose claims may stand apart
_EXPECTED = {"holder": "theorist", "asserted_by": "theorist", "subject": "theorist", "object": "theory"}


@dataclass(frozen=True, slots=True)
class Page:
    """The form as the statement stands now; ``passage`` is the text before, within and after its words."""

    title: str
    source: SourceRef
    kind: str
    id: str
    path: str
    fields: dict[str, Any]
    words: str
    start: int  # where the passage begins
    passage: tuple[str, str, str]
    names: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]
    claims: tuple[Joinable, ...]  # those that an argument may join
    history: tuple[Decision, ...]


def show(id: str, kind: str, hash: str) -> Response:
    """The form of ``source/ID/KIND/HASH``; of one that was corrected, that of the correction."""
    names = knowledge().store.names
    gone = superseded(knowledge().store, names.statement(id, kind, hash).value)
    if gone is not None:
        return redirect(f"/review{gone.headers['Location']}", 302) if gone.status_code == 301 else gone  # type: ignore[return-value]
    ref = ask(resolve_source, id)
    statements, now = reviewed(ref.id)
    statement = statement_in(now, kind, hash)
    text = statements.document.text
    spans = [(part.start, part.end) for part in getattr(statement, "content", (statement.evidence,))]
    around = FARTHER if kind == "argument" else AROUND
    start = max(0, statement.evidence.start - around)
    start = text.find(" ", start) + 1 if start else 0
    low, high = spans[0][0], spans[-1][1]
    passage = text[start:low], text[low:high], text[high : statement.evidence.end + around]
    fields = fields_of(statement, kind)
    for name in _EXPECTED.keys() & fields.keys():
        fields[name] = called(fields[name], now.entities, type=_EXPECTED[name])
    if "about" in fields:
        fields["about"] = tuple(called(one, now.entities, type="theory") for one in fields["about"])
    claims: tuple[Joinable, ...] = ()
    if isinstance(statement, Argument):
        claims = joinable(now, start, statement.evidence.end + around, {*statement.premises, statement.conclusion})
    history = tuple(d for d in decided_on(ref.id) if d.kind == kind and (d.target == hash or _made(d, hash, id)))
    return render(
        Page(
            f"Correct {'an' if kind == 'argument' else 'a'} {kind}", ref, kind, hash, f"/source/{id}/{kind}/{hash}", fields,
            words_of(statement), start, passage,
            people(now.entities), CHOICES, claims, history,
        )
    )  # fmt: skip


CHOICES: dict[str, tuple[str, ...]] = {"stance": STANCES, "predicate": PREDICATES, "polarity": POLARITIES}


def people(entities: Any) -> tuple[str, ...]:
    """What names of a source a form offers."""
    return ("author", "unknown", *sorted({called(one.id, entities) for one in entities}, key=str.casefold))


def _made(decision: Decision, hash: str, source: str) -> bool:
    """Whether a correction came to this statement."""
    store = knowledge().store
    new = store.names.statement(source, decision.kind, hash)
    rows = store.select("SELECT ?old WHERE { ?new dox:replaces ?old }", new=new)
    return any(row["old"].value.endswith(f"/{decision.target}") for row in rows)
