"""Reports of less than a clause: "called it P", "promised to P", "called for P", "cited P", "his claim that P"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.claims import lexicon
from kb.pipeline.reports.clauses import finite
from kb.pipeline.reports.content import report_of, stretches
from kb.pipeline.reports.sources import phrase_of, source_of, subject_words
from kb.pipeline.reports.values import INFINITIVE, PHRASE, PREPOSITIONS, TIMES, VOICING, Report


def predicated(doc: Doc, verb: Token) -> Report | None:
    """ "called the charges unfounded", "described it as P", "which the mayor called P"."""
    lemma = verb.lemma_.lower()
    if lemma not in lexicon.AS and lemma not in lexicon.NAME:
        return None
    last = next(
        (c for c in verb.children if lemma in lexicon.AS and c.lower_ == "as" and c.dep_ in {"prep", "mark"} and c.i > verb.i),
        None,
    )
    if last is None and lemma in lexicon.NAME:
        last = next(
            (c for c in verb.children if c.dep_ in {"oprd", "ccomp"} and c.i > verb.i and c.pos_ in {"NOUN", "ADJ", "PROPN"}),
            None,
        )
    if last is None:
        return None
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    source = source_of(doc, verb.sent, verb)
    cue = (verb.i, verb.i + 1)
    left = last.left_edge.i if thing is None else min(thing.left_edge.i, last.left_edge.i)
    right = max(last.right_edge.i, thing.right_edge.i if thing is not None else 0) + 1
    return report_of(doc, verb.sent, source, cue, stretches(doc, left, right, *source, cue), "predicate")


def infinitive(doc: Doc, verb: Token) -> Report | None:
    """ "promised to P", "urged them to P", "is expected to P"."""
    if verb.lemma_.lower() not in INFINITIVE:
        return None
    clause = next(
        (
            c
            for c in verb.children
            if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i and any(g.lower_ == "to" and g.dep_ == "aux" for g in c.children)
        ),
        None,
    )
    if clause is None:
        return None
    source = source_of(doc, verb.sent, verb)
    cue = (verb.i, verb.i + 1)
    return report_of(
        doc, verb.sent, source, cue, stretches(doc, clause.left_edge.i, clause.right_edge.i + 1, *source, cue), "infinitive"
    )


def prepositional(doc: Doc, verb: Token) -> Report | None:
    """ "called for P", "accused X of P"."""
    wanted = PREPOSITIONS.get(verb.lemma_.lower())
    if wanted is None:
        return None
    link = next(
        (
            t
            for c in verb.children
            for t in (c, *c.children)
            if t.lower_ in wanted and t.dep_ in {"prep", "dative", "prt"} and t.i > verb.i
        ),
        None,
    )
    thing = next((c for c in link.children if c.dep_ in {"pobj", "pcomp"}), None) if link is not None else None
    if link is None or thing is None:
        return None
    source = source_of(doc, verb.sent, verb)
    cue = (verb.i, link.i + 1)
    if not source:
        return None
    return report_of(
        doc, verb.sent, source, cue, stretches(doc, thing.left_edge.i, thing.right_edge.i + 1, *source), "preposition"
    )


def praised(doc: Doc, verb: Token) -> Report | None:
    """ "cited P", "criticized P"."""
    if verb.lemma_.lower() not in PHRASE:
        return None
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i and c.lemma_.lower() not in TIMES), None)
    if thing is None:
        return None
    source = source_of(doc, verb.sent, verb)
    if not source:
        return None
    cue = (verb.i, verb.i + 1)
    end = (
        max(
            [
                thing.right_edge.i,
                *(
                    c.right_edge.i
                    for c in verb.children
                    if c.dep_ == "prep" and c.lower_ in {"as", "for", "of"} and c.i > thing.i
                ),
            ]
        )
        + 1
    )
    return report_of(doc, verb.sent, source, cue, stretches(doc, thing.left_edge.i, end, *source, cue), "phrase")


def noun_of(doc: Doc, noun: Token) -> Report | None:
    """ "a report that P", "his promise to P", "made the claim that P"."""
    clause = next(
        (
            c
            for c in noun.children
            if c.dep_ in {"acl", "ccomp", "relcl"}
            and c.i > noun.i
            and any(g.lower_ in {"that", "to"} and g.dep_ in {"mark", "aux"} for g in c.children)
        ),
        None,
    )
    if clause is None:
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"by", "from", "of"} and c.i < clause.i), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    verb = noun.head
    if owner is None and noun.dep_ in {"dobj", "pobj", "attr"}:
        verb = verb if verb.pos_ in {"VERB", "AUX"} else verb.head
        owner = subject_words(verb) if verb.lemma_ in VOICING or verb.lemma_ in lexicon.HELD else None
    source = (phrase_of(owner, noun),) if owner is not None else ()
    cue = (noun.i, noun.i + 1)
    return report_of(
        doc, noun.sent, source, cue, stretches(doc, clause.left_edge.i, clause.right_edge.i + 1, *source, cue), "noun"
    )


def adjective_of(doc: Doc, adjective: Token) -> Report | None:
    """ "is convinced that P"."""
    verb = adjective.head if adjective.dep_ in {"acomp", "oprd"} else adjective
    clause = next((c for c in (*adjective.children, *verb.children) if c.dep_ == "ccomp" and c.i > adjective.i), None)
    subject = subject_words(verb)
    if clause is None or subject is None or subject.lower_ == "it":
        return None
    source = (phrase_of(subject, adjective),)
    cue = (adjective.i, adjective.i + 1)
    return report_of(
        doc, adjective.sent, source, cue, stretches(doc, clause.left_edge.i, clause.right_edge.i + 1, *source, cue), "adjective"
    )


def according(doc: Doc, sent: Span, token: Token) -> Report | None:
    """ "P, according to police", "According to a report in T, P"."""
    thing = next((c for c in token.nbor().children if c.dep_ == "pobj"), None)
    if thing is None:
        return None
    source = phrase_of(thing)
    if token.i - sent.start <= 2:
        comma = next(
            (i for i in range(thing.i + 1, min(source[1] + 1, sent.end)) if doc[i].text == "," and i + 1 < sent.end), None
        )
        if comma is not None and comma < source[1]:
            source = (source[0], comma) if finite(doc, comma, source[1]) else source
        content = stretches(doc, source[1], sent.end)
    else:
        content = stretches(doc, sent.start, token.i, source)
    return report_of(doc, sent, (source,), (token.i, token.i + 2), content, "according to")
