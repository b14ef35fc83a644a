"""Noun phrases and surface forms: where a name begins, and how two spellings of one name compare."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

_WORD = re.compile(r"[^\W_]+(?:[.’'][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"[’'`]s?$")
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})  #: tags of the verbs that make a clause
MODIFIERS = frozenset({"amod", "compound", "nmod"})
MODIFIER_TAGS = frozenset({"JJ", "NN", "NNP", "VBN", "NNPS"})


def agent_of(verb: Token) -> Token | None:
    """Who does what a verb in the passive says: "Marsh" of "was argued by Marsh"."""
    return next((g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)


def named_last(verb: Token) -> Token | None:
    """ "called the shared beliefs of a people the collective mind": the name that ends the words behind a verb of naming."""
    doc, start = verb.doc, verb.i + 1
    for i in range(start + 1, min(verb.sent.end, verb.i + 25)):
        token, mention = doc[i], doc[i]._.dox_mention
        if token.pos_ in {"VERB", "AUX"} or token.text in {";", ":", "("}:
            return None
        if mention is None or mention.type != "theory" or mention.end != i + 1 or mention.form != "name":
            continue
        if i + 1 < verb.sent.end and not doc[i + 1].is_punct:
            continue
        before = doc[mention.start - 1]
        while before.i > start and (before.is_quote or before.lower_ == "the"):
            before = before.nbor(-1)
        return token if before.i >= start and before.tag_ in {"NN", "NNS", "NNP", "NNPS"} else None
    return None


def noun_phrase_start(token: Token, loose: frozenset[str]) -> int:
    """The index where the modifiers before a noun begin that belong to its name: contiguous, none of them loose."""
    doc, start, first = token.doc, token.i, token.sent.start
    while start > first:
        before = doc[start - 1]
        if before.text == "-" and start - 2 >= first and not before.whitespace_ and not doc[start - 2].whitespace_:
            if doc[start - 2].lower_ in loose or (doc[start - 2].tag_ == "CD" and not doc[start - 2].is_alpha):
                break  # but "the three-colour theory"
            if doc[start - 2 : start + 1].text.lower() in loose:
                return start + 1  # "like-minded sociologists"
            start -= 2
            continue
        if before.dep_ not in MODIFIERS or before.tag_ not in MODIFIER_TAGS or not before.text[0].isalpha():
            break
        if before.tag_ == "VBN" and start - 2 >= first and doc[start - 2].pos_ in {"PROPN", "PRON"}:
            break  # "Ockham defended nominalism", taken for an adjective
        if (
            (before.lower_ in loose and not _belongs(before))
            or before.head.i < before.i
            or (before.is_title and before.is_sent_start and before.tag_ == "RB")
        ):
            break
        start -= 1
    return start


def _belongs(word: Token) -> bool:
    """Whether a loose word is part of a name by its capital: "the New Left", "New Keynesian economists"."""
    return word.text == "New" and word.nbor().text[0].isupper()


def noun_phrase_end(token: Token, limit: int = 7) -> int:
    """The index after a noun's "of", "between" or "for" complement, at most ``limit`` words on; clauses stay out."""
    end = token.i + 1
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "between", "for", "without"} and child.i == end:
            last = max((t.i for t in child.subtree), default=child.i)
            clause = next(
                (
                    t.i
                    for t in child.subtree
                    if t.dep_ in {"relcl", "acl", "advcl", "appos", "punct", "ccomp"} and t.text != "-" and t.i > child.i + 1
                ),
                None,
            )
            stop = clause if clause is not None else last + 1
            which = next((t.i for t in token.doc[child.i + 2 : stop] if t.tag_ in {"WDT", "WP", "WP$", "WRB"}), stop)
            stop = which - 1 if which < stop and token.doc[which - 1].tag_ == "IN" else which  # "a theory of growth in which"
            owned = next(
                (t.i for t in token.doc[child.i + 2 : stop] if t.tag_ == "PRP$" and t.nbor(-1).pos_ in {"NOUN", "PROPN"}), None
            )
            stop = owned if owned is not None else stop  # "gave the kinetic theory of gases its form"
            if stop - token.i <= limit + 1:
                end = stop
            break
    return end


def surface(doc: Doc, start: int, end: int) -> str:
    """The words of [start, end) as they stand, without a closing possessive."""
    return _POSSESSIVE.sub("", doc[start:end].text.strip())


@lru_cache(maxsize=1 << 16)  # a text says the same words again and again
def words_of(name: str) -> tuple[str, ...]:
    """A name's words for comparing: lower case, hyphens closed, articles, possessives and plural endings dropped."""
    closed = re.sub(r"(?<=\w)-\s*(?=\w)", "", name.casefold().replace("’", "'").replace("`", "'"))
    closed = re.sub(r"'s\b|(?<=s)'(?!\w)", "", closed)
    return tuple(_singular(w.strip("'.")) for w in _WORD.findall(closed) if w not in {"the", "a", "an"})


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def content_span(doc: Doc, start: int, end: int) -> Span:
    """The span without space and punctuation at its edges."""
    while start < end and (doc[start].is_space or doc[start].is_punct):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].is_punct):
        end -= 1
    return doc[start:end]
