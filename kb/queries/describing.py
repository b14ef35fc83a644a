"""IRIs of claims, relations, arguments -> their rows of ``values``, a few requests for any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, cast

from kb.model import ArgumentKind, Polarity, Stance
from kb.queries.asking import Facts, described, last_part, remembered
from kb.queries.naming import first, issues, number, predicate_of, quotes, refs_and_names
from kb.queries.values import Answer, AnswerGiven, ArgumentRow, ClaimRow, Quote, Ref, RelationRow
from kb.store import Store

StatementKind = Literal["claim", "relation", "argument"]

_KINDS = ("claim", "relation", "argument")
_ENDS = ("subject", "object", "assertedBy")


def statements(store: Store, iris: Iterable[str]) -> dict[str, ClaimRow | RelationRow]:
    """Claims and relations by IRI."""
    wanted = list(dict.fromkeys(iris))
    found: dict[str, ClaimRow | RelationRow] = {
        row.iri: row for row in claims(store, (iri for iri in wanted if statement_kind(iri) == "claim"))
    }
    return found | {row.iri: row for row in relations(store, (iri for iri in wanted if statement_kind(iri) == "relation"))}


def claims(store: Store, iris: Iterable[str]) -> list[ClaimRow]:
    """Claims in the order asked for; what is no claim is left out."""
    order = list(dict.fromkeys(iris))
    found = {iri: facts for iri, facts in described(store, order).items() if "holder" in facts and "content" in facts}
    contents = described(store, {facts["content"][0] for facts in found.values()})
    spans: set[str] = set()
    things: set[str] = set()
    for facts in found.values():
        content = contents[facts["content"][0]]
        spans.update(facts["evidence"], facts.get("cue", ()), content["span"])
        things.update(facts.get("holderEntity") or facts["holder"], facts.get("reportedBy", ()), _about(content))
    quoted, answers = quotes(store, spans), _answers(store)
    named, own_names = refs_and_names(store, things, {facts["holder"][0] for facts in found.values()})
    made = []
    for iri in order:
        if iri not in found:
            continue
        facts, local = found[iri], found[iri]["holder"][0]
        content = contents[facts["content"][0]]
        made.append(
            ClaimRow(
                iri=iri,
                holder=named[facts.get("holderEntity", [local])[0]],
                holder_name=own_names[local],
                stance=cast(Stance, last_part(facts["stance"][0])),
                text=content["text"][0],
                content=_in_order(quoted[span] for span in content["span"]),
                evidence=quoted[facts["evidence"][0]],
                cue=_in_order(quoted[span] for span in facts.get("cue", ())),
                about=_by_label(named[thing] for thing in _about(content)),
                reported_by=_by_label(named[thing] for thing in facts.get("reportedBy", ())),
                hedged="modality" in facts,
                confidence=float(facts["confidence"][0]),
                answers=_given(facts, answers),
                proposition=facts["content"][0],
            )
        )
    return made


def relations(store: Store, iris: Iterable[str]) -> list[RelationRow]:
    """Relations in the order asked for; what is no relation is left out."""
    order = list(dict.fromkeys(iris))
    found = {iri: facts for iri, facts in described(store, order).items() if "subject" in facts and "polarity" in facts}
    quoted = quotes(store, {facts["evidence"][0] for facts in found.values()})
    local = {part for facts in found.values() for end in _ENDS for part in facts[end]}
    ends = {part for facts in found.values() for end in _ENDS for part in facts.get(f"{end}Entity") or facts[end]}
    ends |= {party for facts in found.values() for party in facts.get("answerParty", ())}
    (named, own_names), answers = refs_and_names(store, ends, local), _answers(store)
    made = []
    for iri in order:
        if iri not in found:
            continue
        facts = found[iri]
        subject, object_, asserter = (facts[end][0] for end in _ENDS)
        party = first(facts, "answerParty")
        made.append(
            RelationRow(
                iri=iri,
                subject=named[facts.get("subjectEntity", [subject])[0]],
                predicate=predicate_of(facts["predicate"][0]),
                object=named[facts.get("objectEntity", [object_])[0]],
                polarity=cast(Polarity, last_part(facts["polarity"][0])),
                asserted_by=named[facts.get("assertedByEntity", [asserter])[0]],
                evidence=quoted[facts["evidence"][0]],
                year=number(facts, "year"),
                confidence=float(facts["confidence"][0]),
                answers=_given(facts, answers),
                answer_party=named[party] if party else None,
                local_names=(own_names[subject], own_names[object_], own_names[asserter]),
            )
        )
    return made


def arguments(store: Store, iris: Iterable[str]) -> list[ArgumentRow]:
    """Arguments in the order asked for; what is no argument is left out."""
    order = list(dict.fromkeys(iris))
    found = {iri: facts for iri, facts in described(store, order).items() if "argumentKind" in facts}
    quoted = quotes(store, {facts["evidence"][0] for facts in found.values()})
    ends = {claim: None for facts in found.values() for claim in (*facts["premise"], *facts["conclusion"])}
    known = {claim.iri: claim for claim in claims(store, ends)}
    return [
        ArgumentRow(
            iri=iri,
            premises=tuple(sorted((known[claim] for claim in facts["premise"]), key=lambda c: (c.evidence.start, c.iri))),
            conclusion=known[facts["conclusion"][0]],
            kind=cast(ArgumentKind, last_part(facts["argumentKind"][0])),
            evidence=quoted[facts["evidence"][0]],
            confidence=float(facts["confidence"][0]),
        )
        for iri in order
        if (facts := found.get(iri))
    ]


def statement_kind(iri: str) -> StatementKind | None:
    """What a statement's IRI ``…/source/ID/KIND/HASH`` names."""
    parts = iri.rsplit("/", 2)
    return cast(StatementKind, parts[1]) if len(parts) == 3 and parts[1] in _KINDS else None


def _about(content: Facts) -> Sequence[str]:
    return content.get("aboutEntity") or content.get("about") or ()


def _answers(store: Store) -> dict[str, tuple[int, Answer]]:
    return remembered(
        store, "answers", lambda: {answer.iri: (issue.rank, answer) for issue in issues(store) for answer in issue.answers}
    )


def _given(facts: Facts, answers: dict[str, tuple[int, Answer]]) -> tuple[AnswerGiven, ...]:
    given = [
        (answers[iri][0], AnswerGiven(answers[iri][1], tentative))
        for name, tentative in (("answers", False), ("answersTentatively", True))
        for iri in facts.get(name, ())
        if iri in answers
    ]
    return tuple(g for _, g in sorted(given, key=lambda pair: (pair[0], pair[1].answer.iri, pair[1].tentative)))


def _in_order(parts: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(sorted(parts, key=lambda quote: (quote.start, quote.end)))


def _by_label(parts: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted(set(parts), key=lambda ref: (ref.label, ref.iri)))
