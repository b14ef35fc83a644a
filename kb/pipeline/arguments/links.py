"""What the rules for arguments share: the claims of a sentence, those said before it, and the marks between two contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span, Token

from kb.model import ArgumentKind
from kb.pipeline.annotations import ArgumentMark, Attribution, Holder, text_of
from kb.pipeline.cues import load
from kb.pipeline.relations.marks import trimmed
from kb.pipeline.relations.scene import Scene

_BACK = 2  # sentences looked back through for what a connective answers
_FARTHEST = 6  # … with the references and the white space between them
_OPENING = 140  # characters of a sentence in which it may open with a connective
_APART = 0.6  # how much less sure a reason is that another party gives
_MARKS = " \n\t\"'“”‘(—–-"
_QUOTES = {ord(mark): None for mark in '"“”'}  # "This was 'because Q'"
_REFERENCE = re.compile(r"^\[[^\[\]]{3,160}\][).\s]*")  # that belongs to the sentence before
_NEAR = 90  # characters into a sentence within which a claim that its main verb is no part of may be what it comes to
_HEAD = 14  # words of a sentence within which an adverb on its main verb answers what stands before it
_EARLY = 90  # characters of a sentence before which a connective between commas ends

Group = list[Attribution]  # the claims of one content: one, or those of joint holders


@cache
def words(name: str) -> frozenset[str]:
    """A list of the arguments' cue words."""
    return frozenset(load("arguments")[name])


@cache
def openings_of(name: str) -> tuple[str, ...]:
    """A list of the arguments' cue phrases, to be looked for at a sentence's start."""
    return tuple(words(name))


def groups_of(scene: Scene, index: int) -> list[Group]:
    """The claims of a sentence in text order, those of one content together."""
    found: dict[tuple[tuple[int, int], ...], Group] = {}
    for claim in sorted(scene.by_sentence.get(index, []), key=lambda c: c.content[0]):
        found.setdefault(tuple(claim.content), []).append(claim)
    return list(found.values())


def groups_before(scene: Scene, index: int, *, across: bool = False, unlike: Group | None = None) -> list[Group]:
    """The claims of the last sentence before this one that makes any, within the same paragraph unless ``across``.

    With ``unlike`` those of the last sentence in which another party than that group's makes any.
    """
    left = _BACK
    for back in range(index - 1, max(index - _FARTHEST - 1, -1), -1):
        if left == 0 or (not across and parted(scene, back)):
            return []
        if is_reference(scene, back):
            continue
        left -= 1
        found = groups_of(scene, back)
        if unlike is not None:
            found = [group for group in found if not any(held_by(unlike, claim.holder) for claim in group)]
        if found:
            return found
    return []


def outermost(groups: list[Group]) -> list[Group]:
    """The groups that lie within no other: in "the notion that P is false" the whole, not P."""

    def within(one: Group, other: Group) -> bool:
        (start, end), (first, last) = ((g[0].content[0][0], g[0].content[-1][1]) for g in (one, other))
        return one is not other and first <= start and end <= last and (first, last) != (start, end)

    return [one for one in groups if not any(within(one, other) for other in groups)]


def is_reference(scene: Scene, index: int) -> bool:
    """Whether a sentence is no more than a reference in brackets, or white space."""
    text = scene.sentences[index].text.strip()
    return not text or (text[0] in "[(" and text[-1] in "])")


def main_group(scene: Scene, index: int, groups: list[Group]) -> Group | None:
    """The first claims of a sentence, unless they hang on a clause of its own: "Another was the army, although X feared P"."""
    root = scene.sentences[index].root
    first = groups[0]
    if any(root.i in range(*_tokens(scene, part)) for claim in first for part in (*claim.content, *claim.cue)):
        return first
    if first[0].content[0][0] - scene.sentences[index].start_char > _NEAR:
        return None
    start = scene.token_at(first[0].content[0][0])
    above = [token for token in (start, *start.ancestors) if token is not root and token.dep_ in ("advcl", "relcl")]
    aside = any(
        t.dep_ == "relcl" or any(c.lower_ in words("conceding") for c in t.children if c.dep_ in ("mark", "advmod"))
        for t in above
    )
    return None if aside else first


def _tokens(scene: Scene, part: tuple[int, int]) -> tuple[int, int]:
    return scene.token_at(part[0]).i, scene.token_at(part[1] - 1).i + 1


def parted(scene: Scene, index: int) -> bool:
    """Whether a paragraph ends between a sentence and the next."""
    following = scene.sentences[index + 1].start
    return "\n\n" in scene.doc[scene.sentences[index].end - 1 : following + 1].text


def same_holder(one: Attribution, other: Attribution) -> bool:
    """Whether two claims are one party's."""
    return one.holder is other.holder or one.holder == other.holder


