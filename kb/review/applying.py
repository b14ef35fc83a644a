"""What decisions mean for the statements of today."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from kb.model import AUTHOR, UNKNOWN, Argument, Claim, Document, Entity, EntityType, Evidence, Relation, Statements, statement_id
from kb.review.anchoring import Lost, Places
from kb.review.decisions import ROLES, Decision, Statement, Verdict, VerdictName, corrected_words, span_of, words_of
from kb.review.ends import Ends
from kb.review.placing import Offsets

_ON_STATEMENTS = ("accept", "reject", "correct", "add")
_OVERLAP = 0.5  # from this share of common characters on, two spans are one statement's words


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision whose statement cannot be told in the text of today."""

    decision: Decision
    why: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The decisions on one source as they apply today: by kind and id of statement, and those that do not."""

    verdicts: Mapping[tuple[str, str], Verdict]
    orphans: tuple[Orphan, ...]


def verdicts(made: Iterable[Decision], statements: Statements) -> dict[tuple[str, str], Verdict]:
    """What the decisions on one source mean for its statements of today, by kind and id."""
    return dict(apply(made, statements).verdicts)


def apply(made: Iterable[Decision], statements: Statements) -> Applied:
    """What the decisions on one source mean for its statements of today, and which mean nothing any more."""
    source = statements.document.source.id
    today = _Today(statements)
    found: dict[tuple[str, str], Verdict] = {}
    orphans = []
    on_it = [decision for decision in made if decision.source == source and decision.verdict in _ON_STATEMENTS]
    for arguments in (False, True):  # what an argument rests on is settled before it
        for decision in on_it:
            if (decision.kind == "argument") != arguments:
                continue
            verdict = today.verdict(decision)
            if isinstance(verdict, Lost):
                orphans.append(Orphan(decision, verdict.why))
            elif verdict is not None:
                found[verdict.kind, verdict.id] = verdict
                if verdict.corrected and verdict.corrected.id == verdict.id:
                    today.own.setdefault((verdict.kind, verdict.id), verdict)
        today.ends = Ends.of(statements, found, today.own)
    found |= today.ends.carried(found)
    return Applied({at: v for at, v in found.items() if v.verdict != "add" or v.corrected}, tuple(orphans))


def as_reviewed(statements: Statements, found: Mapping[tuple[str, str], Verdict]) -> Statements:
    """Statements as reviewers leave them: without what they rejected, with what they corrected and added."""
    gone = {v.id for v in found.values() if v.verdict in ("reject", "correct")}
    mended = [v.corrected for _, v in sorted(found.items()) if v.corrected and v.corrected.id not in gone]
    if not gone and not mended:
        return statements
    own = {statement.id for statement in mended}
    claims = [c for c in statements.claims if c.id not in gone | own] + [m for m in mended if isinstance(m, Claim)]
    relations = [r for r in statements.relations if r.id not in gone | own] + [m for m in mended if isinstance(m, Relation)]
    known = {claim.id for claim in claims}
    arguments = [
        replace(a, premises=tuple(p for p in a.premises if p in known))
        for a in (*statements.arguments, *(m for m in mended if isinstance(m, Argument)))
        if a.id not in gone and a.conclusion in known and any(p in known for p in a.premises)
    ]
    named = {entity.id: entity for verdict in found.values() for entity in verdict.entities if verdict.corrected}
    entities = (*statements.entities, *(named[id] for id in sorted(named)))
    return replace(statements, entities=entities, claims=tuple(claims), relations=tuple(relations), arguments=tuple(arguments))


class _Today:
    """One source's statements, among which decisions look for theirs."""

    def __init__(self, statements: Statements) -> None:
        self.statements, self.document = statements, statements.document
        self.places = Places(self.document.text)
        self.by_kind: dict[str, tuple[Statement, ...]] = {
            "claim": statements.claims,
            "relation": statements.relations,
            "argument": statements.arguments,
        }
        self.entities = {entity.id: entity for entity in statements.entities}
        self.own: dict[tuple[str, str], Verdict] = {}  # what reviewers put there
        self.ends = Ends({}, {}, statements)  # what arguments may join, once claims are settled
        self.named = {(e.type, name.casefold()): e.id for e in statements.entities for name in (e.name, *e.aliases)}

    def verdict(self, decision: Decision) -> Verdict | Lost | None:
        """What a decision comes to; None where it asks for nothing."""
        own = self.own.get((decision.kind, decision.target))
        return self._on_own(decision, own) if own else self._on_read(decision)

    def _on_read(self, decision: Decision) -> Verdict | Lost | None:
        """A decision on what was read in the text."""
        offsets = Offsets(decision, self.document, self.places)
        if isinstance(offsets.anchor, Lost):
            return offsets.anchor
        roles = self._roles(decision)
        kept = offsets.statement(decision)
        found = None if kept is None else self._same(decision, kept, roles, offsets)
        if isinstance(found, Lost):
            return found
        if found is None and offsets.anchor is not None and not offsets.anchor.company:
            return Lost("its words were moved, and nothing is read in them now")
        if found is None and kept is None:
            return Lost("the ends of its words are gone")
        if decision.verdict == "reject":
            return Verdict("reject", decision.who, decision.kind, found.id) if found else None
        if found is not None:
            if decision.verdict == "correct":
                return self._corrected(decision, found, offsets)
            return Verdict("accept", decision.who, decision.kind, found.id)
        # nobody reads it any more, but a person said that it is so
        assert kept is not None
        own = self._own(decision, kept, roles)
        if own is None:
            return Lost(
                "a claim that it joins is gone"
                if decision.kind == "argument"
                else "it names somebody whom the text names no more"
            )
        if decision.verdict == "correct":
            corrected = self._corrected(decision, own, offsets)
            return replace(corrected, verdict="add", id=corrected.corrected.id) if isinstance(corrected, Verdict) and (
                corrected.corrected
            ) else corrected  # fmt: skip
        named = self._introduced(decision, own)
        if decision.verdict == "accept":
            return Verdict("accept", decision.who, decision.kind, own.id, own, named)
        return Verdict("add", decision.who, decision.kind, own.id, own, named)

    # -- whose words they are -------------------------------------------------------------------------------------

    def _roles(self, decision: Decision) -> dict[str, str]:
        """Ids of then -> ids of today, of those who are named still; by name where an id has changed."""
        found = {AUTHOR: AUTHOR, UNKNOWN: UNKNOWN}
        told = decision.statement
        roles = [told[role] for role in ROLES[decision.kind]] + [*told.get("about", ()), *told.get("reported_by", ())]
        for id in (*roles, *_named_by(decision.change)):
            names = told.get("names", {}).get(id, ())
            type = id.partition("/")[0]
            if id in self.entities:
                found[id] = id
            elif match := next((self.named[type, n.casefold()] for n in names if (type, n.casefold()) in self.named), None):
                found[id] = match
        return found

    def _same(self, decision: Decision, kept: Statement, roles: Mapping[str, str], offsets: Offsets) -> Statement | Lost | None:
        """The statement of today that says at the same place what was decided on."""
        there = [s for s in self.by_kind[decision.kind] if _overlap(s, kept) > _OVERLAP and _says(s, kept, roles)]
        if isinstance(kept, Argument) and decision.statement.get("claims"):
            told = self.ends.found(decision, (*sorted(kept.premises), kept.conclusion))
            there = [s for s in there if isinstance(s, Argument) and [*sorted(s.premises), s.conclusion] == told]
        if offsets.anchor is None:  # the very text
            there = [s for s in there if s.id == decision.target] or [s for s in there if span_of(s) == span_of(kept)] or there
        if len(there) > 1:
            exact = [s for s in there if span_of(s) == span_of(kept)]
            there = exact or there
        if len(there) > 1 and decision.kind == "argument":
            there = [s for s in there if s.id == decision.target]
            return there[0] if there else Lost("several arguments stand there")
        return max(there, key=lambda s: (s.id == decision.target, _overlap(s, kept), s.id), default=None)

    # -- the reviewer's own statements ----------------------------------------------------------------------------

    def _on_own(self, decision: Decision, earlier: Verdict) -> Verdict | Lost | None:
        """A decision on what a reviewer put there."""
        own = earlier.corrected
        assert own is not None
        if decision.verdict == "reject":
            return replace(earlier, verdict="add", corrected=None, who=decision.who)  # as if it had never been added
        if decision.verdict == "correct":
            offsets = Offsets(decision, self.document, self.places)
            if isinstance(offsets.anchor, Lost):
                return offsets.anchor
            made = self._corrected(decision, own, offsets)
            return made if isinstance(made, Lost) else replace(made, entities=(*earlier.entities, *made.entities))
        verdict: VerdictName = "accept" if decision.verdict == "accept" else "add"
        return replace(earlier, verdict=verdict, who=decision.who, entered=earlier.entered or earlier.who)

    def _own(self, decision: Decision, kept: Statement, roles: Mapping[str, str]) -> Statement | None:
        """The kept statement said of today's text and people, under its old id unless another has that now."""
        names = decision.statement.get("names", {})

        def now(id: str) -> str:
            return roles.get(id, id)

        fields: dict[str, Any] = {role: now(getattr(kept, role)) for role in ROLES[decision.kind]}
        for several in ("about", "reported_by"):
            if hasattr(kept, several):
                fields[several] = tuple(dict.fromkeys(map(now, getattr(kept, several))))
        everybody = [*(fields[role] for role in ROLES[decision.kind]), *fields.get("about", ()), *fields.get("reported_by", ())]
        if any(id not in self.entities and id not in (AUTHOR, UNKNOWN) and id not in names for id in everybody):
            return None
        if isinstance(kept, Argument):
            ends = self.ends.joined(decision, kept.premises, kept.conclusion)
            if ends is None:
                return None
            fields |= ends
        id = decision.target
        if any(s.id == id for s in self.by_kind[decision.kind]):
            id = statement_id(decision.source, decision.kind, words_of(kept), 0, "kept", decision.target)
        own: Statement = replace(cast(Any, kept), id=id, confidence=1.0, **fields)
        return own

    def _corrected(self, decision: Decision, statement: Statement, offsets: Offsets) -> Verdict | Lost:
        roles = self._roles(decision)
        names = decision.statement.get("names", {})
        change: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in decision.change.items()
        }
        named = _named_by(change)
        if any(id not in roles and id not in names for id in named):
            return Lost("its correction names somebody whom the text does not name")
        change |= {role: roles.get(change[role], change[role]) for role in ROLES[decision.kind] if role in change}
        if "about" in change:
            change["about"] = tuple(roles.get(id, id) for id in change["about"])
        if isinstance(statement, Argument):
            premises = change.get("premises", statement.premises)
            ends = self.ends.joined(decision, premises, change.get("conclusion", statement.conclusion))
            if ends is None:
                return Lost("a claim that it joins is gone")
            change |= ends
        for name in ("content", "evidence"):
            if name in change:
                spans = [offsets.now(*span) for span in change[name]]
                if None in spans or not spans:
                    return Lost("the words of its correction are gone")
                evidence = corrected_words(self.document, cast(Any, spans))
                change[name] = evidence if name == "content" else evidence[0]
        if isinstance(statement, Claim) and "content" in change and "evidence" not in change:
            change["evidence"] = _holding(self.document, statement.evidence, change["content"])
        said = json.dumps(decision.change, sort_keys=True, ensure_ascii=False)
        id = statement_id(decision.source, decision.kind, words_of(statement), 0, "correction", statement.id, said)
        corrected: Statement = replace(cast(Any, statement), id=id, confidence=1.0, **change)
        return Verdict("correct", decision.who, decision.kind, statement.id, corrected, self._introduced(decision, corrected))

    def _introduced(self, decision: Decision, statement: Statement) -> tuple[Entity, ...]:
        names = decision.statement.get("names", {})
        named = [getattr(statement, role) for role in ROLES[decision.kind]]
        named += [*getattr(statement, "about", ()), *getattr(statement, "reported_by", ())]
        return tuple(
            Entity(id, cast(EntityType, id.partition("/")[0]), names[id][0], tuple(sorted(names[id][1:])))
            for id in sorted(set(named))
            if id not in self.entities and id in names
        )


