"""From a pair of entities and the words that link them to a relation mark with voice, polarity and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from spacy.tokens import Span, Token

from kb.model import SYMMETRIC, EntityType, Polarity
from kb.pipeline.annotations import Attribution, Cluster, Holder, Mention, RelationMark, text_of
from kb.pipeline.cues import load
from kb.pipeline.phrases import words_of
from kb.pipeline.polarity import CLAUSE_DEPS, among, polarity
from kb.pipeline.relations.scene import Scene
from kb.relation_kinds import relation_kinds

HOLDERS: tuple[EntityType, ...] = ("theorist", "group", "work")
PEOPLE: tuple[EntityType, ...] = ("theorist", "group")
IDEAS: tuple[EntityType, ...] = ("theorist", "group", "theory", "work")
THEORY: tuple[EntityType, ...] = ("theory",)
CASE: tuple[EntityType, ...] = ("case",)
WORK: tuple[EntityType, ...] = ("work",)

#: which types may stand at a predicate's two ends, as the vocabulary has them
ENDS: dict[str, tuple[tuple[EntityType, ...], tuple[EntityType, ...]]] = {
    kind.name: (cast("tuple[EntityType, ...]", kind.subjects), cast("tuple[EntityType, ...]", kind.objects))
    for kind in relation_kinds().values()
}
DATED = frozenset({"wrote", "originated", "expounds"})
_ATTITUDES = frozenset({"holds", "rejects"})
_AFFIRMED: Polarity = "affirmed"
_YEAR = re.compile(r"(?<!\d)1[0-9]{3}(?!\d)|(?<!\d)20[0-4][0-9](?!\d)")


def voices(scene: Scene, trigger: Token, reach: int | None = None) -> list[tuple[Holder, Polarity]]:
    """Who says what the words around a token say, and what their stance makes of it.

    The text's own voice where no claim's content covers the token; else the innermost claim's holder, each of joint ones once.
    ``reach`` is the index of a token that what is said goes on to: see _reaching.
    """
    claims = _reaching(scene, trigger, reach)
    found: list[tuple[Holder, Polarity]] = []
    for claim in claims:
        if claim.content != claims[0].content:
            break
        voice, stance = _voice(claim), _stance(claim)
        if stance == "denied" and _factive(scene, claim):
            voice, stance = "author", "affirmed"  # "failed to see that P": the text says that P
        if all(voice is not old for old, _ in found):
            found.append((voice, stance))
    return found or [("author", "affirmed")]


def _voice(claim: Attribution) -> Holder:
    """A claim of nobody named is the text's own report that the matter has been raised."""
    return "author" if claim.holder == "unknown" else claim.holder


def _factive(scene: Scene, claim: Attribution) -> bool:
    """Whether a claim's cue takes its content for granted, whoever fails to see it."""
    return claim.cue_token >= 0 and scene.doc[claim.cue_token].lemma_.lower() in load("polarity")["factive_verbs"]


def _stance(claim: Attribution) -> Polarity:
    if claim.stance == "questions" or claim.holder == "unknown":
        return "uncertain"
    return "denied" if claim.stance == "denies" else "affirmed"


def combined(stance: Polarity, said: Polarity) -> Polarity:
    """The polarity of a statement within a claim: a denied denial affirms, doubt anywhere leaves it open."""
    if "uncertain" in (stance, said):
        return "uncertain"
    return "affirmed" if stance == said else "denied"


def _reaching(scene: Scene, trigger: Token, reach: int | None) -> list[Attribution]:
    """The claims around a token, innermost first, but none in pieces that ends before ``reach``: "not, as X claims, A, but B"."""
    claims = scene.claims.get(trigger.i, [])
    if reach is None or reach < trigger.i or all(len(c.content) == 1 for c in claims):
        return claims
    return [c for c in claims if len(c.content) == 1 or c.content[-1][1] > scene.doc[reach].idx]


_OTHERWISE: dict[Polarity, Polarity] = {"affirmed": "denied", "denied": "affirmed", "uncertain": "uncertain"}


