"""The intent journal: a change is written down whole before any of it is made.

``declare`` stages every part of a change and then writes ``journal.json``, whose appearance is the point of no return.
From there on each step may be done any number of times: whoever opens the folder for writing after a crash does them
again, and the change is whole. Without a journal, what lies in ``staging/`` is the debris of a change that never was.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.errors import StoreError
from kb.store.folder import Folder, write_atomically


@dataclass(frozen=True, slots=True)
class Intent:
    """A declared change of a data folder."""

    generation: int  # the generation it ends in
    put: tuple[str, ...]  # files to put in place, relative to the folder; the nth is staged as staging/n
    drop: tuple[str, ...]  # files to remove
    removed: int  # how many lines staging/remove.nq has
    inserted: int  # how many lines staging/insert.nq has
    again: tuple[str, ...] = ()  # sources whose texts had been lost, to be searched again


def declare(
    folder: Folder,
    generation: int,
    files: Mapping[str, bytes | None],
    remove: Iterable[bytes],
    insert: Iterable[bytes],
    again: Iterable[str] = (),
) -> Intent:
    """Write a change down: ``files`` by relative path (None removes one), quads of the index as N-Quads lines."""
    clear(folder)
    folder.staging.mkdir(parents=True)
    put = sorted(name for name, content in files.items() if content is not None)
    for number, name in enumerate(put):
        write_atomically(folder.staging / str(number), files[name] or b"")
    gone, come = sorted(remove), sorted(insert)
    write_atomically(removal(folder), b"".join(line + b"\n" for line in gone))
    write_atomically(insertion(folder), b"".join(line + b"\n" for line in come))
    drop = tuple(sorted(name for name, content in files.items() if content is None))
    intent = Intent(generation, tuple(put), drop, len(gone), len(come), tuple(sorted(again)))
    write_atomically(folder.journal, json.dumps(asdict(intent)).encode("utf-8"))
    return intent


def declared(folder: Folder) -> Intent | None:
    """The change that was declared and not withdrawn, if any. Raises StoreError where the journal cannot be read."""
    try:
        said = json.loads(folder.journal.read_bytes())
        return Intent(
            said["generation"], tuple(said["put"]), tuple(said["drop"]), said["removed"], said["inserted"], tuple(said["again"])
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "the journal of an unfinished change cannot be read",
            where=str(folder.journal),
            remedy="Remove the file and run `doxograph build`: whatever the change had not reached is read again.",
        ) from error


def move_files(folder: Folder, intent: Intent) -> None:
    """Put the staged files in place; those that an earlier try has moved are there already."""
    for number, name in enumerate(intent.put):
        staged, target = folder.staging / str(number), folder.data / name
        if staged.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged, target)
    for name in intent.drop:
        (folder.data / name).unlink(missing_ok=True)


def removal(folder: Folder) -> Path:
    """The quads that the declared change takes out of the index."""
    return folder.staging / "remove.nq"


def insertion(folder: Folder) -> Path:
    """The quads that the declared change brings into the index."""
    return folder.staging / "insert.nq"


def withdraw(folder: Folder) -> None:
    """Say that the declared change is made."""
    folder.journal.unlink(missing_ok=True)
    clear(folder)


def clear(folder: Folder) -> None:
    """Remove what was staged. Only for a folder whose journal is withdrawn."""
    shutil.rmtree(folder.staging, ignore_errors=True)
