"""Claims by phrases without a verb: "according to X, P", "in X's view, P", "for X, P", "in the eyes of X"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Holder, mention_at
from kb.pipeline.blocks import block_of
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import PERSONS, Found, owner_of
from kb.pipeline.claims.holders import holders_of, subject_of
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.spans import chars, is_aside
from kb.pipeline.cues import load
from kb.pipeline.persons import ROLES
from kb.pipeline.phrases import FINITE, agent_of
from kb.pipeline.quotations import quotation_at
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

#: Nouns of view that name a thing made, too: they report only before a comma ("in his system, P"); of some not even then.
LOOSE = frozenset(_LISTS["phrases_loose"])
THIS = frozenset({"this", "that", "these", "such"})
WRITTEN = frozenset({"work", "book", "writings", "hands"})
#: What one speaks "from": a standpoint; "from his thoughts" tells whence something is kept out.
STANDPOINTS = frozenset(_LISTS["phrases_standpoints"])

#: "As X made clear".
CLEAR = frozenset({"clear", "plain", "explicit", "evident", "obvious", "apparent", "known", "manifest"})

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
        elif token.lower_ in lexicon.PREPOSITIONS and token.dep_ in {"prep", "mark", "ROOT", "dep", "advmod", "dative"}:
            _ = any(rule(doc, sent, token, found) for rule in (_in_view, _in_work))
        elif token.lower_ in CONDITIONS and token.dep_ in {"mark", "advmod"}:
            _if_right(doc, sent, token, found)
            _as_made_clear(doc, sent, token, found)
        elif token.text == ":" and token.i + 3 < sent.end:
            _colon(doc, sent, token, found)


def _phrase_end(doc: Doc, sent: Span, thing: Token) -> int:
    """The index after a holder's noun phrase: to its comma where one is near, else its last word."""
    mention = thing._.dox_mention
    last = max(thing.i + 1, mention.end if mention is not None else 0)
    for i in range(last, min(last + 12, sent.end)):
        if doc[i].text == ",":
            return behind_apposition(doc, sent, i)
        if doc[i].text in {"—", ";", ")"}:
            return i
        if doc[i].pos_ in {"VERB", "AUX"} and doc[i].tag_ not in {"VBN", "VBG"}:
            break
    return last


def behind_apposition(doc: Doc, sent: Span, comma: int) -> int:
    """ "According to Marsh, author of T, P": the comma behind what says who the holder is, else the first."""
    opening = doc[comma + 1 : min(comma + 7, sent.end)]
    if len(opening) > 2 and opening[0].lower_ in {"who", "whose", "whom"}:
        subject = next((c for c in sent.root.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i > comma), None)
        before = subject.left_edge.i - 1 if subject is not None else comma
        return before if doc[before].text == "," else comma
    article = len(opening) > 1 and opening[0].lower_ in {"a", "an", "the", "one"}
    role = next((t for t in opening if t.lower_ in ROLES), None)
    if role is None or not (article or role.i == comma + 1):
        return comma
    for i in range(role.i + 1, min(role.i + 20, sent.end - 1)):
        if doc[i].tag_ in FINITE:
            return comma
        if doc[i].text == ",":
            return i
    return comma


