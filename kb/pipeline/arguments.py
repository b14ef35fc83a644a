"""The component that links claims which a text gives as reasons for, or objections to, one another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token

from kb.model import ArgumentKind
from kb.pipeline.annotations import ArgumentMark, Attribution, text_of
from kb.pipeline.cues import load
from kb.pipeline.relations.marks import trimmed
from kb.pipeline.relations.scene import Scene, scene_of

_BACK = 2  # sentences looked back through for what a connective answers
Group = list[Attribution]  # the claims of one content: one, or those of joint holders


@Language.factory("doxograph_arguments")
def make_arguments(nlp: Language | None, name: str) -> Callable[[Doc], Doc]:
    """The component; it wants claims and writes ``doc._.dox_arguments``."""
    return argue


def argue(doc: Doc) -> Doc:
    """Write the arguments that a Doc's connectives draw between its claims, each pair once."""
    scene = scene_of(doc)
    best: dict[tuple[int, int], ArgumentMark] = {}
    for mark in _found(scene):
        key = (id(mark.premise), id(mark.conclusion))
        if key not in best or mark.confidence > best[key].confidence:
            best[key] = mark
    doc._.dox_arguments = sorted(best.values(), key=lambda m: (m.start, m.end, m.premise.content, m.conclusion.content, m.kind))
    return doc


def _found(scene: Scene) -> Iterator[ArgumentMark]:
    for index in sorted(scene.by_sentence):
        groups = _groups(scene, index)
        before = _before(scene, index)
        yield from _within(scene, index)
        yield from _grounds(scene, index, groups)
        yield from _therefore(scene, index, groups, before)
        yield from _struck(scene, index, groups)
        if not before and _refutes(scene, index):  # "This view is absurd" may open a paragraph
            before = _before(scene, index, across=True)
        if before:
            yield from _opened(scene, index, groups, before)
            yield from _blaming(scene, index, groups, before)


def _groups(scene: Scene, index: int) -> list[Group]:
    """The claims of a sentence in text order, those of one content together."""
    found: dict[tuple[tuple[int, int], ...], Group] = {}
    for claim in sorted(scene.by_sentence.get(index, []), key=lambda c: c.content[0]):
        found.setdefault(tuple(claim.content), []).append(claim)
    return list(found.values())


def _before(scene: Scene, index: int, *, across: bool = False) -> list[Group]:
    """The claims of the last sentence before this one that makes any, within the same paragraph unless ``across``."""
    start = scene.sentences[index].start
    for back in range(index - 1, max(index - _BACK - 1, -1), -1):
        sentence = scene.sentences[back]
        if not across and "\n\n" in scene.doc[sentence.end - 1 : start + 1].text:
            return []
        start = sentence.start
        if scene.by_sentence.get(back):
            return _groups(scene, back)
    return []


@cache
def _openers(name: str) -> re.Pattern[str]:
    words = sorted(load("arguments")[name], key=len, reverse=True)
    return re.compile(r"(?:^|, )(" + "|".join(re.escape(w) for w in words) + r")(?=[ ,:])(?! (?:then|the )?(?:\d|early|late))")


def _opens(scene: Scene, index: int, name: str) -> bool:
    """Whether a sentence opens with a connective of a list, or has it between commas near its start or right on its main verb."""
    sentence = scene.sentences[index]
    text = sentence.text.lower().lstrip(" \n\t\"“‘'(—–-")[:140]
    pattern = _openers(name)
    first = pattern.match(text)
    if first:
        return True
    inner = re.search(
        r", (however|therefore|by contrast|then|on the contrary|on the other hand|consequently|thus|hence),", text[:90]
    )
    words = set(load("arguments")[name])
    if inner and inner[1] in words:
        return True
    return any(
        c.dep_ == "advmod" and c.lower_ in words and c.lower_ in ("therefore", "thus", "hence", "consequently", "however")
        for c in sentence.root.children
    )


