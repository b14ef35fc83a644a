"""Relations that a cue word says through its frame: "X rejected Y", "X's debt to Y", "X is hostile to Y", "like X, Y …"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import Holder, RelationMark
from kb.pipeline.polarity import polarity
from kb.pipeline.relations.lexicon import Frame, frames
from kb.pipeline.relations.marks import ENDS, IDEAS, _in_content, combined, link
from kb.pipeline.relations.referents import Referent, referents
from kb.pipeline.relations.scene import Scene
from kb.pipeline.relations.slots import fill, is_passive

_KIND_OF_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADP": "preposition", "SCONJ": "preposition"}


def from_frames(scene: Scene) -> Iterator[RelationMark]:
    """Marks from every cue word in the sentences that name or mean two entities or more."""
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if len({id(m.entity) for m in mentions}) < 2:
            continue
        for token in sentence:
            for frame in _frames_of(token):
                yield from _match(scene, token, frame)


def _frames_of(token: Token) -> tuple[Frame, ...]:
    kind = _KIND_OF_POS.get(token.pos_)
    if kind is None:
        return ()
    lemma = token.lemma_.lower()
    found = frames(kind).get(lemma, ())
    if not found and kind == "verb" and token.tag_ in ("VBG", "VBN"):
        found = frames("preposition").get(token.lower_, ()) or frames("adjective").get(token.lower_, ())
    if not found and kind == "adjective" and token.tag_ in ("VBN", "JJ") and lemma.endswith("ed"):
        found = frames("verb").get(lemma[:-1], ()) or frames("verb").get(lemma[:-2], ())
    return found


def _match(scene: Scene, token: Token, frame: Frame) -> Iterator[RelationMark]:
    dependents = {c.lemma_.lower() for c in token.children if c.i != token.i} if frame.has or frame.lacks else set()
    if frame.has and not (frame.has & dependents):
        return
    if frame.lacks & dependents:
        return
    if frame.lead and not _leads(token):
        return
    if frame.what and not any(c.tag_ == "WP" for c in token.children):
        return
    for relation in frame.relations:
        first, second = ENDS[relation]
        subjects = _ends(scene, token, frame.subject, first)
        if not subjects:
            continue
        objects = _ends(scene, token, frame.object, second)
        if frame.subject == frame.object:
            subjects, objects = subjects[:1], subjects[1:]
        if not objects:
            continue
        if relation == "derives_from" or first == IDEAS:
            subjects = _most_exact(subjects)
        marks = list(_marks(scene, token, frame, relation, subjects, objects))
        if marks:
            yield from marks
            return


def _ends(scene: Scene, token: Token, slots: tuple[str, ...], types: tuple) -> list[Referent]:  # type: ignore[type-arg]
    for slot in slots:
        found: list[Referent] = []
        for filler in fill(token, slot):
            for referent in referents(scene, filler, types):
                if all(referent.entity is not old.entity for old in found):
                    found.append(referent)
        if found:
            return found
    return []


def _most_exact(found: list[Referent]) -> list[Referent]:
    """Those named outright, where any is; else those meant through a carrying noun."""
    named = [r for r in found if not r.through]
    return named or found


def _leads(token: Token) -> bool:
    """Whether a word stands at the head of its sentence or clause."""
    left = token.left_edge.i
    if token.dep_ == "pobj":
        left = token.head.left_edge.i
    return left == token.sent.start or token.doc[left - 1].text in (",", ";", ":", "—", "–", "(") or token.doc[left - 1].dep_ in ("mark", "cc")


def _marks(
    scene: Scene, token: Token, frame: Frame, relation: str, subjects: list[Referent], objects: list[Referent]
) -> Iterator[RelationMark]:
    said = polarity(token, _in_content(scene, token))
    voice: list[Holder] | None = None
    if frame.voice is not None:
        speakers = _ends(scene, token, (frame.voice,), ("theorist", "group", "theory", "work"))
        voice = [s.entity for s in speakers] or None
        if voice is None and frame.impersonal is not None and said == "affirmed" and is_passive(token):
            said = frame.impersonal
        if voice is None and said == "affirmed" and not is_passive(token) and fill(token, frame.voice) and _named(fill(token, frame.voice)):
            said = "uncertain"
    if frame.polarity != "affirmed":
        said = combined(said, frame.polarity)
    ends = [scene.doc[r.mention.start] for r in (*subjects, *objects)]
    yield from link(
        scene, token, [s.entity for s in subjects], relation, [o.entity for o in objects],
        rule=frame.name, confidence=frame.confidence, ends=ends, said=said, voice=voice,
    )  # fmt: skip


def _named(speakers: list[Token]) -> bool:
    """Whether a speaker is some other party than the text: "commentators have called X …", not "we call X …"."""
    return any(s.lower_ not in ("we", "i", "one", "you") for s in speakers)
