"""Groups that hold views and the cases that theories are about: movements, parties, schools; countries, periods, events."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Mention
from kb.pipeline.cues import load
from kb.pipeline.persons import ROLES, VERBS
from kb.pipeline.phrases import noun_phrase_start, surface

_CUES = load("mentions")
HEADS = frozenset(_CUES["group"]["heads"])
PEOPLE = frozenset(_CUES["group"]["people"])
VAGUE = frozenset(_CUES["group"]["vague"])
NATIONS = frozenset(_CUES["place"]["nations"])
SOME = frozenset({"several", "many", "some", "most", "few", "numerous", "various", "other", "certain", "all"})
TRADES = ("ologists", "ographers", "onomers", "icians", "icists")  #: how the plurals of trades end
SUFFIXES = tuple(_CUES["group"]["suffixes"])
NOT_GROUPS = frozenset(_CUES["group"]["not_groups"])
LOOSE = frozenset(_CUES["theory"]["loose_adjectives"]) - {
    "western",
    "eastern",
    "russian",
    "soviet",
    "german",
    "french",
    "british",
    "american",
    "english",
    "italian",
    "classical",
    "modern",
} | frozenset(_CUES["lists"]["bodies_how_many"])
COUNTRIES = tuple(tuple(c.split()) for c in _CUES["place"]["countries"])
COUNTRY_NAMES = frozenset(_CUES["place"]["countries"])
CIRCLES = frozenset(_CUES["group"]["circles"])
SIDES = CIRCLES | frozenset(_CUES["group"]["sides"])
EVENTS = frozenset(_CUES["place"]["events"])
LEARNED = frozenset(_CUES["lists"]["bodies_learned"])
CURRENTS = frozenset(_CUES["lists"]["bodies_currents"])
NO_CURRENTS = frozenset(_CUES["lists"]["bodies_no_currents"])
#: Bodies in small letters that somebody has: "Shachtman's party".
OWNED_BODIES = frozenset(_CUES["lists"]["bodies_owned"])
#: What names of bodies begin with: "Friends of Durruti".
FRIENDS = frozenset(_CUES["lists"]["bodies_friends"])
TRADESMEN = frozenset(_CUES["lists"]["bodies_tradesmen"])
REPORTING = frozenset(_CUES["lists"]["bodies_reporting"])
STANCES = frozenset(_CUES["lists"]["bodies_stances"])
SIDES = frozenset(_CUES["lists"]["bodies_sides"])
_YEAR = re.compile(r"^1[4-9]\d\d$|^20\d\d$")
SEATS = frozenset({"University", "College", "Institute", "Academy", "Museum", "Library", "Press", "Street", "Square", "Hospital"})
ADHERENT = ("ist", "ian", "ite", "ik")
CREEDS = ("ist", "ian", "ical", "cial", "nal", "ary", "tive")  #: how adjectives that tell one creed from another end


def find_groups(doc: Doc, type_at: Callable[[int], str | None]) -> list[Mention]:
    """Groups: bodies by their head noun, adherents by their plural ending, thinkers by trade where they hold a view, acronyms."""
    found = []
    for token in doc:
        if type_at(token.i):
            if type_at(token.i) == "group" and token.lower_.endswith(SUFFIXES):
                found.extend(_narrower(doc, token, type_at))
            continue
        for judge in (_body, _circle, _adherents, _people, _acronym):
            mention = judge(doc, token, type_at)
            if mention is not None and all(type_at(i) in {None, "group"} for i in range(mention.start, mention.end)):
                found.append(mention)  # "Anarchist communists" covers the adjective
                break
    return found


def _narrower(doc: Doc, token: Token, type_at: Callable[[int], str | None]) -> list[Mention]:
    """ "social anarchists": a part of a known body, by an adjective that tells creeds apart."""
    start = noun_phrase_start(token, LOOSE)
    if start == token.i or type_at(start) or not doc[start].lower_.endswith(CREEDS) or doc[start].lower_ in NATIONS:
        return []
    return [Mention(start, token.i + 1, "group", surface(doc, start, token.i + 1), rule="adherents", confidence=0.7)]


def _body(doc: Doc, token: Token, type_at: Callable[[int], str | None]) -> Mention | None:
    """ "the Trotskyist movement", "Fourth International", "the realist school of thought"."""
    if (
        token.lower_ not in HEADS
        or token.tag_ not in {"NN", "NNP"}
        or doc[max(0, token.i - 1) : token.i + 1].text.lower() in COUNTRY_NAMES
    ):
        return None
    owner = next((c for c in token.children if c.dep_ in {"poss", "compound"} and c.tag_ == "NNP" and c.text[0].isupper()), None)
    if owner is not None and token.is_lower and token.lower_ in OWNED_BODIES and type_at(owner.i) == "theorist":
        name = surface(doc, owner.left_edge.i, token.i + 1)  # "Shachtman's party"
        return Mention(token.i, token.i + 1, "group", name, rule="their body", confidence=0.7)
    start = noun_phrase_start(token, LOOSE)
    modifiers = [t for t in doc[start : token.i] if t.is_alpha]
    named = [t for t in modifiers if t.text[0].isupper() or t.lower_.endswith(ADHERENT)]
    end = token.i + 1
    if doc[end : end + 2].text.lower() == "of thought":
        end += 2
    if token.is_lower and not any(t.lower_.endswith(ADHERENT) or t.tag_ in {"NNP"} for t in modifiers):
        return _current(doc, token, start, end)
    if token.text[0].isupper() and doc[end : end + 1].text == "of":
        far = _capitals_from(doc, end + 1)
        if far > end + 2 and token.lower_ not in LEARNED - {"union", "association", "organisation", "organization"}:
            return Mention(
                start, far, "group", surface(doc, start, far), rule="body", confidence=0.75
            )  # "Federation of Free Miners"
    if not named:
        return None
    while start < token.i and doc[start] not in named:
        start += 1
    learned = token.lower_ in LEARNED or doc[end : end + 1].text == "of"  # "read to the Royal Society of Edinburgh"
    return Mention(start, end, "group", surface(doc, start, end), rule="body", confidence=0.6 if learned else 0.75)


def _capitals_from(doc: Doc, start: int) -> int:
    """The index behind a run of capitalised words."""
    end = start
    while end < len(doc) and doc[end].text[0].isupper() and not doc[end].is_sent_start:
        end += 1
    return end


def find_entitled(doc: Doc) -> list[Mention]:
    """Bodies by their names in quotation marks, found before the persons that such names may hold."""
    return [body for token in doc if token.is_quote and (body := _entitled(doc, token)) is not None]


def _entitled(doc: Doc, token: Token) -> Mention | None:
    """ "the group “For Ourselves”", "the “Friends of Durruti”": a body by its name in quotation marks."""
    end = token.i + 1
    while end < len(doc) and end - token.i <= 7 and not doc[end].is_quote:
        end += 1
    if end >= len(doc) or not doc[end].is_quote or end - token.i < 3:
        return None
    words = [t for t in doc[token.i + 1 : end] if t.is_alpha]
    before = doc[token.i - 1] if token.i else token
    capitals = bool(words) and all(t.text[0].isupper() or t.lower_ in {"of", "the", "for", "and", "to", "in"} for t in words)
    friends = words and words[0].lower_ in FRIENDS and len(words) > 2 and words[1].lower_ == "of"
    if not capitals or not (friends or (before.lower_ in HEADS and before.is_lower)):
        return None
    return Mention(token.i + 1, end, "group", surface(doc, token.i + 1, end), rule="body by its name", confidence=0.7)


def _current(doc: Doc, token: Token, start: int, end: int) -> Mention | None:
    """ "the garden-city movement", "the classical school of criminology": a current without a name of its own."""
    if token.lower_ not in CURRENTS or start == token.i or not start or doc[start - 1].lower_ != "the":
        return None
    if doc[token.i - 1].lower_ in NO_CURRENTS:
        return None
    if doc[end : end + 1].text == "of" and end + 1 < len(doc) and doc[end + 1].tag_ == "NN" and doc[end + 1].dep_ == "pobj":
        end += 2
    return Mention(start, end, "group", surface(doc, start, end), rule="current", confidence=0.5)


def _adherents(doc: Doc, token: Token, type_at: Callable[[int], str | None]) -> Mention | None:
    """ "Trotskyists", "classical realists", "anarcho-capitalists": plural nouns of adherence."""
    if token.tag_ not in {"NNS", "NNPS", "NNP"} or not token.lower_.endswith(SUFFIXES):
        return None
    if token.lower_ in NOT_GROUPS and not (token.i and token.nbor(-1).text == "-"):
        return None
    if token.i + 1 < len(doc) and doc[token.i + 1].text in SEATS:
        return None  # "Ludwig Maximilians University"
    if token.lower_.endswith("eans") and not token.text[0].isupper():
        return None
    start = noun_phrase_start(token, LOOSE)
    school = _school(doc, token)
    trade = token.lower_ in PEOPLE or (token.lower_[:-1] in ROLES and start == token.i)
    if trade and _exemplified(doc, token):
        return None
    if not school and trade:  # a trade, not a creed: only as holder of a view
        named_next = token.i + 1 < len(doc) and doc[token.i + 1].tag_ == "NNP"
        if named_next or (token.lower_ in VAGUE and start == token.i) or not _thinks(token):
            return None
    return Mention(start, token.i + 1, "group", surface(doc, start, token.i + 1), rule="adherents", confidence=0.7)


def _school(doc: Doc, token: Token) -> bool:
    """ "the Stoics", "the Fabians": a capital within the sentence makes a school of what else would be a trade."""
    start = token.i
    while start - 1 > token.sent.start and doc[start - 1].lower_ in NATIONS:
        start -= 1
    return token.text[0].isupper() and token.i > token.sent.start and doc[start - 1].lower_ == "the"


def _people(doc: Doc, token: Token, type_at: Callable[[int], str | None]) -> Mention | None:
    """ "natural historians", "economic apologists of the day": people by trade, as the subject of a verb of thought."""
    trade = token.lower_ in PEOPLE or token.lower_.endswith(TRADES)
    if not trade or token.tag_ not in {"NNS", "NNPS", "NNP"} or _exemplified(doc, token):
        return None
    school = _school(doc, token)
    if not school and not _thinks(token) and not _acts(token):
        return None
    start = noun_phrase_start(token, LOOSE)
    if token.lower_ in VAGUE and all(t.lower_ in SOME for t in doc[start : token.i]) and not _reports(token):
        return None
    compared = token.dep_ == "pobj" and token.head.lower_ in {"like", "unlike", "than"}
    if compared and all(t.lower_ in SOME for t in doc[start : token.i]):
        return None  # "like most anthropologists of their day"
    if (
        any(
            c.dep_ == "det" and c.lower_ in {"some", "several", "many", "these", "those", "certain", "other"}
            for c in token.children
        )
        and start == token.i
    ):
        return None
    end = _with_place(doc, token)
    return Mention(start, end, "group", surface(doc, start, end), rule="people", confidence=0.55)


def _reports(token: Token) -> bool:
    """Whether people of a trade are the subject of a verb of thought: "historians have complained", but not "others"."""
    return (
        token.lower_ in TRADESMEN
        and token.dep_ in {"nsubj", "nsubjpass"}
        and (token.head.lemma_ in VERBS or token.head.lemma_ in REPORTING)
    )


def _with_place(doc: Doc, token: Token) -> int:
    """The index behind "of Montpellier" or "of 1834", which tells these people from others of their trade."""
    after = doc[token.i + 1 : token.i + 4]
    if len(after) < 3 or after[0].lower_ != "of" or after[2].tag_ in {"NNP", "POS"} or after[2].text == "-":
        return token.i + 1
    return token.i + 3 if after[1].tag_ == "NNP" or _YEAR.match(after[1].text) else token.i + 1


def _circle(doc: Doc, token: Token, type_at: Callable[[int], str | None]) -> Mention | None:
    """ "Ryle's critics", "his opponents", "defenders of capitalism": those around somebody; the mention is the noun alone."""
    if token.lower_ not in CIRCLES or token.tag_ not in {"NNS", "NNPS", "NNP"}:
        return None
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is not None and owner.tag_ == "NNP" and token.tag_ == "NNS":
        name = surface(doc, owner.left_edge.i, token.i + 1)
        return Mention(token.i, token.i + 1, "group", name, rule="circle", confidence=0.7)
    if not (_thinks(token) or token.dep_ == "ROOT"):
        return None
    if owner is None:  # "critics of Ryle": the name of the whole, hung on the noun
        of = token.nbor() if token.i + 1 < len(doc) and token.nbor().lower_ == "of" else None
        whose = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        if whose is None or not (whose.tag_ == "NNP" or whose.lower_.endswith("ism")):
            return None
        name = surface(doc, token.i, whose.i + 1)
        return Mention(token.i, token.i + 1, "group", name, rule="circle", confidence=0.5)
    if owner.tag_ != "PRP$" or owner.lower_ in {"its", "our", "my", "your"}:
        return None
    name = surface(doc, owner.left_edge.i, token.i + 1)
    return Mention(token.i, token.i + 1, "group", name, rule="circle", confidence=0.5)


def find_sides(doc: Doc, type_at: Callable[[int], str | None]) -> list[Mention]:
    """Those for or against a thinker or a doctrine, where they hold a view; it wants the doctrines found before."""
    sides = (_side(doc, token, type_at) for token in doc if token.lower_ in SIDES and not type_at(token.i))
    return [side for side in sides if side is not None]


def _side(doc: Doc, token: Token, type_at: Callable[[int], str | None]) -> Mention | None:
    """ "defenders of capitalism", "critics of Chomsky": a side by what it is for or against; the mention is the noun alone."""
    of = next((c for c in token.rights if c.lower_ == "of" and c.i == token.i + 1), None)
    thing = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if token.tag_ != "NNS" or thing is None or type_at(thing.i) not in {"theory", "theorist"} or not _acts(token):
        return None
    start = noun_phrase_start(token, LOOSE)
    while start < token.i and doc[start].lower_ in SOME:
        start += 1
    name = surface(doc, start, thing.i + 1)
    return Mention(token.i, token.i + 1, "group", name, rule="side", confidence=0.5)


def _acronym(doc: Doc, token: Token, type_at: Callable[[int], str | None]) -> Mention | None:
    """ "SWP", "SPGB": three to six capitals that no reading as a year or numeral fits."""
    text = token.text
    if (
        not (3 <= len(text.removesuffix("s")) <= 6 and text.isalpha() and text.removesuffix("s").isupper())
        or token.tag_ not in {"NNP", "NN"}
        or set(text) <= set("IVXLCDM")
        or text in {"BCE", "USSR", "USA", "NATO", "ISBN", "DNA", "RNA"}
    ):
        return None
    beside = [t for t in doc[max(0, token.i - 2) : token.i + 3] if t.i != token.i]
    if any((t.is_alpha and len(t) > 2 and t.is_upper) or (t.i == token.i + 1 and t.text == ":") for t in beside):
        return None  # a heading in capitals; who speaks next
    if all(t.text.isupper() or not t.is_alpha for t in token.sent if t.is_alpha):
        return None
    return Mention(token.i, token.i + 1, "group", text, rule="acronym", confidence=0.5)


def _thinks(token: Token) -> bool:
    """Whether what a plural noun stands for is said to think or do something, or is named as a side in a dispute."""
    head = token
    while head.dep_ in {"conj", "appos"}:
        head = head.head
    if (
        head.dep_ == "pobj"
        and head.head.lower_ == "of"
        and head.head.head.lower_ in {"majority", "number", "most", "many", "some", "group", "generation", "school"}
    ):
        head = head.head.head
    if head.dep_ in {"nsubj", "nsubjpass"} and (head.head.lemma_ in VERBS or head.head.lemma_ in STANCES):
        return True
    return head.dep_ == "pobj" and (
        head.head.dep_ == "agent"
        or head.head.lower_ in SIDES
        or head.head.head.lower_ in {"according", "view", "minds", "eyes"}
        or (head.head.lower_ in {"for", "to"} and _set_before(head.head))
    )


def _set_before(preposition: Token) -> bool:
    """Whether a phrase opens its sentence or clause: "for the Romantics, the expression of feeling"."""
    return preposition.i == preposition.sent.start or preposition.nbor(-1).text in {",", ";", ":"}


def _acts(token: Token) -> bool:
    """Whether people are what a sentence is about, or those by whom something is done."""
    return token.dep_ in {"nsubj", "nsubjpass"} or (token.dep_ == "pobj" and token.head.dep_ == "agent")


def _exemplified(doc: Doc, token: Token) -> bool:
    """ "anthropologists such as Franz Boas": the example is meant, not the kind."""
    return doc[token.i + 1 : token.i + 3].text.lower() == "such as" or (
        token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "like"
    )


def find_cases(doc: Doc, taken: Callable[[int], bool]) -> list[Mention]:
    """Countries by name and events in capitals ("the Russian Revolution", "the New Deal")."""
    found = []
    lowered = [t.lower_ for t in doc]
    for token in doc:
        i = token.i
        if taken(i) or not token.text[0].isupper():
            continue
        size = max(
            (
                len(c)
                for c in COUNTRIES
                if tuple(lowered[i : i + len(c)]) == c and all(t.text[0].isupper() for t in doc[i : i + len(c)])
            ),
            default=0,
        )
        if not size:
            size = max(
                (
                    len(c) - 1
                    for c in COUNTRIES
                    if c[0] == "the" and i and doc[i - 1].lower_ == "the" and tuple(lowered[i : i + len(c) - 1]) == c[1:]
                ),
                default=0,
            )
        if size:
            found.append(Mention(i, i + size, "case", surface(doc, i, i + size), rule="country", confidence=0.7))
        elif token.lower_ in EVENTS:
            start = noun_phrase_start(token, LOOSE)
            while start and doc[start - 1].is_title and doc[start - 1].dep_ in ("amod", "compound"):
                start -= 1  # "the Great Depression", "the Second World War"
            if start < i and doc[start].text[0].isupper() and not any(taken(k) for k in range(start, i)):
                found.append(Mention(start, i + 1, "case", surface(doc, start, i + 1), rule="event", confidence=0.6))
    for token in doc:  # "the French revolution": the head in small letters
        if (
            token.lower_ in {"revolution", "war"}
            and token.is_lower
            and token.i
            and doc[token.i - 1].text[0].isupper()
            and doc[token.i - 1].dep_ in {"amod", "compound"}
            and not taken(token.i)
            and not taken(token.i - 1)
        ):
            start, end = token.i - 1, token.i + 1
            found.append(Mention(start, end, "case", surface(doc, start, end), rule="event", confidence=0.6))
    return found
