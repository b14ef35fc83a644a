"""The labellings of a framework under grounded, complete, preferred and stable semantics.

Definitions after M. Caminada, "On the issue of reinstatement in argumentation", JELIA 2006: an argument is *in* when all its
attackers are out, *out* when one of them is in, else *undecided*. These are the complete labellings; the grounded one has the
fewest in, the preferred ones have as many in as can be (by inclusion), the stable ones leave nothing undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Literal

from kb.argumentation.framework import Framework, InOutUndecided
from kb.errors import UsageError

Semantics = Literal["grounded", "complete", "preferred", "stable"]
SEMANTICS: tuple[Semantics, ...] = ("grounded", "complete", "preferred", "stable")
Labelling = Mapping[str, InOutUndecided]

MOST_STEPS = 200_000  # of the search through one component: some seconds; past it, the number of labellings has exploded


def labellings(framework: Framework, semantics: Semantics) -> Iterator[dict[str, InOutUndecided]]:
    """Every labelling of the framework, in a fixed order; stable semantics may have none.

    Their number is the product over components: take as many as are wanted. Raises UsageError where one component is too
    tangled to be searched through.
    """
    parts = [extensions(part, semantics) for part in framework.components()]
    for choice in product(*parts):
        labels: dict[str, InOutUndecided] = {}
        for part, accepted in zip(framework.components(), choice, strict=True):
            labels |= labelled(part, accepted)
        yield {argument: labels[argument] for argument in framework.arguments}


def labelled(framework: Framework, accepted: frozenset[str]) -> dict[str, InOutUndecided]:
    """The labels that a set of accepted arguments gives all of them."""
    beaten = {target for argument in accepted for target in framework.attacked[argument]}
    return {a: "in" if a in accepted else "out" if a in beaten else "undecided" for a in framework.arguments}


def grounded(framework: Framework) -> dict[str, InOutUndecided]:
    """The grounded labelling: what everyone must accept and reject who accepts what nothing attacks. Linear in the attacks."""
    labels: dict[str, InOutUndecided] = dict.fromkeys(framework.arguments, "undecided")
    standing = {argument: len(attackers) for argument, attackers in framework.attackers.items()}
    ahead = [argument for argument in framework.arguments if not standing[argument]]
    for argument in ahead:
        labels[argument] = "in"
    while ahead:
        for target in framework.attacked[ahead.pop()]:
            if labels[target] == "out":
                continue
            labels[target] = "out"
            for freed in framework.attacked[target]:
                standing[freed] -= 1
                if not standing[freed] and labels[freed] == "undecided":
                    labels[freed] = "in"
                    ahead.append(freed)
    return labels


def extensions(component: Framework, semantics: Semantics) -> tuple[frozenset[str], ...]:
    """The sets of arguments that are *in* together, sorted. Raises UsageError where there are too many to search through."""
    if semantics not in SEMANTICS:
        raise UsageError(f"{semantics!r} is no semantics", remedy=f"Choose one of {', '.join(SEMANTICS)}.")
    if semantics == "grounded":
        return (frozenset(a for a, label in grounded(component).items() if label == "in"),)
    found = _complete(component)
    if semantics == "preferred":
        found = [one for one in found if not any(one < other for other in found)]
    elif semantics == "stable":
        found = [one for one in found if "undecided" not in labelled(component, one).values()]
    return tuple(sorted(found, key=sorted))


def _complete(framework: Framework) -> list[frozenset[str]]:
    # Sets are bits of whole numbers. The search takes the undecided arguments of the grounded labelling one by one, in or not in,
    # and gives up a branch as soon as an argument that is in can no longer be defended or one that is defended was left out.
    order = framework.arguments
    place = {argument: 1 << at for at, argument in enumerate(order)}
    attackers = [sum(place[a] for a in framework.attackers[argument]) for argument in order]
    attacked = [sum(place[a] for a in framework.attacked[argument]) for argument in order]
    ground = grounded(framework)
    sure = sum(place[a] for a in order if ground[a] == "in")
    open_ = [at for at, a in enumerate(order) if ground[a] == "undecided" and not attackers[at] & place[a]]
    open_.sort(key=lambda at: -(attackers[at].bit_count() + attacked[at].bit_count()))
    hits = [0] * (len(open_) + 1)  # bits that some argument from this depth on attacks
    for depth in range(len(open_) - 1, -1, -1):
        hits[depth] = hits[depth + 1] | attacked[open_[depth]]
    found: list[frozenset[str]] = []
    steps = 0
    beaten_by_sure = _union(attacked, sure)
    stack = [(0, sure, beaten_by_sure, _union(attackers, sure))]  # depth, in, attacked by in, attackers of in
    while stack:
        depth, chosen, beaten, enemies = stack.pop()
        steps += 1
        if steps > MOST_STEPS:
            raise UsageError(
                f"a tangle of {len(order)} claims has too many ways to be judged",
                remedy="Ask with grounded semantics, which has one, or look at fewer sources.",
            )
        if chosen & beaten or enemies & ~(beaten | hits[depth]):
            continue
        if depth == len(open_):
            if all(chosen >> at & 1 for at, against in enumerate(attackers) if not against & ~beaten):
                found.append(frozenset(a for a in order if place[a] & chosen))
            continue
        at = open_[depth]
        stack.append((depth + 1, chosen, beaten, enemies))
        if not (beaten | enemies) >> at & 1:
            stack.append((depth + 1, chosen | 1 << at, beaten | attacked[at], enemies | attackers[at]))
    return found


def _union(sets: list[int], chosen: int) -> int:
    together = 0
    while chosen:
        last = chosen & -chosen
        together |= sets[last.bit_length() - 1]
        chosen ^= last
    return together
