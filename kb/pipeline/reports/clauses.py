"""Reports of whole clauses: "said that P", "P, officials said Monday", `"P," she told them`."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.blocks import block_of
from kb.pipeline.phrases import FINITE
from kb.pipeline.quotations import quotation_at
from kb.pipeline.reports.content import report_of, stretches
from kb.pipeline.reports.sources import source_of
from kb.pipeline.reports.values import CLAUSE, Report


def clause_of(doc: Doc, sent: Span, verb: Token) -> Report | None:
    """ "said that P", "P, the mayor said", "P, a spokesman said, Q"."""
    if verb.lemma_.lower() not in CLAUSE:
        return None
    source = source_of(doc, sent, verb)
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and not _of_subject(c, verb)), None)
    if clause is None:
        return None
    if clause.i > verb.i and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children):
        return None
    cue = (verb.i, verb.i + 1)
    left, right = clause.left_edge.i, clause.right_edge.i + 1
    if clause.i < verb.i:
        if verb.dep_ == "ROOT":
            left = sent.start
        right = max(right, min([verb.i, *(s for s, _ in source)])) if right <= verb.i else right
    return report_of(doc, sent, source, cue, stretches(doc, left, right, *source, cue), "clause")


def _of_subject(clause: Token, verb: Token) -> bool:
    return clause.dep_ == "ccomp" and clause.left_edge.i < verb.i < clause.i


def quoted(doc: Doc, sent: Span, verb: Token) -> Report | None:
    """`said: "P"`, `"P," she told reporters`, where the parse makes no clause of the quotation."""
    if verb.lemma_.lower() not in CLAUSE:
        return None
    source = source_of(doc, sent, verb)
    cue = (verb.i, verb.i + 1)
    block = block_of(doc, verb.i)
    stop = block.end if block is not None else sent.end
    for i in range(verb.i + 1, min(verb.i + 25, stop)):
        quotation = quotation_at(doc, i)
        if quotation is not None:
            return report_of(doc, sent, source, cue, stretches(doc, quotation.start, quotation.end, *source, cue), "quotation")
        if (doc[i].pos_ == "VERB" and doc[i].lemma_.lower() in CLAUSE) or doc[i].is_sent_start:
            break
    start = min([verb.i, *(s for s, _ in source)])
    for i in range(start - 1, max(start - 4, sent.start - 1), -1):
        quotation = quotation_at(doc, i)
        if quotation is not None:
            return report_of(doc, sent, source, cue, stretches(doc, quotation.start, quotation.end, *source, cue), "quotation")
    if block is not None and doc[block.end - 1].text == ":" and verb.i > block.end - 12:
        following = block.end
        while following < len(doc) and doc[following].is_space:
            following += 1
        quotation = quotation_at(doc, following) if following < len(doc) else None
        if quotation is not None:
            return report_of(doc, sent, source, cue, stretches(doc, quotation.start, quotation.end), "quotation")
    return None


def closing(doc: Doc, sent: Span, verb: Token) -> Report | None:
    """ "P, officials said Monday.", "as the mayor said, P", whatever the parse makes of P."""
    if verb.lemma_.lower() not in CLAUSE or verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"}:
        return None
    source = source_of(doc, sent, verb)
    if not source:
        return None
    start, end = min(verb.i, source[0][0]), max(verb.i + 1, source[0][1])
    if end - start > 25 or any(c.dep_ in {"dobj", "xcomp"} and c.i > verb.i and c.i >= end for c in verb.children):
        return None
    cue = (verb.i, verb.i + 1)
    opening = doc[start - 1].text if start > sent.start else ""
    if opening in {",", "—", "–", "-", "--"} and not doc[start].tag_.startswith("W"):
        resumes = end + 2 < sent.end and doc[end].text == "," and doc[end + 1].tag_ not in {"VBG", "CC", "WP", "WDT", "IN"}
        after = stretches(doc, end + 1, sent.end) if resumes else ()
        if not after and not finite(doc, sent.start, start - 1):
            return None
        return report_of(doc, sent, source, cue, stretches(doc, sent.start, start - 1) + after, "closing")
    if start > sent.start and doc[start - 1].lower_ == "as":
        if start - 1 == sent.start:
            comma = next((i for i in range(end, sent.end) if doc[i].text == ","), None)
            return report_of(doc, sent, source, cue, stretches(doc, comma, sent.end), "closing") if comma else None
        return report_of(doc, sent, source, cue, stretches(doc, sent.start, start - 1), "closing")
    return None


def finite(doc: Doc, start: int, end: int) -> bool:
    return any(t.tag_ in FINITE for t in doc[start:end])
