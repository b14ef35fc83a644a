"""Names for what a code alone does not tell: one text's own voice from another's, a question by its id."""

from __future__ import annotations

from kb.queries import sources
from kb.queries.naming import issues
from kb.queries.values import Answer, Ref
from kb.store import Store
from webapp.knowledge import ask, knowledge
from webapp.wording import in_quotes


def titles(store: Store) -> dict[str, str]:
    """The titles of all sources by id."""
    return {row.ref.id: row.ref.title for row in sources(store)}


def questions(store: Store) -> dict[str, str]:
    """The questions of all issues by id."""
    return {issue.id: issue.question for issue in issues(store)}


def question(answer: Answer) -> str:
    """The question that an answer answers."""
    return ask(questions).get(answer.issue, answer.issue.replace("-", " "))


def named(ref: Ref) -> str:
    """A party's name where no quote beside it tells which text is meant: for a text's own voice, its title."""
    if ref.type == "unknown":
        return "someone unnamed"
    if ref.type != "author":
        return ref.label
    source = knowledge().store.names.source_of(ref.iri)
    return in_quotes(ask(titles).get(source or "", ref.label))
