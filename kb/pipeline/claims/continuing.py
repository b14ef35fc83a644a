"""Whether a sentence without a cue goes on with the report before it, or gives the word back to the text."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Attribution, entities_at
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.lexicon import EVALUATIONS, IN_NOUNS, NOUNS
from kb.pipeline.claims.verdicts import dismisses
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE
from kb.pipeline.quotations import quotation_at

#: Openings that tie a sentence to the report before it.
TIES = frozenset(load("claims")["lists"]["carried_ties"])
#: Openings with which the text itself takes the word again.
RETURNS = frozenset(load("claims")["lists"]["carried_returns"])
#: Openings with which the text returns only where nobody has been announced.
OPEN_TO_ALL = frozenset({"since", "when", "as", "while", "many", "some", "most", "in", "by", "although", "though", "if"})
#: What a text calls the words it reports when it speaks of them itself.
TEXTS = frozenset(load("claims")["lists"]["carried_sayings"])
SAYINGS = frozenset({*NOUNS, *load("claims")["lists"]["spans_comments"], *TEXTS})
#: Words of the text's own time: "it is now usual to speak of".
LATER = frozenset({"now", "nowadays", "today", "meanwhile", "later", "afterwards", "subsequently", "eventually"})
EVENTS = frozenset(load("claims")["lists"]["carried_events"])


def _leads(subject: Token, root: Token) -> bool:
    """Whether a subject is that of the main clause or of one joined to it."""
    verb = subject.head
    while verb.dep_ == "conj" and verb.head is not verb:
        verb = verb.head
    return verb == root


def points_back(sent: Span) -> bool:
    """Whether a sentence opens "On this view", "In such a picture": what follows is that view."""
    opening = [t for t in sent[:4] if not t.is_punct and not t.is_space]
    return (
        len(opening) > 2
        and opening[0].lower_ in {"on", "in", "under", "by", "for"}
        and opening[1].lower_ in {"this", "that", "such"}
        and any(t.lower_ in IN_NOUNS for t in opening[2:])
    )


def _takes_up(doc: Doc, sent: Span, current: list[Attribution]) -> bool:
    """Whether the subject, or a thing pointed at ("along this road"), is one of the report, or the tense is shifted back."""
    root = sent.root
    finite = next((t for t in sent if t.tag_ in FINITE), None)
    if finite is not None and finite.lower_ == "had" and finite.dep_ == "aux" and finite.head.tag_ == "VBN":
        return True
    said: set[str] = set()
    for claim in current:
        for left, right in claim.content:
            span = doc.char_span(left, right, alignment_mode="expand")
            said.update(t.lemma_.lower() for t in span or () if t.pos_ in {"NOUN", "PROPN"})
    said -= NOUNS.keys()
    for token in sent:
        if token.lemma_.lower() not in said:
            continue
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head == root:
            return True
        if any(c.lower_ in {"this", "these", "such"} and c.dep_ in {"det", "amod", "predet"} for c in token.children):
            return True
    return False


def _gives_back(sent: Span, root: Token, subjects: list[Token]) -> bool:
    """Whether a sentence speaks of what was reported: "the theory had a rival, however", "This is abuse", "our discussion"."""
    for subject in subjects:
        told_of = any(c.lower_ in {"the", "this", "that", "these"} and c.dep_ == "det" for c in subject.children)
        if (told_of and subject.lemma_.lower() in SAYINGS) or subject.lower_ in {"others", "reader", "readers"}:
            return True
        pointing = subject.lower_ in {"this", "that", "it", "nothing"} or subject.lemma_.lower() in SAYINGS
        if (
            pointing
            and root.lemma_ == "be"
            and any(c.dep_ in {"acomp", "attr"} and c.lower_ in EVALUATIONS for c in root.children)
        ):
            return True
    if any(t.lower_ == "however" for t in sent[:8]) or any(t.lower_ in LATER for t in sent[:5]):
        return True
    return any(t.lower_ == "our" and t.head.lemma_.lower() in TEXTS for t in sent)


def _in_passing(named: Token) -> bool:
    """Whether a name is no subject or agent, or stands in a clause about a thing or time: "as he wrote before Rawls did"."""
    if named.dep_ in {"pobj", "poss"} and named.head.dep_ != "agent":
        return True
    return any(a.dep_ in {"relcl", "advcl", "acl"} and a.head.i < a.i for a in (named, *named.ancestors))


def _main_verb(sent: Span) -> Token:
    """The verb of a sentence's first clause: of what stands before a semicolon where one parts it."""
    root = sent.root
    part = next((t.i for t in sent if t.text == ";"), sent.end)
    if root.i < part:
        return root
    clausal = {"ccomp", "parataxis", "conj", "dep", "advcl"}
    return next(
        (t for t in sent.doc[sent.start : part] if t.pos_ in {"VERB", "AUX"} and t.head.i >= part and t.dep_ in clausal), root
    )


