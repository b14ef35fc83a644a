"""What a report gives: the stretches of words, with the whole of the quotations that they touch."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Span

from kb.pipeline.annotations import Quotation
from kb.pipeline.blocks import block_of
from kb.pipeline.quotations import quotation_at
from kb.pipeline.reports.values import CLAUSE, Report, Tokens


def stretches(doc: Doc, left: int, right: int, *without: Tokens) -> tuple[Tokens, ...]:
    """Tokens [left, right), widened to the quotations they touch, without the given stretches and marks at the ends."""
    first, last = quotation_at(doc, left), quotation_at(doc, max(left, right - 1))
    left = min(left, first.start if first is not None else left)
    right = max(right, last.end if last is not None else right)
    pieces = [(left, right)]
    for start, end in without:
        pieces = [p for a, b in pieces for p in ((a, min(b, start)), (max(a, end), b)) if p[0] < p[1]]
    return tuple(p for p in (trimmed(doc, *p) for p in pieces) if p is not None)


def trimmed(doc: Doc, start: int, end: int) -> Tokens | None:
    while start < end and (doc[start].is_space or doc[start].is_punct):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].is_punct):
        end -= 1
    return (start, end) if any(t.is_alpha for t in doc[start:end]) else None


def report_of(
    doc: Doc, sent: Span, source: tuple[Tokens, ...], cue: Tokens, content: tuple[Tokens, ...], rule: str
) -> Report | None:
    """The report, with the quotation that goes on in the next sentence; None where no words are reported."""
    if not content:
        return None
    if any(quotation_at(doc, i) is not None for a, b in content for i in (a, b - 1)):
        content = _both_halves(doc, sent, cue, source, content)
        content = (*content, *_goes_on(doc, sent, content))
    return Report(source, cue, content, rule)


def _both_halves(
    doc: Doc, sent: Span, cue: Tokens, source: tuple[Tokens, ...], content: tuple[Tokens, ...]
) -> tuple[Tokens, ...]:
    """`"A," he told the crowd, "B"`: the quotation on the other side of the cue too."""
    left = min([cue[0], *(s for s, _ in source)])
    right = max([cue[1], *(e for _, e in source)])
    if content[0][0] > left:
        quotation = _closed_before(doc, left)
        inner = trimmed(doc, quotation.start, quotation.end) if quotation is not None else None
        return (inner, *content) if inner else content
    if content[-1][1] <= right:
        for i in range(right, sent.end):
            quotation = quotation_at(doc, i)
            if quotation is not None:
                inner = trimmed(doc, quotation.start, quotation.end)
                return (*content, inner) if inner else content
            if doc[i].pos_ == "VERB" or doc[i].lower_ == "that":
                break
    return content


def _closed_before(doc: Doc, index: int) -> Quotation | None:
    """The quotation that ends at a token or a mark before it, a short one ("The roof," …) too, in the same block."""
    quotations: list[Quotation] = doc._.dox_quotations or []
    block = block_of(doc, index)
    at = bisect_left(quotations, index, key=lambda q: q.start)
    near = (q for q in reversed(quotations[max(0, at - 4) : at]) if index - 3 < q.end <= index)
    return next((q for q in near if block is not None and q.start >= block.start), None)


def _goes_on(doc: Doc, sent: Span, content: tuple[Tokens, ...]) -> tuple[Tokens, ...]:
    """`"A," she said. "B."`: the quotation B that opens the next sentence and has no cue of its own."""
    if sent.end >= len(doc):
        return ()
    block, following = block_of(doc, sent.start), sent.end
    while following < len(doc) and doc[following].is_space:
        following += 1
    if following >= len(doc) or block is None or following >= block.end:
        return ()
    quotation = quotation_at(doc, following)
    if quotation is None or quotation.start != following or quotation.start < content[-1][1]:
        return ()
    rest = doc[quotation.end : doc[quotation.end - 1].sent.end]
    if any(t.pos_ == "VERB" for t in rest) or (
        quotation.end < block.end
        and any(t.lemma_.lower() in CLAUSE for t in doc[quotation.end : min(quotation.end + 6, block.end)])
    ):
        return ()
    inner = trimmed(doc, quotation.start, quotation.end)
    return (inner,) if inner else ()
