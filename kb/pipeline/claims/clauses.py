"""Claims by verbs with a clause after them: "argued that P", "believed P"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Holder
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import Found, is_personal, owner_of, stance_of, subject_holders, voiceless_subject
from kb.pipeline.claims.holders import holders_of, subject_of
from kb.pipeline.claims.spans import chars, end_of_report, is_hedged, is_negated, opening_of, slipped
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE, agent_of

#: Nouns of time that end a phrase between a verb of saying and its "that".
TIMES = frozenset(load("claims")["lists"]["clauses_times"])
TENSELESS = frozenset({"VB", "VBG", "VBN"})
#: Verbs that raise what their clause asks; "wanted to know whether P" does as well.
ASKING = frozenset(load("claims")["lists"]["clauses_asking"])
#: Verbs whose clause with "how" or "why" says something: "showed how P".
SHOWING = frozenset(load("claims")["lists"]["clauses_showing"])
#: Verbs that report by "how" and "why" alone: "describes how P".
TELLING_HOW = frozenset(load("claims")["lists"]["clauses_telling_how"])
WANTING = frozenset(load("claims")["lists"]["clauses_wanting"])
#: Verbs with the modals by which a text foresees what others say: "it will be said that P", "it may be objected that P".
FORESEEN: dict[str, frozenset[str]] = {verb: frozenset(modals) for verb, modals in load("claims")["foreseen"].items()}
HEARING = frozenset({"learn", "hear", "gather", "know", "understand", "see"})
#: What has it that P.
HEARSAY = frozenset(load("claims")["lists"]["clauses_hearsay"])


def that_clause(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """ "X argued that P", also "X's argument … holds that P"."""
    base = lexicon.THAT.get(verb.lemma_.lower())
    if base is None:
        return False
    that = _that_after(doc, sent, verb)
    if that is None:
        return False
    complement = next((c for c in verb.children if c.dep_ in {"ccomp", "advcl", "relcl", "acl"} and c.i > that.i), None)
    holders, confidence = subject_holders(verb), 0.9
    foreseen = holders is None and _impersonal(verb)
    if foreseen:
        modal = next((c.lower_ for c in verb.children if c.tag_ == "MD"), None)
        if modal is not None and not (modal in FORESEEN.get(verb.lemma_, ()) and not is_negated(verb)):
            return False  # "it should be noted that P": the text's own words
        holders = ["unknown"]
    if holders in (None, ["author"]) and _is_told(verb):
        holders = ["unknown"]
    if holders in (None, ["author"]) and verb.lemma_ in HEARING:
        holders = _from_whom(verb) or holders
    if holders is None:
        holders, confidence = voiceless_subject(verb), 0.7
    if holders is None:
        return False
    stance, own_voice = stance_of(verb, base)
    if own_voice:
        holders = ["author"]
    start = that.i + 1
    end = end_of_report(doc, start, verb, complement)
    hedged = verb.lemma_ in lexicon.HEDGE_VERBS or any(
        c.lower_ in lexicon.HEDGE_WORDS for c in verb.children if c.dep_ == "advmod" or (c.dep_ == "aux" and not foreseen)
    )
    pieces = listed(doc, start, end)
    for left, right in pieces:
        if stance == "denies":  # what follows a colon is the holder's reason, not what is denied
            colon = next((i for i in range(left + 2, right) if doc[i].text == ":"), None)
            if colon is not None:
                found.add(doc, holders, "asserts", [chars(doc, colon + 1, right)], verb, "reason after a colon", 0.6)
                right = colon
        found.add(
            doc,
            holders,
            stance,
            [chars(doc, left, right)],
            verb,
            "that-clause",
            confidence,
            cue_span=(verb.i, that.i + 1),
            hedged=hedged or is_hedged(doc[left : opening_of(doc, left, right)]),
        )
    return True


def mistaken_noun(doc: Doc, sent: Span, word: Token, found: Found) -> bool:
    """ "Critics of X charge that P", "X's criterion states that P" where the tagger takes the verb for a noun."""
    if word.i + 3 >= sent.end or word.i <= sent.start or word.nbor(-1).pos_ not in {"NOUN", "PROPN"}:
        return False
    that = word.nbor()
    if that.lower_ != "that" or that.tag_ != "IN" or any(t.tag_ in FINITE for t in doc[sent.start : word.i]):
        return False
    named = word.nbor(-1)._.dox_mention
    spoken = named is not None and named.type in {"theorist", "group"}  # "both Boas and Sapir stress that P"
    subject = word.nbor(-1) if spoken or sent.root.i >= word.i else sent.root
    while spoken and subject.dep_ == "conj" and subject.head.i < subject.i:
        subject = subject.head
    plural = subject.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in subject.children)
    if subject.pos_ not in {"NOUN", "PROPN"} or word.tag_ == ("NNS" if plural else "NN"):
        return False  # a verb agrees: critics charge, a criterion states
    holders = holders_of(subject)
    if holders == ["unknown"] and not is_personal(subject):
        holders = owner_of(subject) or holders_of(word.nbor(-1))
    clause = that.head if that.dep_ == "mark" and that.head.i > that.i else None
    content = [chars(doc, that.i + 1, end_of_report(doc, that.i + 1, word, clause))]
    stance = lexicon.THAT[word.lemma_.lower()]
    found.add(doc, holders, stance, content, word, "that-clause", 0.8, cue_span=(word.i, that.i + 1))
    return True


def idiom(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """ "X made it clear that P", "X would have it that P": a verb that reports only with set words before "that"."""
    words = lexicon.IDIOMS.get(verb.lemma_.lower())
    if words is None:
        return False
    end = verb.i + 1
    while end < sent.end and doc[end].lower_ in words:
        end += 1
    if end == verb.i + 1 or end + 2 >= sent.end or doc[end].lower_ != "that" or doc[end].dep_ == "det":
        return False
    holders = subject_holders(verb)
    subject = subject_of(verb)
    if subject is not None and subject.lower_ in HEARSAY:  # "tradition has it that P"
        holders = ["unknown"]
    elif holders is None or holders == ["unknown"]:
        return False
    clause = doc[end].head if doc[end].dep_ == "mark" else None
    content = [chars(doc, end + 1, end_of_report(doc, end + 1, verb, clause))]
    found.add(doc, holders, stance_of(verb, "asserts")[0], content, verb, "that-clause", 0.8, cue_span=(verb.i, end + 1))
    return True


def _impersonal(verb: Token) -> bool:
    """ "It is often said that P": somebody says it, the text does not say who."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubjpass", "expl", "nsubj"}), None)
    return (
        verb.tag_ == "VBN" and subject is not None and subject.lower_ == "it" and any(c.dep_ == "auxpass" for c in verb.children)
    )


