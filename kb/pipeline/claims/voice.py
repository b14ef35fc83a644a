"""The text's own voice: sentences in which it takes a position on a doctrine or says what a case is."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from kb.model import Stance
from kb.pipeline.annotations import Attribution, mention_at
from kb.pipeline.claims.leads import after_leads, denies
from kb.pipeline.claims.lexicon import EVALUATIONS, NOUNS
from kb.pipeline.claims.signs import likelihood
from kb.pipeline.claims.spans import chars
from kb.pipeline.cues import load
from kb.pipeline.quotations import quotation_at

FIRST_PERSON = frozenset({"we", "our", "us", "i", "my", "me", "ourselves"})
#: Claims of the text's own less likely than this are not made.
LEAST: float = load("voice")["least"]


def find_own(doc: Doc, sent: Span, near: list[Attribution], tone: float) -> list[Attribution]:
    """The author's claims a sentence might make, if no other holder's claim fills it, each as sure as its signs make it.

    ``near`` holds the claims around it, ``tone`` says how much the text argues (tone_of).
    """
    if quotation_at(doc, sent.start) is not None or sum(t.is_alpha for t in sent) < 4:
        return []
    start = after_leads(sent)
    whole = chars(doc, start, sent.end)
    if whole is None:
        return []
    confidence = _judges(sent)
    filled = [c for c in near if any(left < whole[1] and right > whole[0] for left, right in c.content)]
    if filled and not (confidence and all(c.rule == "noun that" for c in filled)):
        return []
    if not filled:
        confidence = max(confidence, likelihood(doc, sent, tone))
    asks = sent.text.rstrip().endswith("?") and ":" not in sent.text
    stance: Stance = "questions" if asks else "denies" if denies(sent, start) else "asserts"
    return [Attribution("author", stance, [whole], [], confidence=confidence, rule="own voice", cue_token=-1)]


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
                if t.i > token.i and (t.head == verb or t.head.head == verb)
            )
            or verb.lower_ in EVALUATIONS
        )
        if judged and verb.dep_ in {"ROOT", "ccomp", "conj", "parataxis"}:
            return 0.6
        if doctrine and verb.dep_ == "ROOT" and any(c.lower_ in {"must", "cannot"} for c in verb.children if c.dep_ == "aux"):
            return 0.5
    return 0.0
