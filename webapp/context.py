"""A passage in the sentences around it, as a page about one statement shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.queries.source import SourcePage
from webapp.knowledge import knowledge
from webapp.marking import Mark, Segment, cut

MARGIN = 600  #: characters of context at most, each side, within the passage's blocks


@dataclass(frozen=True, slots=True)
class Context:
    """Segments of the text round a passage; ``before`` and ``after`` tell that the blocks go on."""

    segments: tuple[Segment, ...]
    before: bool
    after: bool


def in_context(page: SourcePage, start: int, end: int, marks: Iterable[tuple[int, int, str, str]]) -> Context:
    """The blocks that hold a passage, with the marks (start, end, kind, manner) drawn on them."""
    text = knowledge().store.text(page.row.text_hash)
    touched = [b for b in page.blocks if b.start < end and b.end > start]
    left = min((b.start for b in touched), default=start)
    right = max((b.end for b in touched), default=end)
    first, last = min(left, start), max(right, end)
    if start - first > MARGIN:
        first = text.find(" ", start - MARGIN) + 1
    if last - end > MARGIN:
        last = text.rfind(" ", end, end + MARGIN)
        last = end if last < 0 else last
    segments = cut(text, [Mark(*mark) for mark in marks], first, last)
    return Context(segments, first > left, last < right)
