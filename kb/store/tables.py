"""Light rows of what a store holds, in SQLite beside the index of words: what questions of many rows are answered from.

They say nothing that the graphs do not say, are changed with the index of words in one transaction, and bear its generation.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from zlib import crc32

from pyoxigraph import NamedNode, Quad

from kb.terms import DOX, Names, Term

SCHEMA = Path(__file__).with_suffix(".sql").read_text("utf-8")
SHAPE = crc32(SCHEMA.encode()) >> 1  #: tells a file of another release's tables, which is made anew
ALL = ""  #: the group of what is said of all sources together; every other group is a source's id
COUNTS = "/"  #: the group of some whole entities with their counts, where nothing else about wholes has changed

Rows = Mapping[str, list[tuple[object, ...]]]  # by table
Select = Callable[..., list[dict[str, Term]]]
Graph = Callable[[NamedNode], Iterator[Quad]]
Said = dict[str, dict[str, list[str]]]  # subject -> last part of a property -> values

_UNDER = ("fact", "name", "alias", "denotes")  # their keys are IRIs that lie under their source
_OF_GROUP = ("claim", "about", "relation", "answer", "place", "reach", "mention", "argued", "tally")
_WHOLE = ("denotes", "entity")
_DERIVED = """
  SELECT ?s ?p ?o WHERE { GRAPH ?graph { ?s a ?class FILTER(?class IN (dox:Claim, dox:Relation, dox:Argument, dox:Proposition)) }
    GRAPH ?derived { ?s ?p ?o } }
"""
_CORRECTED = """
  SELECT ?s ?p ?o WHERE { GRAPH ?derived {
    { ?s dox:enteredBy ?reviewer ; ?p ?o }
    UNION { ?new dox:enteredBy ?reviewer ; dox:content|dox:evidence|dox:cue ?s . ?s ?p ?o }
    UNION { ?new dox:enteredBy ?reviewer ; dox:content ?content . ?content dox:span ?s . ?s ?p ?o }
  } }
"""
_BY_STATEMENT = (
    ("fact", "iri"), ("claim", "iri"), ("about", "iri"), ("relation", "iri"), ("answer", "statement"), ("place", "statement"),
    ("reach", "statement"), ("dated", "statement"), ("argued", "statement"),
)  # fmt: skip
_TALLY = """
  INSERT INTO tally SELECT * FROM (
    SELECT :grp, 'claim', count(*) AS count FROM claim WHERE grp = :grp
    UNION ALL SELECT :grp, stance, count(*) FROM claim WHERE grp = :grp GROUP BY stance
    UNION ALL SELECT :grp, 'relation', count(*) FROM relation WHERE grp = :grp
    UNION ALL SELECT :grp, predicate, count(*) FROM relation WHERE grp = :grp GROUP BY predicate
    UNION ALL SELECT :grp, 'argument', count(*) FROM place WHERE grp = :grp AND instr(statement, '/argument/')
  ) WHERE count > 0
"""
_DEPENDING = """
  SELECT DISTINCT ?s WHERE { VALUES ?x { UNDEF } ?s dox:content|dox:premise|dox:conclusion ?x }
"""
_SAID = "SELECT ?s ?p ?o WHERE { VALUES ?s { UNDEF } ?s ?p ?o }"
_ENTITIES = """
  SELECT ?entity ?class ?label ?year ?claims ?relations ?sources WHERE {
    GRAPH ?identity { ?entity a ?class ; skos:prefLabel ?label OPTIONAL { ?entity dox:year ?year } }
    OPTIONAL { GRAPH ?derived { ?entity dox:claimCount ?claims } }
    OPTIONAL { GRAPH ?derived { ?entity dox:relationCount ?relations } }
    OPTIONAL { GRAPH ?derived { ?entity dox:sourceCount ?sources } }
  }
