"""Claims whose cue is an aside in them: "P, Hume maintained, Q", "P, he argues", "Furthermore, said Rizzi, P"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.blocks import block_of
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import Found, is_personal, stance_of
from kb.pipeline.claims.holders import holders_of
from kb.pipeline.claims.lexicon import NOUNS
from kb.pipeline.claims.spans import CONNECTIVES, chars
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE
from kb.pipeline.quotations import quotation_at

#: Words that open a further clause behind an aside: ", they concede, yet Q".
JOINING = frozenset({"and", "but", "yet", "because", "since", "while", "whereas", "although"})
#: Words that open a sentence before what it says, cut where they stand before a comma.
OPENING = frozenset(load("claims")["lists"]["asides_opening"])

#: Words before an aside that deny what its clause says, and words in it by which the text agrees with the denial.
DENIALS = frozenset({"not", "never", "n't", "hardly", "scarcely", "neither"})
AGREEING = frozenset({"rightly", "correctly", "justly", "truly", "well", "himself", "herself", "themselves", "too", "also"})

#: Openings of a clause that is set over against the main one.
SETTING_OVER = frozenset({"where", "while", "whereas", "although", "though", "when"})
#: Verbs of saying that need no content behind them.
_ALONE = frozenset({"agree", "concur", "disagree", "differ", "dissent", "demur"})


def parenthetical(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """ "P, Hume maintained, Q"; "P, he argues."; "Furthermore, said Rizzi, P"."""
    base = lexicon.THAT.get(verb.lemma_.lower())
    if base is None:
        return False
    subject = max((c for c in verb.children if c.dep_ == "nsubj"), key=lambda c: (c.i < verb.i, c.i), default=None)
    if subject is None and verb.tag_ == "VBN":  # "P, it is often said, Q"
        subject = next((c for c in verb.children if c.dep_ == "nsubjpass" and c.lower_ == "it"), None)
    impersonal = subject is not None and subject.dep_ == "nsubjpass"
    if verb.i + 1 < sent.end and (
        subject is None or subject.i > verb.i or doc[verb.i - 1].text in {",", "—", "”", '"'}
    ):  # inverted: ", said Rizzi,"
        after = doc[verb.i + 1]
        if after._.dox_mention is not None and after._.dox_mention.type in {"theorist", "group"}:
            subject = after
    behind = doc[verb.i - 1] if verb.i > sent.start else None
    if subject is None and behind is not None and behind.dep_ != "nsubjpass":
        # ", Marsh thought," where the parse sees no subject
        named = behind._.dox_mention
        if named is not None and named.end == verb.i and named.type in {"theorist", "group"} and verb.tag_ != "VBG":
            subject = behind
        elif verb.pos_ == "NOUN" and behind.tag_ in {"NNS", "NNPS"}:
            subject = behind  # ", his opponents retort"
    if subject is None or subject.tag_ in {"WP", "WDT"}:
        return False  # ", who saw in nature but love,": a relative clause
    named = subject._.dox_mention
    first = min(subject.left_edge.i, named.start) if named is not None else subject.left_edge.i
    left = min(first, verb.i) if subject.i < verb.i else verb.i
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
    if verb.lemma_.lower() in lexicon.TOLD:  # ", he reminded his readers,"
        told = next((c for c in verb.children if c.dep_ in {"dobj", "dative"} and right <= c.i < right + 5), None)
        right = told.right_edge.i + 1 if told is not None and told.right_edge.i < right + 5 else right
    if right + 1 < sent.end and doc[right].lower_ in {"in", "there", "at", "after", "elsewhere"}:  # ", he said in 1956,"
        stop = next((i for i in range(right, min(right + 5, sent.end)) if doc[i].text in {",", ".", "—", ")"}), None)
        right = stop if stop is not None and not any(t.pos_ in {"VERB", "AUX"} for t in doc[right:stop]) else right
    while (
        left > sent.start
        and doc[left - 1].lower_ in {"as", "has", "had", "then", "once", "so"}
        and (
            doc[left - 1].lower_ in {"as", "so"}
            or (doc[left - 1].dep_ in {"aux", "advmod", "mark"} and doc[left - 1].head == verb)
        )
    ):
        left -= 1
    if left > sent.start + 1 and doc[left - 1].lower_ in {"or", "and"} and doc[left].lower_ == "so":
        left -= 1  # ", or so Marsh believed"
    over = right >= sent.end - 1 and doc[sent.start].lower_ in SETTING_OVER
    if over and any(c.dep_ == "advcl" and c.left_edge.i == sent.start for c in verb.children):
        return False  # "Where they see a gain, Marsh views it coolly"
    opens = left == sent.start or doc[left - 1].text in {",", "—", "–", "(", "”", '"', "’"} or doc[left - 1].is_space
    closes = right >= sent.end or doc[right].text in {",", "—", "–", ")", ".", ";"}
    if not closes and opens and subject.i > verb.i and named is not None and left > sent.start:
        closes = doc[right].tag_ in FINITE and doc[left - 1].text == ","  # "Hierarchy, notes Bookchin includes P"
    if (
        not (opens and closes)
        or right - left > 9
        or any(t.dep_ == "ccomp" and t.i > verb.i and t.i < right for t in verb.children)
    ):
        return False
    opening = _skip_connectives(doc, _clause_start(doc, sent, left), left)
    before = chars(doc, opening, left)
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
    if doc[right : right + 1].text == ")" and before is not None and doc[left - 1].text != "(":
        return False
    if doc[right - 1].lower_ == "it" and doc[left].lower_ != "as":
        return False
    if before is None and _does_besides(doc, verb, right):
        return False
    holders = holders_of(subject)
    if holders == ["unknown"] and subject.lemma_.lower() in NOUNS and verb.lemma_ in {"run", "go"}:
        last = next((c for c in reversed(found.claims) if c.stance == "asserts"), None)  # "hence, the argument ran, P"
        block = block_of(doc, sent.start)
        near = last is not None and block is not None and last.content[0][0] >= doc[block.start].idx
        holders = [last.holder] if near and last is not None and last.holder != "author" else holders
    elif holders == ["unknown"] and not is_personal(subject) and not impersonal:
        return False
    needless = impersonal and any(c.dep_ == "aux" and c.lower_ in {"need", "needs"} for c in verb.children)
    if needless:
        holders = ["author"]  # "it need hardly be said": the text says it
    elif impersonal:
        holders = ["unknown"]
    if holders == ["unknown"] and doc[left - 1].text == "(":
        return False  # "(as capitalists claim)": of some words of another's sentence
    stance, _ = (base, True) if needless else stance_of(verb, base)
    hedged = verb.lemma_ in lexicon.HEDGE_VERBS
    if (refused := _refused(doc, sent, verb, (left, right))) is not None:
        found.add(doc, holders, stance, refused, verb, "parenthetical", 0.9, cue_span=(left, right), hedged=hedged)
        return True
    again = _new_clause(doc, right, after_end) if before is not None and _is_clause(doc, opening, left) else None
    pieces = [[before, after_chars]] if again is None else [[before], [chars(doc, again, after_end)]]
    for content in pieces:
        found.add(doc, holders, stance, content, verb, "parenthetical", 0.9, cue_span=(left, right), hedged=hedged)
    return True


def _refused(doc: Doc, sent: Span, verb: Token, aside: tuple[int, int]) -> list[tuple[int, int] | None] | None:
    """What an aside says that its clause denies, setting another thing in its place: "is not, as X claims, A, but B"."""
    left, right = aside
    if left - sent.start < 3 or doc[left].lower_ != "as" or doc[left - 1].text != "," or doc[left - 2].lower_ not in DENIALS:
        return None
    if any(t.lower_ in AGREEING for t in doc[left:right]) or doc[right : right + 1].text != ",":
        return None
    end = next((i for i in range(right + 2, sent.end - 1) if doc[i].text == ";" or _corrects(doc, i)), None)
    subject = next((c for c in verb.head.children if c.dep_ in {"nsubj", "nsubjpass", "expl"} and c.i < left), None)
    if end is None or subject is None:
        return None
    return [chars(doc, subject.left_edge.i, left - 2), chars(doc, right + 1, end)]


def _corrects(doc: Doc, at: int) -> bool:
    """Whether a word behind a comma sets something in the place of what was denied: ", but B", ", rather B"."""
    return doc[at - 1].text == "," and doc[at].lower_ in {"but", "rather"}


def _does_besides(doc: Doc, verb: Token, comma: int) -> bool:
    """Whether a participle says what somebody does who says something: "Lyell agreed, pointing to the lava"."""
    i = comma + 1
    if verb.lemma_ not in _ALONE:
        return False
    while i < len(doc) and doc[i].pos_ == "ADV":
        i += 1
    return i < len(doc) and doc[i].tag_ == "VBG" and doc[i].dep_ == "advcl" and doc[i].head == verb


def _is_clause(doc: Doc, start: int, end: int) -> bool:
    """Whether words are a whole clause, with a subject and a finite verb."""
    finite = next((t for t in doc[start:end] if t.tag_ in FINITE), None)
    return finite is not None and any(t.dep_ in {"nsubj", "nsubjpass", "expl"} and t.i < finite.i for t in doc[start:end])


def _new_clause(doc: Doc, right: int, end: int) -> int | None:
    """Where behind an aside a further clause opens that only goes on from the first: ", they concede, yet Q"."""
    opener = right + 1
    if opener + 3 >= end or doc[right].text != "," or doc[opener].lower_ not in JOINING or not _is_clause(doc, opener + 1, end):
        return None
    subject = next(t for t in doc[opener + 1 : end] if t.dep_ in {"nsubj", "nsubjpass", "expl"})
    if subject.left_edge.i > opener + 2:
        return None
    return opener + 1


def _clause_start(doc: Doc, sent: Span, cue: int) -> int:
    """Where the clause that an aside interrupts begins: after the last semicolon or colon outside quotation marks, or "and"."""
    parted = next((t for t in doc[cue : sent.end] if t.tag_ in FINITE and t.dep_ != "parataxis" and t.head.i != cue), None)
    verb = parted.head if parted is not None and parted.dep_ in {"aux", "auxpass"} else parted
    if verb is not None and verb.dep_ == "conj":  # "Q, and rulers, Locke concluded, may be resisted"
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < cue), None)
        start = subject.left_edge.i if subject is not None else sent.start
        if start > sent.start + 3 and doc[start - 1].lower_ in {"and", "but", "yet", "so"} and verb.head.i < start:
            return start
    for i in range(cue - 2, sent.start + 1, -1):
        if doc[i].text in {";", ":"}:
            return i + 1 if quotation_at(doc, i) is None else sent.start
    return sent.start


def _mention_end(token: Token) -> int:
    mention = token._.dox_mention
    return mention.end if mention is not None else token.i + 1


def _skip_connectives(doc: Doc, start: int, end: int) -> int:
    while start < end and (doc[start].lower_ in OPENING or doc[start].is_punct or doc[start].is_space):
        if (
            doc[start].lower_ in CONNECTIVES
            and start + 1 < end
            and doc[start + 1].text != ","
            and doc[start].lower_ not in {"but", "and", "yet"}
        ):
            break
        start += 1
    return start
