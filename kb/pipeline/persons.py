"""Names of persons by their shape and company: titles, roles, initials, verbs of thought, dates of life."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Mention
from kb.pipeline.cues import load
from kb.pipeline.phrases import surface
from kb.pipeline.references import authors_cited, helpers_cited

_CUES = load("mentions")
GIVEN = frozenset(_CUES["person"]["given"])
TITLES = frozenset(_CUES["person"]["titles"])
ROLES = frozenset(_CUES["person"]["roles"])
_REPORTS = load("claims")
#: Verbs whose subject thinks or writes: besides their own list, those that govern a clause or a noun of thought.
VERBS = frozenset(_CUES["person"]["verbs"]) | (
    frozenset(
        verb
        for verbs in (
            *(_REPORTS["verbs"][stance]["that"] for stance in ("asserts", "denies", "questions")),
            *(_REPORTS["held"][stance] for stance in ("denies", "questions")),
            _REPORTS["verbs"]["links"],
            _REPORTS["lists"]["persons_sharing"],
        )
        for verb in verbs
    )
    - frozenset(_REPORTS["lists"]["persons_of_things"])
)
NOT_NAMES = frozenset(_CUES["person"]["not_names"])
KNOWN = frozenset(_CUES["person"]["known"])
IN_S = frozenset(_CUES["person"]["in_s"])
JOURNALS = frozenset(_CUES["work"]["journals"])
NATIONS = frozenset(_CUES["place"]["nations"])
PLACES = frozenset({*_CUES["place"]["countries"], *_CUES["place"]["towns"]})
EVENTS = frozenset(_CUES["place"]["events"])
BODIES = frozenset(_CUES["group"]["heads"])
IDEAS = frozenset({*_CUES["theory"]["heads"], *_CUES["work"]["kinds"], *load("mentions")["lists"]["persons_ideas"]})
PARTICLES = frozenset(load("mentions")["lists"]["persons_particles"])
_INITIAL = re.compile(r"^(?:[A-Z]\.)+$|^[A-Z]$")
_YEARS = re.compile(r"^[(]?\s*(?:c\.\s*|b\.\s*|born\s+)?(?:\d{2,4})")
_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d[a-z]?$")
_AFTER_YEARS = frozenset({")", ";", ":", ","})
_ENDINGS = ("ism", "isms", "ists", "ology", "ian", "ians", "ese", "ish", "ment", "tion", "ness", "ity")
#: given names that are known by a place: the listed ones and some of the schools
GIVEN_OF = GIVEN | frozenset(_CUES["person"]["given_of"])
THRESHOLD = 1.5
MEMBERS = frozenset({"m.p.", "mp", "mps", "m.p", "congressman", "congresswoman", "senator"})
#: What belongs to persons, besides ideas, by list and by ending: "it was Gall's merit".
OWNED = frozenset({*_CUES["lists"]["persons_owned"], *_CUES["lists"]["attitudes_abstract"]})
ABSTRACT = tuple(_CUES["lists"]["attitudes_endings"])
#: "had it from Bentham"
TAKEN = frozenset(_CUES["lists"]["persons_taken"])
NO_THINKERS = frozenset(_CUES["lists"]["persons_no_thinkers"])
PEOPLE = frozenset(_CUES["group"]["people"])
CIRCLES = frozenset({*_CUES["group"]["circles"], *_CUES["group"]["sides"]})
SERVICES = frozenset({*_CUES["lists"]["persons_services"], *_CUES["lists"]["titles_body_heads"]}) - {
    "king",
    "duke",
    "bishop",
    "pope",
    "earl",
}
OFFICES = frozenset(load("mentions")["lists"]["persons_offices"])
MISTAGGED = frozenset({"JJ", "JJR", "RB", "IN", "DT", "MD", "CC"})
_VERSUS = frozenset({"v.", "v", "vs.", "vs"})
_OF_AGE = frozenset({"young", "younger", "late", "later", "old", "elder", "early", "mature"})


@dataclass(slots=True)
class Candidate:
    """A run of capitalised words that may be a person's name, with the points that speak for it."""

    start: int
    end: int
    words: tuple[str, ...]
    points: float


