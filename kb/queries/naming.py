"""IRIs of entities, voices, sources, evidence, issues -> what the rows of ``values`` call them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kb.model import AUTHOR, ENTITY_TYPES, PREDICATES, UNKNOWN, EntityType
from kb.queries.asking import Facts, described, dox, last_part, lightly, remembered, rows
from kb.queries.values import Answer, Issue, Quote, Ref, RefType, SourceRef
from kb.store import Store

_TYPES: dict[str, RefType] = {**{dox(kind.capitalize()): kind for kind in ENTITY_TYPES}, dox("TextVoice"): "author"}
_PREDICATES = {
    words[0] + "".join(map(str.capitalize, words[1:])): "_".join(words) for words in (p.split("_") for p in PREDICATES)
}
NOBODY = Ref(dox(UNKNOWN), "not named", "unknown")


def predicate_of(iri: str) -> str:
    """A relation kind's IRI as ``model.PREDICATES`` spells it: ``dox:derivesFrom`` -> ``derives_from``."""
    return _PREDICATES[last_part(iri)]


def class_type(iri: str) -> RefType | None:
    """The type that a class of the graph stands for, None where it is no entity's or voice's class."""
    return _TYPES.get(iri)


def refs(store: Store, iris: Iterable[str]) -> dict[str, Ref]:
    """The names of entities and voices, local or global. A local one is given as the global entity it denotes."""
    return refs_and_names(store, iris, ())[0]


def local_names(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """The names in full that texts themselves use; ``author`` for a text's own voice, ``unknown`` for nobody."""
    return refs_and_names(store, (), iris)[1]


def refs_and_names(store: Store, things: Iterable[str], locals_: Iterable[str]) -> tuple[dict[str, Ref], dict[str, str]]:
    """``refs`` of some things and ``local_names`` of some others, asked for together."""
    wanted, own = set(things) - {"", NOBODY.iri}, set(locals_) - {NOBODY.iri}
    told = _names(store, wanted | own)
    local = {iri: told[iri] for iri in wanted if iri in told}
    far = _names(store, {global_ for _, global_ in local.values() if global_} - wanted)
    found = {NOBODY.iri: NOBODY}
    for iri, (ref, global_) in local.items():
        found[iri] = (far.get(global_) or local.get(global_) or (ref, None))[0] if global_ else ref
    names = {iri: AUTHOR if (ref := told[iri][0]).type == "author" else ref.label for iri in own if iri in told}
    return found, names | {NOBODY.iri: UNKNOWN}


def _names(store: Store, iris: set[str]) -> dict[str, tuple[Ref, str | None]]:
    found: dict[str, tuple[Ref, str | None]] = {}
    if lightly(store):
        wholes = remembered(store, "wholes", lambda: _wholes(store))
        found = {iri: wholes[iri] for iri in iris if iri in wholes}
        iris = iris - found.keys()
    for row in rows(store, "naming", {"thing": sorted(iris)}) if iris else []:
        kind = class_type(row["class"])
        if kind:
            found[row["thing"]] = Ref(row["thing"], row["label"], kind), row.get("global")
    return found


def _wholes(store: Store) -> dict[str, tuple[Ref, str | None]]:
    """The global entities, of which every page names some: some thousands, read once a generation."""
    told = rows(store, "entity_list", identity=store.names.identity.value)
    kinds = ((row["entity"], row["label"], class_type(row["class"])) for row in told)
    return {iri: (Ref(iri, label, kind), None) for iri, label, kind in kinds if kind}


def source_id(iri: str, base: str) -> str:
    """The id of the source that an IRI lies under."""
    return unquote(iri.removeprefix(base).removeprefix("graph/").removeprefix("source/").split("/", 1)[0])


def offsets(span: str) -> tuple[int, int]:
    """Where a span stands, which its IRI ``…/span/START-END`` tells."""
    start, end = span.rsplit("/", 1)[1].split("-")
    return int(start), int(end)


def source_iri(store: Store, iri: str) -> str:
    """The source that an IRI lies under, as an IRI."""
    start = len(store.names.base) + len("source/")
    if iri.startswith("source/", len(store.names.base)) and (end := iri.find("/", start)) > 0:
        return iri[:end]
    return store.names.source(source_id(iri, store.names.base)).value


def source_refs(store: Store, iris: Iterable[str]) -> dict[str, SourceRef]:
    """Sources by IRI, as lines under their quotes name them."""
    known: dict[str, SourceRef] = remembered(store, "source lines", dict)  # every page of quotes asks for the same few
    wanted = set(iris)
    fresh = sorted(wanted - known.keys())
    if fresh:
        known |= {iri: source_ref(store, iri, facts) for iri, facts in described(store, fresh).items() if "title" in facts}
    return {iri: known[iri] for iri in sorted(wanted) if iri in known}


def source_ref(store: Store, iri: str, facts: Facts) -> SourceRef:
    """A source's line from all that the graph says of it."""
    return SourceRef(
        iri=iri,
        id=source_id(iri, store.names.base),
        title=facts["title"][0],
        author=first(facts, "creator"),
        year=number(facts, "year"),
        constructed=dox("ConstructedSource") in facts["type"],
    )


def quotes(store: Store, iris: Iterable[str]) -> dict[str, Quote]:
    """Evidence spans by IRI."""
    spans = described(store, sorted(set(iris)))
    home = {iri: source_iri(store, iri) for iri in spans}
    sources = source_refs(store, home.values())
    return {
        iri: Quote(
            iri=iri,
            quote=facts["quote"][0],
            source=sources[home[iri]],
            start=int(facts["start"][0]),
            end=int(facts["end"][0]),
            page=first(facts, "page"),
            heading=first(facts, "heading"),
            paragraph=number(facts, "paragraph"),
        )
        for iri, facts in spans.items()
        if "quote" in facts
    }


def issues(store: Store) -> tuple[Issue, ...]:
    """Every issue with its answers, by rank."""
    return remembered(store, "issues", lambda: _issues(store))


def _issues(store: Store) -> tuple[Issue, ...]:
    found = rows(store, "naming_issues")
    asked = {row["issue"]: row for row in found if "id" in row}
    answers: dict[str, list[Answer]] = {iri: [] for iri in asked}
    for row in sorted((row for row in found if "answer" in row and row["issue"] in asked), key=lambda row: row["answer"]):
        issue = asked[row["issue"]]
        answers[row["issue"]].append(Answer(row["answer"], row["answerId"], row["answerLabel"], issue["id"]))
    made = [Issue(iri, row["id"], row["question"], int(row.get("rank", 0)), tuple(answers[iri])) for iri, row in asked.items()]
    return tuple(sorted(made, key=lambda issue: (issue.rank, issue.id)))


def entity_type(ref: Ref) -> EntityType | None:
    """A reference's type where it is an entity, None for a voice or nobody."""
    return cast(EntityType, ref.type) if ref.type in ENTITY_TYPES else None


def number(facts: Facts, name: str) -> int | None:
    """A thing's whole number, if it has one; of several, the least."""
    return min(map(int, facts[name])) if name in facts else None


def first(facts: Facts, name: str) -> str | None:
    return facts[name][0] if name in facts else None


def local_members(store: Store, whole: str) -> list[tuple[str, str]]:
    """The local entities that stand for a whole one (by IRI): the id of the source, and their id there; sorted."""
    found = [NamedNode(row["local"]) for row in rows(store, "naming_members", whole=whole)]
    names = store.names
    return sorted((names.source_of(node) or "", names.role_of(node)) for node in found if names.path(node)[2:3] == ("entity",))
