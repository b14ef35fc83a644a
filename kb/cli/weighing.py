"""The verbs that weigh what is said: consequences, discourse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kb.cli.screen import DATA, Data, MinConfidence, Pack, Sources, as_json, one_line, opened, say, table, write
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.formats.discourse import Drawn
    from kb.queries.consequences import Judged
    from kb.store import Store

_QUOTE = 110  # characters of a claim in a table for people


def consequences(
    claims: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CLAIM…]", help="Claims to accept: the IRI or path of each, or words that only it has."),
    ] = None,
    semantics: Annotated[
        Literal["grounded", "complete", "preferred", "stable"], typer.Option(help="How conflicts are judged.")
    ] = "grounded",
    support: Annotated[
        Literal["deductive", "necessary", "none"],
        typer.Option(help="What support commits to: the conclusion; every argument for it; nothing."),
    ] = "deductive",
    contraries: Annotated[
        bool, typer.Option("--contraries/--no-contraries", help="Let an accepted answer speak against other answers.")
    ] = True,
    format: Annotated[Literal["table", "json"], typer.Option("--format")] = "table",
    source: Sources = None,
    min_confidence: MinConfidence = 0.0,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Ask which claims fall for one who accepts these, and why.

    Without a claim: what the arguments of the texts come to by themselves.

    Example: `doxograph consequences "the state bureaucracy is a ruling class"`
    """
    from kb.queries import consequences as ask

    with opened(data, pack) as store:
        found = ask(
            store, [_claim(store, words) for words in claims or ()], semantics=semantics, support=support,
            contraries=contraries, sources=source, min_confidence=min_confidence,
        )  # fmt: skip
    told = [(name, judged) for name in ("falls", "bare", "stands", "open") for judged in getattr(found, name)]
    if format == "json":
        write(
            as_json(
                {
                    "accepted": [claim.iri for claim in found.accepted],
                    "semantics": semantics,
                    "support": support,
                    "labellings": found.labellings,
                    "total": found.total,
                    "claims": [_record(name, judged) for name, judged in told],
                }
            )
        )
        return
    for claim in found.accepted:
        say(f"Accepted: {claim.holder.label} {claim.stance} “{one_line(claim.text, _QUOTE)}” ({claim.source.id})")
    if not found.labellings:
        say("Stable semantics has no way to judge these: somewhere claims attack each other in an odd circle. Ask another.")
        return
    if not told:
        say("No argument or answer ties any other claim to these.")
        return
    shown = [
        (name, j.claim.holder.label, j.claim.stance, one_line(j.claim.text, _QUOTE), j.claim.source.id, _why(j))
        for name, j in told
    ]
    table(("verdict", "holder", "stance", "claim", "source", "because"), shown)
    if any(name == "bare" for name, _ in told):
        say("Bare: nothing that stands speaks against it, but every argument for it has fallen.")


def discourse(
    network: Annotated[
        Literal["affiliation", "congruence", "conflict", "subtract", "cooccurrence"],
        typer.Option(help="Actors by concepts, or actors by actors: who agrees, who differs, the one less the other, who meets."),
    ] = "congruence",
    actors: Annotated[
        Literal["theorists", "groups", "all"], typer.Option(help="Whose sides: persons with texts' voices, groups, both.")
    ] = "all",
    concepts: Annotated[
        Literal["answers", "theories", "all"], typer.Option(help="What sides are taken on: answers to issues, or theories.")
    ] = "answers",
    normalise: Annotated[Literal["none", "average", "jaccard", "cosine"], typer.Option(help="How ties are weighed.")] = "none",
    duplicates: Annotated[
        Literal["all", "document", "year", "once"], typer.Option(help="Count a repeated position each time, or once a …")
    ] = "document",
    window: Annotated[int, typer.Option(min=0, metavar="YEARS", help="In windows of so many years; 0 for all at once.")] = 0,
    step: Annotated[int, typer.Option(min=0, metavar="YEARS", help="Years from one window to the next.")] = 0,
    format: Annotated[Literal["table", "csv", "json", "graphml", "gexf"], typer.Option("--format")] = "table",
    source: Sources = None,
    min_confidence: MinConfidence = 0.0,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Draw the network of who shares positions with whom, whole or over time, with how far it is polarised.

    The years are those of the sources. A table or CSV of windows has a line for each tie; GEXF
    holds them as times of one network.

    Example: `doxograph discourse --network subtract --normalise average --format csv`
    """
    from kb.formats import discourse as written
    from kb.queries import discourse as ask

    with opened(data, pack) as store:
        said = ask(store, actors=actors, concepts=concepts, sources=source, min_confidence=min_confidence)
    if not said:
        say("Nobody takes a side outright. `doxograph positions --tentative` lists what is only raised.")
    kind = None if network == "affiliation" else network
    drawn = written.drawn(said, kind, normalisation=normalise, duplicates=duplicates, years=window, step=step)
    if format != "table":
        form = {
            "csv": written.to_csv_text, "json": written.to_json, "graphml": written.to_graphml_text, "gexf": written.to_gexf_text,
        }  # fmt: skip
        write(form[format](drawn))
        return
    header = (*(("window",) if window else ()), "actor", "with" if kind else "concept", "weight")
    lines = [(*((n.window,) if window else ()), a, b, f"{w:.3g}") for n in drawn for a, b, w in written.listed(n.matrix)]
    table(header, lines, numbers=("weight",))
    for n in drawn:
        say(_camps(n))


def _camps(drawn: Drawn) -> str:
    camps, when = drawn.camps, f"{drawn.window}: " if drawn.window else ""
    apart = "" if camps.conflict_between is None else f", {camps.conflict_between:.0%} of the conflict between them"
    return f"{when}{drawn.statements} statements, {len(camps.camps)} camps, modularity {camps.modularity:.2f}{apart}."


def _claim(store: Store, words: str) -> str:
    """The one claim that an IRI, a path or words name."""
    from kb.queries import search

    if "://" in words or words.startswith("source/"):
        return words
    found = search(store, words, kinds=["claim"], limit=6).claims
    exact = [claim for claim in found if words.casefold() in claim.text.casefold()] or list(found)
    if len(exact) == 1:
        return exact[0].iri
    if not exact:
        raise UsageError(f"no claim has the words {words!r}", remedy="`doxograph search` finds claims.")
    listed = "; ".join(f"{claim.path} ({claim.holder.label}: “{one_line(claim.text, 60)}”)" for claim in exact[:5])
    raise UsageError(f"several claims have the words {words!r}", remedy=f"Give the path of one: {listed}.")


def _why(judged: Judged) -> str:
    if not judged.why:
        return ""
    blow = judged.why[0]
    more = len(judged.why) - 1
    return _named(blow.attacker) + (f", and {more} step{'s' if more > 1 else ''} before" if more else "")


def _named(row: Any) -> str:
    if hasattr(row, "premises"):
        premise = row.premises[0]
        return f"{premise.holder.label} argues “{one_line(premise.text, 60)}” against it"
    return f"it contradicts {row.holder.label}: “{one_line(row.text, 60)}”"


def _record(name: str, judged: Judged) -> dict[str, Any]:
    claim = judged.claim
    return {
        "verdict": name,
        "judged": judged.verdict,
        "before": judged.before,
        "iri": claim.iri,
        "holder": claim.holder.label,
        "stance": claim.stance,
        "claim": claim.text,
        "source": claim.source.id,
        "why": [
            {"target": b.target.iri, "attacker": b.attacker.iri, "argument": b.argument.iri if b.argument else None}
            for b in judged.why
        ],
    }
