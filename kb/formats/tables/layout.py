"""Which tables and columns there are, also in the words of CSVW."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def layout() -> Mapping[str, Any]:
    """Tables with their columns, and what spreadsheets call theirs."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))


def metadata() -> dict[str, Any]:
    """Of a group of tables, as the model for tabular data on the web describes it."""

    def column(table: str, name: str, kind: str) -> dict[str, Any]:
        told: dict[str, Any] = {"name": name, "titles": name}
        if kind == "list":
            return {**told, "datatype": "string", "separator": " "}
        if kind == "yes":
            return {**told, "datatype": {"base": "boolean", "format": "yes|no"}}
        return {**told, "datatype": kind, **({"propertyUrl": "dcterms:title"} if (table, name) == ("sources", "title") else {})}

    def schema(table: str, columns: Mapping[str, str]) -> dict[str, Any]:
        made: dict[str, Any] = {"columns": [column(table, name, kind) for name, kind in columns.items()]}
        if "id" in columns:
            made["primaryKey"] = ["id"] if table == "sources" else ["source", "id"]
        if "source" in columns:
            to = {"resource": "sources.csv", "columnReference": "id"}
            made["foreignKeys"] = [{"columnReference": "source", "reference": to}]
        return made

    tables = [{"url": f"{name}.csv", "tableSchema": schema(name, columns)} for name, columns in layout()["tables"].items()]
    return {"@context": "http://www.w3.org/ns/csvw", "dialect": {"header": True, "encoding": "utf-8"}, "tables": tables}
