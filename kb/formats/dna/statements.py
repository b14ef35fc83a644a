"""Coded debates to statements, and statements to coded debates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import NamedTuple

from kb.errors import InputError
from kb.formats.assembling import Assembly
from kb.formats.dna.codebook import DATA, GENRE, MAIN, PIPELINE, beginning, called, codebook, tables_of
from kb.formats.dna.offsets import Offsets
from kb.formats.dna.tables import Row, Tables
from kb.model import AUTHOR, UNKNOWN, Block, Source, Statements

_LONGEST = 190  # characters of a name in DNA
_REMEDY = "Open it in Discourse Network Analyzer 3 and mend it there."


class Coding(NamedTuple):
    """One coded statement: offsets in code points, names or ``""``, and whether the actor agrees (None: not said)."""

    start: int
    end: int
    person: str = ""
    organization: str = ""
    concept: str = ""
    agreement: bool | None = None


def to_statements(tables: Tables, source: Source) -> tuple[Statements, ...]:
    """A document a reading, with the codebook last.

    Each coding is a claim of its person and one of its organization that the coded words are so, about the concept. That an
    actor holds or rejects the concept, and that the person belongs to the organization, are relations at the same words.
    """
    where = source.file or source.id
    kind, variables = _main_type(tables)
    entities = {row["ID"]: row["Value"] for row in tables["ENTITIES"]}
    values: dict[int, dict[str, object]] = defaultdict(dict)
    for row in tables["DATASHORTTEXT"]:
        if name := variables.get(row["VariableId"]):
            if row["Entity"] not in entities:
                raise InputError(f"DATASHORTTEXT {row['ID']} refers to no entity", where=where, remedy=_REMEDY)
            values[row["StatementId"]][name] = entities[row["Entity"]] or ""
    for row in tables["DATABOOLEAN"]:
        if name := variables.get(row["VariableId"]):
            values[row["StatementId"]][name] = row["Value"] != 0
    coded: dict[int, list[Row]] = defaultdict(list)
    for row in tables["STATEMENTS"]:
        if row["StatementTypeId"] == kind:
            coded[row["DocumentId"]].append(row)
    if missing := set(coded) - {row["ID"] for row in tables["DOCUMENTS"]}:
        what = f"statements stand in the document {min(missing, key=str)}, which is not there"
        raise InputError(what, where=where, remedy=_REMEDY)
    width = len(str(max((row["ID"] for row in tables["DOCUMENTS"]), default=1)))
    made = []
    for row in tables["DOCUMENTS"]:
        of = replace(
            source,
            id=f"{source.id}-{row['ID']:0{width}d}",
            title=(row["Title"] or "").strip() or f"{source.id}-{row['ID']}",
            author=(row["Author"] or "").strip() or None,
            year=_year(row["Date"]),
        )
        made.append(_document(of, row["Text"] or "", coded[row["ID"]], values, where))
    book = replace(source, id=f"{source.id}-codebook", title=f"Codebook of {source.title}", genre=GENRE, author=None, year=None)
    return *made, codebook(tables, book, variables)


def _document(source: Source, text: str, rows: list[Row], values: dict[int, dict[str, object]], where: str) -> Statements:
    blocks = [Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    to, offsets = Assembly(source, text=text, blocks=blocks), Offsets(text)
    for row in rows:
        start, end = (offsets.points(row[name]) if isinstance(row[name], int) else -1 for name in ("Start", "Stop"))
        if not 0 <= start < end <= len(text):
            what = f"statement {row['ID']} lies outside its document ({row['Start']}-{row['Stop']})"
            raise InputError(what, where=where, remedy=_REMEDY)
        said, place = values[row["ID"]], (start, end)
        names = {name: str(said.get(name, "")) for name in MAIN[:3]}
        actors = [
            to.entity(kind, names[name])
            for kind, name in (("theorist", "person"), ("group", "organization"))
            if names[name].strip()
        ]
        about = [to.entity("theory", names["concept"])] if names["concept"].strip() else []
        for actor in actors or [UNKNOWN]:
            to.claim_once(actor, place, about)
        if about and "agreement" in said:
            for actor in actors:
                to.relation(actor, "holds" if said["agreement"] else "rejects", about[0], "affirmed", AUTHOR, place)
        if len(actors) == 2:
            to.relation(actors[0], "member_of", actors[1], "affirmed", AUTHOR, place)
    return to.statements(PIPELINE)


def _main_type(tables: Tables) -> tuple[object, dict[object, str]]:
    """The type of statement that has a concept and an actor, with its main variables by id under the names of ``MAIN``."""
    by_type: dict[object, dict[object, str]] = defaultdict(dict)
    for row in tables["VARIABLES"]:
        name = called().get(str(row["Variable"]).strip().lower(), "")
        known = by_type[row["StatementTypeId"]]
        if name and name not in known.values() and row["DataType"] == ("boolean" if name == "agreement" else "short text"):
            known[row["ID"]] = name
    for kind, variables in sorted(by_type.items(), key=lambda item: str(item[0])):
        if "concept" in variables.values() and {"person", "organization"} & set(variables.values()):
            return kind, variables
    return None, {}


def codings(statements: Statements) -> list[Coding]:
    """What one text's statements amount to as codings, by place.

    Words that a coder marked are one coding for each actor and concept. A claim that a text reports is coded with its own
    words as the concept; a question is none. Of relations, those of holding and rejecting a theory are codings.
    """
    names = {entity.id: entity for entity in statements.entities}
    source = statements.document.source
    ours = statements.pipeline == PIPELINE
    agreed: dict[tuple[tuple[int, int], str], dict[str, bool | None]] = defaultdict(dict)
    members: set[tuple[tuple[int, int], str, str]] = set()
    for r in statements.relations:
        place = r.evidence.start, r.evidence.end
        if r.predicate in ("holds", "rejects") and r.polarity != "uncertain" and names[r.object].type == "theory":
            agreed[place, r.subject].setdefault(names[r.object].name, (r.predicate == "holds") == (r.polarity == "affirmed"))
        elif r.predicate == "member_of" and r.polarity == "affirmed":
            members.add((place, r.subject, r.object))
    for c in statements.claims:
        place = min(part.start for part in c.content), max(part.end for part in c.content)
        held = agreed[place, c.holder]
        if not ours:
            if c.stance != "questions":
                held.setdefault(c.quote, c.stance == "asserts")
            continue
        concepts = [names[id].name for id in c.about if names[id].type == "theory"]
        for concept in concepts or ([""] if not held else []):
            held.setdefault(concept, None)
    made: set[Coding] = set()
    taken: set[tuple[tuple[int, int], str, str]] = set()
    for (place, actor), held in agreed.items():
        if actor in names and names[actor].type == "group":
            continue
        person = names[actor].name if actor in names else (source.author or source.title) if actor == AUTHOR else ""
        for concept, agreement in held.items():
            partners = [
                group
                for at, member, group in members
                if at == place
                and member == actor
                and (not (held_there := agreed.get((place, group))) or held_there.get(concept, ...) == agreement)
            ]
            taken |= {(place, group, concept) for group in partners}
            for name in [names[group].name for group in partners] or [""]:
                made.add(Coding(*place, person[:_LONGEST], name[:_LONGEST], concept[:_LONGEST], agreement))
    for (place, actor), held in agreed.items():
        if actor in names and names[actor].type == "group":
            for concept, agreement in held.items():
                if (place, actor, concept) not in taken:
                    made.add(Coding(*place, "", names[actor].name[:_LONGEST], concept[:_LONGEST], agreement))
    return sorted(made, key=lambda c: (*c[:5], str(c.agreement)))


def from_statements(readings: Sequence[Statements]) -> Tables:
    """The rows of a database; ids are those of a codebook among the readings, new ones go on from there."""
    books = [r for r in readings if r.pipeline == PIPELINE and r.document.source.genre == GENRE]
    book = books[0].document if books else None
    told: Tables = tables_of(book.text, book.source.id) if book else beginning()
    prefix = book.source.id.removesuffix("codebook") if book else None
    kind, variables = _main_type({"VARIABLES": told.get("VARIABLES", [])})
    if kind is None:
        raise InputError("the codebook has no type of statement with actor and concept", where="dna", remedy=_REMEDY)
    of = {name: id for id, name in variables.items()}
    coder = min((row["ID"] for row in told.get("CODERS", [])), default=None)
    documents = {row["ID"]: row for row in told.get("DOCUMENTS", [])}
    fresh = count(max(documents, default=0) + 1)
    listed: dict[tuple[int, int, int], list[Row]] = defaultdict(list)
    others: list[Row] = []
    for row in told.get("STATEMENTS", []):
        if row["StatementTypeId"] == kind:
            listed[row["DocumentId"], row["Start"], row["Stop"]].append(row)
        else:
            others.append(row)
    next_statement = count(max((row["ID"] for row in told.get("STATEMENTS", [])), default=0) + 1)
    entities = list(told.get("ENTITIES", []))
    known = {(row["VariableId"], row["Value"]): row["ID"] for row in entities}
    next_entity = count(max(known.values(), default=0) + 1)

    def entity(variable: object, value: str) -> int:
        if (variable, value) not in known:
            known[variable, value] = id = next(next_entity)
            entities.append({"ID": id, "VariableId": variable, "Value": value, "Red": 0, "Green": 0, "Blue": 0, "ChildOf": None})
        return known[variable, value]

    made: dict[str, list[Row]] = {name: list(rows) for name, rows in told.items()} | {"DOCUMENTS": [], "STATEMENTS": []}
    data: dict[str, list[Row]] = {name: list(told.get(name, [])) for name in DATA}
    for reading in readings:
        if reading in books:
            continue
        source, text = reading.document.source, reading.document.text
        tail = source.id.removeprefix(prefix) if prefix and source.id.startswith(prefix) else ""
        id = int(tail) if tail.isdecimal() and int(tail) in documents else next(fresh)
        row = documents.get(id) or {
            "Title": source.title[:_LONGEST], "Coder": coder, "Author": (source.author or "")[:_LONGEST], "Source": "",
            "Section": "", "Notes": "", "Type": (source.genre or "")[:_LONGEST], "Date": _date(source.year),
        }  # fmt: skip
        made["DOCUMENTS"].append({**row, "ID": id, "Text": text})
        offsets = Offsets(text)
        for coding in codings(reading):
            start, stop = offsets.units(coding.start), offsets.units(coding.end)
            before = listed[id, start, stop]
            statement = before.pop(0) if before else {"ID": next(next_statement), "Coder": coder}
            made["STATEMENTS"].append({**statement, "StatementTypeId": kind, "DocumentId": id, "Start": start, "Stop": stop})
            for name in MAIN[:3]:
                if name in of:
                    number = entity(of[name], getattr(coding, name))
                    value = {"StatementId": statement["ID"], "VariableId": of[name], "Entity": number}
                    data["DATASHORTTEXT"].append(value)
            if coding.agreement is not None and "agreement" in of:
                value = {"StatementId": statement["ID"], "VariableId": of["agreement"], "Value": int(coding.agreement)}
                data["DATABOOLEAN"].append(value)
    here = {row["ID"] for row in made["DOCUMENTS"]}
    made["STATEMENTS"] += [row for row in others if row["DocumentId"] in here]
    for table in ("DOCUMENTS", "STATEMENTS"):
        made[table].sort(key=lambda row: row["ID"])
    kept = {row["ID"] for row in made["STATEMENTS"]}
    for table, rows in data.items():
        rows = sorted((r for r in rows if r["StatementId"] in kept), key=lambda r: (r["StatementId"], r["VariableId"]))
        made[table] = [{**row, "ID": number} for number, row in enumerate(rows, 1)]
    return made | {"ENTITIES": entities}


def _year(date: object) -> int | None:
    if not isinstance(date, int) or abs(date) > 10**11:
        return None
    days = date // 86_400
    try:
        return datetime.fromordinal(719_163 + days).year
    except (ValueError, OverflowError):
        return None


def _date(year: int | None) -> int:
    """Seconds from 1970 to a year's beginning; 1970 for a year that is not known or that the calendar does not reach."""
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) if year and 1 <= year <= 9999 else 0
