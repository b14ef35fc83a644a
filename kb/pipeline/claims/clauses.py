"""Claims by verbs with a clause: "argued that P", "believed P", "P, he maintained, Q"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import Found, is_personal, stance_of, subject_holders
from kb.pipeline.claims.holders import holders_of
from kb.pipeline.claims.spans import CONNECTIVES, chars, end_of_report, is_hedged
from kb.pipeline.cues import load

NOT_CUES = frozenset(load("claims")["lists"]["verbs_not_cues"])
#: Verbs that name the one who is told before the clause.
TOLD = frozenset(load("claims")["lists"]["verbs_told"])
TENSELESS = frozenset({"VB", "VBG", "VBN"})


def that_clause(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """ "X argued that P", also "X's argument … holds that P"."""
    base = lexicon.THAT.get(verb.lemma_.lower())
    if base is None:
        return False
    that = _that_after(doc, sent, verb)
    if that is None:
        return False
    complement = next((c for c in verb.children if c.dep_ in {"ccomp", "advcl", "relcl", "acl"} and c.i > that.i), None)
    holders = subject_holders(verb)
    if holders is None and _impersonal(verb):
        holders = ["unknown"]
    if holders is None:
        return False
    stance, own_voice = stance_of(verb, base)
    if own_voice:
        holders = ["author"]
    start = that.i + 1
    end = end_of_report(doc, start, verb, complement)
    hedged = verb.lemma_ in lexicon.HEDGE_VERBS or any(
        c.lower_ in lexicon.HEDGE_WORDS for c in verb.children if c.dep_ in {"aux", "advmod"}
    )
    pieces = listed(doc, start, end)
    for left, right in pieces:
        if stance == "denies":  # what follows a colon is the holder's reason, not what is denied
            right = next((i for i in range(left + 2, right) if doc[i].text == ":"), right)
        found.add(
            doc,
            holders,
            stance,
            [chars(doc, left, right)],
            verb,
            "that-clause",
            0.9,
            cue_span=(verb.i, that.i + 1),
            hedged=hedged or is_hedged(doc[left : min(right, left + 12)]),
        )
    return True


def _impersonal(verb: Token) -> bool:
    """ "It is often said that P": somebody says it, the text does not say who."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubjpass", "expl", "nsubj"}), None)
    return (
        verb.tag_ == "VBN" and subject is not None and subject.lower_ == "it" and any(c.dep_ == "auxpass" for c in verb.children)
    )


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
    for token in doc[verb.i + 1 : min(verb.i + (14 if verb.lemma_ in TOLD else 9), sent.end)]:
        if token.lower_ == "that" and token.tag_ in {"IN", "WDT", "DT", "RB"}:
            after = doc[token.i + 1] if token.i + 1 < sent.end else None
            if token.dep_ in {"nsubj", "nsubjpass"} or (token.tag_ == "WDT" and token.nbor(-1).pos_ in {"NOUN", "PROPN"}):
                return None
            if after is None or (
                token.tag_ == "DT" and token.dep_ == "det" and token.head.i - token.i <= 2 and token.nbor(-1).text != ","
            ):
                return None
            between = doc[verb.i + 1 : token.i]
            if any(t.dep_ in {"dobj", "nsubj", "attr"} and t.tag_ not in {"PRP"} for t in between) and verb.lemma_ not in TOLD:
                return None
            return token
        if token.pos_ in {"VERB"} or token.text in {";", ":", '"', "“"}:
            return None
    return None


