"""Who is reported to have said, thought or wanted what, by words alone: before anybody asks whether the source is an entity."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from kb.pipeline.claims import lexicon
from kb.pipeline.quotations import quotation_at
from kb.pipeline.reports.clauses import clause_of, closing, quoted
from kb.pipeline.reports.layout import signed, turns
from kb.pipeline.reports.phrases import according, adjective_of, infinitive, noun_of, praised, predicated, prepositional
from kb.pipeline.reports.values import ANY_VERB, NOUNS, Report

__all__ = ["Report", "find_reports"]

#: Forms that report by a bare phrase: too weak to count where the words already stand in another's report.
WEAK = frozenset({"phrase", "preposition", "noun"})


def find_reports(doc: Doc, sentences: Iterable[Span] | None = None) -> list[Report]:
    """The reports of a parsed Doc with its quotations and blocks marked, in the order of the cues; of some sentences alone."""
    found: list[Report] = [*turns(doc), *signed(doc)] if sentences is None else []
    for sent in doc.sents if sentences is None else sentences:
        for token in sent:
            if quotation_at(doc, token.i) is None:
                report = _of_token(doc, sent, token)
                if report is not None:
                    found.append(report)
    return _without_echoes(found)


def _without_echoes(reports: list[Report]) -> list[Report]:
    """What somebody is said to want or praise within what another is reported to say is that other's report, not a second one."""
    spans = sorted(((a, b, r) for r in reports for a, b in r.content), key=lambda s: s[:2])
    kept: list[Report] = []
    around: list[tuple[int, int, Report]] = []
    at = 0
    for report in sorted(reports, key=lambda r: r.cue):
        while at < len(spans) and spans[at][0] <= report.cue[0]:
            around.append(spans[at])
            at += 1
        around = [s for s in around if s[1] > report.cue[0]]
        if report.rule not in WEAK or not any(r is not report for _, _, r in around):
            kept.append(report)
    return kept


def _of_token(doc: Doc, sent: Span, token: Token) -> Report | None:
    lemma = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX"} and lemma in ANY_VERB:
        return (
            clause_of(doc, sent, token)
            or quoted(doc, sent, token)
            or closing(doc, sent, token)
            or predicated(doc, token)
            or infinitive(doc, token)
            or prepositional(doc, token)
            or praised(doc, token)
        )
    if token.pos_ in {"NOUN", "PROPN"} and lemma in NOUNS:
        return noun_of(doc, token)
    if token.lower_ == "according" and token.i + 1 < sent.end and token.nbor().lower_ == "to":
        return according(doc, sent, token)
    if token.lower_ in lexicon.ADJECTIVES:
        return adjective_of(doc, token)
    return None
