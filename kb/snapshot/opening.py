"""A bundle -> the knowledge base it froze."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from pyoxigraph import Quad, RdfFormat, parse

from kb import review
from kb.errors import InputError, UsageError
from kb.graph import sorted_nquads
from kb.manifest import FILE as MANIFEST
from kb.manifest import read_manifest
from kb.snapshot.bundle import CHECKSUMS, DECISIONS, FORMAT_FILE, graph_path, snapshot_id
from kb.snapshot.crate import METADATA
from kb.store import open_store
from kb.store.folder import write_atomically
from kb.store.snapshots import Registered, register

MOST_BYTES = 16 << 30  # unpacked: far above any corpus, below what a crafted file could unpack to
_OTHERS = ("graphs/identity.nq", "graphs/derived.nq")


def open_snapshot(bundle: Path | str, data: Path | str) -> Registered:
    """Restore the knowledge base that a bundle froze, in a new data folder.

    Every file is held against its checksum, and the graphs of the restored store against the bundle's, before the folder appears
    under its name; a failure leaves nothing. Raises InputError for what is no bundle or a damaged one, UsageError where the
    folder holds something already.
    """
    bundle, data = Path(bundle), Path(data)
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise UsageError(f"{data} is not empty", remedy="Name a new folder with --data.")
    data.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{data.name}-", dir=data.resolve().parent))
    try:
        unpacked = beside / "bundle"
        sums = _unpack(bundle, unpacked)
        made = beside / "data"
        generation = _restore(bundle, unpacked, made, data.resolve())
        opened = Registered(snapshot_id(sums), _dated(unpacked / METADATA, bundle), generation)
        register(made, opened)
        if data.exists():
            data.rmdir()
        made.rename(data)
        return opened
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unpack(bundle: Path, to: Path) -> dict[str, str]:
    """Unpack the files that the checksums name; the checksums by path."""
    try:
        with zipfile.ZipFile(bundle) as packed:
            entries = {entry.filename: entry for entry in packed.infolist()}
            if sum(entry.file_size for entry in entries.values()) > MOST_BYTES:
                raise _damaged(bundle, f"it says that it unpacks to more than {MOST_BYTES >> 30} GiB")
            for needed in (METADATA, CHECKSUMS, FORMAT_FILE):
                if needed not in entries:
                    raise _foreign(bundle, f"it has no {needed}")
            sums = dict(_listed(packed.read(CHECKSUMS), bundle))
            if set(sums) | {METADATA, CHECKSUMS} != set(entries):
                odd = sorted(set(sums) ^ (set(entries) - {METADATA, CHECKSUMS}))
                raise _damaged(bundle, f"its files and its list of them differ in {', '.join(odd[:5])}")
            for path, sha256 in (*sums.items(), (METADATA, "")):
                target = to / path
                target.parent.mkdir(parents=True, exist_ok=True)
                digest = hashlib.sha256()
                with packed.open(entries[path]) as source, open(target, "wb") as kept:
                    while part := source.read(1 << 20):
                        digest.update(part)
                        kept.write(part)
                if sha256 and digest.hexdigest() != sha256:
                    raise _damaged(bundle, f"{path} does not have its checksum")
            return sums
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _foreign(bundle, f"it cannot be unpacked ({error})") from error
    except FileNotFoundError as error:
        raise InputError("there is no such snapshot", where=str(bundle), remedy="Check the file's name.") from error
    except OSError as error:
        raise InputError(f"it cannot be read ({error.strerror or error})", where=str(bundle), remedy="Check the file.") from error


def _listed(listing: bytes, bundle: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = listing.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise _damaged(bundle, f"{CHECKSUMS} is no text") from error
    for line in lines:
        sha256, _, path = line.partition("  ")
        parts = PurePosixPath(path).parts
        if len(sha256) != 64 or not parts or ".." in parts or path.startswith("/") or "\\" in path or "\0" in path:
            raise _damaged(bundle, f"{CHECKSUMS} has the line {line[:80]!r}")
        yield path, sha256


def _restore(bundle: Path, unpacked: Path, made: Path, home: Path) -> str:
    """Lay out the data folder, index it, and hold it against the bundle; the generation of the restored store."""
    made.mkdir()
    shutil.copyfile(unpacked / FORMAT_FILE, made / FORMAT_FILE)
    (made / "statements").mkdir()
    for file in sorted((unpacked / "graphs" / "source").glob("*.nq")):
        shutil.copyfile(file, made / "statements" / f"{quote(unquote(file.stem), safe='')}.nq")
    if (unpacked / "texts").exists():
        shutil.copytree(unpacked / "texts", made / "texts")
    if (unpacked / MANIFEST).exists():
        shutil.copyfile(unpacked / MANIFEST, made / MANIFEST)
        manifest = read_manifest(made)
        own = {name for name, folder in manifest.packs.items() if folder}
        for name in own:
            shutil.copytree(unpacked / "packs" / quote(name, safe=""), made / "packs" / quote(name, safe=""))
        packs = {name: str(home / "packs" / quote(name, safe="")) if name in own else None for name in manifest.packs}
        write_atomically(made / MANIFEST, replace(manifest, packs=packs).to_bytes())
    _decide(bundle, unpacked, made)

    def others(_: Any) -> Iterator[Quad]:
        for name in _OTHERS:
            if (unpacked / name).exists():
                yield from parse(path=str(unpacked / name), format=RdfFormat.N_QUADS)

    try:
        with open_store(made, complete=others) as store:
            there = {graph_path(store, graph): graph for graph in store.graphs()}
            wanted = {str(file.relative_to(unpacked).as_posix()) for file in (unpacked / "graphs").rglob("*.nq")}
            if set(there) != {path for path in wanted if (unpacked / path).stat().st_size}:
                raise _damaged(bundle, "its graphs are not those that their files name")
            for path, graph in there.items():
                if sorted_nquads(store.graph(graph)) != (unpacked / path).read_bytes():
                    raise _damaged(bundle, f"{path} holds other quads than its own")
            return store.generation
    except SyntaxError as error:
        raise _damaged(bundle, f"a graph of it cannot be read ({error})") from error


def _decide(bundle: Path, unpacked: Path, made: Path) -> None:
    path = unpacked / DECISIONS
    try:
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            review.record(made, review.Decision(**json.loads(line)))
    except (ValueError, TypeError) as error:
        raise _damaged(bundle, f"{DECISIONS} holds what is no decision ({error})") from error


def _dated(description: Path, bundle: Path) -> str:
    try:
        told = json.loads(description.read_bytes())
        return str(next(node["datePublished"] for node in told["@graph"] if node["@id"] == "./"))
    except (ValueError, KeyError, TypeError, StopIteration, RecursionError) as error:
        raise _damaged(bundle, f"{METADATA} gives no date") from error


def _foreign(bundle: Path, why: str) -> InputError:
    return InputError(
        f"this is no snapshot of Doxograph: {why}", where=str(bundle), remedy="Give what `doxograph snapshot` wrote."
    )


def _damaged(bundle: Path, why: str) -> InputError:
    return InputError(f"the snapshot is damaged: {why}", where=str(bundle), remedy="Fetch it again.")
