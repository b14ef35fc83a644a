"""Reports of several clauses parted by semicolons or a colon: each is a claim of its own, up to where another voice is heard."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Attribution
from kb.pipeline.claims.spans import Chars, chars, speaker_resumes
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE
from kb.pipeline.quotations import quotation_at

SHORT = 4  # words
#: How many words behind a claim it may go on: a bound for parses gone astray.
FAR = 200
#: Reports of whole clauses; a phrase or a name before a semicolon is not gone on with.
CLAUSAL = frozenset(load("claims")["lists"]["parts_clausal"])
#: Reports of phrases: they end at a semicolon.
PHRASAL = frozenset(load("claims")["lists"]["parts_phrasal"])
#: "…; this position is called X": the text gives the name.
NAMING = frozenset(load("claims")["lists"]["parts_naming"])


def part_at_semicolons(doc: Doc, claims: list[Attribution]) -> list[Attribution]:
    """The claims with their contents cut at semicolons and colons, and a claim without cue for each clause that goes on."""
    cues = sorted(doc[c.cue_token].idx for c in claims if c.cue_token >= 0)
    taken = sorted(span for c in claims for span in c.content)
    kept: list[Attribution] = []
    for claim in claims:
        kept.append(claim)
        whole = claim.content[-1]
        words = doc.char_span(*whole, alignment_mode="expand")
        if words is None or not (claim.rule in CLAUSAL or claim.rule in PHRASAL or claim.stance != "asserts"):
            continue
        end = words[-1].sent.end
        marks = [t.i for t in doc[words.start : min(end, words.end + FAR)] if _parts(doc, t)]
        if not marks or marks[0] > words.end or quotation_at(doc, words.end - 1) is not None:
            continue
        phrase = claim.rule in PHRASAL or claim.stance != "asserts"
        if phrase and marks[0] >= words.end and doc[marks[0]].text == ";":
            continue
        first = chars(doc, words.start, min(marks[0], words.end))
        if first is None:
            continue
        claim.content = [*claim.content[:-1], first]
        if phrase and (doc[marks[0]].text == ";" or claim.stance != "asserts"):
            continue
        for left, right in zip(marks, [*marks[1:], end], strict=True):
            content = chars(doc, left + 1, right)
            if content is None or not _goes_on(doc, left, right, cues) or _taken(taken, content, whole):
                break
            rule = f"{claim.rule}, next clause"
            kept.append(replace(claim, content=[content], cue=[], rule=rule, confidence=0.6, cue_token=-1))
    return kept


def _parts(doc: Doc, mark: Token) -> bool:
    """Whether a mark parts what is reported: a semicolon, or a colon with a whole clause behind it, outside quotation marks."""
    if mark.text not in {";", ":"} or quotation_at(doc, mark.i) is not None:
        return False
    behind = doc[mark.i + 1 : mark.sent.end]
    if mark.text == ";":  # not "two kinds: those that show; and those that hide"
        listed = len(behind) > 1 and behind[0].lower_ in {"and", "or"} and any(t.tag_ in {"WDT", "WP"} for t in behind)
        return not listed or any(_leads(t) for t in behind)
    finite = next((t for t in behind if t.tag_ in FINITE or t.text in {";", ":"}), None)
    if len(behind) < SHORT or finite is None or finite.tag_ not in FINITE or behind[0].is_quote:
        return False
    return any(_leads(t) for t in doc[mark.i + 1 : finite.i])


def _leads(token: Token) -> bool:
    """Whether a word is the subject of a clause that is no relative one."""
    relative = token.lower_ in {"which", "who", "that"} and token.head.dep_ in {"relcl", "acl"}
    return token.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} and not relative


def _taken(taken: list[Chars], content: Chars, own: Chars) -> bool:
    """Whether another claim has words of a clause."""
    at = bisect_left(taken, content)
    return any(left < content[1] and right > content[0] for left, right in taken[max(0, at - 2) : at + 2] if (left, right) != own)


def _goes_on(doc: Doc, mark: int, end: int, cues: list[int]) -> bool:
    """Whether the clause behind a semicolon has a subject and verb, no cue of its own, and does not name what was said."""
    clause = doc[mark + 1 : end]
    at = bisect_left(cues, clause.start_char)
    if at < len(cues) and cues[at] < clause.end_char:
        return False
    finite = next((t for t in clause if t.tag_ in FINITE), None)
    if finite is None or speaker_resumes(doc, mark, end):
        return False
    if clause[0].lower_ in {"this", "that", "these"} and any(t.lemma_ in NAMING for t in clause):
        return False
    return any(t.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for t in clause)
