"""The verbs that list: sources, stats, claims, search."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from kb.cli.screen import DATA, Data, MinConfidence, Pack, as_json, one_line, opened, say, table, write

Holder = Annotated[str | None, typer.Option("--holder", metavar="X", help="Who holds it: a name, a path, or ID/author.")]
About = Annotated[str | None, typer.Option("--about", metavar="Y", help="What it is about: a theory or a case.")]


def sources(
    format: Annotated[Literal["table", "csv", "json", "bibtex", "csl"], typer.Option("--format")] = "table",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """List the texts, with counts of their statements, or as a bibliography (BibTeX, CSL-JSON).

    Example: `doxograph sources --format bibtex > texts.bib`
    """
    from kb.formats.csv import to_csv
    from kb.queries import sources as ask

    with opened(data, pack) as store:
        found = ask(store)
    if format in ("bibtex", "csl"):
        from kb.formats.citations import written
        from kb.queries.citing import Cited

        write(written([Cited(row.ref.iri, row) for row in found], "bibtex" if format == "bibtex" else "csl"))
        return
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
        more = [{"constructed": s.ref.constructed, "licence": s.licence, "url": s.url} for s in found]
        write(as_json([{**dict(zip(header, row, strict=True)), **extra} for row, extra in zip(rows, more, strict=True)]))


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
        write(as_json({**counts, "stances": found.stances, "predicates": found.predicates, "leading": leading}))
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
        write(as_json([dict(zip(header, row, strict=True)) for row in rows]))
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
        write(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    elif rows:
        table(header, rows)
    else:
        say("Nothing was found. Fewer words, or the beginning of one, find more.")


def _list(refs: Any) -> str:
    return "; ".join(ref.label for ref in refs)


def _unmarked(snippet: str) -> str:
    return snippet.replace("\ue000", "").replace("\ue001", "")
