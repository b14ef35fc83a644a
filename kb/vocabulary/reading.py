"""Turtle files of a folder -> Pack."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kb.errors import InputError
from kb.terms import BASE, CLASS_ENTITY, DCTERMS, DOX, RDFS, SKOS, TYPE
from kb.vocabulary.pack import Answer, Issue, Pack, PackEntity

FOAF_GENDER = NamedNode("http://xmlns.com/foaf/0.1/gender")
#: subject -> predicate -> objects, all in the order of the files
Facts = dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]]


def read_pack(folder: Path) -> Pack:
    """The pack of a folder: every ``*.ttl`` in it.

    Raises InputError where a file is no Turtle, an entity has no label, or a name points nowhere.
    """
    facts, places = _facts(folder)
    reader = _Reader(facts, places)
    pack = Pack(folder.name, tuple(reader.entities()), tuple(reader.issues()), tuple(reader.word_lists()))
    reader.check(pack)
    return pack


def _facts(folder: Path) -> tuple[Facts, dict[NamedNode, Path]]:
    facts: Facts = defaultdict(lambda: defaultdict(list))
    places: dict[NamedNode, Path] = {}
    for path in sorted(folder.glob("*.ttl")):
        try:
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    places.setdefault(quad.subject, path)
                    facts[quad.subject][quad.predicate].append(quad.object)
        except (SyntaxError, ValueError, OSError) as err:
            raise InputError(f"it is not readable Turtle ({err})", where=str(path), remedy="Mend the file.") from err
    return facts, places


class _Reader:
    """The facts of a pack's files, read class by class."""

    def __init__(self, facts: Facts, places: dict[NamedNode, Path]) -> None:
        self.facts, self.places = facts, places

    def of_class(self, term: NamedNode) -> list[NamedNode]:
        return [node for node, said in self.facts.items() if term in said.get(TYPE, ())]

    def texts(self, node: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
        return tuple(o.value for o in self.facts[node].get(predicate, ()) if isinstance(o, Literal))

    def text(self, node: NamedNode, predicate: NamedNode, default: str | None = None) -> str:
        found = self.texts(node, predicate)
        if found:
            return found[0]
        if default is None:
            raise self.fault(node, f"it has no {predicate.value.rpartition('#')[2]}", "Give it one.")
        return default

    def keys(self, node: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
        return tuple(self.key(o, node) for o in self.facts[node].get(predicate, ()) if isinstance(o, NamedNode))

    def key(self, node: NamedNode, at: NamedNode) -> str:
        """``theorist/x`` of an entity, ``issue/answer`` of an answer."""
        if not node.value.startswith(BASE):
            raise self.fault(at, f"{node.value} lies outside {BASE}", "Name what a pack speaks of under that base.")
        return node.value[len(BASE) :].removeprefix("issue/")

    def fault(self, node: NamedNode, what: str, remedy: str) -> InputError:
        return InputError(f"{node.value}: {what}", where=str(self.places.get(node, "")), remedy=remedy)

    def number(self, node: NamedNode, predicate: NamedNode) -> int | None:
        found = self.text(node, predicate, "")
        try:
            return int(found) if found else None
        except ValueError:
            raise self.fault(node, f"{found!r} is not a whole number", "Write a year as 1941.") from None

    def entities(self) -> list[PackEntity]:
        return [self.entity(node, term) for term in CLASS_ENTITY for node in self.of_class(term)]

    def entity(self, node: NamedNode, term: NamedNode) -> PackEntity:
        kind, key = CLASS_ENTITY[term], self.key(node, node)
        if not key.startswith(f"{kind}/"):
            raise self.fault(node, f"a {kind} stands under another name", f"Let its IRI begin with {BASE}{kind}/.")
        adjectives = self.texts(node, DOX.adjective)
        misspellings = self.texts(node, SKOS.hiddenLabel)
        named_by_adjective = adjectives if kind == "theory" else ()
        return PackEntity(
            key=key,
            type=kind,  # type: ignore[arg-type]
            label=self.text(node, SKOS.prefLabel),
            aliases=tuple(dict.fromkeys((*self.texts(node, SKOS.altLabel), *named_by_adjective, *misspellings))),
            adjectives=adjectives,
            misspellings=misspellings,
            year=self.number(node, DOX.year),
            year_note=self.text(node, DOX.yearNote, ""),
            gender=self.text(node, FOAF_GENDER, "") or None,
            creators=self.keys(node, DCTERMS.creator),
            broader=self.keys(node, SKOS.broader),
            implies=self.keys(node, DOX.impliesAnswer),
            denial=self.keys(node, DOX.denialImpliesAnswer),
            note=self.text(node, RDFS.comment, ""),
        )

    def issues(self) -> list[Issue]:
        answers: dict[NamedNode, list[Answer]] = defaultdict(list)
        for node in self.of_class(DOX.Answer):
            of = self.facts[node].get(DOX.ofIssue, [])
            if len(of) != 1 or not isinstance(of[0], NamedNode):
                raise self.fault(node, "an answer belongs to one issue", "Say dox:ofIssue once.")
            answers[of[0]].append(
                Answer(
                    id=self.text(node, SKOS.notation),
                    label=self.text(node, SKOS.prefLabel),
                    aliases=self.texts(node, SKOS.altLabel),
                    says=self.texts(node, DOX.says),
                    named=self.texts(node, DOX.named),
                    wordings=self.texts(node, DOX.wording),
                    follows=self.keys(node, DOX.followsAnswer),
                )
            )
        found = [
            Issue(
                id=self.text(node, SKOS.notation),
                question=self.text(node, SKOS.prefLabel),
                answers=tuple(answers[node]),
                rank=self.number(node, DOX.rank) or 0,
                concerns=self.keys(node, DOX.concerns),
                wordings=self.texts(node, DOX.wording),
                note=self.text(node, RDFS.comment, ""),
            )
            for node in self.of_class(DOX.Issue)
        ]
        return sorted(found, key=lambda issue: issue.rank)

    def word_lists(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(self.text(n, SKOS.notation), self.texts(n, DOX.word)) for n in self.of_class(DOX.WordList)]

    def check(self, pack: Pack) -> None:
        """Raise InputError where an entity or answer refers to what the pack lacks."""
        answers = {f"{i.id}/{a.id}" for i in pack.issues for a in i.answers}
        for known, wanted, who in (
            *((answers, (*e.implies, *e.denial), e.key) for e in pack.entities),
            *((answers, a.follows, f"{i.id}/{a.id}") for i in pack.issues for a in i.answers),
            *((pack.by_key, (*e.creators, *e.broader), e.key) for e in pack.entities),
            *((pack.by_key, i.concerns, i.id) for i in pack.issues),
        ):
            missing = [w for w in wanted if w not in known]
            if missing:
                raise InputError(f"{who} refers to {missing[0]}, which stands nowhere", where=pack.name, remedy="Add it.")
