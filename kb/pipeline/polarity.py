"""Whether the clause around a token affirms, denies or leaves open what the token says."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache

from spacy.tokens import Doc, Token

from kb.model import Polarity
from kb.pipeline.cues import load

CLAUSE_DEPS = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "csubjpass", "pcomp", "xcomp"})
_VERBAL = ("VERB", "AUX")
_DEPTH = 12  # governors looked at, at most: a bound for parses gone astray
_ENDS = ("nsubj", "nsubjpass", "dobj", "attr", "expl")
#: how a clause or phrase hangs on the word that may deny it or leave it open
_CLAUSES = ("xcomp", "ccomp", "acl", "relcl", "pcomp", "csubj", "advcl")
_PREDICATES = ("attr", "acomp", "oprd", "dobj", "pobj", "nsubj", "nsubjpass", "prep")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("polarity")[name])


def polarity(token: Token, within: Container[int] | None = None) -> Polarity:
    """What the clause around a token says of it: affirmed, denied or uncertain.

    ``within`` bounds the look upwards (the tokens of a claim's content, whose cue is judged by the claim's stance).
    """
    denials = int(is_negated(token) or (token.pos_ in _VERBAL and _denied_end(token)))
    uncertain = False
    denials += _by_adverbs(token) + _left_undone(token) + _set_aside(token) + _is_none(token)
    uncertain = _is_hedged(token)
    below = token
    for at in governors(token, within):
        if below.dep_ == "ccomp" and at.lemma_.lower() in _words("factive_verbs"):
            break  # "failed to see that P": P all the same
        verb = at.pos_ in _VERBAL
        if below.dep_ == "nsubj" and _taken_for_granted(below):
            break
        if is_negated(at) or (verb and _denied_end(at) and below.dep_ in ("dobj", "attr", "acomp", "pobj", "oprd", "ccomp")):
            if _raises(at, below) or (below.dep_ == "ccomp" and at.lemma_.lower() in _words("evidential")):
                uncertain = True  # "there is no evidence that", "nothing suggests that": not known, which is not to say no
            else:
                denials += 1
        wrongly = _by_adverbs(at)
        denials += wrongly
        if wrongly and at.lemma_.lower() in _words("impersonal_verbs"):
            pass  # "is wrongly said to": said by some, and denied here
        elif _is_hedged(at) or (_raises(at, below) and below.dep_ in _CLAUSES + _PREDICATES):
            uncertain = True
        elif below.dep_ in _CLAUSES and at.lemma_.lower() in _words("denying_verbs" if at.pos_ == "VERB" else "denying_words"):
            denials += 1
        below = at
    if uncertain or (within is None and _asked(token)):
        return "uncertain"
    return "denied" if denials % 2 else "affirmed"


def _asked(token: Token) -> bool:
    """Whether a token stands in the main clause of a question that begins with its verb: "Is he a Marxist?"."""
    root = clause_head(token)
    if root.dep_ != "ROOT" or not any(c.text == "?" for c in root.children):
        return False
    first = next((t for t in root.sent if not t.is_punct and not t.is_space), root)
    return first.pos_ == "AUX" and (first == root or first.head == root)


def among(doc: Doc, start: int, said: Polarity) -> Polarity:
    """What a clause that says ``said`` makes of one of its coordinated ends: "neither A nor B but C", "A rather than B".

    ``start`` is the index of the end's first token; only the few words before it are looked at.
    """
    denied: Polarity = "denied" if said == "affirmed" else said
    for i in range(start - 1, max(start - 7, -1), -1):
        lower = doc[i].lower_
        if lower in ("neither", "nor"):
            return denied
        if lower == "not":
            return said if _opens_pair(doc[i]) else denied
        if (lower == "than" and doc[i - 1].lower_ == "rather") or (lower == "of" and doc[i - 1].lower_ == "instead"):
            return denied
        if lower in ("little", "nothing") and i == start - 2 and doc[start - 1].lower_ == "to":
            return denied  # "owes much to A and little or nothing to B"
        if lower == "more" and i and doc[i - 1].lower_ == "no":
            return denied  # "was no more T than …"
        if lower == "but":
            return "affirmed" if said == "denied" else said
        if lower == "," and (explained := _explained(doc, start, i)) is not None:
            return among(doc, explained, said)  # "not A but the first of a new kind, B"
        if doc[i].pos_ in _VERBAL or lower in (",", ";", "and", "or") or doc[i].is_sent_start:
            return said
    return said


def _explained(doc: Doc, start: int, comma: int) -> int | None:
    """Where the name before a comma begins that the one from ``start`` on only tells again; None where it tells none again."""
    word = doc[start]
    while word.dep_ in ("compound", "amod", "nmod") and word.head.i > word.i:
        word = word.head
    told = word.head
    while told.dep_ == "pobj" and told.head.dep_ == "prep" and told.head.head.i < told.i:  # "an instance of a kind of rule, B"
        told = told.head.head
    return told.left_edge.i if word.dep_ == "appos" and start - 1 == comma and told.i < comma else None


def is_negated(token: Token) -> bool:
    """Whether a word is denied by its own modifiers: "not", "never", "no longer", "neither … nor"."""
    for child in token.children:
        lower = child.lower_
        if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj", "cc", "det") and lower in _words("negators")):
            if not (lower == "not" and _opens_pair(child)):
                return True
        elif child.dep_ in ("advmod", "prep") and _is_negating_phrase(child) and not _opens_clause(child, token):
            return True
    return False


def governors(token: Token, within: Container[int] | None = None) -> Iterator[Token]:
    """The words that govern a token, nearest first, as long as they embed it and stand within the given tokens."""
    for _ in range(_DEPTH):
        below, dep, token = token, token.dep_, token.head
        if token == below or (within is not None and token.i not in within):
            return
        if dep == "ccomp" and token.i > below.i:
            return  # a clause before its verb is more often a slip of the parser's than speech turned round
        if token.pos_ in (*_VERBAL, "NOUN", "PROPN"):
            if dep == "prep" and _put_first(below, token):
                return  # "as with his attacks on X, the book did not …": the denial comes after
            if dep in ("conj", "pobj", "appos", "dep") or (dep == "prep" and below.lower_ != "as"):
                continue  # "regarded as a form of": the verb says how it is meant; other prepositions do not
            if dep in ("advcl", "parataxis") or (dep == "relcl" and not _is_that_clause(below)):
                return  # but "no evidence that …" embeds its clause, whatever the parser calls it
        yield token


def _opens_clause(phrase: Token, verb: Token) -> bool:
    """Whether a phrase stands before the subject: "far from being T, X was U" denies T and not U."""
    return phrase.lower_ in ("far", "anything") and _put_first(phrase, verb)


def _put_first(prep: Token, verb: Token) -> bool:
    """Whether a prepositional phrase opens its clause, before the subject."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return verb.pos_ in _VERBAL and subject is not None and prep.i < subject.left_edge.i


