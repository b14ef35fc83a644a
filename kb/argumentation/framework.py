"""An abstract argumentation framework: arguments, of which nothing is known but which attacks which.

After P. M. Dung, "On the acceptability of arguments …", Artificial Intelligence 77 (1995), definition 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kb.errors import UsageError

#: what a labelling says of an argument: it stands, it falls, or neither can be said
InOutUndecided = Literal["in", "out", "undecided"]


@dataclass(frozen=True)
class Framework:
    """Arguments by name, sorted, with the attacks between them. Make it with ``Framework.of``."""

    arguments: tuple[str, ...]
    attacks: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, arguments: Iterable[str], attacks: Iterable[tuple[str, str]]) -> Framework:
        """A framework in which ``(a, b)`` of ``attacks`` says that a attacks b.

        Raises UsageError where an attack names what is no argument.
        """
        known, pairs = frozenset(arguments), frozenset(attacks)
        for pair in sorted(pairs):
            for end in pair:
                if end not in known:
                    raise UsageError(f"{end!r} attacks or is attacked and is no argument", remedy="List it among the arguments.")
        return cls(tuple(sorted(known)), pairs)

    @cached_property
    def attackers(self) -> dict[str, tuple[str, ...]]:
        """Who attacks each argument, sorted."""
        found: dict[str, list[str]] = {argument: [] for argument in self.arguments}
        for attacker, target in sorted(self.attacks):
            found[target].append(attacker)
        return {target: tuple(those) for target, those in found.items()}

    @cached_property
    def attacked(self) -> dict[str, tuple[str, ...]]:
        """Whom each argument attacks, sorted."""
        found: dict[str, list[str]] = {argument: [] for argument in self.arguments}
        for attacker, target in sorted(self.attacks):
            found[attacker].append(target)
        return {attacker: tuple(those) for attacker, those in found.items()}

    def components(self) -> tuple[Framework, ...]:
        """The parts that no attack joins, in the order of their first arguments; each can be judged alone."""
        seen: set[str] = set()
        parts = []
        for first in self.arguments:
            if first in seen:
                continue
            part, ahead = {first}, [first]
            while ahead:
                argument = ahead.pop()
                for other in (*self.attackers[argument], *self.attacked[argument]):
                    if other not in part:
                        part.add(other)
                        ahead.append(other)
            seen |= part
            within = frozenset((a, b) for a in part for b in self.attacked[a])
            parts.append(Framework(tuple(sorted(part)), within))
        return tuple(parts)

    def accepting(self, accepted: Iterable[str]) -> Framework:
        """The same framework seen by one who accepts some arguments come what may, and so rejects whatever attacks them.

        Each attack on an accepted argument is turned round.

        Raises UsageError where two accepted arguments attack one another, or one is unknown.
        """
        kept = frozenset(accepted)
        for argument in sorted(kept - frozenset(self.arguments)):
            raise UsageError(f"{argument!r} is no argument of the framework", remedy="Accept arguments that are there.")
        for attacker, target in sorted(self.attacks):
            if attacker in kept and target in kept:
                raise UsageError(
                    f"nobody can accept both {attacker} and {target}: the first attacks the second",
                    remedy="Accept one of the two.",
                )
        return Framework(self.arguments, frozenset((b, a) if b in kept else (a, b) for a, b in self.attacks))
