"""Whose words a report gives: the noun phrase that stands as the cue's subject, whoever it may be."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.phrases import agent_of
from kb.pipeline.reports.values import TIMES, VOICING, Tokens


def subject_words(verb: Token) -> Token | None:
    """The word that stands as a verb's subject, "who" and "which" themselves; over joined and hanging clauses."""
    token = verb
    for _ in range(6):
        own = next((c for c in token.children if c.dep_ in {"nsubj", "csubj"}), None)
        if own is not None:
            return own
        agent = agent_of(token)
        if agent is not None:
            return agent
        passive = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
        if passive is not None:
            return None if token is verb or token.dep_ == "conj" else passive
        if token.dep_ == "acl":
            noun = token.head
            if noun.dep_ == "dobj" and noun.head.lemma_ in VOICING:
                token = noun.head
                continue
            return noun if token.tag_ == "VBG" else None
        if token.dep_ not in {"conj", "xcomp", "advcl", "pcomp", "ccomp", "prep"} or token.head is token:
            return None
        token = token.head
        if token.pos_ in {"NOUN", "PROPN"}:
            owner = next((c for c in token.children if c.dep_ == "poss"), None)
            if owner is not None:
                return owner
            if token.dep_ not in {"dobj", "attr", "pobj"}:
                return None
            token = token.head
    return None


def _inverted_subject(doc: Doc, sent: Span, verb: Token) -> Token | None:
    """`," said Caddell, a pollster`: where the parse takes the speaker for an object."""
    before = doc[verb.i - 1].text if verb.i > sent.start else ""
    after = next((c for c in verb.children if c.i > verb.i and c.dep_ in {"dobj", "nsubj", "npadvmod", "oprd", "attr"}), None)
    if (
        before in {",", "”", '"', "’", "''"}
        and after is not None
        and after.pos_ in {"PROPN", "NOUN", "PRON"}
        and after.lemma_.lower() not in TIMES
    ):
        return after
    return None


def phrase_of(token: Token, verb: Token | None = None) -> Tokens:
    """The noun phrase of a token as tokens [start, end), without the clause that holds the cue, marks at its ends shed."""
    start, end = token.left_edge.i, token.right_edge.i + 1
    if verb is not None and start <= verb.i < end:
        start, end = (start, verb.i) if token.i < verb.i else (verb.i + 1, end)
    doc = token.doc
    while end > start + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].dep_ in {"case", "aux"}):
        end -= 1
    while start < end - 1 and (doc[start].is_punct or doc[start].is_space):
        start += 1
    return start, end


def source_of(doc: Doc, sent: Span, verb: Token) -> tuple[Tokens, ...]:
    subject = (
        next((c for c in verb.children if c.dep_ == "nsubj"), None) or _inverted_subject(doc, sent, verb) or subject_words(verb)
    )
    if subject is None or (subject.lower_ in {"it", "there"} and subject.dep_ in {"expl", "nsubjpass"}):
        return ()
    return (phrase_of(subject, verb),)
