"""Claims by nouns of thought: "X's view that P", "rejected the idea that P", "its main theme was that P"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import Holder, entities_at, mention_at
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.clauses import listed
from kb.pipeline.claims.found import Found, owner_of, stance_of
from kb.pipeline.claims.governors import governed
from kb.pipeline.claims.holders import HOLDING, holders_of, subject_of
from kb.pipeline.claims.spans import FAR, chars, end_of_report, is_negated
from kb.pipeline.phrases import FINITE, agent_of

#: "Two views emerged. One was that P. The other was that Q."
ALTERNATIVES = frozenset({"one", "other", "another", "first", "second", "third", "former", "latter"})
#: "The reasoning is that P": nouns that spell out the thought just reported.
SPELLING_OUT = frozenset({"thinking", "reasoning", "idea", "thought", "assumption", "argument", "logic"})
VERBS = FINITE | {"VBN"}


def find_by_nouns(doc: Doc, sent: Span, found: Found) -> None:
    """Add the claims that the nouns of thought in a sentence report."""
    for noun in sent:
        if noun.i > sent.start and noun.nbor(-1).lower_ == "to" and noun.pos_ == "NOUN":
            continue  # "what is vital to stress is that P": a verb, whatever the tagger says
        if noun.lower_ in ALTERNATIVES and noun.dep_ == "nsubj" and noun.i <= sent.start + 2:
            _ = _copula(doc, sent, noun, found)
        thought = noun.lemma_.lower() in lexicon.NOUNS or noun.lemma_.lower() in lexicon.OWNED
        if thought and noun.pos_ in {"NOUN", "PROPN"} and noun.i not in found.spent:
            _ = _with_clause(doc, noun, found) or _copula(doc, sent, noun, found) or _listed_ideas(doc, sent, noun, found)
        if noun.pos_ == "NOUN" and noun.i not in found.spent and noun.lemma_.lower() in lexicon.ATTITUDES:
            _ = _attitude(doc, noun, found)


def _with_clause(doc: Doc, noun: Token, found: Found) -> bool:
    """ "X's view that P …", "X rejected the idea that P", "the claim that P is absurd"."""
    that = _that_of(doc, noun)
    if that is None or (noun.lower_ == "point" and noun.dep_ == "pobj" and noun.head.lower_ == "to"):
        return False  # "to the point that": a degree
    clause = next((c for c in noun.children if c.dep_ in {"acl", "ccomp", "relcl", "appos", "advcl"} and c.i > that.i), None)
    start = that.i + 1
    end = _end_within(doc, noun, clause, start)
    holders, stance = _holder_by_governor(doc, noun)
    owner = owner_of(noun)
    cue = (noun.i, that.i + 1)
    if stance == "denies":  # what follows a colon is the holder's reason, not what is denied
        colon = next((i for i in range(start + 2, end) if doc[i].text == ":"), None)
        if colon is not None:
            found.add(doc, holders, "asserts", [chars(doc, colon + 1, end)], noun, "reason after a colon", 0.6)
            end = colon
    if owner:
        if stance in {"denies", "questions"} and holders and holders != owner:  # "X rejects Y's view that P"
            found.add(doc, holders, stance, [chars(doc, start, end)], noun, "noun that", 0.7, cue_span=cue)
        holders, stance = owner, lexicon.NOUNS.get(noun.lemma_.lower(), "asserts")
    confidence = 0.85
    be = noun.head
    if not holders and noun.dep_ == "attr" and be.lemma_ == "be" and not is_negated(be):  # "Vitalism is the view that P"
        subject = next((c for c in be.children if c.dep_ == "nsubj"), None)
        called = mention_at(subject) if subject is not None else None
        holders = [called.entity] if called is not None and called.entity is not None and called.type in HOLDING else []
        stance = lexicon.NOUNS.get(noun.lemma_.lower(), "asserts")
    if not holders and noun.dep_ == "attr" and be.lemma_ == "be":  # "A myth spread by the Physiocrats is the notion that P"
        spread = next((c for c in be.children if c.dep_ == "nsubj"), None)
        holders = _spreaders(spread) if spread is not None else []
        stance = lexicon.NOUNS.get(noun.lemma_.lower(), "asserts")
    if not holders:
        if noun.lemma_.lower() in lexicon.OWNED:
            return False
        holders, stance = ["unknown"], lexicon.NOUNS[noun.lemma_.lower()]
        confidence = 0.6
    for left, right in listed(doc, start, end):
        found.add(doc, holders, stance or "asserts", [chars(doc, left, right)], noun, "noun that", confidence, cue_span=cue)
    return True


def _spreaders(noun: Token) -> list[Holder]:
    """By whom a thing said of is put about: "myths perpetrated by anarcho-capitalists"; also where it is one "of the" many."""
    for part in (noun, *(g for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children)):
        for clause in part.children:
            agent = agent_of(clause) if clause.dep_ == "acl" else None
            holders: list[Holder] = holders_of(agent) if agent is not None else ["unknown"]
            if holders != ["unknown"]:
                return holders
    return []


def _attitude(doc: Doc, noun: Token, found: Found) -> bool:
    """ "Gellner's stress on P", "the mercantilist emphasis on P", "his belief in P"."""
    links = lexicon.ATTITUDES.get(noun.lemma_.lower())
    link = next((c for c in noun.children if c.dep_ == "prep" and links and c.lower_ in links and c.i > noun.i), None)
    thing = next((c for c in link.children if c.dep_ in {"pobj", "pcomp"}), None) if link is not None else None
    if thing is None or (thing._.dox_mention is not None and thing.right_edge.i - thing.left_edge.i < 3) or thing.tag_ == "PRP":
        return False
    holders = [] if noun.lower_ in lexicon.EVALUATIONS else owner_of(noun)
    if not holders or isinstance(holders[0], str) or (thing.dep_ == "pobj" and not any(thing.rights)):
        return False
    stance: Stance = "denies" if noun.lemma_.lower() in lexicon.DENIALS else "asserts"
    content = [chars(doc, thing.left_edge.i, min(thing.right_edge.i + 1, end_of_report(doc, thing.i, noun, thing)))]
    found.add(doc, holders, stance, content, noun, "attitude to", 0.5, cue_span=(noun.i, noun.i + 1))
    return True


def _that_of(doc: Doc, noun: Token) -> Token | None:
    """The "that" which opens a noun's clause and is no relative pronoun standing for the noun."""
    for token in doc[noun.i + 1 : min(noun.i + 4, noun.sent.end)]:
        if token.lower_ == "that":
            if _relative(token):
                return None
            if token.dep_ in {"nsubj", "dobj", "nsubjpass", "pobj"} and token.tag_ == "WDT" and token.head.dep_ == "relcl":
                verb = token.head
                own = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.lower_ != "that"), None)
                if own is None or (token.dep_ == "dobj" and (verb.lemma_ in lexicon.NAME or verb.lemma_ in lexicon.AS)):
                    return None  # "the rule that Fibonacci called the rule of rabbits"
                if verb.pos_ == "VERB" and not any(
                    c.dep_ in {"dobj", "ccomp", "prep", "xcomp", "attr", "acomp"} and c.lower_ != "that" for c in verb.children
                ):
                    return None
            return token
        if token.text not in {",", "–", "—", "(", ")"} and token.tag_ != "RB":
            break
    whose = [g for c in noun.children if c.dep_ == "prep" and c.lower_ in {"of", "among"} for g in c.children]
    for owner in whose:  # "the view of X that P", whatever the parse hangs the clause on
        mention = owner._.dox_mention
        after = max(owner.i + 1, mention.end if mention is not None else 0)
        if after < noun.sent.end and doc[after].lower_ == "that" and doc[after].dep_ == "mark":
            return doc[after]
    hung = (c for c in noun.children if c.dep_ in {"acl", "relcl", "ccomp"} and noun.i + 1 < c.i)
    mark = next((g for clause in hung for g in clause.children if g.dep_ == "mark" and g.lower_ == "that"), None)
    if mark is None or not noun.i + 1 < mark.i < noun.i + 14:
        return None
    aside = doc[mark.i - 1].text in {",", "–", "—", ")"}  # "the further consequence, startling at the time, that P"
    return mark if aside else None


