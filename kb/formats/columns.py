"""The types of a network's attributes, as formats with declared columns need them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

Type = Literal["boolean", "long", "double", "string"]
_LONG = 2**63


def types(rows: Iterable[Mapping[str, Any]]) -> dict[str, Type]:
    """The type that holds all values of each attribute; None is no value, and values of several types are strings."""
    found: dict[str, set[Type]] = {}
    for row in rows:
        for name, value in row.items():
            if value is not None:
                found.setdefault(name, set()).add(type_of(value))
    return {name: _common(kinds) for name, kinds in found.items()}


def type_of(value: Any) -> Type:
    """The type of one value; what no number of 64 bits can say is a string."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long" if -_LONG <= value < _LONG else "string"
    return "double" if isinstance(value, float) and math.isfinite(value) else "string"


def _common(kinds: set[Type]) -> Type:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"long", "double"} else "string"
