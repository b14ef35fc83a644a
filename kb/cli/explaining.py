"""The verb that says why: explain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kb.cli.screen import DATA, Data, Pack, as_json, write
from kb.errors import InputError


def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text in any format that `add` reads.")],
    at: Annotated[int, typer.Option("--at", metavar="OFFSET", help="A place in the text as read, in characters from 0.")],
    to: Annotated[int | None, typer.Option("--to", metavar="END", help="Where a longer place ends.")] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="For people, or for a program.")] = "text",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Say why a statement was made at a place of a text, or why none was.

    Shows the sentences there with what each component saw (·), made (+) and passed over (–): names and what knows them, cue words
    and their frames, the rule and confidence of each claim, relation and argument, and the reason for each that was not made.
    Offsets are those that `doxograph extract` prints and NAME.txt holds: Unicode code points.

    Example: `doxograph explain essay.txt --at 1042`
    """
    from kb.corpus import read_file
    from kb.explanation import explain as why
    from kb.vocabulary import DEFAULT_PACK, load_pack

    chosen = pack or DEFAULT_PACK
    load_pack(chosen)
    if file.is_dir():
        raise InputError("this is a folder", where=str(file), remedy="Name one of its files.")
    found = why(read_file(file), at, to, pack=chosen)
    write(as_json(found.to_dict()) if format == "json" else "\n".join(found.lines()) + "\n")
