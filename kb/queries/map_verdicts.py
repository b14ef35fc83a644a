"""What becomes of the boxes of an argument map for one who accepts some of its claims.

The reading is that of ``kb.queries.consequences``: a text's attack counts always, joint premises are needed one and all, whoever
rejects a conclusion rejects what was given for it; another answer to a question counts against a claim only where one of the two
is accepted. A theory or an answer falls when a claim against it is accepted, stands when one for it is, or when all that speaks
against it has fallen; else it is open.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kb.argumentation import Bipolar, Defeat, Reading, Verdict, defeats, verdicts
from kb.errors import UsageError
from kb.queries.argument_map import ArgumentMap, Tie


@dataclass(frozen=True, slots=True)
class Judged:
    """A box with what becomes of it; ``why`` is the shortest defeat, each step a box and what strikes it, nearest first."""

    key: str
    verdict: Verdict
    before: Verdict | None  # with nothing accepted; None for a theory or an answer, which is then not judged
    why: tuple[tuple[str, str], ...] = ()
    bare: bool = False  # does not fall, but all that was given for it has


def judge(drawn: ArgumentMap, accepted: Collection[str], *, support: Reading = "deductive") -> dict[str, Judged]:
    """The verdict on each box that is not accepted, by key; what is accepted and not on the map is passed over.

    Raises UsageError where two accepted claims speak against each other.
    """
    theses = {box.key for box in drawn.boxes if box.kind in ("theory", "answer")}
    taken = sorted(set(accepted) & (drawn.at.keys() - theses))
    for tie in drawn.ties:
        if tie.kind == "attacks" and {tie.start, tie.end} <= set(taken):
            one, other = (drawn.at[end].text for end in (tie.start, tie.end))
            raise UsageError(f"nobody can accept both “{one}” and “{other}”", remedy="Accept one of the two.")
    ties = [tie for tie in drawn.ties if not theses & {tie.start, tie.end}]
    framework = _bipolar(drawn, ties, theses, set(taken), support).framework()
    before = verdicts(_bipolar(drawn, ties, theses, set(), support).framework())
    after = framework.accepting(taken)
    now = verdicts(after)
    assert before is not None and now is not None  # grounded semantics always has a labelling
    falling = [key for key, verdict in now.items() if verdict == "falls"]
    why = defeats(after, falling)
    found = {
        key: Judged(key, verdict, before[key], _steps(why[key].steps()) if key in why else (), _bare(key, ties, now))
        for key, verdict in now.items()
        if key not in taken
    }
    if taken:
        found |= {key: _thesis(key, drawn.ties, set(taken), now) for key in sorted(theses)}
    return found


def _bipolar(drawn: ArgumentMap, ties: Sequence[Tie], theses: set[str], accepted: set[str], support: Reading) -> Bipolar:
    together = {box.key for box in drawn.boxes if box.kind == "argument" and box.argument is not None}
    needs = {(tie.start, tie.end) for tie in ties if tie.end in together}
    given = {(tie.start, tie.end) for tie in ties if tie.kind == "supports" and tie.ground == "text" and tie.end not in together}
    attacks = {(tie.start, tie.end) for tie in ties if tie.kind == "attacks" and tie.ground in ("text", "denial")}
    for tie in ties:
        if tie.ground == "denial":
            attacks.add((tie.end, tie.start))
        elif tie.kind == "attacks" and tie.ground == "answer":
            attacks |= {ends for ends in ((tie.start, tie.end), (tie.end, tie.start)) if ends[0] in accepted}
    return Bipolar(
        arguments=frozenset(drawn.at.keys() - theses),
        attacks=frozenset(attacks),
        deductive=frozenset(given) if support == "deductive" else frozenset(),
        necessary=frozenset(needs | given) if support == "necessary" else frozenset(needs),
    )


def _steps(steps: Sequence[Defeat]) -> tuple[tuple[str, str], ...]:
    return tuple((step.target, step.attacker) for step in steps)


def _bare(key: str, ties: Sequence[Tie], now: dict[str, Verdict]) -> bool:
    grounds = [tie.start for tie in ties if tie.end == key and tie.kind == "supports" and tie.ground == "text"]
    return now[key] != "falls" and bool(grounds) and all(now[start] == "falls" for start in grounds)


def _thesis(key: str, ties: Sequence[Tie], accepted: set[str], now: dict[str, Verdict]) -> Judged:
    sides = {kind: [tie.start for tie in ties if tie.end == key and tie.kind == kind] for kind in ("supports", "attacks")}
    against = [start for start in sides["attacks"] if start in accepted]
    defended = any(start in accepted for start in sides["supports"])
    if against and not defended:
        return Judged(key, "falls", None, tuple((key, start) for start in against[:1]))
    cleared = bool(sides["attacks"]) and all(now.get(start) == "falls" for start in sides["attacks"])
    return Judged(key, "stands" if not against and (defended or cleared) else "open", None)