def _opened(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """A connective at the head of the sentence, between its first claim and the last claim before."""
    here, there = groups[0], before[-1]
    if _opens(scene, index, "conclude"):
        yield from _pairs(scene, index, there, here, "supports", "concludes", 0.6)
    elif _opens(scene, index, "reason"):
        yield from _pairs(scene, index, here, there, "supports", "gives a reason", 0.5)
    elif _refutes(scene, index):
        for group in before:
            yield from _pairs(scene, index, here, group, "attacks", "strikes down", 0.6)
    elif _opens(scene, index, "oppose"):
        for group in before if len(before) == 1 else [there]:
            yield from _pairs(scene, index, here, group, "attacks", "objects", 0.5)


def _refutes(scene: Scene, index: int) -> bool:
    """Whether a sentence says of "this view" that it is absurd, wrong, refuted."""
    cues = load("arguments")
    for subject in scene.sentences[index]:
        if subject.dep_ not in ("nsubj", "nsubjpass") or not _points(subject, cues["views"]):
            continue
        verb = subject.head
        said = {t.lower_ for c in verb.children if c.dep_ in ("acomp", "attr", "oprd") for t in (c, *c.children)} | {verb.lower_}
        if said & set(cues["refuting"]):
            return True
    return False


def _points(subject: Token, views: list[str]) -> bool:
    """Whether a subject points back at a view: "this", "that claim", "such a view"."""
    if subject.lower_ in ("this", "that"):
        return True
    return subject.lemma_.lower() in views and any(
        c.lower_ in ("this", "that", "these", "such", "both") for c in subject.children
    )


def _struck(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """The author's sentence objects to the claim that it reports: "Trotsky's view that P is absurd"."""
    refuting = set(load("arguments")["refuting"])
    for outer in groups:
        for inner in groups:
            if outer is inner or not (
                outer[0].content[0][0] <= inner[0].content[0][0] and inner[0].content[-1][1] <= outer[0].content[-1][1]
            ):
                continue
            after = text_of(scene.doc)[inner[0].content[-1][1] : outer[0].content[-1][1]].lower()
            if refuting & set(re.findall(r"\w+", after)):
                yield from _pairs(scene, index, outer, inner, "attacks", "strikes down", 0.6)


def _pairs(
    scene: Scene, index: int, premises: Group, conclusions: Group, kind: ArgumentKind, rule: str, confidence: float
) -> Iterator[ArgumentMark]:
    """Marks between two contents: a reason stands with the same holder's claim, an objection against another's."""
    sentence = scene.sentences[index]
    start, end = trimmed(scene, sentence.start, sentence.end)
    for premise in premises:
        for conclusion in conclusions:
            same = premise.holder is conclusion.holder or premise.holder == conclusion.holder
            if premise is conclusion or (kind == "supports") != same:
                continue
            yield ArgumentMark(premise, conclusion, kind, start, end, confidence, rule)


def _within(scene: Scene, index: int) -> Iterator[ArgumentMark]:
    """A reason within one sentence: "P because Q", "P, arguing that Q"."""
    cues = load("arguments")
    for token in scene.sentences[index]:
        if token.lower_ in cues["because"] and token.dep_ in ("mark", "advmod"):
            lower, upper = token.head, token.head.head
            if lower.dep_ in ("advcl", "ccomp", "relcl") and lower != upper:
                yield from _joined(scene, index, lower, upper, f"because:{token.lower_}", 0.7)
        elif token.dep_ == "advcl" and token.tag_ == "VBG" and token.lemma_.lower() in cues["arguing"] and token.i > token.head.i:
            yield from _joined(scene, index, token, token.head, "arguing", 0.55)


def _therefore(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """The claim around "therefore" or "so" follows from the one before it, in this sentence or the last."""
    words = load("arguments")["therefore"]
    for token in scene.sentences[index]:
        if token.lower_ not in words or token.dep_ not in ("advmod", "cc", "mark") or token.i == scene.sentences[index].start:
            continue
        if token.lower_ == "so" and (token.nbor(-1).text not in (",", ";") or token.head.pos_ not in ("VERB", "AUX")):
            continue  # "so absurd", "and so on"
        if token.head.tag_ == "VBG":
            continue  # "thus reducing prices": a result within the claim
        here = next((n for n, group in enumerate(groups) if group[0] in scene.claims.get(token.head.i, ())), None)
        if here is None:
            continue
        early = token.i - scene.sentences[index].start < 8 and token.lower_ != "so"
        premises = groups[here - 1] if here > 0 else before[-1] if before and early else None
        if premises is not None:
            yield from _pairs(scene, index, premises, groups[here], "supports", f"therefore:{token.lower_}", 0.6)


def _joined(scene: Scene, index: int, lower: Token, upper: Token, rule: str, confidence: float) -> Iterator[ArgumentMark]:
    premises, conclusions = _claims_at(scene, lower), _claims_at(scene, upper)
    if premises and conclusions and premises[0].content != conclusions[0].content:
        yield from _pairs(scene, index, premises, conclusions, "supports", rule, confidence)


def _claims_at(scene: Scene, verb: Token) -> Group:
    """The claims that a verb introduces or is the head of, those of one content together."""
    found = scene.cues.get(verb.i) or scene.claims.get(verb.i) or []
    return [c for c in found if c.content == found[0].content]


def _grounds(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """The claim whose cue speaks of grounds supports the one before it: "rejected P on the grounds that Q"."""
    words = set(load("arguments")["grounds"])
    for conclusion, premise in pairwise(groups):
        cue = " ".join(text_of(scene.doc)[s:e] for s, e in premise[0].cue).lower()
        if words & set(re.findall(r"\w+", cue)):
            yield from _pairs(scene, index, premise, conclusion, "supports", "grounds", 0.65)


def _blaming(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """What someone "failed to see" objects to what that party said last."""
    phrases = load("arguments")["blame"]
    for group in groups:
        cue = " ".join(text_of(scene.doc)[s:e] for s, e in group[0].cue).lower()
        start = scene.sentences[index].text.lower()[:80]
        if any(p in cue for p in phrases) or (group is groups[0] and any(p in start for p in phrases if " to " in p)):
            yield from _pairs(scene, index, group, before[-1], "attacks", "blames", 0.55)
