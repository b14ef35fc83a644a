"""A reviewer's word done: recorded, and applied to the graph at once, for the command line and for the writer's queue."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb import review
from kb.assembly import commit, is_current, open_writer
from kb.errors import StoreError, UsageError
from kb.manifest import read_manifest
from kb.model import Claim, Statements
from kb.nearby import Nearby
from kb.redeciding import redecide
from kb.review import Decision, Statement, Verdict
from kb.review.finding import found
from kb.review.making import made_of
from kb.review.naming import role
from kb.store import Store

if TYPE_CHECKING:
    from kb.jobs import Job
    from kb.writer import Desk, Tell

VERBS = ("accept", "reject", "correct", "add", "merge", "split", "undo", "import")
_NAMED = {"holder": "theorist", "asserted_by": "theorist", "subject": "theorist", "object": "theory"}


def work(desk: Desk, job: Job, tell: Tell) -> Mapping[str, Any]:
    """A job of the queue: its payload is what ``done`` takes. Done twice, it comes to the same."""
    told = json.dumps([job.id, job.queued, job.payload], sort_keys=True)
    uid = hashlib.sha256(told.encode("utf-8")).hexdigest()[:20]
    at = job.queued[:19] + "Z" if job.queued else ""
    return done(desk.data, job.payload, who=job.by, at=at, store=desk.store, uid=uid)


def done(
    data: Path | str,
    wish: Mapping[str, Any],
    *,
    who: str,
    at: str = "",
    store: str | None = None,
    uid: str = "",
) -> dict[str, Any]:
    """Record what a reviewer wishes and apply it.

    ``wish["do"]`` is one of VERBS. On statements: ``source``, ``kind``, ``id`` and, to correct or add, ``change`` (fields of the
    model; who is named by id or by name, claims by id or by address; ``content`` and ``evidence`` as offsets into the kept text).
    To merge: ``key``, ``into``. To split: ``key``, ``members``, ``into``, ``label``. To undo: ``decision`` (its number). To
    import: ``lines``.
    Gives a sentence (``said``), the path of what stands now (``path``, empty where nothing does), the number of the decision.
    Raises UsageError where it makes no sense, StoreError where the knowledge base cannot be written.
    """
    data = Path(data)
    verb = wish.get("do")
    if verb not in VERBS:
        raise UsageError(f"{verb!r} is nothing that a reviewer does", remedy=f"Known are {', '.join(VERBS)}.")
    if not (data / "format.json").exists():
        raise StoreError("there is no knowledge base here", where=str(data), remedy="Build one with `doxograph build`.")
    with open_writer(data, store=store) as opened:
        path, count = "", 1
        read = cache(partial(Nearby, opened))
        before, manifest = review.decisions(data), read_manifest(data)
        kept: Decision | None = None
        if verb == "import":
            count = review.bring_in(data, review.from_lines(str(wish.get("lines", "")), where="the decisions"))
        elif verb == "undo":
            kept = _undone(data, int(wish["decision"]), who, at, uid)
        else:
            kept = review.record(data, replace(_decision(opened, data, wish, who, at, read), uid=uid))
        if not is_current(data, manifest) and not redecide(opened, data, manifest, before, read):
            commit(opened, data, [], [], manifest)
        path = _path(opened, data, kept, read) if kept else ""
    number = kept.id if kept else 0
    said = f"{count} decisions came in." if verb == "import" else _SAID[verb]
    return {"said": said, "path": path, "decision": number, "links": [["See it", path]] if path else []}


_SAID = {
    "accept": "Accepted.",
    "reject": "Rejected: it counts no more.",
    "correct": "Corrected: the correction stands in its place.",
    "add": "Added.",
    "merge": "Merged: the two are one.",
    "split": "Split: they are two.",
    "undo": "Undone.",
}


def _decision(store: Store, data: Path, wish: Mapping[str, Any], who: str, at: str, read: Callable[[str], Nearby]) -> Decision:
    verb, note = wish["do"], str(wish.get("note", ""))
    if verb == "merge":
        return review.merge(_key(store, wish["key"]), _key(store, wish["into"]), who=who, note=note, at=at)
    if verb == "split":
        members = [(str(source), str(local)) for source, local in wish["members"]]
        key = _key(store, wish["key"])
        into = str(wish.get("into") or "") or role(str(wish.get("label", "")), (), type=key.partition("/")[0])[0]
        return review.split(key, members, into, who=who, label=str(wish.get("label", "")), note=note, at=at)
    change = dict(wish.get("change", {}))
    spans = [(int(start), int(end)) for name in ("content", "evidence") for start, end in change.get(name, ())]
    ids = [(str(wish["kind"]), str(wish.get("id") or ""))]
    # who corrects or adds may name whom another decision brought in
    statements, decisions = read(str(wish["source"])).around(review.decisions(data), spans, ids, every=verb in ("correct", "add"))
    verdicts = review.verdicts(decisions, statements)
    now = review.as_reviewed(statements, verdicts)
    everybody = now.entities
    change, names = _change(change, everybody)
    claims = _claims(change, now, verdicts)
    names |= {str(id): str(name) for id, name in wish.get("names", {}).items()}
    known = {entity.id for entity in statements.entities}
    names = {entity.id: entity.name for entity in everybody if entity.id not in known} | names
    text = statements.document.text
    if verb == "add":
        made = made_of(str(wish["kind"]), statements, change, claims)
        return review.add(
            made, text, who=who, note=note, entities=statements.entities, names=names, claims=claims.values(), at=at
        )
    statement, before = found(statements, decisions, str(wish["kind"]), str(wish["id"]))
    if verb == "correct":
        change = {**before, **change}
        change = {name: value for name, value in change.items() if name in before or _is(statement, name) != value}
    elif verb == "accept" and before:
        verb, change = "correct", before  # whoever accepts a correction makes it too
    else:
        change = {}
    return review.decide(
        verb, statement, text, who=who, change=change or None, note=note, entities=statements.entities, names=names,
        claims=claims.values(), at=at,
    )  # fmt: skip


def _change(said: Mapping[str, Any], entities: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The change in the terms of the model, with the names of those whom the source does not name."""
    change: dict[str, Any] = dict(said)
    names: dict[str, str] = {}
    for field, type in _NAMED.items():
        if field in change:
            change[field], new = role(str(change[field]), entities, type=type)
            names |= new
    if "about" in change:
        about = [role(str(one), entities, type="theory") for one in change["about"] if str(one).strip()]
        change["about"] = sorted({id for id, _ in about})
        for _, new in about:
            names |= new
    if "evidence" in change:
        change["evidence"] = [list(map(int, span)) for span in change["evidence"]]
    if "content" in change:
        change["content"] = [list(map(int, span)) for span in change["content"]]
    return change, names


