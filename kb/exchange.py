"""Other tools' files into a knowledge base, and its texts' statements out to them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kb import review
from kb.assembly import open_writer, reading_of
from kb.build import Report, commit_readings, counts_of, present_in
from kb.errors import DoxographError, InputError
from kb.facts import read_statements
from kb.formats import FORMATS, Format, format_named, format_of, read_file, write
from kb.manifest import Record, pack_folder, read_manifest
from kb.model import Statements
from kb.store import Store
from kb.vocabulary import DEFAULT_PACK, Pack

__all__ = ["bring_in", "kept_statements", "take_out"]

_VERSION = "1"  # raised when files that were brought in are to be read again


def bring_in(
    paths: Sequence[Path | str],
    data: Path | str,
    *,
    format: str | None = None,
    pack: str | Path | None = DEFAULT_PACK,
    base: str | None = None,
    store: str | None = None,
) -> Report:
    """Read other tools' files into a data folder, each whole or not at all, and take nothing else out.

    A file that is read again replaces what it brought before. One that cannot be used, or that would bring a source of an id
    that another file has, is told of in ``refused``. ``store`` as in ``kb.build``. Raises UsageError for an unknown format.
    """
    started, data = time.perf_counter(), Path(data)
    loaded, folder = pack_folder(pack)
    if format is not None:
        format_named(format)
    refused: list[DoxographError] = []
    with open_writer(data, base=base, store=store) as opened:
        manifest = read_manifest(data)
        present = present_in(opened)
        readings, gone, unchanged = [], set(), []
        records: dict[str, Record] = {}
        for path in map(Path, paths):
            try:
                chosen = format_named(format) if format else format_of(path)
                made = read_file(path, chosen.name)
                record = Record(_fingerprint(path), f"{chosen.name}/{_VERSION}", loaded.name, str(path.resolve()))
                for one in made:
                    _own(one.document.source.id, record, {**manifest.sources, **records}, records)
            except DoxographError as error:
                refused.append(error)
                continue
            ids = [one.document.source.id for one in made]
            before = {id for id, known in manifest.sources.items() if known.path == record.path and id in present}
            if before == set(ids) and all(manifest.sources[id] == record for id in ids):
                unchanged += ids
                continue
            gone |= before - set(ids)
            records |= dict.fromkeys(ids, record)
            readings += [reading_of(_keyed(one, loaded), loaded.name, opened.names) for one in made]
        if readings or gone:
            packs = {**manifest.packs, loaded.name: folder}
            manifest = replace(manifest, packs=packs, sources={**manifest.sources, **records})
            commit_readings(opened, data, readings, gone, manifest)
        done = {reading.source for reading in readings}
        return Report(
            added=tuple(sorted(done - present)),
            changed=tuple(sorted(done & present)),
            unchanged=tuple(sorted(unchanged)),
            removed=tuple(sorted(gone)),
            refused=tuple(refused),
            counts=counts_of(opened),
            seconds=time.perf_counter() - started,
        )


def take_out(store: Store, format: Format, sources: Iterable[str], *, data: Path | None = None) -> bytes:
    """The statements of some sources as a file of another tool, as reviewers leave them where ``data`` is given.

    Raises UsageError where the format holds one text a file and several are given.
    """
    return write(format, [kept_statements(store, source, data=data) for source in sources])


def kept_statements(store: Store, source: str, *, data: Path | None = None) -> Statements:
    """What a store holds of one source: with ``data``, without what was rejected there and with what was corrected."""
    statements = read_statements(store, source)
    if data is None:
        return statements
    return review.as_reviewed(statements, review.verdicts(review.decisions(data), statements))


def endings() -> Iterator[str]:
    """The endings of the files that can be brought in."""
    for known in FORMATS:
        if known.reads:
            yield from known.suffixes


def _keyed(statements: Statements, pack: Pack) -> Statements:
    """Entities that a pack knows by a full name of theirs get its key, as extraction gives it."""

    def key(type: str, names: Iterable[str]) -> str | None:
        for name in names:
            known = pack.by_name.get(name.casefold().replace("’", "'"))
            if known is not None and known.type == type:
                return known.key
        return None

    entities = tuple(replace(e, key=e.key or key(e.type, (e.name, *e.aliases))) for e in statements.entities)
    return replace(statements, entities=entities)


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _own(id: str, record: Record, known: dict[str, Record], new: dict[str, Record]) -> None:
    """Raise InputError where another file has brought a source of this id, or the same one twice in one go."""
    other = known.get(id)
    if other is not None and (other.path != record.path or id in new):
        raise InputError(
            f"a source {id!r} is there already, read from {other.path}",
            where=record.path,
            remedy=f"Rename the file, or take the other out with `doxograph remove {id}`.",
        )
