"""Which mentions stand at the two ends of a cue word: what fills its slots, named outright, carried by a noun, or only meant."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Mention
from kb.pipeline.cues import load
from kb.pipeline.relations.anaphors import meant, spoken_of
from kb.pipeline.relations.neighbours import near
from kb.pipeline.relations.referents import Referent, antecedent, head_of, referents
from kb.pipeline.relations.scene import Scene
from kb.pipeline.relations.slots import fill


def oneself(mention: Mention, subjects: list[Mention]) -> bool:
    """Whether a pronoun has been taken for the very subject: "X rejected his conclusion"."""
    one = mention.text.lower() in ("his", "her", "him")
    return mention.form == "pronoun" and one and all(mention.entity is s.entity for s in subjects)


def other_than(scene: Scene, token: Token, subjects: list[Mention]) -> list[Mention]:
    """The other thinker whom such a pronoun means: named last before it, in its sentence or the one before."""
    if any(c.lower_ == "own" for c in token.subtree):
        return []
    index = scene.sentence_of(token)
    for back in (index, index - 1):
        named = [m for m in scene.mentions[back] if m.type == "theorist" and m.form == "name"] if back >= 0 else []
        named = [m for m in named if m.end <= token.i and all(m.entity is not s.entity for s in subjects)]
        if named:
            return [replace(named[-1], confidence=0.7 * named[-1].confidence)]
    return []


def ends_of(
    scene: Scene,
    token: Token,
    slots: tuple[str, ...],
    types: tuple[EntityType, ...],
    sure: bool = True,
    through: frozenset[str] | None = None,
    direct: bool = False,
    but: frozenset[str] = frozenset(),
) -> list[Mention]:
    """The mentions of the given types in the first slot that has any; those named outright before those only meant.

    ``through`` wants what is only meant, through one of the given nouns (any, if none is given); nouns in ``but`` carry nothing.
    Frames that share a slot ask the same of a word: each answer is kept in the scene.
    """
    asked = (token.i, slots, types, sure, through, direct, but)
    found = scene.ends.get(asked)
    if found is None:
        found = scene.ends[asked] = _ends_of(scene, token, slots, types, sure, through, direct, but)
    return found


def _ends_of(
    scene: Scene,
    token: Token,
    slots: tuple[str, ...],
    types: tuple[EntityType, ...],
    sure: bool,
    through: frozenset[str] | None,
    direct: bool,
    but: frozenset[str],
) -> list[Mention]:
    for slot in slots:
        if slot == "last":
            return spoken_of(scene, token) if "theory" in types else []
        found: list[Referent] = []
        fillers = fill(token, slot)
        people = slot == "complement"  # "called the father of T": not called T
        for filler in fillers:
            found.extend(
                r
                for r in referents(scene, filler, types)
                if all(r.entity is not old.entity for old in found)
                and not (people and r.through in _unlike())
                and r.through not in but
                and not (people and types == ("theory",) and r.through and r.through not in _sorts())
            )
        named = [r.mention for r in found if not r.through]
        if through is not None:
            found = [r for r in found if r.through and (not through or r.through in through)]
        if direct and not named:
            continue
        if found and not (through is not None and named):
            return named or [r.mention for r in found]
        pointed = [m for filler in fillers for m in meant(scene, antecedent(filler) or filler, types)]
        if pointed and (sure or pointed[0].text.lower() != "it"):
            return pointed
        if slot == "possessor" and any(
            f.pos_ == "PRON" for f in fillers
        ):  # "acknowledged his debt": whose the clause's subject is
            return ends_of(scene, token, ("clause",), types)
    if through is not None or any(scene.mentions_at(f) for slot in slots for f in fill(token, slot)):
        return []
    return near(scene, token, slots[0], types)


def owner_of(scene: Scene, mention: Mention) -> Mention | None:
    """Whose a theory or work is said to be: "Bentham's utilitarianism", "the heliocentric system of Aristarchus"."""
    if mention.type not in ("theory", "work"):
        return None
    head = head_of(scene, mention)
    for child in head.children:
        owners = (
            [child] if child.dep_ == "poss" else [c for c in child.children if c.dep_ == "pobj"] if child.lower_ == "of" else []
        )
        for owner in owners:
            for found in scene.mentions_at(owner):
                if found.type == "theorist":
                    return found
    return None


@cache
def barred(relation: str) -> frozenset[str]:
    """Nouns that carry nothing to a relation: a review of B is not B, an analysis of T is no adherence to T."""
    cues = load("relations")
    return frozenset(
        cues["making"]["about"] if relation == "wrote" else cues["possessive"]["of_things"] if relation == "holds" else ()
    )


@cache
def faults() -> frozenset[str]:
    return frozenset(load("relations")["carriers"]["faults"])


@cache
def _sorts() -> frozenset[str]:
    """Nouns through which a theory is still what a thing is called: "a form of T", not "the ideology of a T class"."""
    cues = load("relations")
    return frozenset((*cues["copula"]["kinds"], *cues["carriers"]["kinds"], "theory", "doctrine", "idea", "concept", "system"))


@cache
def _unlike() -> frozenset[str]:
    """Nouns whose thing a complement is not: "the father of T", "a step towards T"."""
    carriers = load("relations")["carriers"]
    return frozenset(carriers["people"]) | frozenset(carriers["ways"])