def _relative(that: Token) -> bool:
    """Whether "that" stands for the noun before it: "laws that governed nature", "the theory that Weber sets forth"."""
    doc, end = that.doc, that.sent.end
    after = that.i + 1
    while after < end and doc[after].tag_ == "RB":
        after += 1
    if after + 1 >= end or (doc[after].tag_ in FINITE and that.dep_ != "mark"):
        return True
    verb = that.head
    if verb.i <= that.i or verb.dep_ not in {"relcl", "acl"}:
        return False
    if any(t.dep_ == "prep" and t.i > verb.i and not any(t.children) for t in verb.subtree):
        return True  # "a claim that later writers made use of"
    if lexicon.HELD.get(verb.lemma_.lower()) is None:
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    speaks = subject is not None and (subject.tag_ == "PRP" or any(c.type in HOLDING for c in entities_at(subject)))
    given = {"dobj", "ccomp", "xcomp", "nsubjpass", "auxpass", "attr", "acomp"}
    return speaks and not any(c.dep_ in given and c.i > that.i for c in verb.children)


def _end_within(doc: Doc, noun: Token, clause: Token | None, start: int) -> int:
    """The end of the clause: where the sentence's own verb takes up a subject noun, else as for any report."""
    at, beside = noun, False
    while at.dep_ in {"pobj", "prep", "appos", "dobj", "acl"} and at.head.i < at.i:
        at, beside = at.head, beside or at.dep_ == "appos"  # "X, a critic of the view that P, taught"
    main = at.head if at.dep_ in {"nsubj", "nsubjpass", "csubj"} else None
    if main is not None and main.i > start:
        left = min(
            [
                main.i,
                *(
                    c.i
                    for c in main.children
                    if c.dep_ in {"aux", "auxpass", "neg", "advmod"} and noun.i < c.i < main.i and c.i > start
                ),
            ]
        )
        while left > start and (doc[left - 1].is_punct or (doc[left - 1].dep_ in {"advmod"} and doc[left - 1].head == main)):
            left -= 1
        return left
    if beside and main is None:
        after = (t.i for t in doc[start + 1 : noun.sent.end - 1] if t.text == "," and t.nbor().tag_ in VERBS)
        return min(next(after, noun.sent.end), end_of_report(doc, start, noun, clause))
    if clause is not None and main is None and noun.dep_ in {"dobj", "pobj", "attr"}:
        return end_of_report(doc, start, noun.head if noun.head.pos_ in {"VERB", "AUX"} else noun, clause)
    return end_of_report(doc, start, noun, clause)


