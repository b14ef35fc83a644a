"""Paragraphs, headings and block quotations as the sentence boundaries that no sentence crosses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from kb.pipeline import annotations as _annotations  # registers the extensions
from kb.pipeline.cues import load

_BREAK = re.compile(r"\n[ \t\r]*\n")
#: "[Memoirs of a Revolutionist, p. 202]": a source in brackets behind a sentence; bounded, so that noise costs no more.
_REFERENCE = re.compile(r"\[[^\[\]]{2,300}\]")
_PLACE = re.compile(r"\b(?:pp?\.|vols?\.|ch\.|no\.|nos\.|chapter|section|op\.? cit|ibid|1[5-9]\d\d|20\d\d)", re.IGNORECASE)
#: "B.1.2 Is a dwarf a giant?": the number of a section before its title.
_NUMBERED = re.compile(r"(?:[A-Z]\.|\d{1,2}\.)(?:\d{1,2}\.?){1,3}[ \t]+[A-Z“\"]")
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
    doc._.dox_blocks = blocks
    return _with_starts(doc, blocks)


#: What a sentence can end with, but for closing marks; the parser alone splits at many other places.
ENDS = frozenset({".", "!", "?", "…", ":", ";"})
CLOSERS = frozenset({"”", "’", '"', "'", ")", "]", "''", "»"})
OPENERS = frozenset({"[", "(", '"', "“", "‘", "'", "``"})
DOTS = frozenset({".", "…", "...", ". . .", ".."})
#: Words that no sentence ends with: what follows them behind dots is more of the same.
LEADING_ON = frozenset(load("claims")["lists"]["blocks_leading_on"])
LONGEST = 400  # tokens after which a sentence is made to end


#: Signs for the parser: a sentence starts here, must not start here, is the parser's to judge.
STARTS, GOES_ON, OPEN = 1, -1, 0


def _with_starts(doc: Doc, blocks: list[TextBlock]) -> Doc:
    """A sentence starts with each block, and else only behind an end mark; never in small letters behind a full stop."""
    signs = np.zeros(len(doc), dtype=np.int64)
    references = references_of(doc)
    behind, within = {end for _, end in references}, {i for start, end in references for i in range(start + 1, end)}
    edges = {i for b in blocks for i in (b.start, b.end)}
    last = before = None  # the last token that is no space, and the one before it
    run = 0  # tokens since a sentence could start
    notes = _footnotes(doc)
    for token in doc:
        run += 1
        if token.i in notes and token.i not in edges:
            signs[token.i] = GOES_ON
            continue
        if token.i in edges or not token.i:
            sign = STARTS
        elif token.i in within:
            sign = GOES_ON
        elif token.i - 1 in notes and last is not None and last.text in ENDS and token.text[0].isupper():
            sign = STARTS  # 'could not last.[3] Sweezy': the note parts the sentences, where the parser takes it for a number
        elif token.i in behind and token.text[0] not in ".,;:)":
            sign = OPEN if token.is_space or token.text[0].islower() else STARTS
        elif run > LONGEST and not token.is_space and token.text not in CLOSERS:
            sign = STARTS  # noise without full stops: what looks at a sentence must not look at a book
        else:
            sign = OPEN if _may_start(token, last, before) else GOES_ON
        signs[token.i] = sign
        if sign != GOES_ON:
            run = 0
        if not token.is_space:
            before, last = last, token
    # One array for all: setting a token's own sign looks over the whole Doc each time.
    return doc.from_array([SENT_START], signs.astype(np.uint64))  # type: ignore[arg-type]


def _footnotes(doc: Doc) -> set[int]:
    """The tokens of the marks of footnotes: "[3]" behind a sentence."""
    opens = (t.i for t in doc[:-2] if t.text == "[" and t.nbor(2).text == "]" and t.nbor().like_num and not t.nbor().whitespace_)
    return {i for start in opens for i in range(start, start + 3)}


def references_of(doc: Doc) -> list[tuple[int, int]]:
    """Tokens [start, end) of the sources that stand in square brackets, in text order."""
    known: list[tuple[int, int]] | None = doc.user_data.get("dox_references")
    if known is None:
        spans = (
            doc.char_span(m.start(), m.end(), alignment_mode="expand")
            for m in _REFERENCE.finditer(doc.text)
            if _PLACE.search(m.group())
        )
        known = [(s.start, s.end) for s in spans if s is not None]
        doc.user_data["dox_references"] = known
    return known


def _may_start(token: Token, last: Token | None, before: Token | None) -> bool:
    if token.is_space or last is None or token.text in CLOSERS - {'"', "'"} or token.text in {",", ";", "%", ".", "…", "..."}:
        return False
    mark = before if last.text in CLOSERS and before is not None else last
    ended = mark.text in ENDS or (mark.text[-1:] in ".!?" and len(mark.text) > 1)
    if mark is last and (left_out := _omission(mark)) is not None:
        return _opens(token) and left_out.lower_ not in LEADING_ON
    trailing = token.text[0].islower()
    return ended and not trailing and last.text not in {"vol.", "p.", "pp.", "cf.", "ch.", "c.", "b.", "d."}


def _omission(mark: Token) -> Token | None:
    """The word before the dots of words left out ("the market . . . which"), where a mark is the last of them; else None."""
    first = mark
    while first.text in DOTS and first.i and first.nbor(-1).text in DOTS:
        first = first.nbor(-1)
    return first.nbor(-1) if first.i and (mark.i - first.i >= 2 or mark.text in {"…", "..."}) else None


def _opens(token: Token) -> bool:
    """Whether a word, or the first within a bracket or mark, has a capital."""
    while token.text in OPENERS and token.i + 1 < len(token.doc):
        token = token.nbor()
    return token.text[0].isupper() and not (token.i + 1 < len(token.doc) and token.nbor().text in ENDS)


def _by_blank_lines(text: str) -> list[tuple[str, int, int]]:
    found, start = [], 0
    for gap in [*_BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            right = start + len(piece.rstrip())
            line = right - left < 120 and "\n" not in text[left:right]
            short = right - left < 90 and text[left : left + 1].isupper() and not _SENTENCE_END.search(text[left:right])
            found.append(("heading" if line and (short or _NUMBERED.match(text, left)) else "paragraph", left, right))
        start = gap.end() if gap else end
    return found


def block_of(doc: Doc, index: int) -> TextBlock | None:
    """The block that covers a token index, by bisection."""
    from bisect import bisect_right

    blocks: list[TextBlock] = doc._.dox_blocks or []
    at = bisect_right(blocks, index, key=lambda b: b.start) - 1
    return blocks[at] if at >= 0 and index < blocks[at].end else None


assert _annotations is not None
