"""Why a connective drew no argument; asked only while a text is explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kb.pipeline.annotations import ArgumentMark
from kb.pipeline.arguments.links import groups_before, groups_of, opens, words
from kb.pipeline.relations.scene import Scene
from kb.pipeline.tracing import passed_over

_OPENINGS = {
    "conclude": "a conclusion from what stands before",
    "reason": "a reason for what stands before",
    "bearing": "an instance of what stands before",
    "oppose": "an objection to what stands before",
    "another": "one more reason",
}


def refuse_connectives(scene: Scene, marks: Sequence[ArgumentMark]) -> None:
    """Record the connectives of sentences from which no argument was made."""
    argued = {scene.sentence_at(place) for mark in marks for place in (mark.start, mark.end - 1)}
    for index, sentence in enumerate(scene.sentences):
        if index in argued:
            continue
        for name, says in _OPENINGS.items():
            if opens(scene, index, name):
                reason = f"opens as {says}, but {_missing(scene, index, back=True)}"
                passed_over(
                    scene.doc, "arguments", f"opening: {name}", sentence.start, min(sentence.start + 3, sentence.end), reason
                )
        for token in _subordinators(scene, index):
            reason = f"gives a reason, but {_missing(scene, index, back=False)}"
            passed_over(scene.doc, "arguments", f"subordination: {token.lower_}", token.i, token.i + 1, reason)


def _subordinators(scene: Scene, index: int) -> Iterator[Token]:
    return (t for t in scene.sentences[index] if t.lower_ in words("because") and t.dep_ in {"mark", "prep"})


def _missing(scene: Scene, index: int, *, back: bool) -> str:
    groups = groups_of(scene, index)
    if not groups:
        return "no claim stands in this sentence"
    if back and not groups_before(scene, index):
        return "no claim stands just before it in this paragraph"
    if not back and len(groups) == 1:
        return "this sentence makes one claim alone, with the reason inside it"
    return "the claims beside it are not such as it can link: a reason wants one holder, an objection two"
