"""Sources' particulars from BibTeX and CSL-JSON files.

A bibliography is a file ``sources.bib`` or ``sources.json`` beside the texts, or one that ``bibliography = "refs.bib"`` names in
``sources.toml``. Its entries speak of a source whose id is their key (or its slug), or whose file they name in a field ``file``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from kb.errors import InputError
from kb.language import language_code
from kb.readers.encoding import decode
from kb.readers.reading import join_names, person_name, squeeze, year_in
from kb.sources import slug

#: Files that are bibliographies by their name alone.
STANDARD_NAMES = ("sources.bib", "sources.json")

Details = Mapping[str, Any]


def read_bibliography(path: Path) -> tuple[dict[str, Details], list[InputError]]:
    """Details (keys of sources.toml) by citation key and by file name, with what is wrong with single entries.

    Raises InputError where the file is missing, of an unknown kind, or cannot be parsed at all.
    """
    where = str(path)
    if path.suffix.lower() not in (".bib", ".json"):
        raise InputError("the bibliography is neither .bib nor .json", where=where, remedy="Give BibTeX or CSL-JSON.")
    try:
        text = decode(path.read_bytes(), where=where).removeprefix("\ufeff")
    except OSError as error:
        raise InputError(f"the bibliography cannot be read ({error.strerror})", where=where, remedy="Check its path.") from error
    problems: list[InputError] = []
    entries = _bibtex(text, where, problems) if path.suffix.lower() == ".bib" else _csl(text, where, problems)
    found: dict[str, Details] = {}
    for key, files, details in entries:
        for name in (key, slug(key), *(PurePosixPath(file.replace("\\", "/")).name for file in files)):
            if name and found.setdefault(name, details) is not details:
                remedy = "Remove one; the first is taken."
                problems.append(InputError(f"two entries speak of {name!r}", where=where, remedy=remedy))
    return found, problems


def _bibtex(text: str, where: str, problems: list[InputError]) -> Iterator[tuple[str, list[str], Details]]:
    import bibtexparser
    from bibtexparser.middlewares import LatexDecodingMiddleware

    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    # addresses as they stand: % begins no comment and ~ is no space in them
    plain = bibtexparser.parse_string(text).entries
    addresses = {entry.key: str(field.value) for entry in plain for field in entry.fields if field.key.lower() == "url"}
    for block in library.failed_blocks:
        line = block.start_line + 1 if block.start_line is not None else 1
        remedy = "Check its braces and commas."
        problems.append(InputError("the BibTeX entry cannot be read", where=f"{where} line {line}", remedy=remedy))
    if not library.entries and text.strip() and not problems:
        remedy = "Give entries such as @book{key, title = {…}}."
        raise InputError("there is no BibTeX entry in the file", where=where, remedy=remedy)
    for entry in library.entries:
        fields = {field.key.lower(): _plain(str(field.value)) for field in entry.fields}
        names = re.split(r"\s+and\s+", fields.get("author") or fields.get("editor") or "")
        details = {
            "title": ": ".join(filter(None, [fields.get("title"), fields.get("subtitle")])),
            "author": join_names(person_name(name) for name in names if name != "others"),
            "year": year_in(fields.get("year") or fields.get("date")),
            "language": language_code(fields.get("langid") or fields.get("language") or "en"),
            "url": squeeze(addresses.get(entry.key, "").replace("\\", "")),
        }
        yield entry.key, _files(fields.get("file", "")), {key: value for key, value in details.items() if value}


def _plain(value: str) -> str:
    return squeeze(value.replace("{", "").replace("}", ""))


def _files(value: str) -> list[str]:
    """The paths in a file field: a bare path, or Zotero's and JabRef's ``description:path:type`` joined by semicolons."""
    paths = []
    for part in filter(None, value.split(";")):
        pieces = re.split(r"(?<!\\):", part)
        paths.append(pieces[1] if len(pieces) >= 3 else part)
    return [path.strip().replace("\\:", ":") for path in paths]


def _csl(text: str, where: str, problems: list[InputError]) -> Iterator[tuple[str, list[str], Details]]:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = f"{where} line {error.lineno}" if isinstance(error, json.JSONDecodeError) else where
        raise InputError("the JSON is wrong", where=place, remedy="Export the bibliography again as CSL-JSON.") from error
    items = data.get("items", [data]) if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise InputError("the file is not CSL-JSON", where=where, remedy="Give a list of items, each with an id.")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict) or not isinstance(item.get("id", item.get("citation-key")), str | int):
            problems.append(InputError(f"item {number} has no id", where=where, remedy='Give each item an "id".'))
            continue
        details = {
            "title": _string(item.get("title")),
            "author": join_names(_csl_names(item.get("author")) or _csl_names(item.get("editor"))),
            "year": _csl_year(item.get("issued")),
            "language": language_code(_string(item.get("language")) or "en"),
            "url": _string(item.get("URL")),
        }
        key = str(item.get("citation-key") or item["id"])
        yield key, [_string(item.get("file")) or ""], {name: value for name, value in details.items() if value}


def _string(value: Any) -> str | None:
    return squeeze(re.sub(r"</?\w+[^>]*>", "", value)) if isinstance(value, str) else None


def _csl_names(value: Any) -> list[str]:
    names = [name for name in value if isinstance(name, dict)] if isinstance(value, list) else []
    parts = ("given", "non-dropping-particle", "dropping-particle", "family", "suffix")
    return [str(n.get("literal") or " ".join(str(n[part]) for part in parts if n.get(part))) for n in names]


def _csl_year(value: Any) -> int | None:
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    first = parts[0][0] if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0] else None
    return year_in(str(first if first is not None else value.get("raw") or value.get("literal") or ""))
