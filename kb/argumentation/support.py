"""Support beside attack, read as further attacks.

After C. Cayrol and M.-C. Lagasquie-Schiex, "Bipolarity in argumentation graphs", IJAR 54 (2013). *Deductive*: who accepts the
supporter accepts what it supports, so that an attack on the supported reaches the supporter (mediated), and what the supported
attacks, the supporter attacks (supported attack). *Necessary* (F. Nouioua and V. Risch, 2010) is the same read from the other
end: what is supported cannot stand without its supporter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kb.argumentation.framework import Framework

Reading = Literal["deductive", "necessary", "none"]
READINGS: tuple[Reading, ...] = ("deductive", "necessary", "none")


@dataclass(frozen=True)
class Bipolar:
    """Arguments with attacks and two kinds of support, each as pairs (supporter, supported)."""

    arguments: frozenset[str]
    attacks: frozenset[tuple[str, str]]
    deductive: frozenset[tuple[str, str]] = frozenset()
    necessary: frozenset[tuple[str, str]] = frozenset()

    def framework(self) -> Framework:
        """The framework in which each support is spelt out as the attacks that follow from it.

        Raises UsageError where an attack names what is no argument.
        """
        # "a commits to b": accepting a includes accepting b. A necessary supporter is what the supported commits to.
        commits = self.deductive | frozenset((supported, supporter) for supporter, supported in self.necessary)
        reached = _closure(self.arguments, commits)
        committed_to: dict[str, set[str]] = {argument: {argument} for argument in self.arguments}
        for argument, others in reached.items():
            for other in others:
                committed_to[other].add(argument)
        attacks = {
            (attacker, target)
            for first, second in self.attacks
            if first in committed_to and second in committed_to
            for attacker in committed_to[first]
            for target in committed_to[second]
        }
        return Framework.of(self.arguments, attacks | self.attacks)


def _closure(arguments: Iterable[str], pairs: frozenset[tuple[str, str]]) -> dict[str, set[str]]:
    following: dict[str, list[str]] = {argument: [] for argument in arguments}
    for first, second in pairs:
        following.setdefault(first, []).append(second)
    reached = {}
    for argument in following:
        seen: set[str] = set()
        ahead = list(following[argument])
        while ahead:
            other = ahead.pop()
            if other not in seen:
                seen.add(other)
                ahead += following.get(other, ())
        if seen:
            reached[argument] = seen
    return reached
