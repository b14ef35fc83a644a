"""Extraction of single files: their statements, written beside their kept texts or line by line."""

from __future__ import annotations

import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kb.errors import InputError, UsageError
from kb.model import AUTHOR, UNKNOWN, Evidence, Statements


def refuse_clashes(files: Sequence[Path], out: Path | None) -> None:
    """Raise UsageError where two files would be written under one name, InputError where the folder is none."""
    if out is None:
        return
    if out.exists() and not out.is_dir():
        raise InputError("this is a file, not a folder", where=str(out), remedy="Name a folder with --out.")
    stems: dict[str, set[Path]] = defaultdict(set)
    for file in files:
        stems[file.stem].add(file)
    for stem, alike in stems.items():
        if len(alike) > 1 or files.count(next(iter(alike))) > 1:
            names = ", ".join(sorted(map(str, alike)))
            raise UsageError(f"{names} would all be written as {stem}.json", remedy="Rename them, or extract them one by one.")


def statements_of(file: Path, pack: str) -> Statements:
    """What a file says. Raises InputError where it cannot be used."""
    from kb.corpus import read_file
    from kb.statements import extract

    if file.is_dir():
        raise InputError("this is a folder", where=str(file), remedy="Name its files, or use `doxograph build --corpus`.")
    return extract(read_file(file), pack=pack)


def keep(statements: Statements, file: Path, out: Path) -> None:
    """Write NAME.json and NAME.txt, each whole or not at all. Raises UsageError where the file itself would be overwritten."""
    from kb.formats.annotation import dumps, to_annotation

    out.mkdir(parents=True, exist_ok=True)
    text = statements.document.text.encode("utf-8")
    target = out / f"{file.stem}.txt"
    if target.exists() and target.samefile(file) and target.read_bytes() != text:
        raise UsageError(f"its kept text would overwrite {file}", where=str(file), remedy="Name another folder with --out.")
    _write(target, text)
    _write(out / f"{file.stem}.json", dumps(to_annotation(statements, file.stem)).encode("utf-8"))


def rows(statements: Statements) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """A table of all statements: header and rows in the order of the text."""
    header = ("at", "kind", "who", "says", "words")
    names = _names(statements)
    found: list[tuple[int, tuple[object, ...]]] = []
    for claim in statements.claims:
        stance = claim.stance + (", hedged" if claim.hedged else "")
        found.append((claim.content[0].start, (claim.content[0].start, "claim", names[claim.holder], stance, claim.quote)))
    for r in statements.relations:
        says = f"{names[r.subject]} {r.predicate.replace('_', ' ')} {names[r.object]}"
        says += "" if r.polarity == "affirmed" else f" ({r.polarity})"
        found.append((r.evidence.start, (r.evidence.start, "relation", names[r.asserted_by], says, r.evidence.quote)))
    words = {claim.id: claim.quote for claim in statements.claims}
    for a in statements.arguments:
        for premise in a.premises:
            row = (a.evidence.start, "argument", "", f"{a.kind}: {words[a.conclusion]}", words[premise])
            found.append((a.evidence.start, row))
    return header, [tuple(" ".join(str(v).split()) for v in row) for _, row in sorted(found, key=lambda pair: pair[0])]


def json_lines(statements: Statements) -> Iterator[str]:
    """Every statement as a line of JSON, with its names, quote and offsets."""
    names, source = _names(statements), statements.document.source.id
    for claim in statements.claims:
        yield _line(
            kind="claim",
            id=claim.id,
            source=source,
            holder=names[claim.holder],
            stance=claim.stance,
            hedged=claim.hedged,
            about=[names[entity] for entity in claim.about],
            reported_by=[names[holder] for holder in claim.reported_by],
            content=[[part.start, part.end] for part in claim.content],
            cue=[part.quote for part in claim.cue],
            **_place(claim.content[0], claim.content[-1], claim.quote),
            confidence=claim.confidence,
        )
    for r in statements.relations:
        yield _line(
            kind="relation",
            id=r.id,
            source=source,
            subject=names[r.subject],
            predicate=r.predicate,
            object=names[r.object],
            polarity=r.polarity,
            asserted_by=names[r.asserted_by],
            year=r.year,
            **_place(r.evidence, r.evidence, r.evidence.quote),
            confidence=r.confidence,
        )
    for a in statements.arguments:
        yield _line(
            kind="argument",
            id=a.id,
            source=source,
            premises=list(a.premises),
            conclusion=a.conclusion,
            type=a.kind,
            **_place(a.evidence, a.evidence, a.evidence.quote),
            confidence=a.confidence,
        )


def _names(statements: Statements) -> dict[str, str]:
    return {AUTHOR: AUTHOR, UNKNOWN: UNKNOWN} | {entity.id: entity.name for entity in statements.entities}


def _place(first: Evidence, last: Evidence, quote: str) -> dict[str, Any]:
    return {"quote": quote, "start": first.start, "end": last.end}


def _line(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def _write(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
