"""The component that links claims which a text gives as reasons for, or objections to, one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kb.pipeline.annotations import ArgumentMark
from kb.pipeline.arguments.conceded import by_anticipation, by_concessions, by_denials
from kb.pipeline.arguments.divided import divide, in_order
from kb.pipeline.arguments.enumerated import by_enumeration
from kb.pipeline.arguments.inside import by_assumption, by_colon, by_consequence, by_grounds, by_inference, by_subordination
from kb.pipeline.arguments.judged import by_judgements
from kb.pipeline.arguments.links import groups_before, groups_of
from kb.pipeline.arguments.openings import by_addition, by_openings
from kb.pipeline.arguments.own import own_claims
from kb.pipeline.arguments.quoted import by_witnesses
from kb.pipeline.arguments.refused import refuse_connectives
from kb.pipeline.arguments.refutations import by_blame, by_refutations, refutes
from kb.pipeline.arguments.replies import by_replies
from kb.pipeline.relations.scene import Scene, forget, scene_of
from kb.pipeline.tracing import is_traced


@Language.factory("doxograph_arguments")
def make_arguments(nlp: Language | None, name: str) -> Callable[[Doc], Doc]:
    """The component; it wants claims and writes ``doc._.dox_arguments`` (and the text's own claims that arguments need)."""
    return argue


def argue(doc: Doc) -> Doc:
    """Write the arguments that a Doc draws between its claims, each pair once, by its surest rule."""
    parted = divide(doc)
    scene = scene_of(doc)
    added = own_claims(scene)
    counted = list(by_enumeration(scene, added))
    quoted = list(by_witnesses(scene, added))
    marks = [*parted, *counted, *quoted, *_found(scene)]
    best: dict[tuple[int, int], ArgumentMark] = {}
    for mark in [*marks, *by_addition(scene, marks)]:
        key = (id(mark.premise), id(mark.conclusion))
        if key not in best or mark.confidence > best[key].confidence:
            best[key] = mark
    ends = {number for key in best for number in key}
    if used := [claim for claim in added if id(claim) in ends]:  # a claim of the text's own that argues nothing is none
        doc._.dox_attributions = in_order([*doc._.dox_attributions, *used])
    doc._.dox_arguments = sorted(best.values(), key=lambda m: (m.start, m.end, m.premise.content, m.conclusion.content, m.kind))
    if is_traced(doc):
        refuse_connectives(scene, doc._.dox_arguments)
    forget(doc)
    return doc


def _found(scene: Scene) -> Iterator[ArgumentMark]:
    for index in sorted(scene.by_sentence):
        groups = groups_of(scene, index)
        before = groups_before(scene, index)
        yield from by_subordination(scene, index, groups)
        yield from by_grounds(scene, index, groups)
        yield from by_colon(scene, index, groups)
        yield from by_consequence(scene, index, groups, before)
        yield from by_assumption(scene, index, groups, before)
        yield from by_inference(scene, index, groups, before)
        yield from by_refutations(scene, index, groups)
        yield from by_replies(scene, index, groups)
        yield from by_judgements(scene, index, groups)
        yield from by_concessions(scene, index, groups)
        yield from by_anticipation(scene, index, groups)
        yield from by_denials(scene, index, groups, before)
        if not before and refutes(scene, index, near=False):  # "This view is absurd" may open a paragraph
            before = groups_before(scene, index, across=True)
        yield from by_blame(scene, index, groups, before)
        if before:
            yield from by_openings(scene, index, groups, before)