def clause_head(token: Token) -> Token:
    """The head of the smallest clause around a token: a verb, or the root of a sentence without one."""
    while token.dep_ not in CLAUSE_DEPS and not (token.dep_ == "conj" and token.pos_ in _VERBAL) and token.head != token:
        token = token.head
    return token


def _taken_for_granted(noun: Token) -> bool:
    """Whether a subject speaks of what is so, whatever its verb says of it: "X's hostility to Y never waned"."""
    return noun.pos_ == "NOUN" and any(child.dep_ == "poss" for child in noun.children)


def _is_that_clause(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.children)


def _opens_pair(word: Token) -> bool:
    """Whether "not" belongs to "not only", "not just", "not merely", "not simply": no denial."""
    return word.i + 1 < len(word.doc) and word.nbor().lower_ in ("only", "just", "merely", "simply", "solely", "least", "so")


def _is_negating_phrase(word: Token) -> bool:
    left = word.doc[max(word.left_edge.i, word.i - 2) : min(word.right_edge.i + 1, word.i + 3)].text.lower()
    return any(phrase in left for phrase in _words("negating_phrases"))


def _denied_end(verb: Token) -> bool:
    """Whether the clause's subject or object carries "no", "neither", "none", "little"."""
    for child in verb.children:
        if child.dep_ not in _ENDS:
            continue
        if child.lower_ in _words("negating_determiners"):
            return not any(c.lower_ in ("but", "than", "except") for c in child.children)  # "nothing but"
        if any(
            c.dep_ in ("det", "preconj", "cc", "amod") and c.lower_ in ("no", "neither", "little", "scant")
            for c in child.children
        ):
            return True
    return False


