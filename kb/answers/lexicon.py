"""A pack's cases, categories and wordings, ready to be looked for in a clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from kb.answers.wording import Wording, compile_wording, phrases_of
from kb.answers.words import english, words_of
from kb.vocabulary.pack import Answer, Issue, Pack

Given = frozenset[tuple[str, str]]  # (issue, answer)


@dataclass(frozen=True, slots=True)
class Category:
    """What a thing can be said to be: the answers that saying it gives, and those that denying it gives."""

    said: Given
    denied: Given
    adjective: bool  # it may belong to a noun behind it


@dataclass(slots=True)
class Lexicon:
    """A pack, compiled."""

    pack: Pack
    cases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)  # by first word, longest first
    categories: dict[str, list[tuple[tuple[str, ...], Category]]] = field(default_factory=dict)
    wordings: list[tuple[Issue, str, Wording]] = field(default_factory=list)
    concerns: dict[str, frozenset[str]] = field(default_factory=dict)  # issue -> keys of its cases
    general: frozenset[str] = frozenset()  # issues whose words, said of no case in particular, are said of theirs

    def case_at(self, words: tuple[str, ...], index: int) -> tuple[str, int] | None:
        """The mark and length of the longest case name at an index."""
        for name, mark in self.cases.get(words[index], ()):
            if words[index : index + len(name)] == name:
                return mark, len(name)
        return None

    def category_at(self, words: tuple[str, ...], index: int) -> tuple[Category, int] | None:
        """The longest category at an index, and its length."""
        for name, category in self.categories.get(words[index], ()):
            if words[index : index + len(name)] == name:
                return category, len(name)
        return None

    def ends_in_category(self, words: tuple[str, ...]) -> bool:
        """Whether the words close with a category, a word for a society behind it or not."""
        ends = {len(words), len(words) - 1} if words and words[-1] in english("polities") else {len(words)}
        return any(i + hit[1] in ends for i in range(len(words)) if (hit := self.category_at(words, i)))

    def mark_cases(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words with every case name as one word: its key, behind ``~`` where only an adjective names it."""
        found, i = [], 0
        while i < len(words):
            mark, size = self.case_at(words, i) or (words[i], 1)
            found.append(mark)
            i += size
        return tuple(found)


@lru_cache(maxsize=8)
def lexicon_of(pack: Pack) -> Lexicon:
    """The compiled form of a pack, made once.

    Raises InputError where one of its wordings is malformed.
    """
    lexicon = Lexicon(pack)
    lexicon.cases = _by_first_word(_case_names(pack))
    lexicon.categories = _by_first_word(_categories(pack).items())
    lexicon.general = frozenset(i.id for i in pack.issues if any(s.startswith("~") for a in i.answers for s in a.says))
    lexicon.concerns = {issue.id: pack.cases_within(issue.concerns) for issue in pack.issues}
    for issue in pack.issues:
        for answer in issue.answers:
            lists = partial(_list, pack, issue, answer)
            sources = (*(issue.wordings if answer.named else ()), *answer.wordings)
            lexicon.wordings += [(issue, answer.id, compile_wording(source, lists)) for source in sources]
    return lexicon


def _case_names(pack: Pack) -> Iterable[tuple[tuple[str, ...], str]]:
    cases = [entity for entity in pack.entities if entity.type == "case"]
    for entity in cases:
        for words in (words_of(name) for name in (entity.label, *entity.aliases)):
            yield words[1:] if words[0] == "the" else words, entity.key
    for entity in cases:  # after the names: "the Russian revolution" is no Russian state
        for adjective in map(words_of, entity.adjectives):
            yield adjective, f"~{entity.key}"
            for polity in english("polities"):
                yield (*adjective, polity), entity.key


def _categories(pack: Pack) -> dict[tuple[str, ...], Category]:
    said: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    denied: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    adjectives: set[tuple[str, ...]] = set()
    for entity in pack.entities:
        if entity.type != "theory":
            continue
        adjectives.update(words_of(a) for a in entity.adjectives)
        for words in map(words_of, (entity.label, *entity.aliases)):
            said[words].update(map(_pair, entity.implies))
            denied[words].update(map(_pair, entity.denial))
    for issue in pack.issues:
        for answer in issue.answers:
            for words in (w for says in answer.says for w in phrases_of(says)):
                said[words].add((issue.id, answer.id))
                if other := issue.opposite(answer.id):
                    denied[words].add((issue.id, other))
    for issue in pack.issues:
        for answer in issue.answers:
            for source in map(_pair, answer.follows):
                for words in [w for w, given in said.items() if source in given]:
                    said[words].add((issue.id, answer.id))
    return {words: Category(frozenset(said[words]), frozenset(denied[words]), _qualifies(words, adjectives)) for words in said}


def _qualifies(words: tuple[str, ...], adjectives: set[tuple[str, ...]]) -> bool:
    return words in adjectives or (len(words) == 1 and words[0].endswith(("ist", "ois", "ian", "ial")))


def _pair(ident: str) -> tuple[str, str]:
    issue, _, answer = ident.partition("/")
    return issue, answer


def _list(pack: Pack, issue: Issue, answer: Answer, name: str) -> tuple[str, ...]:
    """The words of ``{name}``; ``{case}`` and ``{case:slug}`` are the marks of cases, ``{answer}`` what names the answer."""
    if name == "case" or name.startswith("case:"):
        keys = issue.concerns if name == "case" else (name.replace(":", "/"),)
        within = sorted(pack.cases_within(keys)) if set(keys) <= pack.by_key.keys() else []
        return tuple(mark for key in within for mark in (key, f"~{key}"))
    words = answer.named if name == "answer" else next((words for listed, words in pack.words if listed == name), ())
    return tuple(" ".join(words_of(w.removesuffix("*"))) + ("*" if w.endswith("*") else "") for w in words)


def _by_first_word(names: Iterable[tuple[tuple[str, ...], object]]) -> dict[str, list[Any]]:
    found: dict[str, dict[tuple[str, ...], object]] = defaultdict(dict)
    for words, meaning in names:
        if words:
            found[words[0]].setdefault(words, meaning)
    return {first: sorted(entries.items(), key=lambda e: -len(e[0])) for first, entries in found.items()}
