"""What stands around a run of capitals and shows it to be a title: a noun like "book", a year, an author, a speaker."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kb.pipeline.cues import load
from kb.pipeline.persons import GIVEN
from kb.pipeline.quotations import SMALL_WORDS

_CUES = load("mentions")["work"]
KINDS = frozenset(_CUES["kinds"])
PARTS = frozenset(_CUES["parts"])
VERBS = frozenset(_CUES["verbs"])
_IN_JOURNALS = frozenset(_CUES["in_journals"])
_YEAR = re.compile(r"^1[4-9]\d\d$|^20\d\d$")
_PAGES = frozenset(load("mentions")["reference"]["places"]) | {"page", "pages", "chapters", "volumes"}
_ROMAN = re.compile(r"^[ivxlc]+$|^[IVXLC]+$")
_THOUGHT = frozenset(load("mentions")["person"]["verbs"])
_EXPOUNDS = frozenset(_CUES["expounds"])
_PRONOUNS = frozenset({"he", "she", "they"})


def shown_before(doc: Doc, start: int) -> bool:
    """Whether a noun like "book" or a verb like "wrote" stands up to three words before, with no other capital between."""
    if start < len(doc) and doc[start].is_sent_start:
        return False
    for back in range(1, 5):
        if start - back < 0 or (doc[start - back + (0 if back == 1 else 1)].is_sent_start and back > 1):
            return False
        token = doc[start - back]
        between = doc[start - 1].lower_ if back > 1 else ""
        if token.lower_ in KINDS and token.tag_ in {"NN", "NNS"}:
            return not (token.lower_ in _IN_JOURNALS and between in {"in", "for"})  # "an article in Radical America"
        if token.lemma_ in VERBS and token.pos_ == "VERB":
            return not (token.lemma_ == "publish" and between in {"in", "by"})
        if token.lower_ in {"by", "from", "with"} or not (
            token.is_punct
            or token.lower_ in SMALL_WORDS
            or token.lower_ in {"entitled", "called", "titled", "his", "her", "their"}
            or _YEAR.match(token.text)
        ):
            return False
    return False


def appeared(doc: Doc, end: int) -> bool:
    """ "appeared in the spring of 1941"."""
    after = doc[end : min(end + 7, len(doc))]
    return len(after) > 2 and after[0].lower_ == "appeared" and any(_YEAR.match(t.text) for t in after)


def published_after(doc: Doc, end: int) -> bool:
    """ ", which he published in", ", published in 1915,", " (1915)"."""
    near = doc[end : min(end + 5, len(doc))]
    return year_after(doc, end) or (
        len(near) > 1 and near[0].text in {",", "("} and any(t.lemma_ in VERBS or t.lower_ == "appeared" for t in near)
    )


def imprint(doc: Doc, end: int) -> bool:
    """Whether place and year follow: ", London 1968", ", Armonk: Sharpe, 1992"."""
    after = doc[end : end + 7]
    year = next((t.i for t in after if _YEAR.match(t.text)), None)
    return year is not None and after[0].text in {",", ".", "("} and all(t.is_punct or t.tag_ == "NNP" for t in doc[end:year])


def year_after(doc: Doc, end: int) -> bool:
    """Whether ``(1941)`` or ``, 1941`` or ``of 1941`` follows."""
    words = [t.text for t in doc[end : end + 3]]
    return len(words) >= 2 and (words[0] in {"(", ",", "of", "in"} and bool(_YEAR.match(words[1])))


def part_before(doc: Doc, start: int) -> bool:
    """Whether "the third volume of" or "a preface to" stands before."""
    before = doc[max(0, start - 2) : start]
    return len(before) == 2 and before[0].lower_ in PARTS and before[1].lower_ in {"of", "to"}


def paged_after(doc: Doc, end: int) -> bool:
    """Whether a page, chapter or volume follows: ", page 12", ", ch. 2", "(chapter 3)"."""
    after = doc[end : end + 4]
    if len(after) < 3 or after[0].text not in {",", "("}:
        return False
    return after[1].lower_.strip(".") in _PAGES and any(t.like_num or _ROMAN.match(t.text) for t in after[2:])


def is_an_entry(doc: Doc, start: int, end: int) -> bool:
    """Whether a run of capitals is a whole entry of a list: "Burnham, James. The Managerial Revolution. New York, 1941."."""
    opens = doc[start].is_sent_start or (start > 0 and doc[start - 1].text == ":")
    if not opens or not start or end >= len(doc) or doc[end].text != ".":
        return False
    named = any(t.tag_ == "NNP" for t in doc[max(0, start - 4) : start])
    after = doc[end + 1 : end + 13]
    dated = any(_YEAR.match(t.text) or t.lower_ in {"pages", "pp.", "pp"} for t in after)
    return named and dated and (not after or after[0].text[0].isupper() or after[0].text[0].isdigit())


def is_a_book(doc: Doc, start: int, end: int) -> bool:
    """Whether the run is said to be a book: "The New Class isn't a subtle book", "X was not, he insisted, a treatise"."""
    if end >= len(doc) or not doc[start].is_sent_start or doc[end].lemma_ not in {"be", "remain", "become"}:
        return False
    return any(c.dep_ == "attr" and c.lower_ in KINDS for c in doc[end].children)


def authored_after(doc: Doc, start: int, end: int) -> int:
    """Where "by" and a given name stand in or behind a run, the index of "by"; else 0."""
    for i in range(start + 2, min(end + 1, len(doc) - 1)):
        if doc[i].lower_ == "by" and doc[i + 1].lower_ in GIVEN and any(t.lower_ in SMALL_WORDS for t in doc[start + 1 : i]):
            return i
    return 0


def speaker_after(doc: Doc, start: int, end: int, *, named: bool) -> bool:
    """Whether the words after "in X" begin with who speaks there: "In Virtue Hoarders she", "in X, Smith" where ``named``."""
    if end + 1 >= len(doc):
        return False
    if doc[end].text == ",":
        return doc[end + 1].lower_ in _PRONOUNS or (named and doc[end + 1].tag_ == "NNP")
    return doc[end].lower_ in _PRONOUNS and bool(doc[start - 1].is_sent_start)


def argued_in(doc: Doc, start: int) -> bool:
    """Whether a verb of thought and "in" stand before: "inferred in Marx after Sraffa"."""
    return start > 1 and doc[start - 1].lower_ == "in" and doc[start - 2].pos_ == "VERB" and doc[start - 2].lemma_ in _THOUGHT


def opens_its_sentence(doc: Doc, start: int, end: int) -> bool:
    """Whether the run opens its sentence and does as books do: "Morals by Agreement derives them", "The Origins of X was"."""
    if not doc[start].is_sent_start or end >= len(doc):
        return False
    verb = doc[end]
    if doc[start].text == "The" and verb.lower_ in {"was", "is", "has"} and doc[start + 1].tag_ in {"NNS", "NNPS"}:
        return doc[start + 2].lower_ == "of"  # many origins, one book
    if end - start == 3 and doc[start + 1].lower_ == "of":
        return False  # "William of Ockham defended"
    joined = all(t.lower_ in {"and", "or", "&"} or not t.is_lower for t in doc[start:end])  # "Bondi and Gold derived"
    return not joined and verb.tag_ in {"VBZ", "VBD"} and verb.lemma_ in _EXPOUNDS
