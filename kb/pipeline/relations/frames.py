"""Relations that a cue word says through its frame: "X rejected Y", "X's debt to Y", "X is hostile to Y", "like X, Y …"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Holder, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.polarity import among
from kb.pipeline.relations.doers import is_passive
from kb.pipeline.relations.ends import barred, ends_of, faults, oneself, other_than, owner_of
from kb.pipeline.relations.lexicon import KIND_OF_POS, Frame, frames
from kb.pipeline.relations.marks import ENDS, combined, link, said_of, told_apart, voices
from kb.pipeline.relations.scene import Scene
from kb.pipeline.relations.slots import fill
from kb.pipeline.tracing import is_traced, passed_over

_TURNED = {"holds": "rejects", "expounds": "rejects", "rejects": "holds"}
_UNNAMED = frozenset({"it", "them", "this", "these"})
_SOMETHING = frozenset({"something", "things", "thing", "phenomenon", "process", "state"})  # "something he called T"
_ANY: frozenset[str] = frozenset()
#: what nobody says of himself
_BETWEEN_TWO = frozenset({"rejects", "differs_from", "derives_from"})
SPEAKERS: tuple[EntityType, ...] = ("theorist", "group", "theory", "work")


def from_frames(scene: Scene) -> Iterator[RelationMark]:
    """Marks from every cue word in the sentences that name or mean two entities or more."""
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if not mentions:
            continue
        for token in sentence:
            asked = _frames_of(token)
            if not asked or any(m.type == "work" and m.form == "name" and m.end - m.start > 1 for m in scene.mentions_at(token)):
                continue  # a title's own words say nothing: "his Critique of Pure Reason"
            linked: set[frozenset[int]] = set()
            told: set[str] = set()
            found: list[RelationMark] = []
            for frame in asked:
                if told.intersection(frame.relations) and not frame.also:
                    continue  # one cue word says one relation once, by its first frame that fits
                marks = [m for m in _match(scene, token, frame) if frozenset((id(m.subject), id(m.object))) not in linked]
                linked.update(frozenset((id(m.subject), id(m.object))) for m in marks)
                told.update(m.predicate for m in marks)
                if not marks and is_traced(scene.doc) and _applies(token, frame):
                    passed_over(scene.doc, "relations", frame.name, token.i, token.i + 1, _why_not(scene, token, frame))
                found.extend(marks)
            # who calls a case T classes it, and coins no name
            yield from (m for m in found if m.predicate != "originated" or "characterized_as" not in told)


def _frames_of(token: Token) -> tuple[Frame, ...]:
    kind = "preposition" if token.dep_ == "prep" else KIND_OF_POS.get(token.pos_)
    if kind is None:
        return ()
    lemma = token.lower_ if kind == "preposition" else token.lemma_.lower()
    if kind == "verb" and token.tag_ == "VBN" and token.dep_ in ("acomp", "oprd"):  # "are opposed to", "remained committed to"
        found = frames("adjective").get(token.lower_, ())
        if found:
            return found
    found = frames(kind).get(lemma, ())
    if not found and kind == "adjective":
        found = frames("noun").get(lemma, ())  # a parser's slip: "his Roman disciple Lucretius"
    if not found and kind == "verb" and token.tag_ in ("VBG", "VBN"):
        found = frames("preposition").get(token.lower_, ()) or frames("adjective").get(token.lower_, ())
    if not found and kind == "adjective" and token.tag_ in ("VBN", "JJ") and lemma.endswith("ed"):
        found = frames("verb").get(lemma[:-1], ()) or frames("verb").get(lemma[:-2], ())
    return found


def _match(scene: Scene, token: Token, frame: Frame) -> Iterator[RelationMark]:
    if not _applies(token, frame):
        return
    told: set[int] = set()
    for relation in frame.relations:
        first, second = ENDS[relation]
        subjects = ends_of(scene, token, frame.subject, first)
        but = barred(relation)
        direct = frame.direct or bool(told)  # beside a doctrine only what is named itself: "critical of Lenin and of Bolshevism"
        through = faults() if frame.faults else _ANY if frame.through else None
        objects = ends_of(scene, token, frame.object, second, frame.confidence >= 0.75, through, direct, but) if subjects else []
        if frame.through and not frame.faults:  # "shared X's view that T": X's, not T's
            objects = [m for m in objects if m.type != "theory"]
        objects = [m for m in objects if id(m.entity) not in told and (not told or m.rule != "near")]
        if relation in _BETWEEN_TWO and objects and all(oneself(m, subjects) for m in objects):
            objects = other_than(scene, token, subjects) if second != ("theory",) else []
        if frame.subject == frame.object:  # "between A and B", "A, B and C share …": every pair
            marks = [m for a, b in _pairs(subjects) for m in _marks(scene, token, frame, relation, [a], [b])]
        else:
            marks = list(_marks(scene, token, frame, relation, subjects, objects)) if objects else []
        marks = [m for m in marks if not _own_side(scene, token, m)]
        if "owner" in frame.object:  # a person beside a person
            marks = [m for m in marks if m.subject.type in ("theorist", "group")]
        if relation == "similar_to" and len(frame.relations) > 1:  # who agrees with a theory is not like it
            marks = [m for m in marks if (m.subject.type == "theory") == (m.object.type == "theory")]
        if frame.name.startswith("preposition"):  # "like X" sets a person beside a person, a theory beside a theory
            marks = [] if _gives_example(token) else marks
            marks = [m for m in marks if relation in _TURNED or (m.subject.type == "theory") == (m.object.type == "theory")]
        if frame.through and any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children):  # "T, to use X's term"
            marks = [m for m in marks if m.subject.type != "theory"]
        yield from marks
        told.update(id(end) for m in marks for end in (m.subject, m.object))
        if marks and frame.subject == frame.object:
            return


def _own_side(scene: Scene, token: Token, mark: RelationMark) -> bool:
    """Whether a noun names the very group that it would be an end for: "his followers" is whom he is not a member of."""
    own = [m.entity for m in scene.mentions_at(token) if m.rule in ("side", "circle")]
    return any(end is mark.subject or end is mark.object for end in own)


def _gives_example(preposition: Token) -> bool:
    """Whether "like" means "such as": "Trotskyists like Pierre Frank"."""
    noun = preposition.head
    return preposition.lower_ == "like" and noun.tag_ in ("NNS", "NNPS") and preposition.i > noun.i and noun.nbor() == preposition


def _why_not(scene: Scene, token: Token, frame: Frame) -> str:
    """Why a frame says nothing here, for whoever asks."""
    relation = " or ".join(name.replace("_", " ") for name in frame.relations)
    for name, slots, side in (("subject", frame.subject, 0), ("object", frame.object, 1)):
        types = tuple(dict.fromkeys(t for r in frame.relations for t in ENDS[r][side]))
        if not any(ends_of(scene, token, slots, ENDS[r][side]) for r in frame.relations):
            return f"{relation}: no {' or '.join(types)} in its {name} slot ({', '.join(slots)})"
    return f"{relation}: its two ends are one entity, already linked by this word, or not of kinds that it links"


def _pairs(found: list[Mention]) -> list[tuple[Mention, Mention]]:
    """Every two of a row; those of one type alone, where any two are."""
    pairs = list(combinations(found, 2))
    return [(a, b) for a, b in pairs if a.type == b.type] or pairs


def _applies(token: Token, frame: Frame) -> bool:
    if frame.has or frame.lacks:
        dependents = {child.lemma_.lower() for child in token.children if child.dep_ != "nsubj"}
        if (frame.has and not frame.has & dependents) or frame.lacks & dependents:
            return False
    if frame.under and not (token.dep_ == "pobj" and token.head.lower_ in frame.under):
        return False
    if frame.governors and _governor(token).lemma_ not in frame.governors:
        return False
    if (frame.lead and not _leads(token)) or (frame.plural and token.tag_ not in ("NNS", "NNPS")):
        return False
    if (
        "complement" in frame.object
        and not frame.what
        and token.lemma_ not in ("make", "render")
        and any(t.lower_ == "what" for c in token.children for t in (c, *c.children))
    ):
        return False  # "what he called T" says what T is named, not what it is
    return (
        not frame.what
        or any(
            child.lower_ in ("what", "which") or (child.dep_ == "dobj" and child.lower_ in _UNNAMED) for child in token.children
        )
        or (token.dep_ == "relcl" and token.head.lower_ in _SOMETHING)
    )


def _governor(preposition: Token) -> Token:
    """The word that a preposition, or the one that it is coordinated with, hangs on."""
    while preposition.dep_ == "conj" and preposition.head != preposition:
        preposition = preposition.head
    return preposition.head


def _leads(token: Token) -> bool:
    """Whether a word stands at the head of its sentence or clause."""
    left = token.head.left_edge if token.dep_ == "pobj" else token.left_edge
    before = left.nbor(-1) if left.i > 0 else None
    return before is None or left.is_sent_start or before.text in (",", ";", ":", "—", "–", "(") or before.dep_ in ("mark", "cc")


def _marks(
    scene: Scene, token: Token, frame: Frame, relation: str, subjects: list[Mention], objects: list[Mention]
) -> Iterator[RelationMark]:
    said = "affirmed" if frame.name.startswith("preposition") and _set_off(token) else said_of(scene, token)
    voice: list[Holder] | None = None
    if frame.voice is not None:
        called = {id(m.entity) for m in objects}
        speakers = ends_of(scene, token, (frame.voice,), SPEAKERS)
        voice = [m.entity for m in speakers if m.entity is not None and id(m.entity) not in called] or None
        if voice is None and said == "affirmed":
            if is_passive(token):
                said = said if _can(token) or token.i in scene.claims else frame.impersonal or said
            elif _others(fill(token, frame.voice)):
                said = "uncertain"  # "commentators have called X …": some party says so whom the text does not name
    if frame.only is not None:  # "is no friend of T"
        if said != frame.only or any(stance != "affirmed" for _, stance in voices(scene, token)):
            return
        said = "affirmed"
    said = frame.polarity if frame.flat else combined(said, frame.polarity)
    if _through_attack(token, frame):  # "contains a critique of T", "rejects the attacks on T"
        if relation in ("derives_from", "similar_to"):
            return
        relation = _TURNED.get(relation, relation)
    if said == "denied" and frame.negated is not None:  # "never abandoned T": still holds it
        relation, said = frame.negated, "affirmed"
    if relation == "holds" and subjects and all(m.type == "work" for m in subjects):
        relation = "expounds"  # a work that makes the case for T sets T out
    if relation == "member_of":  # "his followers" are not a body that he is of
        objects = [m for m in objects if not m.start <= token.i < m.end and not _of_someone(scene, m)]
    if relation == "holds" and frame.object == ("complement",) and frame.subject == ("subject",):
        new = [
            m for m in objects if scene.first.get(id(m.entity)) == m.start and scene.doc[m.start - 1].lower_ not in ("a", "an")
        ]
        if new and said == "affirmed" and _names_afresh(scene, token):
            relation, objects = "originated", new
    if relation == "holds" and frame.object == ("complement",):
        objects = [m for m in objects if among(scene.doc, m.start, said) == "affirmed"]
    if relation == "derives_from" and all(m.type in ("theorist", "group") for m in subjects):
        objects = [owner_of(scene, m) or m for m in objects]
    for mark in link(
        scene, token, subjects, relation, objects, rule=frame.name, confidence=frame.confidence, said=said, voice=voice
    ):
        yield told_apart(mark) if frame.name.startswith("adjective") else mark


def _of_someone(scene: Scene, mention: Mention) -> bool:
    """Whether a body is only somebody's: "his followers"."""
    return any(c.tag_ == "PRP$" for c in scene.doc[mention.end - 1].children)


