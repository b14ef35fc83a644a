"""What thinkers are said to be for or against, in a bare noun phrase of an abstract kind: "opposed government regulation"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kb.pipeline.cues import load
from kb.pipeline.phrases import noun_phrase_end, noun_phrase_start

_LISTS = load("mentions")["lists"]
_VERBS = frozenset(_LISTS["attitudes_verbs"])
_VERBS_WITH = {verb: frozenset(preps) for verb, preps in load("mentions")["attitudes"]["verbs"].items()}
_NOUNS_WITH = {noun: frozenset(preps) for noun, preps in load("mentions")["attitudes"]["nouns"].items()}
_PHRASAL = {verb: frozenset(words) for verb, words in load("mentions")["attitudes"]["phrasal"].items()}
_NOT_DOCTRINES = frozenset(_LISTS["attitudes_not_doctrines"])
_ABSTRACT = frozenset(_LISTS["attitudes_abstract"])
_ENDINGS = tuple(_LISTS["attitudes_endings"])
_LOOSE = frozenset(load("mentions")["theory"]["loose_adjectives"])
_THINKERS = {"theorist", "group"}


def what_is_at_issue(token: Token, type_at: Callable[[int], str | None]) -> tuple[int, int] | None:
    """The noun phrase, as token indices, that a word of attitude says its holder is for or against, if it may be a doctrine."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and (lemma in _VERBS or lemma in _VERBS_WITH):
        if not _held(token, type_at):
            return None
        things = [c for c in token.children if c.dep_ == "dobj"] if lemma in _VERBS else []
        things += _introduced(token, _VERBS_WITH.get(lemma, frozenset()))
    elif token.pos_ == "VERB" and lemma in _PHRASAL:
        if not _held(token, type_at) or not any(c.lower_ in _PHRASAL[lemma] for c in token.children):
            return None
        things = [c for c in token.children if c.dep_ == "dobj"]
    elif token.pos_ == "NOUN" and lemma in _NOUNS_WITH:
        things = _introduced(token, _NOUNS_WITH[lemma])
    else:
        return None
    return next((found for thing in things if (found := _doctrine(thing, type_at)) is not None), None)


def _held(verb: Token, type_at: Callable[[int], str | None]) -> bool:
    """Whether a thinker, or a person by pronoun, is the subject, also of a participle or second verb."""
    while verb.dep_ in {"conj", "xcomp", "advcl"} and not any(c.dep_ == "nsubj" for c in verb.children) and verb.head != verb:
        verb = verb.head
    return any(
        c.dep_ == "nsubj" and (type_at(c.i) in _THINKERS or c.lower_ in {"he", "she", "they", "who"}) for c in verb.children
    )


def _introduced(word: Token, prepositions: frozenset[str]) -> list[Token]:
    return [n for p in word.children if p.dep_ == "prep" and p.lower_ in prepositions for n in p.children if n.dep_ == "pobj"]


def _doctrine(thing: Token, type_at: Callable[[int], str | None]) -> tuple[int, int] | None:
    if thing.tag_ not in {"NN", "NNS"} or thing.lemma_.lower() in _NOT_DOCTRINES or type_at(thing.i):
        return None
    if any(c.dep_ in {"det", "poss", "nummod", "relcl", "acl"} and c.lower_ not in {"the", "a", "an"} for c in thing.children):
        return None
    modified = any(c.dep_ in {"amod", "compound"} or (c.dep_ == "prep" and c.lower_ == "of") for c in thing.children)
    start, end = noun_phrase_start(thing, _LOOSE), noun_phrase_end(thing, 5)
    if not modified or end - start < 2:
        return None
    abstract = thing.lower_.endswith(_ENDINGS) or thing.lemma_.lower() in _ABSTRACT
    return (start, end) if abstract else None
