"""Each feature of statements as a set of facts, so that what a format keeps of it can be counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kb.formats.characters import squeezed
from kb.model import AUTHOR, UNKNOWN, Argument, Claim, Relation, Statements, statement_id
from tests.kb import made

Facts = frozenset[object]


def _names(s: Statements) -> dict[str, str]:
    return {AUTHOR: AUTHOR, UNKNOWN: UNKNOWN} | {e.id: squeezed(e.name) for e in s.entities}


def _types(s: Statements) -> dict[str, str]:
    return {AUTHOR: AUTHOR, UNKNOWN: UNKNOWN} | {e.id: e.type for e in s.entities}


def words(s: Statements) -> dict[str, str]:
    return {c.id: squeezed(c.quote) for c in s.claims}


def _of_source(name: str) -> Callable[[Statements], Facts]:
    return lambda s: frozenset({getattr(s.document.source, name)} - {None})


def _of_claims(fact: Callable[[Statements, Claim], object]) -> Callable[[Statements], Facts]:
    return lambda s: frozenset((squeezed(c.quote), said) for c in s.claims if (said := fact(s, c)) is not None)


def _of_relations(fact: Callable[[Relation], object], *predicates: str) -> Callable[[Statements], Facts]:
    def found(s: Statements) -> Facts:
        names = _names(s)
        return frozenset(
            (names[r.subject], r.predicate, names[r.object], said)
            for r in s.relations
            if (said := fact(r)) is not None and (not predicates or r.predicate in predicates)
        )

    return found


def _of_arguments(fact: Callable[[Statements, Argument], object]) -> Callable[[Statements], Facts]:
    def found(s: Statements) -> Facts:
        said = words(s)
        return frozenset((said[a.conclusion], f) for a in s.arguments if (f := fact(s, a)) is not None)

    return found


def _premises(s: Statements, a: Argument) -> object:
    return tuple(sorted(words(s)[premise] for premise in a.premises))


def _other(s: Statements) -> Facts:
    names = _names(s)
    return frozenset(
        (names[r.subject], r.predicate, names[r.object]) for r in s.relations if r.predicate not in ("holds", "rejects")
    )


FEATURES: dict[str, Callable[[Statements], Facts]] = {
    **{f"source.{name}": _of_source(name) for name in ("title", "author", "year", "genre", "language", "licence", "url")},
    "source.constructed": lambda s: frozenset({True} if s.document.source.constructed else ()),
    "document.text": lambda s: frozenset({s.document.text}),
    "document.blocks": lambda s: frozenset((b.kind, s.document.text[b.start : b.end]) for b in s.document.blocks),
    "entity.named": lambda s: frozenset((e.type, e.name) for e in s.entities),
    "entity.aliases": lambda s: frozenset((e.name, alias) for e in s.entities for alias in e.aliases),
    "entity.mentions": lambda s: frozenset((e.name, s.document.text[a:b], a) for e in s.entities for a, b in e.mentions),
    "entity.confidence": lambda s: frozenset((e.name, e.confidence) for e in s.entities),
    "claim.content": lambda s: frozenset((squeezed(c.quote), len(c.content)) for c in s.claims),
    "claim.place": lambda s: frozenset(
        (part.start, part.end, s.document.sha256) for c in s.claims for part in c.content if len(c.content) == 1
    ),
    "claim.holder": _of_claims(lambda s, c: None if c.holder == AUTHOR else _names(s)[c.holder]),
    "claim.holder_type": _of_claims(lambda s, c: None if c.holder == AUTHOR else (_names(s)[c.holder], _types(s)[c.holder])),
    "claim.own_voice": _of_claims(lambda s, c: True if c.holder == AUTHOR else None),
    "claim.stance": _of_claims(lambda s, c: c.stance),
    "claim.evidence": _of_claims(lambda s, c: squeezed(c.evidence.quote)),
    "claim.cue": _of_claims(lambda s, c: tuple(part.quote for part in c.cue) or None),
    "claim.about": _of_claims(lambda s, c: tuple(sorted({(_types(s)[e], _names(s)[e]) for e in c.about})) or None),
    "claim.reported_by": _of_claims(lambda s, c: tuple(_names(s)[r] for r in c.reported_by) or None),
    "claim.hedged": _of_claims(lambda s, c: c.hedged or None),
    "claim.confidence": _of_claims(lambda s, c: c.confidence),
    "relation.holds": _of_relations(lambda r: r.polarity == "uncertain", "holds", "rejects"),
    "relation.other": _other,
    "relation.polarity": _of_relations(lambda r: r.polarity),
    "relation.asserted_by": lambda s: frozenset(
        (_names(s)[r.subject], r.predicate, _names(s)[r.object], _names(s)[r.asserted_by]) for r in s.relations
    ),
    "relation.year": _of_relations(lambda r: r.year),
    "relation.confidence": _of_relations(lambda r: r.confidence),
    "argument.supports": _of_arguments(lambda s, a: _premises(s, a) if a.kind == "supports" else None),
    "argument.attacks": _of_arguments(lambda s, a: _premises(s, a) if a.kind == "attacks" else None),
    "argument.joint": _of_arguments(lambda s, a: _premises(s, a) if len(a.premises) > 1 else None),
    "argument.evidence": _of_arguments(lambda s, a: a.evidence.quote),
    "argument.confidence": _of_arguments(lambda s, a: a.confidence),
}


def rich() -> Statements:
    """Statements in which every feature occurs, and most of them in more than one way."""
    text = (
        "# The quarrel\n"
        "Ada held that engines can think.\n"
        "The Society of Engines held that engines can think.\n"
        "Mechanism says that minds are wheels.\n"
        "Babbage denied that engines can err.\n"
        "Menabrea asked whether engines feel.\n"
        "According to Ada, Babbage hinted that wheels turn by steam alone.\n"
        "Thought, we say, is nothing but motion.\n"
        "Ada joined the Society of Engines and holds mechanism in 1842.\n"
        "Babbage rejects vitalism.\nMenabrea may hold mechanism.\nAda does not hold vitalism.\n"
        "Babbage says that Ada wrote the Notes."
    )
    s = made.statements(
        "rich",
        text,
        [
            "theorist: Ada | Lady Lovelace",
            "theorist: Babbage",
            "theorist: Menabrea",
            "group: Society of Engines",
            "theory: Mechanism | mechanism",
            "theory: vitalism",
            "case: engines",
            "case: wheels",
            "work: Notes",
        ],
        [
            ("Ada", "asserts", "engines can think", ["engines"]),
            ("Society of Engines", "asserts", "engines can think", ["engines"]),
            ("Mechanism", "asserts", "minds are wheels", ["Mechanism", "wheels"]),
            ("Babbage", "denies", "engines can err", ["engines"]),
            ("Menabrea", "questions", "engines feel", ["engines"]),
            ("Babbage", "asserts~", "wheels turn by steam alone", ["wheels"]),
            (AUTHOR, "asserts", "nothing but motion", []),
        ],
        [
            ("Ada", "holds", "Mechanism", "affirmed", AUTHOR, "Ada joined the Society of Engines and holds mechanism in 1842."),
            (
                "Ada",
                "member_of",
                "Society of Engines",
                "affirmed",
                AUTHOR,
                "Ada joined the Society of Engines and holds mechanism in 1842.",
            ),
            ("Babbage", "rejects", "vitalism", "affirmed", AUTHOR, "Babbage rejects vitalism."),
            ("Menabrea", "holds", "Mechanism", "uncertain", AUTHOR, "Menabrea may hold mechanism."),
            ("Ada", "holds", "vitalism", "denied", AUTHOR, "Ada does not hold vitalism."),
            ("Ada", "wrote", "Notes", "affirmed", "Babbage", "Ada wrote the Notes"),
        ],
        [(2, "supports", 0), (3, "attacks", 4)],
        title="On Engines",
        author="Luigi Torino",
        year=1843,
        genre="essay",
        licence="CC0-1.0",
        url="https://example.org/engines",
        constructed=True,
    )
    document = s.document
    names = {e.name: e.id for e in s.entities}
    place = text.index("Thought"), text.index("Thought") + len("Thought")
    claims = list(s.claims)
    claims[5] = replace(claims[5], reported_by=(names["Ada"],), cue=(document.evidence(*_at(text, "hinted")),))
    claims[6] = replace(claims[6], content=(document.evidence(*place), *claims[6].content))
    joint, against = (statement_id("rich", "argument", name, 0) for name in ("joint", "against"))
    arguments = (
        *s.arguments,
        Argument(joint, (claims[3].id, claims[5].id), claims[6].id, "supports", claims[6].evidence),
        Argument(against, (claims[0].id, claims[2].id), claims[3].id, "attacks", claims[3].evidence),
    )
    relations = [replace(s.relations[0], year=1842), *s.relations[1:]]
    unsure = tuple(replace(a, confidence=0.6) for a in arguments)
    return replace(s, claims=tuple(claims), relations=tuple(relations), arguments=unsure)


def _at(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)
