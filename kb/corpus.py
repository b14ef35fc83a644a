"""A corpus: files with their particulars, planned without reading a text and read one by one."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kb import language
from kb.bibliography import STANDARD_NAMES, read_bibliography
from kb.errors import InputError
from kb.model import Document, Source
from kb.readers import READERS, Reading, check_size, extensions, read, reader_of
from kb.sources import read_listing, slug

LISTING = "sources.toml"
_NO_TEXTS = re.compile(r"(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING)\b", re.IGNORECASE)  # in a folder without a listing


@dataclass(frozen=True, slots=True)
class Planned:
    """A source to be read: its particulars as far as they are known without opening its file.

    A title equal to the id is a placeholder, which the file's own title replaces on reading.
    """

    source: Source
    path: Path

    def load(self) -> Document:
        """Read the file. Raises InputError where it cannot be used."""
        return read_file(self.path, source=self.source)

    def fingerprint(self) -> str:
        """SHA-256 over the file's bytes and the known particulars: what is unchanged need not be read again.

        Raises InputError where the file is missing, unreadable or too large.
        """
        check_size(self.path)
        told = "\x1f".join(f"{field.name}={getattr(self.source, field.name)!r}" for field in fields(Source))
        digest = hashlib.sha256(f"{reader_of(self.path).module}\x1e{told}\x1e".encode())
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        except OSError as error:
            what = f"the file cannot be read ({error.strerror})"
            raise InputError(what, where=str(self.path), remedy="Check its rights.") from error
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Corpus:
    """The planned sources in order of id, and what could not be planned."""

    planned: tuple[Planned, ...]
    problems: tuple[InputError, ...] = ()

    def __iter__(self) -> Iterator[Planned]:
        return iter(self.planned)

    def __len__(self) -> int:
        return len(self.planned)

    def documents(self) -> Iterator[Document | InputError]:
        """The problems, then each source read: its Document, or the InputError that refuses it alone."""
        yield from self.problems
        for planned in self.planned:
            try:
                yield planned.load()
            except InputError as error:
                yield error


def read_file(path: Path | str, *, source: Source | None = None) -> Document:
    """The document in a file. Raises InputError where the file cannot be used or its text is not English.

    Where ``source`` leaves author or year open, or its title is its id, what the file says of itself is taken; a bare file's id
    is the slug of its stem, and its title at the last the stem.
    """
    path = Path(path)
    if source is not None and language.language_code(source.language) != "en":
        language.refuse(language.language_code(source.language), where=str(path))
    known = source or Source(id=slug(path.stem), title=slug(path.stem), file=path.name)
    reading = read(path)
    language.require_english(reading.text, where=str(path))
    return Document(_completed(known, reading, path), reading.text, reading.blocks)


def _completed(source: Source, reading: Reading, path: Path) -> Source:
    stem = re.sub(r"[-_]+", " ", path.stem).strip()
    return replace(
        source,
        title=source.title if source.title != source.id else reading.title or stem or source.id,
        author=source.author or reading.author,
        year=source.year if source.year is not None else reading.year,
    )


def iter_documents(paths: Sequence[Path | str] | Path | str) -> Iterator[Document | InputError]:
    """Every text under the paths as a Document, or as the InputError that refuses it; one bad text never stops the others."""
    return load_corpus(paths).documents()


def plan(paths: Sequence[Path | str] | Path | str) -> list[Source]:
    """The sources under the paths, without reading a text; what is wrong with single ones is left to ``load_corpus``."""
    return [planned.source for planned in load_corpus(paths)]


def load_corpus(paths: Sequence[Path | str] | Path | str) -> Corpus:
    """Plan the sources under files and folders: a folder's ``sources.toml``, or else all its files of a known format.

    Two files that would have one id are both left out. Nothing is raised: what is wrong stands in ``problems``.
    """
    given = [paths] if isinstance(paths, Path | str) else list(paths)
    planned: list[Planned] = []
    problems: list[InputError] = []
    for path in map(Path, given):
        try:
            found, wrong = _under(path)
        except InputError as error:
            found, wrong = [], [error]
        planned.extend(found)
        problems.extend(wrong)
    kept, clashes = _distinct(planned)
    return Corpus(tuple(sorted(kept, key=lambda p: p.source.id)), (*problems, *clashes))


def _under(path: Path) -> tuple[list[Planned], list[InputError]]:
    if path.name == LISTING and path.is_file():
        return _listed(path.parent)
    if not path.is_dir():
        check_size(path)
        reader_of(path)
        return [_bare(path, {})], []
    if (path / LISTING).exists():
        return _listed(path)
    details, problems = _bibliographies(path, ())
    files = sorted(p for p in path.iterdir() if _is_text(p))
    if not files:
        folders = any(p.is_dir() and not p.name.startswith(".") for p in path.iterdir())
        remedy = f"Known are {', '.join(extensions())}." + (" Folders within it are given by name." if folders else "")
        problems.append(InputError("there is no file that can be read in the folder", where=str(path), remedy=remedy))
    return [_bare(file, details) for file in files], problems


def _is_text(path: Path) -> bool:
    known = any(path.suffix.lower() in reader.extensions for reader in READERS)
    return known and path.is_file() and not path.name.startswith(".") and not _NO_TEXTS.match(path.name)


def _bare(path: Path, details: Mapping[str, Mapping[str, Any]]) -> Planned:
    key = slug(path.stem)
    told = details.get(path.name) or details.get(key) or {}
    return Planned(Source(**{"id": key, "title": key, **told, "file": path.name}), path)


def _listed(folder: Path) -> tuple[list[Planned], list[InputError]]:
    listing = read_listing(folder / LISTING)
    cited, problems = _bibliographies(folder, listing.bibliographies)
    planned = []
    for key, stated in listing.details.items():
        file = stated.get("file") or _file_of(folder, key)
        if file is None:
            problems.append(_no_file(folder, key))
            continue
        if not (folder / file).is_file():
            problems.append(_missing(folder, key, file))
            continue
        told = cited.get(Path(file).name) or cited.get(key) or {}
        planned.append(Planned(Source(**{"id": key, "title": key, **told, **stated, "file": file}), folder / file))
    if not listing.details and not listing.problems:
        remedy = 'Add a table for each text, such as [the-new-class] with file = "texts/the-new-class.txt".'
        problems.append(InputError("no source is listed", where=str(folder / LISTING), remedy=remedy))
    return planned, [*listing.problems, *problems]


def _file_of(folder: Path, key: str) -> str | None:
    """Where a table names no file, the one that bears its id, in the folder or its ``texts``."""
    for place in ("", "texts/"):
        for ending in extensions():
            if (folder / f"{place}{key}{ending}").is_file():
                return f"{place}{key}{ending}"
    return None


def _no_file(folder: Path, key: str) -> InputError:
    remedy = f'Add file = "…" to its table, or put {key}.txt beside it or into texts/.'
    return InputError("the source has no file", where=f"{folder / LISTING} [{key}]", remedy=remedy)


def _missing(folder: Path, key: str, file: str) -> InputError:
    try:
        check_size(folder / file)
    except InputError as error:
        return InputError(f"{error.what}: {file}", where=f"{folder / LISTING} [{key}]", remedy=error.remedy)
    return InputError(f"{file} is not a file", where=f"{folder / LISTING} [{key}]", remedy="Name a file.")


def _bibliographies(folder: Path, named: Sequence[str]) -> tuple[dict[str, Mapping[str, Any]], list[InputError]]:
    """Details by citation key and file name, from the named files first, then the standard ones."""
    details: dict[str, Mapping[str, Any]] = {}
    problems: list[InputError] = []
    standard = [name for name in STANDARD_NAMES if (folder / name).is_file() and name not in named]
    for name in [*named, *standard]:
        try:
            found, wrong = read_bibliography(folder / name)
        except InputError as error:
            problems.append(error)
            continue
        problems.extend(wrong)
        details = {**found, **details}
    return details, problems


def _distinct(planned: Sequence[Planned]) -> tuple[list[Planned], list[InputError]]:
    """The sources whose id is theirs alone; the same file given twice counts once.

    Ids that differ in case alone clash too, since some file systems do not tell such names apart.
    """
    by_id: dict[str, dict[Path, Planned]] = defaultdict(dict)
    for one in planned:
        by_id[one.source.id.casefold()].setdefault(one.path.resolve(), one)
    kept, clashes = [], []
    for same in by_id.values():
        first, *others = same.values()
        if not others:
            kept.append(first)
            continue
        names = " and ".join(str(one.path) for one in same.values())
        what = f"files of one name cannot be told apart as sources: {names} would both be {first.source.id!r}"
        clashes.append(InputError(what, remedy="Rename one of them; none is read till then."))
    return kept, clashes
