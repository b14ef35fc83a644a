"""Every verb of the command line, in the order of ``--help``."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli import asking, building, carrying, exchanging, explaining, judging, keeping, listing, reviewing, weighing
from kb.cli.screen import Verbs

_ABOUT = """Who held which opinion, and in which words.

Doxograph reads texts, pulls out theorists, theories and their claims with the exact words that say so, keeps them as a graph,
and compares positions and traces lineages. Begin with

    doxograph build --corpus corpus

    doxograph compare "James Burnham" "Bruno Rizzi"

    doxograph serve

Machine formats go to standard output, progress and messages to standard error. `doxograph VERB --help` shows an example of each.
"""

app = typer.Typer(
    name="doxograph",
    cls=Verbs,
    help=_ABOUT,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


@app.callback()
def _alone(
    ctx: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="ADDRESS",
            envvar="DOXOGRAPH_STORE",
            help="A SPARQL 1.1 server in place of the folder's own store: sparql+https://… (docs/store.md).",
        ),
    ] = None,
) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


_TEXTS, _QUESTIONS, _CARE = "Texts", "Questions", "Care"

for _panel, _verb in (
    (_TEXTS, building.build),
    (_TEXTS, building.add),
    (_TEXTS, exchanging.import_),
    (_TEXTS, building.remove),
    (_TEXTS, building.extract),
    (_TEXTS, explaining.explain),
    (_QUESTIONS, listing.sources),
    (_QUESTIONS, listing.stats),
    (_QUESTIONS, asking.compare),
    (_QUESTIONS, asking.positions),
    (_QUESTIONS, asking.lineage),
    (_QUESTIONS, weighing.consequences),
    (_QUESTIONS, weighing.discourse),
    (_QUESTIONS, listing.claims),
    (_QUESTIONS, listing.search),
    (_QUESTIONS, carrying.query),
    (_CARE, carrying.export),
    (_QUESTIONS, keeping.cite),
    (_CARE, keeping.snapshot),
    (_CARE, keeping.open),
    (_CARE, judging.check),
    (_CARE, judging.evaluate),
    (_CARE, carrying.serve),
    (_CARE, carrying.token),
):
    app.command(_verb.__name__.rstrip("_"), rich_help_panel=_panel)(_verb)

app.add_typer(reviewing.app, rich_help_panel=_CARE)