"""


def put(connection: sqlite3.Connection, names: Names, group: str, rows: Rows) -> None:
    """Put these rows for those of the same group."""
    if group == COUNTS:
        pass  # rows with the same keys are put in place
    elif group == ALL:
        for table in _WHOLE:
            connection.execute(f"DELETE FROM {table}")
        start = f"{names.base}source/"
        connection.execute("DELETE FROM name WHERE iri < ? OR iri >= ?", (start, start[:-1] + "0"))
        connection.execute("DELETE FROM alias WHERE iri < ? OR iri >= ?", (start, start[:-1] + "0"))
    else:
        for table in _OF_GROUP:
            connection.execute(f"DELETE FROM {table} WHERE grp = ?", (group,))
        under = names.source(group).value
        for table in ("fact", "name", "alias"):
            connection.execute(f"DELETE FROM {table} WHERE iri = ? OR (iri >= ? AND iri < ?)", (under, f"{under}/", f"{under}0"))
        connection.execute("DELETE FROM dated WHERE statement >= ? AND statement < ?", (f"{under}/", f"{under}0"))
    _insert(connection, rows)


def put_few(connection: sqlite3.Connection, names: Names, group: str, iris: Iterable[str], rows: Rows) -> None:
    """Put these rows for those of some statements, propositions and passages of a source."""
    gone = json.dumps(list(iris))
    for table, column in _BY_STATEMENT:
        of_group = "grp = :grp AND " if table in ("about", "place", "reach") else ""
        where = f"{of_group}{column} IN (SELECT value FROM json_each(:gone))"
        connection.execute(f"DELETE FROM {table} WHERE {where}", {"grp": group, "gone": gone})
    _insert(connection, rows)
    connection.execute("DELETE FROM tally WHERE grp = ?", (group,))
    connection.execute(_TALLY, {"grp": group})


def _insert(connection: sqlite3.Connection, rows: Rows) -> None:
    for table, told in rows.items():
        if told:
            places = ", ".join("?" * len(told[0]))
            connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({places})", told)


def of_wholes(select: Select, names: Names, iris: Iterable[str]) -> Rows:
    """The rows of some whole entities with their counts, for the group COUNTS."""
    found = []
    for iri in sorted(iris):
        for row in select(_ENTITIES, identity=names.identity, derived=names.derived, entity=NamedNode(iri)):
            found.append(_entity(row, iri))
    return {"entity": found}


def _entity(row: Mapping[str, Term], entity: str) -> tuple[object, ...]:
    more = (row[name].value if name in row else None for name in ("year", "claims", "relations", "sources"))
    return (entity, row["class"].value, row["label"].value, *more)


def of_everything(select: Select, names: Names) -> Rows:
    """The rows of all sources together: whole entities with their counts, and what local names denote."""
    rows: dict[str, list[tuple[object, ...]]] = {"denotes": [], "entity": [], "name": [], "alias": []}
    for row in select("SELECT ?local ?whole WHERE { GRAPH ?identity { ?local dox:denotes ?whole } }", identity=names.identity):
        rows["denotes"].append((row["local"].value, row["whole"].value))
    for row in select(_ENTITIES, identity=names.identity, derived=names.derived):
        entity, kind, label = row["entity"].value, row["class"].value, row["label"].value
        rows["name"].append((entity, label, kind, 0))
        rows["entity"].append(_entity(row, entity))
    query = "SELECT ?entity ?other WHERE { GRAPH ?identity { ?entity skos:altLabel ?other } }"
    rows["alias"] = [(row["entity"].value, row["other"].value) for row in select(query, identity=names.identity)]
    return rows


def of_sources(select: Select, graph: Graph, names: Names, sources: Iterable[str]) -> Iterator[tuple[str, Rows]]:
    """The rows of each source."""
    corrected: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in select(_CORRECTED, derived=names.derived):
        subject = row["s"].value
        corrected[names.source_of(subject) or ""].append((subject, row["p"].value, row["o"].value))
    for source in sources:
        iri = names.source_graph(source)
        told: set[tuple[str, str, str]] = {(q.subject.value, q.predicate.value, q.object.value) for q in graph(iri)}  # type: ignore[union-attr]
        derived = select(_DERIVED, graph=iri, derived=names.derived) if told else []
        told |= {(row["s"].value, row["p"].value, row["o"].value) for row in derived}
        told.update(corrected[source])
        yield source, _of_source(source, _said(told))


def of_few(select: Select, source: str, subjects: Iterable[str]) -> tuple[set[str], Rows]:
    """The rows of some statements, propositions and passages of a source and of what hangs on them, with whose they are."""
    concerned = set(subjects)
    # who speaks of a proposition and which arguments a claim stands in
    concerned |= {row["s"].value for row in _listed(select, _DEPENDING, concerned)}
    said = _said(_triples(select, concerned))
    beside = {iri for facts in said.values() for part in ("content", "premise", "conclusion") for iri in facts.get(part, ())}
    said |= _said(_triples(select, beside - said.keys()))
    rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    lives = _living(said)
    for iri in concerned & said.keys():
        with suppress(LookupError, ValueError):
            _of_thing(source, iri, said[iri], said, lives, rows, Counter())
    return concerned, rows


def _triples(select: Select, iris: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    return ((row["s"].value, row["p"].value, row["o"].value) for row in _listed(select, _SAID, iris))


def _listed(select: Select, query: str, iris: Iterable[str]) -> list[dict[str, Term]]:
    listed = " ".join(str(NamedNode(iri)) for iri in sorted(iris))
    return select(query.replace("UNDEF", listed)) if listed else []


def _living(said: Said) -> set[str]:
    return {iri for iri, facts in said.items() if "holderEntity" in facts and "holder" in facts}


def _said(told: Iterable[tuple[str, str, str]]) -> Said:
    said: Said = defaultdict(lambda: defaultdict(list))
    cut: dict[str, str] = {}
    for subject, predicate, value in sorted(told):
        part = cut.get(predicate)
        if part is None:
            part = cut[predicate] = predicate[max(predicate.rfind("#"), predicate.rfind("/")) + 1 :]
        said[subject][part].append(value)
    return said


def _of(said: Said, iri: str) -> Mapping[str, list[str]]:
    return said.get(iri, {})


def _of_source(source: str, said: Said) -> Rows:
    """The rows of one source; what lacks a part, as only a damaged store's may, has none: ``doxograph check`` names it."""
    rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    tally: Counter[str] = Counter()
    lives = _living(said)
    for iri, facts in said.items():
        with suppress(LookupError, ValueError):
            _of_thing(source, iri, facts, said, lives, rows, tally)
    rows["tally"] = [(source, kind, count) for kind, count in sorted(tally.items())]
    return rows


