"""What components weighed and did not take, with the reason: kept only while somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

_KEY = "dox_trace"


@dataclass(frozen=True, slots=True)
class Trace:
    """Words that a component's rule looked at and passed over; ``start`` and ``end`` are character offsets."""

    component: str
    rule: str
    start: int
    end: int
    reason: str


def keep_traces(doc: Doc) -> None:
    """Make the components keep a record from here on; without this, ``passed_over`` costs one look-up."""
    doc.user_data[_KEY] = []


def is_traced(doc: Doc) -> bool:
    """Whether anybody asked: guards reasons that take work to find out."""
    return _KEY in doc.user_data


def passed_over(doc: Doc, component: str, rule: str, start: int, end: int, reason: str) -> None:
    """Record that a rule did not take tokens [start, end); nothing happens where nobody asked."""
    kept = doc.user_data.get(_KEY)
    if kept is not None and start < end:
        words = doc[start:end]
        kept.append(Trace(component, rule, words.start_char, words.end_char, reason))


def traces_of(doc: Doc) -> list[Trace]:
    """All that was passed over, in the order of the components; empty where nobody asked."""
    return list(doc.user_data.get(_KEY, ()))
