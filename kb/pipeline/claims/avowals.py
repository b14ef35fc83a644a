"""What a text avows in the first person: "I hold that P", "my own view is that P", "I find this unconvincing"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Attribution
from kb.pipeline.claims.found import Found
from kb.pipeline.claims.holders import holders_of, subject_of
from kb.pipeline.claims.lexicon import EVALUATIONS
from kb.pipeline.claims.spans import chars, end_of_report
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE
from kb.pipeline.quotations import quotation_at

#: Verbs with which a text in the first person takes a position.
AVOWING = frozenset(load("voice")["avowals"]["verbs"])
#: Verbs with which it judges a thing: "I find this weak".
FINDING = frozenset(load("voice")["avowals"]["finding"])
#: Verbs that "one" or "we" must or may do with what follows: "one must conclude that P".
BOUND = frozenset(load("voice")["avowals"]["bound"])
#: Words of conviction: "I am convinced that P".
CONVINCED = frozenset(load("voice")["avowals"]["convinced"])
_JUDGING = EVALUATIONS.union(
    load("voice")["words"]["judging"], load("voice")["verdicts"]["false"], load("voice")["verdicts"]["true"]
)
_CLAUSAL = frozenset({"that-clause", "bare clause", "adjective that", "to-frame", "as-frame", "naming"})
_OWN = frozenset({"my", "our"})
_NEAR = 10  # words


def is_avowed(doc: Doc, claim: Attribution) -> bool:
    """Whether the text says in so many words that it holds a claim: "I hold that P", "we doubt that P"."""
    if claim.cue_token < 0:
        return False
    cue = doc[claim.cue_token]
    if claim.rule == "noun is that":
        return any(c.lower_ in _OWN for c in cue.children)
    if claim.rule not in _CLAUSAL or (cue.lemma_ not in AVOWING and cue.lower_ not in CONVINCED):
        return False
    verb = cue if cue.pos_ in {"VERB", "AUX"} and cue.lower_ not in CONVINCED else cue.head
    return _speaks(verb if any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children) else cue)


def find_avowed(doc: Doc, sent: Span, found: Found) -> None:
    """Add what the text finds of a thing in few words, and what it says one must conclude."""
    for verb in sent:
        if verb.pos_ != "VERB" or verb.i in found.spent or verb.i + 3 >= sent.end or quotation_at(doc, verb.i) is not None:
            continue
        if verb.lemma_ in FINDING and verb.tag_ in {"VBP", "VB"} and _speaks(verb):
            end = end_of_report(doc, verb.i + 1, verb, None)
            words = doc[verb.i + 1 : min(end, verb.i + 1 + _NEAR)]
            finite = next((t for t in words if t.tag_ in FINITE), None)
            judged = next((t for t in words if t.lower_ in _JUDGING or t.tag_ in {"JJR", "JJS"}), None)
            if judged is not None and judged.i > verb.i + 1 and (finite is None or finite.i > judged.i):
                found.add(doc, ["author"], "asserts", [chars(doc, verb.i + 1, end)], verb, "avowed", 0.6)
        elif verb.lemma_ in BOUND and _is_bound(verb):
            that = next(
                (t for t in doc[verb.i + 1 : min(verb.i + 4, sent.end - 2)] if t.lower_ == "that" and t.tag_ == "IN"), None
            )
            if that is not None:
                content = chars(doc, that.i + 1, end_of_report(doc, that.i + 1, verb, None))
                found.add(doc, ["author"], "asserts", [content], verb, "avowed", 0.6, cue_span=(verb.i, that.i + 1))


def _is_bound(verb: Token) -> bool:
    """ "One must conclude", "we can therefore say"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    bound = any(c.tag_ == "MD" and c.lower_ in {"must", "can", "may", "should", "cannot"} for c in verb.children)
    return bound and subject is not None and subject.lower_ in {"one", "we"} and not any(c.dep_ == "neg" for c in verb.children)


def _speaks(verb: Token) -> bool:
    """Whether the text itself is a verb's subject, now: not "we believed"."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None) or subject_of(verb)
    if subject is None or holders_of(subject) != ["author"]:
        return False
    return verb.tag_ in {"VBP", "VBZ", "VB", "VBN", "JJ"} or (verb.tag_ == "VBD" and subject.lower_ in {"i", "we"})
