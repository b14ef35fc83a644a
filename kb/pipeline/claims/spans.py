"""Where the reported words begin and end: cut at a new clause of the reporter's own, at asides and at references."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import text_of
from kb.pipeline.claims.lexicon import ANY_VERB, HEDGE_WORDS, NEGATORS, NOUNS, THAT, THOUGHTS
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE
from kb.pipeline.quotations import quotation_at

_REFERENCE = re.compile(
    r"\s*[\[(](?:(?:see|cf\.?|e\.g\.|in|quoted in)\s+)?[^()\[\]]{0,60}?"
    r"(?:\b1[5-9]\d\d\b|\b20\d\d\b|\bvol\b|\bpp?\.|\bch\.)[^()\[\]]{0,30}[)\]]\s*[.,;]?\s*$"
)
_POINTER = re.compile(r"\((?:see|for|as|cf\.?|though|although|which|hence|i\.e\.|compare|[\"“])", re.IGNORECASE)
#: A main clause opening with one of these after a break goes on in the text's own voice.
BREAKERS = frozenset({"but", "while", "whereas", "although", "though", "yet", "however", "so"})
SUBORDINATORS = frozenset({"when", "whenever"})
CONNECTIVES = frozenset(load("claims")["lists"]["spans_connectives"])
#: ", which sounds odd": the text's comment on a report.
COMMENTING = frozenset(load("claims")["lists"]["spans_commenting"])
#: ", an approach that dominated the field": the nouns with which a text sums up what it reports.
COMMENTS = frozenset(load("claims")["lists"]["spans_comments"])
#: Verbs whose participle takes a report up again: "denied that P, arguing that Q".
GOING_ON = frozenset(load("claims")["lists"]["spans_going_on"])
#: Auxiliaries that stand before their subject behind "nor".
INVERTED = frozenset({"is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would"})
#: How many words around a cue are looked at: a bound for parses gone astray.
FAR = 400
Chars = tuple[int, int]


def chars(doc: Doc, start: int, end: int) -> Chars | None:
    """Tokens [start, end) as character offsets without marks and space at the edges; None where nothing is left."""
    while start < end and (
        doc[start].is_space or (doc[start].is_punct and doc[start].text not in {"(", "["}) or doc[start].text in {"”", "“", '"'}
    ):
        start += 1
    while end > start and (doc[end - 1].is_space or (doc[end - 1].is_punct and doc[end - 1].text not in {")", "]"})):
        end -= 1
    if start >= end or not any(t.is_alpha for t in doc[start:end]) or is_reference(doc, start, end):
        return None
    left, right = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    reference = _REFERENCE.search(text_of(doc), left, right)
    if reference and reference.start() > left + 10:
        right = left + len(text_of(doc)[left : reference.start()].rstrip(' ”"'))
    text = text_of(doc)[left:right]
    opened = text.rfind("(") if text.endswith(")") and text.count("(") == text.count(")") else -1
    if opened > 10 and _POINTER.match(text, opened):  # "P (see section H)", "P (for Tandy it was Q)"
        right = left + len(text[:opened].rstrip())
        text = text[: right - left]
    if text.count("(") < text.count(")") and text.endswith(")"):
        right -= 1
    return left, right


def is_reference(doc: Doc, start: int, end: int) -> bool:
    """Whether words are nothing but a reference: "[Memoirs of a Revolutionist, p. 202]", "Op. Cit., pp. 7-8"."""
    words = doc[start:end]
    cited = words[0].text in {"[", "("} or words[0].lower_ in {"op", "op.", "ibid", "ibid.", "cit", "cit.", "pp", "pp.", "p."}
    if not cited:
        return False
    paged = any(t.lower_.rstrip(".") in {"p", "pp", "vol", "ch", "cit", "ibid", "op"} for t in words)
    return (paged or len(words) <= 4) and not any(t.tag_ in FINITE for t in words)


def end_of_report(doc: Doc, start: int, verb: Token, complement: Token | None) -> int:
    """The token index where content that begins at ``start`` ends: its sentence's end unless the reporter's own words resume."""
    sent = doc[start].sent
    end = sent.end
    inside = {t.i for t in complement.subtree} if complement is not None else set()
    bracket = _enclosing_close(doc, verb, sent)
    if bracket is not None:
        end = min(end, bracket)
    after = (_main_clause_after(doc, verb, end), _main_verb_after(verb, start))
    for main in (*after, _predicate_after(verb, start), _main_subject_after(doc, verb, start)):
        if main is not None and main > start:
            end = min(end, main)
    relative = any(c.tag_ in {"WP", "WDT"} and c.dep_ == "nsubj" for c in verb.children)
    first = next((t for t in doc[start:end] if t.tag_ in FINITE), None)
    told_now = any(t.tag_ in {"VBZ", "VBP"} for t in doc[sent.start : min(start, sent.start + FAR)])
    past = first is not None and first.tag_ in {"VBZ", "VBP"} and not told_now
    for i in range(start + 1, end):
        token = doc[i]
        if token.is_punct or token.lower_ in {"and", "but", "while", "whereas"}:
            quoted = quotation_at(doc, i)
            if quoted is not None and quoted.start > verb.i and quoted.inner_end > i:
                continue  # within quotation marks all are the source's words
        if token.lower_ in {"while", "whereas"} and doc[i - 1].text != "," and _own_words_resume(doc, i - 1, end, verb, inside):
            end = i
            break
        if token.text in {"—", "–"} and i + 2 < end and doc[i + 1].lower_ in {"he", "she"} and doc[i + 2].pos_ in {"VERB", "AUX"}:
            end = i
            break
        if token.text == "," and i + 2 < end and doc[i + 1].lower_ == "which" and doc[i + 2].lower_ in COMMENTING:
            end = i
            break
        if relative and token.text in {",", "—", "–"} and _main_verb_follows(doc, i, end):
            end = i
            break
        if token.lower_ in {"and", "but"} and past and _past_resumes(doc, i, end):
            end = i
            break
        if token.text in {",", ";", "—", "–", ":"} and i + 1 < end:
            if _denies_too(doc, i + 1, end):
                continue
            if is_aside(doc, i, end) or _own_words_resume(doc, i, end, verb, inside):
                end = i
                break
        elif (_goes_on_saying(token, inside) and doc[i + 1 : i + 2].text.lower() == "that") or (
            token.lower_ in {"and", "but"}
            and not _denies_too(doc, i, end)
            and ((token.dep_ == "cc" and token.i not in inside and _joins(token, verb)) or _second_cue(doc, i, end, verb))
        ):
            end = i
            break
    return end


def _denies_too(doc: Doc, i: int, end: int) -> bool:
    """ "was not P, but neither was it Q", ", nor did he see R": an inverted clause goes on with the denial before it."""
    i += doc[i].lower_ in {"and", "but"}
    return i + 2 < end and doc[i].lower_ in {"neither", "nor"} and doc[i + 1].lower_ in INVERTED


def _past_resumes(doc: Doc, conjunction: int, end: int) -> bool:
    """ "parted with the belief that all is given, and founded a school": a verb of the past behind a report in the present."""
    i = conjunction + 1
    while i < end and doc[i].tag_ == "RB" and i < conjunction + 3:
        i += 1
    if i + 1 >= end or doc[i].tag_ not in {"VBD", "VBN"} or doc[i].lemma_ == "be":
        return False
    return doc[i].tag_ == "VBD" or doc[i + 1].tag_ in {"DT", "PRP$", "PRP"} or doc[i].dep_ == "amod"


def _main_verb_follows(doc: Doc, comma: int, end: int) -> bool:
    """ "X, who held that P, travelled": after the comma a finite verb without a subject of its own."""
    i = comma + 1
    while i < end and doc[i].tag_ == "RB" and i < comma + 3:
        i += 1
    if i + 1 < end and doc[i].lower_ in {"he", "she", "they"} and doc[i + 1].pos_ in {"VERB", "AUX"}:
        return True
    return (
        i < end
        and doc[i].tag_ in FINITE
        and not any(c.i < i and c.i > comma for c in doc[i].children if c.dep_ == "nsubj")
    )


def _main_clause_after(doc: Doc, verb: Token, end: int) -> int | None:
    """The comma before the main clause, where the cue stands in a clause before it and the main clause's subject speaks."""
    below = verb
    while below.dep_ in {"xcomp", "conj", "ccomp"} and below.head.i < below.i:
        below = below.head  # "When Matthew wrote in to say that P, Darwin replied"
    if below.dep_ == "advcl" and below.head.i < below.i and below.head.dep_ == "advcl":
        below = below.head
    opening = below.dep_ == "pcomp" and below.head.dep_ == "prep"  # "After mentioning that P, Kessler concluded"
    main = below.head.head if opening else below.head
    if opening and main.lower_ == "far" and main.dep_ == "advmod":  # "Far from denying that P, he stressed it"
        main = main.head
    if (below.dep_ != "advcl" and not opening) or main.i <= verb.i or main.i >= end:
        return None
    subject = next((c for c in main.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i > verb.i), None)
    opened = any(c.dep_ in {"mark", "advmod"} and c.lower_ in SUBORDINATORS and c.i < verb.i for c in below.children)
    if subject is None or not (opened or _speaks(subject) or (main.lemma_ in THAT and subject.pos_ in {"NOUN", "PROPN"})):
        return None
    commas = [t.i for t in doc[verb.i : subject.left_edge.i] if t.text == ","]
    return commas[-1] if commas and subject.left_edge.i - commas[-1] < 3 else commas[0] if commas else None


