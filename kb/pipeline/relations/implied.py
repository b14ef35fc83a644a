"""Relations that follow from who claims what: who calls a case T holds T; who denies that a case is T rejects T."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import Attribution, Cluster, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.polarity import among
from kb.pipeline.relations.anaphors import meant
from kb.pipeline.relations.marks import evidence, fits, link, said_of
from kb.pipeline.relations.referents import head_of, referents
from kb.pipeline.relations.scene import Scene
from kb.pipeline.relations.slots import complements, is_passive, objects, subjects


def implied(scene: Scene, said: Iterable[RelationMark]) -> Iterator[RelationMark]:
    """What a text's claims and the relations already found in them say of their holders, in the text's own voice."""
    said = list(said)
    yield from _characterisers(said)
    yield from _deniers(scene)
    yield from _predicated(scene)
    yield from _named_views(scene)
    yield from _judges(scene)
    yield from _deemed(scene)
    yield from _expounding(scene, said)
    yield from _likened(said)
    yield from _for_each(scene, said)


def _characterisers(said: list[RelationMark]) -> Iterator[RelationMark]:
    """Who says of a case that it is T holds T."""
    for mark in said:
        if mark.predicate == "characterized_as" and mark.polarity == "affirmed" and isinstance(mark.asserted_by, Cluster):
            yield from _own(mark.asserted_by, "holds", mark.object, mark.start, mark.end, 0.6, "implied:characterises")


def _deniers(scene: Scene) -> Iterator[RelationMark]:
    """Who denies a proposition about one theory rejects that theory."""
    for index, claims in scene.by_sentence.items():
        for claim in claims:
            theories = _in_content(scene, index, claim, "theory")
            if claim.stance == "denies" and isinstance(claim.holder, Cluster) and len(theories) == 1 and _central(scene, claim, theories[0]):
                start, end = _whole(scene, claim)
                theory = theories[0].entity
                assert theory is not None
                yield from _own(claim.holder, "rejects", theory, start, end, 0.7, "implied:denies")


def _predicated(scene: Scene) -> Iterator[RelationMark]:
    """Who says that something, named or not, is T, or is to be called T, holds T: "the economy was to be called coordinatorism"."""
    for index, claims in scene.by_sentence.items():
        for claim in claims:
            if claim.stance != "asserts" or not isinstance(claim.holder, Cluster):
                continue
            for theory in _in_content(scene, index, claim, "theory"):
                head = head_of(scene, theory)
                if theory.entity is None or not _predicative(scene, claim, head):
                    continue
                if among(scene.doc, theory.start, said_of(scene, head)) == "affirmed":
                    start, end = _whole(scene, claim)
                    yield from _own(claim.holder, "holds", theory.entity, start, end, 0.5, "implied:predicates")


def _predicative(scene: Scene, claim: Attribution, head: Token) -> bool:
    """Whether a name is what a claim says of its subject, or all that it says; a theory as subject is spoken of, not held."""
    verb = head.head
    if head.dep_ in ("attr", "oprd", "acomp") or (head.dep_ == "dobj" and verb.lemma_ in ("form", "constitute", "represent", "become", "compose")):
        subjects_ = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        return not any(m.type == "theory" for s in subjects_ for m in scene.mentions_at(s))
    if head.dep_ == "pobj" and verb.lower_ == "as":
        return True
    whole = sum(end - start for start, end in claim.content)
    return whole < 45 and claim not in scene.claims.get(verb.i, ())


def _central(scene: Scene, claim: Attribution, theory: Mention) -> bool:
    """Whether a theory is what a claim is about: its predicate or subject, or all of a short content."""
    token = head_of(scene, theory)
    if sum(end - start for start, end in claim.content) < 50:
        return True
    if token.dep_ in ("compound", "amod", "nmod"):
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ == "as":
        return True
    return token.dep_ in ("attr", "acomp", "oprd", "nsubj", "nsubjpass") and token.head.dep_ in ("acl", "ccomp", "ROOT", "relcl", "pcomp")


def _likened(said: list[RelationMark]) -> Iterator[RelationMark]:
    """"The Epicureans, like Aristotle, embraced T": Aristotle embraced it too."""
    likes = [m for m in said if m.rule == "preposition:like" and m.polarity == "affirmed"]
    for like in likes:
        for mark in said:
            if mark.predicate in ("holds", "rejects") and mark.polarity == "affirmed" and mark.subject is like.subject and mark.start < like.end and like.start < mark.end:
                yield from _own(like.object, mark.predicate, mark.object, mark.start, mark.end, 0.6, "implied:like")


def _for_each(scene: Scene, said: list[RelationMark]) -> Iterator[RelationMark]:
    """"Both regarded Russia as a new society: "T" for Rizzi and "U" for Burnham": each says of the case what is named for him."""
    named = [m for m in said if m.rule == "for"]
    for mark in said:
        if mark.predicate == "characterized_as" and mark.polarity == "affirmed":
            for name in named:
                if name.subject is mark.asserted_by and name.start < mark.end + 200 and mark.start < name.end:
                    yield RelationMark(mark.subject, mark.predicate, name.object, "affirmed", name.subject, mark.start, name.end, None, 0.65, "implied:for")


def _own(holder: Cluster, predicate: str, obj: Cluster, start: int, end: int, confidence: float, rule: str) -> Iterator[RelationMark]:
    if fits(holder, predicate, obj):
        yield RelationMark(holder, predicate, obj, "affirmed", "author", start, end, None, confidence, rule)


def _in_content(scene: Scene, index: int, claim: Attribution, *types: str) -> list[Mention]:
    """The mentions within a claim's content, one for each entity."""
    found: dict[int, Mention] = {}
    for mention in scene.mentions[index]:
        if mention.type in types and claim in scene.claims.get(mention.start, ()):
            found.setdefault(id(mention.entity), mention)
    return list(found.values())


