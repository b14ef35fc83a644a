"""Whether the clause around a token affirms, denies or leaves open what the token says."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache

from spacy.tokens import Doc, Token

from kb.model import Polarity
from kb.pipeline.cues import load

CLAUSE_DEPS = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "csubjpass", "pcomp", "xcomp"})
_INNER = frozenset(
    {
        "xcomp",
        "ccomp",
        "acl",
        "csubj",
        "csubjpass",
        "attr",
        "acomp",
        "oprd",
        "dobj",
        "pcomp",
        "auxpass",
        "aux",
        "nsubj",
        "nsubjpass",
        "relcl",
        "prep",
    }
)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("polarity")[name])


def clause_head(token: Token) -> Token:
    """The head of the smallest clause around a token: a verb, or the root of a sentence without one."""
    while token.dep_ not in CLAUSE_DEPS and not (token.dep_ == "conj" and token.pos_ in ("VERB", "AUX")) and token.head != token:
        token = token.head
    return token


def is_negated(token: Token) -> bool:
    """Whether a word is denied by its own modifiers: "not", "never", "no longer", "neither … nor"."""
    for child in token.children:
        lower = child.lower_
        if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj", "cc", "det") and lower in _words("negators")):
            if lower == "not" and _opens_pair(child):
                continue
            return True
        if child.dep_ in ("advmod", "prep") and _phrase_at(child):
            return True
    return False


def _opens_pair(word: Token) -> bool:
    """Whether "not" belongs to "not only", "not just", "not merely", "not simply": no denial."""
    return word.i + 1 < len(word.doc) and word.nbor().lower_ in ("only", "just", "merely", "simply", "solely", "least")


def _phrase_at(word: Token) -> bool:
    left = word.doc[max(word.left_edge.i, word.i - 2) : min(word.right_edge.i + 1, word.i + 3)].text.lower()
    return any(phrase in left for phrase in _words("negating_phrases"))


def _denied_end(token: Token) -> bool:
    """Whether the clause's subject or object carries "no", "neither", "none"."""
    for child in token.children:
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "expl"):
            if child.lower_ in _words("negating_determiners"):
                return not any(c.lower_ in ("but", "than", "except") for c in child.children)
            if any(g.dep_ in ("det", "preconj", "cc") and g.lower_ in ("no", "neither") for g in child.children):
                return True
    return False


def governors(token: Token, within: Container[int] | None = None) -> Iterator[Token]:
    """The words that govern a token, nearest first, as long as they embed it and stand within the given tokens."""
    seen = 0
    while token.head != token and seen < 12:
        below, dep, token, seen = token, token.dep_, token.head, seen + 1
        if within is not None and token.i not in within:
            return
        if dep == "ccomp" and token.i > below.i:
            return  # a clause before its verb is more often a slip of the parser's than speech turned round
        if dep in ("advcl", "relcl", "conj", "parataxis", "appos", "dep", "prep", "pobj") and token.pos_ in (
            "VERB",
            "AUX",
            "NOUN",
            "PROPN",
        ):
            if dep == "prep" and below.lower_ == "as":
                pass  # "regarded as a form of": the verb says how it is meant
            elif dep in ("conj", "prep", "pobj", "appos", "dep"):
                continue
            elif dep != "relcl" or not any(c.dep_ == "mark" and c.lower_ == "that" for c in below.children):
                return  # but "no evidence that …" embeds its clause, whatever the parser calls it
        yield token