def _is_told(verb: Token) -> bool:
    """ "You will be told that P", "We are often assured that P": somebody says it to the reader."""
    told = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    return verb.lemma_ in lexicon.TOLD and told is not None and told.lower_ in {"you", "we", "one"} and agent_of(verb) is None


def _from_whom(verb: Token) -> list[Holder] | None:
    """ "We learn from X that P"."""
    link = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "from" and c.i > verb.i), None)
    source = next((c for c in link.children if c.dep_ == "pobj"), None) if link is not None else None
    holders = holders_of(source) if source is not None else []
    return holders if holders and holders[0] not in {"unknown", "author"} else None


def _that_after(doc: Doc, sent: Span, verb: Token) -> Token | None:
    """The "that" which opens the verb's clause: as the parse has it, or next but for adverbs and short asides."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "advcl"} and child.i > verb.i:
            mark = next(
                (
                    g
                    for g in child.children
                    if g.lower_ == "that"
                    and g.dep_ in {"mark", "det", "nsubj", "dobj", "advmod"}
                    and g.i > verb.i
                    and g.i < child.i
                ),
                None,
            )
            if mark is not None and all(
                t.pos_ != "VERB" or t.dep_ in {"acl", "relcl", "amod", "xcomp", "pcomp"} or t.i == verb.i
                for t in doc[verb.i : mark.i]
            ):
                return mark
    for token in doc[verb.i + 1 : min(verb.i + (14 if verb.lemma_ in lexicon.TOLD else 12), sent.end)]:
        if token.lower_ == "that" and token.tag_ in {"IN", "WDT", "DT", "RB"}:
            after = doc[token.i + 1] if token.i + 1 < sent.end else None
            if token.i == verb.i + 1 and after is not None and (after.tag_ in {"IN", "PRP", "PRP$", "EX", "DT"}):
                return token
            if _adjunct_before(token, verb):
                return token
            if token.dep_ in {"nsubj", "nsubjpass"} or (token.tag_ == "WDT" and token.nbor(-1).pos_ in {"NOUN", "PROPN"}):
                return None
            if after is None or (
                not (token.i == verb.i + 1 and verb.lemma_.lower() not in lexicon.NOT_CUES and slipped(token))
                and token.tag_ == "DT"
                and token.dep_ == "det"
                and token.head.i - token.i <= 2
                and token.nbor(-1).text != ","
            ):
                return None
            between, told = doc[verb.i + 1 : token.i], verb.lemma_ in lexicon.TOLD
            if any(t.dep_ in {"dobj", "nsubj", "attr"} and t.tag_ not in {"PRP"} for t in between) and not told:
                return None
            return token
        if token.pos_ in {"VERB"} or token.text in {";", ":", '"', "“"}:
            return None
    return None


def _adjunct_before(that: Token, verb: Token) -> bool:
    """Whether only a phrase of time or place parts a verb and its "that": "believed for a time that P"."""
    first, last = verb.nbor(), that.nbor(-1)
    while first.i < last.i and first.tag_ == "RB":
        first = first.nbor()
    if last.text == ")" and last.i - 2 > first.i and last.nbor(-1).like_num:
        last = last.nbor(-3)  # "proposed in his book Art (1914) that P"
    timely = last.lemma_.lower() in TIMES or last.like_num or last._.dox_mention is not None
    return first.tag_ == "IN" and first.dep_ == "prep" and first.head == verb and timely and that.nbor().tag_ not in FINITE


def listed(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The contents of "P; that Q and that R": one for each clause that "that" opens; "not P but that Q" is one."""
    cuts: list[tuple[int, int]] = []  # where a content ends, where the next begins
    for i in range(start + 2, end - 1):
        if doc[i].lower_ != "that" or doc[i].tag_ not in {"IN", "WDT", "DT"}:
            continue
        if doc[i].dep_ == "det" and not (doc[i - 1].lower_ == "and" and slipped(doc[i])):
            continue
        if doc[i].dep_ == "dobj" and not (doc[i].tag_ == "IN" and doc[i - 1].text == ","):
            continue
        before = i
        while before > start and (doc[before - 1].text in {",", ";"} or doc[before - 1].lower_ == "and"):
            before -= 1
        joined = doc[before:i].text.lower()
        if not joined or (doc[i].dep_ in {"nsubj", "nsubjpass"} and ";" not in joined):
            continue
        if "and" in joined or ";" in joined or (joined == "," and (cuts or _opens_clause(doc, i, start, end))):
            cuts.append((before, i + 1))
    if not cuts:
        return [(start, end)]
    return list(zip([start, *(c[1] for c in cuts)], [*(c[0] for c in cuts), end], strict=True))


