"""Kinds of society, state or class that a text says a thing is: "the USSR was a new exploiting society", "called it a caste"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kb.pipeline.cues import load
from kb.pipeline.phrases import noun_phrase_end, noun_phrase_start

_KINDS = frozenset(load("mentions")["case"]["kinds"])
_SUBJECTS = frozenset(load("mentions")["case"]["heads"]) | _KINDS
_SAYERS = frozenset(load("relations")["copula"]["namers"])
_LOOSE = frozenset(load("mentions")["theory"]["loose_adjectives"]) - {"new"}


def kind_named(noun: Token, type_at: Callable[[int], str | None]) -> tuple[int, int] | None:
    """The noun phrase around a noun, as token indices, where it says what kind of society something is; None elsewhere."""
    if noun.lemma_.lower() not in _KINDS or noun.tag_ not in {"NN", "NNS"} or type_at(noun.i):
        return None
    if not any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in noun.children):
        return None
    start, end = noun_phrase_start(noun, _LOOSE), noun_phrase_end(noun, 5)
    plain = end - start < 2 and noun.lemma_.lower() not in {"caste", "despotism"}
    return (start, end) if not plain and _is_said(noun, type_at) else None


def _is_said(noun: Token, type_at: Callable[[int], str | None]) -> bool:
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ == "as":
        verb = verb.head
    elif noun.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lower_ in {"form", "kind", "sort", "type", "species"}:
        return _is_said(verb.head, type_at)
    elif noun.dep_ not in {"attr", "oprd", "dobj", "nsubj", "ccomp"}:
        return False
    if verb.lemma_ in {"be", "become", "remain", "constitute", "represent"}:
        things = [c for c in verb.children if c.dep_ == "nsubj" and c != noun]
    elif verb.lemma_.lower() in _SAYERS:
        things = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "nsubj"} and c != noun]
    else:
        return False
    return any(type_at(c.i) == "case" or c.lemma_.lower() in _SUBJECTS for c in things)
