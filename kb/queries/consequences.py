"""What follows for other claims when some are accepted.

The claims that texts give arguments for or against, as an abstract argumentation framework (see ``kb.argumentation``):

- A node for what a claim says: joint holders of one proposition share it. To assert and to deny it attack each other.
- A node for each argument. It needs its premises, all of them; it attacks its conclusion, or supports it.
- Accepting a claim that answers an issue attacks the claims that outright give another answer (``contraries``); between claims
  that nobody accepted, other answers stand side by side. Whatever attacks an accepted claim is rejected.

Support is read as asked for. *Deductive*: whoever rejects the conclusion rejects the argument for it. *Necessary*: with any
argument for it, the conclusion falls. *None*: support changes nothing. No reading lets support save a claim from an attack that
stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kb.argumentation import READINGS, SEMANTICS, Bipolar, Framework, Reading, Semantics, Verdict, defeats, verdicts
from kb.errors import UsageError
from kb.queries import describing
from kb.queries.asking import full_iri, last_part, rows
from kb.queries.naming import source_id
from kb.queries.resolve import resolve_source
from kb.queries.values import ArgumentRow, ClaimRow
from kb.store import Store

_SHARED = 400  # claims whose verdict is told, at most: more than anybody reads


@dataclass(frozen=True, slots=True)
class Blow:
    """One attack of a defeat: ``target`` falls because ``attacker`` stands.

    ``argument`` is the text's own argument where one carries the attack; without it the two claims contradict each other.
    """

    target: ClaimRow | ArgumentRow
    attacker: ClaimRow | ArgumentRow
    argument: ArgumentRow | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with what becomes of it; ``why`` is the shortest defeat of one that falls, nearest blow first."""

    claim: ClaimRow
    verdict: Verdict
    before: Verdict  # what it was with nothing accepted
    why: tuple[Blow, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What accepting some claims does to the others that arguments or answers tie to them."""

    accepted: tuple[ClaimRow, ...]
    semantics: Semantics
    support: Reading
    falls: tuple[Judged, ...]
    bare: tuple[Judged, ...]  # do not fall, but every argument for them has fallen
    stands: tuple[Judged, ...]
    open: tuple[Judged, ...]  # neither, or one way of judging has it so and another not
    total: int  # claims judged
    labellings: bool = True  # False where stable semantics knows no way to judge at all: then nothing is told


def consequences(
    store: Store,
    accepted: Collection[str] = (),
    *,
    semantics: Semantics = "grounded",
    support: Reading = "deductive",
    contraries: bool = True,
    sources: Collection[str] | None = None,
    min_confidence: float = 0.0,
) -> Consequences:
    """Which claims fall, stand or stay open for one who accepts these (IRIs or paths of claims).

    ``sources`` and ``min_confidence`` choose the arguments and contrary claims that count. Raises UsageError for what is no
    claim, for claims that nobody can accept together, and where a semantics other than grounded is asked of a tangle too large
    to search.
    """
    _known(semantics, SEMANTICS, "semantics")
    _known(support, READINGS, "reading of support")
    chosen = _chosen(store, accepted)
    homes = {resolve_source(store, name).id for name in sources} if sources else None
    quarrel = _quarrel(store, [c.iri for c in chosen], contraries, homes, min_confidence)
    framework = quarrel.framework(support)
    taken = framework.accepting({quarrel.node[c.iri] for c in chosen})
    now, before = verdicts(taken, semantics), verdicts(framework, semantics)
    if now is None or before is None:
        return Consequences(chosen, semantics, support, (), (), (), (), len(quarrel.claims), labellings=False)
    return _told(store, chosen, quarrel, taken, now, before, semantics, support)


def _known(value: str, values: Sequence[str], what: str) -> None:
    if value not in values:
        raise UsageError(f"{value!r} is no {what}", remedy=f"Choose one of {', '.join(values)}.")


def _chosen(store: Store, accepted: Collection[str]) -> tuple[ClaimRow, ...]:
    asked = [full_iri(store, iri) for iri in dict.fromkeys(accepted)]
    found = {claim.iri: claim for claim in describing.claims(store, asked)}
    for iri in asked:
        if iri not in found:
            raise UsageError(f"there is no claim {iri}", remedy="`doxograph claims --format json` lists claims with their paths.")
    return tuple(found.values())


@dataclass(frozen=True)
class _Quarrel:
    """What is said and how it is tied together; ``node`` gives each claim the node of what it says."""

    node: dict[str, str]
    claims: dict[str, list[str]]  # by node, sorted
    contradictions: frozenset[tuple[str, str]]
    premises: dict[str, frozenset[str]]  # by argument, nodes
    conclusions: dict[str, tuple[str, str]]  # by argument: its kind and the node it is for or against

    def framework(self, support: Reading) -> Framework:
        ties = {(argument, node) for argument, (kind, node) in self.conclusions.items() if kind == "supports"}
        attacks = {(argument, node) for argument, (kind, node) in self.conclusions.items() if kind == "attacks"}
        needs = {(premise, argument) for argument, nodes in self.premises.items() for premise in nodes}
        return Bipolar(
            arguments=frozenset(self.claims) | frozenset(self.premises),
            attacks=self.contradictions | frozenset(attacks),
            deductive=frozenset(ties) if support == "deductive" else frozenset(),
            necessary=frozenset(needs | ties) if support == "necessary" else frozenset(needs),
        ).framework()

    def bare(self, node: str, now: dict[str, Verdict]) -> bool:
        grounds = [a for a, (kind, end) in self.conclusions.items() if kind == "supports" and end == node]
        return bool(grounds) and all(now[a] == "falls" for a in grounds)


def _quarrel(store: Store, accepted: Sequence[str], contraries: bool, homes: set[str] | None, min_confidence: float) -> _Quarrel:
    base = store.names.base

    def counts(row: dict[str, str], statement: str) -> bool:
        home = homes is None or source_id(row[statement], base) in homes
        return home and float(row["confidence"]) >= min_confidence

    found = [row for row in rows(store, "consequences_arguments") if counts(row, "argument")]
    tied = {row[end] for row in found for end in ("premise", "conclusion")} | set(accepted)
    against: list[tuple[str, str]] = []
    if contraries and accepted:
        against = [
            (row["claim"], row["contrary"])
            for row in rows(store, "consequences_contrary", {"claim": accepted})
            if row["contrary"] not in accepted and counts(row, "contrary")
        ]
    tied |= {contrary for _, contrary in against}
    tied |= {row["fellow"] for row in rows(store, "consequences_proposition", {"claim": tied}) if counts(row, "fellow")}
    facts = rows(store, "consequences_claims", {"claim": tied})
    said = {row["claim"]: (row["proposition"], last_part(row["stance"])) for row in facts}
    by_saying: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in sorted(said):
        by_saying[said[claim]].append(claim)
    node = {claim: claims[0] for claims in by_saying.values() for claim in claims}
    contradictions = {(node[a], node[b]) for a, b in against if node[a] != node[b]}
    for (proposition, stance), claims in by_saying.items():
        contrary = {"asserts": "denies", "denies": "asserts"}.get(stance, "")
        if other := by_saying.get((proposition, contrary)):
            contradictions.add((claims[0], other[0]))
    premises: dict[str, set[str]] = defaultdict(set)
    conclusions = {}
    for row in found:
        premises[row["argument"]].add(node[row["premise"]])
        conclusions[row["argument"]] = (last_part(row["kind"]), node[row["conclusion"]])
    return _Quarrel(
        node,
        {claims[0]: claims for claims in by_saying.values()},
        frozenset(contradictions),
        {argument: frozenset(nodes) for argument, nodes in premises.items()},
        conclusions,
    )


def _told(
    store: Store,
    chosen: tuple[ClaimRow, ...],
    quarrel: _Quarrel,
    taken: Framework,
    now: dict[str, Verdict],
    before: dict[str, Verdict],
    semantics: Semantics,
    support: Reading,
) -> Consequences:
    accepted = {quarrel.node[c.iri] for c in chosen}
    others = [n for n in quarrel.claims if n not in accepted]
    # what acceptance changed comes first, so that a cut leaves it in
    others.sort(key=lambda n: (now[n] == before[n], n))
    by_verdict: dict[str, list[str]] = defaultdict(list)
    for n in others:
        kind = "bare" if now[n] in ("stands", "arguable") and quarrel.bare(n, now) else now[n]
        by_verdict["open" if kind == "arguable" else kind].append(n)
    shown = {kind: nodes[:_SHARED] for kind, nodes in by_verdict.items()}
    why = defeats(taken, shown.get("falls", ()))
    named = {end for defeat in why.values() for step in defeat.steps() for end in (step.target, step.attacker)}
    iris = {claim for nodes in shown.values() for n in nodes for claim in quarrel.claims[n]} | (named - set(quarrel.premises))
    claim_rows = {c.iri: c for c in describing.claims(store, sorted(iris))}
    argument_rows = {a.iri: a for a in describing.arguments(store, sorted(named & set(quarrel.premises)))}
    thing: dict[str, ClaimRow | ArgumentRow] = {**claim_rows, **argument_rows}

    def judged(nodes: Iterable[str]) -> tuple[Judged, ...]:
        made = []
        for n in nodes:
            steps = why[n].steps() if n in why else ()
            blows = tuple(Blow(thing[s.target], thing[s.attacker], argument_rows.get(s.attacker)) for s in steps)
            made += [Judged(claim_rows[c], now[n], before[n], blows) for c in quarrel.claims[n]]
        return tuple(made)

    return Consequences(
        accepted=chosen,
        semantics=semantics,
        support=support,
        falls=judged(shown.get("falls", ())),
        bare=judged(shown.get("bare", ())),
        stands=judged(shown.get("stands", ())),
        open=judged(shown.get("open", ())),
        total=len(quarrel.claims),
    )