def find_persons(doc: Doc, type_at: Callable[[int], str | None]) -> list[Mention]:
    """Persons: a name accepted once is accepted wherever its surname stands again."""
    cited, helping = authors_cited(doc), helpers_cited(doc)
    candidates = [_judged(doc, start, end) for start, end in _runs(doc, lambda i: type_at(i) is not None)]
    for c in candidates:
        if c.end - 1 in cited:
            c.points += 1.5  # "[Owen, Essays, p. 9]"
        if c.end - 1 in helping:
            c.points -= 4.0  # "Ann Hill (ed.)"
        if len(c.words) == 1 and c.words[0].lower() in OFFICES and doc[c.end : c.end + 1].text.lower() == "of":
            c.points -= 4.0  # "the late Dean of the university"
    lower = {t.text for t in doc if t.is_alpha and t.is_lower}
    accepted: dict[str, float] = {}
    by_surname: dict[str, float] = defaultdict(float)
    for c in candidates:
        surname = c.words[-1]
        if surname.lower() in lower:
            c.points -= 1.5 if len(c.words) == 1 else 2.5
        by_surname[surname] = max(by_surname[surname], c.points) + (0.25 if by_surname[surname] > 0 and c.points > 0 else 0)
    for surname, points in by_surname.items():
        if points >= THRESHOLD:
            accepted[surname] = points
    for c in candidates:  # one of a list with an accepted name: "Rizzi, Burnham, Schachtman and others"
        if c.words[-1] not in accepted and c.points >= 0.5 and _listed_with(doc, c, accepted, type_at):
            accepted[c.words[-1]] = THRESHOLD
    found = []
    for c in candidates:
        found_points, least = accepted.get(c.words[-1]), -1.0
        if found_points is None and c.words[-1].endswith("s"):  # "Burnhams book": the apostrophe left out before a noun
            found_points = accepted.get(c.words[-1][:-1])
            least = -3.0 if c.end < len(doc) and doc[c.end].tag_ in {"NN", "NNS"} else -1.0
        if found_points is None or c.points < least:
            continue
        found.append(
            Mention(
                c.start,
                c.end,
                "theorist",
                surface(doc, c.start, c.end),
                rule="person by company",
                confidence=min(0.95, 0.55 + 0.1 * found_points),
            )
        )
    for token in doc:  # "Finnis teaches": a surname that the tagger takes for an adjective
        points_of = accepted.get(token.text)
        if points_of is not None and token.tag_ in MISTAGGED and token.lower_ not in lower and type_at(token.i) is None:
            confidence = min(0.9, 0.5 + 0.1 * points_of)
            found.append(Mention(token.i, token.i + 1, "theorist", token.text, rule="person by company", confidence=confidence))
    return found


def _runs(doc: Doc, taken: Callable[[int], bool]) -> list[tuple[int, int]]:
    """Runs of capitalised words that have the build of a name."""
    runs, i = [], 0
    while i < len(doc):
        if taken(i) or not _starts_name(doc[i]):
            i += 1
            continue
        end = i + 1
        while end < len(doc) and not taken(end) and (not doc[end].is_sent_start or _initial_near(doc, end)):
            token = doc[end]
            if _namelike(token) or _noble(token) or (_INITIAL.match(token.text) and token.text != "I"):
                end += 1
                continue
            hyphen = token.text == "-" and not token.whitespace_ and not doc[end - 1].whitespace_
            joins = hyphen or (token.lower_ in PARTICLES and token.is_lower)
            joined = joins and end + 1 < len(doc) and _namelike(doc[end + 1])
            if joined or (end == i + 1 and _of_place(doc, end)):
                end += 2
            else:
                break
        start = next((k + 1 for k in range(end - 2, i, -1) if doc[k].lower_ in MEMBERS), i)  # "Labour M.P. Tony Benn"
        while (
            start < end
            and not _INITIAL.match(doc[start].text)
            and _only_opens(doc[start].lower_.strip("."), end - start, opens=doc[start].is_sent_start is True)
        ):
            start += 1
        if start < end and any(_spelt(t) and len(t.text) > 1 for t in doc[start:end]):
            runs.append((start, end))
        i = end
    return runs