def _whole(scene: Scene, claim: Attribution) -> tuple[int, int]:
    """The clause around a claim's cue and content."""
    spans = [*claim.content, *claim.cue]
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    first = scene.token_at(low)
    last = scene.token_at(high - 1)
    return evidence(scene, [first, last])


def _named_views(scene: Scene) -> Iterator[RelationMark]:
    """"… This theory is known as T", after a claim: its holder holds T."""
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
                yield from _own(claim.holder, "holds", named.entity, opening, closing, 0.75, "implied:named view")
                yield from _work_of(scene, index - 1, claim.holder, named.entity)


def _work_of(scene: Scene, index: int, holder: Cluster, theory: Cluster) -> Iterator[RelationMark]:
    """The work that the holder's run of claims began in: "in WORK he argued … This theory is known as T"."""
    while index >= 0 and any(claim.holder is holder for claim in scene.by_sentence.get(index, [])):
        for work in scene.mentions[index]:
            if work.type == "work" and work.entity is not None:
                start, end = evidence(scene, [scene.sentences[index][0], scene.doc[work.end - 1]])
                yield from _own(work.entity, "expounds", theory, start, end, 0.6, "implied:named view")
                return
        index -= 1


def _name_given(scene: Scene, index: int, cues: dict[str, list[str]]) -> Mention | None:
    for token in scene.sentences[index]:
        if token.lemma_.lower() not in cues["verbs"] or not is_passive(token):
            continue
        for subject in objects(token):
            if subject.lemma_.lower() in cues["views"] and any(c.dep_ == "det" and c.lower_ in ("this", "that", "such") for c in subject.children):
                for complement in complements(token):
                    for referent in referents(scene, complement, ("theory",)):
                        return referent.mention
    return None


