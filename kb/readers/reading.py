"""What every reader gives back: a text laid out from its pieces, with the particulars its file states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.model import Block, BlockKind

_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")  # soft hyphens, joiners, stray byte order marks
_YEAR = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d)(?!\d)")
_NUMBERING = re.compile(r"^(?:[\divxlc]+[.)]?\s+)?", re.IGNORECASE)

#: Headings under which a file lists its references, or gathers its notes.
_REFERENCES = {"references", "works cited", "bibliography", "literature", "literature cited", "sources", "select bibliography"}
_NOTES = {"notes", "footnotes", "endnotes", "notes and references"}
_REFERENCE_LENGTH = 600  # characters; longer entries are prose about a work, which is worth reading


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on its way into a Reading, before its offsets are known."""

    kind: BlockKind
    text: str
    level: int = 0
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: the kept text, its blocks, and what the file says of itself.

    Block offsets are code points into ``text``; blocks stand in order and do not overlap.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    author: str | None = None
    year: int | None = None


def lay_out(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The pieces as one text, a blank line between two, with a block for each; pieces without words are left out."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        words = piece.text.strip()
        if not words:
            continue
        if parts:
            parts.append("\n\n")
            at += 2
        parts.append(words)
        blocks.append(Block(piece.kind, at, at + len(words), piece.level if piece.kind == "heading" else 0, piece.page))
        at += len(words)
    return "".join(parts) + ("\n" if parts else ""), tuple(blocks)


def mark_apparatus(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Turn what stands under a heading such as "References" or "Notes" into references or footnotes, up to the next heading."""
    kind: BlockKind | None = None
    for piece in pieces:
        if piece.kind == "heading":
            kind = apparatus_kind(piece.text)
        elif kind and piece.kind in ("paragraph", "list_item"):
            piece = replace(piece, kind=kind) if fits_apparatus(kind, piece.text) else piece
        yield piece


def apparatus_kind(heading: str) -> BlockKind | None:
    """What a heading announces: "reference", "footnote", or None where ordinary text follows."""
    name = _NUMBERING.sub("", squeeze(heading)).strip(" .:").lower()
    return "reference" if name in _REFERENCES else "footnote" if name in _NOTES else None


def fits_apparatus(kind: BlockKind, text: str) -> bool:
    """Whether a paragraph under such a heading is an entry of it; a reference is short and gives a year."""
    return kind != "reference" or (len(text) <= _REFERENCE_LENGTH and bool(year_in(text)))


def squeeze(text: str) -> str:
    """The text with every run of white space as one space and invisible characters gone."""
    return _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()


def year_in(text: str | None) -> int | None:
    """The first year from 1000 to 2099 that a date or reference names, if any."""
    found = _YEAR.search(text or "")
    return int(found[1]) if found else None


def person_name(name: str) -> str:
    """A name in reading order: ``Rizzi, Bruno`` becomes ``Bruno Rizzi``; names without a comma stay as they are."""
    family, comma, given = squeeze(name).partition(", ")
    if not comma or "," in given or not family or " and " in given:
        return squeeze(name)
    return f"{given} {family}"


def join_names(names: Iterable[str]) -> str | None:
    """Names as a reader writes them, ``A, B and C``; None where there is none."""
    kept = list(dict.fromkeys(name for name in map(squeeze, names) if name))
    return " and ".join([", ".join(kept[:-1]), kept[-1]]) if len(kept) > 1 else kept[0] if kept else None
