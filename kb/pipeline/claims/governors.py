"""What the words around a noun of thought make of it: "poured scorn on the idea that P", "was led to the belief that P"."""

from __future__ import annotations

from spacy.tokens import Token

from kb.model import Stance
from kb.pipeline.annotations import Holder, mention_at
from kb.pipeline.claims.holders import HOLDING, holders_of, subject_of
from kb.pipeline.claims.spans import is_negated
from kb.pipeline.cues import load

_CUES = load("claims")["governors"]
DENYING, QUESTIONING, ASSERTING = (frozenset(_CUES[name]) for name in ("denying", "questioning", "asserting"))
#: "had no patience with the idea that P": what one lacks for a thought one does not share.
LACKED = frozenset(_CUES["lacked"])
#: "gave up the view that P": verbs with the particles that make them so.
GIVING_UP = {verb: frozenset(particles) for verb, particles in _CUES["giving_up"].items()}
#: "was led to the belief that P", "ended with the remark that P".
LEADING = frozenset(_CUES["leading"])
#: "is based on the insight that P".
RESTING = frozenset(_CUES["resting"])
ENDING = frozenset(_CUES["ending"])
#: "was the author of the idea that P", "a critic of the idea that P".
FOR, AGAINST = frozenset(_CUES["for"]), frozenset(_CUES["against"])
#: "At the heart of X's system lies the idea that P".
LYING = frozenset({"be", "lie", "stand", "run", "rest", "underlie"})


def governed(noun: Token) -> tuple[list[Holder], Stance | None]:
    """Who holds, denies or doubts what a noun of thought says, by the idiom that governs it; nobody where there is none."""
    link, above = (noun.head, noun.head.head) if noun.dep_ == "pobj" and noun.head.pos_ in {"ADP", "SCONJ"} else (None, noun.head)
    if link is None and noun.dep_ not in {"dobj", "nsubj", "nsubjpass", "attr", "npadvmod", "appos"}:
        return [], None
    if link is not None and link.lower_ == "of" and (above.lower_ in FOR | AGAINST or above.lemma_.lower() in FOR | AGAINST):
        against = above.lower_ in AGAINST or above.lemma_.lower() in AGAINST
        return _known(_who_is(above)), "denies" if against else "asserts"
    words = [above]
    objects = above.pos_ in {"NOUN", "PRON"} and above.dep_ in {"dobj", "attr"}  # "poured scorn on the idea"
    if objects or (above.pos_ == "ADJ" and above.dep_ in {"acomp", "oprd"}):  # "was hostile to the idea"
        words.append(above.head)
    elif above.lemma_ == "do" and above.dep_ in {"relcl", "acl"} and above.head.lower_ == "nothing":
        return _known(subject_of(above.head.head)), "denies"  # "would have nothing to do with the idea"
    verb = words[-1]
    if verb.pos_ not in {"VERB", "AUX", "ADJ"} or verb.i == noun.i:
        return [], None
    if link is None and noun.dep_ in {"nsubj", "attr", "dobj"} and verb.lemma_ in LYING and noun.i > verb.i:
        return _beneath(verb), "asserts"
    around = [
        c for c in verb.children if c.dep_ in {"dobj", "prt", "prep", "advmod", "acomp", "oprd"} and c.i > verb.i and c != noun
    ]
    around += [
        c for w in around for c in w.children if c.dep_ in {"pobj", "amod"} and c != noun
    ]  # "set no great store", "into question"
    named = {w.lemma_.lower() for w in (*words, *around)} | {w.lower_ for w in (*words, *around)}
    stance = _stance(verb, words, around, named, link)
    if stance is None:
        return [], None
    led = verb.lemma_ in LEADING | RESTING and verb.tag_ == "VBN"
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None) if led else None
    return _known(subject or subject_of(verb)), stance


def _stance(verb: Token, words: list[Token], around: list[Token], named: set[str], link: Token | None) -> Stance | None:
    """The stance that verb, object, adjective and particle give together to a thought; None for words of no attitude."""
    negated = is_negated(verb)
    if named & LACKED:
        lacking = [w for w in (*words, *around) if w.lemma_.lower() in LACKED]
        none = any(c.lower_ in {"no", "little", "scant"} for w in lacking for c in w.children)
        return "denies" if none or negated else None
    given_up = named & GIVING_UP.get(verb.lemma_, frozenset())
    if given_up or (link is not None and link.lower_ == "against" and verb.pos_ == "VERB"):
        return "asserts" if negated else "denies"
    if named & DENYING:
        return "asserts" if negated else "denies"
    if named & QUESTIONING:
        return "asserts" if negated else "questions"
    if named & ASSERTING:
        return "denies" if negated else "asserts"
    led = verb.lemma_ in LEADING and verb.tag_ == "VBN" and link is not None and link.lower_ in {"to", "into", "by"}
    led = led or (verb.lemma_ in RESTING and verb.tag_ == "VBN" and link is not None and link.lower_ in {"on", "upon", "in"})
    ended = verb.lemma_ in ENDING and link is not None and link.lower_ in {"with", "by", "in", "on"}
    return "asserts" if (led or ended) and not negated else None


def _known(subject: Token | None) -> list[Holder]:
    holders = holders_of(subject) if subject is not None else []
    return holders if holders and holders[0] != "unknown" else []  # "we support the view" is the text's own


def _who_is(role: Token) -> Token | None:
    """Whom "a critic of the view" is said of: the subject before "was", the name it stands beside."""
    if role.dep_ == "appos":
        return role.head
    return subject_of(role.head) if role.dep_ == "attr" and role.head.lemma_ in {"be", "become", "remain"} else None


def _beneath(verb: Token) -> list[Holder]:
    """Whose thought a clause is on that opens with it: "Central to X's system is the idea that P"."""
    for token in verb.doc[verb.sent.start : verb.i]:
        mention = mention_at(token)
        if mention is not None and mention.entity is not None and mention.type in HOLDING and mention.type != "work":
            return [mention.entity]
    return []