def said_of(scene: Scene, trigger: Token, reach: int | None = None) -> Polarity:
    """The polarity of a token's clause within the innermost claim around it, whose cue is the stance's business."""
    claims = _reaching(scene, trigger, reach)
    if not claims:
        return polarity(trigger)
    if _described(scene, trigger):
        return polarity(trigger, range(trigger.left_edge.i, trigger.right_edge.i + 1))
    sentence = scene.sentences[scene.sentence_of(trigger)]
    start, end = trigger.i, trigger.i + 1
    while start > sentence.start and claims[0] in scene.claims.get(start - 1, ()):
        start -= 1
    while end < sentence.end and claims[0] in scene.claims.get(end, ()):
        end += 1
    said = polarity(trigger, range(start, end))
    return _OTHERWISE[said] if _left_out(scene, trigger, claims[0]) else said


def _left_out(scene: Scene, trigger: Token, claim: Attribution) -> bool:
    """Whether a word's denial stands between the pieces of a claim, whose holder does not deny: "is not, as X claims, A"."""
    return len(claim.content) > 1 and any(
        c.dep_ == "neg" and claim.content[0][0] < c.idx < claim.content[-1][0] and claim not in scene.claims.get(c.i, ())
        for c in trigger.children
    )


def _described(scene: Scene, trigger: Token) -> bool:
    """Whether a clause only describes what a claim denies: who rejects "the atomism promoted by X" denies not whose it is."""
    claims = scene.claims.get(trigger.i, [])
    describes = trigger.dep_ in ("acl", "relcl") and not any(c.dep_ == "mark" for c in trigger.children)
    return describes and bool(claims) and claims[0].stance == "denies"


def link(
    scene: Scene,
    trigger: Token,
    subjects: Sequence[Mention],
    predicate: str,
    objects: Sequence[Mention],
    *,
    rule: str,
    confidence: float,
    said: Polarity | None = None,
    voice: Sequence[Holder] | None = None,
) -> Iterator[RelationMark]:
    """Marks for every pair of a subject and an object that a trigger word links, as its clause says it and in whose voice.

    ``said`` overrules the polarity read from the trigger's clause; ``voice`` overrules whose statement it is.
    """
    if not subjects or not objects:
        return
    if voice is None and _described(scene, trigger):
        voice = ["author"]
    reach = min(m.start for m in objects)
    clause = said_of(scene, trigger, reach) if said is None else said
    told = voices(scene, trigger, reach) if voice is None else [(who, _AFFIRMED) for who in voice]
    own = voice is None and (len(told) > 1 or predicate in _ATTITUDES)
    if own and any(who is subject.entity for who, _ in told for subject in subjects):
        told = [("author", told[0][1])]  # what people are reported to say of themselves, for or against, is said once
    if voice is None and _by_verb(scene, trigger):
        confidence += 0.03  # "Trotskyists hold that …" says it more clearly than "the Trotskyist dogma that …"
    places = [scene.doc[m.start] for m in (*subjects, *objects)]
    start, end = evidence(scene, [trigger, *places])
    year = year_in(scene, start, end) if predicate in DATED else None
    for subject in subjects:
        for obj in objects:
            if not fits(subject.entity, predicate, obj.entity) or _of_its_owner(subject, predicate, obj):
                continue
            assert subject.entity is not None and obj.entity is not None
            pole = among(scene.doc, obj.start, clause)
            sure = confidence * min(subject.confidence, obj.confidence)
            for who, stance in told:
                if stance == "uncertain" and who == "author" and predicate in ("characterized_as", "same_as"):
                    continue  # what nobody named is said to have said of a thing is no statement about it
                yield RelationMark(
                    subject.entity, predicate, obj.entity, combined(stance, pole), who, start, end, year, round(sure, 3), rule
                )


def _of_its_owner(subject: Mention, predicate: str, obj: Mention) -> bool:
    """Whether "Hayek's theory" would only be tied to Hayek as to another: his it is, and from him it comes."""
    if subject.rule != "theirs" or obj.type != "theorist" or predicate in ("holds", "originated"):
        return False
    return obj.entity is not None and words_of(obj.entity.name)[-1:] == words_of(subject.text)[:1]


def _by_verb(scene: Scene, trigger: Token) -> bool:
    claims = scene.claims.get(trigger.i, [])
    return bool(claims) and claims[0].cue_token >= 0 and scene.doc[claims[0].cue_token].pos_ in ("VERB", "AUX", "ADJ")


def told_apart(mark: RelationMark) -> RelationMark:
    """A contrast, where a text denies two theories to be one: "socialism is not central planning"."""
    if mark.predicate != "same_as" or mark.polarity != "denied":
        return mark
    return replace(mark, predicate="differs_from", polarity="affirmed")


