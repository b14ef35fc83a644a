"""Claims whose cue is in a relative clause: "the role, which X thought vital", "duties that X defends as a sacrifice"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import mention_at
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import Found, is_personal, stance_of, subject_holders
from kb.pipeline.claims.holders import subject_of
from kb.pipeline.claims.spans import chars
from kb.pipeline.cues import load

#: Verbs that only give a name: "a rule that X called the law of three".
BAPTISING = frozenset(load("claims")["lists"]["relatives_baptising"])
RELATIVE = frozenset({"WDT", "WP"})


def find_relatives(doc: Doc, sent: Span, found: Found) -> None:
    """Add the claims that relative clauses make of the thing they hang on: thing and clause together are what is held."""
    for verb in sent:
        if verb.dep_ != "relcl" or verb.pos_ != "VERB" or verb.i in found.spent or verb.lemma_.lower() not in lexicon.ANY_VERB:
            continue
        thing = verb.head
        if thing.pos_ not in {"NOUN", "PROPN"} or thing.lemma_.lower() in lexicon.NOUNS or thing.i > verb.i:
            continue
        mention = mention_at(thing)
        if mention is not None and mention.type in {"theorist", "work"}:
            continue
        if any(t.lower_ in {"who", "whom"} and t.head in {verb, *verb.children} for t in doc[thing.i + 1 : verb.i]):
            continue  # a person, however called
        base = _frame(verb)
        subject = subject_of(verb)
        if base is None or subject is None or subject == thing:
            continue
        holders = subject_holders(verb)
        if holders is None or holders == ["author"] or (holders == ["unknown"] and not is_personal(subject)):
            continue
        denied = next((c for c in verb.children if _whose(c)), None)
        end = denied.left_edge.i if denied is not None else verb.right_edge.i + 1
        content = [chars(doc, thing.left_edge.i, end)]
        found.add(doc, holders, stance_of(verb, base)[0], content, verb, "relative", 0.55)


def _frame(verb: Token) -> Stance | None:
    """The stance of a verb whose object is the relative pronoun, if the rest of one of its frames stands behind it."""
    lemma = verb.lemma_.lower()
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.tag_ not in RELATIVE), None)
    if subject is None or subject.i > verb.i:
        return None
    behind = [c for c in verb.children if c.i > verb.i]
    if any(c.dep_ == "dobj" and c.tag_ not in RELATIVE for c in behind):
        return None
    named = any(c.dep_ in {"oprd", "acomp"} for c in behind)
    if named and lemma in lexicon.NAME and lemma not in BAPTISING:
        return lexicon.NAME[lemma]
    if lemma in lexicon.AS and any(c.dep_ == "prep" and c.lower_ == "as" for c in behind):
        return lexicon.AS[lemma]
    if lemma in lexicon.WITH and any(c.dep_ == "prep" and c.lower_ == "with" for c in behind):
        return lexicon.WITH[lemma]
    clause = next((c for c in behind if c.dep_ in {"ccomp", "xcomp"}), None)
    if clause is None:
        return "denies" if lexicon.NOUN.get(lemma) == "denies" and any(_whose(c) for c in verb.children) else None
    gap = any(g.tag_ in RELATIVE and g.i < verb.i for g in clause.children)
    infinitive = any(g.lower_ == "to" and g.dep_ == "aux" for g in clause.children)
    if lemma in lexicon.THAT and clause.dep_ == "ccomp" and gap:
        return lexicon.THAT[lemma]
    if lemma in lexicon.TO and infinitive and clause.lemma_ == "be":
        return lexicon.TO[lemma]
    return None


def _whose(child: Token) -> bool:
    """ "whose existence" of "clauses whose existence he denied"."""
    return child.dep_ == "dobj" and any(g.tag_ == "WP$" for g in child.children)