def _of_thing(
    source: str, iri: str, facts: Mapping[str, list[str]], said: Said, lives: set[str],
    rows: dict[str, list[tuple[object, ...]]], tally: Counter[str],
) -> None:  # fmt: skip
    kinds = set(facts.get("type", ()))
    if ("confidence" in facts and "prefLabel" in facts) or DOX.TextVoice.value in kinds:
        for kind in kinds:
            rows["name"].append((iri, facts["prefLabel"][0], kind, len(facts.get("mention", ()))))
        rows["alias"] += [(iri, alias) for alias in facts.get("altLabel", ())]
        rows["mention"] += [(source, *_offsets(span), iri, span) for span in facts.get("mention", ())]
        return
    rows["fact"].append((iri, json.dumps(facts, ensure_ascii=False)))
    if "evidence" in facts and "enteredBy" not in facts:
        words = [*facts["evidence"], *facts.get("cue", ())]
        words += _of(said, facts["content"][0])["span"] if "content" in facts else []
        rows["reach"].append((source, min(_offsets(span)[0] for span in words), max(_offsets(span)[1] for span in words), iri))
    if iri in lives:
        sentence, stance, confidence = facts["evidence"][0], facts["stance"][0], facts["confidence"][0]
        where = (source, *_offsets(sentence), iri)
        party = facts["holderEntity"][0]
        rows["claim"].append((*where, party, facts["holder"][0], sentence, stance, confidence, float(confidence)))
        tally["claim"] += 1
        tally[stance] += 1
        rows["place"].append((*where, sentence))
        rows["about"] += [(entity, *where) for entity in _of(said, facts["content"][0]).get("aboutEntity", ())]
        rows["answer"] += _answers(source, iri, facts, party)
    elif "subjectEntity" in facts:
        sentence, confidence = facts["evidence"][0], facts["confidence"][0]
        ends = (facts[name][0] for name in ("subjectEntity", "predicate", "objectEntity", "polarity"))
        rows["relation"].append((iri, source, *ends, confidence, facts["assertedByEntity"][0], facts["assertedBy"][0], sentence))
        tally["relation"] += 1
        tally[facts["predicate"][0]] += 1
        rows["place"].append((source, *_offsets(sentence), iri, sentence))
        if "answerParty" in facts:
            rows["answer"] += _answers(source, iri, facts, facts["answerParty"][0])
        if facts["predicate"][0] in (DOX.wrote.value, DOX.originated.value) and facts["polarity"][0] == DOX.affirmed.value:
            rows["dated"] += [(facts["objectEntity"][0], year, iri) for year in facts.get("year", ())]
    elif "argumentKind" in facts:
        joined = [[said[claim]["holderEntity"][0] for claim in facts[end] if claim in lives] for end in ("conclusion", "premise")]
        if all(joined) and not {DOX.rejected.value, DOX.corrected.value} & set(facts.get("review", ())):
            tally["argument"] += 1
            span = facts["evidence"][0]
            rows["place"].append((source, *_offsets(span), iri, span))
            rows["argued"] += [(party, source, iri, facts["confidence"][0]) for party in sorted({*joined[0], *joined[1]})]


