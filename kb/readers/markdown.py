"""Markdown (CommonMark with tables, footnotes and front matter) as its words without the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from kb.model import BlockKind
from kb.readers.encoding import decode
from kb.readers.reading import Piece, Reading, join_names, lay_out, mark_apparatus, person_name, squeeze, year_in

_FIELD = re.compile(r"(?P<key>title|authors?|date|year)\s*:\s*(?P<value>.*)", re.IGNORECASE)
_LONGEST_BOLD_HEADING = 90  # characters; a longer line in bold is emphasis, unless a year makes it an entry


def read(data: bytes, *, where: str = "") -> Reading:
    """The rendered words; front matter gives title, author and year. Raises InputError where the file cannot be decoded."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).use(front_matter_plugin)
    tree = SyntaxTreeNode(parser.parse(decode(data, where=where).removeprefix("\ufeff")))
    text, blocks = lay_out(mark_apparatus(_pieces(tree, "paragraph")))
    stated = _front_matter(next((node.content for node in tree.children if node.type == "front_matter"), ""))
    first = next((text[b.start : b.end] for b in blocks if b.kind == "heading" and b.level == 1), None)
    return Reading(
        text,
        blocks,
        title=" ".join(stated["title"]) or first,
        author=join_names(map(person_name, stated["author"])),
        year=year_in(" ".join(stated["date"])),
    )


def _pieces(node: SyntaxTreeNode, kind: BlockKind) -> Iterator[Piece]:
    """The pieces below a node, of the given kind where nothing nearer says otherwise."""
    for number, child in enumerate(node.children):
        match child.type:
            case "heading":
                yield Piece("heading", _words(child), int(child.tag[1]))
            case "paragraph":
                lead, rest = _bold_lead(child) if kind == "paragraph" else ("", _words(child))
                if lead:
                    yield Piece("reference" if year_in(lead) and lead.endswith(".") else "heading", lead, 6)
                yield Piece(kind, rest)
            case "code_block" | "fence":
                yield Piece(kind, child.content)
            case "tr":
                yield Piece("table", " | ".join(filter(None, map(_words, child.children))))
            case "blockquote":
                yield from _pieces(child, "quote")
            case "bullet_list":
                yield from _pieces(child, "list_item" if kind == "paragraph" else kind)
            case "ordered_list":
                start = int(child.attrs.get("start", 1))
                for at, item in enumerate(child.children):
                    yield from _numbered(_pieces(item, "list_item" if kind == "paragraph" else kind), start + at)
            case "footnote":
                yield from _numbered(_pieces(child, "footnote"), child.meta.get("label") or number + 1)
            case "front_matter" | "html_block" | "hr":
                continue
            case _:
                yield from _pieces(child, kind)


def _numbered(pieces: Iterator[Piece], number: object) -> Iterator[Piece]:
    for at, piece in enumerate(pieces):
        yield replace(piece, text=f"{number}. {piece.text}") if at == 0 else piece


def _words(node: SyntaxTreeNode) -> str:
    """The words of a node on one line; note calls, images and tags are left out."""
    return squeeze("".join(_runs(node)))


def _runs(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type in ("text", "code_inline"):
        yield node.content
    elif node.type in ("softbreak", "hardbreak"):
        yield " "
    elif node.type not in ("html_inline", "image", "footnote_ref", "footnote_anchor"):
        for child in node.children:
            yield from _runs(child)


def _bold_lead(paragraph: SyntaxTreeNode) -> tuple[str, str]:
    """A line wholly in bold at a paragraph's head, made by hand as a heading or an entry, and the words after it."""
    runs = [run for inline in paragraph.children for run in inline.children if run.type != "text" or run.content.strip()]
    alone = runs and runs[0].type == "strong" and (len(runs) == 1 or runs[1].type in ("softbreak", "hardbreak"))
    lead = _words(runs[0]) if alone else ""
    if not lead or (len(lead) > _LONGEST_BOLD_HEADING and not year_in(lead)):
        return "", _words(paragraph)
    return lead, squeeze("".join(part for run in runs[1:] for part in _runs(run)))


def _front_matter(text: str) -> dict[str, list[str]]:
    """Title, author and date lines of YAML front matter, read without YAML: one value a line, or a list of them."""
    stated: dict[str, list[str]] = {"title": [], "author": [], "date": []}
    key = ""
    for line in text.splitlines():
        if field := _FIELD.fullmatch(line.rstrip()):
            key = {"authors": "author", "year": "date"}.get(field["key"].lower(), field["key"].lower())
            value = field["value"].strip()
            values = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
        elif key and (item := re.fullmatch(r"\s*-\s+(?:name:\s*)?(.+)", line)):
            values = [item[1]]
        else:
            key, values = "", []
        if key:
            stated[key].extend(v for v in (value.strip().strip("\"'") for value in values) if v)
    return stated
