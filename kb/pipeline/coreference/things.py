"""Doctrines, works and cases that a word stands for: "this view", "it", "its adherents", "the book"."""

from __future__ import annotations

from spacy.tokens import Token

from kb.pipeline.annotations import Cluster
from kb.pipeline.coreference.salience import Memory, Salience, backwards, distinct, heads_clause
from kb.pipeline.cues import load

_NOUNS = load("coreference")["nouns"]
_HELD = frozenset(_NOUNS["held"])
_WRITTEN = frozenset(_NOUNS["written"])


def idea(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """The doctrine "this view" stands for: the last one the sentence before named, if the passage is the same."""
    for salience, _ in backwards(token, here, memory, 2)[1:]:
        named = [c for _, c in salience.of("theory")]
        if named:
            subjects = [c for t, c in salience.of("theory") if heads_clause(t)]
            return [subjects[-1] if subjects else named[-1]]
    return []


def thing(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """What the subject "it" stands for: the doctrine, work or case that was the subject just before."""
    for salience, before in backwards(token, here, memory, 1):
        subjects = [c for t, c in salience.of("theory", "work", "case", "group", before=before) if heads_clause(t)]
        if subjects:
            return [subjects[-1]]
    return []


def owner(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """What "its" stands for: what may have adherents, or an author, where the noun tells; else as "it"."""
    noun = token.head.lemma_.lower()
    types = ("theory", "group") if noun in _HELD else ("work",) if noun in _WRITTEN else ()
    if types:
        for salience, before in backwards(token, here, memory, 2):
            named = salience.of(*types, before=before)
            subjects = [c for t, c in named if heads_clause(t)]
            if named:
                return [subjects[-1] if subjects else named[-1][1]]
    return thing(token, here, memory)


def work(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """The work "the book" stands for: the last one named."""
    works = [c for s in (here, *reversed(memory)) for _, c in reversed(s.of("work", before=token.i))]
    return works[:1]


def written_place(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """The work in which someone is then said to hold something: "… In it he contended that"."""
    found = distinct([p for s, before in backwards(token, here, memory, 2)[1:] for p in s.of("work", before=before)])
    return found[:1] if len(found) == 1 else []
