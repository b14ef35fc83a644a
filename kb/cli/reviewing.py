"""The verbs of a reviewer: ``doxograph review …``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kb.cli.screen import DATA, Data, Pack, Verbs, address, as_json, one_line, opened, out, say, table, write
from kb.errors import InputError, UsageError

if TYPE_CHECKING:
    from kb.review import Decision

Who = Annotated[str, typer.Option("--who", metavar="NAME", envvar="DOXOGRAPH_REVIEWER", help="Who decides.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, for the log.")]
Statement = Annotated[str, typer.Argument(metavar="STATEMENT", help="Its page's address: source/ID/claim/HASH.")]
Words = Annotated[str | None, typer.Option("--words", metavar="TEXT", help="The words of the text that say it, exactly.")]
Holder = Annotated[str | None, typer.Option("--holder", metavar="NAME", help="Whose claim it is; `author` and `unknown` too.")]
Stance = Annotated[Literal["asserts", "denies", "questions"] | None, typer.Option("--stance")]
About = Annotated[list[str] | None, typer.Option("--about", metavar="NAME", help="A theory or case it is about; repeat it.")]
Subject = Annotated[str | None, typer.Option("--subject", metavar="NAME")]
Predicate = Annotated[str | None, typer.Option("--predicate", metavar="KIND", help="The kind of relation: derives_from …")]
Object = Annotated[str | None, typer.Option("--object", metavar="NAME")]
Polarity = Annotated[Literal["affirmed", "denied", "uncertain"] | None, typer.Option("--polarity")]
AssertedBy = Annotated[str | None, typer.Option("--asserted-by", metavar="NAME")]
Year = Annotated[int | None, typer.Option("--year")]
Premises = Annotated[
    list[str] | None,
    typer.Option("--premise", metavar="CLAIM", help="A claim that is a reason, by its page's address; repeat it."),
]
Conclusion = Annotated[str | None, typer.Option("--conclusion", metavar="CLAIM", help="The claim that it speaks for or against.")]
Way = Annotated[Literal["supports", "attacks"] | None, typer.Option("--as", help="What an argument does to its conclusion.")]
Hedged = Annotated[bool | None, typer.Option("--hedged/--not-hedged", help="Whether it is put forward with a reservation.")]

app = typer.Typer(
    name="review",
    cls=Verbs,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Judge what was read: accept, reject, correct, add, merge, split, undo.

Decisions are recorded with who made them and when, applied at once, and found again when a text is read anew (docs/review.md).

Example: `doxograph review list`""",
)  # fmt: skip


