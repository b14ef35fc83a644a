"""The verb that takes in what other tools wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli.building import told
from kb.cli.screen import DATA, Data, Pack, address

if TYPE_CHECKING:
    from kb.store import Store


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of other tools, as docs/formats.md lists them.")],
    format: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="What the files are, where their names do not tell.")
    ] = None,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Take statements from other tools' files into the knowledge base: Argdown, AIF, .dna, annotations, NIF, tables …

    Each file comes in whole or not at all, and what an earlier import of it brought is replaced.

    Example: `doxograph import debate.argdown hearings.dna`
    """
    from kb.exchange import bring_in
    from kb.vocabulary import DEFAULT_PACK

    told(bring_in(files, data, format=format, pack=pack or DEFAULT_PACK, store=address()), data)


def exported(store: Store, name: str, sources: Sequence[str], data: Path, *, folder: bool) -> dict[str, bytes]:
    """Sources in a format of another tool: all in one file, or into a folder a file each; by file name.

    Raises UsageError for an unknown format or source, or where one file cannot hold the sources.
    """
    from kb.exchange import take_out
    from kb.formats import format_named
    from kb.queries import resolve_source
    from kb.queries import sources as all_sources

    format = format_named(name)
    ids = [resolve_source(store, id).id for id in sources] or [row.ref.id for row in all_sources(store)]
    reviewed = data if (data / "format.json").exists() else None
    if folder and not format.many:
        return {f"{id}{format.suffixes[0]}": take_out(store, format, [id], data=reviewed) for id in ids}
    return {f"doxograph{format.suffixes[0]}": take_out(store, format, ids, data=reviewed)}


def is_folder(path: Path, name: str) -> bool:
    """Whether a path is a folder to write into: one that is there, or one to make for a format that holds one text a file.

    Raises UsageError for an unknown format.
    """
    from kb.formats import format_named

    return path.is_dir() or not (path.exists() or path.suffix or format_named(name).many)
