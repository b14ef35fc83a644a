"""A vocabulary's names in a text: labels, aliases, surnames, with plural, hyphen and case open where a name allows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kb.model import EntityType
from kb.pipeline.annotations import Mention
from kb.pipeline.cues import load
from kb.pipeline.phrases import surface, words_of

if TYPE_CHECKING:
    from kb.vocabulary import Pack

#: A surname this short or one that is also a given name or a word needs company before it is taken for the theorist.
COMMON_SURNAMES = frozenset(
    [
        "james",
        "carter",
        "cliff",
        "albert",
        "marx",
        "bell",
        "mills",
        "hook",
        "max",
        "young",
        "grant",
        "king",
        "price",
        "hill",
        "long",
        "cole",
        "brown",
        "smith",
        "jones",
        "martin",
        "thomas",
        "simon",
        "paul",
        "lewis",
        "gray",
        "green",
        "white",
        "black",
    ]
)
PROPER_TYPES = frozenset({"theorist", "work"})


@dataclass(slots=True)
class Name:
    """One way to write an entity's name: its words, and whether capitals matter."""

    words: tuple[str, ...]
    key: str
    type: EntityType
    proper: bool
    lone_surname: bool = False
    one_word_work: bool = False


_SMALL = frozenset(load("mentions")["work"]["small_words"])
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(slots=True)
class Gazetteer:
    """Names by their first word."""

    names: dict[str, list[Name]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()  # every word of every name

    @staticmethod
    def of_pack(pack: str | None) -> Gazetteer:
        """The gazetteer of a vocabulary pack; empty for None."""
        return _of_pack(pack) if pack else Gazetteer()

    @staticmethod
    @lru_cache(maxsize=1)
    def of_doctrines() -> Gazetteer:
        """The gazetteer of well-known doctrines' names; they have no keys."""
        words = {words_of(name) for names in load("doctrines").values() for name in names}
        return _by_first_word(Name(each, "", "theory", False) for each in sorted(words))

    @staticmethod
    @lru_cache(maxsize=1)
    def of_titles() -> Gazetteer:
        """The gazetteer of well-known works' titles; they have no keys."""
        words = {words_of(title) for titles in load("titles").values() for title in titles}
        return _by_first_word(Name(each, "", "work", True) for each in sorted(words))

    def find(self, doc: Doc) -> list[Mention]:
        """Every name in the text, longest first at each word; a common lone surname only where the theorist keeps company."""
        if not self.names:
            return []
        tokens = _close_hyphens(doc, _words(doc), self.words)
        found: list[tuple[Mention, Name]] = []
        at = 0
        while at < len(tokens):
            hit = self._longest(doc, tokens, at)
            if hit is None:
                at += 1
                continue
            mention, name, used = hit
            found.append((mention, name))
            at += used
        full = {n.key for _, n in found if not n.lone_surname}
        company = {
            n.key for _, n in found if n.type in {"theorist", "theory"} and not (n.lone_surname and n.words[0] in COMMON_SURNAMES)
        }
        return [
            m
            for m, n in found
            if not n.lone_surname or n.key in full or len(company - {n.key}) >= (2 if n.words[0] in COMMON_SURNAMES else 1)
        ]

    def _longest(self, doc: Doc, tokens: list[tuple[int, int, str]], at: int) -> tuple[Mention, Name, int] | None:
        best: tuple[Mention, Name, int] | None = None
        for name in self.names.get(tokens[at][2], ()):
            size = len(name.words)
            if best is not None and size <= best[2]:
                continue
            piece = tokens[at : at + size]
            if tuple(w for _, _, w in piece) != name.words:
                continue
            start, last = piece[0][0], piece[-1][1]
            if (
                last - start >= 2 * size + 2
                or any(doc[i].is_sent_start for i in range(start + 1, last + 1))
                or doc[start : last + 1].text.count("\n\n")
            ):
                continue
            if any(doc[i].lower_ in _ARTICLES and doc[i - 1].pos_ != "ADP" for i in range(start + 1, last)):
                continue  # "left the communist movement" names no left communists
            capitals = piece[:1] if name.type == "work" and size > 2 else piece
            if name.proper and not all(doc[i].text[0].isupper() or len(doc[i].text) <= 3 for i, _, _ in capitals):
                continue
            if name.lone_surname and not _stands_alone(doc, start):
                continue
            if name.type == "work" and size == 1 and doc[last].lower_.endswith(("ists", "ians", "ites")):
                continue  # "the Federalists" are no "Federalist"
            if name.one_word_work and not _work_context(doc, start):
                continue
            if name.type == "theory" and doc[last].tag_ in {"NNS", "NNPS"} and doc[last].lower_.endswith("ists"):
                continue  # "state socialists" are a group
            if name.type == "theory" and doc[last].lower_.endswith("ist") and doc[last + 1 : last + 2].text == "-":
                continue  # "communist-anarchists" name something of their own
            text = surface(doc, start, last + 1)
            if name.type == "work" and not name.key and not _titled(doc, start, last):
                continue
            rule, sure = ("vocabulary", 0.95) if name.key else (f"known {'doctrine' if name.type == 'theory' else 'title'}", 0.8)
            best = (Mention(start, last + 1, name.type, text, key=name.key or None, rule=rule, confidence=sure), name, size)
        return best


def _words(doc: Doc) -> list[tuple[int, str]]:
    """Each token's word for comparing, with its index; made once a Doc, for every gazetteer asks."""
    words: list[tuple[int, str]] | None = doc.user_data.get("dox_words")
    if words is None:
        texts = ((token.i, token.text) for token in doc)
        words = doc.user_data["dox_words"] = [(i, w) for i, text in texts if text[0].isalnum() for w in words_of(text)[:1]]
    return words


def _close_hyphens(doc: Doc, tokens: list[tuple[int, str]], known: frozenset[str]) -> list[tuple[int, int, str]]:
    """Each word with the indices of its first and last tokens, hyphens closed as the names have them.

    "co-ordinator" is one word for comparing, as "coordinator" is, and so is "anarcho-syndicalism" where a name has it.
    """
    closed: list[tuple[int, int, str]] = []
    for index, word in tokens:
        if closed and closed[-1][1] == index - 2 and doc[index - 1].text == "-":
            first, last, before = closed[-1]
            tight = not doc[index - 1].whitespace_ and not doc[last].whitespace_
            if tight and (len(before) <= 4 or before + word in known):
                closed[-1] = (first, index, before + word)
                continue
        closed.append((index, index, word))
    return closed


def _stands_alone(doc: Doc, index: int) -> bool:
    """Whether a surname has no other capitalised name beside it ("James Burnham" is not C. L. R. James)."""
    before = doc[index - 1] if index and not doc[index].is_sent_start else None
    after = doc[index + 1] if index + 1 < len(doc) else None
    if after is not None and after.tag_ == "NNP" and after.text[0].isupper() and after.text.isalpha():
        return False
    if before is None or before.tag_ not in {"NNP"} or not before.text[0].isupper():
        return True
    return before.is_sent_start or before.lower_.strip(".") in {"mr", "mrs", "dr", "professor", "comrade"}


def _titled(doc: Doc, start: int, last: int) -> bool:
    """Whether all but the small words have their capital: "On Liberty", not "on Liberty"."""
    small = (t for t in doc[start : last + 1] if not t.text[0].isupper() and t.text[0].isalpha())
    return doc[start].text[0].isupper() and all(len(t) <= 3 or t.lower_ in _SMALL for t in small)


def _work_context(doc: Doc, index: int) -> bool:
    """Whether a title of one word ("Capital") is shown to be one by a volume, page or year behind it."""
    after = doc[index + 1 : index + 4].text
    return after.lstrip(", (").startswith(("vol", "Vol", "chapter", "p.", "pp.", "1", "2"))


@lru_cache(maxsize=8)
def _of_pack(pack: str) -> Gazetteer:
    from kb.vocabulary import load_pack

    return gazetteer_of(load_pack(pack))


def gazetteer_of(pack: Pack) -> Gazetteer:
    """A gazetteer of a loaded pack's entities; surnames are derived here, and dropped where two theorists share one."""
    surnames: dict[str, set[str]] = defaultdict(set)
    further: dict[str, set[str]] = defaultdict(set)
    forms: list[Name] = []
    for entity in pack.entities:
        for label in (entity.label, *entity.aliases):
            words = words_of(label)
            if not words:
                continue
            proper = entity.type in PROPER_TYPES or (label[0].isupper() and entity.type != "theory" and len(words) == 1)
            lone = entity.type == "theorist" and len(words) == 1
            forms.append(Name(words, entity.key, entity.type, proper, lone, entity.type == "work" and len(words) == 1))
            if entity.type == "theorist" and len(words) > 1:
                (surnames if label == entity.label else further)[words[-1]].add(entity.key)
    for surname, keys in further.items():  # a pseudonym's or second form's surname yields to a label's
        surnames.setdefault(surname, keys)
    for surname, keys in surnames.items():
        if len(keys) == 1 and len(surname) > 1:
            forms.append(Name((surname,), next(iter(keys)), "theorist", True, lone_surname=True))
    return _by_first_word(forms)


def _by_first_word(forms: Iterable[Name]) -> Gazetteer:
    names: dict[str, list[Name]] = defaultdict(list)
    words: set[str] = set()
    for form in forms:
        words.update(form.words)
        # The key hyphen rule of the text side: "co-ordinator" is written closed on both sides.
        if form not in names[form.words[0]]:
            names[form.words[0]].append(form)
    return Gazetteer(dict(names), frozenset(words))
