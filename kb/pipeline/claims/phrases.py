"""Claims by phrases without a verb: "according to X, P", "in X's view, P", "for X, P", "in the eyes of X"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Holder, mention_at
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.clauses import listed
from kb.pipeline.claims.found import PERSONS, Found, owner_of
from kb.pipeline.claims.holders import before_relative, holders_of, subject_of
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.spans import chars, is_aside
from kb.pipeline.cues import load
from kb.pipeline.persons import ROLES
from kb.pipeline.phrases import agent_of
from kb.pipeline.tracing import passed_over

#: Those who hold views as a body: "to its critics, P".
PEOPLE = frozenset({*(f"{role}s" for role in ROLES), *load("claims")["lists"]["phrases_people"]})

#: What X must be for P to hold, by the word that opens the condition: "if X is right, P".
_LISTS = load("claims")["lists"]
CONDITIONS = {
    "if": frozenset(_LISTS["phrases_right"]),
    "unless": frozenset(_LISTS["phrases_wrong"]),
    "as": frozenset(_LISTS["phrases_concerned"]),
}

#: Verbs whose subject holds the hypothesis that is their object.
_PUTTING = frozenset(load("claims")["lists"]["phrases_putting"])


def find_by_phrases(doc: Doc, sent: Span, found: Found) -> None:
    """Add the claims that the phrases of a sentence report."""
    for token in sent:
        if token.lower_ == "according" and token.i + 1 < sent.end and token.nbor().lower_ == "to":
            _according(doc, sent, token, found)
            if token.i not in found.spent:
                reason = "nobody known is named, or its words are another's claim"
                passed_over(doc, "claims", "according to", token.i, token.i + 2, reason)
        elif token.lower_ == "to" and token.head.lemma_ in {"seem", "appear", "look", "sound"}:
            _seems(doc, sent, token, found)
        elif token.lower_ in lexicon.PREPOSITIONS and token.dep_ in {"prep", "mark", "ROOT", "dep", "advmod", "dative"}:
            _ = any(rule(doc, sent, token, found) for rule in (_in_view, _in_work, _for, _for_whom))
        elif token.lower_ in CONDITIONS and token.dep_ in {"mark", "advmod"}:
            _if_right(doc, sent, token, found)
        elif token.text == ":" and token.i + 3 < sent.end:
            _colon(doc, sent, token, found)


def _phrase_end(doc: Doc, sent: Span, thing: Token) -> int:
    """The index after a holder's noun phrase: to its comma where one is near, else its last word."""
    mention = thing._.dox_mention
    last = max(thing.i + 1, mention.end if mention is not None else 0)
    for i in range(last, min(last + 12, sent.end)):
        if doc[i].text == "," or doc[i].text in {"—", ";", ")"}:
            return i
        if doc[i].pos_ in {"VERB", "AUX"} and doc[i].tag_ not in {"VBN", "VBG"}:
            break
    return last


def _take(
    doc: Doc, sent: Span, start: int, end: int, holders: list[Holder], cue: Token, rule: str, confidence: float, found: Found
) -> bool:
    """Attribute what stands around the phrase [start, end): before it, behind it, or both."""
    clause_start = next(
        (
            i + 1
            for i in range(start - 1, sent.start - 1, -1)
            if doc[i].text == ";" or (doc[i].text == ":" and i > sent.start + 1)
        ),
        sent.start,
    )
    clause_end = next((i for i in range(end, sent.end) if doc[i].text == ";"), sent.end)
    clause_end = next((i for i in range(end + 1, clause_end) if doc[i].text == "," and is_aside(doc, i, clause_end)), clause_end)
    opening = clause_start
    while opening < start and (
        doc[opening].lower_
        in {"thus", "but", "and", "hence", "so", "yet", "however", "moreover", "furthermore", "similarly", "then"}
        or doc[opening].is_punct
        or doc[opening].is_space
    ):
        opening += 1
    before = chars(doc, opening, start) if start - opening > 1 else None
    resumed = end + 1 < clause_end and doc[end].text == "," and doc[end + 1].lower_ == "that"
    if before is not None and resumed and doc[opening].lower_ == "it":
        before, end = None, end + 2  # "It follows, for X, that P"
    if end + 1 < clause_end and doc[end].text == ",":
        end = after_leads(doc[end + 1 : clause_end])
    after = chars(doc, end, clause_end)
    if any(t.i in found.spent for t in doc[clause_start:clause_end]):
        return False
    if after is not None and not any(t.pos_ in {"VERB", "AUX"} for t in doc[end:clause_end]) and before is None:
        return False
    found.add(doc, holders, "asserts", [before, after], cue, rule, confidence, cue_span=(start, end))
    return True


