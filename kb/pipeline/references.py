"""Sources in brackets taken apart: `[Owen, “On Work”, pp. 5-9, Essays, Ann Hill (ed.), p. 7]` names an author and two works."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Mention
from kb.pipeline.blocks import references_of
from kb.pipeline.cues import load
from kb.pipeline.phrases import surface

_CUES = load("mentions")["reference"]
PLACES = frozenset(_CUES["places"])
NUMBERS = frozenset(_CUES["numbers"])
DATES = frozenset(_CUES["dates"])
AGAIN = frozenset(_CUES["again"])
EDITORS = frozenset(_CUES["editors"])
LEADS = frozenset(_CUES["leads"])
OPENERS = frozenset(_CUES["openers"])
TALKS = frozenset(_CUES["talks"])
COLLECTIONS = frozenset(load("mentions")["work"]["collections"])
_NO_NAMES = frozenset(load("mentions")["person"]["not_names"])
OUTER = "journal or collection"  #: the rule of a name in which an article is said to stand: nobody's work
_LONGEST = 30  #: tokens of a reference in round brackets, at most
_QUOTES = frozenset({"“", "”", '"', "``", "''"})
_JOINS = frozenset({"-", "and", "&", "de", "von", "van", "la", "le", "et", "al"})


def titles_cited(doc: Doc) -> list[Mention]:
    """The works that references name, articles and the books that they stand in; the names of journals only half surely."""
    found: list[Mention] = []
    for parts in _references(doc):
        found.extend(_titles(doc, parts))
    return found


def authors_cited(doc: Doc) -> set[int]:
    """The last tokens of the names that references begin with, before a title or "Op. Cit."."""
    authors = {t.i for parts in _references(doc) for name in _names(_author(parts)) for t in name[-1:]}
    return authors | {name[-1].i for parts in _references(doc) for p in parts if _quoting(p) for name in _names(_led(p))}


def helpers_cited(doc: Doc) -> set[int]:
    """The tokens of what references say of editors, translators and interviewers: no author's name."""
    helping = (p for parts in _references(doc) for p in parts if _edits(p) or any(t.text in TALKS for t in p))
    return {t.i for part in helping for t in part}


def _references(doc: Doc) -> Iterator[list[list[Token]]]:
    """The parts between the commas of each reference that has a page, a volume or an "Op. Cit."; quoted commas part nothing."""
    square = references_of(doc)
    for start, end in square:
        for source in _split(list(doc[start + 1 : end - 1]), ";"):
            yield from _with_place(_split(source, ","))
    inside = {i for start, end in square for i in range(start, end)}
    for token in doc:
        if token.text == "(" and token.i not in inside:
            inner = takewhile(lambda t: t.text not in {")", "["}, doc[token.i + 1 : token.i + 1 + _LONGEST])
            yield from _with_place(_split(list(inner), ","))


def _with_place(parts: list[list[Token]]) -> Iterator[list[list[Token]]]:
    parts = [part for part in parts if part]
    talks = any(t.text in TALKS for part in parts for t in part)
    if any(_is_place(part) or _is_again(part) or (talks and _is_date(part)) for part in parts[1:]):
        yield parts


def _split(tokens: list[Token], mark: str) -> list[list[Token]]:
    """The tokens between the marks; a closing quotation mark ends a part as well, and "Op. Cit." and "in" begin one."""
    parts: list[list[Token]] = [[]]
    quoted = False
    for token in tokens:
        closes = False
        if token.text in _QUOTES:
            quoted, closes = (not quoted, quoted) if token.text == '"' else (token.text in {"“", "``"}, token.text in {"”", "''"})
        begins = mark == "," and not quoted and (token.text == "Op" or (token.lower_ == "in" and _is_name(parts[-1])))
        if (token.text == mark and not quoted) or begins:
            parts.append([])
        if token.text != mark or quoted:
            parts[-1].append(token)
        if closes and mark == ",":
            parts.append([])
    return parts


def _is_place(part: list[Token]) -> bool:
    return part[0].lower_.strip(".") in PLACES


def _is_again(part: list[Token]) -> bool:
    """Whether a part stands for a work named before: "Op. Cit."."""
    return part[0].lower_.strip(".") in AGAIN


