"""Claims by verbs and adjectives with a noun phrase: "stressed the role of P", "blamed P on Q", "was sceptical of P"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kb.model import Stance
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import Found, is_personal, stance_of, subject_holders, until_joined
from kb.pipeline.claims.holders import holders_of, subject_of
from kb.pipeline.claims.spans import chars, end_of_report, is_negated
from kb.pipeline.cues import load

ABSTRACT = frozenset(load("claims")["lists"]["verbs_abstract"])
#: What is derived from others' thought: "derived many of his ideas from it".
OWED = frozenset({*lexicon.NOUNS, "many", "much", "most", "concept", "term", "word", "inspiration", "name"})
#: Endings of nouns that stand for a clause: "acknowledged a kinship between P and Q".
NOMINAL = ("ship", "ness", "ity", "tion", "sion", "ment", "ance", "ence", "ency", "ancy")
#: Verbs of laying one thing to another, whose second phrase may stand far from the first.
ASCRIBING = frozenset({"blame", "attribute", "ascribe", "trace", "impute", "reduce", "liken", "compare"})
#: Verbs that deny what their preposition governs, some with "against" alone.
AGAINST = frozenset(load("claims")["lists"]["phrasal_against"])
REFUSING = frozenset(load("claims")["lists"]["phrasal_refusing"])
TELLING = frozenset({"point", "speak", "write", "talk", "hear"})
#: Verbs of seeing one thing in another, and what is seen there: "found the root of it in P".
LOOKING = frozenset({"see", "find", "discover", "recognise", "recognize", "perceive", "detect", "discern"})
ROOTS = frozenset(load("claims")["lists"]["phrasal_roots"])
EMPHATIC = frozenset(load("claims")["lists"]["verbs_emphatic"])


def linked(doc: Doc, verb: Token, found: Found) -> bool:
    """Find "blamed the slump on the bank", "explained the likeness by land bridges", "saw in it a condition of progress"."""
    links = lexicon.LINKS.get(verb.lemma_.lower())
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if links is None or thing is None or thing.tag_ in {"WP", "WDT"} or any(c.dep_ == "prt" for c in verb.children):
        return False
    link = next(
        (
            t
            for t in (*verb.children, *thing.children)
            if t.dep_ == "prep" and t.lower_ in links and t.i > verb.i and _stands(t, thing, verb)
        ),
        None,
    )
    if (
        link is None and verb.lemma_ in ASCRIBING | LOOKING
    ):  # "blamed the length of the slump on the bank", the link hung too deep by the parse
        deep = (t for t in thing.subtree if t.dep_ == "prep" and t.lower_ in links and t.i > thing.i and _stands(t, thing, verb))
        link = next(deep, None)
    if link is None:  # "explained suicide in terms of ties"
        around = (*verb.children, *thing.children)
        link = next((t for t in around if t.dep_ == "prep" and t.i > thing.i and doc[t.i : t.i + 3].text == "in terms of"), None)
    if link is not None and link.lower_ == "from" and thing.lemma_.lower() in OWED:
        return False  # a debt, not a view
    if link is None or not any(c.dep_ in {"pobj", "pcomp"} for c in link.children):
        return False
    holders = subject_holders(verb)
    if holders is None or holders[0] in {"unknown", "author"}:
        return False
    stance, _ = stance_of(verb, "asserts")
    start = min(thing.left_edge.i, link.i)
    end = until_joined(doc, max(thing, link, key=lambda t: t.i), verb, end_of_report(doc, max(thing.i, link.i), verb, thing))
    found.add(doc, holders, stance, [chars(doc, start, end)], verb, "linked", 0.55)
    return True


def _stands(link: Token, thing: Token, verb: Token) -> bool:
    """Whether a preposition stands where its verb wants it: "saw in it P", "made of it P", "found the root of it in P"."""
    if verb.lemma_ == "make":
        return link.i < thing.i
    if verb.lemma_ not in LOOKING:
        return link.i > thing.i
    mention = thing._.dox_mention
    abstract = thing.lower_.endswith((*NOMINAL, "ism")) or thing.lower_ in ABSTRACT or thing.lemma_.lower() in lexicon.NOUNS
    return link.i < thing.i or abstract or thing.lemma_.lower() in ROOTS or (mention is not None and mention.type == "theory")


def noun_object(doc: Doc, verb: Token, found: Found) -> bool:
    """ "rejected the existence of P", "accepted the need to P", "highlighted the diffusion of P"."""
    base = lexicon.NOUN.get(verb.lemma_.lower())
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if base is None or thing is None or thing.pos_ not in {"NOUN", "PROPN"} or thing.lemma_.lower() in lexicon.NOUNS:
        return False
    complement = any(c.dep_ in {"prep", "acl", "relcl"} and c.i > thing.i for c in thing.children)
    abstract = complement and (thing.lower_ in ABSTRACT or (thing.lower_.endswith(NOMINAL) and thing.tag_ == "NN"))
    several = any(c.dep_ == "conj" for c in thing.children) or any(c.dep_ == "conj" for m in thing.lefts for c in m.children)
    if not abstract and not (verb.lemma_ in EMPHATIC and (complement or several)):
        return False
    mention = thing._.dox_mention
    if mention is not None and mention.form == "name" and not abstract:
        return False
    holders = subject_holders(verb)
    if holders is None or holders == ["unknown"]:
        return False
    stance, _ = stance_of(verb, base)
    end = until_joined(doc, thing, verb, end_of_report(doc, thing.i, verb, thing))
    found.add(doc, holders, stance, [chars(doc, thing.left_edge.i, end)], verb, "noun object", 0.6)
    return True


def willed(doc: Doc, verb: Token, found: Found) -> bool:
    """ "favoured keeping the peasants' land", "opposed paying dues": what somebody wants or will not have."""
    base = lexicon.GERUND.get(verb.lemma_.lower())
    forms = {"VBG", "VB"} if verb.lemma_ == "propose" else {"VBG"}  # "proposed to settle them in new towns"
    act = next((c for c in verb.children if c.dep_ in {"xcomp", "pcomp", "ccomp"} and c.tag_ in forms and c.i > verb.i), None)
    if base is None or act is None or any(c.dep_ == "nsubj" for c in act.children) or act.lemma_.lower() in lexicon.THAT:
        return False
    holders = subject_holders(verb)
    if holders is None or holders[0] in {"unknown", "author"}:
        return False
    end = until_joined(doc, act, verb, end_of_report(doc, act.i, verb, act))
    found.add(doc, holders, stance_of(verb, base)[0], [chars(doc, act.left_edge.i, end)], verb, "gerund", 0.5)
    return True


def preposition_object(doc: Doc, verb: Token, found: Found) -> bool:
    """ "insisted on the need for P", "argued for P", "pointed to P"."""
    wanted = lexicon.INTO.get(verb.lemma_, frozenset())
    link = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in wanted and c.i > verb.i), None)
    thing = next((c for c in link.children if c.dep_ in {"pobj", "pcomp"}), None) if link is not None else None
    if link is None or thing is None:
        return False
    mention = thing._.dox_mention
    if verb.lemma_ == "hear" and thing.tag_ != "PRP":  # "would not hear of a new class"
        holders = subject_holders(verb) if is_negated(verb) else None
        if holders is None or holders[0] in {"unknown", "author"}:
            return False
        end = until_joined(doc, thing, verb, end_of_report(doc, thing.i, verb, thing))
        found.add(doc, holders, "denies", [chars(doc, thing.left_edge.i, end)], verb, "preposition object", 0.6)
        return True
    things = (thing, *(c for c in thing.children if c.dep_ == "conj"))
    complement = any(c.dep_ in {"prep", "acl", "relcl"} and c.i > t.i for t in things for c in t.children)
    term = verb.lemma_ == "speak" and mention is not None and mention.type == "theory"
    described = thing.tag_ in {"NNS", "NN"} and any(c.dep_ in {"amod", "compound"} for c in thing.children)
    term = term or (described and verb.lemma_ not in TELLING and link.lower_ in {"for", "against", "on", "upon"})
    if not term and (not complement or (mention is not None and mention.end > thing.i + 1)):
        return False
    holders = subject_holders(verb)
    if holders is None or holders == ["unknown"]:
        return False
    against = verb.lemma_ in REFUSING or (link.lower_ == "against" and verb.lemma_ in AGAINST)
    stance: Stance = stance_of(verb, "denies" if against else "asserts")[0]
    end = until_joined(doc, thing, verb, end_of_report(doc, thing.i, verb, thing))
    found.add(doc, holders, stance, [chars(doc, thing.left_edge.i, end)], verb, "preposition object", 0.5)
    return True


def adjective_of_thought(doc: Doc, adjective: Token, found: Found) -> None:
    """ "was convinced that P", "were sceptical of P"."""
    verb = adjective.head if adjective.dep_ in {"acomp", "oprd"} else adjective
    if adjective.i in found.spent or verb.pos_ not in {"AUX", "VERB", "ADJ"}:
        return
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None) or subject_of(verb)
    if subject is None:
        return
    holders = holders_of(subject)
    if holders == ["unknown"] and not is_personal(subject):
        return
    base = lexicon.ADJECTIVES[adjective.lower_]
    negated = is_negated(verb)
    stance: Stance = base if not negated else ("questions" if base == "asserts" else "asserts")
    clause = next(
        (
            c
            for c in (*adjective.children, *verb.children)
            if c.dep_ in {"ccomp", "advcl"} and c.i > adjective.i and any(g.lower_ == "that" for g in c.children)
        ),
        None,
    )
    if clause is not None:
        that = next(g for g in clause.children if g.lower_ == "that")
        found.add(
            doc,
            holders,
            stance,
            [chars(doc, that.i + 1, end_of_report(doc, that.i + 1, verb, clause))],
            adjective,
            "adjective that",
            0.75,
        )
        return
    of = next((c for c in adjective.children if c.dep_ == "prep" and c.lower_ in {"of", "about"} and c.i > adjective.i), None)
    thing = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if thing is not None and base != "asserts" and thing._.dox_mention is None and holders != ["unknown"]:
        found.add(
            doc,
            holders,
            stance,
            [chars(doc, thing.left_edge.i, end_of_report(doc, thing.i, verb, thing))],
            adjective,
            "adjective of",
            0.6,
        )