def _claims(change: dict[str, Any], now: Statements, verdicts: Mapping[tuple[str, str], Verdict]) -> dict[str, Claim]:
    """The claims that an argument may join, by the id that outlasts their corrections; those of a change become such ids."""
    first = {v.corrected.id: v.id for v in verdicts.values() if v.kind == "claim" and v.corrected}
    claims = {first.get(claim.id, claim.id): claim for claim in now.claims}
    for name in ("premises", "conclusion"):
        if name not in change:
            continue
        said = [change[name]] if name == "conclusion" else change[name]
        ids = [first.get(id, id) for id in (str(one).rstrip("/").rpartition("/")[2] for one in said)]
        if missing := [id for id in ids if id not in claims]:
            raise UsageError(f"the text has no claim {missing[0]!r}", remedy="Choose among the claims that stand in it.")
        change[name] = ids[0] if name == "conclusion" else sorted(set(ids))
    return claims


def _is(statement: Statement, name: str) -> Any:
    """A field as a change tells it."""
    value = getattr(statement, name)
    if name == "content":
        return [[part.start, part.end] for part in value]
    if name == "evidence":
        return [[value.start, value.end]]
    if name == "premises":
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _undone(data: Path, number: int, who: str, at: str, uid: str) -> Decision:
    done_before = [entry.decision for entry in review.log(data) if uid and entry.decision.uid == uid]
    return done_before[0] if done_before else review.withdraw(data, number, who=who, at=at, uid=uid)


def _key(store: Store, said: Any) -> str:
    """The key of a global entity from its key, path or IRI."""
    key = str(said).removeprefix(store.names.base).strip().strip("/")
    if key.count("/") != 1:
        raise UsageError(f"{said} names no entity", remedy="Give the end of its page's address: theorist/james-burnham.")
    return key


def _path(store: Store, data: Path, decision: Decision, read: Callable[[str], Nearby]) -> str:
    """The path of what stands after a decision."""
    if decision.verdict == "undo":
        decision = next((e.decision for e in review.log(data) if e.decision.uid == decision.target), decision)
    if decision.kind == "entity":
        return f"/{decision.change.get('into', decision.target)}"
    if not decision.source:
        return ""
    near = read(decision.source)
    statements, made = near.around(review.decisions(data), near.spans([decision]), [(decision.kind, decision.target)])
    applied = review.verdicts(made, statements)
    verdict = applied.get((decision.kind, decision.target))
    if verdict is None:
        verdict = next((v for v in applied.values() if v.id == decision.target), None)
    if verdict is not None and verdict.verdict == "reject":
        return ""
    id = verdict.corrected.id if verdict is not None and verdict.corrected else decision.target
    node = store.names.statement(decision.source, decision.kind, id)
    there = store.ask("ASK { ?statement a ?class }", statement=node)
    return node.value.removeprefix(store.names.base[:-1]) if there else ""