def polarity(token: Token, within: Container[int] | None = None) -> Polarity:
    """What the clause around a token says of it: affirmed, denied or uncertain.

    ``within`` bounds the look upwards (the tokens of a claim's content, whose cue is judged by the claim's stance).
    """
    denied, uncertain = False, False
    at, inside = token, [token]
    inside.extend(governors(token, within))
    below: Token | None = None
    for at in inside:
        if at == token or at.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            verbal = at.pos_ in ("VERB", "AUX")
            if is_negated(at) or (
                verbal and _denied_end(at) and (below is None or below.dep_ in ("dobj", "attr", "acomp", "pobj", "oprd", "ccomp"))
            ):
                if below is not None and (_raises(at) or (at.lemma_.lower() in _words("evidential") and below.dep_ == "ccomp")):
                    uncertain = True  # "there is no evidence that": not known, which is not to say no
                else:
                    denied = not denied
            for child in at.children:
                lower = child.lemma_.lower()
                if child.dep_ in ("advmod", "aux", "prep") and (lower in _words("hedges") or child.lower_ in _words("modals")):
                    uncertain = True
                elif child.dep_ == "advmod" and lower in _words("denying_adverbs"):
                    denied = not denied
                elif child.dep_ == "mark" and child.lower_ in _words("conditionals"):
                    uncertain = True
        if below is not None:
            lemma = at.lemma_.lower()
            if lemma in _words("denying_verbs") and at.pos_ == "VERB" and below.dep_ in ("xcomp", "ccomp", "acl", "pcomp"):
                denied = not denied
            elif _raises(at, below) and below.dep_ in _INNER:
                uncertain = True
            elif lemma in _words("denying_words") and below.dep_ in ("ccomp", "acl", "xcomp", "csubj", "advcl"):
                denied = not denied
        below = at
    if uncertain:
        return "uncertain"
    return "denied" if denied else "affirmed"


def _raises(governor: Token, below: Token | None = None) -> bool:
    """Whether a governing word only raises what it governs."""
    lemma = governor.lemma_.lower()
    if governor.pos_ == "VERB":
        if lemma in _words("doubting_verbs"):
            return True
        if (
            below is not None and below.lower_ == "as"
        ):  # "is regarded as" states an opinion; "is sometimes regarded as" only raises it
            return lemma in _words("impersonal_verbs") and any(c.lower_ in _words("now_and_then") for c in governor.children)
        passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in governor.children)
        agent = any(child.dep_ == "agent" for child in governor.children)
        return passive and not agent and lemma in _words("impersonal_verbs")
    if governor.pos_ in ("AUX",):  # "it is unclear whether …": the predicate tells
        return any(
            c.dep_ in ("acomp", "attr") and c.lemma_.lower() in _words("doubting_words") and _doubtful(c)
            for c in governor.children
        )
    return governor.pos_ in ("NOUN", "ADJ") and lemma in _words("doubting_words") and _doubtful(governor)


def _doubtful(word: Token) -> bool:
    """ "Evidence", "reason", "proof", "sign" raise a doubt only under "no" or "little"; the rest by themselves."""
    if word.lemma_.lower() not in ("evidence", "proof", "sign", "indication", "reason", "trace", "doubt"):
        return True
    return any(
        c.dep_ in ("det", "amod", "neg") and c.lower_ in ("no", "little", "scant", "any", "insufficient") for c in word.children
    ) and (word.lemma_.lower() != "doubt")


def among(doc: Doc, start: int, said: Polarity) -> Polarity:
    """What a clause that says ``said`` makes of one of its coordinated ends: "neither A nor B but C", "A rather than B".

    ``start`` is the index of the end's first token; only the few words before it are looked at.
    """
    for i in range(start - 1, max(start - 7, -1), -1):
        lower = doc[i].lower_
        if lower in ("neither", "nor"):
            return "denied" if said == "affirmed" else said
        if lower == "not":
            if doc[min(i + 1, len(doc) - 1)].lower_ in ("only", "just", "merely", "simply"):
                return said
            return "denied" if said == "affirmed" else said
        if (lower == "than" and doc[i - 1].lower_ == "rather") or (lower == "of" and doc[i - 1].lower_ == "instead"):
            return "denied" if said == "affirmed" else said
        if lower == "but":
            return "affirmed" if said == "denied" else said
        if doc[i].pos_ in ("VERB", "AUX") or lower in (",", ";", "and", "or") or doc[i].is_sent_start:
            return said
    return said
