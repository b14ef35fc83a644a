"""The verbs that ask: sources, stats, compare, positions, lineage, claims, search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from kb.cli.screen import DATA, Data, MinConfidence, Pack, Sources, issues_of, one_line, opened, out, say, table, write
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.queries.values import Standing

_QUOTE = 160  # characters of a quote in a table for people
Holder = Annotated[str | None, typer.Option("--holder", metavar="X", help="Who holds it: a name, a path, or ID/author.")]
About = Annotated[str | None, typer.Option("--about", metavar="Y", help="What it is about: a theory or a case.")]


def sources(
    format: Annotated[Literal["table", "csv", "json"], typer.Option("--format")] = "table", data: Data = DATA, pack: Pack = None
) -> None:
    """List the texts, with counts of their statements.

    Example: `doxograph sources`
    """
    from kb.formats.csv import to_csv
    from kb.queries import sources as ask

    with opened(data, pack) as store:
        found = ask(store)
    header = ("id", "year", "title", "author", "genre", "words", "claims", "relations", "arguments")
    rows = [
        (s.ref.id, s.ref.year, s.ref.title + (" (constructed)" if s.ref.constructed and format == "table" else ""), s.ref.author,
         s.genre, s.words, s.claims, s.relations, s.arguments)
        for s in found
    ]  # fmt: skip
    if format == "table":
        table(header, rows, numbers=("year", "words", "claims", "relations", "arguments"))
    elif format == "csv":
        write(to_csv((*header, "constructed"), [(*row, s.ref.constructed) for row, s in zip(rows, found, strict=True)]))
    else:
        write(_json([{**dict(zip(header, row, strict=True)), "constructed": s.ref.constructed, "licence": s.licence, "url": s.url}
                     for row, s in zip(rows, found, strict=True)]))  # fmt: skip


def stats(
    format: Annotated[Literal["table", "json"], typer.Option("--format")] = "table", data: Data = DATA, pack: Pack = None
) -> None:
    """Count what the knowledge base holds.

    Example: `doxograph stats`
    """
    from kb.queries import overview

    with opened(data, pack) as store:
        found = overview(store)
    counts: dict[str, int] = {
        "sources": found.sources, "words": found.words, "claims": found.claims, "relations": found.relations,
        "arguments": found.arguments, "issues": found.issues, "positions": found.positions,
        **{f"{kind}s" if kind != "theory" else "theories": count for kind, count in found.entities.items()},
    }  # fmt: skip
    if format == "json":
        leading = {kind: [row.ref.label for row in rows] for kind, rows in found.leading.items()}
        write(_json({**counts, "stances": found.stances, "predicates": found.predicates, "leading": leading}))
        return
    table(("what", "how many"), [(name, f"{count:,}") for name, count in counts.items()], numbers=("how many",))
    spoken = [
        (kind, row.ref.label, row.claims, row.relations, row.sources) for kind, rows in found.leading.items() for row in rows[:5]
    ]
    table(
        ("type", "name", "claims", "relations", "sources"),
        spoken,
        title="Most spoken of",
        numbers=("claims", "relations", "sources"),
    )


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
    from kb.formats.comparison import MARKS, words

    def cell(cell: Any) -> str:
        lines = [f"{MARKS[cell.status]} {words(cell)}"]
        for support in cell.supports[:1]:
            held = f"{support.holder.label}: " if support.through == "holder" else ""
            lines.append(f"{held}“{one_line(support.quote.quote, _QUOTE)}” {support.quote.source.id}")
        more = cell.total - 1
        return "\n".join(lines + ([f"and {more} more"] if more > 0 else []))

    header = ("issue", *(party.ref.label for party in found.parties))
    table(header, [(row.issue.question, *map(cell, row.cells)) for row in found.rows])
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

    A text's own voice is `author`. Who says nothing on an issue has no row.

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
        write(_json([dict(zip(header, row, strict=True)) for row in rows]))
    else:
        shown = [(*row[:4], one_line(row[4], _QUOTE), row[5], f"{row[6]}–{row[7]}") for row in rows]
        table((*header[:6], "at"), shown)


def lineage(
    from_: Annotated[str, typer.Argument(metavar="FROM", help="A theorist, group, theory or work.")],
    to: Annotated[str | None, typer.Argument(metavar="[TO]", help="Another: only the paths between the two.")] = None,
    format: Annotated[Literal["text", "json", "dot", "graphml"], typer.Option("--format")] = "text",
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
        from kb.formats.graphml import lineage_network, to_graphml

        write(to_graphml(lineage_network(found)))


def _standings(named: list[str]) -> list[Standing]:
    for name in named:
        if name not in ("denied", "uncertain"):
            raise UsageError(f"no link stands {name!r}", remedy="Say --through uncertain, --through denied, or both.")
    return cast("list[Standing]", named)


def claims(
    holder: Holder = None,
    about: About = None,
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="In this text.")] = None,
    stance: Annotated[Literal["asserts", "denies", "questions"] | None, typer.Option(help="Of this stance.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0 for all.")] = 0,
    format: Annotated[Literal["table", "csv", "json"], typer.Option("--format")] = "table",
    min_confidence: MinConfidence = 0.0,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """List claims by holder, by what they are about, by text.

    Example: `doxograph claims --holder "Max Shachtman" --about "Soviet Union"`
    """
    from kb.formats.csv import to_csv
    from kb.queries import claims_of

    with opened(data, pack) as store:
        found = claims_of(
            store, holder=holder, about=about, source=source, stance=stance, min_confidence=min_confidence, limit=limit or None
        )
    header = (
        "holder",
        "stance",
        "hedged",
        "claim",
        "about",
        "reported_by",
        "source",
        "page",
        "start",
        "end",
        "confidence",
        "iri",
    )
    rows = [
        (c.holder.label, c.stance, c.hedged, c.text, _list(c.about), _list(c.reported_by),
         c.source.id, c.content[0].page, c.content[0].start, c.content[-1].end, c.confidence, c.iri)
        for c in found.claims
    ]  # fmt: skip
    if format == "csv":
        write(to_csv(header, rows))
    elif format == "json":
        write(_json([dict(zip(header, row, strict=True)) for row in rows]))
    else:
        shown = [(r[0], r[1] + (", hedged" if r[2] else ""), one_line(str(r[3])), r[4], r[6], f"{r[8]}–{r[9]}") for r in rows]
        table(("holder", "stance", "claim", "about", "source", "at"), shown)
        if found.total > len(rows):
            say(f"{found.total - len(rows)} more; --limit 0 shows all.")


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="All of them must be there; the last may be a beginning.")],
    limit: Annotated[int, typer.Option(min=1, help="At most so many of each kind.")] = 20,
    format: Annotated[Literal["table", "json"], typer.Option("--format")] = "table",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Look words up in names, claims and texts.

    Example: `doxograph search new class`
    """
    from kb.queries import search as ask

    with opened(data, pack) as store:
        found = ask(store, " ".join(words), limit=limit)
    rows = [
        *((ref.type, ref.label, "", ref.path) for ref in found.entities),
        *(("source", ref.title, ref.id, ref.path) for ref in found.sources),
        *(("claim", f"{c.holder.label}: {one_line(c.text)}", c.source.id, c.path) for c in found.claims),
        *(("passage", one_line(_unmarked(p.snippet)), p.source.id, f"{p.start}–{p.end}") for p in found.passages),
    ]
    header = ("kind", "words", "source", "where")
    if format == "json":
        write(_json([dict(zip(header, row, strict=True)) for row in rows]))
    elif rows:
        table(header, rows)
    else:
        say("Nothing was found. Fewer words, or the beginning of one, find more.")


def _list(refs: Any) -> str:
    return "; ".join(ref.label for ref in refs)


def _unmarked(snippet: str) -> str:
    return snippet.replace("\ue000", "").replace("\ue001", "")


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
