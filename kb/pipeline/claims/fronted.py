"""Claims whose content stands before or around its cue: "Whether P is doubted by X", "What X denied was P", "X is said to P"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import Holder, mention_at
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.clauses import listed
from kb.pipeline.claims.found import Found, is_personal, stance_of
from kb.pipeline.claims.holders import holders_of
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.spans import chars, end_of_report
from kb.pipeline.cues import load
from kb.pipeline.phrases import agent_of

#: Verbs in the passive with which a text says what is thought of something, naming nobody: "is said to have held".
REPUTED = frozenset(load("claims")["lists"]["fronted_reputed"])
#: "is often dismissed as P"
CUSTOM = frozenset(load("claims")["lists"]["fronted_custom"])
#: "What matters to X is P": the verb with its holder behind a preposition.
MATTERING = frozenset(load("claims")["lists"]["fronted_mattering"])


def find_fronted(doc: Doc, sent: Span, found: Found) -> None:
    """Add the claims of a sentence whose content comes before its cue or parts it from its subject."""
    first = after_leads(sent)
    if doc[first].lower_ == "that" and _asked_before(doc, sent, found):
        return
    if doc[first].lower_ in {"whether", "that"}:
        _clause_first(doc, sent, first, found)
    elif doc[first].lower_ == "what":
        _cleft(doc, sent, first, found)
    for verb in sent:
        if verb.tag_ != "VBN" or verb.i in found.spent:
            continue
        if verb.lemma_.lower() in lexicon.TO or verb.lemma_.lower() in REPUTED:
            _raised(doc, verb, found)
        if verb.lemma_.lower() in REPUTED and verb.i not in found.spent:
            _reputed(doc, verb, found)
        if verb.lemma_.lower() in lexicon.AS and verb.i not in found.spent:
            _customary(doc, verb, found)


def _clause_first(doc: Doc, sent: Span, opener: int, found: Found) -> None:
    """ "Whether P is still doubted by historians", "That P was denied by X", "That P, X never doubted"."""
    verb = sent.root
    base = lexicon.THAT.get(verb.lemma_.lower()) or lexicon.HELD.get(verb.lemma_.lower())
    if (
        base is None
        or verb.i in found.spent
        or verb.i <= opener + 2
        or (doc[opener].lower_ == "that" and doc[opener].dep_ != "mark")
    ):
        return
    agent = agent_of(verb)
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i and doc[c.left_edge.i - 1].text == ","), None)
    holder = agent or subject
    if holder is None:
        return
    holders = holders_of(holder)
    if holders == ["unknown"] and not is_personal(holder):
        return
    start = min([verb.i, *(c.i for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "advmod"} and c.i > opener)])
    end = min(start, subject.left_edge.i) if subject is not None and agent is None else start
    if end <= opener + 1:
        return
    stance: Stance = stance_of(verb, base)[0]
    if doc[opener].lower_ == "whether":
        stance = "questions"
    found.add(doc, holders, stance, [chars(doc, opener + 1, end)], verb, "clause first", 0.75)


def _cleft(doc: Doc, sent: Span, what: int, found: Found) -> None:
    """ "What X denied was that P", "What matters to X is P": the words behind "is"."""
    be = sent.root
    if be.lemma_ != "be" or be.i <= what + 1:
        return
    verb = next(
        (c for c in be.children if c.dep_ in {"csubj", "nsubj", "ccomp", "advcl"} and c.pos_ == "VERB" and c.i < be.i), None
    )
    if verb is None or verb.i in found.spent:
        return
    lemma = verb.lemma_.lower()
    base = lexicon.THAT.get(lemma) or lexicon.NOUN.get(lemma) or lexicon.HELD.get(lemma)
    holder = next((c for c in verb.children if c.dep_ == "nsubj" and c.i != what), None)
    if lemma in MATTERING:
        base = "asserts"
        link = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"to", "for", "with"}), None)
        holder = next((c for c in link.children if c.dep_ == "pobj"), None) if link is not None else holder
    if base is None or holder is None:
        return
    holders = holders_of(holder)
    if holders[0] in {"unknown", "author"}:
        return
    start = be.i + 1
    if doc[start].lower_ == "that" and doc[start].dep_ == "mark":
        start += 1
    joined = next((c.left_edge.i for c in be.children if c.dep_ == "conj" and c.i > start), sent.end)
    while joined > start and (doc[joined - 1].is_punct or doc[joined - 1].dep_ == "cc"):
        joined -= 1
    found.add(
        doc,
        holders,
        stance_of(verb, base)[0],
        [chars(doc, start, min(joined, end_of_report(doc, start, be, next((c for c in be.children if c.i >= start), be))))],
        verb,
        "cleft",
        0.7,
        cue_span=(what, be.i + 1),
    )


def _reputed(doc: Doc, verb: Token, found: Found) -> None:
    """ "X is sometimes thought to have read Y": what nobody named thinks of X."""
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    clause = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i), None)
    if subject is None or clause is None or any(c.dep_ == "agent" for c in verb.children):
        return
    to = next((c for c in clause.children if c.lower_ == "to" and c.dep_ == "aux"), None)
    if to is None or clause.lemma_.lower() in lexicon.THAT or subject.tag_ in {"WP", "WDT", "EX"} or subject.lower_ == "it":
        return
    if mention_at(subject) is None and not any(mention_at(t) is not None for t in subject.subtree):
        return
    if any(c.tag_ == "MD" for c in verb.children):
        return  # "can be said to rule": the text's own words
    holders: list[Holder] = ["unknown"]
    content = [chars(doc, subject.left_edge.i, subject.right_edge.i + 1), chars(doc, to.i, clause.right_edge.i + 1)]
    found.add(doc, holders, "asserts", content, verb, "reputed", 0.7, hedged=True)


def _raised(doc: Doc, verb: Token, found: Found) -> None:
    """ "The strata are said by Marsh to be Q": what is said of the subject, by whom the agent names."""
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    agent = agent_of(verb)
    if subject is None or agent is None or subject.tag_ in {"WP", "WDT", "EX"} or subject.lower_ == "it":
        return
    clause = next((c for c in verb.children if c.dep_ in {"xcomp", "advcl"} and c.i > agent.i), None)
    to = next((c for c in clause.children if c.lower_ == "to" and c.dep_ == "aux"), None) if clause is not None else None
    holders = holders_of(agent)
    if clause is None or to is None or holders == ["unknown"]:
        return
    stance = stance_of(verb, lexicon.TO.get(verb.lemma_.lower(), "asserts"))[0]
    content = [chars(doc, subject.left_edge.i, subject.right_edge.i + 1), chars(doc, to.i, clause.right_edge.i + 1)]
    found.add(doc, holders, stance, content, verb, "reputed", 0.7)


def _customary(doc: Doc, verb: Token, found: Found) -> None:
    """ "X is often dismissed as Q": what nobody named makes of X."""
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass" and c.i < verb.i), None)
    as_ = next((c for c in verb.children if c.lower_ == "as" and c.dep_ == "prep" and c.i > verb.i), None)
    often = any(c.dep_ == "advmod" and c.lower_ in CUSTOM for c in verb.children)
    if subject is None or as_ is None or not often or agent_of(verb) is not None or subject.tag_ in {"WP", "WDT"}:
        return
    holders: list[Holder] = ["unknown"]
    content = [chars(doc, subject.left_edge.i, as_.right_edge.i + 1)]
    found.add(doc, holders, stance_of(verb, "asserts")[0], content, verb, "reputed", 0.7)


def _asked_before(doc: Doc, sent: Span, found: Found) -> bool:
    """ "What do the physicians say? That P, and that Q.": the answer to a question of what somebody says."""
    before = doc[sent.start - 1].sent if sent.start else None
    if before is None or not before.text.rstrip().endswith("?"):
        return False
    what = next((t for t in before[:4] if t.lower_ == "what"), None)
    verb = next((t for t in before if t.pos_ == "VERB" and t.lemma_ in lexicon.THAT), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.tag_ != "WP"), None) if verb is not None else None
    opener = after_leads(sent)
    if what is None or verb is None or subject is None or doc[opener].dep_ not in {"mark", "det", "dobj", "nsubj"}:
        return False
    holders = holders_of(subject)
    if holders == ["author"]:
        return False
    for left, right in listed(doc, opener + 1, sent.end):
        found.add(doc, holders, "asserts", [chars(doc, left, right)], doc[opener], "clause first", 0.75)
    return True
