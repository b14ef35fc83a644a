"""Another decision on one source, applied to what it touches alone: some derived quads, some counts, some shortcuts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from kb import derive, review
from kb.assembly import decided, state_of
from kb.facts import Facts, RelationFact, facts_of
from kb.graph import sorted_nquads
from kb.identity import Identity
from kb.manifest import FILE, Manifest
from kb.model import AUTHOR, SYMMETRIC, UNKNOWN
from kb.nearby import Nearby
from kb.review import Decision, Verdict
from kb.store import Store
from kb.terms import DOX, PREDICATE_TERM, predicate_term

Verdicts = Mapping[tuple[str, str], Verdict]
Link = tuple[str, str, str]  # subject's key, predicate, object's key
_BATCH = 400  # names in one question


def redecide(store: Store, data: Path, manifest: Manifest, before: Sequence[Decision], read: Callable[[str], Nearby]) -> bool:
    """Bring the derived graph from the decisions ``before`` to those of today; whether that could be done so.

    It can where the graph was computed by today's code with those decisions, where they differ on one source alone, and
    where nobody comes in or goes whom only a reviewer names. ``read`` gives a source of which a part can be read.
    It comes to what ``kb.assembly.commit`` comes to.
    """
    after = review.decisions(data)
    then, now = decided(before), decided(after)
    changed = {source for source in {*then, *now} if then.get(source) != now.get(source)}
    if len(changed) != 1 or "" in changed or manifest.decided != then or manifest.joined != state_of(manifest):
        return False
    (source,) = changed
    names = store.names
    if source not in manifest.sources and not store.ask("ASK { ?source a dox:Source }", source=names.source(source)):
        return False
    mine = {one.id: one for one in (*before, *after) if one.source == source}
    odd = {one.id for one in before} ^ {one.id for one in after}
    near = read(source)
    spans = near.spans([one for id, one in mine.items() if id in odd])
    statements, touched = near.around([one for _, one in sorted(mine.items())], spans)
    ids = {one.id for one in touched}
    old = review.verdicts([one for one in before if one.id in ids], statements)
    new = review.verdicts([one for one in after if one.id in ids], statements)
    if _brought(old) != _brought(new):
        return False
    told = store.select("SELECT ?pack WHERE { ?source dox:pack ?pack }", source=names.source(source))
    pack = told[0]["pack"].value if told else None
    packs = manifest.loaded_packs([pack] if pack else [])
    facts = facts_of(statements, pack)
    live_old, live_new = derive.live(facts, old, statements), derive.live(facts, new, statements)
    identity = _identity(store, live_old, live_new)
    few, then_few, now_few = _concerned(facts, old, new)
    gone = {
        *derive.source_quads(few, identity, packs, names, then_few, statements),
        *_totals(store, live_old, live_new, identity),
    }
    come = {
        *derive.source_quads(few, identity, packs, names, now_few, statements),
        *_totals(store, live_old, live_new, identity, after=True),
    }
    kept = replace(manifest, decided=now)
    store.change(sorted_nquads(gone - come), sorted_nquads(come - gone), files={FILE: kept.to_bytes()})
    return True


def _concerned(facts: Facts, old: Verdicts, new: Verdicts) -> tuple[Facts, Verdicts, Verdicts]:
    """The facts and verdicts of which something may be derived otherwise than before.

    What else is derived of them, since they share a proposition, is derived before and after, and so stays.
    """
    keys = {at for at in {*old, *new} if old.get(at) != new.get(at)}
    keys |= {at for at, verdict in (*old.items(), *new.items()) if verdict.corrected}
    shared = {claim.proposition for claim in facts.claims if ("claim", claim.id) in keys}
    few = replace(
        facts,
        claims=tuple(claim for claim in facts.claims if claim.proposition in shared),
        relations=tuple(relation for relation in facts.relations if ("relation", relation.id) in keys),
    )
    return few, {at: old[at] for at in keys if at in old}, {at: new[at] for at in keys if at in new}


def _brought(verdicts: Verdicts) -> set[str]:
    return {entity.id for verdict in verdicts.values() for entity in verdict.entities}


def _identity(store: Store, *told: Facts) -> Identity:
    """What the names in some facts of one source stand for."""
    names, source = store.names, told[0].source
    roles = {AUTHOR}
    for facts in told:
        roles |= {role for claim in facts.claims for role in (claim.holder, *claim.about)}
        roles |= {role for one in facts.relations for role in (one.subject, one.object, one.asserted_by)}
    local = {names.role(source, role): role for role in sorted(roles - {UNKNOWN})}
    found: dict[str, str] = {}
    for at in range(0, len(local), _BATCH):
        listed = " ".join(map(str, list(local)[at : at + _BATCH]))
        for row in store.select(f"SELECT ?local ?whole WHERE {{ VALUES ?local {{ {listed} }} ?local dox:denotes ?whole }}"):
            found[local[cast(NamedNode, row["local"])]] = names.key(cast(NamedNode, row["whole"])) or ""
    authors = {source: found.pop(AUTHOR)} if AUTHOR in found else {}
    return Identity({}, {(source, role): key for role, key in found.items()}, authors)


def _totals(store: Store, old: Facts, new: Facts, identity: Identity, *, after: bool = False) -> Iterator[Quad]:
    """The counts and shortcuts that may differ, as they are or, with ``after``, as they are to be."""
    names = store.names
    for term, was, becomes in zip(
        (DOX.claimCount, DOX.relationCount), _counts(old, identity), _counts(new, identity), strict=True
    ):
        for key in {key for key in {*was, *becomes} if was[key] != becomes[key]}:
            node = names.entity(key)
            (row,) = store.select(f"SELECT ?count WHERE {{ ?entity {term} ?count }}", entity=node)
            count = int(row["count"].value) + (becomes[key] - was[key] if after else 0)
            yield Quad(node, term, Literal(count), names.derived)
    mine, were = _links(new.relations, identity, new.source), _links(old.relations, identity, old.source)
    for link in {link for link in {*mine, *were} if mine.get(link) != were.get(link)}:
        subject, kind, target = link
        voices = _voices(store, link, new.source)
        voices |= (mine if after else were).get(link, set())
        if voices:
            agreed = ("affirmed", True) in voices and all(polarity == "affirmed" for polarity, _ in voices)
            term = PREDICATE_TERM[kind] if agreed else predicate_term(kind, contested=True)
            yield Quad(names.entity(subject), term, names.entity(target), names.derived)


def _counts(facts: Facts, identity: Identity) -> tuple[Counter[str], Counter[str]]:
    claims: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    for claim in facts.claims:
        claims.update({key for role in (claim.holder, *claim.about) if (key := identity.key(facts.source, role))})
    for relation in facts.relations:
        relations.update({key for role in (relation.subject, relation.object) if (key := identity.key(facts.source, role))})
    return claims, relations


def _links(relations: Iterable[RelationFact], identity: Identity, source: str) -> dict[Link, set[tuple[str, bool]]]:
    """What one source says of each link: polarity, and whether in its own voice."""
    found: dict[Link, set[tuple[str, bool]]] = {}
    for relation in relations:
        subject, target = identity.key(source, relation.subject), identity.key(source, relation.object)
        if subject and target and subject != target:
            said = relation.polarity, relation.asserted_by == AUTHOR
            found.setdefault((subject, relation.predicate, target), set()).add(said)
            if relation.predicate in SYMMETRIC:
                found.setdefault((target, relation.predicate, subject), set()).add(said)
    return found


def _voices(store: Store, link: Link, but: str) -> set[tuple[str, bool]]:
    """What all other sources say of a link."""
    names = store.names
    subject, kind, target = link
    query = """SELECT ?relation ?polarity ?asserter WHERE {
      ?relation dox:subjectEntity ?subject ; dox:objectEntity ?object ; dox:predicate ?kind ; dox:polarity ?polarity ;
                dox:assertedBy ?asserter }"""
    ends = [(subject, target), (target, subject)] if kind in SYMMETRIC else [(subject, target)]
    found = set()
    for one, other in ends:
        for row in store.select(query, subject=names.entity(one), object=names.entity(other), kind=PREDICATE_TERM[kind]):
            if names.source_of(cast(NamedNode, row["relation"])) != but:
                own = names.role_of(cast(NamedNode, row["asserter"])) == AUTHOR
                found.add((row["polarity"].value.removeprefix(DOX.iri), own))
    return found
