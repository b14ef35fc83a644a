"""The verbs that compare and trace: compare, positions, lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from kb.cli.screen import DATA, Data, MinConfidence, Pack, Sources, as_json, issues_of, one_line, opened, out, say, table, write
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.queries.values import Standing

_QUOTE = 160  # characters of a quote in a table for people


def compare(
    parties: Annotated[
        list[str], typer.Argument(metavar="PARTY…", help="Theorists, groups, works, theories, or ID/author for a text.")
    ],
    format: Annotated[Literal["table", "csv", "json", "markdown", "latex"], typer.Option("--format")] = "table",
    source: Sources = None,
    min_confidence: MinConfidence = 0.0,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Set parties side by side on every issue, with the words behind each cell.

    A cell says affirms, denies, an answer, qualified (only tentatively), contested within (two answers), or not stated.

    Example: `doxograph compare Burnham Rizzi "state capitalism" --format markdown`
    """
    from dataclasses import replace

    from kb.formats import comparison as written
    from kb.queries import compare as ask

    with opened(data, pack) as store:
        found = ask(store, parties, min_confidence=min_confidence, sources=source)
    issues = issues_of(pack)
    if issues is not None:
        found = replace(found, rows=tuple(row for row in found.rows if row.issue.id in issues))
    if format == "table":
        _compared(found)
    else:
        form = {"csv": written.to_csv_text, "json": written.to_json, "markdown": written.to_markdown, "latex": written.to_latex}
        write(form[format](found))


def _compared(found: Any) -> None:
    from kb.formats.comparison import MARKS, parting, words
    from kb.queries import congruence

    def cell(cell: Any) -> str:
        lines = [f"{MARKS[cell.status]} {words(cell)}"]
        for support in cell.supports[:1]:
            held = f"{support.holder.label}: " if support.through == "holder" else ""
            lines.append(f"{held}“{one_line(support.quote.quote, _QUOTE)}” {support.quote.source.id}")
        more = cell.total - 1
        return "\n".join(lines + ([f"and {more} more"] if more > 0 else []))

    header = ("issue", *(party.ref.label for party in found.parties))
    table(header, [(row.issue.question, *map(cell, row.cells)) for row in found.rows])
    for pair in congruence(found):
        say(parting(pair))
    for party in found.parties:
        if party.holders:
            say(f"{party.ref.label} is held by {', '.join(ref.label for ref in party.holders)}.")
        if party.contested_holders:
            say(
                f"Accounts differ whether {party.ref.label} is held by {', '.join(ref.label for ref in party.contested_holders)}."
            )
    if all(cell.status == "not_stated" for row in found.rows for cell in row.cells):
        say("None of these texts says where they stand. `doxograph claims --holder NAME` lists what they are said to hold.")


def positions(
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="The positions in one text.")] = None,
    format: Annotated[Literal["table", "tsv", "json"], typer.Option("--format")] = "table",
    tentative: Annotated[bool, typer.Option("--tentative", help="With answers that are only raised or doubted.")] = False,
    min_confidence: MinConfidence = 0.0,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """List who answers which issue how, in which words.

    A text's own voice is `author`. An issue on which a holder is silent gives no line.

    Example: `doxograph positions --source seed-1 --format tsv`
    """
    from kb.formats.csv import to_tsv
    from kb.queries import positions as ask

    with opened(data, pack) as store:
        found = ask(store, source, min_confidence=min_confidence, tentative=tentative)
    issues = issues_of(pack)
    header = ("holder", "issue", "position", "stance", "quote", "source", "start", "end")
    rows = [tuple(getattr(p, name) for name in header) for p in found if issues is None or p.issue in issues]
    if format == "tsv":
        write(to_tsv(header, rows))
    elif format == "json":
        write(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    else:
        shown = [(*row[:4], one_line(row[4], _QUOTE), row[5], f"{row[6]}–{row[7]}") for row in rows]
        table((*header[:6], "at"), shown)


def lineage(
    from_: Annotated[str, typer.Argument(metavar="FROM", help="A theorist, group, theory or work.")],
    to: Annotated[str | None, typer.Argument(metavar="[TO]", help="Another: only the paths between the two.")] = None,
    format: Annotated[Literal["text", "json", "dot", "graphml", "gexf"], typer.Option("--format")] = "text",
    direction: Annotated[
        Literal["back", "forward", "both"], typer.Option(help="Towards what it comes from, or what came of it.")
    ] = "both",
    steps: Annotated[int, typer.Option("--steps", min=1, help="The longest path.")] = 4,
    through: Annotated[
        list[str] | None, typer.Option("--through", metavar="STANDING", help="Follow `uncertain` or `denied` links too, marked.")
    ] = None,
    asserter: Annotated[str | None, typer.Option(metavar="X", help="Only what this party says.")] = None,
    source: Sources = None,
    min_confidence: MinConfidence = 0.0,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Trace where a theory, thinker or work comes from and what came of it, each step with who says so.

    Denied and uncertain links are shown and not followed. A year in brackets is the vocabulary's.

    Example: `doxograph lineage "managerial society" "bureaucratic collectivism"`
    """
    from kb.formats import lineage as written
    from kb.queries import lineage as ask

    with opened(data, pack) as store:
        found = ask(
            store, from_, to, direction=direction, max_steps=steps, min_confidence=min_confidence,
            asserter=asserter, through=_standings(through or []), sources=source,
        )  # fmt: skip
    if format == "text":
        out().print(written.to_text(found), markup=False, soft_wrap=True, end="")
    elif format == "json":
        write(written.to_json(found))
    elif format == "dot":
        from kb.formats.dot import to_dot

        write(to_dot(found))
    else:
        from kb.formats.gexf import to_gexf
        from kb.formats.graphml import lineage_network, to_graphml

        network = lineage_network(found)
        write(to_gexf(network) if format == "gexf" else to_graphml(network))


def _standings(named: list[str]) -> list[Standing]:
    for name in named:
        if name not in ("denied", "uncertain"):
            raise UsageError(f"no link stands {name!r}", remedy="Say --through uncertain, --through denied, or both.")
    return cast("list[Standing]", named)
