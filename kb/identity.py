"""Who is who across sources: local entities joined into global ones.

A pure function of the set of sources, packs and merge decisions. Names are joined within one type only, by these rules in
turn: the pack's key; the same name once case, accents, articles and hyphens are put aside; a name that one source gives as
another form of it; a shorter form ("Burnham", "J. Burnham") that fits one fuller name alone; a slip of the pen that one
source alone makes. What fits two is left by itself, since a wrong joining misleads more than a name that stands twice; for
the same reason a pack's entity that no source names in full is a candidate in texts of the pack's own field only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad

from kb.facts import Facts
from kb.joining import Groups, alias_links, groups_of, holders_of, keyed_groups, labels, names_of, short_links, slip_links, united
from kb.matching import fuller, normal
from kb.model import AUTHOR, EntityType
from kb.terms import DOX, ENTITY_CLASS, SKOS, TYPE, Names, Term
from kb.vocabulary import Pack, PackEntity


@dataclass(frozen=True, slots=True)
class GlobalEntity:
    """One theorist, group, theory, work or case of the whole knowledge base."""

    key: str  # "type/slug"
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    pack: str | None = None
    year: int | None = None  # as the pack dates it


@dataclass(frozen=True, slots=True)
class Identity:
    """Global entities by key, the key of each local entity, and of each author that is a theorist."""

    entities: Mapping[str, GlobalEntity]
    denotes: Mapping[tuple[str, str], str]  # (source, local id) -> key
    authors: Mapping[str, str]  # source -> key

    def key(self, source: str, role: str) -> str | None:
        """The key that a role of a source stands for, if it stands for a global entity."""
        return self.authors.get(source) if role == AUTHOR else self.denotes.get((source, role))


#: how many of its entities a pack must know for a source to be of the pack's field
_OF_THE_FIELD = 3


def resolve(
    sources: Iterable[Facts],
    packs: Iterable[Pack],
    merges: Iterable[tuple[str, str]] = (),
    splits: Iterable[tuple[str, str, str, str, str]] = (),
) -> Identity:
    """Join the names of all sources.

    ``merges`` are pairs of keys that a person holds to be one, the second kept; ``splits``, applied after them, are local
    entities that a person sets apart: key, source, local id, the key that it stands for instead, the label of that.
    """
    sources = sorted(sources, key=lambda facts: facts.source)
    known: dict[str, tuple[PackEntity, str]] = {}
    for pack in sorted(packs, key=lambda pack: pack.name, reverse=True):
        known.update((entity.key, (entity, pack.name)) for entity in pack.entities)
    entities: dict[str, GlobalEntity] = {}
    denotes: dict[tuple[str, str], str] = {}
    authors: dict[str, str] = {}
    of_field = {facts.source for facts in sources if sum(e.key in known for e in facts.entities) >= _OF_THE_FIELD}
    for kind in ENTITY_CLASS:
        mine = {key: entity for key, (entity, _) in known.items() if entity.type == kind}
        groups = groups_of(sources, kind, mine)
        groups = united(groups, alias_links(groups, kind))
        groups = united(groups, short_links(groups, kind, of_field), aside=True)
        groups = united(groups, slip_links(groups, kind, of_field), aside=True)
        keyed = keyed_groups(groups, mine)
        for key, group in keyed.items():
            label, aliases = labels(group)
            entities[key] = GlobalEntity(key, kind, label, aliases)  # type: ignore[arg-type]
            denotes.update((member, key) for member in group.members)
        if kind == "theorist":
            authors = _authors(sources, keyed, mine)
    for key in {*entities, *authors.values()} & known.keys():
        entity, pack_name = known[key]
        found = entities.get(key) or GlobalEntity(key, entity.type, entity.label)
        forms = {*found.aliases, found.label, *names_of(entity)} - {entity.label}
        entities[key] = replace(found, label=entity.label, aliases=tuple(sorted(forms)), pack=pack_name, year=entity.year)
    return _parted(_merged(Identity(entities, denotes, authors), merges), splits, sources)


def _authors(sources: Iterable[Facts], keyed: Groups, known: Mapping[str, PackEntity]) -> dict[str, str]:
    """The authors of sources that are theorists: by a full name that the sources or the pack know, and that is one's alone."""
    holders = holders_of(keyed, "theorist")
    for key, entity in known.items():
        for form in names_of(entity):
            holders[normal(form, "theorist")].add(key)
    found = {}
    for facts in sources:
        name = normal(facts.author or "", "theorist")
        if len(name) > 1:
            keys = holders.get(name) or {key for full, held in holders.items() if fuller(full, name, "theorist") for key in held}
            if len(keys) == 1:
                found[facts.source] = next(iter(keys))
    return found