def _judges(scene: Scene) -> Iterator[RelationMark]:
    """Whose claim speaks ill of the theory that is its subject rejects it; whose claim speaks well of it holds it."""
    cues = load("relations")["judging"]
    ill, well = frozenset(cues["ill"]), frozenset(cues["well"])
    for index, claims in scene.by_sentence.items():
        for claim in claims:
            if not isinstance(claim.holder, Cluster) or claim.stance != "asserts":
                continue
            for theory in _in_content(scene, index, claim, "theory"):
                verdict = _verdict(scene, claim, theory, ill, well)
                if verdict is not None and theory.entity is not None:
                    start, end = _whole(scene, claim)
                    yield from _own(claim.holder, verdict, theory.entity, start, end, 0.5, "implied:judges")


def _deemed(scene: Scene) -> Iterator[RelationMark]:
    """"They treated T as a retreat from Marxism", "he found T absurd", "Lenin called T a step forward"."""
    cues = load("relations")["judging"]
    ill, well, verbs = frozenset(cues["ill"]), frozenset(cues["well"]), frozenset(cues["deeming"])
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if not mentions:
            continue
        for token in sentence:
            if token.pos_ != "VERB" or token.lemma_.lower() not in verbs:
                continue
            words = {t.lemma_.lower() for c in complements(token) for t in (c, *c.children)}
            bad, good = bool(words & ill), bool(words & well)
            if bad == good:
                continue
            theories = [r.mention for o in objects(token) for r in referents(scene, o, ("theory",))] or [m for o in objects(token) for m in meant(scene, o, ("theory",))]
            holders = [r.mention for s in subjects(token) for r in referents(scene, s, ("theorist", "group"))]
            yield from link(scene, token, holders, "rejects" if bad else "holds", theories, rule="deems", confidence=0.7)


def _verdict(scene: Scene, claim: Attribution, theory: Mention, ill: frozenset[str], well: frozenset[str]) -> str | None:
    token = scene.doc[theory.end - 1]
    while token.dep_ in ("compound", "amod", "pobj", "prep", "appos", "nmod") and token.head != token:
        if token.dep_ == "prep" and token.lower_ != "of":
            return None
        token = token.head
    if token.dep_ not in ("nsubj", "csubj"):
        return None
    verb = token.head
    if claim not in scene.claims.get(verb.i, ()):
        return None
    words = {verb.lemma_.lower()}
    for child in verb.children:
        if child.dep_ in ("acomp", "attr", "dobj", "oprd", "prep", "xcomp", "conj") and child.i > verb.i:
            words |= {t.lemma_.lower() for t in child.subtree if t.i - child.i < 8}
    denied = any(c.dep_ == "neg" for c in verb.children)
    praise = {c.lemma_.lower() for child in verb.children if child.dep_ in ("acomp", "attr") for c in (child, *child.children)}
    bad, good = bool(words & ill), bool(praise & well)
    if bad == good:
        return None
    return "rejects" if bad != denied else "holds"


def _expounding(scene: Scene, said: list[RelationMark]) -> Iterator[RelationMark]:
    """A work expounds the theory that its author is said to hold or have made in it, or that its title names."""
    authors: dict[int, list[RelationMark]] = {}
    for mark in said:
        if mark.predicate == "wrote" and mark.polarity == "affirmed":
            authors.setdefault(id(mark.subject), []).append(mark)
    seen: set[tuple[int, int]] = set()
    for mark in said:
        if mark.predicate not in ("holds", "originated") or mark.polarity != "affirmed":
            continue
        for wrote in authors.get(id(mark.subject), []):
            work, theory = wrote.object, mark.object
            if (id(work), id(theory)) in seen:
                continue
            titled = _words(theory.name) and _words(theory.name) <= _words(work.name)
            together = wrote.start < mark.end and mark.start < wrote.end and wrote.rule == "in title"
            if titled or together:
                seen.add((id(work), id(theory)))
                yield from _own(work, "expounds", theory, wrote.start, wrote.end, 0.6, "implied:expounds")


def _words(name: str) -> set[str]:
    return {w.strip(",.:;'\"“”‘’").lower() for w in name.split()} - {"the", "a", "an", "of", "theory"}


