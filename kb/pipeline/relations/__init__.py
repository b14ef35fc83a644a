"""The component that links the entities of a text by the thirteen relations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kb.pipeline.annotations import RelationMark
from kb.pipeline.relations.frames import from_frames
from kb.pipeline.relations.marks import chosen
from kb.pipeline.relations.scene import Scene, scene_of

#: the kinds of sentence that say a relation, each in its module
KINDS: tuple[Callable[[Scene], Iterator[RelationMark]], ...] = (from_frames,)


@Language.factory("doxograph_relations")
def make_relations(nlp: Language | None, name: str) -> Callable[[Doc], Doc]:
    """The component; it wants mentions with their entities, and claims, and writes ``doc._.dox_relations``."""
    return relate


def relate(doc: Doc) -> Doc:
    """Write the relations that a Doc's sentences say, each once for each polarity and asserter."""
    scene = scene_of(doc)
    doc._.dox_relations = chosen(mark for kind in KINDS for mark in kind(scene))
    return doc
