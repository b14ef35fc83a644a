"""Who is who across sources: local entities joined into global ones.

A pure function of the set of sources, packs and merge decisions. Names are joined within one type only, by these rules in
turn: the pack's key; the same name once case, accents, articles and hyphens are put aside; a name that one source gives as
another form of it; a shorter form ("Burnham", "J. Burnham") that fits one fuller name alone; a slip of the pen that one
source alone makes. What fits two is left by itself, since a wrong joining misleads more than a name that stands twice; for
the same reason a pack's entity that no source names in full is a candidate in texts of the pack's own field only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Quad

from kb.facts import Facts
from kb.matching import Name, fuller, is_slip, normal, slug
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


@dataclass(slots=True)
class _Group:
    """Local entities held to be one."""

    key: str | None  # the pack's
    entity: PackEntity | None
    members: set[tuple[str, str]] = field(default_factory=set)  # (source, local id)
    written: dict[Name, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # first names, as written
    others: dict[Name, set[str]] = field(default_factory=lambda: defaultdict(set))  # other forms of the name
    aside: set[Name] = field(default_factory=set)  # shorter forms and slips, which name no group

    @property
    def sources(self) -> set[str]:
        return {source for source, _ in self.members}

    def forms(self, type: str) -> set[Name]:
        """The names that tell who is meant: full ones of a theorist, any of all else."""
        forms = {*self.written, *self.others} - self.aside
        if self.entity:
            forms |= {normal(name, type) for name in _names(self.entity)}
        return {form for form in forms if len(form) > 1} if type == "theorist" else forms

    def absorb(self, other: _Group) -> None:
        self.key, self.entity = (self.key, self.entity) if self.key else (other.key, other.entity)
        self.members |= other.members
        self.aside |= other.aside
        for name, count in other.written.items():
            self.written[name].update(count)
        for name, forms in other.others.items():
            self.others[name] |= forms


#: how many of its entities a pack must know for a source to be of the pack's field
_OF_THE_FIELD = 3

_Groups = dict[str, _Group]  # by a word that orders them
_Links = dict[str, set[str]]


def resolve(sources: Iterable[Facts], packs: Iterable[Pack], merges: Iterable[tuple[str, str]] = ()) -> Identity:
    """Join the names of all sources. ``merges`` are pairs of keys that a person holds to be one, the second kept."""
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
        groups = _groups(sources, kind, mine)
        groups = _united(groups, _alias_links(groups, kind))
        groups = _united(groups, _short_links(groups, kind, of_field), aside=True)
        groups = _united(groups, _slip_links(groups, kind, of_field), aside=True)
        keyed = _keyed(groups, mine)
        for key, group in keyed.items():
            label, aliases = _labels(group)
            entities[key] = GlobalEntity(key, kind, label, aliases)  # type: ignore[arg-type]
            denotes.update((member, key) for member in group.members)
        if kind == "theorist":
            authors = _authors(sources, keyed, mine)
    for key in {*entities, *authors.values()} & known.keys():
        entity, pack_name = known[key]
        found = entities.get(key) or GlobalEntity(key, entity.type, entity.label)
        forms = {*found.aliases, found.label, *_names(entity)} - {entity.label}
        entities[key] = replace(found, label=entity.label, aliases=tuple(sorted(forms)), pack=pack_name, year=entity.year)
    return _merged(Identity(entities, denotes, authors), merges)


def _groups(sources: Iterable[Facts], kind: str, known: Mapping[str, PackEntity]) -> _Groups:
    """A group for each normal form, and for each key; a group without members is a pack's entity that nobody names so far."""
    by_name: dict[Name, set[str]] = defaultdict(set)
    for known_key, pack_entity in known.items():
        for form in (pack_entity.label, *pack_entity.aliases):
            by_name[normal(form, kind)].add(known_key)
    # no normal form begins with a stop, so the two sorts of words never meet
    groups: _Groups = {f". {key}": _Group(key, entity) for key, entity in known.items()}
    for facts in sources:
        for entity in facts.entities:
            if entity.type != kind:
                continue
            name = normal(entity.name, kind)
            keys = by_name.get(name, set())
            key = entity.key or (next(iter(keys)) if len(keys) == 1 else None)
            group = groups.setdefault(f". {key}" if key else " ".join(name), _Group(key, known.get(key or "")))
            group.members.add((facts.source, entity.id))
            group.written[name][entity.name] += 1
            for alias in entity.aliases:
                group.others[normal(alias, kind)].add(alias)
    return groups


def _united(groups: _Groups, links: _Links, *, aside: bool = False) -> _Groups:
    """The groups joined along the links; two keys never join. With ``aside``, what is linked names the whole no more."""
    root = {word: word for word in groups}

    def find(word: str) -> str:
        while root[word] != word:
            word = root[word]
        return word

    for word, targets in sorted(links.items()):
        if aside:
            groups[word].aside |= set(groups[word].written)
        for target in sorted(targets):
            first, second = sorted((find(word), find(target)))
            if first != second and not (groups[first].key and groups[second].key):
                groups[first].absorb(groups[second])
                root[second] = first
    return {word: group for word, group in groups.items() if root[word] == word}


