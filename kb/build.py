"""From a corpus to the store: what is new or changed is read, what is gone is taken out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz import process

from kb.assembly import Reading, commit, is_current, open_writer, reading_of
from kb.corpus import Planned, load_corpus
from kb.errors import DoxographError, InputError, StoreError, UsageError
from kb.manifest import Manifest, Record, pack_folder, read_manifest, reading_state
from kb.model import Document, Statements
from kb.store import Store
from kb.terms import Names
from kb.vocabulary import DEFAULT_PACK
from kb.workers import Where, spread

__all__ = ["Report", "add", "build", "open_writer", "refresh", "remove"]

Extract = Callable[[Document], Statements]
Progress = Callable[[int, int, int], None]  #: texts done, of how many, statements so far
Paths = Sequence[Path | str] | Path | str

_TOGETHER = 400_000  # quads that wait before they are committed: bounds memory, and what an interruption loses
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, ids sorted; ``counts`` are those of the whole knowledge base."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[DoxographError, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)  # sources, entities, claims, relations, arguments
    seconds: float = 0.0


def build(
    paths: Paths,
    data: Path | str,
    *,
    pack: str | Path | None = DEFAULT_PACK,
    where: Where = "here",
    progress: Progress | None = None,
    extract: Extract | None = None,
    base: str | None = None,
    store: str | None = None,
) -> Report:
    """Make a data folder hold what a corpus says: the whole flow, from files to the store.

    A source whose file, particulars, pack and pipeline are unchanged is not read again. A source that an earlier build took
    from the same paths and that is no longer there is taken out, unless part of the corpus could not be planned. A text that
    cannot be used is told of in ``refused``, and an earlier reading of it stays. ``extract`` is by default
    ``kb.statements.extract`` with the pack. ``store`` is the address of a SPARQL server that is the store, in place of the one
    embedded in the data folder. Raises UsageError for an unknown pack or place, StoreError where the data folder or the server
    cannot be written.
    """
    return _build(paths, data, pack, where, progress, extract, base, store, corpus=_corpus_name(paths))


def add(
    paths: Paths,
    data: Path | str,
    *,
    pack: str | Path | None = DEFAULT_PACK,
    where: Where = "here",
    progress: Progress | None = None,
    extract: Extract | None = None,
    base: str | None = None,
    store: str | None = None,
) -> Report:
    """Read files or folders into a data folder and take nothing out; else as ``build``.

    A file whose id an unlike file already has is refused.
    """
    return _build(paths, data, pack, where, progress, extract, base, store, corpus=None)


def remove(data: Path | str, source: str, *, store: str | None = None) -> Report:
    """Take one source out: what stays is what was there before it came.

    Raises UsageError where there is no such source; the nearest ids are named.
    """
    started, data = time.perf_counter(), Path(data)
    with _existing(data, store) as opened:
        present = present_in(opened)
        if source not in present:
            near = [name for name, *_ in process.extract(source, sorted(present), limit=3, score_cutoff=50)]
            hint = f"Did you mean {' or '.join(near)}? " if near else ""
            raise UsageError(f"there is no source {source!r}", remedy=f"{hint}`doxograph sources` lists them all.")
        commit_readings(opened, data, [], [source], read_manifest(data))
        return Report(removed=(source,), counts=counts_of(opened), seconds=time.perf_counter() - started)


def refresh(data: Path | str, *, store: str | None = None) -> bool:
    """Bring identity and derived graph in line with the reviewers' decisions; whether anything had to be done."""
    data = Path(data)
    with _existing(data, store) as opened:
        manifest = read_manifest(data)
        if is_current(data, manifest):
            return False
        commit_readings(opened, data, [], [], manifest)
        return True


