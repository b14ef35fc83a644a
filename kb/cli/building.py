"""The verbs that read texts: build, add, remove, extract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kb.cli.screen import DATA, Data, Pack, address, errors, say, table, tell_error, write
from kb.errors import DoxographError

if TYPE_CHECKING:
    from kb.build import Progress, Report

Where = Annotated[
    Literal["here", "processes", "dask"],
    typer.Option("--where", help="Read the texts in this process, in several, or on Dask workers."),
]


def build(
    corpus: Annotated[
        Path, typer.Option("--corpus", metavar="DIR", help="A folder of texts, with or without sources.toml.")
    ] = Path("corpus"),
    data: Data = DATA,
    pack: Pack = None,
    where: Where = "here",
) -> None:
    """Make the knowledge base hold what a folder of texts says.

    Only what is new or changed is read; a text that has left the folder leaves the knowledge base.

    Example: `doxograph build --corpus corpus --data data`
    """
    from kb.build import build as run
    from kb.vocabulary import DEFAULT_PACK

    with _progress() as progress:
        report = run(corpus, data, pack=pack or DEFAULT_PACK, where=where, progress=progress, store=address())
    told(report, data)


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders.")],
    data: Data = DATA,
    pack: Pack = None,
    where: Where = "here",
) -> None:
    """Read files or folders into the knowledge base; nothing is taken out.

    Example: `doxograph add essay.pdf notes/`
    """
    from kb.build import add as run
    from kb.vocabulary import DEFAULT_PACK

    with _progress() as progress:
        report = run(paths, data, pack=pack or DEFAULT_PACK, where=where, progress=progress, store=address())
    told(report, data)


def remove(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Ids, as `doxograph sources` lists them.")],
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Take sources out, as if they had never been there.

    Example: `doxograph remove essay`
    """
    from kb.build import remove as run
    from kb.cli.screen import opened

    opened(data, pack).close()
    for source in sources:
        told(run(data, source, store=address()), data)


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Texts in any format that `add` reads.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write NAME.json and NAME.txt here.")] = None,
    format: Annotated[Literal["table", "jsonl"] | None, typer.Option("--format", help="Print the statements.")] = None,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Say what files say, without keeping it in a knowledge base.

    NAME.json holds entities, claims, relations and arguments in the annotators' format; NAME.txt the kept text that its offsets
    index. Without --out, or with --format, the statements are printed.

    Example: `doxograph extract essay.docx --out found`
    """
    from kb.cli import extracting
    from kb.vocabulary import DEFAULT_PACK, load_pack

    chosen = pack or DEFAULT_PACK
    load_pack(chosen)
    extracting.refuse_clashes(files, out)
    failed = 0
    with _progress() as progress:
        found = 0
        progress(0, len(files), 0)
        for number, file in enumerate(files, 1):
            try:
                statements = extracting.statements_of(file, chosen)
                if out is not None:
                    extracting.keep(statements, file, out)
            except DoxographError as error:
                tell_error(error)
                failed += 1
            else:
                found += len(statements)
                if format == "jsonl":
                    write("".join(extracting.json_lines(statements)))
                elif format == "table" or out is None:
                    table(*extracting.rows(statements), title=str(file))
            progress(number, len(files), found)
    if out is not None and failed < len(files):
        say(f"{len(files) - failed} of {len(files)} texts, {found} statements, written to {out}.")
    if failed:
        raise typer.Exit(1)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error: texts done, statements found, time left."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("texts, {task.fields[found]} statements,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    console = errors()
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None, found=0)

        def show(done: int, total: int, found: int) -> None:
            bar.update(task, completed=done, total=total, found=found)
            if not console.is_terminal and done and (done == total or done % max(1, total // 20) == 0):
                console.print(f"Read {done} of {total} texts, {found} statements.")

        yield show


def told(report: Report, data: Path) -> None:
    """A few lines on what was done and found; refused texts each with their reason, and exit code 1."""
    for error in report.refused:
        tell_error(error)
    done = [
        f"{len(ids)} {word}"
        for word, ids in (
            ("added", report.added),
            ("changed", report.changed),
            ("unchanged", report.unchanged),
            ("removed", report.removed),
            ("refused", report.refused),
        )
        if ids
    ]
    say(f"Texts: {', '.join(done) or 'none'} ({report.seconds:.1f} s).")
    if report.counts:
        say(f"{address() or data} holds {', '.join(f'{count:,} {kind}' for kind, count in report.counts.items())}.")
    if report.added or report.changed:
        _tell_leading(data)
    if report.refused:
        raise typer.Exit(1)


def _tell_leading(data: Path) -> None:
    from kb.queries import overview
    from kb.store import open_store

    with open_store(data, read_only=True, store=address()) as store:
        leading = overview(store, leading=5).leading
    for name, rows in (("Theorists", leading["theorist"]), ("Theories", leading["theory"])):
        if rows:
            say(f"{name} most spoken of: {', '.join(row.ref.label for row in rows)}.")
