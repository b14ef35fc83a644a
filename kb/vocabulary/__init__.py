"""What the field knows beforehand: the terms of the graph, packs of names and questions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rapidfuzz import process

from kb.errors import UsageError
from kb.vocabulary.pack import NO_PACK, Answer, Issue, Pack, PackEntity
from kb.vocabulary.reading import read_pack

HERE = Path(__file__).parent
PACKS = HERE / "packs"
ONTOLOGY = HERE / "ontology.ttl"  #: every class and property
RELATIONS = HERE / "relations.ttl"  #: the kinds of relation
SHAPES = HERE / "shapes.ttl"  #: SHACL for every class
ALIGNMENTS = HERE / "alignments.ttl"  #: links to others' vocabularies, loaded on demand only
DEFAULT_PACK = "soviet-society"

__all__ = [
    "ALIGNMENTS",
    "DEFAULT_PACK",
    "NO_PACK",
    "ONTOLOGY",
    "PACKS",
    "RELATIONS",
    "SHAPES",
    "Answer",
    "Issue",
    "Pack",
    "PackEntity",
    "load_pack",
    "pack_names",
]


def pack_names() -> tuple[str, ...]:
    """The packs that come with Doxograph, and ``none``."""
    return (*sorted(p.name for p in PACKS.iterdir() if any(p.glob("*.ttl"))), NO_PACK.name)


def load_pack(name: str | Path | None = DEFAULT_PACK) -> Pack:
    """The pack of a name, or of a folder of Turtle files that a user wrote; an empty one for ``none`` or None.

    Raises UsageError where there is no such pack, InputError where its files are wrong.
    """
    if name is None or name == NO_PACK.name:
        return NO_PACK
    folder = PACKS / name if str(name) in pack_names() else Path(name)
    if not any(folder.glob("*.ttl")):
        known = pack_names()
        near = process.extractOne(str(name), known, score_cutoff=50)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"there is no pack {str(name)!r}",
            remedy=f"{hint}Known packs: {', '.join(known)}; or give a folder of .ttl files.",
        )
    return _read(folder.resolve(), tuple(sorted((p.name, p.stat().st_mtime_ns) for p in folder.glob("*.ttl"))))


@lru_cache(maxsize=16)
def _read(folder: Path, _stamp: tuple[tuple[str, int], ...]) -> Pack:
    """A folder's pack, read again only where a file has changed."""
    return read_pack(folder)
