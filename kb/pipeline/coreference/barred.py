"""Whom a pronoun or "the latter" cannot be: the subject of its own verb, whom its clause compares, who reports it."""

from __future__ import annotations

from spacy.tokens import Token

from kb.pipeline.annotations import entities_at
from kb.pipeline.cues import load

SAYING = frozenset(load("claims")["verbs"]["asserts"]["that"])
OBJECTS = frozenset(load("coreference")["pronouns"]["objects"])
COMPARING = frozenset(load("coreference")["comparing"]["words"])


def own_subject(token: Token) -> set[int]:
    """Whom an object cannot be: the subject of the same verb ("Burnham robbed him")."""
    if token.lower_ not in OBJECTS or token.dep_ not in ("dobj", "dative", "pobj"):
        return set()
    verb = token.head if token.dep_ != "pobj" else token.head.head
    return {id(cluster) for child in verb.children if child.dep_ == "nsubj" for cluster in entities_at(child)}


def beside_subject(token: Token) -> set[int]:
    """Whom "he" cannot be: with whom the same clause compares him ("Like Nozick, he …", "Contrary to Hume, he …")."""
    if token.dep_ != "nsubj":
        return set()
    found: set[int] = set()
    for child in token.head.children:
        if child.i < token.i and child.lower_ in COMPARING:
            inner = [g for g in child.children if g.dep_ == "prep"]
            nouns = [n for p in (child, *inner) for n in p.children if n.dep_ == "pobj"]
            found.update(id(c) for n in nouns for m in (n, *n.conjuncts) for c in entities_at(m))
    return found


def reporters(token: Token) -> set[int]:
    """Who says what a word stands in: in "he holds that the latter's idea fails", the latter is another."""
    subjects = (c for a in token.ancestors if a.dep_ != "ROOT" or a.lemma_.lower() in SAYING for c in a.children)
    return {id(e) for c in subjects if c.dep_ == "nsubj" and c.i < token.i and c.head not in {token.head} for e in entities_at(c)}
