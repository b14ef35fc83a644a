"""What a decision is, and how one is made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, cast, get_args

from kb.errors import UsageError
from kb.model import (
    AUTHOR,
    ENTITY_TYPES,
    POLARITIES,
    PREDICATES,
    STANCES,
    UNKNOWN,
    Argument,
    ArgumentKind,
    Claim,
    Document,
    Entity,
    Evidence,
    Relation,
    statement_id,
)  # fmt: skip
from kb.review.anchoring import AROUND, selector

VerdictName = Literal["accept", "reject", "correct", "add", "merge", "split", "undo"]
Statement = Claim | Relation | Argument

KIND: dict[type, str] = {Claim: "claim", Relation: "relation", Argument: "argument"}
#: what a correction may change; ends and holders are ids of entities of the same source, AUTHOR or UNKNOWN; ``premises`` and
#: ``conclusion`` ids of its claims; ``content`` and ``evidence`` offsets, a list of [start, end], into the text decided on
CHANGEABLE: dict[str, frozenset[str]] = {
    "claim": frozenset({"holder", "stance", "about", "hedged", "content", "evidence"}),
    "relation": frozenset({"subject", "predicate", "object", "polarity", "asserted_by", "year", "evidence"}),
    "argument": frozenset({"kind", "premises", "conclusion", "evidence"}),
}
ROLES: dict[str, tuple[str, ...]] = {
    "claim": ("holder",),
    "relation": ("subject", "object", "asserted_by"),
    "argument": (),
}  #: which fields name somebody or something


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided on one statement, on an entity, or on an earlier decision."""

    verdict: VerdictName
    who: str
    kind: str  # "claim", "relation", "argument"; "entity" of a merger or split, "decision" of an undoing
    source: str = ""  # empty for entities and decisions
    target: str = ""  # the statement's id; the key of the entity that is merged or split; the uid of what is undone
    statement: Mapping[str, Any] = field(default_factory=dict)  # the statement as it was, with its words' surroundings
    change: Mapping[str, Any] = field(default_factory=dict)  # of a correction the new values, of a merger {"into": key}
    note: str = ""
    id: int = 0  # as kept; 0 before that
    at: str = ""  # when, as the caller tells it: 2026-11-24T12:30:00Z
    uid: str = ""  # tells it from all others, here and where it is imported; empty before it is kept


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision as it applies to the statements of today."""

    verdict: VerdictName
    who: str
    kind: str
    id: str  # the statement's id of today
    corrected: Statement | None = None  # the reviewer's own statement: a correction, an addition, one that was read no more
    entities: tuple[Entity, ...] = ()  # whom that statement names and the source as read does not
    entered: str = ""  # who put that statement there, where it is not ``who``


def decide(
    verdict: VerdictName,
    statement: Statement,
    text: str,
    *,
    who: str,
    change: Mapping[str, Any] | None = None,
    note: str = "",
    entities: Iterable[Entity] = (),
    names: Mapping[str, str] | None = None,
    claims: Iterable[Claim] = (),
    at: str = "",
) -> Decision:
    """A decision on a statement of a text.

    ``entities`` are the source's, so that who is named is known again under another id; ``names`` give the names of entities
    that a correction brings in (``{"theorist/rosa-luxemburg": "Rosa Luxemburg"}``); ``claims`` are those among which an argument
    finds its own. Raises UsageError where it says nothing, nobody made it, or a change is impossible.
    """
    kind, change = KIND[type(statement)], dict(change or {})
    if verdict not in ("accept", "reject", "correct"):
        raise UsageError(f"{verdict!r} is no decision on a statement", remedy="Accept, reject or correct it.")
    who = _somebody(who)
    if wrong := sorted(set(change) - CHANGEABLE[kind]):
        raise UsageError(
            f"a {kind} has no {', '.join(wrong)} to correct", remedy=f"Known are {', '.join(sorted(CHANGEABLE[kind]))}."
        )
    if (verdict == "correct") != bool(change):
        raise UsageError(
            "a correction, and no other decision, says what changes", remedy="Give the new values, or accept or reject."
        )
    _check(change, len(text))
    if isinstance(statement, Argument):
        _check_ends(change.get("premises", statement.premises), change.get("conclusion", statement.conclusion))
    return Decision(
        verdict,
        who,
        kind,
        source_of(statement),
        statement.id,
        _kept(statement, text, change, entities, names, claims),
        change,
        note,
        at=at,
    )


def add(
    statement: Statement,
    text: str,
    *,
    who: str,
    note: str = "",
    entities: Iterable[Entity] = (),
    names: Mapping[str, str] | None = None,
    claims: Iterable[Claim] = (),
    at: str = "",
) -> Decision:
    """The decision that a text says what nobody read in it; the statement's id is made here, whatever it bears.

    Raises UsageError where nobody made it, or it is no statement of the model.
    """
    kind = KIND[type(statement)]
    fields = {name: getattr(statement, name) for name in ("stance", "polarity", "predicate", "kind") if hasattr(statement, name)}
    _check(fields, len(text))
    roles = [getattr(statement, role) for role in ROLES[kind]]
    if isinstance(statement, Argument):
        _check_ends(statement.premises, statement.conclusion)
        roles = [*sorted(statement.premises), statement.conclusion]
    told = (*fields.values(), *getattr(statement, "about", ()))
    first = span_of(statement)[0]
    words = words_of(statement)
    occurrence = text[:first].count(words) if words else 0
    id = statement_id(source_of(statement), kind, words, occurrence, "added", *roles, *told)
    made: Statement = replace(cast(Any, statement), id=id, confidence=1.0)
    kept = _kept(made, text, {}, entities, names, claims)
    return Decision("add", _somebody(who), kind, source_of(made), id, kept, note=note, at=at)


def merge(key: str, into: str, *, who: str, note: str = "", at: str = "") -> Decision:
    """The decision that two global entities are one, and that the second's name is kept."""
    if key.partition("/")[0] != into.partition("/")[0] or key == into:
        raise UsageError(f"{key} and {into} cannot be one", remedy="Merge two entities of one type.")
    return Decision("merge", _somebody(who), "entity", target=key, change={"into": into}, note=note, at=at)


