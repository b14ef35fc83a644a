"""Claims by a clause put off to the end: "It was clear to X that P", "The objection was raised that P"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import Holder
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.clauses import listed
from kb.pipeline.claims.found import Found, owner_of
from kb.pipeline.claims.holders import holders_of
from kb.pipeline.claims.spans import chars, end_of_report, is_negated
from kb.pipeline.cues import load
from kb.pipeline.phrases import agent_of

_LISTS = load("claims")["lists"]
#: "It was clear to X that P"; "it was unthinkable to X that P".
CLEAR: dict[str, Stance] = {
    **dict.fromkeys(_LISTS["extraposed_clear"], "asserts"),
    **dict.fromkeys(_LISTS["extraposed_unthinkable"], "denies"),
}
#: "It struck X that P", "it occurred to X that P".
STRIKING = frozenset(_LISTS["extraposed_striking"])
#: "The objection was raised that P", "the suspicion grew that P".
RAISING = frozenset(_LISTS["extraposed_raising"])


def find_extraposed(doc: Doc, sent: Span, found: Found) -> None:
    """Add the claims of a sentence whose clause is put off behind what governs it."""
    for that in sent:
        if that.lower_ != "that" or that.dep_ != "mark" or that.i <= sent.start + 2:
            continue
        clause = that.head
        verb = clause.head
        if verb.i >= that.i or clause.dep_ not in {"ccomp", "advcl", "csubj", "acl"} or verb.pos_ not in {"VERB", "AUX"}:
            continue
        told = _by_person(verb) or _by_noun(verb, that)
        if told is None:
            continue
        holders, stance, cue = told
        if cue.i in found.spent or verb.i in found.spent:
            continue
        for left, right in listed(doc, that.i + 1, end_of_report(doc, that.i + 1, verb, clause)):
            found.add(doc, holders, stance, [chars(doc, left, right)], cue, "put off", 0.75, cue_span=(verb.i, that.i + 1))


def _by_person(verb: Token) -> tuple[list[Holder], Stance, Token] | None:
    """ "It was clear to X that P", "it struck X that P"."""
    if not any(c.lower_ == "it" and c.dep_ in {"nsubj", "expl"} for c in verb.children):
        return None
    judged = next((c for c in verb.children if c.dep_ in {"acomp", "oprd", "attr"} and c.lower_ in CLEAR), None)
    if judged is None and verb.lemma_ not in STRIKING:
        return None
    links = [c for at in (judged, verb) if at is not None for c in at.children if c.dep_ in {"prep", "dative"}]
    whom = next((g for c in links if c.lower_ in {"to", "on", "upon", "with"} for g in c.children if g.dep_ == "pobj"), None)
    if whom is None and judged is None:
        whom = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    holders: list[Holder] = holders_of(whom) if whom is not None else ["unknown"]
    if holders[0] in {"unknown", "author"} or (is_negated(verb) and judged is None):
        return None
    stance = CLEAR[judged.lower_] if judged is not None else "asserts"
    return holders, ("questions" if is_negated(verb) and stance == "asserts" else stance), judged or verb


def _by_noun(verb: Token, that: Token) -> tuple[list[Holder], Stance, Token] | None:
    """ "It was the belief of X that P", "The point, for X, is that P", "The conclusion was drawn by X that P"."""
    noun = next((c for c in verb.children if c.dep_ in {"attr", "nsubj", "nsubjpass"} and c.i < that.i and _thought(c)), None)
    if noun is None:
        return None
    stance: Stance = lexicon.NOUNS.get(noun.lemma_.lower(), "asserts")
    if noun.dep_ == "attr":
        held = owner_of(noun) if noun.right_edge.i < that.i else []
        return (held, "denies" if is_negated(verb) else stance, noun) if held else None
    if verb.lemma_ == "be":
        around = (*verb.children, *noun.children)
        link = next((c for c in around if c.dep_ == "prep" and c.lower_ in {"for", "to", "with"} and c.i < verb.i), None)
        whom = next((c for c in link.children if c.dep_ == "pobj"), None) if link is not None else None
        holders: list[Holder] = holders_of(whom) if whom is not None else ["unknown"]
        return (holders, stance, noun) if holders[0] not in {"unknown", "author"} else None
    if verb.lemma_ not in RAISING or noun.i > verb.i or is_negated(verb):
        return None
    agent = agent_of(verb)
    raised: list[Holder] = owner_of(noun) or (holders_of(agent) if agent is not None else ["unknown"])
    if raised[0] == "unknown" and noun.lemma_.lower() in lexicon.OWNED:
        return None
    return raised, stance, noun


def _thought(noun: Token) -> bool:
    return noun.lemma_.lower() in lexicon.NOUNS or noun.lemma_.lower() in lexicon.OWNED
