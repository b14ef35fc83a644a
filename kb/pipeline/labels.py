"""Labels of adherence: "Situationist Ken Knabb", "he was a Marxist", "Tandy, an egoist": doctrines that somebody holds."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Mention
from kb.pipeline.cues import load
from kb.pipeline.persons import GIVEN, NATIONS, ROLES
from kb.pipeline.phrases import noun_phrase_start, surface

_CUES = load("mentions")
_LOOSE = frozenset(_CUES["theory"]["loose_adjectives"]) | frozenset(_CUES["label"]["loose"])
_NOT = (
    frozenset(_CUES["label"]["not_labels"]) | {word.removesuffix("s") for word in _CUES["group"]["not_groups"]} | NATIONS | GIVEN
)
_ENDINGS = tuple(_CUES["label"]["endings"])
_TRADES = tuple(_CUES["label"]["trades"])
_LINKS = frozenset(_CUES["label"]["links"])


def find_labels(doc: Doc, type_at: Callable[[int], str | None]) -> list[Mention]:
    """The doctrines that singular labels of persons name; a label that the vocabulary takes for a group is one as well."""
    found = []
    for token in doc:
        if not is_label(token) or type_at(token.i) not in {None, "group"}:
            continue
        if (not type_at(token.i) and _before_name(token, type_at)) or _said_of_a_person(token, type_at):
            start = noun_phrase_start(token, _LOOSE)
            while start < token.i and type_at(start) not in {None, "group"}:
                start += 1
            found.append(Mention(start, token.i + 1, "theory", surface(doc, start, token.i + 1), rule="label", confidence=0.6))
    return found


def is_label(token: Token) -> bool:
    """Whether a word in the singular may name somebody by a creed: "functionalist", "Keynesian", not "scientist" or "Italian"."""
    low, doc = token.lower_, token.doc
    if not low.endswith(_ENDINGS):
        return False
    if token.i > 1 and doc[token.i - 1].text == "-" and doc[token.i - 2].lower_ in {"ex", "anti", "non"}:
        return False
    return token.tag_ in {"NN", "NNP", "JJ"} and len(low) >= 6 and low not in _NOT and not low.endswith(_TRADES)


def _before_name(token: Token, type_at: Callable[[int], str | None]) -> bool:
    """Whether a person's name follows, a trade at most between: "the Post-Keynesian economist Nicholas Kaldor"."""
    at = token.i + 1
    doc = token.doc
    if token.dep_ not in {"amod", "compound", "nmod", "appos", "nsubj", "pobj", "npadvmod", "dep", "poss"}:
        return False
    if at < len(doc) and doc[at].lower_ in ROLES and doc[at].tag_ == "NN" and not is_label(doc[at]):
        at += 1
    return at < len(doc) and type_at(at) == "theorist" and doc[at].text[0].isupper() and not doc[at].is_sent_start


def _said_of_a_person(token: Token, type_at: Callable[[int], str | None]) -> bool:
    """Whether "a" stands before and a person is said to be it, or is named beside."""
    if token.tag_ == "JJ" or not any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in token.children):
        return False
    head = token.head
    if token.dep_ == "appos":
        return type_at(head.i) == "theorist"
    if token.dep_ == "pobj" and head.lower_ == "as":
        head = head.head
        beside = [c for c in head.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"}]
    elif token.dep_ == "attr" and head.lemma_ in _LINKS:
        beside = [c for c in head.children if c.dep_ == "nsubj"]
    else:
        return False
    return any(
        type_at(c.i) == "theorist" or c.lower_ in {"he", "she", "him", "her", "himself", "herself", "who", "i"} for c in beside
    )
