"""Whom a reference in brackets names as the author of the words before it: `"P" [Bakunin, God and the State, p. 41]`."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Holder, entities_at
from kb.pipeline.blocks import block_of, references_of

FAR = 400  #: tokens behind a quotation within which its reference stands


def authors_of(doc: Doc, start: int, end: int) -> list[Holder]:
    """Whom a reference names first, several joined by "and"; nobody where it says who quotes: "[quoted by Berneri, p. 74]"."""
    found: list[Holder] = []
    for token in doc[start + 1 : end]:
        named = [c for c in entities_at(token) if c.type in {"theorist", "group"}]
        found.extend(c for c in named if c not in found)
        if not named and token.lower_ not in {"and", "&"} and not (token.text == "," and found and _names_next(token)):
            break
    return found


def _names_next(comma: Token) -> bool:
    """Whether a list of names goes on behind a comma: "[Faux, Mishel and Chang, p. 94]"."""
    after = comma.doc[comma.i + 1 : comma.i + 6]
    listed = any(t.lower_ in {"and", "&"} for t in after)
    return listed and any(c.type == "theorist" for c in entities_at(after[0]))


def cited_behind(doc: Doc, end: int) -> list[Holder]:
    """The authors whom the next reference in a paragraph names, where no other person stands between a token index and it."""
    references = references_of(doc)
    at = bisect_left(references, (end, 0))
    if at == len(references):
        return []
    start, close = references[at]
    block = block_of(doc, end - 1)
    if (
        block is None
        or start >= block.end
        or start - end > FAR
        or any(c.type == "theorist" for t in doc[end:start] for c in entities_at(t))
    ):
        return []
    return authors_of(doc, start, close)
