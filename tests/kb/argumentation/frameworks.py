"""Frameworks for tests, written short or drawn by lot."""

from __future__ import annotations

import random

from kb.argumentation import Framework


def framework(text: str) -> Framework:
    """``a>b b>c d``: a attacks b, b attacks c, and d is there."""
    arguments, attacks = set(), set()
    for word in text.split():
        ends = word.split(">")
        arguments.update(ends)
        if len(ends) == 2:
            attacks.add((ends[0], ends[1]))
    return Framework.of(arguments, attacks)


def drawn(dice: random.Random) -> Framework:
    size = dice.randint(1, 12)
    names = [f"a{n:02}" for n in range(size)]
    density = dice.choice((0.05, 0.1, 0.2, 0.35))
    return Framework.of(names, [(a, b) for a in names for b in names if dice.random() < density])
