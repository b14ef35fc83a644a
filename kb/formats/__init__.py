"""Other tools' files and written forms of the graph, one format a module; FORMATS lists those that carry statements.

Such a module has ``read(data: bytes, source: Source) -> tuple[Statements, ...]``,
``write(readings: Sequence[Statements]) -> bytes``, or both. What each loses stands in ``losses.toml``, which
docs/formats.md shows and a test holds to by round trips.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from kb.errors import DoxographError, InputError, UsageError
from kb.model import Source, Statements
from kb.sources import slug

__all__ = ["FORMATS", "MAX_BYTES", "Format", "format_named", "format_of", "read", "read_file", "write"]

MAX_BYTES = 64 * 1024 * 1024  #: a larger file is refused by its size alone, unread


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line and for people, its files' endings, and the functions here that carry it."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    module: str
    reads: str | None = None  # the module's function that reads a file
    writes: str | None = None  # the module's function that writes one
    many: bool = False  # whether a file holds several texts


#: In the order of the documentation. Where formats share an ending, the first is meant.
FORMATS: tuple[Format, ...] = (
    Format("argdown", "Argdown", (".argdown", ".ad"), "argdown", "read", "write"),
    Format("aif", "AIF JSON", (".aif.json", ".json"), "aif", "read", "write"),
    Format("xaif", "xAIF", (".xaif.json", ".xaif"), "aif", "read", "write_xaif"),
    Format("dna", "Discourse Network Analyzer", (".dna",), "dna", "read", "write", many=True),
    Format("webannotation", "Web Annotation", (".anno.jsonld", ".jsonld"), "webannotation", "read", "write"),
    Format("nif", "NIF", (".nif.ttl", ".nif", ".ttl"), "nif", "read", "write", many=True),
    Format("nanopub", "Nanopublications", (".nanopub.trig", ".trig"), "nanopub", "read", "write", many=True),
    Format("csv", "CSV tables", (".csv.zip", ".csv", ".tsv", ".zip"), "tables", "read", "write", many=True),
    Format("langextract", "LangExtract JSON Lines", (".langextract.jsonl", ".jsonl"), "langextract", "read", many=True),
)


def format_named(name: str) -> Format:
    """The format of a name. Raises UsageError where there is none."""
    for known in FORMATS:
        if known.name == name:
            return known
    names = [known.name for known in FORMATS]
    near = get_close_matches(name, names, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(names)}."
    raise UsageError(f"there is no format {name!r}", remedy=hint)


def format_of(path: Path) -> Format:
    """The format that a file's ending tells, the longest that fits. Raises InputError where none can be read."""
    name = path.name.lower()
    fits = [
        (-len(suffix), rank, known)
        for rank, known in enumerate(FORMATS)
        if known.reads
        for suffix in known.suffixes
        if name.endswith(suffix)
    ]
    if not fits:
        endings = ", ".join(suffix for known in FORMATS if known.reads for suffix in known.suffixes)
        raise InputError(
            "the file's name does not tell its format", where=str(path), remedy=f"Give --format. Known endings are {endings}."
        )
    return min(fits, key=lambda fit: fit[:2])[2]


def read_file(path: Path | str, format: str | None = None) -> tuple[Statements, ...]:
    """What a file of another tool says. Raises InputError where it cannot be used, UsageError for an unknown format."""
    path = Path(path)
    chosen = format_named(format) if format else format_of(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"the file is larger than {MAX_BYTES // 1024**2} MB", where=str(path), remedy="Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror})", where=str(path), remedy="Check its name.") from error
    stem = path.name
    for suffix in sorted(chosen.suffixes, key=len, reverse=True):
        if stem.lower().endswith(suffix):
            stem = stem[: -len(suffix)]
            break
    else:
        stem = path.stem
    id = slug(stem)
    made = read(chosen, data, Source(id, id, file=path.name), where=str(path))
    return tuple(_titled(one, stem, id) for one in made)


def read(format: Format, data: bytes, source: Source, *, where: str = "") -> tuple[Statements, ...]:
    """What the bytes of a file say. Raises InputError where they are damaged, UsageError where the format is not read."""
    if format.reads is None:
        raise UsageError(f"{format.label} is written only", remedy="docs/formats.md tells which formats are read.")
    if not data.strip():
        raise InputError("the file is empty", where=where or source.id, remedy="Give a file with something in it.")
    try:
        made: tuple[Statements, ...] = getattr(_module(format), format.reads)(data, source)
    except (DoxographError, ImportError):
        raise
    except Exception as error:  # a damaged file can make a parser fail in any way; whatever it is, only this file is refused
        raise InputError(
            f"the {format.label} file is damaged and cannot be read ({type(error).__name__}: {error})".replace("\n", " "),
            where=where or source.id,
            remedy="Get the whole file again.",
        ) from error
    return made


def write(format: Format, readings: Sequence[Statements]) -> bytes:
    """Texts' statements as a file. Raises UsageError where the format is not written, or holds one text and several are given."""
    if format.writes is None:
        raise UsageError(f"{format.label} is read only", remedy="docs/formats.md tells which formats are written.")
    if not readings or (len(readings) > 1 and not format.many):
        what = f"{format.label} holds one text a file, {len(readings)} are given"
        raise UsageError(what, remedy="Name one with --source, or a folder with --out.")
    written: bytes = getattr(_module(format), format.writes)(readings)
    return written


def _module(format: Format) -> object:
    return import_module(f"{__name__}.{format.module}")


def _titled(statements: Statements, stem: str, id: str) -> Statements:
    """Statements whose file gives no title take its name for one."""
    document = statements.document
    if document.source.title != id:
        return statements
    title = " ".join(stem.replace("_", " ").replace("-", " ").split()) or id
    return replace(statements, document=replace(document, source=replace(document.source, title=title)))
