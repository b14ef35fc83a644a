"""Somebody's words brought in to bear a statement out: "P. As Kaldor put it, 'Q'"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kb.pipeline.annotations import ArgumentMark, Attribution, Mention, text_of
from kb.pipeline.arguments.links import Group, groups_of, held_by, is_reference, linked, opening, outermost, parted, words
from kb.pipeline.arguments.own import own_claim
from kb.pipeline.relations.scene import Scene

_QUOTES = ('"', "“", "”", "‘")
_AHEAD = 2  # sentences after "As Kaldor put it:" within which the quotation begins
_OPENS = 16  # words of a sentence within which its opening names a source
_OURS = frozenset({"we", "i", "you"})


def by_witnesses(scene: Scene, added: list[Attribution]) -> Iterator[ArgumentMark]:
    """What a party is quoted for right after a claim supports it; a claim of the text's own that this needs goes to ``added``."""
    for index in range(1, len(scene.sentences)):
        handed = any(opening(scene, index).startswith(f"{word} ") for word in words("quoting"))
        witness = _witness(scene, index) if handed else _interrupted(scene, index)
        if witness is None:
            continue
        stated = _stated(scene, index, added if handed else None)
        if stated is not None:
            yield from linked(scene, index, witness, stated, "supports", "quotes", 0.6, any_holder=handed)


def _stated(scene: Scene, index: int, added: list[Attribution] | None) -> Group | None:
    """The last claim of the sentence right before; with ``added`` that sentence's own where nobody's claim stands in it."""
    before = index - 1
    while before > 0 and not parted(scene, before) and is_reference(scene, before):
        before -= 1
    if parted(scene, before):
        return None
    groups = groups_of(scene, before)
    if groups:
        return outermost(groups)[-1]
    claim = own_claim(scene, before) if added is not None else None
    if added is None or claim is None:
        return None
    added.append(claim)
    return [claim]


def _witness(scene: Scene, index: int) -> Group | None:
    """The first claim that a sentence's opening hands over to a party, in it or, after a colon or a question, right behind it."""
    sentence = scene.sentences[index]
    verb = _handing(sentence)
    if verb is None and opening(scene, index).startswith(("as ", "or")):
        return None
    for group in groups_of(scene, index):
        cue, start = group[0].cue_token, group[0].content[0][0]
        named = any(scene.doc[m.start].idx < start and m.start < sentence.start + _OPENS for m in _namings(scene, index, group))
        if _states(scene, group) and (named if verb is None or cue < 0 else verb.i == cue):
            return group
    if not sentence.text.rstrip(' \n"”').endswith((":", "?")):
        return None
    for ahead in range(index + 1, min(index + 1 + _AHEAD, len(scene.sentences))):
        for group in groups_of(scene, ahead):
            if _states(scene, group) and any(_namings(scene, index, group)):
                return group
    return None


def _handing(sentence: Span) -> Token | None:
    """The verb of "As Kaldor put it"; "as such" and "as long as" hand over to nobody."""
    for token in sentence[:_OPENS]:
        if token.lower_ == "as":
            verb = token.head
            said = (
                verb.pos_ == "VERB"
                and verb.i > token.i
                and any(c.dep_ == "nsubj" and c.lower_ not in _OURS for c in verb.children)
            )
            return verb if said and token.dep_ in ("mark", "advmod") else None
    return None


def _interrupted(scene: Scene, index: int) -> Group | None:
    """The quotation that opens a sentence and names its source within it: "'Q,' he wrote, 'R'."."""
    sentence = scene.sentences[index]
    if not sentence.text.lstrip().startswith(_QUOTES) or scene.sentences[index - 1].text.rstrip().endswith(_QUOTES):
        return None  # a quotation that goes on
    for group in groups_of(scene, index)[:1]:
        (start, end), *_ = group[0].content
        if _states(scene, group) and any(start < scene.doc[m.start].idx >= end for m in _namings(scene, index, group)):
            return group
    return None


def _states(scene: Scene, group: Group) -> bool:
    """Whether what is quoted is no question."""
    end = group[0].content[-1][1]
    return group[0].stance == "asserts" and "?" not in text_of(scene.doc)[end - 1 : end + 2]


def _namings(scene: Scene, index: int, group: Group) -> Iterator[Mention]:
    return (m for m in scene.mentions[index] if m.entity is not None and held_by(group, m.entity))