def _initial_near(doc: Doc, index: int) -> bool:
    """Whether an initial stands there or right before, within the line: the sentences that it seems to part are one."""
    joined = not any("\n" in t.text for t in (doc[index - 1], doc[index]))
    here, before = doc[index].text, doc[index - 1].text
    return joined and any(_INITIAL.match(text) and text not in {"I", "A"} for text in (here, before))


def _of_place(doc: Doc, of: int) -> bool:
    """Whether a given name and "of" are followed by a place: "Elisabeth of Bohemia", "Anselm of Canterbury"."""
    return (
        doc[of].lower_ == "of"
        and doc[of - 1].lower_ in GIVEN_OF
        and of + 1 < len(doc)
        and _namelike(doc[of + 1])
        and (of + 2 == len(doc) or not _namelike(doc[of + 2]))
    )


def _only_opens(word: str, left: int, *, opens: bool) -> bool:
    """Whether a capitalised word opens a sentence or dates it, and is no part of a name; "August Comte" keeps its August."""
    creed = left > 1 and word not in GIVEN and len(word) > 5 and word.endswith(("ist", "ian", "ite"))  # "Situationist Ken Knabb"
    participle = left > 1 and word not in GIVEN and len(word) > 5 and word.endswith("ing") and opens  # "Reviewing Darwin’s book"
    trade = left > 1 and word not in TITLES and word not in GIVEN and (word in PEOPLE or word.removesuffix("s") in ROLES)
    return creed or participle or trade or (word in NOT_NAMES and word not in TITLES and not (word in GIVEN and left > 1))


def _starts_name(token: Token) -> bool:
    return _namelike(token) or bool(_INITIAL.match(token.text) and token.text not in {"I", "A"}) or _noble(token)


def _spelt(token: Token) -> bool:
    """Whether a token is a word of letters, "O’Hara" and "d’Alembert" too."""
    return token.is_alpha or (token.text[1:2] in {"'", "’"} and token.text[2:].isalpha())


def _noble(token: Token) -> bool:
    """Whether a word is a surname with its particle: "d’Alembert"."""
    return token.text[:2] in {"D’", "D'", "d’", "d'"} and token.text[2:3].isupper()


def _namelike(token: Token) -> bool:
    text = token.text
    if not text[0].isupper() or len(text) < 2 or not text[1:].replace("’", "").replace("'", "").replace(".", "").isalpha():
        return False
    if text.isupper() and len(text) > 1 and not _INITIAL.match(text):
        return False
    low = text.lower()
    if low in GIVEN and token.tag_ == "JJ" and token.i + 1 < len(token.doc) and token.nbor().tag_ == "NNP":
        return True  # "Émile Durkheim", taken for an adjective
    if token.tag_ in {"JJ", "JJR", "RB", "IN", "DT", "PRP", "PRP$", "CC", "WRB", "WP", "MD"} and token.tag_ != "NNP":
        return False
    month_or_name = low in {"may", "august", "young"} and token.tag_ == "NNP" and token.is_sent_start is not True
    opens_name = low in GIVEN and token.is_sent_start is True and token.i + 1 < len(token.doc) and token.nbor().tag_ == "NNP"
    return low.strip(".") not in NOT_NAMES or low.strip(".") in TITLES or month_or_name or opens_name