def fits(subject: Cluster | None, predicate: str, obj: Cluster | None) -> bool:
    """Whether two different entities are of types that a predicate links."""
    if subject is None or obj is None or subject is obj:
        return False
    first, second = ENDS[predicate]
    return subject.type in first and obj.type in second


def evidence(scene: Scene, tokens: Iterable[Token]) -> tuple[int, int]:
    """The character offsets of the smallest whole clause (else sentence) that holds the given tokens of one sentence."""
    tokens = list(tokens)
    sentence = scene.sentences[scene.sentence_of(tokens[0])]
    low, high = min(t.i for t in tokens), max(t.i for t in tokens)
    if low < sentence.start or high >= sentence.end:
        first, last = scene.sentences[scene.sentence_of(low)], scene.sentences[scene.sentence_of(high)]
        return trimmed(scene, first.start, last.end)
    clause: Token | None = tokens[0]
    while clause is not None:
        if clause.dep_ in CLAUSE_DEPS or (clause.dep_ == "conj" and clause.pos_ in ("VERB", "AUX")):
            left, right = clause.left_edge.i, clause.right_edge.i
            if left <= low and high <= right:
                if clause.dep_ == "ROOT":
                    break
                return trimmed(scene, max(left, sentence.start), min(right + 1, sentence.end))
        clause = clause.head if clause.head != clause else None
    return trimmed(scene, sentence.start, sentence.end)


def trimmed(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Character offsets of tokens [start, end) without space, and without conjunctions or commas at the edges."""
    doc = scene.doc
    while start < end - 1 and (doc[start].is_space or doc[start].lower_ in (",", ";", "-", "–", "—", ")", "that", "and")):
        start += 1
    while end - 1 > start and (doc[end - 1].is_space or doc[end - 1].text in (",", ";", "-", "–", "—", "(")):
        end -= 1
    span: Span = doc[start:end]
    return span.start_char, span.end_char


def year_in(scene: Scene, start: int, end: int) -> int | None:
    """The one year that a stretch of text names; none where it names several."""
    years = {int(found) for found in _YEAR.findall(text_of(scene.doc)[start:end])}
    return years.pop() if len(years) == 1 else None


def by_sentence(scene: Scene, marks: Iterable[RelationMark]) -> dict[int, list[RelationMark]]:
    """Marks under the index of the sentence that their evidence begins in."""
    found: dict[int, list[RelationMark]] = {}
    for mark in marks:
        found.setdefault(scene.sentence_at(mark.start), []).append(mark)
    return found


def chosen(marks: Iterable[RelationMark]) -> list[RelationMark]:
    """One mark of each relation, polarity and asserter: by the surest rule, then by the earliest words."""
    best: dict[tuple[object, ...], RelationMark] = {}
    for mark in marks:
        ends: tuple[int, ...] = (id(mark.subject), id(mark.object))
        if mark.predicate in SYMMETRIC:
            ends = tuple(sorted(ends))
        who = mark.asserted_by if isinstance(mark.asserted_by, str) else id(mark.asserted_by)
        key = (ends, mark.predicate, mark.polarity, who)
        old = best.get(key)
        if old is None or (-mark.confidence, mark.start) < (-old.confidence, old.start):
            best[key] = mark
    return in_order(best.values())


def published_apart(marks: Iterable[RelationMark]) -> list[RelationMark]:
    """Marks without the authorship of whoever only published or edited what another is said to have written."""
    marks = list(marks)
    issuing = {f"verb:{word}" for word in load("relations")["bridges"]["publishers"]}
    written = {id(m.object): id(m.subject) for m in marks if m.predicate == "wrote" and m.rule not in issuing}
    return [
        m
        for m in marks
        if m.predicate != "wrote" or m.rule not in issuing or written.get(id(m.object), id(m.subject)) == id(m.subject)
    ]


def in_order(marks: Iterable[RelationMark]) -> list[RelationMark]:
    """Marks in text order, whatever order they were found in."""
    return sorted(marks, key=_place)


def _place(mark: RelationMark) -> tuple[int, int, str, str, str, str, str]:
    who = mark.asserted_by if isinstance(mark.asserted_by, str) else mark.asserted_by.name
    return mark.start, mark.end, mark.predicate, mark.subject.name, mark.object.name, mark.polarity, who