@app.command("list")
def list_(
    source: Annotated[str, typer.Option("--source", metavar="ID", help="Of this text only.")] = "",
    kind: Annotated[Literal["", "claim", "relation", "argument"], typer.Option("--kind")] = "",
    order: Annotated[Literal["urgency", "doubt", "weight", "text"], typer.Option("--order")] = "urgency",
    most: Annotated[int, typer.Option("--most", min=1, help="So many at most.")] = 20,
    everything: Annotated[bool, typer.Option("--all", help="What has been reviewed too.")] = False,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """List what waits for review, the most urgent first: what is doubtful, and much hangs on.

    Example: `doxograph review list --source the-new-class --most 10`
    """
    from kb.queries import describing
    from kb.queries.queue import queue

    with opened(data, pack) as store:
        found = queue(store, source=source, kind=kind, order=order, limit=most, reviewed=None if everything else False)
        iris = [row.iri for row in found.rows]
        said: dict[str, tuple[str, str, str]] = {
            claim.iri: (claim.holder.label, claim.stance, claim.text) for claim in describing.claims(store, iris)
        }
        said |= {
            one.iri: (one.subject.label, f"{one.predicate} ({one.polarity})", one.object.label)
            for one in describing.relations(store, iris)
        }
        said |= {
            one.iri: (" · ".join(premise.text for premise in one.premises), one.kind, one.conclusion.text)
            for one in describing.arguments(store, iris)
        }
        base = store.names.base
    lines = [
        (f"{row.urgency:.2f}", f"{row.confidence:.2f}", *map(one_line, said[row.iri]), row.standing.state if row.standing else "",
         row.iri.removeprefix(base)) for row in found.rows if row.iri in said
    ]  # fmt: skip
    header = ("urgency", "confidence", "who", "says", "what", "reviewed", "statement")
    table(header, lines, numbers=("urgency", "confidence"))
    say(f"{found.total} fit; {found.waiting} wait, {found.reviewed} are reviewed.")


@app.command()
def accept(statement: Statement, who: Who = "", note: Note = "", data: Data = DATA, pack: Pack = None) -> None:
    """Say that a statement is right: it stays, even where the program reads it no more.

    Example: `doxograph review accept source/the-new-class/claim/0123456789abcdef --who "Ann Editor"`
    """
    _do({"do": "accept", **_statement(statement), "note": note}, who, data)


@app.command()
def reject(statement: Statement, who: Who = "", note: Note = "", data: Data = DATA, pack: Pack = None) -> None:
    """Say that the text does not say it: it counts no more.

    Example: `doxograph review reject source/the-new-class/claim/0123456789abcdef --who "Ann Editor"`
    """
    _do({"do": "reject", **_statement(statement), "note": note}, who, data)


@app.command()
def correct(
    statement: Statement,
    holder: Holder = None,
    stance: Stance = None,
    about: About = None,
    hedged: Hedged = None,
    words: Words = None,
    subject: Subject = None,
    predicate: Predicate = None,
    object: Object = None,
    polarity: Polarity = None,
    asserted_by: AssertedBy = None,
    year: Year = None,
    premise: Premises = None,
    conclusion: Conclusion = None,
    way: Way = None,
    who: Who = "",
    note: Note = "",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Put a statement right: what is given changes, all else stays.

    Example: `doxograph review correct source/the-new-class/claim/0123456789abcdef --stance denies --who "Ann Editor"`
    """
    wish = _statement(statement)
    change = _fields(
        holder, stance, about, hedged, subject, predicate, object, polarity, asserted_by, year, premise, conclusion, way
    )  # fmt: skip
    if words:
        name = "content" if wish["kind"] == "claim" else "evidence"
        change[name] = [_place(data, wish["source"], words, near=_start(data, wish, statement))]
    _do({"do": "correct", **wish, "change": change, "note": note}, who, data)


@app.command()
def add(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The id of the text that says it.")],
    words: Annotated[
        str, typer.Option("--words", metavar="TEXT", help="The words of the text that say it, exactly; an argument needs none.")
    ] = "",
    kind: Annotated[Literal["claim", "relation", "argument"], typer.Option("--kind")] = "claim",
    holder: Holder = None,
    stance: Stance = None,
    about: About = None,
    hedged: Hedged = None,
    subject: Subject = None,
    predicate: Predicate = None,
    object: Object = None,
    polarity: Polarity = None,
    asserted_by: AssertedBy = None,
    year: Year = None,
    premise: Premises = None,
    conclusion: Conclusion = None,
    way: Way = None,
    who: Who = "",
    note: Note = "",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Add a statement that nobody read in a text, by its words; an argument, by the claims that it joins.

    Example: `doxograph review add the-new-class --words "the new class" --holder "Milovan Djilas" --who "Ann Editor"`
    """
    change = _fields(
        holder, stance, about, hedged, subject, predicate, object, polarity, asserted_by, year, premise, conclusion, way
    )  # fmt: skip
    if words or kind != "argument":
        change["content"] = [_place(data, source, words)]
    _do({"do": "add", "source": source, "kind": kind, "change": change, "note": note}, who, data)


@app.command()
def merge(
    thing: Annotated[str, typer.Argument(metavar="THING", help="Its page's address: theory/managerialism.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The one whose name is kept.")],
    who: Who = "",
    note: Note = "",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Say that two things of the field are one.

    Example: `doxograph review merge theory/managerialism theory/managerial-society --who "Ann Editor"`
    """
    _do({"do": "merge", "key": thing, "into": into, "note": note}, who, data)


@app.command()
def split(
    thing: Annotated[str, typer.Argument(metavar="THING", help="Its page's address: theorist/burnham.")],
    source: Annotated[list[str], typer.Option("--source", metavar="ID", help="A text that means another by it; repeat it.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The name of that other.")] = "",
    into: Annotated[str, typer.Option("--into", metavar="THING", help="Or which known thing it is.")] = "",
    who: Who = "",
    note: Note = "",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Say that some texts mean another than the one their name was joined to.

    Example: `doxograph review split theorist/burnham --source a-letter --name "Philip Burnham" --who "Ann Editor"`
    """
    from kb.queries.naming import local_members

    key = thing.strip("/")
    with opened(data) as store:
        there = local_members(store, store.names.base + key)
    members = [[id, local] for id, local in there if id in source]
    if missing := sorted(set(source) - {id for id, _ in there}):
        raise UsageError(f"{', '.join(missing)} does not name {key}", remedy="Its page says which texts do.")
    if not (name or into):
        raise UsageError("the other needs a name", remedy="Give it with --name, or say with --into which known thing it is.")
    _do({"do": "split", "key": key, "members": members, "label": name, "into": into.strip("/"), "note": note}, who, data)


@app.command()
def undo(
    decision: Annotated[int, typer.Argument(metavar="NUMBER", help="As `doxograph review log` gives it.")],
    who: Who = "",
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Undo a decision; undoing the undoing brings it back.

    Example: `doxograph review undo 12 --who "Ann Editor"`
    """
    _do({"do": "undo", "decision": decision}, who, data)


@app.command()
def log(
    most: Annotated[int, typer.Option("--most", min=1, help="So many at most, the newest first.")] = 50,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """List who decided what, and when, the newest first.

    Example: `doxograph review log`
    """
    from kb import review

    entries = review.log(data)[::-1][:most]
    table(
        ("number", "when", "who", "did", "on", "words", "undone"),
        [
            (e.decision.id, e.decision.at, e.decision.who, e.decision.verdict, _on(e.decision),
             one_line(str(e.decision.statement.get("words", "")), 60), f"by {e.undone.who}" if e.undone else "")
            for e in entries
        ],
        numbers=("number",),
    )  # fmt: skip


@app.command()
def orphans(data: Data = DATA, pack: Pack = None) -> None:
    """List the decisions whose statement cannot be told in the texts of today.

    Example: `doxograph review orphans`
    """
    from kb.queries.orphans import orphans as find

    with opened(data) as store:
        found = find(store, data)
    table(
        ("number", "who", "did", "on", "words", "why"),
        [
            (o.decision.id, o.decision.who, o.decision.verdict, _on(o.decision),
             one_line(str(o.decision.statement.get("words", "")), 60), o.why)
            for o in found
        ],
        numbers=("number",),
    )  # fmt: skip
    say(f"{len(found)} orphaned decision{'' if len(found) == 1 else 's'}.")


@app.command()
def export(
    out_file: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write here, not to standard output.")] = None,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Write every decision, and every undoing, as JSON lines.

    Example: `doxograph review export --out decisions.jsonl`
    """
    from kb import review

    lines = review.to_lines(review.log(data))
    if out_file is None:
        write(lines)
    else:
        out_file.write_text(lines, "utf-8")
        say(f"{lines.count(chr(10))} lines written to {out_file}.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `doxograph review export` wrote.")],
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Take in decisions made elsewhere; those that are here already stay as they are.

    Example: `doxograph review import decisions.jsonl`
    """
    from kb.reviewing import done

    try:
        lines = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the decisions cannot be read", where=str(file), remedy="Give what `review export` wrote.") from error
    told = done(data, {"do": "import", "lines": lines}, who="import", store=address())
    say(told["said"])


@app.command()
def agreement(
    json: Annotated[bool, typer.Option("--json", help="All figures as JSON.")] = False,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Measure how far reviewers agree: Cohen's kappa of each pair, Krippendorff's alpha of all.

    Example: `doxograph review agreement`
    """
    from dataclasses import asdict

    from kb import review

    told = review.agreement(review.decisions(data))
    if json:
        write(as_json(asdict(told)))
        return
    rows = [(p.one, p.other, p.both, p.same, "–" if p.kappa is None else f"{p.kappa:.2f}") for p in told.pairs]
    table(("one", "other", "both judged", "alike", "kappa"), rows, numbers=("both judged", "alike", "kappa"))
    alpha = "–" if told.alpha is None else f"{told.alpha:.2f}"
    out().print(f"Krippendorff's alpha: {alpha}, of {told.units} statements that two or more judged.", markup=False)


def _do(wish: Mapping[str, Any], who: str, data: Path) -> None:
    from kb.reviewing import done

    who = who or os.environ.get("USER", "") or os.environ.get("USERNAME", "")
    if not who:
        raise UsageError("nobody says so", remedy="Give your name with --who.")
    told = done(data, wish, who=who, at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), store=address())
    say(f"{told['said']} Decision {told['decision']}{': ' + told['path'] if told['path'] else '.'}")


def _statement(said: str) -> dict[str, str]:
    parts = said.rstrip("/").split("/")
    if len(parts) < 4 or parts[-4] != "source" or parts[-2] not in ("claim", "relation", "argument"):
        raise UsageError(f"{said!r} names no statement", remedy="Give the end of its page's address: source/ID/claim/HASH.")
    return {"source": parts[-3], "kind": parts[-2], "id": parts[-1]}


def _fields(
    holder: str | None, stance: str | None, about: list[str] | None, hedged: bool | None, subject: str | None,
    predicate: str | None, object: str | None, polarity: str | None, asserted_by: str | None, year: int | None,
    premises: list[str] | None, conclusion: str | None, way: str | None,
) -> dict[str, Any]:  # fmt: skip
    told = {
        "holder": holder, "stance": stance, "about": about, "hedged": hedged, "subject": subject, "predicate": predicate,
        "object": object, "polarity": polarity, "asserted_by": asserted_by, "year": year,
        "premises": premises, "conclusion": conclusion, "kind": way,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def _place(data: Path, source: str, words: str, near: int | None = None) -> list[int]:
    """Where some words stand in a kept text: the place nearest to another, or the only one."""
    from kb.facts import read_statements
    from kb.queries import resolve_source

    with opened(data) as store:
        text = read_statements(store, resolve_source(store, source).id).document.text
    starts = []
    at = text.find(words)
    while at >= 0 and words:
        starts.append(at)
        at = text.find(words, at + 1)
    if not starts or (near is None and len(starts) > 1):
        what = f"these words stand {len(starts)} times in {source}" if starts else f"these words do not stand in {source}"
        raise UsageError(what, remedy="Give them as the text has them, and enough of them.")
    start = min(starts, key=lambda one: abs(one - (near or 0)))
    return [start, start + len(words)]


def _start(data: Path, wish: Mapping[str, str], said: str) -> int:
    from kb.queries import describing

    with opened(data) as store:
        iri = store.names.statement(wish["source"], wish["kind"], wish["id"]).value
        starts = [claim.evidence.start for claim in describing.claims(store, [iri])]
        starts += [relation.evidence.start for relation in describing.relations(store, [iri])]
        starts += [argument.evidence.start for argument in describing.arguments(store, [iri])]
    if not starts:
        raise UsageError(f"there is no statement {said}", remedy="`doxograph review list` gives their addresses.")
    return starts[0]


def _on(decision: Decision) -> str:
    return f"{decision.source} {decision.kind}".strip() if decision.kind != "entity" else decision.target
