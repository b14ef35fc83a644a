"""An argument map to Argdown text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.formats.argdown.inline import TAG
from kb.formats.argdown.model import ArgumentMap, Node, NodeKind, RelationKind

_SIGN: dict[RelationKind, str] = {"support": "+>", "attack": "->", "undercut": "_>", "contradiction": "><"}
_MARKUP = re.compile(r"[\\@#*_\[\]<>{}/]|[.:](?=[^\s.:]{1,40}[.:])")
_NO_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))  # what YAML takes for something else
_IN_TAG = re.compile(r"[(){}\\]")
_FIRST = re.compile(r"^(?=[-+=>(\d])")


def compose(argument_map: ArgumentMap) -> str:
    """The Argdown text of a map: a heading a section, an element a paragraph, each with its outgoing relations."""
    made = argument_map
    outgoing: dict[tuple[NodeKind, str], list[str]] = defaultdict(list)
    for link in made.links:
        outgoing[link.start].append(f"  {_SIGN[link.kind]} {_named(*link.end)}")
    parts: list[str] = []
    if made.meta:
        parts.append("===\n" + "".join(f"{_scalar(k)}: {_value(v)}\n" for k, v in made.meta.items()) + "===")
    inside: dict[int | None, list[tuple[NodeKind, Node]]] = defaultdict(list)
    for node in made.statements.values():
        inside[node.section].append(("statement", node))
    for node in made.arguments.values():
        inside[node.section].append(("argument", node))
    for section in (None, *range(len(made.sections))):
        if section is not None:
            heading = made.sections[section]
            parts.append("#" * max(1, heading.level) + " " + escaped(heading.title))
        for kind, node in inside[section]:
            parts.append("\n".join((_element(kind, node), *outgoing[kind, node.title])))
            if node.steps:
                parts.append("\n".join(_structure(node)))
    return "\n\n".join(parts) + "\n"


def escaped(words: str) -> str:
    """Words on one line in which nothing is taken for markup."""
    return _FIRST.sub(r"\\", _MARKUP.sub(lambda sign: "\\" + sign.group(), " ".join(words.split())))


def tag_of(words: str) -> str:
    """What of some words can stand in a tag: no round bracket, nothing that would begin data or a comment."""
    return " ".join(_IN_TAG.sub("", words).replace("//", "/ /").replace("/*", "/ *").replace("<!", "< !").split()) or "…"


def title_of(words: str) -> str:
    """What of some words can stand in a title: no brackets, no hyphen at the beginning."""
    plain = re.sub(r"[\[\]<>\\{}]", "", words).replace("//", "/ /").replace("/*", "/ *")
    return " ".join(plain.split()).lstrip("-!").strip()[:120].strip() or "…"


def _named(kind: NodeKind, title: str) -> str:
    return f"[{title}]" if kind == "statement" else f"<{title}>"


def _element(kind: NodeKind, node: Node) -> str:
    named = _named(kind, node.title)
    if node.text:
        named += ": " + escaped(node.text)
    tags = "".join(f" #{tag}" if TAG.fullmatch(tag) else f" #({tag_of(tag)})" for tag in node.tags)
    return named + tags + (f" {_value(node.data)}" if node.data else "")


def _structure(node: Node) -> Iterator[str]:
    number = 0
    for step in node.steps:
        for premise in step.premises:
            number += 1
            yield f"({number}) [{premise}]"
        if step.rules or step.data:
            data = f" {_value(step.data)}" if step.data else ""
            yield "--"
            yield (", ".join(escaped(rule).replace(",", ";") for rule in step.rules) or "\\-") + data
            yield "--"
        else:
            yield "----"
        number += 1
        yield f"({number}) [{step.conclusion}]"


def _value(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return _number(value)
    return _scalar(str(value))


def _number(value: int | float) -> str:
    written = repr(value)
    # YAML knows a number with an exponent by its full stop and sign
    return re.sub(r"^(-?\d+)e", r"\1.0e", written).replace("inf", ".inf").replace("nan", ".nan")


def _scalar(words: str) -> str:
    plain = re.fullmatch(r"[A-Za-z][A-Za-z_]*", words)
    return words if plain and words.lower() not in _NO_WORDS else '"' + "".join(_signs(words)) + '"'


def _signs(words: Iterable[str]) -> Iterator[str]:
    for sign in words:
        code = ord(sign)
        if sign in '"\\':
            yield "\\" + sign
        elif code < 32 or sign in "{}" or 127 <= code < 160:
            yield f"\\x{code:02X}"
        elif sign.isprintable():
            yield sign
        else:
            yield f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