def _build(
    paths: Paths,
    data: Path | str,
    pack: str | Path | None,
    where: Where,
    progress: Progress | None,
    extract: Extract | None,
    base: str | None,
    address: str | None,
    corpus: str | None,
) -> Report:
    started, data = time.perf_counter(), Path(data)
    loaded, folder = pack_folder(pack)
    found = load_corpus(paths)
    refused: list[DoxographError] = list(found.problems)
    with open_writer(data, base=base, store=address) as store:
        manifest = read_manifest(data)
        manifest = replace(manifest, packs={**manifest.packs, loaded.name: folder})
        present, sound = present_in(store), _sound(store)
        reading = reading_state(loaded)
        wanted: list[tuple[Planned, Record]] = []
        unchanged: list[str] = []
        for planned in found:
            id = planned.source.id
            try:
                record = Record(planned.fingerprint(), reading, loaded.name, str(planned.path.resolve()), corpus)
                known = manifest.sources.get(id) if id in sound else None
                if corpus is None and known:
                    _same_file(id, known, record)
                    record = replace(record, corpus=known.corpus)
            except InputError as error:
                refused.append(error)
                continue
            if known and known.still_holds(record.fingerprint, record.reading):
                unchanged.append(id)
                manifest = replace(manifest, sources={**manifest.sources, id: record})
            else:
                wanted.append((planned, record))
        gone = [] if corpus is None or found.problems else _gone(manifest, corpus, {p.source.id for p in found}, present)
        read = _Read(loaded.name, extract, store.names, folder)
        done: list[str] = []
        waiting: list[tuple[Reading, Record]] = []
        statements = 0

        def flush(last: bool) -> None:
            nonlocal manifest
            sources = {**manifest.sources, **{reading.source: record for reading, record in waiting}}
            manifest = replace(manifest, sources=sources)
            manifest = commit_readings(store, data, [reading for reading, _ in waiting], gone if last else [], manifest)
            done.extend(reading.source for reading, _ in waiting)
            waiting.clear()

        if progress and wanted:
            progress(0, len(wanted), 0)
        try:
            for number, (index, result) in enumerate(spread(read, [planned for planned, _ in wanted], where), 1):
                if isinstance(result, DoxographError):
                    refused.append(result)
                else:
                    waiting.append((result, wanted[index][1]))
                    statements += sum(count for kind, count in result.counts if kind != "entities")
                if progress:
                    progress(number, len(wanted), statements)
                if sum(reading.nquads.count(b"\n") for reading, _ in waiting) > _TOGETHER:
                    flush(last=False)
        except KeyboardInterrupt:
            flush(last=False)  # what was read is kept, and the next build goes on from here
            raise
        if waiting or gone or not is_current(data, manifest) or manifest != read_manifest(data):
            flush(last=True)
        return Report(
            added=tuple(sorted(id for id in done if id not in present)),
            changed=tuple(sorted(id for id in done if id in present)),
            unchanged=tuple(sorted(unchanged)),
            removed=tuple(sorted(gone)),
            refused=tuple(refused),
            counts=counts_of(store),
            seconds=time.perf_counter() - started,
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """Reads one planned text; picklable, so that it can run elsewhere."""

    pack: str
    extract: Extract | None
    names: Names
    folder: str | None = None

    def __call__(self, planned: Planned) -> Reading | DoxographError:
        try:
            document = planned.load()
            return reading_of(self._statements(document), self.pack, self.names)
        except DoxographError as error:
            return error
        except Exception as error:
            _log.exception("%s could not be read", planned.path)
            return InputError(
                f"the text could not be analysed ({type(error).__name__}: {error})",
                where=str(planned.path),
                remedy="The other texts are kept. Please report this text.",
            )

    def _statements(self, document: Document) -> Statements:
        if self.extract:
            return self.extract(document)
        from kb.statements import extract  # loads spaCy, which an unchanged corpus has no need of

        return extract(document, pack=self.folder or self.pack)


def commit_readings(store: Store, data: Path, readings: Iterable[Reading], gone: Iterable[str], manifest: Manifest) -> Manifest:
    """Put readings in place and take sources away; the manifest is kept without those, and without packs that none needs."""
    gone = set(gone)
    sources = {id: record for id, record in manifest.sources.items() if id not in gone}
    used = {record.pack for record in sources.values()}
    packs = {name: folder for name, folder in manifest.packs.items() if name in used}
    return commit(store, data, readings, gone, replace(manifest, sources=sources, packs=packs))


def _existing(data: Path, store: str | None) -> Store:
    if not (data / "format.json").exists():
        from kb.store import open_store

        open_store(data, read_only=True).close()  # raises: there is nothing here, and a store is changed from its folder only
    return open_writer(data, store=store)


def _corpus_name(paths: Paths) -> str:
    given = [paths] if isinstance(paths, Path | str) else paths
    return "\n".join(sorted(str(Path(path).resolve()) for path in given))


def _same_file(id: str, known: Record, record: Record) -> None:
    if known.path != record.path and known.fingerprint != record.fingerprint:
        raise InputError(
            f"a source {id!r} is there already, read from {known.path}",
            where=record.path,
            remedy=f"Rename the file, or take the other out with `doxograph remove {id}`.",
        )


def _gone(manifest: Manifest, corpus: str, planned: set[str], present: set[str]) -> list[str]:
    return sorted(
        id for id, record in manifest.sources.items() if record.corpus == corpus and id not in planned and id in present
    )


def present_in(store: Store) -> set[str]:
    """The ids of the sources that a store holds."""
    return {source for graph in store.graphs() if (source := store.names.source_of(graph))}


def _sound(store: Store) -> set[str]:
    """The sources whose text is kept as it was read."""
    found = set()
    for row in store.select("SELECT ?source ?sha WHERE { ?source dox:textHash ?sha }"):
        with suppress(StoreError):
            store.text(row["sha"].value)
            found.add(store.names.source_of(row["source"].value) or "")
    return found


def counts_of(store: Store) -> dict[str, int]:
    """How many sources, entities, claims, relations and arguments a store holds."""
    counted = {
        "sources": "?thing a dox:Source",
        "entities": "GRAPH ?identity { ?thing a ?class } FILTER(?class NOT IN (dox:Issue, dox:Answer))",
        "claims": "?thing dox:holderEntity ?party",
        "relations": "?thing dox:subjectEntity ?party",
        "arguments": "?thing a dox:Argument",
    }
    return {
        kind: int(store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {what} }}", identity=store.names.identity)[0]["n"].value)
        for kind, what in counted.items()
    }
