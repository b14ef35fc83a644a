"""What a sentence brings to mind, for the pronouns that come after."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kb.pipeline.annotations import Cluster
from kb.pipeline.blocks import block_of
from kb.pipeline.phrases import FINITE

#: How many sentences back a pronoun may reach.
REACH = 3
#: Words before a subject that still opens its paragraph: "“As an old hand,” he wrote".
OPENING = 10
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


class Salience:
    """What a sentence mentions, in order, and what it is about: its subjects first."""

    def __init__(self, sent: Span) -> None:
        self.sent = sent
        self.seen: list[tuple[Token, Cluster]] = []

    def note(self, token: Token, clusters: list[Cluster]) -> None:
        """Remember the entities a token refers to."""
        self.seen.extend((token, c) for c in clusters)

    def of(self, *types: str, before: int | None = None) -> list[tuple[Token, Cluster]]:
        """What is mentioned of these types, before a token index where one is given."""
        return [(t, c) for t, c in self.seen if c.type in types and (before is None or t.i < before)]


Memory = list[Salience]


def backwards(token: Token, here: Salience, memory: Memory, reach: int = REACH + 1) -> list[tuple[Salience, int | None]]:
    """This sentence up to a token, then the ones before it as far as the passage goes, nearest first."""
    found: list[tuple[Salience, int | None]] = [(here, token.i)]
    for salience in [*reversed(memory)][:reach]:
        if not same_passage(token, salience):
            break
        found.append((salience, None))
    return found


def distinct(pairs: list[tuple[Token, Cluster]]) -> list[Cluster]:
    """The entities of some mentions, each once, in order."""
    return list(dict.fromkeys(c for _, c in pairs))


def ranked(pairs: list[tuple[Token, Cluster]]) -> list[tuple[Token, Cluster]]:
    """Whom "it was X who" puts first, the main subject, other subjects, who is said to be one, others; then in text order."""

    def rank(pair: tuple[Token, Cluster]) -> tuple[bool | int, ...]:
        token = pair[0]
        return (not _put_first(token), not heads_sentence(token), not heads_clause(token), not _predicated(token), token.i)

    return sorted(pairs, key=rank)


def heads_clause(token: Token) -> bool:
    """Whether a mention is the subject or agent of some clause, or the name that a sentence without a verb hangs on."""
    last = _outermost(token)
    if _in_brackets(token):
        return False
    return (
        last.dep_ in _SUBJECTS
        or (last.dep_ == "pobj" and last.head.dep_ == "agent")
        or (last.dep_ == "pobj" and last.head.lower_ == "to" and last.head.head.lower_ == "according")
        or (last.dep_ == "pobj" and last.head.lower_ == "for" and last.head.is_sent_start)  # "For Marx and Engels the state is"
        or (last.dep_ == "ROOT" and last.pos_ == "PROPN")
        or _opens_sentence(token)
    )


def _in_brackets(token: Token) -> bool:
    """Whether a name stands in round brackets: "(Peter Kropotkin: His Federalist Ideas)"."""
    for i in range(token.i - 1, max(token.sent.start, token.i - 12) - 1, -1):
        text = token.doc[i].text
        if text in {"(", ")"}:
            return text == "("
    return False


def _opens_sentence(token: Token) -> bool:
    """Whether a name stands first in its sentence with a verb or brackets behind it: its subject, whatever the parse says."""
    mention = token._.dox_mention
    if mention is None or mention.form != "name" or mention.start != token.sent.start or mention.end >= token.sent.end:
        return False
    after = token.doc[mention.end]
    return after.tag_ in FINITE or after.text == "("


def heads_sentence(token: Token) -> bool:
    """Whether a mention is the subject of its sentence's main clause, not of one that is reported or describes."""
    last = _outermost(token)
    return heads_clause(token) and (last.head.dep_ in ("ROOT", "conj") or last.dep_ in ("ROOT", "pobj"))


def coordinated(tokens: list[Token]) -> bool:
    """Whether mentions hang together by "and": "Ricardo and Malthus"."""
    return len({_outermost(token).i for token in tokens}) == 1


def joint_of(people: list[tuple[Token, Cluster]]) -> list[Cluster]:
    """The persons who last stand joined as one subject, "he and Lefort"; empty where none do."""
    rows: dict[int, list[tuple[Token, Cluster]]] = {}
    for token, cluster in people:
        rows.setdefault(_outermost(token).i, []).append((token, cluster))
    joined = [distinct(row) for _, row in sorted(rows.items()) if len(distinct(row)) >= 2]
    return joined[-1] if joined else []


def same_passage(token: Token, salience: Salience) -> bool:
    """Whether no paragraph break parts a pronoun from what it may stand for; one break is let pass for an opening "He"."""
    mine, theirs = block_of(token.doc, token.i), block_of(token.doc, salience.sent.start)
    if mine is None or theirs is None or mine is theirs:
        return True
    opens = token.i - mine.start <= 3 or (token.dep_ == "nsubj" and token.i - mine.start <= OPENING)
    return opens and mine.start - theirs.end <= 3 and token.tag_ in {"PRP", "PRP$"}


def is_subject(token: Token) -> bool:
    """Whether a word is a subject, or whose something is."""
    return token.dep_ in _SUBJECTS or token.dep_ == "poss"


def _head_word(token: Token) -> Token:
    mention = token._.dox_mention
    return token.doc[mention.start : mention.end].root if mention is not None else token


def _outermost(token: Token) -> Token:
    last = _head_word(token)
    while last.dep_ in {"conj", "appos", "compound"} and last.head is not last:
        last = last.head
    return last


def _predicated(token: Token) -> bool:
    """Whether a sentence ends by naming whom it is about: "The first who saw this was a zoologist, Professor Kessler"."""
    last, mention = _outermost(token), token._.dox_mention
    if last.dep_ == "attr" and last.head.lemma_ == "be":
        return True
    sent, doc = token.sent, token.doc
    if mention is None or mention.start - 1 <= sent.start or doc[mention.start - 1].text != ",":
        return False
    closes = all(t.is_punct or t.is_space for t in doc[mention.end : sent.end])
    said = next((t for t in doc[sent.start : mention.start] if t.dep_ == "attr" and t.head.lemma_ == "be"), None)
    return closes and said is not None and said.pos_ == "NOUN"


def _put_first(token: Token) -> bool:
    """Whether a sentence is about this one: "it was X who …"."""
    last = _head_word(token)
    be = last.head
    if be.lower_ == "than" and last.dep_ == "pobj":  # "No critic has been sharper than X"
        return any(t.lower_ in {"no", "nobody", "none", "nowhere"} for t in token.sent[: be.i - token.sent.start])
    cleft = any(c.lower_ == "it" and c.dep_ in {"nsubj", "expl"} for c in be.children)
    return cleft and last.dep_ == "attr" and be.lemma_ == "be"
