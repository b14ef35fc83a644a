"""Names that people type -> the thing in the graph they mean."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from rapidfuzz import fuzz, process

from kb.errors import UsageError
from kb.model import AUTHOR, ENTITY_TYPES
from kb.queries.asking import full_iri, remembered, rows
from kb.queries.naming import class_type, refs, source_id, source_refs
from kb.queries.values import Ref, RefType, SourceRef
from kb.store import Store

_ARTICLES = {"the", "a", "an"}
_LIKE = 60  # of 100: less like than this is not offered as "did you mean"


@dataclass(frozen=True, slots=True)
class _Directory:
    """Every name, under the ways of looking one up, the strictest first."""

    levels: tuple[dict[str, list[Ref]], ...]  # preferred label, any label, any folded, surname, text's voice
    labels: dict[str, tuple[Ref, ...]]  # by shown name, for the nearest ones
    stated: frozenset[str]  # IRIs of which some statement speaks


def resolve(store: Store, name: str, *, types: Collection[RefType] | None = None) -> Ref:
    """The entity or text's voice that a name means: an IRI, a path, a label, another name, or a surname, in that order.

    Case, articles, hyphens and accents do not matter beyond the exact forms; ``ID/author`` is the voice of a source. Raises
    UsageError for an unknown name, with the nearest known ones, and for one that fits several, with all of them.
    """
    wanted = name.strip()
    if not wanted:
        raise UsageError("the name is empty", remedy="Give a name, as `James Burnham` or `state capitalism`.")
    found = _by_address(store, wanted, types) or _by_name(store, wanted, types)
    if found:
        return found
    like = nearest(store, wanted, types=types)
    offer = f"Did you mean {_either(like)}?" if like else "`doxograph search` looks for parts of names."
    raise UsageError(f"no {_kinds(types)} is known as {name!r}", remedy=offer)


def nearest(store: Store, name: str, *, types: Collection[RefType] | None = None, limit: int = 5) -> tuple[str, ...]:
    """The known names most like a name, best first."""
    directory = _directory(store)
    fitting = {label for label, things in directory.labels.items() if any(_allowed(ref.type, types) for ref in things)}
    shown = {label: folded(label) for label in sorted(fitting)}
    found = process.extract(folded(name), shown, scorer=fuzz.WRatio, limit=limit * 4, score_cutoff=_LIKE)
    found.sort(key=lambda hit: (-hit[1], not any(ref.iri in directory.stated for ref in directory.labels[hit[2]]), hit[2]))
    best: dict[str, str] = {}
    for _, _, label in found:
        ref = next(ref for ref in directory.labels[label] if _allowed(ref.type, types))
        best.setdefault(ref.iri, label if ref.type == "author" else ref.label)
    return tuple(best.values())[:limit]


def resolve_source(store: Store, name: str) -> SourceRef:
    """The source that an id, a path, an IRI or a title means. Raises UsageError, with the nearest ids, where there is none."""
    known = source_index(store)
    wanted = name.strip()
    if "://" in wanted or wanted.startswith("source/"):
        wanted = source_id(full_iri(store, wanted), store.names.base)
    if wanted in known:
        return known[wanted]
    folds = [ref for ref in known.values() if folded(wanted) in (folded(ref.id), folded(ref.title))]
    if len(folds) == 1:
        return folds[0]
    titles = {ref.id: f"{ref.id} {ref.title}" for ref in known.values()}
    like = [id for *_, id in process.extract(wanted, titles, scorer=fuzz.WRatio, limit=3, score_cutoff=_LIKE)]
    offer = f"Did you mean {_either(like)}?" if like else "`doxograph sources` lists them."
    raise UsageError(f"there is no source {name!r}", remedy=offer)


def source_index(store: Store) -> dict[str, SourceRef]:
    """Every source by id."""
    return remembered(store, "sources", lambda: _source_index(store))


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """A name without case, accents, articles, possessive, hyphens and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['’]s\b|['’]", "", plain)
    return " ".join(word for word in re.findall(r"\w+", plain.replace("-", " ")) if word not in _ARTICLES)


