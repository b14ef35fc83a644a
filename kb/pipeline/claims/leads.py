"""Where a sentence begins to say its own: behind connectives, asides of the text and "it should be noted that"."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from kb.pipeline.claims.lexicon import NEGATORS, THAT
from kb.pipeline.cues import load

_LEADS = load("voice")["leads"]
#: Words that link a sentence to the one before and are no part of what it says.
OPENERS = frozenset(_LEADS["openers"])
#: Words that do so when a comma stands behind them.
BEFORE_COMMA = frozenset(_LEADS["before_comma"])
#: Words that may stand between: "Clearly, then," "Strictly speaking,"
AFTERTHOUGHTS = frozenset(_LEADS["afterthoughts"])
#: Words of the text's own course: "As we discuss in section four, P".
COURSE = frozenset(_LEADS["course"])
#: Verbs whose frame denies when it is denied: "nor can it be said that P".
SAID = frozenset(_LEADS["said"])
#: Phrases that do the same as the words, by their first; they stand before a comma, or open a that-clause.
PHRASES: dict[str, list[tuple[str, ...]]] = {}
for _lead in _LEADS["phrases"]:
    PHRASES.setdefault(_lead.split()[0], []).append(tuple(_lead.split()))
#: At most so many words stand in "As we discuss in section four," and in "it should be noted, then, that".
_FAR = 12


def after_leads(sent: Span) -> int:
    """The token index at which a sentence says its own, behind "Thus", "In fact", "It is true that"."""
    doc, start = sent.doc, sent.start
    while start < sent.end - 1:
        token = doc[start]
        if token.lower_ in OPENERS or token.is_punct or token.is_space:
            start += 1
            continue
        behind = behind_stress(doc, start, sent.end)
        if behind == start and token.lower_ in BEFORE_COMMA:
            behind = _behind_comma(doc, start, min(start + (3 if doc[start + 1].lower_ in AFTERTHOUGHTS else 2), sent.end))
        if behind == start and token.lower_ == "as":
            comma = _behind_comma(doc, start, min(start + _FAR, sent.end - 1))
            behind = comma if any(t.lower_ in COURSE for t in doc[start:comma]) else start
        phrases = PHRASES.get(token.lower_, ()) if behind == start else ()
        words = tuple(t.lower_ for t in doc[start : min(start + _FAR, sent.end - 1)]) if phrases else ()
        behind = next((start + len(lead) for lead in phrases if words[: len(lead)] == lead), behind)
        if behind == start:
            break
        start = behind
    return start


def _behind_comma(doc: Doc, start: int, end: int) -> int:
    """The token index behind the first comma; ``start`` where there is none."""
    return next((t.i + 1 for t in doc[start + 1 : end] if t.text == ","), start)


#: "It is important to note that P".
WEIGHTY = frozenset(load("voice")["leads"]["weighty"])


def behind_stress(doc: Doc, start: int, end: int) -> int:
    """The token index behind "it should be noted that", "nor can it be said that"; ``start`` where there is none."""
    first = start
    if doc[start].lower_ == "nor" and start + 2 < end and doc[start + 1].tag_ == "MD":
        first = start + 2
    if end - first < 6 or doc[first].lower_ not in {"it", "what"}:
        return start
    that = next((t for t in doc[first + 2 : min(first + 9, end - 2)] if t.lower_ == "that"), None)
    if that is None or that.tag_ not in {"IN", "DT", "WDT"}:
        return start
    between = doc[first + 1 : that.i]
    urged = any(t.tag_ == "MD" or t.lower_ == "worth" for t in (*between, *doc[start:first]))
    said = any(t.tag_ in {"VBN", "VBG"} and t.lemma_ in THAT for t in between)
    weighed = next((t for t in between if t.lower_ in WEIGHTY), None)  # "it is important to point out here that"
    to = weighed is not None and doc[weighed.i + 1].lower_ == "to" and doc[weighed.i + 2].lemma_.lower() in THAT
    if to or (doc[first].lower_ == "what" and not to):
        return that.i + 1 if to else start
    return that.i + 1 if urged and said else start


def denies(sent: Span, start: int) -> bool:
    """Whether the words before ``start`` deny what the sentence says: "Nor can it be suggested that"."""
    lead = sent.doc[sent.start : start]
    return any(t.lemma_ in SAID and t.tag_ == "VBN" for t in lead) and any(t.lower_ in NEGATORS for t in lead)
