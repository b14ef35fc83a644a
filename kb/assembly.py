"""From the graphs of single sources to one knowledge base: identity and derived graph brought up to date."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, parse

from kb import derive, review
from kb.facts import Facts, facts_of, read_facts, read_statements
from kb.graph import from_quads, sorted_nquads, to_quads
from kb.identity import Identity, identity_quads, resolve
from kb.manifest import FILE, Manifest, decided_state, joining_state, read_manifest
from kb.model import Statements
from kb.standing import Standing, by_source, keep, source_of, standing
from kb.store import Store, open_store
from kb.store.lines import lines_of, split
from kb.terms import DOX, Names
from kb.vocabulary import Pack


@dataclass(frozen=True, slots=True)
class Reading:
    """One source as it was read: its graph as sorted N-Quads, its facts and text."""

    facts: Facts
    nquads: bytes
    text: str
    counts: tuple[tuple[str, int], ...] = field(default=())

    @property
    def source(self) -> str:
        return self.facts.source


def reading_of(statements: Statements, pack: str, names: Names) -> Reading:
    """Statements made ready for the store; may run in another process."""
    counts = (
        ("entities", len(statements.entities)),
        ("claims", len(statements.claims)),
        ("relations", len(statements.relations)),
        ("arguments", len(statements.arguments)),
    )
    nquads = sorted_nquads(to_quads(statements, pack=pack, names=names))
    return Reading(facts_of(statements, pack), nquads, statements.document.text, counts)


def open_writer(data: Path | str, *, base: str | None = None, store: str | None = None) -> Store:
    """The store of a data folder, or at an address, open for writing; a lost or damaged index is made anew."""
    return open_store(Path(data), complete=partial(computed, Path(data)), base=base, store=store)


def commit(store: Store, data: Path, readings: Iterable[Reading], gone: Iterable[str], manifest: Manifest) -> Manifest:
    """Put readings in place, take sources away, and bring the whole up to date: one change, all or nothing.

    ``manifest`` is the one to keep; it is given back with what the whole is now computed from.
    """
    names = store.names
    new = {reading.source: reading for reading in readings}
    gone = set(gone)
    remove: set[bytes] = set()
    insert: set[bytes] = set()

    def put(before: AbstractSet[bytes], after: AbstractSet[bytes]) -> None:
        remove.update(before - after)
        insert.update(after - before)

    stood = standing(store, data)
    for source in {*new, *gone}:
        put(lines_of(store.graph(names.source_graph(source))), split(new[source].nquads) if source in new else set())
    facts = {source: one for source, one in stood.facts.items() if source not in gone}
    facts |= {source: reading.facts for source, reading in new.items()}

    def statements(source: str) -> Statements:
        if source in new:
            return from_quads(parse(new[source].nquads, format=RdfFormat.N_QUADS), new[source].text, names=names)
        return stood.read.get(source) or read_statements(store, source)

    whole = _Whole(data, manifest, facts, statements, stood.resolved)

    known = stood.identity
    identity = known if whole.as_before else lines_of(whole.identity_quads(names))
    put(known, identity)
    touched = {*gone, *new}
    if manifest.joined != whole.state:
        touched |= facts.keys()
    else:
        # a source that was not read anew is touched where its names now stand for others
        denotes = f"> {DOX.denotes} <".encode()
        touched |= {of for line in known ^ identity if denotes in line and (of := source_of(names, line))}
        before = manifest.decided
        touched |= {of for of in {*before, *whole.decided} if before.get(of) != whole.decided.get(of)}
    derived = by_source(names, lines_of(whole.derived_quads(names, touched & facts.keys())))
    for of in {None, *touched, *derived}:
        put(stood.derived.get(of, frozenset()), derived.get(of, frozenset()))
    kept = replace(manifest, joined=whole.state, decided=whole.decided)
    texts = [reading.text for reading in new.values()]
    store.change(b"\n".join(remove), b"\n".join(insert), texts=texts, files={FILE: kept.to_bytes()})
    others: dict[str | None, AbstractSet[bytes]] = {
        of: told for of, told in stood.derived.items() if of is not None and of not in touched
    }
    keep(store, data, Standing(facts, identity, {**others, **derived}, whole.read, whole.resolved))
    return kept


def is_current(data: Path, manifest: Manifest) -> bool:
    """Whether identity and derived graph follow from today's decisions, packs and code."""
    return manifest.joined == state_of(manifest) and manifest.decided == decided(review.decisions(data))


def state_of(manifest: Manifest) -> str:
    """What joins all statements now, in short: the code, and the packs of the manifest."""
    return joining_state(manifest.loaded_packs({record.pack for record in manifest.sources.values()}).values())


class _Whole:
    """All that identity and derived graph are a function of."""

    def __init__(
        self,
        data: Path,
        manifest: Manifest,
        facts: Mapping[str, Facts],
        statements: Callable[[str], Statements],
        before: tuple[Any, Identity] | None = None,
    ) -> None:
        self.facts = facts
        self.packs: dict[str, Pack] = manifest.loaded_packs(one.pack for one in facts.values() if one.pack)
        decisions = review.decisions(data)
        self.state, self.decided = joining_state(self.packs.values()), decided(decisions)
        reviewed = {d.source for d in decisions} & facts.keys()
        self.read = {source: statements(source) for source in reviewed}
        self.verdicts = {source: review.verdicts(decisions, self.read[source]) for source in reviewed}
        self.live = {
            source: derive.live(one, self.verdicts.get(source, {}), self.read.get(source)) for source, one in facts.items()
        }
        mergers, splits = review.mergers(decisions), review.splits(decisions)
        # all that joining names is a function of, beside the code: where that is as it was, so are the names
        given = {of: (one.author, one.entities) for of, one in self.live.items()}, self.packs, mergers, splits, self.state
        self.as_before = before is not None and before[0] == given
        self.identity = (
            before[1] if before and self.as_before else resolve(self.live.values(), self.packs.values(), mergers, splits)
        )
        self.resolved = given, self.identity

    def identity_quads(self, names: Names) -> Iterator[Quad]:
        return identity_quads(self.identity, self.packs.values(), names)

    def derived_quads(self, names: Names, sources: Iterable[str]) -> Iterator[Quad]:
        """What is derived of these sources, and of all together."""
        for source in sorted(sources):
            yield from derive.source_quads(
                self.facts[source], self.identity, self.packs, names, self.verdicts.get(source), self.read.get(source)
            )
        yield from derive.total_quads(self.live.values(), self.identity, names)


def computed(data: Path, store: Store) -> Iterator[Quad]:
    """The graphs that no file holds, identity and derived, from the source graphs of a store."""
    facts = read_facts(store)
    whole = _Whole(data, read_manifest(data), facts, partial(read_statements, store))
    yield from whole.identity_quads(store.names)
    yield from whole.derived_quads(store.names, facts)


def decided(decisions: Iterable[review.Decision]) -> dict[str, str]:
    """Digests of what was decided on each source, under "" of what was decided on entities; when is no part of it."""
    told: dict[str, list[str]] = {}
    for decision in decisions:
        what = {name: value for name, value in asdict(decision).items() if name not in ("id", "uid", "at", "note")}
        told.setdefault(decision.source, []).append(json.dumps(what, sort_keys=True))
    return decided_state(told)
