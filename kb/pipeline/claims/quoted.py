"""Claims in quotation marks: who is quoted, by a verb beside them, an introduction before or a name after them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Attribution, Holder, Quotation
from kb.pipeline.blocks import TextBlock, block_of
from kb.pipeline.claims.found import Found
from kb.pipeline.claims.spans import chars
from kb.pipeline.claims.speakers import announced_before, speaker_of
from kb.pipeline.tracing import passed_over

#: A quotation shorter than this in words is taken for a phrase within a sentence, not for a statement.
STATEMENT_WORDS = 4


def find_quoted(doc: Doc, found: Found) -> None:
    """Add a claim for each sentence of each quotation with a known source; run before the other finders."""
    speaker: list[Holder] = []
    last_block: TextBlock | None = None
    last: Quotation | None = None  # the last one whose speaker is known
    announced = _announcements(doc)
    stub: Quotation | None = None  # the last one too short to be a statement
    for quotation in doc._.dox_quotations or []:
        if quotation.kind not in {"inline", "block"} or _covered(doc, quotation, found):
            stub = quotation
            continue
        block = block_of(doc, quotation.inner_start)
        holders, cue = speaker_of(doc, quotation, block)
        whole = block is not None and quotation.start <= block.start + 1 and quotation.end >= block.end - 2
        if (
            not holders
            and whole
            and speaker
            and last_block is not None
            and block is not last_block
            and _adjacent(doc, last_block, block)
        ):
            holders = speaker  # a quotation that runs on over paragraphs
        if not holders and block is not None and block is last_block and _follows(doc, last, quotation):
            holders = speaker  # `"P," she said. "Q."`
        if not holders and whole and block is not None:
            holders = _last_announced(announced, block)
        if not holders:
            if whole:
                speaker, last_block = [], None
            passed_over(doc, "claims", "quotation", quotation.start, quotation.end, "nobody known is named as its speaker")
            continue
        if holders == ["author"]:
            continue
        if cue is not None and (half := _first_half(doc, quotation, cue, found)) is not None:
            _join(doc, quotation, half, found)
        else:
            made = len(found.claims)
            _add(doc, quotation, holders, cue, found)
            if cue is not None and stub is not None and _broken_off(doc, stub, cue, quotation):
                _prepend(doc, stub, found.claims[made : made + len(holders)])
        speaker, last_block, last = holders, block, quotation


#: How many blocks an announced source goes on being quoted, comments between the quotations counted in.
PATIENCE = 14


def _announcements(doc: Doc) -> list[tuple[int, list[Holder], int]]:
    """The blocks that announce a source ("So from Tom Wetzel;"): token index, source, ordinal of the block."""
    found = []
    blocks: list[TextBlock] = doc._.dox_blocks or []
    for number, block in enumerate(blocks[:-1]):
        if block.kind != "heading" and doc[block.end - 1].text in {":", ";"} | {"-", "—", "–"}:
            holders = announced_before(doc, blocks[number + 1])
            if holders:
                found.append((block.start, holders, number))
    return found


def _last_announced(announced: list[tuple[int, list[Holder], int]], block: TextBlock) -> list[Holder]:
    """The source last announced before a block, if a person and not too far back: a text that quotes at length names it once."""
    at = bisect_left(announced, block.start, key=lambda a: a[0])
    if at == 0:
        return []
    start, holders, _ = announced[at - 1]
    return holders if block.start - start < 120 * PATIENCE else []


def _covered(doc: Doc, quotation: Quotation, found: Found) -> bool:
    start, end = (
        doc[quotation.inner_start].idx,
        doc[quotation.inner_end - 1].idx if quotation.inner_end > quotation.inner_start else 0,
    )
    return (
        any(c.content[0][0] <= start and c.content[-1][1] >= end for c in found.claims[-8:])
        or quotation.inner_end - quotation.inner_start < STATEMENT_WORDS
    )


def _follows(doc: Doc, last: Quotation | None, quotation: Quotation) -> bool:
    """Whether a quotation opens the sentence after one in which another was told whose it is."""
    if last is None or quotation.start != doc[quotation.start].sent.start or quotation.start == 0:
        return False
    return last.end > doc[quotation.start - 1].sent.start and last.end <= quotation.start


def _adjacent(doc: Doc, before: TextBlock, after: TextBlock | None) -> bool:
    return after is not None and after.start >= before.end and not any(t.is_alpha for t in doc[before.end : after.start])


def _broken_off(doc: Doc, stub: Quotation, cue: Token, quotation: Quotation) -> bool:
    """Whether a few quoted words open the sentence that another quotation ends: `"Those communities," he wrote, "which …"`."""
    comma = doc[stub.inner_end - 1].text == "," or doc[stub.end : stub.end + 1].text == ","
    near = stub.end <= cue.i <= stub.end + 4 and cue.i < quotation.start <= cue.i + 4
    return comma and near and doc[quotation.inner_start].text[:1].islower()


def _prepend(doc: Doc, stub: Quotation, claims: list[Attribution]) -> None:
    content = chars(doc, stub.inner_start, stub.inner_end)
    for claim in claims if content is not None else ():
        claim.content = [content, *claim.content]  # type: ignore[list-item]


def _first_half(doc: Doc, quotation: Quotation, cue: Token, found: Found) -> list[Attribution] | None:
    """The claims of `"P," he said,` that a quotation in small letters behind the same cue goes on with: `"and Q"`."""
    mine = [c for c in found.claims[-4:] if c.cue_token == cue.i and c.rule == "quotation"]
    if not mine or quotation.start - cue.i > 8 or not doc[quotation.inner_start].text[0].islower():
        return None
    left = mine[-1].content[-1][1]
    between = doc.char_span(left, doc[quotation.start].idx, alignment_mode="expand")
    if between is None or any(t.text in {".", "!", "?"} for t in between[:-1]):
        return None
    return [c for c in mine if c.content == mine[-1].content]


def _join(doc: Doc, quotation: Quotation, half: list[Attribution], found: Found) -> None:
    """Let the first sentence of a quotation go on with the claims before it; the others are claims of their own."""
    first = next((t.i for t in doc[quotation.inner_start + 1 : quotation.inner_end] if t.is_sent_start), quotation.inner_end)
    content = chars(doc, quotation.inner_start, first)
    for claim in half if content is not None else ():
        claim.content = [*claim.content, content]  # type: ignore[list-item]
    holders = [c.holder for c in half]
    found.quoted.update((i, holders) for i in range(quotation.inner_start, first))
    if first < quotation.inner_end:
        rest = Quotation(quotation.start, quotation.end, first, quotation.inner_end, quotation.kind)
        _add(doc, rest, holders, None, found)


def _add(doc: Doc, quotation: Quotation, holders: list[Holder], cue: Token | None, found: Found) -> None:
    """One claim a sentence of the quotation, for each holder."""
    start, end = quotation.inner_start, quotation.inner_end
    found.quoted.update(dict.fromkeys(range(start, end), holders))
    edges = [start, *(t.i for t in doc[start + 1 : end] if t.is_sent_start), end]
    for left, right in pairwise(edges):
        content = chars(doc, left, right)
        if content is None or (not any(t.pos_ in {"VERB", "AUX"} for t in doc[left:right]) and right - left < STATEMENT_WORDS):
            continue
        for holder in holders:
            found.claims.append(
                Attribution(
                    holder,
                    "questions"
                    if doc[right - 1].text == "?" or any(t.text == "?" for t in doc[max(left, right - 2) : right])
                    else "asserts",
                    [content],
                    [(cue.idx, cue.idx + len(cue))] if cue is not None else [],
                    confidence=0.85 if cue is not None else 0.7,
                    rule="quotation",
                    cue_token=cue.i if cue is not None else -1,
                )
            )
    if cue is not None:
        found.spent.add(cue.i)