def split(
    key: str, members: Iterable[tuple[str, str]], into: str, *, who: str, label: str = "", note: str = "", at: str = ""
) -> Decision:
    """The decision that what some sources name is another than the global entity they were joined to.

    ``members`` are pairs of a source and its local entity's id; ``into`` is the key they stand for from now on, with the name
    ``label`` where it is new.
    """
    parted = sorted({(source, local) for source, local in members})
    kind = key.partition("/")[0]
    if not parted or key == into or {kind} != {into.partition("/")[0], *(local.partition("/")[0] for _, local in parted)}:
        raise UsageError(
            f"{key} cannot be parted so", remedy="Say which sources mean another, and give that other a key of the same type."
        )
    change = {"members": [list(member) for member in parted], "into": into, "label": label.strip()}
    return Decision("split", _somebody(who), "entity", target=key, change=change, note=note, at=at)


def mergers(made: Iterable[Decision]) -> list[tuple[str, str]]:
    """The pairs of keys that decisions hold to be one."""
    return [(decision.target, decision.change["into"]) for decision in made if decision.verdict == "merge"]


def splits(made: Iterable[Decision]) -> list[tuple[str, str, str, str, str]]:
    """What decisions set apart: key, source, local id, the key it now stands for, that key's label."""
    return [
        (decision.target, source, local, decision.change["into"], decision.change.get("label", ""))
        for decision in made
        if decision.verdict == "split"
        for source, local in decision.change["members"]
    ]


def words_of(statement: Statement) -> str:
    """The words that a statement is made of."""
    return statement.quote if isinstance(statement, Claim) else statement.evidence.quote


def span_of(statement: Statement) -> tuple[int, int]:
    """Where those words begin and end."""
    if isinstance(statement, Claim):
        return statement.content[0].start, statement.content[-1].end
    return statement.evidence.start, statement.evidence.end


def source_of(statement: Statement) -> str:
    """The id of the source that a statement is read from."""
    return statement.evidence.source


def corrected_words(document: Document, spans: Iterable[Iterable[int]]) -> tuple[Evidence, ...]:
    """The evidence of the offsets that a correction gives."""
    return tuple(document.evidence(start, end) for start, end in spans)


def _kept(
    statement: Statement,
    text: str,
    change: Mapping[str, Any],
    entities: Iterable[Entity],
    names: Mapping[str, str] | None,
    claims: Iterable[Claim],
) -> dict[str, Any]:
    """The statement in full, the words on both sides of it, and whom and what its roles and those of a change name."""
    first, last = span_of(statement)
    kept: dict[str, Any] = json.loads(json.dumps(asdict(statement)))
    kept |= {"words": words_of(statement), "prefix": text[max(0, first - AROUND) : first], "suffix": text[last : last + AROUND]}
    spans = [(statement.evidence.start, statement.evidence.end), (first, last)]
    spans += [(start, end) for name in ("content", "evidence") for start, end in change.get(name, ())]
    kept["region"] = selector(text, min(start for start, _ in spans), max(end for _, end in spans))
    kind = KIND[type(statement)]
    named = {getattr(statement, role) for role in ROLES[kind]} | {change[role] for role in ROLES[kind] if role in change}
    named |= {*getattr(statement, "about", ()), *getattr(statement, "reported_by", ()), *change.get("about", ())}
    known = {entity.id: [entity.name, *entity.aliases] for entity in entities}
    known |= {id: [name] for id, name in (names or {}).items() if id not in known and id.partition("/")[0] in ENTITY_TYPES}
    kept["names"] = {id: known[id] for id in sorted(named - {AUTHOR, UNKNOWN}) if id in known}
    if isinstance(statement, Argument):
        ends = {*statement.premises, statement.conclusion, *change.get("premises", ()), change.get("conclusion")}
        kept["claims"] = {claim.id: [claim.stance, claim.quote] for claim in claims if claim.id in ends}
    return kept


def _somebody(who: str) -> str:
    if not who.strip():
        raise UsageError("a decision needs somebody who made it", remedy="Give a name.")
    return who.strip()


def _check_ends(premises: Iterable[str], conclusion: str) -> None:
    if not (given := set(premises)) or conclusion in given or not conclusion:
        raise UsageError(
            "an argument needs a conclusion, and a premise that is another claim", remedy="Choose both among the text's claims."
        )


def _check(change: Mapping[str, Any], length: int) -> None:
    kinds = get_args(ArgumentKind)
    for name, allowed in (("predicate", PREDICATES), ("stance", STANCES), ("polarity", POLARITIES), ("kind", kinds)):
        if change.get(name, allowed[0]) not in allowed:
            what = {"predicate": "relation", "kind": "kind of argument"}.get(name, name)
            raise UsageError(f"there is no {what} {change[name]!r}", remedy=f"Known are {', '.join(allowed)}.")
    for name in ("content", "evidence"):
        for start, end in change.get(name, ()):
            if not 0 <= start < end <= length:
                raise UsageError(f"offsets {start}-{end} lie outside the text", remedy="Select words of the text.")
