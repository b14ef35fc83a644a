"""The component that links the entities of a text by the thirteen relations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from kb.pipeline.annotations import RelationMark
from kb.pipeline.relations.avowals import from_avowals
from kb.pipeline.relations.bridges import from_bridges
from kb.pipeline.relations.cases import from_cases
from kb.pipeline.relations.circles import from_circles
from kb.pipeline.relations.contrasts import from_contrasts
from kb.pipeline.relations.copulas import from_copulas
from kb.pipeline.relations.disputes import from_disputes
from kb.pipeline.relations.echoes import from_echoes
from kb.pipeline.relations.frames import from_frames
from kb.pipeline.relations.implied import implied
from kb.pipeline.relations.judged import from_verdicts
from kb.pipeline.relations.marks import chosen, published_apart
from kb.pipeline.relations.memberships import from_memberships
from kb.pipeline.relations.names import from_names
from kb.pipeline.relations.naming import from_naming
from kb.pipeline.relations.possessives import from_noun_phrases
from kb.pipeline.relations.preferences import from_preferences
from kb.pipeline.relations.replies import from_replies
from kb.pipeline.relations.scene import Scene, scene_of
from kb.pipeline.relations.wording import from_wording
from kb.pipeline.relations.works import from_works
from kb.pipeline.tracing import is_traced, passed_over

#: the kinds of sentence that say a relation, each in its module
KINDS: tuple[Callable[[Scene], Iterator[RelationMark]], ...] = (
    from_frames,  # a cue word and its slots: "X rejected Y", "X's debt to Y", "like X, Y …"
    from_copulas,  # "the USSR was state capitalist", "Epicurus was an atomist"
    from_noun_phrases,  # "Descartes's dualism", "the Trotskyist Burnham", "realists such as Carr"
    from_cases,  # "the USSR, a workers' state", "the state capitalism of the USSR"
    from_memberships,  # "as an anarchist, X …", "like other Fabians, X …", "the CNT's X"
    from_circles,  # "the anarchists of the FAI", "X, of the Fabian Society"
    from_wording,  # "T in X's sense", "T as X understood it"
    from_works,  # "Rizzi's book B", "B (1941), by Burnham", "in B, Hayek argues"
    from_naming,  # "… This theory is known as T" after a claim
    from_verdicts,  # "dismissed T as a myth", "hailed T as a step forward"
    from_disputes,  # "Lange replied that Mises had confused …", "A held that P, while B held that Q"
    from_preferences,  # "instead of T, X advocates U"
    from_avowals,  # "they proclaimed their ideas socialist"
    from_names,  # "neorealism (also known as structural realism)"
)

#: what follows from the relations found so far, in this order
FOLLOWING: tuple[Callable[[Scene, Sequence[RelationMark]], Iterator[RelationMark]], ...] = (
    from_contrasts,  # "while Y held …", "by contrast", "similarly", "takes the opposite view"
    implied,  # who calls a case T holds T; who denies that it is T rejects T
    from_echoes,  # "So did X", "X did not"
    from_replies,  # "Bailey protested that …" after a report of Ricardo
    from_bridges,  # "T appeared in 1991" after its authors; what a work expounds through its author
)


@Language.factory("doxograph_relations")
def make_relations(nlp: Language | None, name: str) -> Callable[[Doc], Doc]:
    """The component; it wants mentions with their entities, and claims, and writes ``doc._.dox_relations``."""
    return relate


def relate(doc: Doc) -> Doc:
    """Write the relations that a Doc's sentences say, each once for each polarity and asserter."""
    scene = scene_of(doc)
    said = published_apart(mark for kind in KINDS for mark in kind(scene))
    for follow in FOLLOWING:
        said.extend(follow(scene, tuple(said)))
    doc._.dox_relations = chosen(said)
    if is_traced(doc):
        _refuse_repeats(doc, said, doc._.dox_relations)
    return doc


def _refuse_repeats(doc: Doc, said: list[RelationMark], kept: list[RelationMark]) -> None:
    left = {id(mark) for mark in kept}
    for mark in said:
        words = doc.char_span(mark.start, mark.end, alignment_mode="expand")
        if id(mark) not in left and words is not None:
            says = f"{mark.subject.name} {mark.predicate.replace('_', ' ')} {mark.object.name}"
            reason = f"{says}: said elsewhere by a surer rule or earlier words"
            passed_over(doc, "relations", mark.rule, words.start, words.end, reason)