def held_by(group: Group, holder: Holder) -> bool:
    """Whether one of a group's claims is a party's."""
    return any(claim.holder is holder or claim.holder == holder for claim in group)


def cue_text(scene: Scene, claim: Attribution) -> str:
    """The words of a claim's cue in lower case."""
    return " ".join(text_of(scene.doc)[start:end] for start, end in claim.cue).lower()


def claims_at(scene: Scene, verb: Token) -> Group:
    """The claims that a verb introduces or is the head of, those of one content together."""
    found = scene.cues.get(verb.i) or scene.claims.get(verb.i) or []
    return [c for c in found if c.content == found[0].content]


def linked(
    scene: Scene,
    index: int,
    premises: Group,
    conclusions: Group,
    kind: ArgumentKind,
    rule: str,
    confidence: float,
    *,
    any_holder: bool = False,
    any_pair: bool = False,
) -> Iterator[ArgumentMark]:
    """Marks between two contents: a reason stands with the same holder's claim, an objection against another's.

    ``any_holder`` lifts that for reasons between two contents without a common holder: one may rest on what another found;
    ``any_pair`` lifts it altogether: one answers what oneself grants.
    """
    sentence = scene.sentences[index]
    start, end = trimmed(scene, sentence.start, sentence.end)
    apart = any_holder and not any(held_by(premises, claim.holder) for claim in conclusions)
    for premise in premises:
        for conclusion in conclusions:
            fits = any_pair or apart or (kind == "supports") == same_holder(premise, conclusion)
            if premise is not conclusion and fits:
                yield ArgumentMark(premise, conclusion, kind, start, end, confidence * (_APART if apart else 1), rule)


@cache
def _openers(name: str) -> re.Pattern[str]:
    listed = sorted(words(name), key=len, reverse=True)
    return re.compile(r"(?:" + "|".join(re.escape(w) for w in listed) + r")(?=[ ,:])(?! (?:then|the )?(?:\d|early|late))")


@cache
def _showing() -> re.Pattern[str]:
    verbs = "|".join(sorted(words("showing")))
    return re.compile(rf"(?:all (?:of )?)?(?:this|these|that|which)(?:,? \w+){{0,3}}?,? (?:{verbs})(?= |,)")


@cache
def _inner(name: str) -> re.Pattern[str]:
    listed = sorted(words("parenthetical") & words(name), key=len, reverse=True)
    return re.compile(r", (" + "|".join(re.escape(w) for w in listed) + r"),")


def opening(scene: Scene, index: int) -> str:
    """The first words of a sentence in lower case, without marks and without a reference before them."""
    found = scene.openings.get(index)
    if found is None:
        text = scene.sentences[index].text.lower().lstrip(_MARKS)
        found = _REFERENCE.sub("", text, count=1).lstrip(_MARKS)[:_OPENING].translate(_QUOTES)
        scene.openings[index] = found
    return found


def _first(sentence: Span) -> int:
    """The index of a sentence's first word."""
    return next((t.i for t in sentence if not t.is_space and not t.is_punct), sentence.start)


def opens(scene: Scene, index: int, name: str) -> bool:
    """Whether a sentence opens with a connective of a list, or has it between commas near its start or right on its main verb."""
    sentence = scene.sentences[index]
    text = opening(scene, index)
    found = _openers(name).match(text)
    if found and not _is_measure(text) and not (found[0] in words("because") and _is_aside(sentence)):
        return True
    if _inner(name).search(text[:_EARLY]):
        return True
    if name == "conclude" and _showing().match(text):
        return True
    if name == "reason" and text.startswith("for ") and sentence.doc[_first(sentence)].dep_ in ("mark", "cc"):
        return True  # "For reason has no sex", unlike "For Kant, …"
    said = (sentence.root, *(c for c in sentence.root.children if c.dep_ in ("acomp", "attr") and c.i > sentence.root.i))
    return any(
        c.dep_ == "advmod" and c.lower_ in words("adverbs") & words(name) and c.i - sentence.start < _HEAD
        for verb in said
        for c in verb.children
    )


def _is_aside(sentence: Span) -> bool:
    """Whether a first conjunction opens a clause that its own sentence rests on: "Since P, Q", unlike "Because P."."""
    first = sentence.doc[_first(sentence)]
    return first.dep_ == "mark" and first.head is not sentence.root and first.head.dep_ == "advcl"


def _is_measure(text: str) -> bool:
    """Whether "so" or "since" opens no argument: "so far", "so did", "so much for", "since then"."""
    first, _, rest = text.partition(" ")
    return (first == "since" and rest.startswith("then")) or (
        first == "so" and rest.split(" ", 1)[0].strip(",;:") in words("not_after_so")
    )