def _merged(identity: Identity, merges: Iterable[tuple[str, str]]) -> Identity:
    """A person's mergers applied: of a chain the last key is kept, of a ring the first in order."""
    into = {one: other for one, other in sorted(merges) if one != other and {one, other} <= identity.entities.keys()}

    def kept(key: str) -> str:
        passed = [key]
        while into.get(passed[-1]):
            following = into[passed[-1]]
            if following in passed:
                return min(passed[passed.index(following) :])
            passed.append(following)
        return passed[-1]

    entities: dict[str, GlobalEntity] = {}
    for key in sorted(identity.entities, key=lambda key: (kept(key) != key, key)):
        entity = identity.entities[key]
        target = entities.setdefault(kept(key), entity)
        if target is not entity:
            aliases = {*target.aliases, entity.label, *entity.aliases} - {target.label}
            entities[target.key] = replace(target, aliases=tuple(sorted(aliases)), year=target.year or entity.year)
    return Identity(
        entities,
        {local: kept(key) for local, key in identity.denotes.items()},
        {source: kept(key) for source, key in identity.authors.items()},
    )


def _parted(identity: Identity, splits: Iterable[tuple[str, str, str, str, str]], sources: Iterable[Facts]) -> Identity:
    """A person's splits applied; a whole that nothing stands for any more is gone, unless a pack knows it."""
    wanted = sorted(set(splits))
    if not wanted:
        return identity
    named = {(facts.source, entity.id): entity for facts in sources for entity in facts.entities}
    denotes, entities = dict(identity.denotes), dict(identity.entities)
    for key, source, local, into, label in wanted:
        if denotes.get((source, local)) != key:
            continue
        denotes[source, local] = into
        forms = {named[source, local].name, *named[source, local].aliases}
        whole = entities.get(into)
        if whole is None:
            name = label or named[source, local].name
            entities[into] = GlobalEntity(into, named[source, local].type, name, tuple(sorted(forms - {name})))
        else:
            entities[into] = replace(whole, aliases=tuple(sorted({*whole.aliases, *forms} - {whole.label})))
    standing = {*denotes.values(), *identity.authors.values()}
    for key in {key for key, *_ in wanted} & entities.keys():
        if key not in standing:
            del entities[key]
            continue
        if entities[key].pack is None:
            # the names that those alone bore who were set apart are its names no more
            left = {form for at, whole in denotes.items() if whole == key for form in (named[at].name, *named[at].aliases)}
            kept = entities[key].label if entities[key].label in left or not left else min(left)
            entities[key] = replace(entities[key], label=kept, aliases=tuple(sorted(left - {kept})))
    return Identity(entities, denotes, identity.authors)


def identity_quads(identity: Identity, packs: Iterable[Pack], names: Names) -> Iterator[Quad]:
    """The identity graph: global entities, what denotes them, and the questions of the packs."""

    def say(subject: NamedNode, *pairs: tuple[NamedNode, Term | None]) -> Iterator[Quad]:
        for predicate, value in pairs:
            if value is not None:
                yield Quad(subject, predicate, value, names.identity)

    for key, entity in identity.entities.items():
        dated = entity.year is not None
        yield from say(
            names.entity(key),
            (TYPE, ENTITY_CLASS[entity.type]),
            (SKOS.prefLabel, Literal(entity.label)),
            *((SKOS.altLabel, Literal(alias)) for alias in entity.aliases),
            (DOX.fromPack, Literal(entity.pack) if entity.pack else None),
            (DOX.year, Literal(entity.year) if entity.year is not None else None),
            (DOX.yearFrom, DOX.vocabulary if dated else None),
        )
    for (source, local), key in identity.denotes.items():
        yield from say(names.role(source, local), (DOX.denotes, names.entity(key)))
    for source, key in identity.authors.items():
        yield from say(names.author(source), (DOX.denotes, names.entity(key)))
    asked: set[str] = set()
    for pack in sorted(packs, key=lambda pack: pack.name):
        for issue in pack.issues:
            if issue.id in asked:  # the first pack's question keeps an id that two packs use
                continue
            asked.add(issue.id)
            node = names.issue(issue.id)
            yield from say(
                node,
                (TYPE, DOX.Issue),
                (SKOS.prefLabel, Literal(issue.question)),
                (SKOS.notation, Literal(issue.id)),
                (DOX.rank, Literal(issue.rank)),
                (DOX.fromPack, Literal(pack.name)),
            )
            for answer in issue.answers:
                yield from say(
                    names.answer(issue.id, answer.id),
                    (TYPE, DOX.Answer),
                    (DOX.ofIssue, node),
                    (SKOS.notation, Literal(answer.id)),
                    (SKOS.prefLabel, Literal(answer.label)),
                )
