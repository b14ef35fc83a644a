"""Arguments drawn within one sentence: "P because Q", "P, arguing that Q", "P on the ground that Q", "P: Q"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from kb.pipeline.annotations import ArgumentMark, Attribution, text_of
from kb.pipeline.arguments.links import Group, claims_at, cue_text, linked, same_holder, words
from kb.pipeline.relations.scene import Scene

_BREAKS = frozenset({",", '"', "”", "’", ")", "]", "–", "—", "--"})  # before a participle that carries a claim out
_EARLY = 8  # tokens of a sentence within which its connective may answer the sentence before
_NEAR = 40  # characters after a connective within which the claim that follows begins: "hence, Searle argues, Q"


def by_subordination(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """A clause or participle that gives a reason for the clause it hangs on."""
    sentence = scene.sentences[index]
    for token in sentence:
        if token.lower_ in words("because") and token.dep_ in ("mark", "advmod"):
            lower, upper = token.head, token.head.head
            if lower.dep_ in ("advcl", "ccomp", "relcl") and lower != upper:
                yield from _joined(scene, index, lower, upper, f"because:{token.lower_}", 0.7)
        elif token.dep_ in ("advcl", "acl") and token.tag_ == "VBG" and token.lemma_.lower() in words("arguing"):
            premises = scene.cues.get(token.i, [])[:1]
            if premises and token.nbor(-1).text in _BREAKS and token.i > sentence.start:
                yield from _carried_out(scene, index, groups, premises[0])


def _carried_out(scene: Scene, index: int, groups: list[Group], premise: Attribution) -> Iterator[ArgumentMark]:
    """The claim right before a participle's own: "X rejected P, arguing that Q"."""
    here = next((n for n, group in enumerate(groups) if premise in group), 0)
    if here:
        yield from linked(scene, index, groups[here], groups[here - 1], "supports", "arguing", 0.55, any_holder=True)


def _joined(scene: Scene, index: int, lower: Token, upper: Token, rule: str, confidence: float) -> Iterator[ArgumentMark]:
    premises, conclusions = claims_at(scene, lower), claims_at(scene, upper)
    if premises and conclusions and premises[0].content != conclusions[0].content:
        yield from linked(scene, index, premises, conclusions, "supports", rule, confidence)


