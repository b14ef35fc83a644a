"""Claims said from somebody's standpoint: "to X, P", "X, for whom P", "P, as X understood the word", "P seemed to X"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Holder, mention_at
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.clauses import listed
from kb.pipeline.claims.found import Found
from kb.pipeline.claims.holders import before_relative, holders_of
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.phrases import PEOPLE, behind_apposition, take
from kb.pipeline.claims.spans import chars
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE, agent_of

_LISTS = load("claims")["lists"]
SEEMING = frozenset({"seem", "appear", "look", "sound", "feel"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET", "NUM"})
MARKS = frozenset({",", "—", "–", "(", ")", ".", ";"})
#: "P, to use X's term": verbs with which a text takes up another's words.
BORROWING = frozenset(_LISTS["standpoints_borrowing"])
#: "as X understood the word", "as X would have it": verbs whose object only points at what is said.
PUTTING = frozenset(_LISTS["standpoints_putting"])
POINTED_AT = frozenset(_LISTS["standpoints_pointed_at"])


def find_by_standpoints(doc: Doc, sent: Span, found: Found) -> None:
    """Add the claims that a sentence lays to whose standpoint it takes."""
    for token in sent:
        if token.lower_ == "to" and token.head.lemma_ in SEEMING:
            _seems(doc, sent, token, found)
        elif token.lower_ in {"for", "to", "in"} and token.dep_ in {"prep", "mark", "ROOT", "dep", "advmod", "dative"}:
            _ = _for(doc, sent, token, found) or _for_whom(doc, sent, token, found)
        elif token.lower_ == "to" and token.i + 2 < sent.end and token.nbor().lemma_ in BORROWING:
            _to_borrow(doc, sent, token, found)
        elif token.lower_ in {"as", "so"} and token.i + 2 < sent.end:
            _as_put(doc, sent, token, found)
        elif lexicon.ADJECTIVES.get(token.lower_) == "asserts" and token.i not in found.spent:
            _sure(doc, sent, token, found)


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
            return take(doc, sent, token.i, end, ["unknown"], token, "for people", 0.6, found)
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
    if end + 2 < sent.end and doc[end].text == "(" and doc[end + 1].like_num:  # "For Mischel (1993), P"
        end = next((t.i + 1 for t in doc[end : min(end + 8, sent.end)] if t.text == ")"), end)
    follows = doc[end].text if end < sent.end else ""
    if follows == "," and token.i == sent.start:
        end = behind_apposition(doc, sent, end)
    gapped = any(c.rule == "for X" and sent.start_char <= c.content[0][0] for c in found.claims[-2:])
    if follows == "," and gapped and not any(t.pos_ in {"VERB", "AUX"} for t in doc[end : sent.end]):
        content = [chars(doc, end + 1, sent.end)]  # "For Plato it was P; for the Romantics, Q"
        found.add(doc, holders, "asserts", content, token, "for X", 0.6, cue_span=(token.i, end))
        return True
    states = _states(doc, sent, token, end)
    if follows not in {",", ";"} and not states and (mention.form != "pronoun" or token.lower_ == "to"):
        return False
    return take(doc, sent, token.i, end + (follows == ";"), holders, token, "for X", 0.75, found)


def _states(doc: Doc, sent: Span, preposition: Token, end: int) -> bool:
    """Whether right behind "for X" a clause begins that says what something is: "To Koch this is P"."""
    begun = (t for t in doc[end : min(end + 12, sent.end - 1)] if t.pos_ in NOMINAL and t.left_edge.i == end)
    subject = next((t for t in begun if _finite_after(t, sent.end) is not None), None)
    if subject is None or any(t.text == "," for t in doc[end : subject.i]):
        return False
    finite = _finite_after(subject, sent.end)
    verb = finite.head if finite is not None and finite.dep_ in {"aux", "auxpass"} else finite
    if preposition.lower_ != "to" or verb is None:
        return True
    linking = verb.lemma_ in {"be", "become", "remain", "mean", "represent", "constitute"}
    return linking and subject.lower_ not in {"he", "she", "they", "we", "i"}


def _finite_after(noun: Token, end: int) -> Token | None:
    """The finite verb right behind a noun and its adverbs."""
    after = next((t for t in noun.doc[noun.i + 1 : min(noun.i + 4, end)] if t.tag_ != "RB"), None)
    return after if after is not None and after.tag_ in FINITE else None


def _seems(doc: Doc, sent: Span, token: Token, found: Found) -> None:
    """Attribute "the quarrel seemed to him mistaken", "To him this sounded like P": the whole sentence is what he thinks."""
    thing = next((c for c in token.children if c.dep_ == "pobj"), None)
    holders: list[Holder] = holders_of(thing) if thing is not None else ["unknown"]
    if holders[0] == "unknown" or any(t.i in found.spent for t in sent):
        return
    end = token.i + 2 if thing is None else thing.i + 1
    if token.head.i > token.i and token.i <= sent.start + 1:  # "To Binford this sounded P"
        content = [chars(doc, end, sent.end)]
        found.add(doc, holders, "asserts", content, token, "seems to X", 0.6, cue_span=(token.i, end))
        return
    if token.head.i > token.i:  # "All this, to Binford, sounded P"
        around = [chars(doc, after_leads(sent), token.i), chars(doc, end, token.head.i), chars(doc, token.head.i + 1, sent.end)]
        found.add(doc, holders, "asserts", around, token, "seems to X", 0.6, cue_span=(token.i, end))
        return
    if end < sent.end and doc[end].lower_ == "that":
        for left, right in listed(doc, end + 1, sent.end):
            span = (token.head.i, end)
            found.add(doc, holders, "asserts", [chars(doc, left, right)], token, "seems to X", 0.7, cue_span=span)
        return
    around = [chars(doc, after_leads(sent), token.head.i), chars(doc, end, sent.end)]
    found.add(doc, holders, "asserts", around, token, "seems to X", 0.6, cue_span=(token.head.i, end))


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


def _to_borrow(doc: Doc, sent: Span, to: Token, found: Found) -> None:
    """ "P, to use X's term", "to borrow a phrase from X, P", "to quote X, P"."""
    if to.i > sent.start and doc[to.i - 1].text not in {",", "—", "–", "("}:
        return
    end = next((i for i in range(to.i + 2, min(to.i + 11, sent.end)) if doc[i].text in {",", "—", "–", ")", ":"}), None)
    named = next((t for t in doc[to.i + 2 : end] if mention_at(t) is not None), None) if end is not None else None
    holders: list[Holder] = holders_of(named) if named is not None else ["unknown"]
    if end is None or holders[0] in {"unknown", "author"}:
        return
    _ = take(doc, sent, to.i, end, holders, to, "set in", 0.6, found)


def _as_put(doc: Doc, sent: Span, as_: Token, found: Found) -> None:
    """ "P, as X understood the word", "as X would have it, P", "P, so X": set in by marks, with no words of its own to report."""
    if as_.i > sent.start and doc[as_.i - 1].text not in {",", "—", "–", "("}:
        return
    end = next((i for i in range(as_.i + 2, min(as_.i + 13, sent.end)) if doc[i].text in {",", "—", "–", ")", ".", ";"}), None)
    if end is None:
        return
    inside = doc[as_.i + 1 : end]
    agent = agent_of(inside[0]) if inside[0].tag_ == "VBN" and inside[0].lemma_ in lexicon.THAT else None
    if agent is not None and agent.i <= end + 4:  # "P (as recommended by X)"
        stop = next((i for i in range(agent.i, min(agent.i + 8, sent.end)) if doc[i].text in {")", ".", ";", "—", "–"}), None)
        whose: list[Holder] = holders_of(agent)
        if whose[0] not in {"unknown", "author"} and stop is not None:
            _ = take(doc, sent, as_.i, stop, whose, as_, "set in", 0.6, found)
        return
    verb = next((t for t in inside if t.lemma_ in PUTTING and t.pos_ in {"VERB", "AUX"} and t.dep_ != "aux"), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None) if verb is not None else None
    if as_.lower_ == "so":  # "In the war economy, so Hilferding, P"
        named = mention_at(inside[0])
        subject = (
            inside[0] if named is not None and named.end == end and named.type == "theorist" and named.form == "name" else None
        )
    elif verb is not None and verb.lemma_ == "have" and verb.tag_ == "VBD" and verb.i + 2 < end:
        return  # "as X had it in 1838"
    elif verb is None or not any(t.lower_ in POINTED_AT for t in doc[verb.i + 1 : end]) or doc[verb.i + 1].lower_ == "as":
        return
    holders: list[Holder] = holders_of(subject) if subject is not None else ["unknown"]
    if holders == ["unknown"] or holders == ["author"]:
        return
    _ = take(doc, sent, as_.i, end, holders, as_, "set in", 0.6, found)


def _sure(doc: Doc, sent: Span, adjective: Token, found: Found) -> None:
    """ "P, X is convinced, Q", "P, she was sure.": an adjective of thought set in by marks."""
    verb = adjective.head if adjective.dep_ in {"acomp", "oprd"} else adjective
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < adjective.i), None)
    end = adjective.i + 1
    if subject is None or (end < sent.end and doc[end].text not in MARKS):
        return
    start = subject.left_edge.i
    if start > sent.start and doc[start - 1].lower_ == "as":
        start -= 1
    if start <= sent.start + 1 or doc[start - 1].text not in MARKS or end - start > 8:
        return
    holders = holders_of(subject)
    if holders[0] in {"unknown", "author"} or any(c.dep_ == "neg" for c in verb.children):
        return
    _ = take(doc, sent, start, end, holders, adjective, "set in", 0.6, found)
