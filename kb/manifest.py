"""The manifest of a data folder: what each source was read from, so that what is unchanged is not read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kb.pipeline import MODEL, VERSION
from kb.vocabulary import NO_PACK, Pack, load_pack

FILE = "manifest.json"
_HERE = Path(__file__).parent
#: what turns a file into statements: a change of any of these makes every text be read again
_READING = ("pipeline", "readers", "corpus.py", "statements.py", "graph.py", "terms.py", "model.py")
#: what turns all statements into one knowledge base
_JOINING = (
    "answers",
    "vocabulary",
    "assembly.py",
    "derive.py",
    "facts.py",
    "identity.py",
    "matching.py",
    "redeciding.py",
    "review",
    "terms.py",
)


@dataclass(frozen=True, slots=True)
class Record:
    """What one source was read from."""

    fingerprint: str  # of the file and its particulars, as ``Planned.fingerprint`` gives it
    reading: str  # of pipeline and pack
    pack: str
    path: str
    corpus: str | None = None  # the folder or files that a build named; None where the source was added by itself

    def still_holds(self, fingerprint: str, reading: str) -> bool:
        """Whether a text of this fingerprint, read as ``reading`` says, would give the statements that are there."""
        return (self.fingerprint, self.reading) == (fingerprint, reading)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The records of all sources, with the packs that they were read with."""

    sources: Mapping[str, Record] = field(default_factory=dict)
    packs: Mapping[str, str | None] = field(default_factory=dict)  # name -> folder, None for one that comes with Doxograph
    joined: str = ""  # what identity and derived graph were last computed with: code, packs
    decided: Mapping[str, str] = field(default_factory=dict)  # source -> digest of the decisions applied; "" those on entities

    def to_bytes(self) -> bytes:
        """The manifest as sorted JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8") + b"\n"

    def loaded_packs(self, names: Iterable[str]) -> dict[str, Pack]:
        """The packs of these names. Raises UsageError where one is gone."""
        return {name: load_pack(self.packs.get(name) or name) for name in sorted(set(names))}


def read_manifest(data: Path) -> Manifest:
    """The manifest of a data folder; an empty one where there is none to read, so that all is read again."""
    try:
        said: dict[str, Any] = json.loads((data / FILE).read_bytes())
        sources = {id: Record(**record) for id, record in said["sources"].items()}
        return Manifest(sources, dict(said["packs"]), str(said["joined"]), dict(said.get("decided", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def pack_folder(pack: str | Path | None) -> tuple[Pack, str | None]:
    """A pack, with its folder where it is the user's own. Raises UsageError where there is none."""
    loaded = load_pack(pack)
    own = pack is not None and Path(pack).is_dir() and loaded != NO_PACK
    return loaded, str(Path(str(pack)).resolve()) if own else None


def reading_state(pack: Pack) -> str:
    """What reads a text now, in short: the pipeline with its code and cue words, the parser, the pack."""
    return _digest([VERSION, _code(_READING), _installed("spacy"), _installed(MODEL), repr(pack)])


def joining_state(packs: Iterable[Pack]) -> str:
    """What joins all statements now, in short; the decisions aside."""
    return _digest([_code(_JOINING), *(repr(pack) for pack in packs)])


def decided_state(told: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Digests of the decisions on each source."""
    return {source: _digest(decisions) for source, decisions in sorted(told.items())}


@lru_cache(maxsize=4)
def _code(parts: tuple[str, ...]) -> str:
    files = [file for part in parts for file in ([_HERE / part] if part.endswith(".py") else sorted((_HERE / part).rglob("*")))]
    kept = [file for file in files if file.is_file() and "__pycache__" not in file.parts]
    return _digest([f"{file.relative_to(_HERE)}\x1f{hashlib.sha256(file.read_bytes()).hexdigest()}" for file in kept])


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1e".join(parts).encode("utf-8")).hexdigest()[:24]