def _opens_clause(doc: Doc, i: int, start: int, end: int) -> bool:
    """Whether ", that" opens a further clause with a subject of its own, and none of consequence ("so …, that")."""
    if any(t.lower_ in {"so", "such"} for t in doc[max(start, i - 12) : i]):
        return False
    verbs = [t for t in doc[i + 1 : end] if t.pos_ in {"VERB", "AUX"} and t.tag_ not in {"VBN", "VBG", "VB"}]
    return bool(verbs) and any(t.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for t in doc[i + 1 : verbs[0].i])


def bare_clause(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """ "Smith believed government should assist business": a clause without "that"."""
    base = lexicon.THAT.get(verb.lemma_.lower()) or ("asserts" if verb.lemma_ in TELLING_HOW else None)
    if base is None:
        return False
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None:
        return False
    opener = doc[clause.left_edge.i]
    subject = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"}), None)
    asks = opener.lower_ in {"whether", "if"} or (
        opener.tag_ in {"WP", "WRB", "WDT"} and opener.lower_ in {"why", "how", "what", "where", "who"}
    )
    if subject is None or any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children):
        return False
    if verb.lemma_ in TELLING_HOW and opener.lower_ not in {"how", "why"}:
        return False
    wants = verb.lemma_ == "know" and verb.dep_ == "xcomp" and verb.head.lemma_ in WANTING
    shows = verb.lemma_ in SHOWING or verb.lemma_ in TELLING_HOW
    if asks and not wants and verb.lemma_ not in ASKING and not (shows and opener.lower_ not in {"what", "who"}):
        return False
    if verb.lemma_ in lexicon.NOT_CUES and not asks and clause.tag_ not in {"VBZ", "VBD", "VBP", "VB"}:
        return False
    tensed = any(c.dep_ in {"aux", "auxpass"} for c in clause.children) or (asks and subject.i < clause.i)
    if not tensed and clause.tag_ in TENSELESS and clause.pos_ == "VERB":
        return False
    holders = subject_holders(verb)
    if holders is None:
        return False
    stance, own_voice = stance_of(verb, base)
    doctrine = not isinstance(holders[0], str) and holders[0].type in {"theory", "work"}
    if doctrine and stance == "denies" and any(c.tag_ == "MD" for c in verb.children):
        return False  # "the theory cannot explain how P": the text's verdict on it
    if asks and (wants or verb.lemma_ in ASKING):
        stance = "questions"
    start = opener.i
    if start <= verb.i:
        start = verb.i + 1
    end = end_of_report(doc, start, verb, clause)
    if doc[start].lower_ == "only" and start + 2 < end and doc[start + 1].lower_ == "that":
        start += 1
    if doc[start].lower_ in {"whether", "that"} or (doc[start].lower_ == "if" and asks):
        start += 1
    for left, right in listed(doc, start, end):
        found.add(
            doc,
            ["author"] if own_voice else holders,
            stance,
            [chars(doc, left, right)],
            verb,
            "bare clause",
            0.75,
            cue_span=(verb.i, verb.i + 1),
            hedged=verb.lemma_ in lexicon.HEDGE_VERBS,
        )
    return True
