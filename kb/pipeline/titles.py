"""Titles of works, quoted or in capitals, shown by a noun like "book", a verb, a year or an author before them."""

from __future__ import annotations

import re
from itertools import takewhile

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Mention
from kb.pipeline.cues import load
from kb.pipeline.lookup import Gazetteer
from kb.pipeline.persons import GIVEN, PLACES
from kb.pipeline.phrases import surface
from kb.pipeline.quotations import SMALL_WORDS

_CUES = load("mentions")["work"]
KINDS = frozenset(_CUES["kinds"])
TOWNS = frozenset(load("mentions")["place"]["towns"])
VERBS = frozenset(_CUES["verbs"])
_YEAR = re.compile(r"^1[4-9]\d\d$|^20\d\d$")
COLLECTIONS = frozenset(_CUES["collections"])
PLACES_IN_WORKS = frozenset({"p", "pp", "vol", "vols", "chapter", "chap", "ch", "section", "sec"})
_NO_TITLES = frozenset({"op", "ibid", "loc", "no"})
_REFERENCE = 30  #: tokens of a reference in brackets, at most
OPENERS = frozenset(load("mentions")["lists"]["titles_openers"])
_BODY_HEADS = frozenset({*load("mentions")["group"]["heads"], *load("mentions")["lists"]["titles_body_heads"]})


def find_titles(doc: Doc, gazetteer: Gazetteer) -> list[Mention]:
    """Works by title, with their confidence by how they are shown to be works."""
    found = [m for token in doc if token.text in {"[", "("} for m in _cited(doc, token.i)]
    taken = {i for m in found for i in range(m.start, m.end)}
    for q in doc._.dox_quotations or []:
        if q.kind == "title" and q.inner_start not in taken:
            found.extend(_quoted(doc, q.inner_start, q.inner_end))
    taken = {i for m in found for i in range(m.start, m.end)}
    index = 0
    while index < len(doc):
        end = _run_of_capitals(doc, index)
        if end - index >= 2 and doc[index].is_sent_start and doc[index].lower_ in OPENERS and _capital(doc, index + 1):
            index += 1  # "In The Road to Serfdom, Hayek argues": the opening word is none of the title's
        end = _before_its_speaker(doc, index, end)
        placed = end - index >= 3 and doc[end - 2].lower_ in {"in", "at"} and doc[end - 1].lower_ in TOWNS
        if placed:
            end -= 2  # "wrote Leviathan in Paris"
        owned = end - index == 1 and _is_owned(doc, index) and _year_after(doc, end)  # "in his Principles of 1817"
        if (end - index >= 2 or placed or owned) and index not in taken:
            found.extend(_unquoted(doc, index, end))
            index = end
        else:
            index = max(end, index + 1)
    return found


def _cited(doc: Doc, opening: int) -> list[Mention]:
    """The titles of a reference in brackets, by the page behind them: "[Owen, “On Work”, Essays, p. 9]"."""
    inner = list(takewhile(lambda t: t.text not in {"]", ")", "["}, doc[opening + 1 : opening + 1 + _REFERENCE]))
    parts: list[list[Token]] = [[]]
    for token in inner:
        if token.text == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    firsts = [part[0].lower_.strip(".") if part else "" for part in parts]
    place = next((i for i, first in enumerate(firsts) if first in PLACES_IN_WORKS), 0)
    if not place or _NO_TITLES.intersection(firsts[:place]):
        return []
    titles = parts[1:place] if place > 1 and _is_author(parts[0]) else parts[:place]
    found, row = [], []
    for part in titles:
        if part and part[0].is_quote:  # an article; what follows is the book that it stands in
            found.append(part)
        else:
            row.extend(part)
    return [m for words in (*found, row) for m in _reference(doc, words)]


def _reference(doc: Doc, words: list[Token]) -> list[Mention]:
    start, end = (words[0].i, words[-1].i + 1) if words else (0, 0)
    while start < end and (doc[start].is_punct or doc[start].lower_ in {"see", "also", "cf", "cf."}):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_quote):
        end -= 1
    if start >= end or not doc[start].text[0].isupper() or doc[start].lower_ in {"quoted", "cited"}:
        return []
    if COLLECTIONS.intersection(t.lower_ for t in doc[start:end]):
        return []  # no one work
    return [Mention(start, end, "work", surface(doc, start, end), rule="cited title", confidence=0.85)]


def _is_author(words: list[Token]) -> bool:
    """Whether the first part of a reference is a name or two: capitals, no small word but "and"."""
    return 0 < len(words) <= 5 and all(
        (t.text[0].isupper() or t.text in {"-", "and", "&"}) and not t.lower_.endswith("ism") for t in words
    )


def _quoted(doc: Doc, start: int, end: int) -> list[Mention]:
    while end > start and doc[end - 1].is_punct:
        end -= 1
    if end - start < 2:
        return []
    shown = (
        _shown_before(doc, start - 1)
        or _year_after(doc, end + 1)
        or (doc[start].lower_ in {"the", "on", "a", "an", "what", "toward", "towards"} and end - start >= 3)
    )
    return [Mention(start, end, "work", surface(doc, start, end), rule="quoted title", confidence=0.8)] if shown else []