def _holder_by_governor(doc: Doc, noun: Token) -> tuple[list[Holder], Stance | None]:
    """ "X rejected the view that P", "X came to the conclusion that P", "X is committed to the dogma that P"."""
    idiom = governed(noun)
    if idiom[0]:
        return idiom
    verb = noun.head
    if noun.dep_ == "pobj" and verb.dep_ == "prep":
        verb = verb.head
        if verb.pos_ == "NOUN":  # "reached the same verdict on it from the premise that P"
            verb = _governing_verb(verb) or verb
    if noun.lemma_.lower() == "ground" and verb.pos_ == "VERB":  # "defended it on the ground that P"
        reasoner = subject_of(verb)
        return (holders_of(reasoner), "asserts") if reasoner is not None else ([], None)
    if noun.dep_ not in {"dobj", "pobj", "nsubjpass"} or verb.pos_ not in {"VERB", "ADJ", "AUX"}:
        return [], None
    base = (
        lexicon.HELD.get(verb.lemma_.lower())
        or lexicon.THAT.get(verb.lemma_.lower())
        or (
            "asserts"
            if verb.lemma_ in {"commit", "committed", "wedded", "attached", "convince"}
            or verb.lower_ in {"committed", "wedded", "attached"}
            else None
        )
    )
    if base is None and verb.lemma_ == "be" and noun.head.lower_ in {"of", "under"}:
        base = "asserts"  # "was of the opinion that P"
    credited = _credited(verb) if noun.dep_ == "pobj" else None
    if credited is not None:
        return holders_of(credited), "asserts"
    if base is None:
        return [], None
    subject = subject_of(verb) if verb.pos_ == "VERB" else subject_of(verb.head if verb.dep_ == "acomp" else verb)
    if subject is None or subject == noun:
        return [], None
    holders = holders_of(subject)
    if holders == ["unknown"]:
        return [], None
    if lexicon.NOUNS.get(noun.lemma_.lower()) == "questions" and base == "asserts":
        doubted = not any(c.lower_ in {"no", "little"} and c.dep_ in {"det", "amod"} for c in noun.children)
        return holders, "questions" if doubted else "asserts"  # "had no doubt that P"
    return holders, stance_of(verb, base)[0]


