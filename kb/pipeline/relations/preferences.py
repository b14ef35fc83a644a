"""What somebody puts aside for something else: "instead of T, X advocates U", "X teaches U rather than T"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import subjects
from kb.pipeline.relations.marks import PEOPLE, link, said_of
from kb.pipeline.relations.referents import coordinated, referents
from kb.pipeline.relations.scene import Scene

_REACH = 6  # tokens from the phrase to the name of what is put aside, at most
_DEPTH = 5  # words from the phrase up to its verb, at most


def from_preferences(scene: Scene) -> Iterator[RelationMark]:
    """Marks of rejection from phrases that set one doctrine aside for what the clause's subject does or holds."""
    phrases = {tuple(phrase.split()) for phrase in load("relations")["preferences"]["aside"]}
    lasts = {phrase[-1] for phrase in phrases}
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if not any(m.type == "theory" for m in mentions):
            continue
        for token in sentence:
            if (token.lower_ in lasts and _phrase_at(token, phrases)) or (token.lower_ == "not" and _named_after(scene, token)):
                yield from _put_aside(scene, token, mentions)


def _phrase_at(last: Token, phrases: set[tuple[str, ...]]) -> bool:
    doc = last.doc
    return any(
        phrase[-1] == last.lower_ and tuple(t.lower_ for t in doc[max(last.i + 1 - len(phrase), 0) : last.i + 1]) == phrase
        for phrase in phrases
    )


def _named_after(scene: Scene, word: Token) -> bool:
    """Whether "not" sets one name aside for another: "X wants U, not T"."""
    after = [m for m in scene.within(word.i + 1, word.i + 4) if m.type == "theory"]
    between = scene.doc[word.i + 1 : after[0].start] if after else ()
    return bool(after) and word.i > 0 and word.nbor(-1).text == "," and all(t.pos_ in ("DET", "PUNCT", "ADJ") for t in between)


def _put_aside(scene: Scene, last: Token, mentions: list[Mention]) -> Iterator[RelationMark]:
    ahead = [m for m in mentions if last.i < m.start <= last.i + _REACH]
    if not ahead or ahead[0].type != "theory":
        return
    verb = _verb_over(last)
    if verb is None or verb.lemma_ == "be" or said_of(scene, verb) != "affirmed":
        return
    holders = [r.mention for s in subjects(verb) for r in referents(scene, s, PEOPLE)]
    theories = [ahead[0], *coordinated(scene, ahead[0])]
    for mark in link(scene, verb, holders, "rejects", theories, rule="aside", confidence=0.6, said="affirmed"):
        yield replace(mark, polarity="affirmed")  # the phrase itself is no denial of the rejection


def _verb_over(word: Token) -> Token | None:
    below = word
    for _ in range(_DEPTH):
        if word.head == word:
            return None
        below, word = word, word.head
        if word.pos_ == "VERB" and below.dep_ != "pcomp" and not (word.dep_ == "pcomp" or word.nbor(-1) == below):
            return word
    return None