def _by_address(store: Store, name: str, types: Collection[RefType] | None) -> Ref | None:
    path = name.removeprefix(store.names.base)
    if "://" not in path and ":" in path:
        kind, _, rest = path.partition(":")
        if kind in ENTITY_TYPES and rest.strip():  # ``work: The New Class`` tells a work from a theory of one name
            return resolve(store, rest, types=(cast(RefType, kind),)) if types is None or kind in types else None
    head = path.split("/", 1)[0]
    if head not in (*ENTITY_TYPES, "source") and not path.endswith("/" + AUTHOR):
        return None
    if path.endswith("/" + AUTHOR):
        return _voice(store, resolve_source(store, path.removesuffix("/" + AUTHOR))) if _allowed("author", types) else None
    if head == "source" and path.count("/") == 1:
        return _by_address(store, f"{path}/{AUTHOR}", types)
    ref = refs(store, [full_iri(store, path)]).get(full_iri(store, path))
    return ref if ref and _allowed(ref.type, types) else None


def _voice(store: Store, source: SourceRef) -> Ref:
    return Ref(store.names.author(source.id).value, f"{source.author or source.title} ({source.id})", "author")


def _by_name(store: Store, name: str, types: Collection[RefType] | None) -> Ref | None:
    directory = _directory(store)
    for level, key in zip(directory.levels, (name, name, folded(name), folded(name), folded(name)), strict=True):
        found = {ref.iri: ref for ref in level.get(key, ()) if _allowed(ref.type, types)}
        # a vocabulary knows many names of which no text here speaks: they give way
        found = {iri: ref for iri, ref in found.items() if iri in directory.stated} or found
        if len(found) > 1:
            each = [f"{ref.path} ({ref.label})" for ref in sorted(found.values(), key=lambda ref: ref.path)]
            raise UsageError(f"{name!r} fits several: {', '.join(each)}", remedy="Give one of these paths instead.")
        if found:
            return next(iter(found.values()))
    return None


def _directory(store: Store) -> _Directory:
    return remembered(store, "directory", lambda: _make_directory(store))


def _make_directory(store: Store) -> _Directory:
    levels: tuple[dict[str, list[Ref]], ...] = tuple(defaultdict(list) for _ in range(5))
    preferred, exact, loose, surname, voices = levels
    labels: dict[str, list[Ref]] = defaultdict(list)
    for row in rows(store, "resolve", identity=store.names.identity.value):
        kind = class_type(row["class"])
        if kind is None or kind == "author":
            continue
        ref = Ref(row["thing"], row["preferred"], kind)
        label = row["label"]
        labels[label].append(ref)
        if label == row["preferred"]:
            preferred[label].append(ref)
        exact[label].append(ref)
        loose[folded(label)].append(ref)
        if kind == "theorist" and (words := folded(label).split()):
            surname[words[-1]].append(ref)
    for source in source_index(store).values():
        voice = _voice(store, source)
        labels[f"{source.id}/{AUTHOR}"].append(voice)
        for name in {folded(part) for part in (source.id, source.title, source.author or "")} - {""}:
            voices[name].append(voice)
    stated = frozenset(row["thing"] for row in rows(store, "resolve_stated"))
    return _Directory(levels, {label: tuple(things) for label, things in labels.items()}, stated)


def _source_index(store: Store) -> dict[str, SourceRef]:
    found = source_refs(store, {row["source"] for row in rows(store, "resolve_sources")})
    return {ref.id: ref for ref in sorted(found.values(), key=lambda ref: ref.id)}


def _allowed(kind: RefType, types: Collection[RefType] | None) -> bool:
    return types is None or kind in types


def _kinds(types: Collection[RefType] | None) -> str:
    named = [kind for kind in ENTITY_TYPES if types is None or kind in types]
    return f"{', '.join(named[:-1])} or {named[-1]}" if len(named) > 1 else "".join(named) or "author"


def _either(names: Iterable[str]) -> str:
    *others, last = (f"{name!r}" for name in names)
    return f"{', '.join(others)} or {last}" if others else last
