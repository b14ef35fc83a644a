"""What thinkers are said to be for or against, in a bare noun phrase of an abstract kind: "opposed government regulation"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kb.pipeline.cues import load
from kb.pipeline.phrases import agent_of, noun_phrase_end, noun_phrase_start

_LISTS = load("mentions")["lists"]
_VERBS = frozenset(_LISTS["attitudes_verbs"])
_VERBS_WITH = {verb: frozenset(preps) for verb, preps in load("mentions")["attitudes"]["verbs"].items()}
_NOUNS_WITH = {noun: frozenset(preps) for noun, preps in load("mentions")["attitudes"]["nouns"].items()}
_PHRASAL = {verb: frozenset(words) for verb, words in load("mentions")["attitudes"]["phrasal"].items()}
_NOT_DOCTRINES = frozenset(_LISTS["attitudes_not_doctrines"])
_BARE_ENDINGS = tuple(_LISTS["attitudes_bare_endings"])
_BARE = frozenset(_LISTS["attitudes_bare"])
_FIRM = frozenset(_LISTS["attitudes_firm"])
_STANDING = frozenset(_LISTS["attitudes_standing"])
_FOR_OR_AGAINST = frozenset({"in", "against", "for", "on"})
_CHAIN = frozenset({"favour", "favor", "support", "defence", "defense", "behalf", "side", "of"})
_PARTICIPLES = {word: frozenset(preps) for word, preps in load("mentions")["attitudes"]["participles"].items()}
_PERSONS = ("er", "ers", "or", "ors", "ist", "ists", "ian", "ians")
_ABSTRACT = frozenset(_LISTS["attitudes_abstract"])
_ENDINGS = tuple(_LISTS["attitudes_endings"])
_LOOSE = frozenset(load("mentions")["theory"]["loose_adjectives"])
_THINKERS = {"theorist", "group"}


def what_is_at_issue(token: Token, type_at: Callable[[int], str | None]) -> list[tuple[int, int]]:
    """The noun phrases, as token indices, that a word of attitude says somebody is for or against, if they may be doctrines."""
    lemma = token.lemma_.lower()
    things = [c for thing in _things(token, lemma, type_at) for c in (thing, *_coordinated(thing))]
    found = (_doctrine(thing, type_at, firm=lemma in _FIRM) for thing in things)
    return [each for each in found if each is not None]


def misread_verb(token: Token) -> bool:
    """Whether a verb of attitude behind "but" or "and" has been taken for part of a name: "oppose T but support U"."""
    lemma = token.lower_
    if token.dep_ not in {"compound", "amod", "nmod"} or lemma not in _VERBS or token.i == 0:
        return False
    return token.nbor(-1).pos_ == "CCONJ" or (token.nbor(-1).pos_ == "ADV" and token.i > 1 and token.nbor(-2).pos_ == "CCONJ")


def _things(token: Token, lemma: str, type_at: Callable[[int], str | None]) -> list[Token]:
    if token.lower_ in _FOR_OR_AGAINST and token.dep_ == "prep":
        return _stood_for(token, type_at)
    if token.pos_ == "NOUN" and lemma in _NOUNS_WITH:
        return _introduced(token, _NOUNS_WITH[lemma])
    if token.pos_ in {"ADJ", "VERB"} and (to := _introduced(token, _PARTICIPLES.get(token.lower_, frozenset()))):
        return to
    if token.pos_ != "VERB" or not (lemma in _VERBS or lemma in _VERBS_WITH or lemma in _PHRASAL):
        return []
    if token.tag_ == "VBN" and _by_a_thinker(token, type_at):
        return [c for c in token.children if c.dep_ == "nsubjpass"]
    if not _held(token, type_at):
        return []
    particle = any(c.lower_ in _PHRASAL.get(lemma, ()) for c in token.children)
    things = [c for c in token.children if c.dep_ == "dobj"] if lemma in _VERBS or particle else []
    return things + _introduced(token, _VERBS_WITH.get(lemma, frozenset()))


def _coordinated(thing: Token) -> list[Token]:
    """What "and" ties to a thing: "opposed usury, rent and wage labour"."""
    found, last = [], thing
    while (after := next((c for c in last.children if c.dep_ == "conj"), None)) is not None:
        found.append(after)
        last = after
    return found


def _stood_for(preposition: Token, type_at: Callable[[int], str | None]) -> list[Token]:
    """What "in favour of" or "against" has behind it, where a thinker is or stands so: "she was against conscription"."""
    verb = preposition.head
    if verb.lemma_ not in _STANDING or not _held(verb, type_at):
        return []
    inner = preposition
    while (of := next((c for c in inner.children if c.dep_ in {"pobj", "prep"} and c.lower_ in _CHAIN), None)) is not None:
        inner = of
    return [c for c in inner.children if c.dep_ == "pobj"] if inner.lower_ in {"of", "against", "for", "to"} else []


def _by_a_thinker(verb: Token, type_at: Callable[[int], str | None]) -> bool:
    """Whether "by" a thinker stands behind a passive: "tariffs were defended by List"."""
    agent = agent_of(verb)
    return agent is not None and type_at(agent.i) in _THINKERS


def _held(verb: Token, type_at: Callable[[int], str | None]) -> bool:
    """Whether a thinker, or a person by pronoun, is the subject, also of a participle or second verb."""
    while verb.dep_ in {"conj", "xcomp", "advcl"} and not any(c.dep_ == "nsubj" for c in verb.children) and verb.head != verb:
        verb = verb.head
    return any(
        c.dep_ == "nsubj" and (type_at(c.i) in _THINKERS or c.lower_ in {"he", "she", "they", "who"}) for c in verb.children
    )


def _introduced(word: Token, prepositions: frozenset[str]) -> list[Token]:
    return [n for p in word.children if p.dep_ == "prep" and p.lower_ in prepositions for n in p.children if n.dep_ == "pobj"]


def _doctrine(thing: Token, type_at: Callable[[int], str | None], *, firm: bool) -> tuple[int, int] | None:
    if thing.tag_ not in {"NN", "NNS"} or thing.lemma_.lower() in _NOT_DOCTRINES or type_at(thing.i):
        return None
    if any(c.dep_ in {"det", "poss", "nummod", "relcl", "acl"} and c.lower_ not in {"the", "a", "an"} for c in thing.children):
        return None
    start, end = noun_phrase_start(thing, _LOOSE), noun_phrase_end(thing, 5)
    if start < thing.i and misread_verb(thing.doc[start]):
        start += 1
        if start == thing.i and thing.lemma_.lower() not in _BARE and not thing.lower_.endswith(_BARE_ENDINGS):
            return None
    if any(t.lower_ in {"this", "that", "these", "those", "such"} for t in thing.doc[start:end]):
        return None  # "tariffs of this sort"
    abstract = thing.lower_.endswith(_ENDINGS) or thing.lemma_.lower() in _ABSTRACT
    if end - start >= 2 or any(c.dep_ in {"amod", "compound"} and c.lower_ not in _LOOSE for c in thing.children):
        return (start, end) if (abstract or (firm and not thing.lower_.endswith(_PERSONS))) and end - start >= 2 else None
    bare = not any(c.dep_ in {"det", "amod", "prep"} for c in thing.children)  # "opposed usury", not "opposed the movement"
    sure = thing.lower_.endswith(_BARE_ENDINGS) or thing.lemma_.lower() in _BARE
    return (start, end) if firm and bare and sure and thing.tag_ == "NN" else None
