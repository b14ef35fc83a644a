"""Paragraphs, headings and block quotations as the sentence boundaries that no sentence crosses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kb.pipeline import annotations as _annotations  # registers the extensions

_BREAK = re.compile(r"\n[ \t\r]*\n")
_SENTENCE_END = re.compile(r"""[.!?…:;]["”’')\]]*\s*$""")


@dataclass(slots=True)
class TextBlock:
    """A block by tokens [start, end); ``kind`` is a kind of kb.model.Block."""

    kind: str
    start: int
    end: int


@Language.factory("doxograph_blocks")
def make_blocks(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that writes ``doc._.dox_blocks`` (list of TextBlock) and starts a sentence at each block."""
    return mark_blocks


def mark_blocks(doc: Doc) -> Doc:
    """Mark the blocks of ``doc.user_data["dox_blocks"]`` (kind, start, end in characters), or those that blank lines part."""
    given = doc.user_data.get("dox_blocks") or _by_blank_lines(doc.text)
    blocks: list[TextBlock] = []
    token, size = 0, len(doc)
    for kind, start, end in given:
        while token < size and (doc[token].idx < start or doc[token].is_space):
            token += 1
        first = token
        while token < size and doc[token].idx < end:
            token += 1
        last = token
        while last > first and doc[last - 1].is_space:
            last -= 1
        if last > first:
            blocks.append(TextBlock(kind, first, last))
    for block in blocks:
        doc[block.start].is_sent_start = True
        if block.end < size:
            doc[block.end].is_sent_start = True
    doc._.dox_blocks = blocks
    _keep_abbreviations_together(doc)
    return doc


def _keep_abbreviations_together(doc: Doc) -> None:
    """No sentence starts inside a bracket of citation or after an initial or a lone mark of punctuation."""
    for token in doc[1:]:
        if token.is_sent_start is None and (token.is_space or token.text in {")", "]", ",", ";", "”", "’", "%"}):
            token.is_sent_start = False
        elif token.is_sent_start is None and token.nbor(-1).text in {"(", "[", "“", "‘", ",", "vol.", "p.", "pp.", "cf."}:
            token.is_sent_start = False


def _by_blank_lines(text: str) -> list[tuple[str, int, int]]:
    found, start = [], 0
    for gap in [*_BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            right = start + len(piece.rstrip())
            short = right - left < 90 and "\n" not in text[left:right] and not _SENTENCE_END.search(text[left:right])
            found.append(("heading" if short and text[left:left + 1].isupper() else "paragraph", left, right))
        start = gap.end() if gap else end
    return found


def block_of(doc: Doc, index: int) -> TextBlock | None:
    """The block that covers a token index, by bisection."""
    from bisect import bisect_right

    blocks: list[TextBlock] = doc._.dox_blocks or []
    at = bisect_right(blocks, index, key=lambda b: b.start) - 1
    return blocks[at] if at >= 0 and index < blocks[at].end else None


assert _annotations is not None
