"""Claims for and against a theory, an answer or a claim, as boxes with ties of support and attack.

What a tie rests on is its ``ground``:

- *text*: some text draws this argument.
- *denial*: the one asserts, the other denies the same proposition.
- *answer*: the two outright answer a question alike, or differently.
- *holder*: the claim is about the theory, by one that holds or rejects it (or is a denial of what it says).

Only the first is a text's own; the others are read off what the texts say, and drawn apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kb.errors import UsageError
from kb.model import ArgumentKind
from kb.queries import describing
from kb.queries.asking import full_iri, last_part, rows
from kb.queries.claims_of import claims_of
from kb.queries.drawing import Kept, holders_of
from kb.queries.naming import issues, predicate_of
from kb.queries.resolve import resolve, resolve_source
from kb.queries.sides import stands
from kb.queries.values import ArgumentRow, ClaimRow, Ref, RefType
from kb.store import Store

Ground = Literal["text", "denial", "answer", "holder"]
BoxKind = Literal["theory", "answer", "claim", "argument"]

MOST = 28  #: boxes of a map that nobody has asked to grow
GROWN = 90  #: boxes at most; beyond that a reader sees nothing
FEW, MORE = 5, 15  #: claims on each side of one box by any other ground than a text's; of a box that is opened
STEPS = 2  #: arguments that lie between the root and what is drawn unasked
_TYPES: tuple[RefType, ...] = ("theory",)
_READ = 60  #: claims of each kind that are looked at; a hub has thousands


@dataclass(frozen=True, slots=True)
class Box:
    """A theory, an answer, a claim with all that hold it jointly, or an argument whose premises act together."""

    key: str  # a path, or of a map that somebody wrote, a title in its brackets
    kind: BoxKind
    text: str
    by: tuple[str, ...] = ()
    stance: str = ""
    claims: tuple[ClaimRow, ...] = ()
    ref: Ref | None = None
    argument: ArgumentRow | None = None
    beyond: int = 0  # ties that are not drawn
    root: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """The first box speaks for the second, or against it; ``why`` says in words what the ground is."""

    start: str
    end: str
    kind: ArgumentKind
    ground: Ground = "text"
    why: str = ""
    argument: ArgumentRow | None = None
    needed: bool = False  # a premise that an argument, its second box, cannot do without


@dataclass(frozen=True, slots=True)
class ArgumentMap:
    """What is drawn, from the root outwards; ``left_out`` counts the ties there was no room for."""

    title: str
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    left_out: int = 0

    @property
    def at(self) -> dict[str, Box]:
        """The boxes by key."""
        return {box.key: box for box in self.boxes}


def argument_map(
    store: Store,
    of: str,
    *,
    opened: Collection[str] = (),
    sources: Collection[str] | None = None,
    min_confidence: float = 0.0,
    most: int = MOST,
) -> ArgumentMap:
    """The map round a theory, a question, a claim or an argument, by path or IRI, or a theory by name.

    ``opened`` are keys of boxes that show more of their ties. Raises UsageError for what has no map.
    """
    homes = {resolve_source(store, name).id for name in sources} if sources else None
    made = _Making(store, Kept(store.names.base, min_confidence, homes), min(most, GROWN))
    path = full_iri(store, of).removeprefix(store.names.base) if "/" in of else of
    parts = path.split("/")
    wide = frozenset(opened)
    made.most = min(most + 2 * MORE * sum(not key.startswith("source/") for key in wide), GROWN)  # a root that is opened
    if parts[0] == "issue" and len(parts) == 2:
        title = made.question(parts[1], wide)
    elif len(parts) == 4 and parts[0] == "source" and parts[2] in ("claim", "argument"):
        title = made.claim(path)
    else:
        title = made.theory(resolve(store, path if "/" not in path else full_iri(store, path), types=_TYPES), wide)
    made.grow(STEPS)
    for key in opened:
        made.open(key)
    return made.finished(title)


@dataclass
class _Making:
    store: Store
    kept: Kept
    most: int
    boxes: dict[str, Box] = field(default_factory=dict)
    ties: dict[tuple[str, str, str], Tie] = field(default_factory=dict)
    box_of: dict[str, str] = field(default_factory=dict)  # claim -> key
    frontier: list[str] = field(default_factory=list)  # keys of claims whose arguments are still to be read
    arguments: dict[str, ArgumentRow] = field(default_factory=dict)
    untold: dict[str, int] = field(default_factory=dict)  # by key, ties read and not drawn

    def path(self, iri: str) -> str:
        return iri.removeprefix(self.store.names.base)

    # -- the root -----------------------------------------------------------------------------------------------

    def claim(self, path: str) -> str:
        if "/argument/" in path:
            found = describing.arguments(self.store, [full_iri(self.store, path)])
            if not found:
                raise UsageError(f"there is no argument {path}", remedy="The page of a claim shows its arguments.")
            claims = [found[0].conclusion, *found[0].premises]
        else:
            claims = describing.claims(self.store, [full_iri(self.store, path)])
            if not claims:
                raise UsageError(f"there is no claim {path}", remedy="Find claims with a search.")
        self.put(claims)
        key = self.box_of[claims[0].iri]
        self.boxes[key] = replace(self.boxes[key], root=True)
        self.contraries(key, FEW)
        return self.boxes[key].text

    def theory(self, ref: Ref, wide: frozenset[str]) -> str:
        key = self.path(ref.iri)
        self.boxes[key] = Box(key, "theory", ref.label, ref=ref, root=True)
        room = MORE if key in wide else FEW
        holders, _ = holders_of(self.store, ref, self.kept)
        against = self._rejecting(ref) - holders
        stating = [
            row
            for row in rows(self.store, "compare_states", theory=ref.iri)
            if row["party"] in holders and row["tentative"] == "0" and self.kept(row["statement"], row["confidence"])
            if describing.statement_kind(row["statement"]) == "claim"
        ]
        stating = sorted(stating, key=lambda row: (-float(row["confidence"]), row["statement"]))[:_READ]
        questions = {a.iri: (i.question, a.label) for i in issues(self.store) for a in i.answers}
        for_it = {row["statement"]: self._answering(questions, row["answer"]) for row in stating}
        contrary = self._contrary(for_it)
        found = claims_of(self.store, about=ref.iri, min_confidence=self.kept.min_confidence, limit=_READ).claims
        about = {c.iri: c for c in found if self.kept.sources is None or c.source.id in self.kept.sources}
        sides: dict[ArgumentKind, dict[str, tuple[Ground, str]]] = {"supports": {}, "attacks": {}}
        for iri, why in for_it.items():
            sides["supports"][iri] = "answer", why
        for iri, why in contrary.items():
            if iri not in for_it:
                sides["attacks"].setdefault(iri, ("answer", why))
        for iri, row in about.items():
            if iri in for_it or iri in contrary or row.stance == "questions":
                continue
            if row.holder.iri in holders:
                sides["supports"][iri] = "holder", f"about it, by {row.holder.label}, who holds the theory"
            elif row.holder.iri in against:
                sides["attacks"][iri] = "holder", f"about it, by {row.holder.label}, who rejects the theory"
            elif row.stance == "denies":
                sides["attacks"][iri] = "holder", "denies what is said of it"
        self._beside(key, sides, room)
        return ref.label

    def question(self, id: str, wide: frozenset[str]) -> str:
        issue = next((issue for issue in issues(self.store) if issue.id == id), None)
        if issue is None:
            raise UsageError(f"there is no question {id}", remedy="/about lists the questions.")
        for answer in issue.answers:
            key = self.path(answer.iri)
            room = MORE if key in wide else FEW - 1
            found, total = stands(
                self.store, issue, answer, tentative=False, min_confidence=self.kept.min_confidence, limit=room * 2, best=3
            )
            side: dict[str, tuple[Ground, str]] = {}
            for stand in found:
                claims = [s.statement for s in stand.supports if isinstance(s.statement, ClaimRow)]
                for row in claims[:1]:
                    if self.kept.sources is None or row.source.id in self.kept.sources:
                        side[row.iri] = "answer", f"answers “{answer.label}”"
            if side:
                self.boxes[key] = Box(key, "answer", f"{issue.question} {answer.label.capitalize()}.", root=True)
                self._beside(key, {"supports": side, "attacks": {}}, room)
                self.untold[key] = self.untold.get(key, 0) + max(0, total - len(found))
        return issue.question

    def _rejecting(self, theory: Ref) -> set[str]:
        found = set()
        for row in rows(self.store, "compare_holders", theory=theory.iri):
            if self.kept(row["relation"], row["confidence"]):
                rejects, affirmed = predicate_of(row["predicate"]) == "rejects", last_part(row["polarity"]) == "affirmed"
                if rejects == affirmed and (rejects or last_part(row["polarity"]) == "denied"):
                    found.add(row["party"])
        return found

    def _answering(self, questions: dict[str, tuple[str, str]], answer: str) -> str:
        question, label = questions.get(answer, ("", ""))
        return f"states it, and answers “{question}” {label}"

    def _contrary(self, claims: Iterable[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in sorted(
            rows(self.store, "consequences_contrary", {"claim": list(claims)}),
            key=lambda r: (-float(r["confidence"]), r["contrary"]),
        ):
            if self.kept(row["contrary"], row["confidence"]):
                found.setdefault(row["contrary"], "gives another answer to the same question")
        return dict(list(found.items())[:_READ])

    # -- sides that no text draws -------------------------------------------------------------------------------

    def _beside(self, key: str, sides: dict[ArgumentKind, dict[str, tuple[Ground, str]]], room: int) -> None:
        """Put the claims on both sides of a box, those first that texts argue for or against, then the surest."""
        every = [iri for side in sides.values() for iri in side]
        argued = {row["claim"] for row in rows(self.store, "argument_map", {"claim": every})} if every else set()
        sure = {c.iri: c for c in describing.claims(self.store, every)}
        for kind, side in sides.items():
            first = "answer" if kind == "supports" else "holder"  # what is said of the theory before what is said of its question
            order = sorted(side, key=lambda i: (i not in argued, side[i][0] != first, -sure[i].confidence, i))
            chosen = order[:room]
            self.untold[key] = self.untold.get(key, 0) + len(order) - len(chosen)
            self.put([sure[iri] for iri in chosen])
            for iri in chosen:
                if iri in self.box_of:
                    ground, why = side[iri]
                    self.tie(Tie(self.box_of[iri], key, kind, ground, why))

    def contraries(self, key: str, room: int) -> None:
        """Put beside a claim those that outright give another answer to the question it answers."""
        found = [iri for iri in self._contrary([c.iri for c in self.boxes[key].claims]) if iri not in self.box_of]
        self.untold[key] = self.untold.get(key, 0) + len(found[room:])
        self.put(describing.claims(self.store, found[:room]))
        for iri in found[:room]:
            if iri in self.box_of:
                self.tie(Tie(self.box_of[iri], key, "attacks", "answer", "gives another answer to the same question"))

    # -- claims, their arguments, their denials -----------------------------------------------------------------

    def put(self, claims: Sequence[ClaimRow]) -> None:
        """Boxes for these claims, as far as there is room; joint holders share one."""
        fresh = [c for c in claims if c.iri not in self.box_of]
        if not fresh:
            return
        fellows = {row["fellow"] for row in rows(self.store, "consequences_proposition", {"claim": [c.iri for c in fresh]})}
        known = {c.iri: c for c in describing.claims(self.store, sorted(fellows | {c.iri for c in fresh}))}
        by_saying: dict[tuple[str, str], list[ClaimRow]] = {}
        for row in sorted(known.values(), key=lambda c: c.iri):
            by_saying.setdefault((row.proposition, row.stance), []).append(row)
        for row in fresh:
            said = by_saying[row.proposition, row.stance]
            if row.iri in self.box_of or len(self.boxes) >= self.most:
                continue
            key = self.path(said[0].iri)
            by = tuple(dict.fromkeys(c.holder.label if c.holder.type != "unknown" else "someone unnamed" for c in said))
            self.boxes[key] = Box(key, "claim", row.text, by, row.stance, tuple(said))
            self.box_of |= {c.iri: key for c in said}
            self.frontier.append(key)
            contrary = {"asserts": "denies", "denies": "asserts"}.get(row.stance, "")
            self._denied(key, by_saying.get((row.proposition, contrary), []))

    def _denied(self, key: str, contrary: list[ClaimRow]) -> None:
        if not contrary or not any(self.kept(c.iri, str(c.confidence)) for c in contrary):
            return
        self.put(contrary[:1])
        other = self.box_of.get(contrary[0].iri)
        if other is None:
            self.untold[key] = self.untold.get(key, 0) + 1
        elif (key, other, "attacks") not in self.ties:
            self.tie(Tie(other, key, "attacks", "denial", "the one asserts what the other denies"))

    def tie(self, tie: Tie) -> None:
        if tie.start != tie.end:
            self.ties.setdefault((tie.start, tie.end, tie.kind), tie)

    def grow(self, steps: int) -> None:
        """Add the arguments of the claims that are there, then of those that these bring in; the last only count theirs."""
        for step in range(steps + 1):
            keys, self.frontier = self.frontier, []
            if not keys:
                return
            self._argue(keys, add=step < steps)

    def open(self, key: str) -> None:
        """Show all arguments of a box, and more of what stands against it."""
        if key in self.boxes and self.boxes[key].kind == "claim":
            self.most = min(self.most + MORE, GROWN)
            self.untold.pop(key, None)
            self.contraries(key, MORE)
            self._argue([key], add=True)
            self.grow(1)

    def _argue(self, keys: Sequence[str], *, add: bool) -> None:
        claims = {claim.iri: key for key in keys for claim in self.boxes[key].claims}
        touching: dict[str, list[str]] = {}
        for row in rows(self.store, "argument_map", {"claim": list(claims)}):
            if self.kept(row["argument"], row["confidence"]):
                touching.setdefault(row["argument"], []).append(claims[row["claim"]])
        wanted = sorted(touching.keys() - self.arguments.keys())
        order = {key: place for place, key in enumerate(keys)}
        wanted.sort(key=lambda iri: (min(order[key] for key in touching[iri]), iri))
        for argument in describing.arguments(self.store, wanted):
            ends = (argument.conclusion, *argument.premises)
            if add:
                self.put(ends)
            if all(end.iri in self.box_of for end in ends):
                self._draw(argument)
            else:
                for key in set(touching[argument.iri]):
                    self.untold[key] = self.untold.get(key, 0) + 1

    def _draw(self, argument: ArgumentRow) -> None:
        self.arguments[argument.iri] = argument
        end = self.box_of[argument.conclusion.iri]
        starts = list(dict.fromkeys(self.box_of[p.iri] for p in argument.premises))
        why = "a text gives it as a reason " + ("for" if argument.kind == "supports" else "against")
        if len(starts) == 1:
            self.tie(Tie(starts[0], end, argument.kind, "text", why, argument))
            return
        key = self.path(argument.iri)
        self.boxes[key] = Box(key, "argument", "together", argument=argument)
        for start in starts:
            self.tie(Tie(start, key, "supports", "text", "a premise, with others", argument, needed=True))
        self.tie(Tie(key, end, argument.kind, "text", why, argument))

    def finished(self, title: str) -> ArgumentMap:
        boxes = tuple(replace(box, beyond=self.untold.get(key, 0)) for key, box in self.boxes.items())
        return ArgumentMap(title, boxes, tuple(self.ties.values()), sum(self.untold.values()))