def listed(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The contents of "P; that Q and that R": one for each clause that "that" opens; "not P but that Q" is one."""
    cuts: list[tuple[int, int]] = []  # where a content ends, where the next begins
    for i in range(start + 2, end - 1):
        if doc[i].lower_ != "that" or doc[i].tag_ not in {"IN", "WDT", "DT"} or doc[i].dep_ in {"det", "dobj"}:
            continue
        before = i
        while before > start and (doc[before - 1].text in {",", ";"} or doc[before - 1].lower_ == "and"):
            before -= 1
        joined = doc[before:i].text.lower()
        if not joined or (doc[i].dep_ in {"nsubj", "nsubjpass"} and ";" not in joined):
            continue
        if "and" in joined or ";" in joined or (joined == "," and cuts) or (joined == "," and _that_list_follows(doc, i, end)):
            cuts.append((before, i + 1))
    if not cuts:
        return [(start, end)]
    return list(zip([start, *(c[1] for c in cuts)], [*(c[0] for c in cuts), end], strict=True))


def _that_list_follows(doc: Doc, i: int, end: int) -> bool:
    """Whether after ", that" another "and that" shows a list."""
    return any(doc[k].lower_ == "that" and doc[k - 1].lower_ == "and" for k in range(i + 2, end))


def parenthetical(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """ "P, Hume maintained, Q"; "P, he argues."; "Furthermore, said Rizzi, P"."""
    base = lexicon.THAT.get(verb.lemma_.lower())
    if base is None:
        return False
    subject = next((c for c in verb.children if c.dep_ in {"nsubj"}), None)
    if verb.i + 1 < sent.end and (
        subject is None or subject.i > verb.i or doc[verb.i - 1].text in {",", "—", "”", '"'}
    ):  # inverted: ", said Rizzi,"
        after = doc[verb.i + 1]
        if after._.dox_mention is not None and after._.dox_mention.type in {"theorist", "group"}:
            subject = after
    if subject is None:
        return False
    left = min(subject.left_edge.i, verb.i) if subject.i < verb.i else verb.i
    right = max(verb.i + 1, _mention_end(subject) if subject.i > verb.i else 0)
    while (
        right < sent.end
        and (
            doc[right].pos_ == "ADV"
            or (doc[right].dep_ in {"prt", "dobj", "dative"} and doc[right].tag_ in {"RP", "PRP"})
            or doc[right].tag_ == "RP"
        )
        and doc[right].text != ","
    ):
        right += 1
    while (
        left > sent.start
        and doc[left - 1].dep_ in {"aux", "advmod", "mark"}
        and doc[left - 1].head == verb
        and doc[left - 1].lower_ in {"as", "has", "had", "then", "once"}
    ):
        left -= 1
    opens = left == sent.start or doc[left - 1].text in {",", "—", "–", "(", "”", '"', "’"} or doc[left - 1].is_space
    closes = right >= sent.end or doc[right].text in {",", "—", "–", ")", ".", ";"}
    if (
        not (opens and closes)
        or right - left > 9
        or any(t.dep_ == "ccomp" and t.i > verb.i and t.i < right for t in verb.children)
    ):
        return False
    before = chars(doc, _skip_connectives(doc, sent.start, left), left)
    after_end = next(
        (
            i
            for i in range(right, sent.end)
            if doc[i].text == ";" or (doc[i].text == "," and doc[i + 1 : i + 3].text.lower() == "so that")
        ),
        sent.end,
    )
    after_chars = chars(doc, right, after_end) if right < sent.end and doc[right].text not in {";"} else None
    if before is None and after_chars is None:
        return False
    if left == sent.start and (right >= sent.end or doc[right].text != ","):
        return False
    if doc[right : right + 1].text == ")" and before is not None:
        return False
    holders = holders_of(subject)
    if holders == ["unknown"] and not is_personal(subject):
        return False
    stance, _ = stance_of(verb, base)
    content = [before, after_chars]
    found.add(
        doc,
        holders,
        stance,
        content,
        verb,
        "parenthetical",
        0.9,
        cue_span=(left, right),
        hedged=verb.lemma_ in lexicon.HEDGE_VERBS,
    )
    return True


def _mention_end(token: Token) -> int:
    mention = token._.dox_mention
    return mention.end if mention is not None else token.i + 1


def _skip_connectives(doc: Doc, start: int, end: int) -> int:
    while start < end and (
        doc[start].lower_
        in {
            "furthermore",
            "moreover",
            "however",
            "thus",
            "therefore",
            "hence",
            "consequently",
            "similarly",
            "likewise",
            "finally",
            "but",
            "and",
            "yet",
            "so",
            "nevertheless",
            "also",
            "indeed",
        }
        or doc[start].is_punct
        or doc[start].is_space
    ):
        if (
            doc[start].lower_ in CONNECTIVES
            and start + 1 < end
            and doc[start + 1].text != ","
            and doc[start].lower_ not in {"but", "and", "yet"}
        ):
            break
        start += 1
    return start


def bare_clause(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """ "Smith believed government should assist business": a clause without "that"."""
    base = lexicon.THAT.get(verb.lemma_.lower())
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
    if asks and verb.lemma_ not in {"ask", "question", "wonder", "doubt", "inquire", "explain", "show", "query", "consider"}:
        return False
    if verb.lemma_ in NOT_CUES and not asks and clause.tag_ not in {"VBZ", "VBD", "VBP", "VB"}:
        return False
    if not any(c.dep_ in {"aux", "auxpass"} for c in clause.children) and clause.tag_ in TENSELESS and clause.pos_ == "VERB":
        return False
    holders = subject_holders(verb)
    if holders is None:
        return False
    stance, own_voice = stance_of(verb, base)
    if asks and verb.lemma_ in {"ask", "question", "wonder", "query", "consider"}:
        stance = "questions"
    start = opener.i
    if start <= verb.i:
        start = verb.i + 1
    end = end_of_report(doc, start, verb, clause)
    found.add(
        doc,
        ["author"] if own_voice else holders,
        stance,
        [chars(doc, start, end)],
        verb,
        "bare clause",
        0.75,
        cue_span=(verb.i, verb.i + 1),
        hedged=verb.lemma_ in lexicon.HEDGE_VERBS,
    )
    return True
