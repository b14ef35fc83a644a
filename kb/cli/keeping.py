"""The verbs that keep what was found for others: cite, snapshot, open."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path
from typing import Annotated, Literal

import typer

from kb.cli.screen import DATA, Data, Pack, address, opened, say, write
from kb.errors import UsageError


def cite(
    things: Annotated[
        list[str],
        typer.Argument(metavar="THING…", help="Ids of texts; paths or IRIs of claims, relations, arguments, passages."),
    ],
    format: Annotated[Literal["text", "bibtex", "csl"], typer.Option("--format")] = "text",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Cite texts and passages, with page, heading, paragraph and words.

    Example: `doxograph cite the-new-class --format bibtex`
    """
    from kb.formats.citations import written
    from kb.queries import citing

    with opened(data, pack) as store:
        write(written([citing(store, thing) for thing in things], format))


def snapshot(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Write here; in a folder, the file is named by date and id.")
    ] = Path("."),
    date: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The date it bears; today by default.")] = None,
    title: Annotated[str, typer.Option("--title", help="What the description calls it.")] = "A Doxograph knowledge base",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Freeze the knowledge base into a dated, checksummed bundle that describes itself (RO-Crate).

    The same content and date make the same bytes.

    Example: `doxograph snapshot --out frozen/ --title "The quarrel, as read in November"`
    """
    from kb.snapshot import snapshot as freeze

    try:
        on = Date.fromisoformat(date) if date else Date.today()
    except ValueError as error:
        raise UsageError(f"{date!r} is no date", remedy="Write it as 2026-11-24.") from error
    made = freeze(data, out, on=on, title=title, store=address())
    say(f"{made.path}: snapshot {made.id} of {made.date}, {made.files} files.")
    say(f"A link to a page as it stands now ends in ?snapshot={made.id}.")


def open(
    bundle: Annotated[Path, typer.Argument(metavar="FILE", help="What `doxograph snapshot` wrote.")],
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Restore a snapshot, byte for byte, into a new folder, and with --store onto the server too.

    Example: `doxograph open doxograph-2026-11-24-0123456789ab.zip --data frozen`
    """
    from kb.snapshot import open_snapshot

    opened = open_snapshot(bundle, data)
    if store := address():
        from kb.assembly import open_writer

        open_writer(data, store=store).close()  # what the server lacks of the folder is sent
    say(f"{data} holds snapshot {opened.id} of {opened.date}. `doxograph serve --data {data}` shows it.")
