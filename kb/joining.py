"""The names of one type on their way to groups: which local entities are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kb.facts import Facts
from kb.matching import Name, fuller, is_slip, normal, slug
from kb.vocabulary import PackEntity


@dataclass(slots=True)
class Group:
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
            forms |= {normal(name, type) for name in names_of(self.entity)}
        return {form for form in forms if len(form) > 1} if type == "theorist" else forms

    def absorb(self, other: Group) -> None:
        self.key, self.entity = (self.key, self.entity) if self.key else (other.key, other.entity)
        self.members |= other.members
        self.aside |= other.aside
        for name, count in other.written.items():
            self.written[name].update(count)
        for name, forms in other.others.items():
            self.others[name] |= forms


Groups = dict[str, Group]  # by a word that orders them
Links = dict[str, set[str]]


def groups_of(sources: Iterable[Facts], kind: str, known: Mapping[str, PackEntity]) -> Groups:
    """A group for each normal form, and for each key; a group without members is a pack's entity that nobody names so far."""
    by_name: dict[Name, set[str]] = defaultdict(set)
    for known_key, pack_entity in known.items():
        for form in (pack_entity.label, *pack_entity.aliases):
            by_name[normal(form, kind)].add(known_key)
    # no normal form begins with a stop, so the two sorts of words never meet
    groups: Groups = {f". {key}": Group(key, entity) for key, entity in known.items()}
    for facts in sources:
        for entity in facts.entities:
            if entity.type != kind:
                continue
            name = normal(entity.name, kind)
            keys = by_name.get(name, set())
            key = entity.key or (next(iter(keys)) if len(keys) == 1 else None)
            group = groups.setdefault(f". {key}" if key else " ".join(name), Group(key, known.get(key or "")))
            group.members.add((facts.source, entity.id))
            group.written[name][entity.name] += 1
            for alias in entity.aliases:
                group.others[normal(alias, kind)].add(alias)
    return groups


def united(groups: Groups, links: Links, *, aside: bool = False) -> Groups:
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


def holders_of(groups: Groups, kind: str) -> dict[Name, set[str]]:
    """The groups that go by each full form of a name."""
    holders: dict[Name, set[str]] = defaultdict(set)
    for word, group in groups.items():
        for form in group.forms(kind):
            holders[form].add(word)
    return holders


def alias_links(groups: Groups, kind: str) -> Links:
    """Groups that go by a name which a source gives as another form of a second group's name."""
    named: dict[Name, set[str]] = defaultdict(set)
    for word, group in groups.items():
        for name in {*group.written, *(normal(name, kind) for name in (names_of(group.entity) if group.entity else ()))}:
            named[name].add(word)
    links: Links = defaultdict(set)
    for word, group in groups.items():
        for form in group.others:
            # a bare surname says nothing of who is meant elsewhere; a source that keeps two names apart is believed
            if form not in group.written and (kind != "theorist" or len(form) > 1):
                links[word] |= {other for other in named[form] if not groups[other].sources & group.sources}
    both: Links = defaultdict(set)
    for word, targets in links.items():
        for target in targets:
            both[word].add(target)
            both[target].add(word)
    torn = {word for word, targets in both.items() if len({groups[t].key for t in targets} - {None}) > 1}
    return {word: targets - torn for word, targets in links.items() if word not in torn}


def short_links(groups: Groups, kind: str, of_field: set[str]) -> Links:
    """Groups known by a shorter form alone, with the one group that the form fits."""
    holders = holders_of(groups, kind)
    near: dict[str, list[Name]] = defaultdict(list)
    for form in holders:
        near[form[-1] if kind == "theorist" else form[0]].append(form)
    links: Links = {}
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


def slip_links(groups: Groups, kind: str, of_field: set[str]) -> Links:
    """Groups that one source alone names, with the one group of which their name is a slip."""
    near: dict[str, list[tuple[Name, str]]] = defaultdict(list)
    named_in = {word: group.sources for word, group in groups.items()}
    for word, group in groups.items():
        if group.key or len(named_in[word]) > 1:
            for form in group.forms(kind):
                near[form[-1][0]].append((form, word))  # a slip keeps the first letter
    links: Links = {}
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


def keyed_groups(groups: Groups, known: Mapping[str, PackEntity]) -> Groups:
    """The groups by their global keys: the pack's, or one made from the fullest name."""
    keyed: Groups = {}
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


def _first_name(group: Group) -> Name:
    names = set(group.written) - group.aside or set(group.written)
    return min(names, key=lambda name: (-sum(map(len, name)), name))


def labels(group: Group) -> tuple[str, tuple[str, ...]]:
    """A group's fullest name as it is written most often, and all its other names."""
    count = group.written[_first_name(group)]
    label = min(count, key=lambda written: (-count[written], written))
    every = {name for names in group.written.values() for name in names} | {
        name for names in group.others.values() for name in names
    }
    return label, tuple(sorted(every - {label}))


def names_of(entity: PackEntity) -> set[str]:
    """The names of a pack's entity, without slips of the pen."""
    return {entity.label, *entity.aliases} - set(entity.misspellings)
