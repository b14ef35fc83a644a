"""What each format cannot carry, as ``losses.toml`` tells it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.formats import FORMATS

BOTH = tuple(format for format in FORMATS if format.reads and format.writes)  #: the table is of what comes back
_FILE = Path(__file__).with_name("losses.toml")
SIGNS = {"kept": "●", "part": "◐", "lost": "–"}


@dataclass(frozen=True, slots=True)
class Losses:
    """For one format: how each feature of our statements fares in it (kept, part, lost), and what of its own is not read."""

    fares: Mapping[str, str]
    reasons: Mapping[str, str]  # by feature, for what is not kept
    unread: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def features() -> Mapping[str, str]:
    """What statements hold: the name of each feature with its words."""
    return dict(_told()["features"])


@lru_cache(maxsize=1)
def losses() -> Mapping[str, Losses]:
    """By name of format."""
    told = _told()
    made = {}
    for format in FORMATS:
        part, lost = told[format.name].get("part", {}), told[format.name].get("lost", {})
        fares = {name: "part" if name in part else "lost" if name in lost else "kept" for name in features()}
        made[format.name] = Losses(fares, {**part, **lost}, tuple(told[format.name].get("unread", ())))
    return made


def table() -> str:
    """The table of docs/formats.md, with the reasons under it."""
    told = losses()
    lines = [
        "| | " + " | ".join(format.label for format in BOTH) + " |",
        "|---|" + ":-:|" * len(BOTH),
        *(
            f"| {words} | " + " | ".join(SIGNS[told[format.name].fares[name]] for format in BOTH) + " |"
            for name, words in features().items()
        ),
    ]
    for format in FORMATS:
        one = told[format.name]
        lines += ["", f"### {format.label}: what is lost", ""]
        if format in BOTH and not one.reasons:
            lines.append("Nothing of ours.")
        lost = [name for name in features() if name in one.reasons] if format in BOTH else []
        lines += [f"- {SIGNS[one.fares[name]]} {features()[name]}: {one.reasons[name]}" for name in lost]
        if one.unread:
            lines += ["", f"Of what {format.label} itself can say, this is not read:", ""]
            lines += [f"- {words}" for words in one.unread]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=1)
def _told() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(_FILE.read_text("utf-8"))
