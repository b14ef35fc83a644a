"""Reads prose marked up with what each component is to find in it: names, what pronouns stand for, quotations, claims.

The signs, one case a paragraph (a line that begins with "#" is a remark on the case below it):

    [theorist Hume]                        a naming of Hume, of a type of kb.model
    [theorist Davy = Humphry Davy]         a naming of Humphry Davy by another form
    <he = Hume>  <both = Hume & Smith>     what a pronoun or description stands for
    <it = nothing>                         a word that must be left alone
    {inline: “…”}                          a quotation with its kind: inline, block, term, title
    {Hume asserts: …}                      a claim: holder, asserts | denies | questions, and the exact content
    {Hume & Smith denies: …}               joint holders
    {Smith via Hume asserts: …}            Hume reports that Smith holds it
    {Hume asserts, hedged: …}              put forward with a reservation
    {+ …}                                  goes on with the claim closed last, after the cue that interrupts it
    {?…}  [?…]  <?…>                       not found yet: a known limit
    {!…}  [!…]  <!…>                       found, wrongly: a known limit
    ¶   ¶>   ¶#                            a new paragraph, block quotation, heading within the case

Holders besides names are author (the text's own voice) and unknown (the text does not say who).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kb.model import ENTITY_TYPES

PASSAGES = Path(__file__).parents[2] / "passages"
_SIGN = r"(?P<sign>[?!]?)"
_NAME = re.compile(rf"\[{_SIGN}(?P<type>{'|'.join(ENTITY_TYPES)}) (?P<form>[^\]=]+?)(?: = (?P<of>[^\]]+))?\]")
_STANDS = re.compile(rf"<{_SIGN}(?P<form>[^<>=]+?) = (?P<of>[^<>]+)>")
_QUOTED = re.compile(rf"\{{{_SIGN}(?P<kind>inline|block|term|title): ")
_CLAIM = re.compile(
    rf"\{{{_SIGN}(?P<holders>[^:{{}}]+?)(?: via (?P<via>[^:{{}}]+?))? (?P<stance>asserts|denies|questions)(?P<hedged>, hedged)?: "
)
_FURTHER = re.compile(r"\{\+ ?")
_BREAK = re.compile(r" ?¶([>#]?) ?")
_KINDS = {"": "paragraph", ">": "quote", "#": "heading"}

Sign = Literal["", "?", "!"]


@dataclass
class Name:
    """A naming, or a pronoun with what it stands for."""

    start: int
    end: int
    type: str
    of: tuple[str, ...]
    sign: Sign


@dataclass
class Quoted:
    """A quotation with its marks."""

    start: int
    end: int
    kind: str
    sign: Sign


@dataclass
class Said:
    """A claim with the spans of its content."""

    holders: tuple[str, ...]
    stance: str
    via: tuple[str, ...]
    hedged: bool
    sign: Sign
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Case:
    """A marked-up paragraph: its plain text and what stands in it."""

    where: str
    remark: str = ""
    text: str = ""
    names: list[Name] = field(default_factory=list)
    pronouns: list[Name] = field(default_factory=list)
    quotations: list[Quoted] = field(default_factory=list)
    claims: list[Said] = field(default_factory=list)
    blocks: list[tuple[str, int, int]] = field(default_factory=list)

    def __repr__(self) -> str:
        return self.where


def read_cases(pattern: str) -> list[Case]:
    """The cases of every passage file whose name fits a pattern, in order."""
    return [case for path in sorted(PASSAGES.glob(pattern)) for case in _read(path)]


def _read(path: Path) -> Iterator[Case]:
    for paragraph in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        lines = [line for line in paragraph.splitlines() if line.strip()]
        prose = " ".join(line for line in lines if not line.startswith("#"))
        if prose:
            remark = " ".join(line.lstrip("# ") for line in lines if line.startswith("#"))
            case = case_of(prose, path.stem, remark)
            case.where = f"{path.stem}: {' '.join(case.text.split())[:50]}"
            yield case


def case_of(prose: str, where: str = "here", remark: str = "") -> Case:
    """A case read from its marked-up prose."""
    case = Case(where, remark)
    out, at, block_start, block_kind = "", 0, 0, "paragraph"
    opened: list[tuple[int, Quoted | Said]] = []
    last: Said | None = None
    while at < len(prose):
        rest = prose[at]
        if rest == "[" and (name := _NAME.match(prose, at)):
            of = (name["of"] or name["form"]).strip()
            case.names.append(Name(len(out), len(out) + len(name["form"]), name["type"], (of,), name["sign"]))  # type: ignore[arg-type]
            out, at = out + name["form"], name.end()
        elif rest == "<" and (stands := _STANDS.match(prose, at)):
            of_all = tuple(n.strip() for n in stands["of"].split("&"))
            case.pronouns.append(Name(len(out), len(out) + len(stands["form"]), "", of_all, stands["sign"]))  # type: ignore[arg-type]
            out, at = out + stands["form"], stands.end()
        elif rest == "{" and (quoted := _QUOTED.match(prose, at)):
            mark = Quoted(len(out), 0, quoted["kind"], quoted["sign"])  # type: ignore[arg-type]
            opened.append((len(out), mark))
            case.quotations.append(mark)
            at = quoted.end()
        elif rest == "{" and (claim := _CLAIM.match(prose, at)):
            holders = tuple(h.strip() for h in claim["holders"].split("&"))
            via = tuple(h.strip() for h in claim["via"].split("&")) if claim["via"] else ()
            said = Said(holders, claim["stance"], via, bool(claim["hedged"]), claim["sign"])  # type: ignore[arg-type]
            opened.append((len(out), said))
            case.claims.append(said)
            at = claim.end()
        elif rest == "{" and (further := _FURTHER.match(prose, at)):
            assert last is not None, f"{where}: nothing to go on with"
            opened.append((len(out), last))
            at = further.end()
        elif rest == "}":
            start, mark_or_said = opened.pop()
            if isinstance(mark_or_said, Quoted):
                mark_or_said.end = len(out)
            else:
                mark_or_said.spans.append((start, len(out)))
                last = mark_or_said
            at += 1
        elif gap := _BREAK.match(prose, at):
            if out[block_start:].strip():
                case.blocks.append((block_kind, block_start, len(out)))
                out += "\n\n"
            block_kind, block_start, at = _KINDS[gap[1]], len(out), gap.end()
        else:
            assert rest not in "{[<" or not re.match(r"[{\[<][?!+]", prose[at:]), f"{where}: cannot read {prose[at : at + 30]!r}"
            out, at = out + rest, at + 1
    assert not opened, f"{where}: a brace is left open"
    case.text = out
    case.blocks.append((block_kind, block_start, len(out)))
    return case
