"""Statements as a zip of tables, one a kind, with the texts and the metadata that CSVW asks for."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from kb.errors import InputError
from kb.formats.assembling import MAX_CHARACTERS
from kb.formats.checking import REMEDY, careful, checked
from kb.formats.csv import to_csv
from kb.formats.tables.layout import layout, metadata
from kb.graph import ordered
from kb.model import Argument, Block, Claim, Document, Entity, Evidence, Relation, Source, Statements
from kb.sources import slug

Row = dict[str, Any]
_MANY = 1_000_000  # rows of a table


def bundle(readings: Sequence[Statements]) -> bytes:
    """The zip; the same statements give the same bytes."""
    rows: dict[str, list[Row]] = {name: [] for name in layout()["tables"]}
    files: dict[str, str] = {}
    for reading in readings:
        name = f"texts/{slug(reading.document.source.id)}.txt"
        files[name] = reading.document.text
        for table, row in _rows(ordered(reading), name):
            rows[table].append(row)
    for table, columns in layout()["tables"].items():
        files[f"{table}.csv"] = to_csv(list(columns), [[_cell(row.get(column)) for column in columns] for row in rows[table]])
    files["csv-metadata.json"] = json.dumps(metadata(), indent=1) + "\n"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name].encode(), zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()


def _rows(s: Statements, file: str) -> Iterable[tuple[str, Row]]:
    told: Row
    source = s.document.source
    of = {"source": source.id}
    names = {e.id: e.name for e in s.entities}
    told = {name: getattr(source, name) for name in ("id", "title", "author", "year", "genre", "language", "licence", "url")}
    yield "sources", {**told, "constructed": source.constructed, "pipeline": s.pipeline, "text": file}
    for b in s.document.blocks:
        yield "blocks", {**of, "kind": b.kind, "start": b.start, "end": b.end, "level": b.level, "page": b.page}
    for e in s.entities:
        places = [f"{start}-{end}" for start, end in e.mentions]
        told = {"id": e.id, "type": e.type, "name": e.name, "key": e.key, "mentions": places, "confidence": e.confidence}
        yield "entities", {**of, **told}
        for alias in e.aliases:
            yield "aliases", {**of, "entity": e.id, "alias": alias}
    for c in s.claims:
        told = {"id": c.id, "holder": c.holder, "holder_name": names.get(c.holder), "stance": c.stance, "hedged": c.hedged}
        words: Row = {
            "quote": c.quote,
            "content": _places(c.content),
            "evidence": _places([c.evidence]),
            "sentence": c.evidence.quote,
        }
        ends: Row = {
            "cue": _places(c.cue),
            "about": _ids(c.about),
            "reported_by": _ids(c.reported_by),
            "confidence": c.confidence,
        }
        yield "claims", {**of, **told, **words, **ends}
    for r in s.relations:
        told = {"id": r.id, "subject": r.subject, "subject_name": names.get(r.subject), "predicate": r.predicate}
        ends = {"object": r.object, "object_name": names.get(r.object), "polarity": r.polarity, "asserted_by": r.asserted_by}
        words = {"year": r.year, "evidence": _places([r.evidence]), "quote": r.evidence.quote, "confidence": r.confidence}
        yield "relations", {**of, **told, **ends, **words}
    for a in s.arguments:
        told = {"id": a.id, "premises": _ids(a.premises), "kind": a.kind, "conclusion": a.conclusion}
        words = {"evidence": _places([a.evidence]), "quote": a.evidence.quote, "confidence": a.confidence}
        yield "arguments", {**of, **told, **words}


def unbundled(data: bytes, where: str) -> tuple[Statements, ...]:
    """The statements of each text in a zip. Raises InputError, with table, row and column where a cell is the cause."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _unpacked(archive, where)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise InputError(f"the zip is damaged ({error})", where=where, remedy="Get the whole file again.") from error
    by_source: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table, columns in layout()["tables"].items():
        for row in _table(files, table, columns, where):
            by_source[row["id" if table == "sources" else "source"] or ""][table].append(row)
    made = [_statements(id, tables, files, where) for id, tables in by_source.items()]
    if len({one.document.source.id for one in made}) != len(made) or not made:
        raise InputError("its table of sources has none, or one twice", where=where, remedy=REMEDY)
    return tuple(made)


def _unpacked(archive: zipfile.ZipFile, where: str) -> dict[str, str]:
    if sum(item.file_size for item in archive.infolist()) > 4 * MAX_CHARACTERS:
        raise InputError("the zip unpacks to more than can be read", where=where, remedy="Split it.")
    files = {}
    for item in archive.infolist():
        if item.filename.endswith((".csv", ".txt")):
            with archive.open(item) as file:
                packed = file.read(item.file_size + 1)  # what it announces may be false
            try:
                files[item.filename] = packed.decode("utf-8-sig" if item.filename.endswith(".csv") else "utf-8")
            except UnicodeDecodeError as error:
                raise InputError(f"{item.filename} is not UTF-8", where=where, remedy="Save it as UTF-8.") from error
    return files