def _holders(groups: _Groups, kind: str) -> dict[Name, set[str]]:
    holders: dict[Name, set[str]] = defaultdict(set)
    for word, group in groups.items():
        for form in group.forms(kind):
            holders[form].add(word)
    return holders


def _alias_links(groups: _Groups, kind: str) -> _Links:
    """Groups that go by a name which a source gives as another form of a second group's name."""
    named: dict[Name, set[str]] = defaultdict(set)
    for word, group in groups.items():
        for name in {*group.written, *(normal(name, kind) for name in (_names(group.entity) if group.entity else ()))}:
            named[name].add(word)
    links: _Links = defaultdict(set)
    for word, group in groups.items():
        for form in group.others:
            # a bare surname says nothing of who is meant elsewhere; a source that keeps two names apart is believed
            if form not in group.written and (kind != "theorist" or len(form) > 1):
                links[word] |= {other for other in named[form] if not groups[other].sources & group.sources}
    both: _Links = defaultdict(set)
    for word, targets in links.items():
        for target in targets:
            both[word].add(target)
            both[target].add(word)
    torn = {word for word, targets in both.items() if len({groups[t].key for t in targets} - {None}) > 1}
    return {word: targets - torn for word, targets in links.items() if word not in torn}


def _short_links(groups: _Groups, kind: str, of_field: set[str]) -> _Links:
    """Groups known by a shorter form alone, with the one group that the form fits."""
    holders = _holders(groups, kind)
    near: dict[str, list[Name]] = defaultdict(list)
    for form in holders:
        near[form[-1] if kind == "theorist" else form[0]].append(form)
    links: _Links = {}
    for word, group in groups.items():
        if group.key:
            continue
        found: set[str] = set()
        for name in group.written:
            fits = [form for form in near[name[-1] if kind == "theorist" else name[0]] if fuller(form, name, kind)]
            # of "James Cannon" and "James P. Cannon" the second alone counts
            fullest = [form for form in fits if not any(fuller(other, form, kind) for other in fits)]
            found |= {holder for form in fullest for holder in holders[form]}
            if ":" in name:  # a work's subtitle may be cut short, or be one that the pack does not know
                found |= {holder for holder in holders.get(name[: name.index(":")], ()) if groups[holder].key}
        named = {other for other in found - {word} if groups[other].members}
        found = named or (found - {word} if group.sources <= of_field else set())
        if len(found) == 1:
            links[word] = found
    return links


def _slip_links(groups: _Groups, kind: str, of_field: set[str]) -> _Links:
    """Groups that one source alone names, with the one group of which their name is a slip."""
    near: dict[str, list[tuple[Name, str]]] = defaultdict(list)
    named_in = {word: group.sources for word, group in groups.items()}
    for word, group in groups.items():
        if group.key or len(named_in[word]) > 1:
            for form in group.forms(kind):
                near[form[-1][0]].append((form, word))  # a slip keeps the first letter
    links: _Links = {}
    for word, group in groups.items():
        if group.key or len(named_in[word]) > 1:
            continue
        found = {
            target
            for name in group.written
            for form, target in near[name[-1][0]]
            if is_slip(name, form, kind) and not named_in[target] & named_in[word]
            if named_in[target] or named_in[word] <= of_field
        }
        if len(found) == 1:
            links[word] = found
    return links


def _keyed(groups: _Groups, known: Mapping[str, PackEntity]) -> _Groups:
    """The groups by their global keys: the pack's, or one made from the fullest name."""
    keyed: _Groups = {}
    for _, group in sorted(groups.items()):
        if group.key and group.members:
            keyed[group.key] = group
    for _, group in sorted(groups.items()):
        if not group.key and group.members:
            kind = next(iter(group.members))[1].partition("/")[0]
            key = base = f"{kind}/{slug(_first_name(group))}"
            number = 2
            while key in keyed or key in known:
                key, number = f"{base}-{number}", number + 1
            keyed[key] = group
    return keyed


def _first_name(group: _Group) -> Name:
    names = set(group.written) - group.aside or set(group.written)
    return min(names, key=lambda name: (-sum(map(len, name)), name))


def _labels(group: _Group) -> tuple[str, tuple[str, ...]]:
    count = group.written[_first_name(group)]
    label = min(count, key=lambda written: (-count[written], written))
    every = {name for names in group.written.values() for name in names} | {
        name for names in group.others.values() for name in names
    }
    return label, tuple(sorted(every - {label}))


def _authors(sources: Iterable[Facts], keyed: _Groups, known: Mapping[str, PackEntity]) -> dict[str, str]:
    """The authors of sources that are theorists: by a full name that the sources or the pack know, and that is one's alone."""
    holders = _holders(keyed, "theorist")
    for key, entity in known.items():
        for form in _names(entity):
            holders[normal(form, "theorist")].add(key)
    found = {}
    for facts in sources:
        name = normal(facts.author or "", "theorist")
        if len(name) > 1:
            keys = holders.get(name) or {key for full, held in holders.items() if fuller(full, name, "theorist") for key in held}
            if len(keys) == 1:
                found[facts.source] = next(iter(keys))
    return found


def _names(entity: PackEntity) -> set[str]:
    return {entity.label, *entity.aliases} - set(entity.misspellings)


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