def _named_by(change: Mapping[str, Any]) -> list[str]:
    return [change[role] for role in ("holder", "subject", "object", "asserted_by") if role in change] + [
        *change.get("about", ())
    ]


def _holding(document: Document, sentence: Evidence, content: Iterable[Evidence]) -> Evidence:
    """The sentence, widened where the content reaches beyond it."""
    spans = [(sentence.start, sentence.end), *((part.start, part.end) for part in content)]
    return document.evidence(min(start for start, _ in spans), max(end for _, end in spans))


def _says(statement: Statement, kept: Statement, roles: Mapping[str, str]) -> bool:
    """Whether two statements are of the same people and the same mind."""
    same = {
        Claim: ("stance",),
        Relation: ("predicate", "polarity"),
        Argument: ("kind",),
    }[type(kept)]
    if any(getattr(statement, name) != getattr(kept, name) for name in same):
        return False
    named = [role for role in ("holder", "subject", "object", "asserted_by") if hasattr(kept, role)]
    return all(getattr(statement, role) == roles.get(getattr(kept, role)) for role in named)


def _overlap(one: Statement, other: Statement) -> float:
    (a, b), (c, d) = span_of(one), span_of(other)
    common = min(b, d) - max(a, c)
    return max(0, common) / (max(b, d) - min(a, c))


def orphans(made: Iterable[Decision], sources: Mapping[str, Statements]) -> Iterator[Orphan]:
    """The decisions that mean nothing any more, over all sources; those of a source that is gone too."""
    every = list(made)
    for decision in every:
        if decision.verdict in _ON_STATEMENTS and decision.source not in sources:
            yield Orphan(decision, "its text is not here")
    for source in sorted(sources):
        yield from apply([decision for decision in every if decision.source == source], sources[source]).orphans
