"""The text's own voice: sentences in which it takes a position on a doctrine or says what a case is."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from kb.model import Stance
from kb.pipeline.annotations import Attribution
from kb.pipeline.claims.leads import after_leads, denies
from kb.pipeline.claims.signs import likelihood
from kb.pipeline.claims.spans import chars
from kb.pipeline.claims.verdicts import find_verdicts, judges
from kb.pipeline.cues import load
from kb.pipeline.quotations import quotation_at

FIRST_PERSON = frozenset({"we", "our", "us", "i", "my", "me", "ourselves"})
#: Claims of the text's own less likely than this are not made.
LEAST: float = load("voice")["least"]
#: How sure a denial in set words is: "nor can it be said that P".
SPOKEN_OUT = 0.5


def find_own(doc: Doc, sent: Span, near: list[Attribution], tone: float) -> list[Attribution]:
    """The author's claims a sentence might make, if no other holder's claim fills it, each as sure as its signs make it.

    ``near`` holds the claims around it, ``tone`` says how much the text argues (tone_of).
    """
    if quotation_at(doc, sent.start) is not None:
        return []
    verdicts = find_verdicts(doc, sent, near)
    start = after_leads(sent)
    whole = chars(doc, start, sent.end)
    confidence, clause = judges(sent)
    if verdicts or whole is None or sum(t.is_alpha for t in sent) < (3 if confidence else 4):
        return verdicts
    filled = [c for c in near if any(left < whole[1] and right > whole[0] for left, right in c.content)]
    if filled and all(c.content[-1][1] <= doc[clause].idx for c in filled):  # "X may argue that P, but this view is absurd"
        whole = chars(doc, clause, sent.end) or whole
    elif filled and any(c.rule != "noun that" and c.cue_token <= clause for c in filled):
        return []
    if filled and not confidence:
        return []
    if not filled:
        confidence = max(confidence, likelihood(doc, sent, start, tone))
    asks = sent.text.rstrip().endswith("?") and ":" not in sent.text
    stance: Stance = "questions" if asks else "denies" if denies(sent, start) else "asserts"
    if stance == "denies":
        confidence = max(confidence, SPOKEN_OUT)
    return [Attribution("author", stance, [whole], [], confidence=confidence, rule="own voice", cue_token=-1)]
