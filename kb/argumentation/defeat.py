"""Why an argument falls: the shortest chain of attacks that brings it down.

The grounded game of H. Prakken and G. Sartor (1997), in the form of S. Modgil and M. Caminada, "Proof theories and algorithms for
abstract argumentation frameworks" (2009): an attacker must stand, so each attack upon it must itself be brought down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.argumentation.framework import Framework
from kb.argumentation.labellings import grounded


@dataclass(frozen=True, slots=True)
class Defeat:
    """``target`` falls by ``attacker``, which stands because each of its own attackers falls by what ``since`` says."""

    target: str
    attacker: str
    since: tuple[Defeat, ...] = ()
    depth: int = 1  # attacks one after another, 1 where nothing attacks the attacker

    def steps(self) -> tuple[Defeat, ...]:
        """This defeat and those it rests on, each target once, the nearest first."""
        seen = {self.target: self}
        for step in (order := [self]):
            for other in step.since:
                if other.target not in seen:
                    seen[other.target] = other
                    order.append(other)
        return tuple(order)


def defeat(framework: Framework, argument: str) -> Defeat | None:
    """The defeat of least depth that brings an argument down in the grounded labelling, None where it does not fall."""
    return defeats(framework, [argument]).get(argument)


def defeats(framework: Framework, arguments: Iterable[str]) -> dict[str, Defeat]:
    """The defeat of least depth of each argument that falls."""
    labels = grounded(framework)
    rounds = _rounds(framework)
    made: dict[str, Defeat] = {}

    def build(target: str) -> Defeat:
        stack = [target]
        while stack:  # by hand: a chain of attacks may be longer than Python's stack
            current = stack[-1]
            if current in made:
                stack.pop()
                continue
            attacker = min((a for a in framework.attackers[current] if labels[a] == "in"), key=lambda a: (rounds[a], a))
            missing = [other for other in framework.attackers[attacker] if other not in made]
            if missing:
                stack += missing
                continue
            made[current] = Defeat(
                current, attacker, tuple(made[other] for other in framework.attackers[attacker]), 1 + 2 * rounds[attacker]
            )
            stack.pop()
        return made[target]

    return {argument: build(argument) for argument in arguments if labels.get(argument) == "out"}


def _rounds(framework: Framework) -> dict[str, int]:
    """In which round of the grounded fixpoint each argument that stands comes in, 0 the first."""
    labels = dict.fromkeys(framework.arguments, False)
    left = {argument: len(attackers) for argument, attackers in framework.attackers.items()}
    now = [argument for argument in framework.arguments if not left[argument]]
    rounds = dict.fromkeys(now, 0)
    at = 0
    while now:
        at += 1
        coming = []
        for argument in now:
            for target in framework.attacked[argument]:
                if labels[target]:
                    continue
                labels[target] = True
                for freed in framework.attacked[target]:
                    left[freed] -= 1
                    if not left[freed] and freed not in rounds and not labels[freed]:
                        rounds[freed] = at
                        coming.append(freed)
        now = coming
    return rounds
