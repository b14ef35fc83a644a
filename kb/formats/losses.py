"""What each format cannot carry, as ``losses.toml`` tells it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.formats import FORMATS

#: by name the columns of the table: what comes back, and what other programs read of a network, which we only write
COLUMNS = {f.name: f.label for f in FORMATS if f.reads and f.writes} | {"network": "GraphML, GEXF"}
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
    for name in (*(format.name for format in FORMATS), "network"):
        part, lost = told[name].get("part", {}), told[name].get("lost", {})
        fares = {feature: "part" if feature in part else "lost" if feature in lost else "kept" for feature in features()}
        made[name] = Losses(fares, {**part, **lost}, tuple(told[name].get("unread", ())))
    return made


def table() -> str:
    """The table of docs/formats.md, with the reasons under it."""
    told = losses()
    lines = [
        "| | " + " | ".join(COLUMNS.values()) + " |",
        "|---|" + ":-:|" * len(COLUMNS),
        *(
            f"| {words} | " + " | ".join(SIGNS[told[name].fares[feature]] for name in COLUMNS) + " |"
            for feature, words in features().items()
        ),
    ]
    for name, label in (COLUMNS | {format.name: format.label for format in FORMATS}).items():
        one = told[name]
        lines += ["", f"### {label}: what is lost"]
        if name in COLUMNS:
            lost = [feature for feature in features() if feature in one.reasons]
            lines += ["", *([] if lost else ["Nothing of ours."])]
            lines += [f"- {SIGNS[one.fares[feature]]} {features()[feature]}: {one.reasons[feature]}" for feature in lost]
        if one.unread:
            lines += ["", f"Of what {label} itself can say, this is not read:", ""]
            lines += [f"- {words}" for words in one.unread]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=1)
def _told() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(_FILE.read_text("utf-8"))
