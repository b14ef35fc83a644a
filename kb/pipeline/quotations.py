"""Pairs of quotation marks, nested and unbalanced ones too, and block quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from kb.pipeline.annotations import Quotation, text_of
from kb.pipeline.blocks import TextBlock
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE

OPENING = {"“", "«", "„", "``"}
CLOSING = {"”", "»", "''"}
STRAIGHT = {'"', "＂"}
MARKS = OPENING | CLOSING | STRAIGHT
SMALL_WORDS = frozenset(load("mentions")["work"]["small_words"])

PREFIX_CLOSING = ("”", "’", '"', "'", "»")

#: A quotation of at most this many words without a finite verb is a term, not a statement.
TERM_WORDS = 7
#: A mark that would open a quotation deeper than this is taken for a slip; it also keeps the work linear in noise.
DEEPEST = 4

Edges = tuple[list[int], list[Quotation | None]]


@Language.factory("doxograph_quotations")
def make_quotations(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that writes ``doc._.dox_quotations`` (list of Quotation, outer before inner, in text order)."""
    return mark_quotations


def mark_quotations(doc: Doc) -> Doc:
    """Pair the marks of each block; a mark left open closes with its block, and runs on over blocks that reopen it."""
    found: list[Quotation] = []
    carried = False
    for block in doc._.dox_blocks or []:
        if block.kind == "quote":
            found.append(Quotation(block.start, block.end, block.start, block.end, "block"))
        pairs, carried = _pair(doc, block, carried)
        found.extend(pairs)
    found.sort(key=lambda q: (q.start, -q.end))
    doc._.dox_quotations = found
    doc.user_data["dox_quotation_edges"] = _edges(found)
    return doc


def _pair(doc: Doc, block: TextBlock, carried: bool) -> tuple[list[Quotation], bool]:
    """The block's quotations, and whether a long one is left open to run on into the next block."""
    found: list[Quotation] = []
    stack: list[int] = []
    marks = [t.i for t in doc[block.start : block.end] if t.text in MARKS]
    for i in marks:
        text = doc[i].text
        opens = text in OPENING or (text in STRAIGHT and _looks_opening(doc, i, bool(stack)))
        if opens and _marks_a_prefix(doc, i):
            continue
        if opens:
            if len(stack) < DEEPEST:
                stack.append(i)
        elif stack:
            start = stack.pop()
            found.append(_quotation(doc, start, i + 1))
        elif carried:
            found.append(_quotation(doc, block.start - 1, i + 1, unopened=True))
            carried = False
    left_open = False
    if stack:
        # The outermost open mark speaks for the rest of its block; the inner ones are taken for slips of the pen.
        start = stack[0]
        found = [q for q in found if q.start > start or q.end <= start]
        if block.end - start > 3:
            found.append(Quotation(start, block.end, start + 1, block.end, _kind(doc, start + 1, block.end)))
            left_open = block.end - start > TERM_WORDS
    return found, left_open


def _marks_a_prefix(doc: Doc, i: int) -> bool:
    """Whether the mark that closes stands within the next word: '"anarcho"-capitalism'."""
    return i + 1 < len(doc) and any(mark + "-" in doc[i + 1].text[1:] for mark in PREFIX_CLOSING)


def _quotation(doc: Doc, start: int, end: int, unopened: bool = False) -> Quotation:
    inner_start, inner_end = start + 1, end - 1
    return Quotation(inner_start if unopened else start, end, inner_start, inner_end, _kind(doc, inner_start, inner_end))


def _looks_opening(doc: Doc, i: int, inside: bool) -> bool:
    before = text_of(doc)[doc[i].idx - 1 : doc[i].idx] if doc[i].idx else " "
    after = text_of(doc)[doc[i].idx + 1 : doc[i].idx + 2] or " "
    spaced_before = before.isspace() or before in "([{—–-/"
    spaced_after = after.isspace() or after in ".,;:!?)]}—–"
    if spaced_before != spaced_after:
        return spaced_before
    return not inside


def _kind(doc: Doc, start: int, end: int) -> Literal["inline", "term", "title"]:
    words = [t for t in doc[start:end] if not t.is_punct and not t.is_space]
    if not words:
        return "term"
    titled = all(t.text[0].isupper() or t.text[0].isdigit() or t.lower_ in SMALL_WORDS for t in words)
    if len(words) >= 2 and titled and words[0].text[0].isupper():
        return "title"
    if len(words) <= TERM_WORDS and not any(t.tag_ in FINITE for t in words):
        return "term"
    return "inline"


def _edges(quotations: list[Quotation]) -> Edges:
    """The token indexes at which the innermost statement quotation changes, each with the one that holds from there on."""
    starts: list[int] = []
    holds: list[Quotation | None] = []
    around: list[Quotation] = []

    def from_here(index: int) -> None:
        if starts and starts[-1] == index:
            starts.pop()
            holds.pop()
        starts.append(index)
        holds.append(around[-1] if around else None)

    def close_before(index: float) -> None:
        while around and around[-1].end <= index:
            end = around.pop().end
            while around and around[-1].end <= end:
                around.pop()
            from_here(end)

    for quotation in quotations:
        if quotation.kind in {"inline", "block"}:
            close_before(quotation.start)
            around.append(quotation)
            from_here(quotation.start)
    close_before(float("inf"))
    return starts, holds


def quotation_at(doc: Doc, index: int) -> Quotation | None:
    """The innermost statement quotation (inline or block) that covers a token index, by bisection."""
    edges: Edges | None = doc.user_data.get("dox_quotation_edges")
    if edges is None:
        edges = doc.user_data["dox_quotation_edges"] = _edges(doc._.dox_quotations or [])
    starts, holds = edges
    at = bisect_right(starts, index) - 1
    return holds[at] if at >= 0 else None
