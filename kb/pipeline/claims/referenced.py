"""Quoted sentences whose source is told by a reference in brackets behind them: `"P" [Bakunin, God and the State, p. 41]`."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from spacy.tokens import Doc, Span

from kb.pipeline.annotations import Attribution, Holder, entities_at
from kb.pipeline.blocks import block_of, references_of
from kb.pipeline.claims.citations import authors_of
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.quoted import STATEMENT_WORDS
from kb.pipeline.claims.spans import chars
from kb.pipeline.phrases import FINITE

#: How many sentences before its brackets a reference may be for.
BACK = 6
#: What parts a text's own clause from another's words that stand by themselves.
APART = frozenset({"(", ":", "since"})
#: Rules by which a saying is laid to its subject.
SAYING = frozenset({"that-clause", "bare clause", "quotation", "parenthetical", "noun object"})


def find_referenced(doc: Doc, sentences: list[Span], claims: list[Attribution]) -> list[Attribution]:
    """The claims of quoting sentences that have none yet: of the author in the brackets, else of whoever was reported last.

    What "an expert" or "he" is reported to say in quotation marks, where the text names nobody, becomes the author's too.
    """
    references = references_of(doc)
    if not references:
        return []
    claims = sorted(claims, key=lambda c: c.content[0])
    edges = [c.content[0][0] for c in claims]
    found: list[Attribution] = []
    at, previous = 0, 0
    for start, end in references:
        block = block_of(doc, start)
        floor = max(previous, block.start if block is not None else 0)
        previous = end
        while at < len(sentences) and sentences[at].end <= start:
            at += 1
        back = _opening(doc, sentences, at, start)
        near = [s for s in sentences[max(0, min(back, at - BACK)) : at] if s.end > floor]
        if at < len(sentences) and sentences[at].start < start:
            near.append(sentences[at])  # '…" [X, p. 5], and so on': the brackets stand within the sentence
        authors = authors_of(doc, start, end)
        for sent in near:
            left, right = max(sent.start, floor), min(sent.end, start)
            if right - left < STATEMENT_WORDS or not _quotes(doc, left, right):
                continue
            there = claims[bisect_left(edges, doc[left].idx) : bisect_left(edges, doc[right - 1].idx)]
            for claim in there if authors else ():
                if (
                    claim.holder == "unknown"
                    and claim.rule in SAYING
                    and not _names_somebody(doc, max(floor, near[0].start), start)
                ):
                    claim.holder = authors[0]
            if any(c.holder != "author" for c in there):
                continue
            holders = authors or _last(doc, sent, claims, edges)
            whole = [(max(after_leads(sent), left), right)]
            for a, b in _set_apart(doc, left, right) or whole:
                content = chars(doc, a, b)
                if content is not None:
                    found.extend(
                        Attribution(h, "asserts", [content], [], confidence=0.55, rule="referenced", cue_token=-1)
                        for h in holders
                    )
    return found


def _opening(doc: Doc, sentences: list[Span], at: int, reference: int) -> int:
    """The sentence in which the quotation begins that ends right before a reference; ``at`` where none does."""
    quotations = doc._.dox_quotations or []
    last = bisect_left(quotations, reference, key=lambda q: q.start) - 1
    if last < 0 or not 0 <= reference - quotations[last].end <= 3:
        return at
    while at > 0 and sentences[at - 1].end > quotations[last].start:
        at -= 1
    return at


def _names_somebody(doc: Doc, left: int, right: int) -> bool:
    return any(c.type == "theorist" for t in doc[left:right] for c in entities_at(t))


def _set_apart(doc: Doc, left: int, right: int) -> list[tuple[int, int]]:
    """The sentences of a quotation that stands by itself: `the bubble burst ("P. Q." [X, p. 9])`, `since "P" [X, p. 9]`."""
    quotations = doc._.dox_quotations or []
    at = bisect_left(quotations, left, key=lambda q: q.start)
    for quotation in quotations[at : at + 4]:
        if left < quotation.start < right and quotation.kind == "inline" and doc[quotation.start - 1].lower_ in APART:
            inside = doc[quotation.inner_start : min(quotation.inner_end, right)]
            if any(t.tag_ in FINITE for t in inside) and right - quotation.end <= 2:
                edges = [inside.start, *(t.i for t in inside[1:] if t.is_sent_start), inside.end]
                return list(pairwise(edges))
    return []


def _quotes(doc: Doc, left: int, right: int) -> bool:
    """Whether tokens have words in quotation marks that say something."""
    quotations = doc._.dox_quotations or []
    at = bisect_left(quotations, left, key=lambda q: q.start)
    inside = [q for q in quotations[max(0, at - 1) : at + 4] if q.start < right and q.end > left]
    return any(q.kind == "inline" and q.inner_end - q.inner_start >= STATEMENT_WORDS for q in inside)


def _last(doc: Doc, sent: Span, claims: list[Attribution], edges: list[int]) -> list[Holder]:
    """Who was reported last before a sentence in its paragraph, where the sentence names nobody else."""
    block = block_of(doc, sent.start)
    floor = doc[block.start].idx if block is not None else 0
    before = claims[max(0, bisect_left(edges, sent.start_char) - 3) : bisect_left(edges, sent.start_char)]
    before = [c for c in before if c.content[0][0] >= floor and not isinstance(c.holder, str)]
    named = {id(c) for t in sent for c in entities_at(t) if c.type == "theorist"}
    if not before:
        return []
    holder = before[-1].holder
    return [holder] if named <= {id(holder)} else []
