"""Titles of works, quoted or in capitals, shown by a noun like "book", a verb, a year or an author before them."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Mention, text_of
from kb.pipeline.cues import load
from kb.pipeline.lookup import Gazetteer
from kb.pipeline.persons import GIVEN, PEOPLE, PLACES, ROLES
from kb.pipeline.phrases import FINITE, surface
from kb.pipeline.quotations import SMALL_WORDS
from kb.pipeline.references import COLLECTIONS, OUTER, helpers_cited, titles_cited
from kb.pipeline.title_company import (
    KINDS,
    appeared,
    argued_in,
    authored_after,
    imprint,
    is_a_book,
    is_an_entry,
    opens_its_sentence,
    paged_after,
    part_before,
    published_after,
    shown_before,
    speaker_after,
    year_after,
)

_CUES = load("mentions")["work"]
TOWNS = frozenset(load("mentions")["place"]["towns"])
DOCUMENTS = frozenset(_CUES["documents"])
CHARTERS = frozenset(_CUES["charters"])
NATIONS = frozenset(load("mentions")["place"]["nations"])
NO_ONE_WORD = frozenset(
    {*_CUES["no_one_word"], *NATIONS, *load("mentions")["person"]["known"], *load("mentions")["place"]["events"]}
)
IDEAS_END = ("ism", "tion", "ment", "ity", "ness", "ology", "ics", "ance", "ence", "acy", "ism", "sophy", "nomy", "ship", "dom")
FOREIGN_OPENERS = frozenset(_CUES["foreign_openers"])
_FOREIGN_JOINS = frozenset({"des", "du", "de", "della", "dei", "der", "und", "et", "les"})
_ACCENT = re.compile("[àâäçéèêëîïôöûüñ]")
_AUTHORS = frozenset({"author", "authors", "co-author", "coauthor", "co-authors", "coauthors", "writer"})
_LONGEST = 60  #: tokens of a run of capitals, at most, in which titles are looked for
NEGATIONS = frozenset({"n't", "n’t"})
_EMPHASISED = 16  #: tokens from mark to mark of italics, at most
OPENERS = frozenset(load("mentions")["lists"]["titles_openers"])
#: Heads of capitals that somebody has and that are no titles: laws, events, bodies, dignities, creeds.
NO_TITLE_HEADS = frozenset(
    {
        *_CUES["no_title_heads"],
        *load("mentions")["theory"]["eponyms"],
        *load("mentions")["place"]["events"],
        *load("mentions")["place"]["countries"],
        *load("mentions")["group"]["heads"],
        *load("mentions")["lists"]["titles_body_heads"],
    }
)
_BODY_HEADS = frozenset({*load("mentions")["group"]["heads"], *load("mentions")["lists"]["titles_body_heads"]})


def find_titles(doc: Doc, gazetteer: Gazetteer) -> list[Mention]:
    """Works by title, with their confidence by how they are shown to be works."""
    found = [*titles_cited(doc), *_emphasised(doc)]
    taken = {i for m in found for i in range(m.start, m.end)}
    for q in doc._.dox_quotations or []:
        if q.kind == "title" and q.inner_start not in taken:
            found.extend(_quoted(doc, q.inner_start, q.inner_end))
    taken = {i for m in found for i in range(m.start, m.end)} | helpers_cited(doc)
    spoken = {q.inner_start for q in doc._.dox_quotations or [] if q.kind != "title"}
    lower = frozenset(t.text for t in doc if t.is_alpha and t.is_lower)
    index = 0
    while index < len(doc):
        end = _run_of_capitals(doc, index)
        if end - index >= 2 and doc[index].is_sent_start and doc[index].lower_ in OPENERS:
            index += 1  # "In The Road to Serfdom, Hayek argues": the opening word is none of the title's
            if not _capital(doc, index):
                continue  # nor the small one behind it: "In the Opticks of 1704"
        if end - index > _LONGEST or (index in spoken and end > index and doc[end - 1].text == "I"):  # "wrote, “If I do not …”"
            index = end
            continue
        end = _before_its_speaker(doc, index, end)
        placed = end - index >= 3 and doc[end - 2].lower_ in {"in", "at"} and doc[end - 1].lower_ in TOWNS
        if placed:
            end -= 2  # "wrote Leviathan in Paris"
        owned = end - index == 1 and _is_owned(doc, index) and year_after(doc, end)  # "in his Principles of 1817"
        alone = end - index == 1 and index > 0 and not doc[index].is_sent_start and _one_word(doc, index, lower)
        foreign = _foreign_end(doc, index, end)
        if foreign and index not in taken:
            found.append(Mention(index, foreign, "work", surface(doc, index, foreign), rule="foreign title", confidence=0.7))
            index = foreign
        elif alone and index not in taken:
            found.append(Mention(index, end, "work", surface(doc, index, end), rule="one-word title", confidence=0.7))
            index = end
        elif (end - index >= 2 or placed or owned) and index not in taken:
            found.extend(_unquoted(doc, index, end))
            index = end
        else:
            index = max(end, index + 1)
    return found + _elsewhere(doc, found)


def _elsewhere(doc: Doc, found: list[Mention]) -> list[Mention]:
    """The names of journals in references again where the text speaks of them: "Liberty endorses the whole of it"."""
    names = {m.text: m.end - m.start for m in found if m.rule == OUTER}
    firsts = {name.split()[0] for name in names}
    taken = {i for m in found for i in range(m.start, m.end)}
    again = []
    for token in doc if names else ():
        if token.text in firsts and token.i not in taken:
            for name, size in names.items():
                if doc[token.i : token.i + size].text == name:
                    again.append(Mention(token.i, token.i + size, "work", name, rule=OUTER, confidence=0.5))
                    break
    return again


def _emphasised(doc: Doc) -> list[Mention]:
    """Titles between the marks by which plain text shows italics: "_The Wealth of Nations_", "*Capital*"."""
    found: list[Mention] = []
    opened, text = -1, text_of(doc)
    if "_" not in text and "*" not in text:
        return found
    for token in doc:
        if token.text not in {"_", "*"}:
            continue
        if opened >= 0 and doc[opened].text == token.text and token.i - opened <= _EMPHASISED:
            inner = [t for t in doc[opened + 1 : token.i] if not t.is_punct]
            titled = inner and all(t.text[0].isupper() or t.text[0].isdigit() or t.lower_ in SMALL_WORDS for t in inner)
            if titled and inner[0].text[0].isupper() and (len(inner) > 1 or _may_be_one_word(inner[0])):
                start, end = inner[0].i, inner[-1].i + 1
                confidence = 0.8 if len(inner) > 1 else 0.6
                found.append(
                    Mention(start, end, "work", surface(doc, start, end), rule="title in italics", confidence=confidence)
                )
            opened = -1
        else:
            opened = token.i
    return found


def _may_be_one_word(word: Token) -> bool:
    low = word.lower_
    plain = (
        low not in PLACES
        and low not in NO_ONE_WORD
        and low not in GIVEN
        and not low.endswith(("ism", "ist", "ists", "ian", "ians"))
    )
    return plain and len(low) > 3 and not word.text.isupper()


def _quoted(doc: Doc, start: int, end: int) -> list[Mention]:
    while end > start and doc[end - 1].is_punct:
        end -= 1
    if end - start < 2:
        return []
    shown = (
        shown_before(doc, start - 1)
        or year_after(doc, end + 1)
        or (start > 1 and doc[start - 2].text == "(" and doc[end + 1 : end + 2].text == ")" and end - start >= 4)
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
        if _capital(doc, index) or (index > start + 1 and _acronym_within(token)):
            index += 1
            end = index
        elif end == index and (token.text in NEGATIONS or _hyphened(doc, index)):
            index += 1
            end = index  # "What Computers Can't Do", "Garden Cities of To-morrow"
        elif token.text == "," and _series(doc, index, sentence_end):
            index += 1
        elif token.tag_ == "POS" and token.text in {"'", "’"} and doc[start].text in {"The", "A", "An"} and end == index:
            index += 1  # "The Miners' Next Step"
        elif (token.lower_ in SMALL_WORDS or token.text in {"-", "’s", "'s", ":", "&"}) and index - end < 3:
            if token.text == ":" and not (index + 1 < sentence_end and _capital(doc, index + 1)):
                break
            index += 1
        else:
            break
    return end


def _acronym_within(token: Token) -> bool:
    return token.text.isalpha() and token.is_upper and 2 < len(token) < 6 and not token.nbor(-1).is_upper


def _hyphened(doc: Doc, index: int) -> bool:
    """Whether a word in small letters hangs on a capitalised one by a hyphen, as the hyphen itself does."""
    hyphen = index if doc[index].text == "-" else index - 1
    if not 0 < hyphen < len(doc) - 1 or doc[hyphen].text != "-" or doc[hyphen].whitespace_ or doc[hyphen - 1].whitespace_:
        return False
    return doc[hyphen + 1].is_alpha and doc[hyphen + 1].is_lower and hyphen - 1 > 0 and doc[hyphen - 2].lower_ in SMALL_WORDS


def _before_its_speaker(doc: Doc, start: int, end: int) -> int:
    """Where a title ends that a speaker's name follows: "In The Road to Serfdom Hayek argues", "in On Liberty J. S. Mill says".

    What "in" stands before is no verb's subject, so the last name before the verb is.
    """
    if start == 0 or doc[start - 1].lower_ != "in" or end >= len(doc):
        return end
    after = doc[end + 1] if doc[end].tag_ == "RB" and end + 1 < len(doc) else doc[end]
    if after.tag_ not in FINITE or after.is_sent_start:
        return end
    name = end - 1
    while name - 1 > start and (doc[name - 1].lower_ in GIVEN or re.fullmatch(r"(?:[A-Z]\.)+", doc[name - 1].text)):
        name -= 1
    return name if name > start and doc[name - 1].lower_ not in SMALL_WORDS else end


def _one_word(doc: Doc, index: int, lower: frozenset[str]) -> bool:
    """Whether one capitalised word is a title by its company: "the Opticks of 1704", "his book Art (1914)"."""
    word, before = doc[index], doc[index - 1]
    if word.lower_ in PLACES or word.lower_ in _BODY_HEADS or not word.is_alpha or len(word) < 3:
        return False
    if word.lower_ in NO_ONE_WORD and word.lower_ not in DOCUMENTS:
        return False
    if word.lower_ in GIVEN or word.lower_.endswith(("ism", "ist", "ists", "ian", "ians")):
        return False
    behind = doc[index + 1] if index + 1 < len(doc) else word
    if before.lower_ in {"the", "original", "draft"} and word.lower_ in DOCUMENTS and word.is_title and behind.lower_ != "of":
        return not behind.text[0].isupper() and not behind.is_quote  # "the Manifesto", "the Platform"
    if before.lower_ in {"titled", "entitled"} and any(t.lower_ in KINDS for t in doc[max(0, index - 4) : index]):
        return True  # "a work titled Suicide"
    dated = year_after(doc, index + 1) and word.lower_ not in NO_ONE_WORD
    if dated and before.lower_ == "the" and doc[index + 1].text in {"of", "("}:
        return True
    if dated and doc[index + 1].text == "(" and before.lower_ in KINDS:
        return True
    if dated and doc[index + 1].text == "(" and before.lower_ == "in":  # no author's name: the text has the word elsewhere
        return word.lower_ in lower or word.lower_.removesuffix("s") in lower
    return part_before(doc, index) and word.tag_ in {"NNP", "NN"}


def _foreign_end(doc: Doc, start: int, end: int) -> int:
    """The end of a title in another language, 0 where there is none: "De contagione", "Zur Farbenlehre"."""
    if end == start or (doc[start].is_sent_start and doc[start].lower_ in {"de", "der", "la", "le"}):
        return 0
    if end == start + 1 and end < len(doc) and doc[start].text in {"De", "Del"} and doc[end].is_lower and doc[end].is_alpha:
        return 0 if doc[end].lower_ in SMALL_WORDS else end + 1
    if doc[start].text in FOREIGN_OPENERS and end - start >= 2:
        return end
    own = start > 0 and doc[start - 1].lower_ in {"his", "her", "their", "'s", "’s"}
    if own and end == start + 1 and end + 1 < len(doc) and doc[end].lower_ in _FOREIGN_JOINS and doc[end + 1].is_alpha:
        return end + 2 if doc[end + 1].lower_ not in SMALL_WORDS else 0  # "his Système des contradictions"
    accented = end < len(doc) and doc[end].is_lower and _ACCENT.search(doc[end].text) and end - start <= 2
    owned = start > 0 and doc[start - 1].lower_ in {"the", "his", "her", "their", "'s", "’s", "in"}
    return end + 1 if accented and owned and start < end else 0


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
    colon = next((i for i in range(start + 1, end - 1) if doc[i].text == ":"), 0)
    if colon and doc[start].lower_ in GIVEN and all(doc[i].tag_ == "NNP" for i in range(start, colon)):
        return _unquoted(doc, colon + 1, end)  # "James Burnham: The Managerial Revolution"
    cut = authored_after(doc, start, end)  # "Manifesto of Liberty by Jean Roux"
    if cut > start + 2:
        title = Mention(start, cut, "work", surface(doc, start, cut), rule="title with its author", confidence=0.75)
        return [title, *(_unquoted(doc, cut + 1, end) if end > cut + 3 else [])]
    content = [t for t in doc[start:end] if t.lower_ not in SMALL_WORDS and not t.is_punct]
    if doc[start].lower_ == "according" or _persons_in_a_row(doc, start, end):
        return []  # "According to Rogers (1980)", "Researchers Clifford Shaw and Henry McKay (1942)"
    if not content or doc[start:end].text.lower() in PLACES:  # "published in New York"
        return []
    opens_title = (
        doc[start].text in {"The", "A", "An", "On", "What", "Towards", "Toward", "Why", "How"} and not doc[start].is_sent_start
    )
    shown = shown_before(doc, start) or (year_after(doc, end) and opens_title)
    framed = start > 0 and doc[start - 1].lower_ in {"in", "of"} and opens_title and doc[end - 1].lower_ not in _BODY_HEADS
    small = any(t.lower_ in SMALL_WORDS for t in doc[start + 1 : end - 1])
    no_body = not any(t.lower_ in _BODY_HEADS or t.lower_ in PLACES for t in content)
    person = end - start == 2 and doc[start].lower_ in GIVEN and end < len(doc) and doc[end].tag_ in {"VBZ", "VBD", "MD"}
    person = person or (not small and end - start < 5 and doc[start].lower_ in GIVEN and doc[start - 1].lower_ == "of")
    subject = start > 1 and doc[start - 1].text == "the" and doc[start - 2].lower_ in {"on", "of", "about", "against", "upon"}
    if subject and content[-1].lower_ in NO_ONE_WORD:
        return []  # "her pamphlet on the Russian Revolution"
    if shown and len(content) >= 1 and not person:  # "In this book Karen Holm argues" names no book
        return [Mention(start, end, "work", surface(doc, start, end), rule="title after work noun", confidence=0.85)]
    authored = start > 1 and doc[start - 2].lower_ in _AUTHORS and doc[start - 1].lower_ == "of"
    if authored and len(content) >= 2 and (small or opens_title):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title after its author", confidence=0.75)]
    if any(t.text == ":" for t in doc[start:end]) and start > 0 and doc[start - 1].lower_ == "in":
        return [Mention(start, end, "work", surface(doc, start, end), rule="title with its second part", confidence=0.7)]
    if (
        small
        and len(content) >= 2
        and no_body
        and paged_after(doc, end)
        and not COLLECTIONS.intersection(t.lower_ for t in content)
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title with its page", confidence=0.7)]
    article = doc[start].text in {"The", "A", "An", "On"}
    if (small or article) and len(content) >= 2 and no_body and is_an_entry(doc, start, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title in a list", confidence=0.7)]
    if start > 1 and doc[start - 1].text == "," and doc[start - 2].tag_ == "NNP" and len(content) >= 2 and imprint(doc, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title in a reference", confidence=0.75)]
    if doc[start].is_sent_start and doc[start].text == "The" and len(content) >= 2 and year_after(doc, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title with its year", confidence=0.7)]
    if (
        start > 0
        and doc[start - 1].lower_ == "in"
        and len(content) >= 2
        and doc[end - 1].lower_ not in _BODY_HEADS
        and not any(t.lower_ in PLACES for t in content)
        and content[-1].lower_ not in NO_ONE_WORD
        and content[0].lower_ not in NATIONS
        and (speaker_after(doc, start, end, named=small) or (published_after(doc, end) and doc[end].text == ","))
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title in frame", confidence=0.7)]
    if small and len(content) >= 2 and no_body and (opens_its_sentence(doc, start, end) or argued_in(doc, start)):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title as subject or place", confidence=0.65)]
    if (
        len(content) >= 2
        and doc[end : end + 2].text == ", by"
        and doc[end + 2 : end + 3]
        and doc[end + 2].tag_ == "NNP"
        and small
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title with its author", confidence=0.75)]
    if len(content) >= 2 and doc[end - 1].lower_ not in _BODY_HEADS and is_a_book(doc, start, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title said to be a book", confidence=0.75)]
    if small and len(content) >= 2 and no_body and start > 0 and doc[start - 1].lower_ == "in" and _of_ideas(doc, start, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title of ideas", confidence=0.6)]
    if small and len(content) >= 2 and part_before(doc, start):
        return [Mention(start, end, "work", surface(doc, start, end), rule="part of a title", confidence=0.7)]
    if doc[end - 1].lower_ in CHARTERS and len(content) >= 2 and start > 0 and doc[start - 1].lower_ in {"the", "his", "her"}:
        return [Mention(start, end, "work", surface(doc, start, end), rule="title by its head", confidence=0.6)]
    if (
        _is_owned(doc, start)
        and doc[end - 1].lower_ not in _BODY_HEADS
        and (year_after(doc, end) or (small and len(content) >= 2) or _plain_title(doc, start, end))
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title owned", confidence=0.7)]
    if doc[start].text in {"The"} and opens_title and len(content) >= 2 and doc[end - 1].lower_ not in _BODY_HEADS:
        return [Mention(start, end, "work", surface(doc, start, end), rule="title by its article", confidence=0.65)]
    if start > 0 and doc[start - 1].lower_ == "in" and year_after(doc, end) and doc[end].text == "(":
        return [Mention(start, end, "work", surface(doc, start, end), rule="title with its year", confidence=0.7)]
    if (
        doc[start].is_sent_start
        and doc[start].text in {"The", "A", "On"}
        and len(content) >= 2
        and ((small and published_after(doc, end)) or appeared(doc, end) or doc[end : end + 2].text == ", published")
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title published", confidence=0.65)]
    if (framed and (small or len(content) >= 2 or doc[start].text not in {"The", "A", "An"})) or (
        opens_title and small and len(content) >= 2 and doc[end - 1].lower_ not in _BODY_HEADS
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title by capitals", confidence=0.7)]
    if (
        year_after(doc, end)
        and small
        and len(content) >= 2
        and doc[start].tag_ != "NNP"
        and doc[end - 1].lower_ not in _BODY_HEADS
    ):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title before year", confidence=0.6)]
    return []


def _persons_in_a_row(doc: Doc, start: int, end: int) -> bool:
    """Whether a run is of full names joined by "and", a trade before them at most."""
    if doc[start].lower_ in PEOPLE or doc[start].lower_.removesuffix("s") in ROLES:
        start += 1
    names: list[list[Token]] = [[]]
    for token in doc[start:end]:
        if token.lower_ in {"and", "&"}:
            names.append([])
        else:
            names[-1].append(token)
    return len(names) > 1 and all(2 <= len(name) <= 3 and name[0].lower_ in GIVEN for name in names)


def _unquoted_after_possessive(doc: Doc, start: int, end: int) -> list[Mention]:
    """ "Burnham's The Managerial Revolution", "Cliff's Russia: A Marxist Analysis", "Mill's On Liberty (1859)"."""
    content = [t for t in doc[start:end] if t.lower_ not in SMALL_WORDS and not t.is_punct]
    if not content:
        return []
    opens = doc[start].text in {"The", "A", "An", "On"} or any(t.text == ":" for t in doc[start:end])
    several = len(content) >= 2 and any(t.lower_ in SMALL_WORDS for t in doc[start + 1 : end])
    kind = any(t.lower_ in KINDS and t.text[0].isupper() for t in content)  # "Locke's Second Treatise"
    if len(content) == 1 and end - start == 1 and _book_of(doc, start):
        return [Mention(start, end, "work", surface(doc, start, end), rule="one-word title", confidence=0.6)]
    if opens or several or kind or year_after(doc, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title after possessive", confidence=0.8)]
    if start > 1 and doc[start - 2].tag_ == "NNP" and doc[start - 2].lower_ not in PLACES and _plain_title(doc, start, end):
        return [Mention(start, end, "work", surface(doc, start, end), rule="title after possessive", confidence=0.6)]
    return []


def _plain_title(doc: Doc, start: int, end: int) -> bool:
    """Whether two capitals or more behind "Polanyi's" or "his" may be a title: "Great Transformation", no body, law or event."""
    words = [t for t in doc[start:end] if not t.is_punct]
    if len(words) < 2 or len(words) > 6 or any(t.lower_ in SMALL_WORDS for t in words):
        return False
    if end < len(doc) and doc[end].tag_ in {"NN", "NNS"}:
        return False  # "his Wilt Chamberlain example"
    last, first = words[-1], words[0]
    named = {last.lower_, last.lower_.removesuffix("s")} & NO_TITLE_HEADS
    return not named and first.lower_ not in NATIONS and first.lower_ not in GIVEN and last.tag_ in {"NN", "NNP", "NNS", "NNPS"}


def _of_ideas(doc: Doc, start: int, end: int) -> bool:
    """Whether capitals behind "in" are of ideas, as no places are: "in Individualism and Economic Order"."""
    first = doc[start]
    if first.lower_ in GIVEN or first.lower_ in NATIONS or doc[start - 1].is_sent_start is None:
        return False
    return first.lower_.endswith(IDEAS_END) and not any(t.lower_ in PLACES for t in doc[start:end])


def _book_of(doc: Doc, index: int) -> bool:
    """Whether one word behind "Neumann's" speaks, gives or says something as a book does: "Neumann's Behemoth had argued"."""
    word = doc[index]
    after = doc[index + 1] if index + 1 < len(doc) else word
    if word.lower_ in PLACES or word.lower_ in NO_ONE_WORD or word.lower_ in _BODY_HEADS or word.lower_ in GIVEN:
        return False
    if word.tag_ != "NNP" or word.lower_.endswith(("ism", "ist", "ian", "ians", "ists")) or index < 2:
        return False
    return word.dep_ in {"nsubj", "nsubjpass"} and after.tag_ in {"VBZ", "VBD", "VBP"} and doc[index - 2].tag_ == "NNP"