def _predicate_after(verb: Token, start: int) -> int | None:
    """ "The view put forward by X that P is old": where the predicate begins of the noun that the cue describes."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or noun.dep_ not in {"nsubj", "nsubjpass"} or noun.head.i <= start:
        return None
    main = noun.head
    return min([main.i, *(c.i for c in main.children if c.dep_ in {"aux", "auxpass", "neg"} and c.i > start)])


def _main_verb_after(verb: Token, start: int) -> int | None:
    """ "X, while objecting to P, also thought Q": where the predicate begins, the cue standing in a phrase before."""
    main = verb.head
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or main.i <= start:
        return None
    if not any(c.dep_ in {"nsubj", "nsubjpass"} and c.i < verb.i for c in main.children):
        return None
    lefts = [c.i for c in main.children if c.dep_ in {"aux", "auxpass", "neg", "advmod"} and start < c.i < main.i]
    first = min([main.i, *lefts])
    return first - 1 if verb.doc[first - 1].text == "," else first


def _main_subject_after(doc: Doc, cue: Token, start: int) -> int | None:
    """ "In contrast to X's idea that P, Y proposed Q": the comma before the main subject, the cue being in a phrase before."""
    root = cue.sent.root
    subject = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < root.i), None)
    if subject is None or root.i < start or subject.left_edge.i <= start + 1:
        return None
    top = next((a for a in (cue, *cue.ancestors) if a.head == root), None)
    comma = subject.left_edge.i - 1
    if top is None or not (top.dep_ == "prep" or (top.dep_ == "advcl" and top.tag_ == "VBG" and top != cue)):
        return None
    return comma if top.i < comma and doc[comma].text == "," else None


def _enclosing_close(doc: Doc, verb: Token, sent: Span) -> int | None:
    """The closing bracket where the cue itself stands in brackets."""
    depth = 0
    for token in doc[max(sent.start, verb.i - FAR) : verb.i]:
        depth += (token.text == "(") - (token.text == ")")
    if depth <= 0:
        return None
    return next((t.i for t in doc[verb.i : min(sent.end, verb.i + FAR)] if t.text == ")"), None)


def is_aside(doc: Doc, i: int, end: int) -> bool:
    """ ", an idea that …", ", a view which …": the text's comment on what it reports."""
    after = doc[i + 1 : min(i + 5, end)]
    if len(after) < 3 or after[0].lower_ not in {"a", "an"}:
        return False
    if after[1].lower_ in COMMENTS and (after[2].tag_ in {"VBN", "WDT", "IN", "VBD", "VBZ"}):
        return True
    noun = next((t for t in after[1:4] if t.tag_ == "NN" and t.lemma_.lower() in NOUNS), None)
    return (
        noun is not None
        and noun.i + 1 < end
        and doc[noun.i + 1].lower_ in {"that", "which", "he", "she", "they", "shared", "still", "now"}
    )


