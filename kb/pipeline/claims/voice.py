"""The text's own voice: sentences in which it takes a position on a doctrine or says what a case is."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import Attribution, mention_at
from kb.pipeline.claims.lexicon import EVALUATIONS, NOUNS, THAT
from kb.pipeline.claims.spans import after_leads, chars
from kb.pipeline.cues import load
from kb.pipeline.quotations import quotation_at

NATURE_HEADS = frozenset(load("claims")["lists"]["voice_nature_heads"])
#: Verbs of what a social order or doctrine does, in whose present tense a text says what it is.
NATURE_VERBS = frozenset(load("claims")["lists"]["voice_nature_verbs"])
FIRST_PERSON = frozenset({"we", "our", "us", "i", "my", "me", "ourselves"})


def is_polemical(doc: Doc, claims: list[Attribution]) -> bool:
    """Whether a text argues in its own person: first-person words or judgements, outside what others are reported to say."""
    reported = sorted(span for c in claims for span in c.content)
    at = spoken = judged = own = 0
    for token in doc:
        while at < len(reported) and reported[at][1] <= token.idx:
            at += 1
        if (at < len(reported) and reported[at][0] <= token.idx) or quotation_at(doc, token.i) is not None:
            continue
        own += 1
        spoken += token.lower_ in FIRST_PERSON
        judged += token.lower_ in EVALUATIONS and token.dep_ in {"acomp", "attr", "ROOT", "oprd", "ccomp", "amod", "advmod"}
    return own > 0 and (spoken * 2 + judged) / own > 0.005


def find_own(doc: Doc, sent: Span, near: list[Attribution], polemical: bool) -> list[Attribution]:
    """The author's claim a sentence makes, if it makes one and no other holder's claim fills it."""
    if quotation_at(doc, sent.start) is not None or sum(t.is_alpha for t in sent) < 4:
        return []
    content = chars(doc, after_leads(sent), sent.end)
    if content is None:
        return []
    confidence = _judges(sent)
    filled = [c for c in near if any(left < content[1] and right > content[0] for left, right in c.content)]
    if filled and not (confidence and all(c.rule == "noun that" for c in filled)):
        return []
    confidence = confidence or _says_nature(sent, polemical)
    if not confidence:
        return []
    stance: Stance = "questions" if sent.text.rstrip().endswith("?") else "asserts"
    return [Attribution("author", stance, [content], [], confidence=confidence, rule="own voice", cue_token=-1)]


def _judges(sent: Span) -> float:
    """Judge doctrines: "the theory was proved wrong", "this view is absurd", "it must be distinguished from …"."""
    for token in sent:
        if token.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        mention = mention_at(token)
        doctrine = mention is not None and mention.type == "theory"
        if not doctrine and token.lemma_.lower() not in NOUNS:
            continue
        verb = token.head
        judged = (
            any(
                t.lower_ in EVALUATIONS and t.dep_ in {"acomp", "attr", "oprd", "xcomp", "ccomp", "ROOT", "conj"}
                for t in verb.subtree
                if t.i > token.i and (t.head is verb or t.head.head is verb)
            )
            or verb.lower_ in EVALUATIONS
        )
        if judged and verb.dep_ in {"ROOT", "ccomp", "conj", "parataxis"}:
            return 0.6
        if doctrine and verb.dep_ == "ROOT" and any(c.lower_ in {"must", "cannot"} for c in verb.children if c.dep_ == "aux"):
            return 0.5
    return 0.0


def _says_nature(sent: Span, polemical: bool) -> float:
    """ "Russia was state capitalist", "the workers there are exploited": what a case is, in the text's own voice."""
    root = sent.root
    if root.lemma_ in THAT and root.lemma_ not in {"mean", "show", "prove", "see", "consider", "find"} and polemical is False:
        return 0.0
    mentions = list({id(m): m for t in sent for m in [mention_at(t)] if m is not None and m.form != "pronoun"}.values())
    if any(m.type in {"theorist", "work"} for m in mentions):
        return 0.0
    cases = [m for m in mentions if m.type == "case"]
    theories = [m for m in mentions if m.type == "theory"]
    if not cases and not theories:
        return 0.0
    if root.lemma_ not in NATURE_VERBS and not (polemical and root.pos_ in {"VERB", "AUX", "NOUN"}):
        return 0.0
    if any(t.like_num and len(t.text) == 4 for t in sent):
        return 0.0
    subject = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    subject_mention = mention_at(subject) if subject is not None else None
    attribute = next((c for c in root.children if c.dep_ in {"attr", "acomp", "oprd"}), None)
    classed = attribute is not None and (attribute.lower_ in NATURE_HEADS or mention_at(attribute) is not None)
    about = (subject_mention is not None and subject_mention.type in {"case", "theory"}) or _opens_with_case(sent)
    person = any(t.lower_ in FIRST_PERSON for t in sent)
    present = _present(root)
    if about and classed and root.lemma_ == "be":
        return 0.55 if polemical else 0.42
    if (
        polemical
        and (present or person or sent.text.rstrip().endswith("?"))
        and (about or person or len(cases) + len(theories) >= 2)
    ):
        return 0.45
    return 0.4 if polemical and present and about else 0.0


def _opens_with_case(sent: Span) -> bool:
    """ "In Russia the producers …", "Under the Soviet system …"."""
    return any(
        m is not None and m.type == "case" and t.dep_ == "pobj" and t.head.dep_ == "prep" and t.head.head is sent.root
        for t in sent[:8]
        for m in [mention_at(t)]
    )


def _present(root: Token) -> bool:
    tags = {c.tag_ for c in root.children if c.dep_ in {"aux", "auxpass"}} or {root.tag_}
    return bool(tags & {"VBZ", "VBP", "MD"})
