"""Sentences that announce what somebody says and leave it to the next: "Wollheim raised a more awkward difficulty."."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kb.pipeline.annotations import Cluster
from kb.pipeline.claims.holders import holders_of, subject_of
from kb.pipeline.claims.spans import is_negated
from kb.pipeline.cues import load

_CUES = load("claims")["announced"]
#: "raised a difficulty", "drew two conclusions": verbs with the nouns of what is then said.
VERBS, NOUNS = frozenset(_CUES["verbs"]), frozenset(_CUES["nouns"])
#: "disagreed", "thought otherwise", "went further": verbs that by themselves leave open what is said.
ALONE = frozenset(_CUES["alone"])
WITH: dict[str, frozenset[str]] = {verb: frozenset(words) for verb, words in _CUES["with"].items()}
#: "rejected both views", "would hear nothing of it": what follows is the reason.
REFUSING, BACK = frozenset(_CUES["refusing"]), frozenset(_CUES["back"])
#: An announcement says little itself.
LONGEST = 30


def announced_by(sent: Span) -> list[Cluster]:
    """Who is said to have a view, a reason, an objection that the sentence does not yet tell; nobody for other sentences."""
    verb = sent.root
    if verb.pos_ not in {"VERB", "AUX"} or len(sent) > LONGEST or sent[-1].text == "?":
        return []
    if not (_says_that_something(verb) or _stands_alone(verb)):
        return []
    subject = subject_of(verb)
    holders = holders_of(subject) if subject is not None else []
    return [h for h in holders if not isinstance(h, str) and h.type in {"theorist", "group"}]


def _says_that_something(verb: Token) -> bool:
    """ "gave two reasons", "had an answer ready", "had a simpler explanation": an object that is a saying, left untold."""
    if verb.lemma_.lower() not in VERBS | REFUSING or is_negated(verb):
        return False
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if thing is None:
        return False
    if verb.lemma_.lower() in REFUSING:  # "rejected all three theories": of things told before
        return thing.tag_ == "PRP" or thing.lower_ in BACK or any(c.lower_ in BACK for c in thing.children)
    if thing.lemma_.lower() not in NOUNS:
        return False
    if any(c.lower_ in {"no", "neither", "little", "few"} for c in thing.children):
        return False
    told = any(c.dep_ in {"acl", "relcl", "ccomp", "appos"} or (c.dep_ == "prep" and c.lower_ == "of") for c in thing.children)
    known = any(c.lower_ in {"the", "his", "her", "their", "its"} and c.dep_ in {"det", "poss"} for c in thing.children)
    return not told and (not known or any(c.dep_ == "amod" for c in thing.children))


def _stands_alone(verb: Token) -> bool:
    """ "Snow disagreed.", "Frank went further.", "Lack was not impressed."."""
    words = {c.lower_ for c in verb.children if c.i > verb.i}
    words |= {
        g.lower_ for c in verb.children if c.i > verb.i and c.dep_ in {"dobj", "prep", "advmod", "acomp"} for g in c.children
    }
    found = verb.lemma_.lower() in ALONE or bool(words & WITH.get(verb.lemma_.lower(), frozenset()))
    return found and not any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children)
