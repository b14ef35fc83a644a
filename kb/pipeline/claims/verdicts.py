"""Verdicts of the text on a thought in so many words: "the idea that P is false", "this is nonsense", "they forget that P"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import Attribution, mention_at
from kb.pipeline.claims.found import Found
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.lexicon import EVALUATIONS, NEGATORS, NOUNS, THOUGHTS
from kb.pipeline.claims.spans import Chars, chars, end_of_report, is_negated
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE
from kb.pipeline.quotations import quotation_at

_CUES = {name: frozenset(words) for name, words in load("voice")["verdicts"].items()}
_BREAKS = frozenset({",", ";", ":", "(", "—", "–", "--"})
_FACTS = frozenset({"fact", "facts", "truth", "point", "reader", "readers"})
_POINTING = frozenset({"this", "that", "nothing"})
_LINKING = frozenset({"be", "seem", "appear", "remain", "become", "stand", "have", "go"})
_BEYOND = frozenset({"beyond", "outside", "past"})
_NEAR = 9  # words between a verb and what it says of a thought
_SURE = 0.6


def find_verdicts(doc: Doc, sent: Span, near: Sequence[Attribution]) -> list[Attribution]:
    """What a sentence holds true or false by judging a thought told in it; ``near`` holds the claims around it."""
    found = [
        own
        for c in near
        if c.rule == "noun that" and c.cue_token >= 0 and doc[c.cue_token].sent == sent
        for own in _of_noun(doc, sent, c)
    ]
    return found or _of_frame(doc, sent, near) or _of_clause(doc, sent, near)


def _of_noun(doc: Doc, sent: Span, told: Attribution) -> list[Attribution]:
    """ "The idea that P is false" denies P; "the view that P has been vindicated" asserts it."""
    noun, span = doc[told.cue_token], doc.char_span(*told.content[-1], alignment_mode="expand")
    if span is None or len(told.content) > 1:
        return []
    start = span.end
    if noun.dep_ == "ROOT" and start >= sent.end - 1:  # the parse left the sentence without its main verb
        start = next((t.i for t in reversed(span[2:]) if t.tag_ in FINITE and verdict(doc, t.i, sent.end) is not None), start)
        shorter = chars(doc, span.start, start)
        told.content = [shorter] if shorter is not None else told.content
    elif noun.dep_ not in {"nsubj", "nsubjpass"}:
        return []
    while start < sent.end - 1 and (doc[start].is_punct or doc[start].tag_ == "RB"):
        start += 1
    stance = verdict(doc, start, sent.end) if start < sent.end and doc[start].tag_ in FINITE else None
    cue = chars(doc, start, _end_of_predicate(doc, start, sent.end))
    return [_own(stance, told.content[-1], told.cue_token, cue)] if stance is not None and cue is not None else []


def verdict(doc: Doc, verb: int, end: int) -> Stance | None:
    """What the predicate that begins at a token makes of its subject: "is simply false", "will not do"; None where nothing."""
    words = doc[verb : _end_of_predicate(doc, verb, end)]
    denied = any(t.lower_ in NEGATORS for t in words)
    for token in words:
        if token.lower_ in _CUES["false"]:
            return "asserts" if denied else "denies"
        if token.lower_ in _CUES["true"]:
            return "denies" if denied else "asserts"
        failing = token.lemma_ in _CUES["failing"] and token.tag_ in {"VB", "VBN"} and token.dep_ not in {"aux", "auxpass"}
        if denied and failing and token.pos_ in {"VERB", "AUX"}:
            return "denies"
    return "denies" if any(phrase in words.text.lower() for phrase in _CUES["false_phrases"]) else None


def _end_of_predicate(doc: Doc, verb: int, end: int) -> int:
    return next((t.i for t in doc[verb + 1 : min(verb + _NEAR, end)] if t.text in _BREAKS), min(verb + _NEAR, end))


def _of_frame(doc: Doc, sent: Span, near: Sequence[Attribution]) -> list[Attribution]:
    """ "It would be wrong to think that P", "there is no reason to think so" deny P; "there is no proof that P" doubts it."""
    for token in sent[: min(8, len(sent))]:
        if token.lower_ not in {"it", "there"} or quotation_at(doc, token.i) is not None:
            continue
        that = next(
            (t for t in doc[token.i + 2 : min(token.i + 13, sent.end - 2)] if t.lower_ == "that" or t.text in _BREAKS), None
        )
        if that is None or that.lower_ != "that" or that.i - token.i < 3:
            continue
        frame = doc[token.i + 1 : that.i]
        entertained = any(t.lemma_ in _CUES["entertaining"] and t.tag_ in {"VB", "VBG"} for t in frame)
        if token.lower_ == "it":
            judged = verdict(doc, token.i + 1, that.i) == "denies" and any(t.lemma_ in {"be", "seem"} for t in frame)
            fits = judged and (entertained or frame[-1].lower_ in _CUES["false"] | _CUES["true"])
        else:
            fits = any(t.lower_ in _CUES["lacking"] for t in frame) and any(t.lower_ in _CUES["grounds"] for t in frame)
        content = chars(doc, that.i + 1, sent.end) if fits else None
        told = content is not None and any(content[0] < c.content[0][0] and c.content[-1][1] <= content[1] for c in near)
        if content is not None and not told and not any(mention_at(t) for t in frame):
            unproved = token.lower_ == "there" and any(t.lower_ in _CUES["unproved"] for t in frame)  # not known: not denied
            return [_own("questions" if unproved else "denies", content, -1, (token.idx, that.idx + len(that)))]
    return []


def _of_clause(doc: Doc, sent: Span, near: Sequence[Attribution]) -> list[Attribution]:
    """ "That P is beyond dispute" asserts P; "that P is a myth" denies it; so "the fact that P …"."""
    start = after_leads(sent)
    that = start + 2 if [t.lower_ for t in doc[start : start + 2]] == ["the", "fact"] else start
    if that + 3 >= sent.end or (doc[that].lower_, doc[that].tag_) != ("that", "IN"):
        return []
    finite = [t for t in doc[that + 2 : sent.end] if t.tag_ in FINITE][:2]  # the clause's verb, and that of the sentence
    if len(finite) < 2 or finite[1].lemma_ not in _LINKING:
        return []
    main = finite[1].i
    words = doc[main : _end_of_predicate(doc, main, sent.end)]
    low = {t.lower_ for t in words}
    denied = bool(low & NEGATORS)
    stance: Stance | None
    if low & _CUES["doubting"]:
        stance = "asserts" if denied or low & _BEYOND else None
    else:
        stance = "asserts" if low & _CUES["granted"] and not denied else verdict(doc, main, sent.end)
    content, cue = chars(doc, that + 1, main), chars(doc, main, words.end)
    told = content is not None and any(c.content[0][0] < sent.end_char and c.content[-1][1] > content[0] for c in near)
    return [_own(stance, content, -1, cue)] if stance and content is not None and cue is not None and not told else []


def find_overlooked(doc: Doc, sent: Span, found: Found) -> None:
    """ "Ignores the fact that P", "forgetting that P", "fail to mention that P", "does not see that P": the text holds P true."""
    for verb in sent:
        governor = verb.head if verb.dep_ == "xcomp" else None
        left = governor is not None and governor.lemma_ in _CUES["leaving"] and verb.lemma_ in _CUES["unsaid"]
        if verb.pos_ != "VERB" or not (left or verb.lemma_ in _CUES["overlooking"] or verb.lemma_ in _CUES["seeing"]):
            continue
        if is_negated(governor if left and governor is not None else verb) != (not left and verb.lemma_ in _CUES["seeing"]):
            continue
        if any(c.dep_ == "nsubj" and c.lower_ in {"i", "we"} for c in verb.children):
            continue  # "I do not see that P"
        that = next((t for t in doc[verb.i + 1 : min(verb.i + 6, sent.end - 2)] if t.lower_ == "that"), None)
        between = doc[verb.i + 1 : that.i if that is not None else verb.i + 1]
        if that is None or any(
            t.is_punct or t.pos_ in {"VERB", "AUX"} or (t.pos_ == "NOUN" and t.lower_ not in _FACTS) for t in between
        ):
            continue
        content = chars(doc, that.i + 1, end_of_report(doc, that.i + 1, verb, None))
        found.add(doc, ["author"], "asserts", [content], verb, "held true", _SURE, cue_span=(verb.i, that.i + 1))


def judges(sent: Span) -> tuple[float, int]:
    """How surely a sentence judges a doctrine or a thought, and the token index at which the clause that does so begins.

    "The theory was proved wrong", "this view is absurd", "that is nonsense", "it must be distinguished from …".
    """
    for token in sent:
        if token.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        mention = mention_at(token)
        doctrine = mention is not None and mention.type == "theory"
        thought = token.lemma_.lower() in NOUNS or token.lemma_.lower() in THOUGHTS
        if not doctrine and not thought and not _points(token):
            continue
        verb = token.head
        if verb.dep_ not in {"ROOT", "ccomp", "conj", "parataxis"}:
            continue
        said = _judged(verb, token) or (
            not doctrine and verdict(sent.doc, token.i + 1, sent.end) is not None and verb.dep_ != "ccomp"
        )
        if said:
            return _SURE, token.left_edge.i
        if doctrine and verb.dep_ == "ROOT" and any(c.lower_ in {"must", "cannot"} for c in verb.children if c.dep_ == "aux"):
            return 0.5, token.left_edge.i
    return 0.0, sent.start


def dismisses(sent: Span) -> bool:
    """Whether a sentence says no more of what was just told than that it is so or not: "This is nonsense"."""
    subject = next((c for c in sent.root.children if c.dep_ == "nsubj"), None)
    return subject is not None and _points(subject) and verdict(sent.doc, subject.i + 1, sent.end) is not None


def _points(subject: Token) -> bool:
    return subject.lower_ in _POINTING and subject.head.lemma_ == "be"


def _judged(verb: Token, subject: Token) -> bool:
    """Whether a word of judgement stands by a verb, behind its subject."""
    return verb.lower_ in EVALUATIONS or any(
        t.lower_ in EVALUATIONS and t.dep_ in {"acomp", "attr", "oprd", "xcomp", "ccomp", "ROOT", "conj"}
        for t in verb.subtree
        if t.i > subject.i and (t.head == verb or t.head.head == verb)
    )


def _own(stance: Stance, content: Chars, cue: int, words: Chars) -> Attribution:
    return Attribution("author", stance, [content], [words], confidence=_SURE, rule="verdict", cue_token=cue)
