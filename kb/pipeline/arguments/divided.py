"""Claims that hold an argument within them, parted at its connective: "P, and therefore Q", "P, otherwise Q"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import ArgumentMark, Attribution
from kb.pipeline.arguments.links import words
from kb.pipeline.claims.spans import chars

_CLAUSE = 8  # words of a clause after a semicolon before its connective
_SHORTEST = 3  # words of either part
_WEAK = frozenset({"so", "thus"})  # where the text itself tells what happened, these tell what came of it
_BEFORE = frozenset({",", ";", ":", "—", "–", "and", "but", "for", "or"})


def divide(doc: Doc) -> list[ArgumentMark]:
    """Part the claims of a Doc that hold an argument, and say which part stands for which.

    Claims keep their first part; the second becomes a claim of the same holder and stance beside it.
    """
    claims: list[Attribution] = list(doc._.dox_attributions or [])
    offsets = [token.idx for token in doc]
    marks, added = [], []
    for claim in claims:
        start, end = claim.content[-1]
        tokens = range(bisect_left(offsets, start), bisect_right(offsets, end - 1))
        beyond = _beyond(doc, claim, tokens, claims) or _leading(doc, claim, claims)
        if beyond is not None:
            added.append(beyond[0])
            marks.append(beyond[1])
            continue
        nested = any(other is not claim and start < other.content[0][0] and other.content[-1][1] <= end for other in claims)
        weak = _WEAK if claim.holder == "author" else frozenset()
        cuts = (cut for i in tokens[_SHORTEST:] if doc[i].lower_ not in weak and (cut := _cut(doc[i], tokens)))
        found = None if nested else next(cuts, None)
        if found is None:
            continue
        before, after, follows = found
        first, second = chars(doc, tokens[0], before), chars(doc, after, tokens[-1] + 1)
        if first is None or second is None:
            continue
        rest = replace(claim, content=[second], cue=[], rule=f"{claim.rule}, parted")
        claim.content = [*claim.content[:-1], first]
        added.append(rest)
        premise, conclusion = (claim, rest) if follows else (rest, claim)
        marks.append(ArgumentMark(premise, conclusion, "supports", start, end, 0.6, f"parted:{doc[after - 1].lower_}"))
    if added:
        doc._.dox_attributions = in_order([*claims, *added])
    return marks


def in_order(claims: list[Attribution]) -> list[Attribution]:
    """Claims by their place in the text."""
    return sorted(claims, key=lambda c: (c.content[0], c.content[-1][1], str(c.holder)))


def _beyond(doc: Doc, claim: Attribution, tokens: range, claims: list[Attribution]) -> tuple[Attribution, ArgumentMark] | None:
    """A second claim right after a claim's words: "…, he said, is no owner, so that Q", "denied that P: Q"."""
    if isinstance(claim.holder, str) or not tokens:
        return None
    sentence = doc[tokens[-1]].sent
    at = tokens[-1] + 1
    if at + _SHORTEST >= sentence.end:
        return None
    while at < sentence.end - 1 and (doc[at].text in (",", ";") or doc[at].lower_ == "and"):
        at += 1
    if doc[at].lower_ == "so" and doc[at + 1].lower_ == "that":
        start, follows = at + 2, True
    elif doc[at].text in (":", "—", "–") and at == tokens[-1] + 1 and claim.stance != "asserts":
        start, follows = at + 1, False
    elif doc[at].lower_ in words("dividing_conclusion") and at > tokens[-1] + 1 and doc[at].lower_ != "so":
        start, follows = at + 1, True
    else:
        return None
    if not any(t.dep_ in ("nsubj", "nsubjpass", "expl") and t.head.pos_ in ("VERB", "AUX") for t in doc[start : sentence.end]):
        return None
    content = chars(doc, start, sentence.end)
    if content is None or any(o.content[0][0] < content[1] and o.content[-1][1] > content[0] for o in claims):
        return None
    rest = replace(
        claim, stance="asserts" if not follows else claim.stance, content=[content], cue=[], rule=f"{claim.rule}, goes on"
    )
    premise, conclusion = (claim, rest) if follows else (rest, claim)
    return rest, ArgumentMark(premise, conclusion, "supports", claim.content[0][0], content[1], 0.55, f"goes on:{doc[at].lower_}")


def _leading(doc: Doc, claim: Attribution, claims: list[Attribution]) -> tuple[Attribution, ArgumentMark] | None:
    """The reason right before a reported conclusion: "Q; hence, Searle argues, P" has Searle say Q as well."""
    if isinstance(claim.holder, str) or claim.cue_token < 0:
        return None
    sentence = doc[claim.cue_token].sent
    for token in sentence:
        if token.idx >= claim.content[0][0]:
            return None
        if token.i > sentence.start + _SHORTEST and token.lower_ in words("dividing_conclusion"):
            end = token.i - (token.nbor(-1).lower_ == "and")
            if doc[end - 1].text not in (";", ":", "—", "–", ","):
                continue
            content = chars(doc, sentence.start, end)
            if content is None or any(o.content[0][0] < content[1] and o.content[-1][1] > content[0] for o in claims):
                return None
            if not any(t.dep_ in ("nsubj", "nsubjpass", "expl") for t in doc[sentence.start : end]):
                return None
            first = replace(claim, stance="asserts", content=[content], cue=[], rule=f"{claim.rule}, led up to")
            return first, ArgumentMark(
                first, claim, "supports", content[0], claim.content[-1][1], 0.55, f"leads up:{token.lower_}"
            )
    return None


def _cut(token: Token, within: range) -> tuple[int, int, bool] | None:
    """Where a claim is parted at a connective: the first part's end, the second's start, and whether the second follows.

    Only a clause with a subject of its own is a claim: "and thus not worthy of support" stays in its sentence.
    """
    doc = token.doc
    follows = token.lower_ in words("dividing_conclusion")
    if not follows and token.lower_ not in words("dividing_reason"):
        return None
    verb = token.head
    if verb.pos_ not in ("VERB", "AUX") or verb.i <= token.i or verb.i not in within:
        return None
    if not any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") and c.i < verb.i and c.i in within for c in verb.children):
        return None
    if token.lower_ == "so" and token.nbor().lower_ == "that":
        return None  # "tanks are not sold, so that the race is no competition": one thought
    before = token.i
    while before - 1 in within and doc[before - 1].lower_ in _BEFORE:
        before -= 1
    after = token.i + 1
    before_it, after_it = token.nbor(-1).lower_, token.nbor().text
    if follows and (before_it not in _BEFORE or (before_it == "," and after_it == ",")):
        at = next((i for i in range(token.i - 1, max(token.i - _CLAUSE, within[0]), -1) if doc[i].text == ";"), None)
        if at is None:
            return None  # a word of the clause itself, with no break before it
        before, after = at, at + 1  # "…; what was needed, therefore, was Q"
    if before - within[0] < _SHORTEST or within[-1] + 1 - after < _SHORTEST:
        return None
    return before, after, follows
