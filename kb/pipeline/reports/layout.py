"""Reports by layout: a speaker's name before a turn of talk, a name signed under a quotation."""

from __future__ import annotations

from spacy.tokens import Doc

from kb.pipeline.blocks import block_of
from kb.pipeline.reports.content import trimmed
from kb.pipeline.reports.values import Report


def turns(doc: Doc) -> list[Report]:
    """ "SOCRATES: P": a block that a speaker's name in capitals opens, as in dialogues and transcripts."""
    found = []
    for block in doc._.dox_blocks or []:
        colon = next((i for i in range(block.start + 1, min(block.start + 5, block.end - 1)) if doc[i].text == ":"), None)
        if (
            colon is not None
            and all(t.is_upper or not t.is_alpha for t in doc[block.start : colon])
            and doc[block.start].is_alpha
        ):
            content = trimmed(doc, colon + 1, block.end)
            if content is not None:
                found.append(Report(((block.start, colon),), (colon, colon + 1), (content,), "turn"))
    return found


def signed(doc: Doc) -> list[Report]:
    """`"P" — Name`: a quotation signed with a dash and a name that ends the block."""
    found = []
    for quotation in doc._.dox_quotations or []:
        dash = quotation.end
        if quotation.kind not in {"inline", "block"} or dash + 1 >= len(doc):
            continue
        while dash < len(doc) - 1 and doc[dash].is_space:
            dash += 1
        block = block_of(doc, dash)
        if (
            doc[dash].text in {"―", "—", "–", "-", "--"}
            and block is not None
            and 1 < block.end - dash < 20
            and doc[dash + 1].pos_ == "PROPN"
        ):
            comma = next((i for i in range(dash + 1, block.end) if doc[i].text in {",", "("}), block.end)
            content = trimmed(doc, quotation.inner_start, quotation.inner_end)
            if content is not None:
                found.append(Report(((dash + 1, comma),), (dash, dash + 1), (content,), "signature"))
    return found
