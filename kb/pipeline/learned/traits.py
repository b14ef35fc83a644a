"""What a pair of entities in a sentence looks like: the named traits that the fitted weights speak of."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import Cluster, Mention
from kb.pipeline.learned.pairs import Pair
from kb.pipeline.learned.sight import Sight, Types, families_of, frames_of, label_of
from kb.pipeline.polarity import is_negated

_TOLD = frozenset({"VERB", "NOUN", "ADJ", "ADP", "ADV", "AUX", "SCONJ"})  # words between two names that are told one by one
_STEPS = 7  # words of a path between two names that is told as a whole, at most


def traits(sight: Sight, pair: Pair) -> set[str]:
    """The traits of a pair."""
    return {
        "bias",
        *_of_ends(sight, pair),
        *_of_claims(sight, pair),
        *_between(sight, pair),
        *_path(sight, pair),
        *_cues(sight, pair),
    }


def top_of(sight: Sight, pair: Pair) -> Token:
    """The word under which both mentions of a pair hang; the subject's own head in a sentence in pieces."""
    up = sight.way(sight.head(pair.subject.start, pair.subject.end))
    places = {t.i for t in sight.way(sight.head(pair.object.start, pair.object.end))}
    return next((t for t in up if t.i in places), up[0])


def _of_ends(sight: Sight, pair: Pair) -> Iterator[str]:
    """Who the two are, where each hangs, and how many others the sentence names."""
    types = pair.types
    yield f"ends:{types[0]}-{types[1]}"
    yield f"entities:{min(len(sight.entities), 8)}"
    yield f"length:{min(sight.length // 8, 6)}"
    for family in sight.said(types):
        yield f"sentence:{family}"
    for role, mention, entity in zip(("subject", "object"), (pair.subject, pair.object), pair.entities, strict=True):
        at = (role, mention.start, id(entity), types)
        if at not in sight.ends:
            sight.ends[at] = tuple(_of_end(sight, role, mention, entity, types))
        yield from sight.ends[at]


def _of_end(sight: Sight, role: str, mention: Mention, entity: Cluster, types: Types) -> Iterator[str]:
    """Who one end is, and where it hangs."""
    yield f"{role}s here:{min(sum(c.type == entity.type for c in sight.entities), 4)}"
    yield f"{role} named:{min(len(entity.mentions), 6)}"
    if entity.key:
        yield f"{role} known"
    if entity is sight.scene.theme or entity is sight.scene.topic:
        yield f"{role} is the theme"
    head = sight.head(mention.start, mention.end)
    yield f"{role} form:{mention.form}"
    yield f"{role} dep:{head.dep_}"
    yield from _under(role, head, types)
    for child in head.children:
        if child.dep_ in ("prep", "poss", "relcl", "acl", "appos", "amod"):
            yield f"{role} has:{child.dep_}"
            for family in families_of(child, types):
                yield f"{role} has:{child.dep_}:{family}"


def _under(role: str, head: Token, types: Types) -> Iterator[str]:
    """The word that governs an end, and the one that governs its preposition."""
    above = head.head
    yield f"{role} under:{above.lemma_.lower()}"
    yield f"{role} under:{head.dep_}:{above.pos_}"
    for family in families_of(above, types):
        yield f"{role} under:{head.dep_}:{family}"
    if head.dep_ == "pobj" and above.head != above:
        yield f"{role} in:{above.head.lemma_.lower()}"
        yield f"{role} in:{above.lower_}:{above.head.pos_}"
        for family in families_of(above.head, types):
            yield f"{role} in:{above.lower_}:{family}"


def _of_claims(sight: Sight, pair: Pair) -> Iterator[str]:
    """Whether one end holds a claim about the other, or in whose words the other is named."""
    scene, (one, other) = sight.scene, pair.entities
    for claim in scene.by_sentence.get(sight.index, []):
        for role, entity, opposite in (("subject", one, other), ("object", other, one)):
            if claim.holder is entity:
                yield f"{role} {claim.stance}"
                if opposite in claim.about:
                    yield f"{role} {claim.stance} about the other"
    for role, mention, opposite in (("subject", pair.subject, other), ("object", pair.object, one)):
        head = sight.head(mention.start, mention.end)
        covering = scene.claims.get(head.i, ())
        if covering:
            yield f"{role} in a claim"
        yield from (t for claim in covering[:2] if claim.holder is opposite for t in _told(role, claim.stance, head))


