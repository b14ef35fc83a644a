"""The inside of one Argdown element: plain words, tags, and data, told apart from markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from kb.errors import InputError
from kb.formats.characters import clean

_TAG = r"[A-Za-z0-9_\-\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]+"
TAG = re.compile(_TAG)
#: signs of logic that Argdown writes between two full stops or two colons
_SIGNS = {
    "A": "∀", "E": "∃", "O": "𝗢", "P": "𝗣", "->": "→", "<->": "↔", "~": "¬", "^": "∧", "v": "∨", "v_": "⊻", "<>": "◇", "[]": "◻",
}  # fmt: skip
_INLINE = re.compile(
    r"\\(?P<escaped>.)"
    r"|\[(?P<link>[^\[\]\n]+)\]\([^()\n]+\)"
    r"|@\[(?P<statement>[^\[\]]{1,500})\]"
    r"|@<(?P<argument>[^<>]{1,500})>"
    r"|#(?:\((?P<long>[^)\n]+)\)|(?P<tag>" + _TAG + r"))"
    r"|(?P<sign>[.:](?P<code>" + "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True))) + r")[.:])"
    r"|(?P<mark>\*\*|__|\*|_)",
    re.DOTALL,
)
_ENDS = frozenset(" \t\n)}_.,!?;:-*")
_MAX_DATA = 100_000  # characters of one element's data


def words_of(raw: str) -> tuple[str, tuple[str, ...]]:
    """The plain words of an element with its tags, in order; links and mentions stand for their words."""
    parts: list[str] = []
    tags: list[str] = []
    opened: list[tuple[str, int]] = []  # marks of emphasis that may yet be closed, with their place in parts
    at = 0
    for match in _INLINE.finditer(raw):
        parts.append(raw[at : match.start()])
        at = match.end()
        if (tag := match["long"] or match["tag"]) is not None:
            tags.append(" ".join(clean(tag).split()))
        elif mark := match["mark"]:
            follows = raw[at : at + 1]
            if opened and opened[-1][0] == mark and (not follows or follows in _ENDS):
                parts[opened.pop()[1]] = ""
            elif follows.strip():
                opened.append((mark, len(parts)))
                parts.append(mark)
            else:
                parts.append(mark)
        elif match["sign"]:
            parts.append(_SIGNS[match["code"]])
        else:
            parts.append(match["escaped"] or match["link"] or match["statement"] or match["argument"])
    parts.append(raw[at:])
    return " ".join(clean("".join(parts)).split()), tuple(dict.fromkeys(filter(None, tags)))


def data_apart(raw: str, where: str) -> tuple[str, dict[str, Any]]:
    """An element without the braces at its end, and what they hold. Raises InputError where that is no mapping of YAML."""
    opened, depth, quoted, skip, end = -1, 0, False, False, -1
    for place, sign in enumerate(raw):
        if skip:
            skip = False
        elif sign == "\\":
            skip = True
        elif sign == '"' and depth:
            quoted = not quoted
        elif quoted:
            continue
        elif sign == "{":
            depth += 1
            if depth == 1:
                opened, end = place, -1
        elif sign == "}" and depth:
            depth -= 1
            if not depth:
                end = place
    if end < 0 or depth or raw[end + 1 :].strip():
        return raw, {}
    held = raw[opened : end + 1]
    if re.match(r"\{[ \t]*\n", held):  # over several lines it is YAML in blocks
        held = held[1:-1]
    return raw[:opened], yaml_mapping(held, where)


class _Loader(yaml.SafeLoader):
    """YAML without aliases, which can make a few lines swell to gigabytes, and without dates, which stay as written."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:merge")]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def yaml_mapping(text: str, where: str) -> dict[str, Any]:
    """What a piece of YAML says. Raises InputError where it is no mapping, too long or too deep."""
    remedy = "Write names and values, such as {proponent: Ada}."
    if len(text) > _MAX_DATA:
        raise InputError(f"its data is longer than {_MAX_DATA:,} characters", where=where, remedy="Shorten it.")
    try:
        found = yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, AttributeError, OverflowError) as error:
        told = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
        raise InputError(f"its data is no YAML ({told})", where=where, remedy=remedy) from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise InputError("its data has no names", where=where, remedy=remedy)
    return {clean(str(key)): _plain(value) for key, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {clean(str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return clean(value if isinstance(value, str) else str(value))
