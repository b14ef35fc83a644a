"""The data folder: where the truth and its indexes lie, who may write, in which format.

::

    format.json          the folder's format version and base IRI
    statements/ID.nq     one source's graph, sorted            } the truth,
    texts/SHA256.txt     a kept text                           } with review.sqlite
    manifest.json        what each source was read from        (kb.build)
    index/               oxigraph/, search.sqlite, state.json  made anew from the truth at need
    generation           a number that each change raises
    journal.json         the change that is under way, if any; staging/ holds its parts
    writer.lock          held by the one writer
    jobs.sqlite          what the pages have asked for         (kb.jobs); jobs.lock is held by who does it
    uploads/             texts handed in by the browser        (kb.uploads)
    token                what a person logs in with            (webapp.credentials)
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from filelock import FileLock, Timeout

from kb.errors import BusyError, StoreError
from kb.store.lines import by_graph
from kb.terms import BASE, Names

FORMAT = 1  #: raised when a data folder of an older release can no longer be read


class Folder:
    """One data folder, with its paths as attributes."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.statements = data / "statements"
        self.texts = data / "texts"
        self.index = data / "index"
        self.oxigraph = self.index / "oxigraph"
        self.search = self.index / "search.sqlite"
        self.staging = data / "staging"
        self.journal = data / "journal.json"
        self._generation = data / "generation"
        self._state = self.index / "state.json"
        self._format = data / "format.json"
        self._lock = FileLock(str(data / "writer.lock"), thread_local=False)

    # -- who may come in ----------------------------------------------------------------------------------------

    def create(self, base: str | None) -> None:
        """Make the folder, or accept it as it is. Raises StoreError where its format or base is another."""
        try:
            for path in (self.data, self.statements, self.texts, self.index):
                path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the data folder cannot be made ({error.strerror})",
                where=str(self.data),
                remedy="Name a folder that you may write with --data.",
            ) from error
        if not self._format.exists():
            if any(self.statements.iterdir()):
                raise self._foreign("no format.json stands beside its statements")
            write_atomically(self._format, _json({"base": base or BASE, "format": FORMAT}))
        elif base not in (None, self.names().base):
            raise StoreError(
                f"the folder's base IRI is {self.names().base}, not {base}",
                where=str(self.data),
                remedy="Leave the base out, or build into a new folder.",
            )

    def exists(self) -> bool:
        """Whether there is a knowledge base's folder here."""
        return self._format.exists()

    def names(self) -> Names:
        """The folder's IRIs. Raises StoreError where it is none of ours, or of another format version."""
        if not self._format.exists():
            raise StoreError(
                "there is no knowledge base here",
                where=str(self.data),
                remedy="Build one with `doxograph build`, or name its folder with --data.",
            )
        try:
            said = json.loads(self._format.read_text("utf-8"))
            version, base = said["format"], said["base"]
        except (ValueError, KeyError, TypeError) as error:
            raise self._foreign("its format.json cannot be read") from error
        if version != FORMAT:
            raise self._foreign(f"it is of format {version}, this release reads format {FORMAT}")
        return Names(base)

    def _foreign(self, why: str) -> StoreError:
        return StoreError(
            f"this data folder cannot be used: {why}",
            where=str(self.data),
            remedy="Build into a new folder (--data), or move this one away and run `doxograph build`.",
        )

    def lock(self) -> None:
        """Become the one writer. Raises StoreError where another process is it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise BusyError(
                "another process is writing this knowledge base",
                where=str(self.data),
                remedy="Wait until it ends, or stop it; reading needs no lock.",
            ) from error

    def unlock(self) -> None:
        """Let another process write."""
        self._lock.release()

    # -- generations --------------------------------------------------------------------------------------------

    def generation(self) -> int:
        """The number of the last finished change; 0 before the first."""
        try:
            return int(self._generation.read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def set_generation(self, generation: int) -> None:
        """Tell every reader that a change is finished."""
        write_atomically(self._generation, str(generation).encode("ascii"))

    def stamp(self) -> tuple[int, int]:
        """What differs after ``set_generation``, without reading the file."""
        try:
            status = self._generation.stat()
        except OSError:
            return 0, 0
        return status.st_ino, status.st_mtime_ns

    def index_state(self) -> tuple[int, int]:
        """The generation of the index with its number of quads; (-1, -1) where there is none."""
        try:
            state = json.loads(self._state.read_text("ascii"))
            return int(state["generation"]), int(state["quads"])
        except (OSError, ValueError, KeyError, TypeError):
            return -1, -1

    def set_index_state(self, generation: int, quads: int) -> None:
        """Say what the index now holds."""
        write_atomically(self._state, _json({"generation": generation, "quads": quads}))

    def clear_index(self) -> None:
        """Throw the indexes away."""
        shutil.rmtree(self.index, ignore_errors=True)
        self.index.mkdir(parents=True, exist_ok=True)

    # -- the truth ----------------------------------------------------------------------------------------------

    def statements_file(self, source: str) -> str:
        """The file of a source's graph, relative to the folder."""
        return f"statements/{quote(source, safe='')}.nq"

    def sources(self) -> list[str]:
        """The ids of the sources that have statements, sorted."""
        return sorted(unquote(path.stem) for path in self.statements.glob("*.nq"))

    def statements_of(self, source: str) -> set[bytes]:
        """The lines of a source's graph."""
        path = self.data / self.statements_file(source)
        return set(path.read_bytes().split(b"\n")) - {b""} if path.exists() else set()

    def keep_text(self, text: str) -> str | None:
        """Keep a text under its SHA-256, which is given back where the text was not kept before."""
        raw = text.encode("utf-8")
        sha256 = hashlib.sha256(raw).hexdigest()
        if self.holds(f"texts/{sha256}.txt", raw):
            return None
        write_atomically(self.texts / f"{sha256}.txt", raw)
        return sha256

    def text(self, sha256: str) -> str:
        """A kept text. Raises StoreError where it is gone or altered."""
        try:
            raw = (self.texts / f"{sha256}.txt").read_bytes()
        except OSError as error:
            raise StoreError(
                f"the text {sha256[:12]} is not kept", where=str(self.texts), remedy="Build the corpus again."
            ) from error
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise StoreError(f"the text {sha256[:12]} was altered", where=str(self.texts), remedy="Build the corpus again.")
        return raw.decode("utf-8")

    def has_text(self, sha256: str) -> bool:
        """Whether a text is kept, altered or not."""
        return (self.texts / f"{sha256}.txt").exists()

    def holds(self, name: str, content: bytes | None) -> bool:
        """Whether a file of the folder has this content already (None: is not there)."""
        path = self.data / name
        return path.read_bytes() == content if path.exists() else content is None

    def drop_texts_but(self, keep: Iterable[str]) -> None:
        """Remove the texts that no source refers to."""
        kept = set(keep)
        for path in self.texts.glob("*.txt"):
            if path.stem not in kept:
                path.unlink(missing_ok=True)

    def statement_bytes(self) -> Iterator[bytes]:
        """The content of every statements file, in order."""
        for source in self.sources():
            yield (self.data / self.statements_file(source)).read_bytes()


def statement_files(folder: Folder, names: Names, remove: Iterable[bytes], insert: Iterable[bytes]) -> dict[str, bytes | None]:
    """The files of statements as a change leaves them, by relative path; None for one that goes."""
    gone, come = by_graph(remove), by_graph(insert)
    files: dict[str, bytes | None] = {}
    for graph in gone.keys() | come.keys():
        if source := names.source_of(graph):
            lines = (folder.statements_of(source) - gone[graph]) | come[graph]
            files[folder.statements_file(source)] = b"".join(line + b"\n" for line in sorted(lines)) or None
    return files


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves either the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, indent=1).encode("ascii") + b"\n"