def _governing_verb(noun: Token) -> Token | None:
    """The verb whose object a noun is, at most three nouns up: "reached a distrust of the words from"; None for a subject."""
    for _ in range(3):
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun.head
        if noun.dep_ == "dobj":
            return above if above.lemma_.lower() in lexicon.HELD else None
        if noun.dep_ != "pobj" or above.pos_ != "NOUN":
            return None
        noun = above
    return None


def _credited(verb: Token) -> Token | None:
    """Who "is credited with the idea that P", "is accused of the belief that P"."""
    if verb.lemma_.lower() not in lexicon.CREDITING:
        return None
    return next((c for c in verb.children if c.dep_ == "nsubjpass"), None) or next(
        (c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None
    )


def _listed_ideas(doc: Doc, sent: Span, noun: Token, found: Found) -> bool:
    """ "All sorts of ideas were put forward: that P; that Q; that R": each an idea of nobody named, raised or asserted."""
    colon = next(
        (t for t in doc[noun.i + 1 : min(noun.i + FAR, sent.end - 1)] if t.text == ":" and doc[t.i + 1].lower_ == "that"), None
    )
    if colon is None or noun.tag_ not in {"NNS", "NN"}:
        return False
    stance: Stance = (
        "questions"
        if any(
            t.lemma_ in {"discuss", "debate", "raise", "reject", "consider", "float"} or t.lower_ == "forward"
            for t in doc[sent.start : colon.i]
        )
        else "asserts"
    )
    bodies = {id(c): c for t in doc[sent.start : colon.i] for c in entities_at(t) if c.type == "group"}
    holders: list[Holder] = list(bodies.values()) if len(bodies) == 1 else ["unknown"]
    verb = noun.head.head if noun.head.pos_ == "ADP" else noun.head
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < noun.i), None)
    if holders == ["unknown"] and subject is not None and holders_of(subject)[0] != "author":
        holders = holders_of(subject)  # "Phrenology rests on three ideas: that P; that Q"
    for left, right in listed(doc, colon.i + 2, sent.end):
        found.add(doc, holders, stance, [chars(doc, left, right)], noun, "listed ideas", 0.8)
    return True


def _last_reported(doc: Doc, noun: Token, found: Found) -> bool:
    """Whether "the idea" opens its sentence and the sentence before it reports somebody."""
    sent = noun.sent
    if noun.i != sent.start + 1 or sent[0].lower_ != "the" or sent.start == 0:
        return False
    before = doc[sent.start - 1].sent
    return any(
        c.holder not in {"unknown", "author"} and before.start_char <= c.content[-1][1] <= before.end_char
        for c in found.claims[-6:]
    )


def _copula(doc: Doc, sent: Span, noun: Token, found: Found) -> bool:
    """ "Kessler's idea was that P", "The parecon position is essentially that P", "One view was that P"."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be":
        return False
    that = next((t for t in doc[verb.i + 1 : min(verb.i + 5, sent.end)] if t.lower_ == "that"), None)
    if that is None or any(
        t.pos_ in {"NOUN", "VERB", "ADJ"} or t.lower_ in {"those", "one", "ones"} for t in doc[verb.i + 1 : that.i]
    ):
        return False
    holders = owner_of(noun)
    rule, confidence = "noun is that", 0.85
    if not holders and noun.lemma_.lower() in {"theme", "argument", "thesis", "message", "claim", "idea", "point", "conclusion"}:
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        holders = [m.entity for m in [owner._.dox_mention] if m is not None and m.entity is not None] if owner is not None else []
    if not holders and noun.lower_ in SPELLING_OUT and _last_reported(doc, noun, found):
        return False  # "X taught P. The reasoning is that Q": X's report goes on
    if not holders and noun.lemma_.lower() in lexicon.OWNED:
        return False
    if not holders:
        holders, confidence = ["unknown"], 0.5
    stance = lexicon.NOUNS.get(noun.lemma_.lower(), "asserts")
    if is_negated(verb):
        stance = "denies"
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > that.i), None)
    for left, right in listed(doc, that.i + 1, end_of_report(doc, that.i + 1, verb, clause)):
        found.add(
            doc, holders, stance, [chars(doc, left, right)], noun, rule, confidence, cue_span=(noun.left_edge.i, that.i + 1)
        )
    return True