def _set_aside(token: Token) -> bool:
    """Whether a verb is what is not done: "instead of adopting T", "rather than adopt T"."""
    before = token.doc[max(token.i - 2, 0) : token.i].text.lower()
    return token.pos_ in _VERBAL and before in ("instead of", "rather than", "far from")


def _left_undone(verb: Token) -> bool:
    """Whether "without" denies a gerund: "without ever joining the party"."""
    return verb.dep_ == "pcomp" and verb.tag_ == "VBG" and verb.head.lower_ == "without"


def _is_none(noun: Token) -> bool:
    """Whether "no" denies a noun set beside a name: "X, no friend of Y"."""
    return noun.dep_ == "appos" and any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children)


def _by_adverbs(token: Token) -> int:
    """How often adverbs such as "mistakenly" deny a word."""
    return sum(child.dep_ == "advmod" and child.lower_ in _words("denying_adverbs") for child in token.children)


def _is_hedged(token: Token) -> bool:
    """Whether "perhaps", "may", "if" leave a word open."""
    for child in token.children:
        lower = child.lower_
        if (
            lower == "not"
            and child.dep_ == "neg"
            and child.i + 1 < len(child.doc)
            and child.nbor().lower_ in ("merely", "simply", "just")
        ):
            return True  # "did not simply copy X": something of it, or nothing
        if child.dep_ in ("advmod", "aux", "prep") and (lower in _words("hedges") or lower in _words("modals")):
            return True
        if child.dep_ == "mark" and lower in _words("conditionals"):
            return True
    return False


def _raises(governor: Token, below: Token) -> bool:
    """Whether a governing word only raises what it governs: "seems", "is thought to", "no evidence that"."""
    lemma = governor.lemma_.lower()
    if governor.pos_ == "VERB":
        if lemma in _words("doubting_verbs"):
            return not _comes_up(governor, below)
        if lemma not in _words("impersonal_verbs"):
            return False
        if (
            below.lower_ == "as" or below.dep_ == "oprd"
        ):  # "is regarded as" states an opinion; "is sometimes regarded as" raises it
            return any(child.lower_ in _words("now_and_then") for child in governor.children)
        passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in governor.children)
        return passive and not any(child.dep_ == "agent" for child in governor.children)
    if governor.pos_ == "AUX":
        return any(c.dep_ in ("acomp", "attr") and _doubts(c) for c in governor.children)
    return governor.pos_ in ("NOUN", "ADJ") and _doubts(governor)


def _comes_up(verb: Token, below: Token) -> bool:
    """Whether a thing that "appears" comes on the scene: "a last defender appeared in X"."""
    told = any(c.dep_ in ("xcomp", "ccomp", "acomp", "attr", "oprd") for c in verb.children)
    return verb.lemma_ == "appear" and below.dep_ == "nsubj" and not told


def _doubts(word: Token) -> bool:
    """Whether a noun or adjective leaves its clause open; evidence, proof and the like only where there is none."""
    lemma = word.lemma_.lower()
    if lemma not in _words("doubting_words"):
        return False
    return lemma not in _words("grounds") or any(c.lower_ in _words("lacking") for c in word.children)