def _answers(source: str, iri: str, facts: Mapping[str, list[str]], party: str) -> list[tuple[object, ...]]:
    confidence, kind = facts["confidence"][0], (facts.get("stance") or facts["polarity"])[0]
    return [
        (party, iri, answer, tentative, kind, confidence, float(confidence), source)
        for name, tentative in (("answers", 0), ("answersTentatively", 1))
        for answer in facts.get(name, ())
    ]


def _offsets(span: str) -> tuple[int, int]:
    start, end = span.rsplit("/", 1)[1].split("-")
    return int(start), int(end)


class _Given(dict[str, object]):
    """What a question's variables stand for; nothing for those that are not given."""

    def __missing__(self, name: str) -> None:
        return None


class Tables:
    """The rows as one generation of a store has them; each thread asks over a connection of its own."""

    def __init__(self, path: Path, generation: int) -> None:
        self.path, self.generation = path, generation
        self._threads = threading.local()

    def select(self, query: str, **bindings: object) -> list[sqlite3.Row]:
        """The rows of a question in SQL."""
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = _open(self.path)
        return connection.execute(query, _Given(bindings)).fetchall()

    def current(self) -> bool:
        """Whether the file still holds this generation: a writer puts the next one in it before readers are told."""
        with suppress(sqlite3.DatabaseError):
            return bool(self.select("PRAGMA user_version")[0][0] == self.generation)
        return False

    def facts(self, iris: Iterable[str]) -> dict[str, dict[str, list[str]]]:
        """All that is said of statements, propositions, passages and sources, by the last part of each property's IRI."""
        wanted = json.dumps(list(iris))
        found = self.select("SELECT iri, facts FROM json_each(:wanted) JOIN fact ON fact.iri = value", wanted=wanted)
        together = json.loads(f"[{','.join(row[1] for row in found)}]")  # one call is quicker than thousands
        return {row[0]: facts for row, facts in zip(found, together, strict=True)}


def opened(path: Path, generation: int) -> Tables | None:
    """The tables of a generation; None where the file has none, or those of another."""
    with suppress(sqlite3.DatabaseError), closing(_open(path)) as connection:
        held = connection.execute("PRAGMA user_version").fetchone()[0]
        shape = connection.execute("PRAGMA application_id").fetchone()[0]
        if (held, shape) == (generation, SHAPE):
            return Tables(path, generation)
    return None


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA mmap_size = 1073741824")
    return connection