def _speaks_of_others(doc: Doc, pronoun: Token, current: list[Attribution]) -> bool:
    """Whether the last report has a subject of the pronoun's number that names nobody: "held that such parties fail. They"."""
    many = pronoun.lower_ == "they"
    for left, right in current[0].content:
        span = doc.char_span(left, right, alignment_mode="expand")
        subject = next((t for t in span or () if t.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None:
            return subject.lower_ == pronoun.lower_ or (
                not entities_at(subject) and subject.tag_ in ({"NNS"} if many else {"NN"})
            )
    return False


def goes_on(doc: Doc, sent: Span, current: list[Attribution]) -> bool:
    """Whether nothing in the sentence gives the word back to the text, and something ties it to the report."""
    words = [t for t in sent if t.is_alpha]
    if len(words) < 4 or dismisses(sent) or any(t.text == "?" or quotation_at(doc, t.i) is not None for t in sent):
        return False
    first = words[0]
    announced = current[0].rule == "announced"
    if first.lower_ in RETURNS and not points_back(sent) and not (announced and first.lower_ in OPEN_TO_ALL):
        return False
    root = _main_verb(sent)
    if first.lower_ in {"this", "these", "that"} and words[1].lemma_.lower() in NOUNS and root.tag_ in {"VBD", "VBN", "VBZ"}:
        return False
    subjects = [c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}]
    spelt_out = after_leads(sent) > sent.start + 2 and doc[sent.start].lower_ == "the"  # "The reasoning is that P"
    if not spelt_out and _gives_back(sent, root, subjects):
        return False
    speaking = {id(claim.holder) for claim in current}
    named = [
        c
        for t in sent
        for c in entities_at(t)
        for leads in [t.dep_ in {"nsubj", "nsubjpass"} and t.head == root]
        if (
            leads
            and c.type in {"theorist", "group", "work"}
            and not (t.lower_ in {"they", "it"} and _speaks_of_others(doc, t, current))
        )
        or (c.type == "theorist" and id(c) not in speaking and not _in_passing(t))
    ]
    if named or any(t.lower_ in {"he", "she", "i"} and t.dep_ in {"nsubj", "nsubjpass"} and _leads(t, root) for t in sent):
        return False
    if root.lemma_ in EVENTS and root.tag_ in {"VBD", "VBN"} and not any(c.tag_ == "MD" for c in root.children):
        return False
    if any(t.ent_type_ == "DATE" for t in subjects) or any(
        t.tag_ == "CD" and len(t.text) == 4 and t.text.startswith(("1", "20")) and t.nbor(-1).text != "(" for t in sent
    ):
        return False
    if (
        points_back(sent)
        or spelt_out
        or _takes_up(doc, sent, current)
        or (root.lemma_ == "be" and root.tag_ == "VBD" and first.lower_ not in {"he", "she"})
    ):
        return True
    modal = any(t.tag_ == "MD" for t in sent)
    tied = first.lower_ in TIES
    tense = root.tag_ if root.pos_ in {"VERB", "AUX"} else ""
    auxiliary = next((c.tag_ for c in root.children if c.dep_ in {"aux", "auxpass"}), tense)
    present = auxiliary in {"VBZ", "VBP", "MD"} or tense in {"VBZ", "VBP"}
    if tied:
        return True
    perfect = root.tag_ == "VBN" and any(c.lower_ in {"have", "has"} for c in root.children if c.dep_ == "aux")
    return modal or (present and not perfect)  # "the attempts have been disappointing" is the text's own story
