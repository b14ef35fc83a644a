"""A sentence as the pairs in it share it: its cue words, the relations that they are cues of, each word's way to the root."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kb.pipeline.claims import lexicon as sayings
from kb.pipeline.learned.pairs import ALLOWED
from kb.pipeline.relations.lexicon import KIND_OF_POS, frames
from kb.pipeline.relations.referents import head_of
from kb.pipeline.relations.scene import Scene

_DEPTH = 24  # words from one up to its root, at most

Types = tuple[str, str]


class Sight:
    """A sentence as its pairs share it: its cue words, and each word's way up to the root."""

    def __init__(self, scene: Scene, index: int) -> None:
        self.scene, self.index = scene, index
        self.ways: dict[int, list[Token]] = {}
        self.heads: dict[int, Token] = {}
        self.places: dict[int, dict[int, int]] = {}
        self.stood: dict[tuple[int, int], str] = {}
        self.ends: dict[tuple[str, int, int, Types], tuple[str, ...]] = {}  # an end's own traits, by role, word and entity
        words = scene.sentences[index]
        self.length = len(words)
        kinds = ((token, KIND_OF_POS.get(token.pos_)) for token in words)
        self.words = [(t, _lemma(t), kind) for t, kind in kinds if kind is not None and _is_cue(_lemma(t), kind)]
        self.families: dict[Types, tuple[str, ...]] = {}
        self.entities = list({id(m.entity): m.entity for m in scene.mentions[index] if m.entity is not None}.values())

    def way(self, token: Token) -> list[Token]:
        """A word and those that govern it, nearest first."""
        found = self.ways.get(token.i)
        if found is None:
            found = self.ways[token.i] = [token]
            while token.head != token and len(found) < _DEPTH:
                token = token.head
                found.append(token)
        return found

    def head(self, start: int, end: int) -> Token:
        """The head of the mention [start, end)."""
        found = self.heads.get(start)
        if found is None:
            mention = next(m for m in self.scene.mentions[self.index] if (m.start, m.end) == (start, end))
            found = self.heads[start] = head_of(self.scene, mention)
        return found

    def stands(self, cue: Token, end: Token) -> str:
        """Where an end stands to a cue word: below which of its dependents, above it, or beside it under a common head."""
        found = self.stood.get((cue.i, end.i))
        if found is None:
            places = self.places.get(cue.i)
            if places is None:
                places = self.places[cue.i] = {t.i: n for n, t in enumerate(self.way(cue))}
            found = self.stood[cue.i, end.i] = _stands(self.way(cue), places, self.way(end))
        return found

    def said(self, types: Types) -> tuple[str, ...]:
        """The families of all its cue words that speak of two types."""
        found = self.families.get(types)
        if found is None:
            names = {name for token, _, _ in self.words for name in families_of(token, types)}
            found = self.families[types] = tuple(sorted(names))
        return found


def _lemma(token: Token) -> str:
    return token.lower_ if token.pos_ in ("ADP", "SCONJ") else token.lemma_.lower()


@cache
def _is_cue(lemma: str, kind: str) -> bool:
    return lemma in frames(kind)


def families_of(token: Token, types: Types) -> tuple[str, ...]:
    kind = KIND_OF_POS.get(token.pos_)
    return _families(_lemma(token), kind, types) if kind is not None else ()


@cache
def _families(lemma: str, kind: str, types: Types) -> tuple[str, ...]:
    """The relations between two types, either way, that a word is a cue of by the rules' lexicon; whether it reports."""
    found = {f"{kind[0]}:{name}" for name, _ in frames_of(lemma, kind, types)}
    if kind == "verb" and lemma in sayings.ANY_VERB:
        found.add("v:says")
    if kind == "noun" and lemma in sayings.NOUNS:
        found.add("n:says")
    return tuple(sorted(found))


@cache
def frames_of(lemma: str, kind: str, types: Types) -> tuple[tuple[str, str], ...]:
    """Relation and slots of every frame of a word; of a frame's relations the first that the types allow."""
    allowed = {*ALLOWED.get(types, ()), *ALLOWED.get((types[1], types[0]), ())}
    found: dict[tuple[str, str], None] = {}
    for frame in frames(kind).get(lemma, ()):
        name = next((r for r in frame.relations if r in allowed), None)
        if name is not None:
            found[name, f"{frame.subject[0]}>{frame.object[0]}"] = None
    return tuple(found)


def _stands(cue: list[Token], places: dict[int, int], end: list[Token]) -> str:
    meet = next((n for n, t in enumerate(end) if t.i in places), None)
    if meet is None:
        return "apart"
    at = places[end[meet].i]
    if at == 0:
        return f"under {label_of(end[meet - 1])}" if meet else "itself"
    if meet == 0:
        return f"over {cue[at - 1].dep_}"
    return f"beside {end[meet - 1].dep_} {cue[at - 1].dep_}" if at + meet < 6 else "far"


def label_of(token: Token) -> str:
    """How a word hangs on its head, a preposition by its word."""
    return f"{token.dep_}:{token.lower_}" if token.dep_ in ("prep", "agent") else token.dep_