def _run_of_capitals(doc: Doc, start: int) -> int:
    """The end of a run of capitalised words with small words between them; ``start`` itself where none begins there."""
    if not _capital(doc, start):
        return start
    end = index = start + 1
    sentence_end = doc[start].sent.end
    while index < sentence_end:
        token = doc[index]
        if _capital(doc, index):
            index += 1
            end = index
        elif token.text == "," and _series(doc, index, sentence_end):
            index += 1
        elif (token.lower_ in SMALL_WORDS or token.text in {"-", "’s", "'s", ":", "&"}) and index - end < 3:
            if token.text == ":" and not (index + 1 < sentence_end and _capital(doc, index + 1)):
                break
            index += 1
        else:
            break
    return end


def _before_its_speaker(doc: Doc, start: int, end: int) -> int:
    """Where a title ends that a speaker's name follows: "In The Road to Serfdom Hayek argues", "in On Liberty J. S. Mill says".

    What "in" stands before is no verb's subject, so the last name before the verb is.
    """
    if start == 0 or doc[start - 1].lower_ != "in" or end >= len(doc):
        return end
    after = doc[end + 1] if doc[end].tag_ == "RB" and end + 1 < len(doc) else doc[end]
    if after.tag_ not in {"VBZ", "VBD", "VBP", "MD"} or after.is_sent_start:
        return end
    name = end - 1
    while name - 1 > start and (doc[name - 1].lower_ in GIVEN or re.fullmatch(r"(?:[A-Z]\.)+", doc[name - 1].text)):
        name -= 1
    return name if name > start and doc[name - 1].lower_ not in SMALL_WORDS else end


def _is_owned(doc: Doc, start: int) -> bool:
    """Whether "his", "her" or "their" stands right before: "His Adaptation and Natural Selection"."""
    return start > 0 and doc[start - 1].lower_ in {"his", "her", "their"}


def _series(doc: Doc, comma: int, stop: int) -> bool:
    """Whether a comma stands in a title's series: "Employment, Interest and Money"."""
    words = [doc[i] for i in range(comma + 1, min(comma + 4, stop))]
    return (
        len(words) == 3
        and _capital(doc, words[0].i)
        and words[1].lower_ in {"and", "or"}
        and _capital(doc, words[2].i)
        and any(doc[i].lower_ in SMALL_WORDS for i in range(max(0, comma - 5), comma))
    )


def _capital(doc: Doc, index: int) -> bool:
    text = doc[index].text
    return (text[0].isupper() and (len(text) > 1 or text in {"A", "I"}) and not text.isupper()) or text in {"A", "I"}