def _according(doc: Doc, sent: Span, token: Token, found: Found) -> None:
    to = token.nbor()
    thing = next((c for c in to.children if c.dep_ == "pobj"), None)
    if thing is None:
        return
    if thing.lower_ in {"which", "whom"} or to.nbor().lower_ in {"which", "whom"}:
        _according_to_which(doc, sent, token, found)
        return
    holders = holders_of(thing)
    if holders == ["unknown"]:  # "the account given by Marsh"
        givers = (agent_of(c) for c in thing.children if c.dep_ == "acl")
        giver = next((one for one in givers if one is not None), None)
        holders = holders_of(giver) if giver is not None else holders
    named = thing.tag_ in {"NNP", "NNPS", "PRP"} or thing.lower_ in PEOPLE | PERSONS | lexicon.WRITINGS
    if holders == ["unknown"] and thing._.dox_mention is None and not named:
        return  # "according to need", "according to rules", "according to the first"
    _take(doc, sent, token.i, _phrase_end(doc, sent, thing), holders, token, "according to", 0.9, found)


def _according_to_which(doc: Doc, sent: Span, token: Token, found: Found) -> None:
    """ "Hess put forward the hypothesis of T, according to which P": P is of whoever the sentence says puts it forward."""
    if token.i <= sent.start or doc[token.i - 1].text != ",":
        return
    verb = sent.root if sent.root.i < token.i else None
    subject = subject_of(verb) if verb is not None and verb.lemma_.lower() in _PUTTING else None
    holders: list[Holder] = holders_of(subject) if subject is not None else []
    if any(t.i in found.spent for t in doc[token.i + 3 : sent.end]):
        return
    content = [chars(doc, token.i + 3, sent.end)]
    found.add(doc, holders or ["unknown"], "asserts", content, token, "according to which", 0.7, cue_span=(token.i, token.i + 3))


def _in_view(doc: Doc, sent: Span, token: Token, found: Found) -> bool:
    """ "In his view, P", "on Marx's account P", "in the minds of defensive realists, P"."""
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    if noun is None or (noun.lemma_.lower() not in lexicon.IN_NOUNS and noun.lower_ not in lexicon.IN_NOUNS):
        return False
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        owner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if owner is None:  # "in the realist view", "from a Marxist standpoint"
        owner = next((c for c in noun.children if c.dep_ in {"amod", "compound", "nmod"} and _of_a_creed(c)), None)
    if owner is None:
        return False
    if noun.lower_ in {
        "work",
        "book",
        "writings",
        "theory",
        "system",
        "thought",
        "philosophy",
        "model",
        "scheme",
        "hands",
        "analysis",
        "language",
        "version",
        "argument",
        "picture",
    } and not (
        doc[noun.i + 1 : noun.i + 2].text == ","
        and (token.i == sent.start or (doc[token.i - 1].text == "," and noun.lower_ not in {"work", "book", "writings", "hands"}))
    ):
        return False
    creed = owner._.dox_mention if _of_a_creed(owner) else None
    holders = [creed.entity] if creed is not None and creed.entity is not None and owner.i < noun.i else holders_of(owner)
    if holders == ["unknown"]:
        return False
    end = max(noun.i, owner.i) + 1
    mention = owner._.dox_mention
    end = max(end, mention.end if mention is not None else 0)
    bounded = (
        token.i == sent.start
        or doc[token.i - 1].text in {",", ";", "—", ":"}
        or doc[token.i - 1].lower_ in {"but", "and", "that", "thus", "because"}
        or token.i - sent.start <= 2
        or (doc[token.i - 1].lemma_ == "be" and noun.lower_ in {"view", "opinion", "eyes", "judgement", "judgment", "estimation"})
    )
    bounded = bounded or (noun.lower_ in {"opinion", "judgement", "judgment", "estimation", "eyes"} and owner.dep_ == "poss")
    closed = end >= sent.end or doc[end].text in {",", ".", ";", "—", ")"}
    if not (bounded or closed):
        return False
    return _take(doc, sent, token.i, end, holders, noun, "in X's view", 0.85, found)


