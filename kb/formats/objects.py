"""A JSON object laid out for people and quickly written: each item of its lists on a line of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping


def to_json(data: Mapping[str, object]) -> str:
    """The object with a line for each key and for each item of a list; what lies deeper stays on its line.

    The standard encoder is ten times slower where it indents every level, which pages of a large knowledge base feel.
    """
    lines = []
    for key, value in data.items():
        if isinstance(value, list) and value:
            items = ",\n    ".join(map(_line, value))
            lines.append(f"{_line(key)}: [\n    {items}\n  ]")
        else:
            lines.append(f"{_line(key)}: {_line(value)}")
    return "{\n  " + ",\n  ".join(lines) + "\n}\n" if lines else "{}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