def by_grounds(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """The claim whose cue speaks of grounds supports the one before it: "rejected P on the grounds that Q"."""
    for conclusion, premise in pairwise(groups):
        between = text_of(scene.doc)[conclusion[0].content[-1][1] : premise[0].content[0][0]].lower()
        if premise[0].cue_token == conclusion[0].cue_token >= 0:
            continue  # "on the premise that P and that Q": both are grounds
        if words("grounds") & set(re.findall(r"\w+", f"{cue_text(scene, premise[0])} {between}")):
            yield from linked(scene, index, premise, conclusion, "supports", "grounds", 0.3)


def by_colon(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """What follows a colon or semicolon, with no word between, gives the reason: "denied that P: Q"."""
    for conclusion, premise in pairwise(groups):
        start, end = conclusion[0].content[-1][1], premise[0].content[0][0]
        between = text_of(scene.doc)[start:end].strip(' \n"”’“‘')
        if between in (":", "—", "–"):
            yield from linked(scene, index, premise, conclusion, "supports", "colon", 0.45)
        elif between == ";" and _announced(conclusion[0]) and not _listed(scene, premise) and not _consequent(scene, premise):
            yield from linked(scene, index, premise, conclusion, "supports", "semicolon", 0.35)


def _announced(claim: Attribution) -> bool:
    """Whether a party's claim stands after its cue as a whole: "retorted that P"; in "P, he said, P" a semicolon only goes on."""
    return claim.holder != "author" and bool(claim.cue) and claim.cue[0][1] <= claim.content[0][0] and len(claim.content) == 1


def _listed(scene: Scene, group: Group) -> bool:
    """Whether a claim is one more of a list: "that P; that Q; and that R"."""
    return scene.token_at(group[0].content[0][0]).lower_ in ("and", "or", "that")


def _consequent(scene: Scene, group: Group) -> bool:
    """Whether a claim calls itself a consequence near its start: "what was needed, therefore, was"."""
    start, end = group[0].content[0]
    return bool(words("therefore") & set(re.findall(r"\w+", text_of(scene.doc)[start : min(end, start + 40)].lower())))


def by_consequence(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """The claim around "therefore" or "for this reason" follows from those before it, in this sentence or the last."""
    sentence = scene.sentences[index]
    for token, cue, place in _consequences(scene, index):
        here = next((n for n, group in enumerate(groups) if group[0] in scene.claims.get(token.i, ())), None)
        if here is None:
            here = next((n for n, group in enumerate(groups) if 0 <= group[0].content[0][0] - place < _NEAR), None)
        if here is None:
            continue
        early = token.i - sentence.start < _EARLY and token.lower_ != "so"
        premises = _coordinate(groups, here) if here else [before[-1]] if before and early else []
        for group in premises:
            if "denies" not in (group[0].stance, groups[here][0].stance):  # "denied that it looks different for that reason"
                yield from linked(scene, index, group, groups[here], "supports", f"therefore:{cue}", 0.65)


def _consequences(scene: Scene, index: int) -> Iterator[tuple[Token, str, int]]:
    """The connectives inside a sentence: a word of the clause that follows, the connective, and its character offset."""
    sentence = scene.sentences[index]
    lowered = sentence.text.lower()
    for phrase in sorted(words("consequences")):
        at = lowered.find(f" {phrase} ")
        if at > 0:
            yield scene.token_at(sentence.start_char + at + 1), phrase, sentence.start_char + at + 1
    for token in sentence:
        if token.lower_ not in words("therefore") or token.dep_ not in ("advmod", "cc", "mark") or token.i == sentence.start:
            continue
        if token.lower_ == "so" and (token.nbor(-1).text not in (",", ";") or token.head.pos_ not in ("VERB", "AUX")):
            continue  # "so absurd", "and so on"
        if token.head.tag_ != "VBG":  # "thus reducing prices": a result within the claim
            yield token.head, token.lower_, token.idx


def _coordinate(groups: list[Group], here: int) -> list[Group]:
    """The claims of one list before a claim: "that P, that Q, and that therefore R" rests on both."""
    found = []
    for group in reversed(groups[:here]):
        if not same_holder(group[0], groups[here][0]) or group[0].content[-1][1] > groups[here][0].content[0][0]:
            break
        found.append(group)
    return found[::-1]


def by_inference(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """A claim that its holder "concluded" or "inferred" follows from the holder's claim before."""
    for group in groups:
        if group[0].cue_token < 0 or scene.doc[group[0].cue_token].lemma_.lower() not in words("concluding"):
            continue
        first = next(m for m, other in enumerate(groups) if other[0].cue_token == group[0].cue_token)
        earlier = groups[first - 1] if first else before[-1] if before else []  # "concluded that P and that Q" infers both alike
        if earlier and earlier[0].content[-1][1] <= group[0].content[0][0]:
            yield from linked(scene, index, earlier, group, "supports", "infers", 0.35)


def by_assumption(scene: Scene, index: int, groups: list[Group], before: list[Group]) -> Iterator[ArgumentMark]:
    """What a view "rests on the assumption that" is given as a reason for the claim before."""
    if not before:
        return
    if not any(t.pos_ == "VERB" and t.lemma_.lower() in words("resting") for t in scene.sentences[index]):
        return
    for group in groups[:1]:
        if words("premises") & set(re.findall(r"\w+", cue_text(scene, group[0]))):
            yield from linked(scene, index, group, before[-1], "supports", "assumes", 0.45, any_holder=True)
