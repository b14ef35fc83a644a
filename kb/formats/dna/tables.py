"""The rows of a Discourse Network Analyzer file, read from SQLite and written to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.errors import InputError

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
_SCHEMA = Path(__file__).with_name("schema.sql")
_MAX_ROWS = 2_000_000  # of all tables together
_MAX_CELL = 32 * 1024 * 1024  # bytes of one value
_STEPS = 100_000  # of SQLite's machine, between two looks at how many it has taken
_MAX_LOOKS = 1_500
_REMEDY = "Save it again in Discourse Network Analyzer 3."


@lru_cache(maxsize=1)
def columns() -> Mapping[str, Mapping[str, str]]:
    """Each table's columns with their types, in the order of the schema."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA.read_text("utf-8"))
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'")]
        return {name: {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({name})")} for name in names}


def load(data: bytes, *, where: str = "") -> dict[str, list[Row]]:
    """The rows of every table, by ID. Raises InputError where the file is none of the schema's, damaged, or too large.

    A table that the schema knows and the file lacks is empty, unless it is one of those without which there are no statements.
    """
    if not data.startswith(b"SQLite format 3\x00") or len(data) < 512:
        raise InputError("the file is no SQLite database", where=where, remedy=_REMEDY)
    # a file in write-ahead mode cannot be opened in memory; what it holds is the same
    data = data[:18] + b"\x01\x01" + data[20:]
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            _guard(connection)
            connection.deserialize(data)
            # nothing in the file's own schema may run: only plain tables are read, and by their columns
            present = {
                name.upper(): name
                for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master")
                if isinstance(name, str) and kind == "table" and str(sql).lstrip()[:13].upper() == "CREATE TABLE "
            }
            missing = [name for name in ("DOCUMENTS", "STATEMENTS", "STATEMENTTYPES", "VARIABLES") if name not in present]
            if missing:
                raise InputError(f"the database has no table {missing[0]}", where=where, remedy=_REMEDY)
            connection.set_authorizer(_only_reading)
            found: dict[str, list[Row]] = {}
            count = 0
            for table, known in columns().items():
                found[table] = []
                if table not in present:
                    continue
                names = ", ".join(f'"{column}"' for column in known)
                key = next(iter(known))
                for values in connection.execute(f'SELECT {names} FROM "{present[table]}" ORDER BY "{key}"'):
                    count += 1
                    if count > _MAX_ROWS:
                        raise InputError(f"the database has more than {_MAX_ROWS:,} rows", where=where, remedy="Split it.")
                    found[table].append(_checked(table, dict(zip(known, values, strict=True)), known, where))
            return found
        except (sqlite3.Error, UnicodeDecodeError, OverflowError, ValueError) as error:
            raise InputError(f"the database is damaged or of another schema ({error})", where=where, remedy=_REMEDY) from error
        except MemoryError as error:
            raise InputError("the database is too large", where=where, remedy="Split it.") from error


def dump(tables: Tables) -> bytes:
    """A database with these rows. Raises InputError where they break the schema, such as a row that refers to none."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.executescript(_SCHEMA.read_text("utf-8"))
            with connection:
                connection.execute("PRAGMA defer_foreign_keys = ON")
                for table, known in columns().items():
                    places = ", ".join("?" * len(known))
                    rows = [[row.get(column) for column in known] for row in tables.get(table, [])]
                    connection.executemany(f"INSERT INTO {table} ({', '.join(known)}) VALUES ({places})", rows)
            return connection.serialize()
        except (sqlite3.Error, OverflowError) as error:
            raise InputError(f"the rows do not fit the schema ({error})", where="dna", remedy="Check the rows.") from error


def _guard(connection: sqlite3.Connection) -> None:
    """Bounds on what a hostile file can make SQLite do."""
    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        return looks > _MAX_LOOKS

    connection.set_progress_handler(look, _STEPS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_CELL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


def _only_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ) else sqlite3.SQLITE_DENY


def _checked(table: str, row: Row, known: Mapping[str, str], where: str) -> Row:
    for column, value in row.items():
        if value is not None and not isinstance(value, int if known[column] == "INTEGER" else str):
            what = f"{table}.{column} holds {type(value).__name__}, not {known[column].lower()}"
            raise InputError(what, where=where, remedy=_REMEDY)
        if isinstance(value, str):
            value.encode("utf-8")
    return row