def _judged(doc: Doc, start: int, end: int) -> Candidate:
    """The points for and against a run of words being a person's name."""
    last = doc[end - 1]
    words = tuple(t.text for t in doc[start:end] if _spelt(t))
    points = 0.0
    before = doc[start - 1] if start and not doc[start].is_sent_start else None
    if before is not None and before.is_quote and start > 1:
        before = doc[start - 2]  # the "Platform"
    after = doc[end] if end < len(doc) else None
    low = doc[start:end].text.lower().replace("’", "'")
    if low in PLACES or words[-1].lower() in PLACES or words[-1].lower() in EVENTS or words[-1].lower() in BODIES:
        points -= 3
    if len(words) > 1 and words[-1].lower() in SERVICES:
        points -= 3  # "Special Branch", "the Prime Minister"
    if (last.tag_ in {"NNPS", "NNS"} and words[-1].lower().endswith(("ists", "ians", "eans", "ites"))) or (
        end < len(doc) and doc[end].text == "-" and not last.whitespace_ and len(words) == 1
    ):
        points -= 3
    in_s = last.lower_ in IN_S
    dated = after is not None and after.text == "(" and end + 1 < len(doc) and _is_year(doc[end + 1])
    if len(words) == 1 and doc[start].is_sent_start and last.tag_ != "NNP" and not in_s and not dated:
        points -= 1.5
    if last.lower_ in KNOWN or low.removesuffix("'s") in KNOWN:
        points += 1.0
    if in_s and last.tag_ != "NNP":
        points += 1.0  # "Descartes had taught": a plural to the tagger
    if words[-1].lower().endswith(_ENDINGS):
        points -= 1.5 if len(words) == 1 else 2.0
    if doc[start].lower_.strip(".") in TITLES and end - start > 1:
        points += 2.5
    if all(t.like_num for t in doc[start:end] if _spelt(t)):
        points -= 3  # "Nineteen Eighty-Four"
    if any(_INITIAL.match(t.text) for t in doc[start:end]):
        points += 1.5
    if words[-1].lower() in JOURNALS:
        points -= 3.0  # "the National Review"
    if len(words) == 1 and last.lower_ in NATIONS:
        points -= 3.0
    if len(words) >= 2 and all(t.tag_ == "NNP" or t.text == "-" or t.lower_ in PARTICLES for t in doc[start:end]):
        points += 0.6
    if len(words) >= 2:
        points += 1.6 if words[0].lower() in (GIVEN_OF if doc[start + 1].lower_ == "of" else GIVEN) else 0.0
    if last.tag_ == "NNP":
        points += 0.5 if doc[start].is_sent_start else 1.0
    if before is not None:
        if before.lower_ in _VERSUS and start > 1 and doc[start - 2].text[0].isupper():
            points -= 3.0
        if before.lower_ in ROLES or before.lower_.removesuffix("s") in ROLES:
            points += 2
        if before.tag_ == "POS":
            points -= 1.5  # "Plato's Republic": what somebody owns or wrote
        if before.lower_ in {"a", "an"}:
            points -= 2.0  # "also a Scot"
        if before.lower_ in {"the", "this", "our"} or (
            before.tag_ == "JJ" and before.text[0].islower() and before.lower_ not in _OF_AGE
        ):
            points -= 1.2
        if (
            before.lower_ in {"like", "unlike", "by", "with", "to", "than", "after", "against", "of", "for"}
            and last.dep_ in {"pobj", "conj"}
            and last.tag_ == "NNP"
        ):
            points += 0.5
        if before.lower_ == "from" and (before.head.lemma_ in TAKEN or before.head.head.lemma_ in TAKEN):
            points += 0.5  # "had the thought from Bentham"
        elif before.lower_ in {"in", "at", "from", "near", "throughout", "across"} and last.dep_ == "pobj":
            points -= 2.0 if before.text == "At" else 0.8
        if before.lower_ == "of" and start > 2 and doc[start - 2].text == ")":
            points -= 2.0  # "Ibn Khaldun (1332–1406) of Tunisia"
        if before.lower_ == "of" and start > 2 and doc[start - 2].text == "," and doc[start - 3].tag_ == "NNP":
            points -= 2.0  # "Max Huber, of Munich"
        if before.lower_ == "of" and start > 1 and doc[start - 2].lower_ in PEOPLE and doc[start - 2].lower_ not in CIRCLES:
            points -= 1.5  # "the physicians of Montpellier"
        if len(words) == 1 and before.lower_ in {"of", "for"} and start > 1 and doc[start - 2].tag_ in {"NNP", "NNPS"}:
            points -= 1.5  # "the Council of Nicaea", "the Centre for Liberty"
    head = _head_of(last)
    if head.dep_ in {"nsubj", "nsubjpass"} and head.head.lemma_ in VERBS:
        points += 1.5
    if head.dep_ == "pobj" and head.head.dep_ == "agent" and head.head.head.lemma_ in VERBS:
        points += 1.5
    if last.dep_ == "pobj" and last.head.lower_ == "to" and last.head.head.lower_ == "according":
        points += 1.5
    if _said_to_be(head) or _example_of(doc, head):
        points += 1.5
    if start > 2 and doc[start - 2 : start].text.lower() == "such as" and doc[start - 3].lower_ in NO_THINKERS:
        points -= 3.0  # "celebrities such as Chris Brown"
    if after is not None:
        if after.text in {"’s", "'s", "’", "'", "`s"}:
            owned = last.head.lemma_.lower() if last.dep_ == "poss" else ""
            points += 1.2 if owned in IDEAS or last.head.lower_ in IDEAS or owned in OWNED or owned.endswith(ABSTRACT) else 0.4
        if after.text == "(" and _YEARS.match(doc[end : end + 3].text):
            points += 1.5 if dated else 1.0
        if _is_year(after) and end + 1 < len(doc) and doc[end + 1].text in _AFTER_YEARS and _in_brackets(doc, start):
            points += 1.5  # "(Breuilly 1993; Owen 1998: 12)"
        next_ = doc[end + 1].lower_ if end + 1 < len(doc) else ""
        if next_ == "that" and after.pos_ == "NOUN" and after.lemma_.lower() in VERBS and last.tag_ == "NNP":
            points += 1.5  # "Boas and Sapir stress that P", the verb taken for a noun
        if after.text in {",", "("} and next_ in {"who", "himself", "herself"}:
            points += 1.5
        if after.text == "," and next_ in {"who", "whose", "whom"}:
            points += 1.0
        if after.lower_ in {"himself", "herself"}:
            points += 2
        if after.lower_ == "in" and next_ in {"his", "her", "their"}:
            points += 1.0  # "Hill and Owen in their book"
        if next_ and after.lower_ in _VERSUS and doc[end + 1].text[0].isupper():
            points -= 3.0  # "Riggs v. Palmer"
        if after.tag_ in {"NN", "NNS", "NNP"} and last.dep_ == "compound":
            points -= 1.0
    if last.dep_ == "appos" and (last.head.lower_ in ROLES or last.head.lower_.removesuffix("s") in ROLES):
        points += 1.5
    if any(c.dep_ == "appos" and c.lower_ in ROLES for c in last.children):
        points += 1.5
    return Candidate(start, end, words, points)


