"""The text's own voice: sentences in which it takes a position on a doctrine or says what a case is."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import Attribution, mention_at
from kb.pipeline.claims.lexicon import EVALUATIONS, NOUNS, THAT
from kb.pipeline.claims.spans import chars, is_negated
from kb.pipeline.quotations import quotation_at

STANCE_VERBS = frozenset({"fail", "collapse", "contradict", "obscure", "ignore", "overlook", "misunderstand", "rest", "confuse", "commit", "beg", "refute", "disprove", "vindicate", "prove", "remain", "deserve", "must", "explain", "presuppose"})
NATURE_HEADS = frozenset({"society", "system", "state", "economy", "class", "regime", "order", "capitalism", "socialism", "revolution", "mode", "bureaucracy", "exploitation", "country", "dictatorship", "form", "formation", "kind", "type", "stage"})


def is_polemical(doc: Doc) -> bool:
    """Whether a text argues in its own person: it says "we", "our", "I" outside quotations, or calls doctrines absurd or wrong."""
    person = sum(1 for t in doc if t.lower_ in {"we", "our", "us", "i", "my"} and quotation_at(doc, t.i) is None)
    judged = sum(1 for t in doc if t.lower_ in EVALUATIONS and t.dep_ in {"acomp", "attr", "ROOT", "oprd", "ccomp"} and quotation_at(doc, t.i) is None)
    return person * 150 + judged * 120 > len(doc) * 0.6


def find_own(doc: Doc, sent: Span, taken: list[tuple[int, int]], polemical: bool) -> list[Attribution]:
    """The author's claim a sentence makes, if it makes one and no other holder's claim fills it."""
    if quotation_at(doc, sent.start) is not None or sent.root.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return []
    content = chars(doc, sent.start, sent.end)
    if content is None or any(left < content[1] and right > content[0] for left, right in taken):
        return []
    root = sent.root
    confidence = _evaluates(doc, sent, root) or _says_nature(doc, sent, root, polemical)
    if not confidence:
        return []
    question = sent.text.rstrip().endswith("?")
    stance: Stance = "questions" if question else "asserts"
    return [Attribution("author", stance, [content], [], confidence=confidence, rule="own voice", cue_token=-1)]


def _evaluates(doc: Doc, sent: Span, root: Token) -> float:
    """"The theory of the bureaucratic revolution was proved wrong", "This view is absurd"."""
    subject = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None:
        return 0.0
    mention = mention_at(subject)
    idea = (mention is not None and mention.type == "theory") or subject.lemma_.lower() in NOUNS
    judged = any(t.lower_ in EVALUATIONS and (t.dep_ in {"acomp", "attr", "oprd", "xcomp", "ccomp", "ROOT"} or t.head is root) for t in sent if t.i > subject.i)
    if idea and judged:
        return 0.6
    if idea and any(c.lower_ in {"must", "should", "cannot"} for c in root.children if c.dep_ == "aux"):
        return 0.5
    return 0.0


def _says_nature(doc: Doc, sent: Span, root: Token, polemical: bool) -> float:
    """"Russia was state capitalist", "the producers there are exploited by a class": what a case is, in the text's own voice."""
    if root.lemma_ in THAT and root.lemma_ not in {"mean", "show", "prove", "see"}:
        return 0.0
    mentions = {id(m): m for t in sent for m in [mention_at(t)] if m is not None}.values()
    types = {m.type for m in mentions}
    if "theorist" in types or "work" in types:
        return 0.0
    case_or_theory = [m for m in mentions if m.type in {"case", "theory"}]
    if not case_or_theory:
        return 0.0
    subject = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    subject_mention = mention_at(subject) if subject is not None else None
    attribute = next((c for c in root.children if c.dep_ in {"attr", "acomp", "oprd"}), None)
    about = any(m.type == "case" for m in mentions) and any(m.type == "theory" for m in mentions)
    copula = root.lemma_ == "be" and attribute is not None
    nature = copula and subject_mention is not None and subject_mention.type in {"case", "theory"} and (attribute.lower_ in NATURE_HEADS or mention_at(attribute) is not None)  # type: ignore[union-attr]
    if root.tag_ == "VBD" and not polemical:
        return 0.0
    if nature:
        return 0.55 if polemical else 0.35
    if polemical and about and not is_negated(root):
        return 0.45
    return 0.4 if polemical and (copula or about) and len(case_or_theory) >= 2 else 0.0
