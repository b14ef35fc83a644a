"""A name given to what a holder has just been reported to say: "… This theory is known as T"."""

from __future__ import annotations

from collections.abc import Iterator

from kb.pipeline.annotations import Cluster, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import is_passive, objects
from kb.pipeline.relations.holders import own
from kb.pipeline.relations.marks import evidence
from kb.pipeline.relations.referents import referents
from kb.pipeline.relations.scene import Scene
from kb.pipeline.relations.slots import complements


def from_naming(scene: Scene) -> Iterator[RelationMark]:
    """After a claim, "This theory is known as T" says that the claim's holder holds T."""
    cues = load("relations")["naming"]
    for index in range(1, len(scene.sentences)):
        named = _name_given(scene, index, cues)
        if named is None:
            continue
        claims = scene.by_sentence.get(index - 1, [])
        for claim in claims:
            if isinstance(claim.holder, Cluster) and claim.stance == "asserts" and named.entity is not None:
                start = min(s for s, _ in [*claim.content, *claim.cue])
                first, last = scene.sentences[scene.sentence_of(scene.token_at(start))], scene.sentences[index]
                opening, closing = evidence(scene, [first[0], last[len(last) - 1]])
                yield from own(claim.holder, "holds", named.entity, opening, closing, 0.75, "implied:named view")
                yield from _work_of(scene, index - 1, claim.holder, named.entity)


def _work_of(scene: Scene, index: int, holder: Cluster, theory: Cluster) -> Iterator[RelationMark]:
    """The work that the holder's run of claims began in: "in WORK he argued … This theory is known as T"."""
    while index >= 0 and any(claim.holder is holder for claim in scene.by_sentence.get(index, [])):
        for work in scene.mentions[index]:
            if work.type == "work" and work.entity is not None:
                start, end = evidence(scene, [scene.sentences[index][0], scene.doc[work.end - 1]])
                yield from own(work.entity, "expounds", theory, start, end, 0.6, "implied:named view")
                return
        index -= 1


def _name_given(scene: Scene, index: int, cues: dict[str, list[str]]) -> Mention | None:
    for token in scene.sentences[index]:
        given = token.lemma_ == "give" and any(
            c.dep_ == "dobj" and c.lemma_ in ("name", "label", "title") for c in token.children
        )
        if not (given or token.lemma_.lower() in cues["verbs"]) or not is_passive(token):
            continue
        for subject in objects(token):
            if subject.lemma_.lower() in cues["views"] and any(
                c.dep_ == "det" and c.lower_ in ("this", "that", "such") for c in subject.children
            ):
                for complement in [c for c in token.children if c.dep_ == "dobj"] if given else complements(token):
                    for referent in referents(scene, complement, ("theory",)):
                        return referent.mention
    return None