def _said_to_be(head: Token) -> bool:
    """ "Rumford was a pupil of Black", "Wundt was a German scientist": whether a role is said of a subject."""
    if head.dep_ != "nsubj" or head.head.lemma_ != "be":
        return False
    return any(c.dep_ == "attr" and (c.lower_ in ROLES or c.lower_.removesuffix("s") in ROLES) for c in head.head.children)


def _example_of(doc: Doc, head: Token) -> bool:
    """ "chemists such as Berthollet and Fourcroy": whether a name is an example of people by their trade."""
    start = head.left_edge.i
    if head.dep_ != "pobj" or start < 3 or doc[start - 1].lower_ != "as" or doc[start - 2].lower_ != "such":
        return False
    return doc[start - 3].lower_ in PEOPLE or doc[start - 3].lower_.removesuffix("s") in ROLES


def _is_year(token: Token) -> bool:
    return bool(_YEAR.match(token.text))


def _in_brackets(doc: Doc, start: int) -> bool:
    """Whether a name stands right behind a bracket or in a row of sources within one: "(see Hill 1957 and Owen 1961)"."""
    before = [t.text for t in doc[max(0, start - 3) : start]]
    return before[-1:] in (["("], [";"], ["&"]) or "(" in before


def _head_of(token: Token) -> Token:
    """The token that a coordination or apposition hangs on: the subject in "Marx and Engels argued"."""
    while token.dep_ in {"conj", "appos", "compound"} and token.head is not token:
        token = token.head
    return token


def _listed_with(doc: Doc, c: Candidate, accepted: dict[str, float], type_at: Callable[[int], str | None]) -> bool:
    """Whether a name stands in a row with a person's name, or with one that the vocabulary knows."""
    last = doc[c.end - 1]

    def person(token: Token) -> bool:
        return token.text in accepted or type_at(token.i) == "theorist"

    linked = any(person(t) for t in (*last.conjuncts, *_head_of(last).conjuncts))
    return linked or (last.dep_ == "conj" and person(_head_of(last)))