def _is_date(part: list[Token]) -> bool:
    number = part[0].text[:1].isdigit() or (part[0].like_num and len(part) == 1)  # but "Two Concepts of Liberty"
    return number or (part[0].lower_.strip(".") in DATES and any(t.like_num for t in part))


def _led(part: list[Token]) -> list[Token]:
    """A part without "quoted by", "see also", "contained in" before it."""
    return part[_leads(part) :]


def _leads(part: list[Token]) -> int:
    at = 0
    while at < len(part) and (_is_lead(part[at]) or (part[at].is_punct and not part[at].is_quote)):
        at += 1
    return at


def _is_lead(token: Token) -> bool:
    """Whether a word only leads up to a name or title: "see", "Quoted by", but not the "From" of "From the Ground Up"."""
    return token.lower_.strip(".") in (LEADS if token.is_lower else OPENERS)


def _author(parts: list[list[Token]]) -> list[Token]:
    """The name or names that a reference begins with; empty where it begins with a title."""
    first = _led(parts[0])
    second = _led(parts[1]) if len(parts) > 1 else []
    if not second or _is_place(second) or not _is_name(first) or (_is_date(second) and not _by_year(first, second)):
        return []
    return first


def _by_year(first: list[Token], second: list[Token]) -> bool:
    """ "(Owen, 1964, p. 255)", "(Owen & Hill, 1964a, p. 5)": whether a name and a year stand for the work."""
    joined = {"&", "and", "et", "al", "al.", "-"}
    names = [t for t in first if t.text not in joined]
    return second[0].text[:4].isdigit() and len(second[0].text) in {4, 5} and len(names) <= 1 + (len(names) < len(first))


def _quoting(part: list[Token]) -> bool:
    """Whether "quoted by" stands before a name."""
    at = _leads(part)
    return at > 0 and part[at - 1].lower_ == "by" and _is_name(part[at:])


def _is_name(words: list[Token]) -> bool:
    """Whether a part may be a name or two: capitals, and no small word but what joins names."""
    return (
        0 < len(words) <= 6
        and not words[0].is_quote
        and not any(t.lower_ in _NO_NAMES for t in words[:1])
        and all((t.text[0].isupper() or t.text in _JOINS) and not t.lower_.endswith("ism") for t in words)
    )


def _names(author: list[Token]) -> list[list[Token]]:
    names: list[list[Token]] = [[]]
    for token in author:
        if token.text in {"and", "&"}:
            names.append([])
        else:
            names[-1].append(token)
    return [name for name in names if name]


def _titles(doc: Doc, parts: list[list[Token]]) -> Iterator[Mention]:
    author = _author(parts)
    row: list[Token] = []
    again = any(_is_again(part) for part in parts)  # "Hill, Moss and Owen, Op. Cit.": all that is not quoted is a name
    placed = any(t.text in TALKS for part in parts for t in part)  # behind an article's pages stands what it came out in
    for part in [_led(p) for p in (parts[1:] if author else parts) if not _quoting(p)] + [[]]:
        ends = not part or part[0].is_quote or _is_place(part) or _is_again(part) or _is_date(part) or _edits(part)
        if ends or any(t.text in TALKS for t in part):
            if row and not again:
                outer = placed or (bool(part) and part[0].lower_.strip(".") in NUMBERS)
                yield from _title(doc, row, OUTER if outer else "cited title", 0.5 if outer else 0.85)
            row = []
            placed = placed or (bool(part) and _is_place(part))
            if part and part[0].is_quote:  # an article; what follows is the book that it stands in
                yield from _title(doc, part, "cited title", 0.85)
        else:
            row.extend(part)


def _edits(part: list[Token]) -> bool:
    return any(t.lower_.strip(".") in EDITORS for t in part[1:])


def _title(doc: Doc, words: list[Token], rule: str, confidence: float) -> Iterator[Mention]:
    start, end = words[0].i, words[-1].i + 1
    while start < end and doc[start].is_punct:
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_quote or doc[end - 1].is_space):
        end -= 1
    if start >= end or not doc[start].text[0].isupper() or (end - start == 1 and doc[start].text.isupper()):
        return
    collected = COLLECTIONS.intersection(t.lower_ for t in doc[start:end])  # no one work
    if not collected or (collected <= {"works"} and any(t.text == ":" for t in doc[start:end])):
        yield Mention(start, end, "work", surface(doc, start, end), rule=rule, confidence=confidence)