def _of_a_creed(modifier: Token) -> bool:
    """Whether a word before "view" names those who share it, or their doctrine."""
    mention = modifier._.dox_mention
    return mention is not None and mention.form == "name" and mention.type in {"group", "theory"}


def _in_work(doc: Doc, sent: Span, token: Token, found: Found) -> bool:
    """ "In his Discourse on Inequality P", "In Plato's Republic, P": what a work of somebody known says, in the present tense."""
    if token.lower_ != "in" or token.i != sent.start or sent.root.tag_ not in {"VBZ", "VBP", "VBN", "JJ"}:
        return False
    owner = next((t for t in doc[token.i + 1 : token.i + 5] if t.dep_ == "poss" or t.tag_ == "PRP$"), None)
    near = (mention_at(t) for t in doc[token.i + 1 : token.i + 7])
    mention = next((m for m in near if m is not None and m.type == "work"), None)
    subject = next((c for c in sent.root.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
    if owner is None or mention is None or subject is None or mention_at(subject) is not None:
        return False
    holders = [c for c in holders_of(owner) if not isinstance(c, str) and c.type == "theorist"]
    auxiliary = next((c.tag_ for c in sent.root.children if c.dep_ in {"aux", "auxpass"}), sent.root.tag_)
    if not holders or auxiliary not in {"VBZ", "VBP", "MD"} or subject.tag_ == "PRP":
        return False
    return _take(doc, sent, token.i, max(mention.end, token.i + 2), [*holders], token, "in X's view", 0.6, found)


def _for(doc: Doc, sent: Span, token: Token, found: Found) -> bool:
    """ "For Heidegger, P"; "to Marx, P"; also after a semicolon: "; for him P"."""
    if token.lower_ not in {"for", "to", "with", "in"} or token.lower_ in {"in", "with"}:
        return False
    opens = (
        (doc[token.i - 1].text == "," and token.i > sent.start)
        or token.i == sent.start
        or doc[token.i - 1].text in {";", ":", "—"}
        or (token.i - 1 == sent.start and doc[token.i - 1].lower_ in {"but", "and", "yet", "thus"})
        or (token.i - sent.start <= 2 and doc[token.i - 1].text == ",")
    )
    thing = next((c for c in token.children if c.dep_ == "pobj"), None)
    if thing is None and token.i + 1 < sent.end:
        thing = token.nbor() if token.nbor()._.dox_mention is not None else None
    if thing is not None and token.lower_ == "for" and doc[token.i - 1].lemma_ == "be" and thing.i + 1 < sent.end:
        opens = doc[thing.i + 1].text == "," or doc[thing.i + 1].pos_ in {"DET", "ADJ", "PRON"}  # "was for him a class society"
        opens = opens and token.i > sent.start and (thing.tag_ == "PRP" or doc[token.i - 1].i > sent.start)
        if opens and thing._.dox_mention is not None and thing._.dox_mention.type in {"theorist", "group"}:
            be, end = doc[token.i - 1], thing.i + 1 + (doc[thing.i + 1].text == ",")
            subject = next((c for c in be.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < be.i), None)
            if subject is not None and not any(t.i in found.spent for t in doc[subject.left_edge.i : be.right_edge.i]):
                content = [chars(doc, subject.left_edge.i, token.i), chars(doc, end, be.right_edge.i + 1)]
                found.add(doc, holders_of(thing), "asserts", content, token, "for X", 0.65, cue_span=(token.i, thing.i + 1))
        return False
    if not opens or thing is None:
        return False
    mention = thing._.dox_mention
    if mention is None and thing.lower_ in PEOPLE and thing.tag_ == "NNS":  # "To its opponents, P", "For most critics P"
        end = thing.i + 1
        if end < sent.end and (doc[end].text == "," or (token.i == sent.start and doc[end].pos_ in {"DET", "PRON", "PROPN"})):
            return _take(doc, sent, token.i, end, ["unknown"], token, "for people", 0.6, found)
        return False
    if mention is None or mention.type not in {"theorist", "group"}:
        return False
    holders = holders_of(thing)
    end = max((m.end for m in [mention]), default=thing.i + 1)
    for joined in thing.conjuncts:
        if joined.dep_ == "conj" and joined._.dox_mention is not None and joined.i < end + 6:
            end = max(end, joined._.dox_mention.end)
    if end < sent.end and doc[end].lower_ in {"himself", "herself", "themselves"}:
        end += 1
    follows = doc[end].text if end < sent.end else ""
    states = (
        token.i == sent.start and sent.root.lemma_ == "be" and end < sent.end and doc[end].pos_ in {"DET", "PROPN", "ADJ", "NOUN"}
    )
    clause = next((c for c in sent.root.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    states = states or (
        token.i == sent.start and clause is not None and clause.left_edge.i == end and sent.root.tag_ in {"VBD", "VBZ", "VBP"}
    )
    if follows != "," and follows != ";" and mention.form != "pronoun" and not states:
        return False
    if token.lower_ == "to" and follows != ",":
        return False
    return _take(doc, sent, token.i, end + (follows == ";"), holders, token, "for X", 0.75, found)


def _seems(doc: Doc, sent: Span, token: Token, found: Found) -> None:
    """Attribute "the quarrel seemed to him mistaken": the whole sentence is what he thinks."""
    thing = next((c for c in token.children if c.dep_ == "pobj"), None)
    holders: list[Holder] = holders_of(thing) if thing is not None else ["unknown"]
    if holders[0] != "unknown" and token.head.i < token.i and not any(t.i in found.spent for t in sent):
        end = token.i + 2 if thing is None else thing.i + 1
        if end < sent.end and doc[end].lower_ == "that" and token.head.i < token.i:
            for left, right in listed(doc, end + 1, sent.end):
                found.add(
                    doc, holders, "asserts", [chars(doc, left, right)], token, "seems to X", 0.7, cue_span=(token.head.i, end)
                )
            return
        if token.i < token.head.i:  # "All this, to Binford, seemed P"
            before = chars(doc, after_leads(sent), token.i) if token.i > sent.start else None
            around = [before, chars(doc, end, token.head.i), chars(doc, token.head.i + 1, sent.end)]
            found.add(doc, holders, "asserts", around, token, "seems to X", 0.6, cue_span=(token.i, end))
            return
        around = [chars(doc, after_leads(sent), token.head.i), chars(doc, end, sent.end)]
        found.add(doc, holders, "asserts", around, token, "seems to X", 0.6, cue_span=(token.head.i, end))


def _if_right(doc: Doc, sent: Span, opener: Token, found: Found) -> None:
    """ "If X is right, P", "unless X is mistaken, P", "if X is to be believed, P", "as far as X was concerned, P"."""
    verb = opener.head
    wanted = CONDITIONS[opener.lower_]
    judged = verb if verb.lower_ in wanted else next((c for c in verb.children if c.dep_ == "acomp" and c.lower_ in wanted), None)
    who = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if judged is None or who is None or judged.i < who.i or any(c.dep_ == "neg" for c in verb.children):
        return
    holders = holders_of(who)
    if holders[0] in {"unknown", "author"}:
        return
    start = opener.i
    while start > sent.start and doc[start - 1].lower_ in {"so", "as", "far", "in"}:
        start -= 1
    end = judged.i + 1
    if end >= sent.end or doc[end].text not in {",", ".", ";"}:
        return  # "if X is right about Q": of that alone
    _ = _take(doc, sent, start, end, holders, opener, "if X is right", 0.6, found)


#: "Bradley, to whom time was unreal": other verbs have a receiver there, "to whom he sold it".
SEEMING = frozenset({"be", "seem", "appear", "look", "sound", "mean", "remain", "become", "matter", "represent"})


def _for_whom(doc: Doc, sent: Span, token: Token, found: Found) -> bool:
    """ "Albert and Hahnel, for whom P", "diffusionists, in whose eyes P"."""
    if token.i + 3 >= sent.end or token.nbor().lower_ not in {"whom", "whose"}:
        return False
    owned = token.nbor().lower_ == "whose"
    if (owned and doc[token.i + 2].lower_ not in lexicon.IN_NOUNS) or (not owned and token.lower_ not in {"for", "to"}):
        return False
    clause = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
    named = before_relative(token.nbor()) or (clause.head if clause is not None else None)
    if named is None or (token.lower_ == "to" and not owned and clause is not None and clause.lemma_ not in SEEMING):
        return False
    end = token.i + 2 + owned
    found.add(
        doc,
        holders_of(named),
        "asserts",
        [chars(doc, end, sent.end)],
        token,
        "for whom",
        0.7,
        cue_span=(token.i, end),
    )
    return True


#: Verbs between such a noun and its colon: "Leibniz's answer is simple: P".
OPENING = frozenset({"be", "run", "go", "read", "seem", "come", "remain"})
#: Nouns that announce what follows a colon as a holder's ground, point or conclusion.
ANNOUNCING = frozenset(load("claims")["lists"]["phrases_announcing"])


def _colon(doc: Doc, sent: Span, colon: Token, found: Found) -> None:
    """ "The SPGB rejected it on simpler grounds: P"; "Carter went further: P"."""
    before, after = doc[sent.start : colon.i], doc[colon.i + 1 : sent.end]
    if (
        any(t.i in found.spent for t in sent)
        or not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in after)
        or after[0].text in {'"', "“"}
    ):
        return
    verb = next((t for t in before if t.pos_ == "VERB" and t.dep_ in {"ROOT", "ccomp", "conj"}), None)
    holders: list[Holder]
    told = (t for t in before if t.dep_ == "nsubj" and t.head.lemma_ in OPENING)
    owned = next((t for t in told if t.lower_ in ANNOUNCING or t.lemma_ in lexicon.NOUNS), None)
    if owned is not None:  # "Leibniz's answer is simple: P"
        holders = owner_of(owned)
        if holders and holders[0] not in {"unknown", "author"}:
            content = [chars(doc, colon.i + 1, sent.end)]
            found.add(doc, holders, "asserts", content, colon, "after a colon", 0.6, cue_span=(owned.i, colon.i))
            return
    if verb is None or not (
        verb.lemma_.lower() in lexicon.THAT or any(t.lower_ in ANNOUNCING or t.lemma_ in lexicon.NOUNS for t in before)
    ):
        return
    subject = subject_of(verb)
    holders = holders_of(subject) if subject is not None else ["unknown"]
    if (
        not holders
        or holders[0] in {"unknown", "author"}
        or (not isinstance(holders[0], str) and holders[0].type not in {"theorist", "group"})
    ):
        return
    found.add(
        doc, holders, "asserts", [chars(doc, colon.i + 1, sent.end)], colon, "after a colon", 0.55, cue_span=(verb.i, colon.i)
    )
