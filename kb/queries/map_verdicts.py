"""What becomes of the boxes of an argument map for one who accepts some of its claims.

The reading is that of ``kb.queries.consequences``: a text's attack counts always, joint premises are needed one and all, whoever
rejects a conclusion rejects what was given for it; another answer to a question counts against a claim only where one of the two
is accepted. A theory or an answer falls when a claim against it is accepted, stands when one for it is, or when all that speaks
against it has fallen; else it is open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kb.argumentation import Bipolar, Defeat, Reading, Verdict, defeats, verdicts
from kb.errors import UsageError
from kb.queries.argument_map import ArgumentMap, Tie


@dataclass(frozen=True, slots=True)
class Blow:
    """``target`` falls, or no longer is a ``reason`` for or against another, because ``by`` stands."""

    target: str
    by: str
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A box with what becomes of it; ``why`` is the shortest defeat, nearest blow first."""

    key: str
    verdict: Verdict
    before: Verdict | None  # with nothing accepted; None for a theory or an answer, which is then not judged
    why: tuple[Blow, ...] = ()
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
    steps = {_step(tie): tie for tie in ties if tie.ground == "text" and not tie.needed and not _knot(drawn, tie)}
    every = (drawn.at.keys() - theses) | steps.keys()
    before = verdicts(_bipolar(every, ties, steps, set(), support).framework())
    after = _bipolar(every, ties, steps, set(taken), support).framework().accepting(taken)
    now = verdicts(after)
    assert before is not None and now is not None  # grounded semantics always has a labelling
    why = defeats(after, [key for key, verdict in now.items() if verdict == "falls"])
    found = {
        key: Judged(key, verdict, before[key], _blows(why.get(key), steps), _bare(key, ties, now))
        for key, verdict in now.items()
        if key not in taken and key not in steps
    }
    if taken:
        found |= {key: _thesis(key, drawn.ties, set(taken), now) for key in sorted(theses)}
    return found


def _step(tie: Tie) -> str:
    """The argument that a tie between two claims draws: it needs the first, and is for or against the second."""
    return f"{tie.start} {tie.kind} {tie.end}"


def _knot(drawn: ArgumentMap, tie: Tie) -> bool:
    return drawn.at[tie.start].kind == "argument"


def _bipolar(
    every: Collection[str], ties: Sequence[Tie], steps: Mapping[str, Tie], accepted: set[str], support: Reading
) -> Bipolar:
    needs = {(tie.start, tie.end) for tie in ties if tie.needed} | {(tie.start, step) for step, tie in steps.items()}
    given: set[tuple[str, str]] = set()
    attacks: set[tuple[str, str]] = set()
    for tie in ties:
        start = _step(tie) if _step(tie) in steps else tie.start
        if tie.ground == "denial":
            attacks |= {(tie.start, tie.end), (tie.end, tie.start)}
        elif tie.ground == "answer" and tie.kind == "attacks":
            attacks |= {ends for ends in ((tie.start, tie.end), (tie.end, tie.start)) if ends[0] in accepted}
        elif tie.ground == "text" and not tie.needed:
            (given if tie.kind == "supports" else attacks).add((start, tie.end))
    return Bipolar(
        arguments=frozenset(every),
        attacks=frozenset(attacks),
        deductive=frozenset(given) if support == "deductive" else frozenset(),
        necessary=frozenset(needs | given) if support == "necessary" else frozenset(needs),
    )


def _blows(defeat: Defeat | None, steps: Mapping[str, Tie]) -> tuple[Blow, ...]:
    found: dict[Blow, None] = {}
    for one in defeat.steps() if defeat else ():
        target, by = (steps[name].start if name in steps else name for name in (one.target, one.attacker))
        found[Blow(target, by, one.target in steps)] = None
    return tuple(found)


def _bare(key: str, ties: Sequence[Tie], now: Mapping[str, Verdict]) -> bool:
    grounds = [tie for tie in ties if tie.end == key and tie.kind == "supports" and tie.ground == "text" and not tie.needed]
    return now[key] != "falls" and bool(grounds) and all(now.get(_step(tie), now[tie.start]) == "falls" for tie in grounds)


def _thesis(key: str, ties: Sequence[Tie], accepted: set[str], now: Mapping[str, Verdict]) -> Judged:
    against, given = ([tie.start for tie in ties if tie.end == key and tie.kind == kind] for kind in ("attacks", "supports"))
    striking = [start for start in against if start in accepted]
    defended = any(start in accepted for start in given)
    if striking and not defended:
        return Judged(key, "falls", None, (Blow(key, striking[0]),))
    cleared = bool(against) and all(now.get(start) == "falls" for start in against)
    return Judged(key, "stands" if not striking and (defended or cleared) else "open", None)