def _names_afresh(scene: Scene, verb: Token) -> bool:
    """Whether a verb of naming brings in a name: "X calls what grows there T", but not "X called Russia T", "calls himself T"."""
    return not any(
        t.lower_.endswith(("self", "selves")) or any(m.type == "case" for m in scene.mentions_at(t))
        for child in verb.children
        if child.dep_ in ("dobj", "dative", "ccomp", "oprd", "nsubj")
        for t in (child, *child.children)
    )


def _through_attack(token: Token, frame: Frame) -> bool:
    """Whether what a word is about is not a doctrine but an attack on it."""
    if frame.name.startswith("noun"):
        return False
    attacks = load("relations")["judging"]["attacks"]
    return any(noun.lemma_.lower() in attacks for slot in frame.object[:1] for noun in fill(token, slot))


def _set_off(preposition: Token) -> bool:
    """Whether a comparison stands apart from its clause, whatever the clause denies: "X, like Y, did not hold that P"."""
    return preposition.is_sent_start or (preposition.i > 0 and preposition.nbor(-1).text == ",")


def _others(speakers: list[Token]) -> bool:
    """Whether a speaker is some unnamed party: "commentators", "some", "they"."""
    return any(
        s.tag_ in ("NNS", "NNPS") or s.lower_ in ("some", "many", "most", "others", "they", "several", "few") for s in speakers
    )


def _can(verb: Token) -> bool:
    """Whether a passive recommends: "can be described as", "is best seen as"."""
    return any(c.lower_ in ("can", "could", "must", "should", "best", "rightly", "properly", "may") for c in verb.children)
