"""The state of the graph browser: read from an address, and written into one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

from kb.model import ENTITY_TYPES, PREDICATES
from kb.queries.neighbourhood import ALL, MOST

LAYOUTS = ("force", "time")
AMOUNTS = (25, MOST, 80, 150, 400, 1500, ALL)
REVIEWED = {"": "reviewed or not", "yes": "accepted by a reviewer", "no": "not yet reviewed"}


_quoted = lru_cache(4096)(partial(quote, safe="/:"))  # few paths stand in many addresses


@dataclass(frozen=True, slots=True)
class State:
    """What is drawn. Things, claims and arguments are named by their paths (``theory/state-capitalism``)."""

    start: tuple[str, ...] = ()  # in the picture whatever else is, each with its neighbours
    claims: tuple[str, ...] = ()  # things whose claims are drawn
    arguments: tuple[str, ...] = ()  # claims whose arguments are drawn
    pick: str = ""  # what the panel tells of: a path, or a link as "SUBJECT PREDICATE OBJECT"
    kind: tuple[str, ...] = ()  # predicates
    type: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    by: str = ""
    since: int | None = None
    until: int | None = None
    confidence: float = 0.0
    reviewed: str = ""
    most: int = MOST
    layout: str = "force"

    def pairs(self) -> list[tuple[str, str]]:
        """The state as parameters; what is as it always is says nothing."""
        told: list[tuple[str, str]] = [("from", one) for one in self.start]
        for name in ("claims", "arguments", "type", "kind", "source"):
            if values := getattr(self, name):
                told += [(name, one) for one in values]
        for name in ("by", "since", "until", "reviewed", "pick"):
            if (value := getattr(self, name)) not in ("", None):
                told.append((name, str(value)))
        if self.confidence:
            told.append(("confidence", f"{self.confidence:g}"))
        if self.most != MOST:
            told.append(("most", str(self.most)))
        if self.layout != "force":
            told.append(("layout", self.layout))
        return told

    def address(self, **change: Any) -> str:
        """Where this state, with these changes, is to be seen."""
        pairs = (replace(self, **change) if change else self).pairs()
        return "/browse" + ("?" + "&".join([f"{name}={_quoted(value)}" for name, value in pairs]) if pairs else "")

    def picking(self) -> Callable[[str], str]:
        """What tells where this state is to be seen with another pick; of thousands this is several times as quick."""
        before, after = self.address(pick="\0").split("%00")
        return lambda pick: before + "%20".join(map(_quoted, pick.split(" "))) + after

    def toggled(self, name: str, value: str) -> str:
        """Where a value of a list is put in or taken out."""
        now: tuple[str, ...] = getattr(self, name)
        return self.address(**{name: tuple(x for x in now if x != value) if value in now else (*now, value)})


def state_of(args: MultiDict[str, str]) -> State:
    """The state that an address tells; what makes no sense is left out."""
    most = _number(args.get("most", ""))
    confidence = args.get("confidence", "")
    try:
        sure = min(max(float(confidence or 0), 0.0), 1.0)
    except ValueError:
        sure = 0.0
    return State(
        start=_list(args.getlist("from")),
        claims=_list(args.getlist("claims")),
        arguments=_list(args.getlist("arguments")),
        pick=args.get("pick", "").strip(),
        kind=_list(args.getlist("kind"), PREDICATES),
        type=_list(args.getlist("type"), ENTITY_TYPES),
        source=_list(args.getlist("source")),
        by=args.get("by", "").strip(),
        since=_number(args.get("since", "")),
        until=_number(args.get("until", "")),
        confidence=sure if sure == sure else 0.0,  # not a number is no confidence
        reviewed=args.get("reviewed", "") if args.get("reviewed", "") in REVIEWED else "",
        most=min(max(most, 1), ALL) if most is not None else MOST,
        layout=args.get("layout", "") if args.get("layout", "") in LAYOUTS else "force",
    )


def _list(values: Iterable[str], allowed: Iterable[str] | None = None) -> tuple[str, ...]:
    known = None if allowed is None else set(allowed)
    given = dict.fromkeys(value.strip().lstrip("/") for value in values)
    return tuple(value for value in given if value and (known is None or value in known))[:60]


def _number(word: str) -> int | None:
    return int(word) if word.strip().isdecimal() and len(word.strip()) < 5 else None