def _own_words_resume(doc: Doc, i: int, end: int, verb: Token, inside: set[int]) -> bool:
    """Whether after a break a clause begins that is joined to the cue, not to what the cue reports."""
    first = doc[i + 1]
    follow = doc[i + 2] if i + 2 < end else None
    pointing = first.lower_ in {"but", "yet"} and follow is not None and follow.lower_ in {"such", "this", "these"}
    if pointing and any(t.lemma_.lower() in NOUNS or t.lemma_.lower() in THOUGHTS for t in doc[i + 3 : min(i + 6, end)]):
        return True  # "but such a view is absurd"
    if doc[i].text == ";" and first.lower_ != "that":
        own = next((t for t in doc[i + 1 : end] if t.dep_ in {"nsubj", "nsubjpass"}), None)
        if own is not None and own.head.lemma_ in THAT and own.head.i < end and _speaks(own):
            return True
        return own is not None and own.head.i not in inside and (first.lower_ in BREAKERS)
    if doc[i].text == ";":
        return True
    if (
        first.lower_ in {"and", "but", "or"}
        and follow is not None
        and follow.lower_ == "that"
        and (follow.dep_ != "det" or slipped(follow))
    ):
        return False
    if first.lower_ in {"and", "but", "while", "whereas", "although", "yet"} or first.lower_ in {"who", "which"}:
        clause = next(
            (t for t in doc[i + 1 : end] if t.pos_ in {"VERB", "AUX"} and t.dep_ in {"conj", "advcl", "ROOT", "relcl", "ccomp"}),
            None,
        )
        if clause is None:
            return False
        subject = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if (
            first.lower_ in {"while", "whereas", "although"}
            and subject is not None
            and (clause.i not in inside or clause.lemma_ in ANY_VERB)
            and _speaks(subject)
        ):
            return True
        if (
            first.lower_ in {"and", "but", "yet"}
            and clause.lemma_ in THAT
            and subject is not None
            and _speaks(subject)
            and subject.i > i
        ):
            return True
        if first.lower_ in {"and", "but", "yet"} and clause.dep_ == "conj" and clause.head == verb:
            return True
    return follow is not None and _goes_on_saying(first, inside)