def _unquoted(doc: Doc, start: int, end: int) -> list[Mention]:
    """The title in a run of capitals, if its company shows it to be one."""
    for i in range(end - 2, start, -1):  # "James Burnham's The Managerial Revolution": what follows the possessive
        if doc[i].text in {"’s", "'s", "`s"}:
            tail = _unquoted_after_possessive(doc, i + 1, end)
            return tail
    for i in range(start + 1, end - 1):  # "Only in The Machiavellians": the title opens behind the small word
        if doc[i].text in {"The", "A", "An"} and doc[i - 1].lower_ in {"in", "of", "from", "and", "by", "to"}:
            return [*_unquoted(doc, start, i - 1), *_unquoted(doc, i, end)]
    content = [t for t in doc[start:end] if t.lower_ not in SMALL_WORDS and not t.is_punct]
    if not content or doc[start:end].text.lower() in PLACES:  # "published in New York"
        return []
    opens_title = (
        doc[start].text in {"The", "A", "An", "On", "What", "Towards", "Toward", "Why", "How"} and not doc[start].is_sent_start
    )
    shown = _shown_before(doc, start) or (_year_after(doc, end) and opens_title)
    framed = start > 0 and doc[start - 1].lower_ in {"in", "of"} and opens_title and doc[end - 1].lower_ not in _BODY_HEADS
    small = any(t.lower_ in SMALL_WORDS for t in doc[start + 1 : end - 1])
    person = end - start == 2 and doc[start].lower_ in GIVEN and end < len(doc) and doc[end].tag_ in {"VBZ", "VBD", "MD"}
    if shown and len(content) >= 1 and not person:  # "In this book Karen Holm argues" names no book
        return [Mention(start, end, "work", surface(doc, start, end), rule="title after work noun", confidence=0.85)]
    if any(t.text == ":" for t in doc[start:end]) and start > 0 and doc[start - 1].lower_ == "in":
        return [Mention(start, end, "work", surface(doc, start, end), rule="title with its second part", confidence=0.7)]
    if start > 1 and doc[start - 1].text == "," and doc[start - 2].tag_ == "NNP" and len(content) >= 2 and _imprint(doc, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title in a reference", confidence=0.75)]
    if doc[start].is_sent_start and doc[start].text == "The" and len(content) >= 2 and _year_after(doc, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title with its year", confidence=0.7)]
    speaker_next = end + 1 < len(doc) and (
        (doc[end].text == "," and (doc[end + 1].lower_ in {"he", "she", "they"} or doc[end + 1].tag_ == "NNP"))
        or (doc[end].lower_ in {"he", "she", "they"} and doc[start - 1].is_sent_start)
    )
    if (
        start > 0
        and doc[start - 1].lower_ == "in"
        and speaker_next
        and len(content) >= 2
        and doc[end - 1].lower_ not in _BODY_HEADS
        and small
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title in frame", confidence=0.7)]
    if (
        _is_owned(doc, start)
        and doc[end - 1].lower_ not in _BODY_HEADS
        and (_year_after(doc, end) or (small and len(content) >= 2))
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title owned", confidence=0.7)]
    if doc[start].text in {"The"} and opens_title and len(content) >= 2 and doc[end - 1].lower_ not in _BODY_HEADS:
        return [Mention(start, end, "work", surface(doc, start, end), rule="title by its article", confidence=0.65)]
    if start > 0 and doc[start - 1].lower_ == "in" and _year_after(doc, end) and doc[end].text == "(":
        return [Mention(start, end, "work", surface(doc, start, end), rule="title with its year", confidence=0.7)]
    if (
        doc[start].is_sent_start
        and doc[start].text in {"The", "A", "On"}
        and len(content) >= 2
        and ((small and _published_after(doc, end)) or _appeared(doc, end))
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title published", confidence=0.65)]
    if (framed and (small or len(content) >= 2 or doc[start].text not in {"The", "A", "An"})) or (
        opens_title and small and len(content) >= 2 and doc[end - 1].lower_ not in _BODY_HEADS
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title by capitals", confidence=0.7)]
    if (
        _year_after(doc, end)
        and small
        and len(content) >= 2
        and doc[start].tag_ != "NNP"
        and doc[end - 1].lower_ not in _BODY_HEADS
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title before year", confidence=0.6)]
    return []


def _unquoted_after_possessive(doc: Doc, start: int, end: int) -> list[Mention]:
    """ "Burnham's The Managerial Revolution", "Cliff's Russia: A Marxist Analysis", "Mill's On Liberty (1859)"."""
    content = [t for t in doc[start:end] if t.lower_ not in SMALL_WORDS and not t.is_punct]
    if not content:
        return []
    opens = doc[start].text in {"The", "A", "An", "On"} or any(t.text == ":" for t in doc[start:end])
    several = len(content) >= 2 and any(t.lower_ in SMALL_WORDS for t in doc[start + 1 : end])
    kind = any(t.lower_ in KINDS and t.text[0].isupper() for t in content)  # "Locke's Second Treatise"
    if opens or several or kind or _year_after(doc, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title after possessive", confidence=0.8)]
    return []


def _shown_before(doc: Doc, start: int) -> bool:
    """Whether a noun like "book" or a verb like "wrote" stands up to three words before, with no other capital between."""
    if start < len(doc) and doc[start].is_sent_start:
        return False
    for back in range(1, 5):
        if start - back < 0 or (doc[start - back + (0 if back == 1 else 1)].is_sent_start and back > 1):
            return False
        token = doc[start - back]
        if token.lower_ in KINDS and token.tag_ in {"NN", "NNS"}:
            return True
        if token.lemma_ in VERBS and token.pos_ == "VERB":
            return True
        if token.lower_ in {"by", "from", "with"} or not (
            token.is_punct
            or token.lower_ in SMALL_WORDS
            or token.lower_ in {"entitled", "called", "titled", "his", "her", "their"}
            or _YEAR.match(token.text)
        ):
            return False
    return False


def _appeared(doc: Doc, end: int) -> bool:
    """ "appeared in the spring of 1941"."""
    after = doc[end : min(end + 7, len(doc))]
    return len(after) > 2 and after[0].lower_ == "appeared" and any(_YEAR.match(t.text) for t in after)


def _published_after(doc: Doc, end: int) -> bool:
    """ ", which he published in", ", published in 1915,", " (1915)"."""
    near = doc[end : min(end + 5, len(doc))]
    return _year_after(doc, end) or (
        len(near) > 1 and near[0].text in {",", "("} and any(t.lemma_ in VERBS or t.lower_ == "appeared" for t in near)
    )


def _imprint(doc: Doc, end: int) -> bool:
    """Whether place and year follow: ", London 1968", ", Armonk: Sharpe, 1992"."""
    after = doc[end : end + 7]
    year = next((t.i for t in after if _YEAR.match(t.text)), None)
    return year is not None and after[0].text in {",", ".", "("} and all(t.is_punct or t.tag_ == "NNP" for t in doc[end:year])


def _year_after(doc: Doc, end: int) -> bool:
    """Whether ``(1941)`` or ``, 1941`` or ``of 1941`` follows."""
    words = [t.text for t in doc[end : end + 3]]
    return len(words) >= 2 and (words[0] in {"(", ",", "of", "in"} and bool(_YEAR.match(words[1])))
