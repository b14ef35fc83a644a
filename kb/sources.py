"""The particulars of sources as ``sources.toml`` states them: one table a source, checked key by key."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from kb.errors import InputError

#: Keys of a source's table, with the type of each.
KEYS: dict[str, type] = {
    "file": str, "title": str, "author": str, "year": int, "genre": str, "language": str, "licence": str, "url": str,
    "constructed": bool,
}  # fmt: skip
_SPELLED = {"license": "licence"}
_TOP_KEYS = ("bibliography", "source")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
_WORDS = {str: "text in quotation marks", int: "a whole number without quotation marks", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Listing:
    """What a ``sources.toml`` says: details by source id, bibliography files, and what is wrong with single entries."""

    details: Mapping[str, Mapping[str, Any]]
    bibliographies: tuple[str, ...] = ()
    problems: tuple[InputError, ...] = ()


def read_listing(path: Path) -> Listing:
    """The listing in a file. Sources are tables, ``[the-new-class]``, or ``[[source]]`` with a key ``id``.

    A wrong entry is left out and told of in ``problems``; InputError is raised only where the whole file cannot be read.
    """
    where = str(path)
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8, as TOML must be", where=where, remedy="Save it as UTF-8.") from error
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror})", where=where, remedy="Check its rights.") from error
    problems: list[InputError] = []
    table = _parse(_without_repeated_tables(text, where, problems), where)
    names = table.pop("bibliography", [])
    bibliographies = [names] if isinstance(names, str) else names
    if not isinstance(bibliographies, list) or not all(isinstance(name, str) for name in bibliographies):
        remedy = 'Give for instance bibliography = "refs.bib".'
        problems.append(InputError("bibliography must be a file name or a list of them", where=where, remedy=remedy))
        bibliographies = []
    details = {}
    for key, entry in _entries(table, where, problems):
        try:
            details[_checked_id(key, where)] = _checked(entry, f"{where} [{key}]")
        except InputError as error:
            problems.append(error)
    return Listing(details, tuple(bibliographies), tuple(problems))


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"{where} line {line[1]}" if line else where
        told = re.sub(r"\s*\(at .*\)", "", str(error))
        remedy = "Mend it there; texts stand in quotation marks."
        raise InputError(f"the TOML is wrong: {told}", where=place, remedy=remedy) from error


def _without_repeated_tables(text: str, where: str, problems: list[InputError]) -> str:
    """The text with every table left out whose id comes twice, which TOML itself would refuse with the whole file."""
    lines = text.splitlines(keepends=True)
    headers = [(at, header[1].strip().strip("\"'")) for at, line in enumerate(lines) if (header := _header(line))]
    for name, count in Counter(name for _, name in headers).items():
        if count < 2:
            continue
        at = [number for number, other in headers if other == name]
        problems.append(_twice(name, where, f"lines {' and '.join(str(number + 1) for number in at)}"))
        for start in at:
            end = next((number for number, line in enumerate(lines) if number > start and line.startswith("[")), len(lines))
            lines[start:end] = ["\n"] * (end - start)  # line numbers stay true for other messages
    return "".join(lines)


def _header(line: str) -> re.Match[str] | None:
    return re.match(r"\[([^\[\]]+)\]\s*(?:#.*)?$", line)


def _entries(table: dict[str, Any], where: str, problems: list[InputError]) -> list[tuple[str, dict[str, Any]]]:
    """The sources' tables by id, those of ``[[source]]`` among them."""
    found: list[tuple[str, dict[str, Any]]] = []
    listed = table.pop("source", []) if isinstance(table.get("source"), list) else []
    for number, entry in enumerate(listed, start=1):
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            found.append((entry["id"], {key: value for key, value in entry.items() if key != "id"}))
        else:
            problems.append(InputError(f"entry {number} of [[source]] has no id", where=where, remedy='Add id = "…" to it.'))
    for key, entry in table.items():
        if isinstance(entry, dict):
            found.append((key, entry))
        else:
            problems.append(_unknown(key, (*_TOP_KEYS, *KEYS), f"{where}: outside any table"))
    counted = Counter(key.casefold() for key, _ in found)
    for key in sorted(key for key, count in counted.items() if count > 1):
        problems.append(_twice(key, where, "two tables"))
    return [(key, entry) for key, entry in found if counted[key.casefold()] == 1]


def _twice(name: str, where: str, places: str) -> InputError:
    remedy = "Rename one; neither is read till then."
    return InputError(f"two sources have the id {name!r} ({places})", where=where, remedy=remedy)


def _checked_id(key: str, where: str) -> str:
    if not _ID.fullmatch(key):
        remedy = f"Use letters without accents, digits, - . _ ~, for instance [{slug(key)}]."
        raise InputError(f"{key!r} cannot be the id of a source", where=where, remedy=remedy)
    return key


def _checked(entry: Mapping[str, Any], where: str) -> dict[str, Any]:
    details = {}
    for given, value in entry.items():
        key = _SPELLED.get(given, given)
        if key not in KEYS:
            raise _unknown(given, tuple(KEYS), where)
        if type(value) is not KEYS[key] or (isinstance(value, str) and not value.strip()):
            raise InputError(f"{given} = {value!r} has the wrong type", where=where, remedy=f"Give {_WORDS[KEYS[key]]}.")
        details[key] = value
    return details


def _unknown(key: str, known: tuple[str, ...], where: str) -> InputError:
    near = get_close_matches(key, known, n=1)
    remedy = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}."
    return InputError(f"unknown key {key!r}", where=where, remedy=remedy)


def slug(name: str) -> str:
    """A source id for a name: itself where it fits, else without accents and with ``-`` for what does not fit.

    Ids hold ASCII letters, digits, ``- . _ ~`` and begin with a letter or digit, so that they stand in IRIs, addresses and file
    names as they are. A name of which nothing is left (one in Chinese) becomes ``text-`` and eight digits of its SHA-256.
    """
    if _ID.fullmatch(name):
        return name
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[^A-Za-z0-9._~-]+", "-", plain).strip("-._~")
    return plain or f"text-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
