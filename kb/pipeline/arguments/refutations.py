"""Objections to a view that a sentence points at: "This view is absurd", "Wegener thought this impossible"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import ArgumentMark, text_of
from kb.pipeline.arguments.links import Group, cue_text, linked, opening, openings_of, words
from kb.pipeline.polarity import is_negated
from kb.pipeline.relations.scene import Scene

_POINTERS = frozenset({"this", "that", "these", "such", "both"})


def refutes(scene: Scene, index: int, *, near: bool = True) -> bool:
    """Whether a sentence says of "this view" that it is absurd, wrong, refuted; of "the view" too where ``near`` it."""
    return opening(scene, index).startswith(openings_of("rebuffs")) or any(
        subject.dep_ in ("nsubj", "nsubjpass", "dobj") and _points(subject, near) and _is_struck(subject)
        for subject in scene.sentences[index]
    )


def _is_struck(subject: Token) -> bool:
    """Whether what is said of a subject strikes it down: "is absurd", "is not true", "begs the question", "does not follow"."""
    verb = subject.head  # of "thought this impossible" the parser makes "impossible" the head of "this"
    said = {t.lower_ for c in verb.children if c.dep_ in ("acomp", "attr", "oprd") for t in (c, *c.children)} | {verb.lower_}
    if said & words("refuting"):
        return True
    if subject.dep_ == "dobj" or (subject.lower_ == "this" and verb.dep_ != "ROOT"):
        return False
    if verb.lemma_.lower() in words("faulting"):
        return not is_negated(verb)
    return is_negated(verb) and bool(said & words("approving") or verb.lemma_.lower() in words("convincing"))


def _points(subject: Token, near: bool) -> bool:
    """Whether a subject points back at a view: "this", "that claim", "such a view"."""
    if subject.lower_ in ("this", "that"):
        return subject.tag_ == "DT"  # "land bridges that foundered" points at nothing
    return subject.lemma_.lower() in words("views") and any(
        c.lower_ in _POINTERS or (near and (c.dep_ == "poss" or c.lower_ == "the") and not _is_told(subject))
        for c in subject.children
    )


def _is_told(noun: Token) -> bool:
    """Whether a noun says itself which view it means: "the idea that P", "the theory of Q"."""
    return any(c.dep_ in ("acl", "relcl", "prep", "appos") for c in noun.children)


def by_refutations(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """The author's sentence objects to the claim that it reports: "Trotsky's view that P is absurd"."""
    for outer in groups:
        for inner in groups:
            if outer is inner or not _holds(outer, inner):
                continue
            after = text_of(scene.doc)[inner[0].content[-1][1] : outer[0].content[-1][1]].lower()
            if words("refuting") & set(re.findall(r"\w+", after)):
                yield from linked(scene, index, outer, inner, "attacks", "strikes down", 0.6)


def _holds(outer: Group, inner: Group) -> bool:
    """Whether one content lies within another."""
    whole, part = outer[0].content, inner[0].content
    return whole[0][0] <= part[0][0] and part[-1][1] <= whole[-1][1]


def by_blame(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """What someone "failed to see" objects to what that party said last, in the same sentence or before it."""
    start = scene.sentences[index].text.lower()[:80]
    for n, group in enumerate(groups):
        cue = cue_text(scene, group[0])
        blamed = any(p in cue for p in words("blame"))
        if blamed or (n == 0 and any(p in start for p in words("blame") if " to " in p)):
            blames = groups[n - 1] if n else before[-1] if before else []
            yield from linked(scene, index, group, blames, "attacks", "blames", 0.55)