def _table(files: Mapping[str, str], table: str, columns: Mapping[str, str], where: str) -> Iterable[Row]:
    if f"{table}.csv" not in files:
        if table == "sources":
            raise InputError("there is no sources.csv in the zip", where=where, remedy=REMEDY)
        return
    lines = csv.reader(io.StringIO(files[f"{table}.csv"], newline=""), strict=True)
    try:
        header = next(lines, [])
        for number, cells in enumerate(lines, 2):
            if number > _MANY:
                raise InputError(f"{table}.csv has more than {_MANY:,} rows", where=where, remedy="Split it.")
            row = dict.fromkeys(columns)
            for column, cell in zip(header, cells, strict=False):
                if column in columns:
                    row[column] = _value(cell, columns[column], f"{table}.csv, row {number}, column {column}", where)
            yield row
    except csv.Error as error:
        raise InputError(f"{table}.csv is no table ({error})", where=where, remedy="Save it as CSV in UTF-8.") from error


def _value(cell: str, kind: str, at: str, where: str) -> Any:
    if not cell:
        return {"list": [], "yes": False}.get(kind)
    try:
        match kind:
            case "integer":
                return int(cell)
            case "decimal":
                return float(cell)
            case "list":
                return cell.split(" ")
            case "yes":
                return {"yes": True, "no": False}[cell.lower()]
    except (ValueError, KeyError) as error:
        raise InputError(f"{at}: {cell[:40]!r} is no {kind}", where=where, remedy="Correct the cell.") from error
    return cell


def _statements(id: str, tables: Mapping[str, list[Row]], files: Mapping[str, str], where: str) -> Statements:
    sources = tables["sources"]
    if len(sources) != 1:
        raise InputError(f"sources.csv tells {len(sources)} times of {id!r}", where=where, remedy="A row a source.")
    (told,) = sources
    if told["text"] not in files:
        raise InputError(f"sources.csv, column text: there is no {told['text']!r} in the zip", where=where, remedy=REMEDY)
    text = files[told["text"]]
    kept = {name: told[name] for name in ("author", "year", "genre", "licence", "url", "constructed")}
    source = Source(slug(id), told["title"] or id, language=told["language"] or "en", **kept)
    with careful(where):
        blocks = tuple(Block(r["kind"], r["start"], r["end"], r["level"] or 0, r["page"]) for r in tables["blocks"])
        if any(not 0 <= b.start < b.end <= len(text) for b in blocks):
            raise InputError("blocks.csv has a place outside the text", where=where, remedy="Offsets are code points.")
        document = Document(source, text, blocks)
        aliases: dict[str, list[str]] = defaultdict(list)
        for row in tables["aliases"]:
            aliases[row["entity"]].append(row["alias"] or "")

        def words(row: Row, column: str) -> tuple[Evidence, ...]:
            return tuple(document.evidence(*_place(cell)) for cell in row[column])

        entities = tuple(
            Entity(
                r["id"],
                r["type"],
                r["name"] or "",
                tuple(aliases[r["id"]]),
                r["key"],
                tuple(map(_place, r["mentions"])),
                _sure(r),
            )
            for r in tables["entities"]
        )
        claims = tuple(
            Claim(
                r["id"], r["holder"], r["stance"], words(r, "content"), words(r, "evidence")[0], words(r, "cue"),
                tuple(map(unquote, r["about"])), tuple(map(unquote, r["reported_by"])), r["hedged"], _sure(r),
            )
            for r in tables["claims"]
        )  # fmt: skip
        relations = tuple(
            Relation(
                r["id"], r["subject"], r["predicate"], r["object"], r["polarity"], r["asserted_by"], words(r, "evidence")[0],
                r["year"], _sure(r),
            )
            for r in tables["relations"]
        )  # fmt: skip
        arguments = tuple(
            Argument(r["id"], tuple(map(unquote, r["premises"])), r["conclusion"], r["kind"], words(r, "evidence")[0], _sure(r))
            for r in tables["arguments"]
        )
        for table in ("claims", "relations", "arguments"):
            for row in tables[table]:
                there = " … ".join(part.quote for part in words(row, "content" if table == "claims" else "evidence"))
                if row["quote"] is not None and row["quote"] != there:
                    what = f"{table}.csv, column quote: {row['quote'][:40]!r} is not what stands there, {there[:40]!r}"
                    raise InputError(what, where=where, remedy="Correct the cell, or its place.")
        return checked(Statements(document, entities, claims, relations, arguments, told["pipeline"] or ""), where)


def _sure(row: Row) -> float:
    return 1.0 if row["confidence"] is None else float(row["confidence"])


def _place(cell: str) -> tuple[int, int]:
    start, _, end = cell.partition("-")
    return int(start), int(end)


def _places(parts: Iterable[Evidence]) -> list[str]:
    return [f"{part.start}-{part.end}" for part in parts]


def _ids(ids: Iterable[str]) -> list[str]:
    return [quote(id, safe="/") for id in ids]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else ""
    return " ".join(value) if isinstance(value, list) else value
