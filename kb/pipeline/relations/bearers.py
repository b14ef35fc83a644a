"""Whom a descriptive word describes: "X was a critic of", "X, founder of", "critics such as X", "A and B, both pupils of"."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kb.pipeline.cues import load
from kb.pipeline.relations.doers import VERBAL, ahead, behind, introduced, is_passive, subjects, surface_subjects


def bearers(noun: Token) -> list[Token]:
    """Whom a descriptive noun describes: "X was a critic of", "X, the founder of", "the critic X", "called X a promoter of"."""
    found = [c for c in noun.children if c.dep_ in ("appos", "compound", "nmod") and c.pos_ == "PROPN"]
    head, verbal = noun.head, noun.head.pos_ in VERBAL
    if noun.dep_ == "appos":
        found.append(head)
    elif noun.dep_ == "conj":
        found.extend(bearers(head))
        if any(c.lower_ == "other" for c in noun.children):  # "X and other critics of"
            found.append(head)
    elif noun.dep_ in ("attr", "oprd") or (noun.dep_ in ("acomp", "ccomp") and verbal):
        found.extend(_described(head) if noun.dep_ == "oprd" else surface_subjects(head))
    elif noun.dep_ == "nsubj" and noun.i > 1 and any(c.dep_ == "nsubj" and c.i < noun.left_edge.i for c in head.children):
        found.extend(c for c in head.children if c.dep_ == "nsubj" and c.i < noun.left_edge.i)  # "A and B, both students of X, …"
    elif noun.dep_ == "nsubj" and head.lemma_ in ("be", "include", "comprise", "number"):
        found.extend(c for c in head.children if c.dep_ in ("attr", "dobj"))
    elif noun.dep_ == "pobj" and head.lower_ == "as":
        opening = head.i < head.head.i  # "As a member of G, X edited its journal"
        found.extend(
            surface_subjects(head.head) if opening else _described(head.head) if head.head.pos_ in VERBAL else [head.head]
        )
    elif noun.dep_ == "pobj" and head.lower_ in ("among", "amongst") and head.head.lemma_ == "be":
        found.extend(surface_subjects(head.head) or [c for c in head.head.children if c.dep_ == "attr"])
    elif noun.dep_ == "pobj" and head.lower_ == "of" and _picks(head.head):
        found.extend(bearers(head.head))  # "the ablest of his pupils"
    elif noun.dep_ in ("compound", "amod"):
        found.append(head)
        found.extend(_having(head))
    elif (noun.dep_ == "dobj" and (head.lemma_ in _BECOMING or (head.lemma_ == "lead" and head.tag_ == "VBG"))) or (
        noun.dep_ == "advmod" and (head.lemma_ in _STANDING or noun.lower_ in _MANNERS)  # "is very far from", "stands close to"
    ):
        found.extend(surface_subjects(head))
    found = [token for token in found if token.i != noun.i]
    return _each(noun) or met(noun) or found or _exemplified(noun) or _announced(noun)


def _each(noun: Token) -> list[Token]:
    """Everybody named before "all three of them N", "both N": the first of the row, whose others hang on it."""
    for token in behind(noun, 7):
        if (token.pos_ in VERBAL and token.dep_ != "amod") or token.text == ",":
            return []
        before = token.nbor(-1) if token.i else None
        if token.lower_ in ("all", "both", "each") and before is not None and before.text in (",", "—", "–", "-", "("):
            name = next((t for t in behind(before, 3) if t.pos_ == "PROPN"), None)
            while name is not None and name.dep_ in ("conj", "compound", "appos") and name.head.pos_ == "PROPN":
                name = name.head
            return [name] if name is not None else []
    return []


def met(noun: Token) -> list[Token]:
    """Whom a clause finds to be what a noun says: "T found a champion in X", "a last defender appeared in X"."""
    verbs = load("relations")["meeting"]["object" if noun.dep_ == "dobj" else "subject"]
    if noun.dep_ not in ("dobj", "nsubj") or noun.head.lemma_.lower() not in verbs:
        return []
    return [n for c in (*noun.head.children, *noun.children) if c.dep_ == "prep" and c.lower_ == "in" for n in introduced(c)]


def _having(noun: Token) -> list[Token]:
    """Who has, reaches or repeats what a word describes: "X drew the same conclusion as Y", "holding views similar to T"."""
    while noun.dep_ == "pobj" and noun.head.lower_ in ("of", "to", "at", "on", "with", "in") and noun.head.head.pos_ == "NOUN":
        noun = noun.head.head  # "a version of"
    verb = noun.head if noun.dep_ in ("dobj", "attr") else noun.head.head if noun.dep_ == "pobj" else noun
    if noun.dep_ == "pobj" and noun.head.pos_ == "VERB":  # a parser's slip: "holding" as a preposition
        verb = noun.head
    return subjects(verb) if verb.pos_ == "VERB" and noun.lemma_.lower() in _shared_things() else []


@cache
def _shared_things() -> frozenset[str]:
    return frozenset(load("relations")["contrast"]["stands"])


def _picks(word: Token) -> bool:
    """Whether a word picks some out of many: "one of", "the ablest of", "many of"."""
    return word.pos_ in ("ADJ", "NUM", "PRON", "DET") or word.tag_ in ("JJS", "RBS") or word.lower_.endswith("est")


_MANNERS = frozenset({"differently", "otherwise", "similarly"})  # "saw things differently from Y"
_STANDING = frozenset({"be", "stand", "remain", "come", "seem", "sit", "lie", "feel", "keep", "stay"})
#: verbs whose object describes their subject: "counted himself a follower", "contains a statement of"
_BECOMING = frozenset(
    {"become", "remain", "include", "count", "consider", "call", "style", "declare", "profess", "contain", "constitute", "think"}
)


def _described(verb: Token) -> list[Token]:
    """Whom a verb describes: its object, or its subject where that is "himself" or the verb is passive."""
    named = [c for c in verb.children if c.dep_ in ("dobj", "dative") and not c.lower_.endswith(("self", "selves"))]
    return named if named and not is_passive(verb) else surface_subjects(verb)


def _exemplified(noun: Token) -> list[Token]:
    """The first name after "such as" or "including": "proponents of T such as X"."""
    for token in ahead(noun, 8):
        if token.pos_ in VERBAL and token.lower_ != "including":
            return []
        if (
            (token.lower_ == "as" and token.nbor(-1).lower_ == "such")
            or token.lower_ in ("including", "notably")
            or (token.lower_ in ("them", "whom") and token.nbor(-1).lower_ in ("among", "amongst"))
        ):
            first = next((t for t in ahead(token, 4) if t.pos_ == "PROPN" and t.dep_ != "compound"), None)
            return [first] if first is not None else []
    return []


def _announced(noun: Token) -> list[Token]:
    """Whom a phrase before its name describes: "A recent offshoot of realism, neorealism …"."""
    if noun.dep_ not in ("nsubj", "nsubjpass", "ROOT", "advcl", "dep", "npadvmod", "appos", "ccomp"):
        return []
    left = noun.left_edge
    if not left.is_sent_start and left.i > 0 and left.nbor(-1).text not in (",", ";"):
        return []
    for token in ahead(noun, 13):
        if token.pos_ in VERBAL:
            return []
        if token.text == ",":
            first = next((t for t in ahead(token, 6) if t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound"), None)
            return [first] if first is not None else []
    return []