def _told(role: str, stance: str, head: Token) -> tuple[str, str]:
    return f"{role} in the other's claim:{stance}", f"{role} in the other's claim:{stance}:{head.dep_}"


def _between(sight: Sight, pair: Pair) -> Iterator[str]:
    """Order and distance of the two mentions, and the words between them."""
    scene, a, b = sight.scene, pair.subject, pair.object
    direction = "forward" if a.start < b.start else "back"
    low, high = min(a.end, b.end), max(a.start, b.start)
    gap = max(high - low, 0)
    others: set[int | Cluster] = {id(m.entity) for m in scene.within(low, high)}
    yield f"order:{direction}"
    yield f"gap:{min(gap.bit_length(), 6)}"
    yield f"between:{min(len(others - {id(e) for e in pair.entities}), 4)} entities"
    words = scene.doc[low:high]
    for token in words:
        if token.pos_ in _TOLD:
            yield f"word:{direction}:{token.lemma_.lower()}"
            yield f"word:{token.lemma_.lower()}"
            for family in families_of(token, pair.types):
                yield f"between:{direction}:{family}"
                yield f"between:{family}"
        if token.is_punct:
            yield f"mark:{token.text}"
        if token.dep_ == "neg" or token.lower_ in ("not", "never", "nor", "neither"):
            yield "between:negation"
    if gap <= 4:
        yield f"gap words:{direction}:{' '.join(t.lower_ for t in words)}"


def _path(sight: Sight, pair: Pair) -> Iterator[str]:
    """The words and labels on the way from one mention's head to the other's."""
    types = pair.types
    up, down = (sight.way(sight.head(m.start, m.end)) for m in (pair.subject, pair.object))
    top = top_of(sight, pair)
    places = [t.i for t in down]
    if top.i not in places:
        yield "path:none"
        return
    left, right = up[: [t.i for t in up].index(top.i)], down[: places.index(top.i)]
    first, last = left[-1].dep_ if left else "top", right[-1].dep_ if right else "top"
    families = families_of(top, types)
    yield f"path length:{min(len(left) + len(right), 9)}"
    if len(left) + len(right) <= _STEPS:
        shape = f"{'>'.join(t.dep_ for t in left)}|{top.pos_}|{'>'.join(label_of(t) for t in reversed(right))}"
        yield f"path:{shape}"
        yield f"path:{shape}:{top.lemma_.lower()}"
        yield from (f"path:{shape}:{family}" for family in families)
    yield f"top:{top.lemma_.lower()}"
    yield f"top:{top.pos_}"
    yield f"subject up:{first}"
    yield f"object up:{last}"
    yield f"ways:{first}|{last}"
    if is_negated(top):
        yield "top:negated"
    for family in families:
        yield f"top:{family}"
        yield f"ways:{first}|{last}:{family}"
    for side, row in (("subject", left[1:]), ("object", right[1:])):
        for token in row:
            yield f"on {side}'s way:{token.lemma_.lower()}"
            for family in families_of(token, types):
                yield f"on {side}'s way:{family}"
                yield f"on the way:{family}"
    passed = {t.i for t in (*left, *right, top)}
    for token in (top, *left[1:], *right[1:]):
        for child in token.children:
            if child.i not in passed:
                yield from (f"beside:{family}" for family in families_of(child, types))
                if child.dep_ == "neg":
                    yield "beside:negation"


def _cues(sight: Sight, pair: Pair) -> Iterator[str]:
    """How both ends stand to each cue word of the sentence."""
    one, other = (sight.head(m.start, m.end) for m in (pair.subject, pair.object))
    for token, lemma, kind in sight.words:
        found = frames_of(lemma, kind, pair.types)
        if not found:
            continue
        first, second = sight.stands(token, one), sight.stands(token, other)
        for name in {name for name, _ in found}:
            yield f"cue:{kind[0]}:{name}:{first}&{second}"
            yield f"cue:{kind[0]}:{name}:{first}&"
            yield f"cue:{kind[0]}:{name}:&{second}"
        yield from (f"slots:{kind[0]}:{name}:{slots}:{first}&{second}" for name, slots in found)