def _goes_on_saying(word: Token, inside: set[int]) -> bool:
    """ "rejected the idea that P, arguing that Q": a participle with which the reporter's own clause goes on."""
    return word.tag_ == "VBG" and word.lemma_ in GOING_ON and word.i not in inside


def speaker_resumes(doc: Doc, mark: int, end: int) -> bool:
    """Whether the clause behind a mark has a speaker and a verb of saying of its own, or is set against what was said."""
    own = next((t for t in doc[mark + 1 : end] if t.dep_ in {"nsubj", "nsubjpass"}), None)
    speaks = own is not None and own.head.lemma_ in THAT and own.head.i < end and _speaks(own)
    return speaks or doc[mark + 1].lower_ in BREAKERS


def _speaks(subject: Token) -> bool:
    mention = subject._.dox_mention
    return (mention is not None and mention.type in {"theorist", "group"}) or (
        subject.tag_ == "PRP" and subject.lower_ in {"he", "she", "they", "we", "i"}
    )


def _second_cue(doc: Doc, i: int, end: int, verb: Token) -> bool:
    """ "agreed that P and doubted that Q", whatever the parse joins the second cue to."""
    near = [t for t in doc[i + 1 : min(i + 4, end)] if t.lemma_ in THAT and t.tag_ == verb.tag_ and t.tag_ in {"VBD", "VBZ"}]
    return bool(near) and any(t.lower_ in {"that", "whether"} for t in doc[near[0].i + 1 : min(near[0].i + 4, end)])


def slipped(that: Token) -> bool:
    """Whether the parse took the "that" of "held that space is …" for a determiner: a finite verb follows the bare noun."""
    if that.dep_ != "det" or that.head.lemma_.lower() in NOUNS:
        return False
    for token in that.doc[that.i + 2 : min(that.i + 11, that.sent.end)]:
        if token.is_punct and token.text not in {"-", "’"}:
            return False
        if token.tag_ in FINITE:
            return True
    return False


def _joins(conjunction: Token, verb: Token) -> bool:
    """Whether "and" joins a verb to the cue: "argued that P and wrote a book"."""
    if conjunction.head != verb:
        return False
    second = next((c for c in verb.children if c.dep_ == "conj" and c.i > conjunction.i), None)
    if second is None or second.pos_ not in {"VERB", "AUX"} or slipped(conjunction.nbor()):
        return False
    tenses = [next((c.tag_ for c in v.children if c.dep_ in {"aux", "auxpass"}), v.tag_) for v in (verb, second)]
    shifted = tenses[0] == "VBD" and tenses[1] in {"VBZ", "VBP"}  # "wrote that P and Q is R": the tense of what is reported
    return not (shifted and second.lemma_ not in THAT and any(c.dep_ in {"nsubj", "nsubjpass"} for c in second.children))


def opening_of(doc: Doc, start: int, end: int) -> int:
    """Where the first clause of a content ends, at most twelve words on: a reservation after it is not about the whole."""
    stop = min(end, start + 12)
    return next((i for i in range(start + 4, stop) if doc[i].text in {",", ";"}), stop)


def is_hedged(tokens: Span) -> bool:
    """Whether words carry a reservation of their own."""
    return any(t.lower_ in HEDGE_WORDS for t in tokens)


def is_negated(verb: Token) -> bool:
    """Whether a verb is denied by a word of its own or of the verb that governs it ("does not claim to show")."""
    if verb.lemma_ == "help":
        return False  # "could not help thinking"
    if verb.dep_ == "pcomp" and verb.tag_ == "VBG" and verb.i > 1 and verb.doc[verb.i - 2 : verb.i].text.lower() == "far from":
        return True
    if any(
        c.dep_ == "neg" or (c.lower_ in NEGATORS and c.dep_ in {"advmod", "preconj", "cc"} and c.i < verb.i)
        for c in verb.children
    ):
        return not any(
            c.lower_ == "not" and c.i + 1 < len(verb.doc) and c.nbor().lower_ in {"only", "just", "merely", "simply", "but"}
            for c in verb.children
        )
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is not None and (
        subject.lower_ in {"none", "neither", "nobody", "nothing"}
        or any(c.lower_ in {"no", "neither"} and c.dep_ in {"det", "preconj", "cc"} for c in subject.children)
    ):
        return True
    return verb.dep_ == "xcomp" and verb.head.pos_ == "VERB" and is_negated(verb.head)
