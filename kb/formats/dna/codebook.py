"""What a coded debate holds beside its codings (coders, patterns, types, attributes), as a text that can be read back."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from kb.errors import InputError
from kb.formats.assembling import Assembly
from kb.formats.dna.tables import Row, Tables, columns
from kb.model import Source, Statements

PIPELINE = "dna/1"
GENRE = "codebook"  #: of the source that holds the codebook's text
MAIN = ("person", "organization", "concept", "agreement")  #: the variables that statements carry themselves
#: what is not told in the codebook: texts and data stand in the statements, passwords concern nobody else
_LEFT_OUT = {"DOCUMENTS": {"Text"}, "CODERS": {"Password"}}
DATA = ("DATABOOLEAN", "DATAINTEGER", "DATASHORTTEXT", "DATALONGTEXT")
PASSWORD = "doxograph"  #: of every coder in a file that is written


@lru_cache(maxsize=1)
def called() -> Mapping[str, str]:
    """What coders, who make the types of statements themselves, call the variables that ours carry: each name with ours."""
    names = {
        "person": ("actor", "speaker", "politician"),
        "organization": ("organisation", "institution", "group", "party"),
        "concept": ("category", "claim", "belief", "frame", "argument"),
        "agreement": ("agree", "support", "approval"),
    }
    return {name: ours for ours, others in names.items() for name in (ours, *others)}


def codebook(tables: Tables, source: Source, main: Collection[object]) -> Statements:
    """The codebook of a database; ``main`` are the ids of the variables that the statements carry."""
    to = Assembly(source)
    for table, known in columns().items():
        rows = [row for row in tables[table] if table not in DATA or row["VariableId"] not in main]
        if not rows:
            continue
        to.add(table, "heading", 1)
        for row in rows:
            told = {name: row[name] for name in known if name not in _LEFT_OUT.get(table, ())}
            if table in DATA:
                told.pop("ID")
            to.add(json.dumps({"table": table, **told}, ensure_ascii=False))
    return to.statements(PIPELINE)


def tables_of(text: str, where: str) -> dict[str, list[Row]]:
    """The rows that a codebook tells. Raises InputError where it was altered so that it cannot be read."""
    found: dict[str, list[Row]] = defaultdict(list)
    for line in text.split("\n"):
        if not line.startswith("{"):
            continue
        try:
            row: Any = json.loads(line)
            found[row.pop("table")].append(row)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise InputError(
                f"the codebook has a line that is no row ({error})", where=where, remedy="Import the .dna file again."
            ) from error
    for row in found["CODERS"]:
        row["Password"] = password()
    return dict(found)


def beginning() -> Mapping[str, list[Row]]:
    """The rows of a database with nothing coded yet: one coder, one type of statement."""
    yellow = {"Red": 239, "Green": 208, "Blue": 51}
    return {
        "SETTINGS": [{"Property": "version", "Value": "3.0.7"}, {"Property": "date", "Value": "2022-06-10"}],
        "CODERS": [_coder()],
        "STATEMENTTYPES": [{"ID": 1, "Label": "DNA Statement", **yellow}],
        "VARIABLES": [
            {"ID": n, "Variable": name, "DataType": "boolean" if name == "agreement" else "short text", "StatementTypeId": 1}
            for n, name in enumerate(MAIN, 1)
        ],
    }


@lru_cache(maxsize=1)
def password() -> str:
    """The word ``doxograph`` as DNA stores passwords: 100,000 rounds of SHA-256 over salt and word, with the salt before it."""
    salt = hashlib.sha256(PASSWORD.encode()).digest()[:16]
    digest = hashlib.sha256(salt + PASSWORD.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")


def _coder() -> Row:
    small = {"Refresh": 0, "FontSize": 14, "PopupWidth": 300, "Red": 255, "Green": 255, "ColorByCoder": 0, "PopupDecoration": 0}
    row: Row = {name: 1 if kind == "INTEGER" else "" for name, kind in columns()["CODERS"].items()}
    return row | small | {"ID": 1, "Name": "Admin", "Blue": 0, "Password": password()}
