"""The cue words of the pipeline's components, read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The table of ``<name>.toml``, read once and shared: do not alter it.

    Raises FileNotFoundError where no such cue file exists.
    """
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