def take(
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
    clause_end = next((i for i in range(end, clause_end) if _speaks_again(doc, i, clause_end, holders)), clause_end)
    turns = (i for i in range(end + 1, clause_end - 1) if doc[i].text == "," and doc[i + 1].lower_ in {"while", "whereas"})
    clause_end = next((i for i in turns if any(t.i in found.spent for t in doc[i:clause_end])), clause_end)
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


def _speaks_again(doc: Doc, i: int, end: int, holders: list[Holder]) -> bool:
    """Whether at a token the text says what the holder says next: ", and he speaks of Q"."""
    if doc[i].lower_ not in {"and", "but"} or i + 2 >= end or quotation_at(doc, i) is not None:
        return False
    mention = mention_at(doc[i + 1])
    spoken = next((t for t in doc[i + 2 : min(i + 5, end)] if t.pos_ in {"VERB", "AUX"}), None)
    return mention is not None and mention.entity in holders and spoken is not None and spoken.lemma_ in lexicon.ANY_VERB


def _according(doc: Doc, sent: Span, token: Token, found: Found) -> None:
    to = token.nbor()
    thing = next((c for c in to.children if c.dep_ == "pobj"), None)
    if thing is None:
        return
    if thing.lower_ in {"which", "whom"} or to.nbor().lower_ in {"which", "whom"}:
        _according_to_which(doc, sent, token, found)
        return
    holders = holders_of(thing)
    owner = next((c for c in thing.children if c.dep_ == "poss"), None)
    if holders == ["unknown"] and owner is not None:  # "according to his own recollection"
        holders = holders_of(owner)
    if holders == ["unknown"]:  # "the account given by Marsh"
        givers = (agent_of(c) for c in thing.children if c.dep_ == "acl")
        giver = next((one for one in givers if one is not None), None)
        holders = holders_of(giver) if giver is not None else holders
    named = thing.tag_ in {"NNP", "NNPS", "PRP"} or thing.lower_ in PEOPLE | PERSONS | lexicon.WRITINGS
    if holders == ["unknown"] and thing._.dox_mention is None and not named:
        return  # "according to need", "according to rules", "according to the first"
    take(doc, sent, token.i, _phrase_end(doc, sent, thing), holders, token, "according to", 0.9, found)


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
    """ "In his view, P", "on Marx's account P", "in the minds of defensive realists, P", "in the Marxist view, P"."""
    noun = _noun_of_view(doc, sent, token)
    if noun is None:
        return False
    if token.lower_ == "from" and noun.lemma_.lower() not in STANDPOINTS:
        return False
    holders, last, owned = _whose(doc, sent, noun, found)
    if not holders or holders == ["unknown"]:
        return False
    opens = token.i == sent.start or (doc[token.i - 1].text == "," and noun.lower_ not in WRITTEN)
    if noun.lower_ in LOOSE and not (doc[last : last + 1].text == "," and opens):
        return False
    end = last + 2 if noun.lower_ == "point" else last
    bounded = (
        token.i == sent.start
        or doc[token.i - 1].text in {",", ";", "—", ":"}
        or doc[token.i - 1].lower_ in {"but", "and", "that", "thus", "because"}
        or token.i - sent.start <= 2
        or (doc[token.i - 1].lemma_ == "be" and noun.lower_ in {"view", "opinion", "eyes", "judgement", "judgment", "estimation"})
    )
    bounded = bounded or (noun.lower_ in {"opinion", "judgement", "judgment", "estimation", "eyes"} and owned)
    closed = token.lower_ != "from" and (end >= sent.end or doc[end].text in {",", ".", ";", "—", ")"})
    if not (bounded or closed):  # "departed from his views" reports nothing
        return False
    return take(doc, sent, token.i, end, holders, noun, "in X's view", 0.85, found)


def _noun_of_view(doc: Doc, sent: Span, preposition: Token) -> Token | None:
    """The "view" of "in his view": the preposition's object, or the noun behind a possessor where the parse misses it."""
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if noun is not None and (noun.lemma_.lower() in lexicon.IN_NOUNS or noun.lower_ in lexicon.IN_NOUNS or _point_of_view(noun)):
        return noun
    for owner in doc[preposition.i + 1 : min(preposition.i + 6, sent.end - 1)]:
        after = owner.nbor()
        if (owner.tag_ in {"POS", "PRP$"} or owner.lower_ in THIS) and (
            after.lower_ in lexicon.IN_NOUNS or _point_of_view(after)
        ):
            return after
        if owner.pos_ in {"VERB", "AUX"} or owner.is_punct:
            break
    return None


def _point_of_view(noun: Token) -> bool:
    return noun.lower_ == "point" and noun.doc[noun.i + 1 : noun.i + 3].text == "of view"


def _whose(doc: Doc, sent: Span, noun: Token, found: Found) -> tuple[list[Holder], int, bool]:
    """Whose view it is, the index behind the phrase, and whether a possessive says so: nobody's where no word tells."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    before = doc[noun.i - 1]
    if owner is None and before.tag_ in {"POS", "PRP$"}:
        owner = before if before.tag_ == "PRP$" else before.head
    if owner is not None:
        mention = owner._.dox_mention
        return holders_of(owner), max(noun.i + 1, mention.end if mention is not None else 0), True
    of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" and not _point_of_view(noun)), None)
    owner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if owner is not None:
        mention = owner._.dox_mention
        return holders_of(owner), max(owner.i + 1, mention.end if mention is not None else 0), False
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod"} and child.i < noun.i and _of_a_creed(child):  # "in the Marxist view"
            named = mention_at(child)
            return [named.entity] if named is not None and named.entity is not None else [], noun.i + 1, False
        maker = next((g for g in child.children if g.dep_ == "nsubj"), None) if child.dep_ == "relcl" else None
        if maker is not None and mention_at(maker) is not None:  # "in the definition that Childe made standard"
            return holders_of(maker), child.right_edge.i + 1, False
    if before.lower_ in THIS or any(c.dep_ == "det" and c.lower_ in THIS for c in noun.children):
        return _told_before(doc, noun, found), noun.i + 1, False
    return [], noun.i + 1, False


def _told_before(doc: Doc, noun: Token, found: Found) -> list[Holder]:
    """Who was reported last in the paragraph: "on this view, P"."""
    block = block_of(doc, noun.i)
    floor = doc[block.start].idx if block is not None else 0
    before = [c for c in found.claims[-8:] if floor <= c.content[0][0] < noun.idx and not isinstance(c.holder, str)]
    last = max(before, key=lambda c: c.content[-1][1], default=None)
    return [c.holder for c in before if last is not None and c.content == last.content and last.stance == "asserts"]


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
    return take(doc, sent, token.i, max(mention.end, token.i + 2), [*holders], token, "in X's view", 0.6, found)


def _if_right(doc: Doc, sent: Span, opener: Token, found: Found) -> None:
    """ "If X is right, P", "unless X is mistaken, P", "if X is to be believed, P", "as far as X was concerned, P"."""
    verb = opener.head
    wanted = CONDITIONS[opener.lower_]
    judged = (
        verb
        if verb.lower_ in wanted
        else next((c for c in verb.children if c.dep_ in {"acomp", "xcomp", "oprd"} and c.lower_ in wanted), None)
    )
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
    _ = take(doc, sent, start, end, holders, opener, "if X is right", 0.6, found)


#: "Bradley, to whom time was unreal": other verbs have a receiver there, "to whom he sold it".
SEEMING = frozenset({"be", "seem", "appear", "look", "sound", "mean", "remain", "become", "matter", "represent"})


#: Verbs between such a noun and its colon: "Leibniz's answer is simple: P".
OPENING = frozenset({"be", "run", "go", "read", "seem", "come", "remain"})
#: Nouns that announce what follows a colon as a holder's ground, point or conclusion.
ANNOUNCING = frozenset(load("claims")["lists"]["phrases_announcing"])


def _colon(doc: Doc, sent: Span, colon: Token, found: Found) -> None:
    """ "The SPGB rejected it on simpler grounds: P"; "Carter went further: P"."""
    before, after = doc[sent.start : colon.i], doc[colon.i + 1 : sent.end]
    if (
        any(t.i in found.spent for t in sent)
        or not any(t.tag_ in FINITE for t in after)
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


def _as_made_clear(doc: Doc, sent: Span, opener: Token, found: Found) -> None:
    """ "As Goldman made clear, P", "as Marx makes plain"."""
    verb = opener.head
    if opener.lower_ != "as" or verb.lemma_ != "make":
        return
    who = next((c for c in verb.children if c.dep_ == "nsubj" and opener.i < c.i < verb.i), None)
    shown = next((t for t in doc[verb.i + 1 : min(verb.i + 4, sent.end)] if t.lower_ in CLEAR), None)
    if who is None or shown is None or shown.i + 1 >= sent.end or doc[shown.i + 1].text not in {",", ".", ";"}:
        return
    holders = holders_of(who)
    if holders[0] not in {"unknown", "author"}:
        _ = take(doc, sent, opener.i, shown.i + 1, holders, opener, "parenthetical", 0.75, found)
