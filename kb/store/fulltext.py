"""Full-text search over entities, claims and paragraphs, in an SQLite FTS5 file beside the store."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple, cast

from pyoxigraph import NamedNode

from kb.errors import StoreError
from kb.store import Hit, HitKind, tables
from kb.terms import CLASS_ENTITY, Names, Term

ENTITIES = ""  #: the group of the entities' entries; every other group is a source's id
#: where the numbers of each sort of entry begin and end, so that words are looked up in one sort without the others
STRETCHES: dict[str, tuple[int, int]] = {"entity": (0, 1 << 40), "claim": (1 << 40, 1 << 41), "text": (1 << 41, 1 << 42)}

_SCHEMA = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, grp TEXT NOT NULL, iri TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, more TEXT NOT NULL
);
CREATE TABLE mark (word TEXT NOT NULL);
CREATE INDEX entry_group ON entry (grp);
CREATE VIRTUAL TABLE words USING fts5 (
  label, more, content='entry', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER entry_in AFTER INSERT ON entry BEGIN
  INSERT INTO words (rowid, label, more) VALUES (new.id, new.label, new.more);
END;
CREATE TRIGGER entry_out AFTER DELETE ON entry BEGIN
  INSERT INTO words (words, rowid, label, more) VALUES ('delete', old.id, old.label, old.more);
END;
"""

_LIVE_CLAIM = """
  ?claim dox:content ?content ; dox:holderEntity ?party . ?content dox:text ?words OPTIONAL { ?party skos:prefLabel ?holder }
"""

Select = Callable[..., list[dict[str, Term]]]


class Entry(NamedTuple):
    """One thing that can be found; ``label`` is shown, ``more`` is searched too."""

    iri: str
    kind: HitKind
    label: str
    more: str = ""


@contextmanager
def _connection(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(path if write else f"{path.absolute().as_uri()}?mode=ro", uri=not write, timeout=30)
        with closing(connection), connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"the search index cannot be used ({error})",
            where=str(path),
            remedy="Run `doxograph build`: it makes a lost or damaged index anew; else remove the folder `index` first.",
        ) from error


def generation(path: Path) -> int:
    """The generation that the index holds; -1 where there is none that can be read."""
    try:
        with _connection(path) as connection:
            connection.execute("SELECT count(*) FROM words, mark WHERE words MATCH 'a'").fetchone()
            if connection.execute("PRAGMA application_id").fetchone()[0] != tables.SHAPE:
                return -1
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except StoreError:
        return -1


def create(path: Path) -> None:
    """Make an empty index."""
    with _connection(path, write=True) as connection:
        connection.executescript(_SCHEMA + tables.SCHEMA)
        connection.execute(f"PRAGMA application_id = {tables.SHAPE}")


def mark(path: Path) -> str:
    """The word that the last update left, empty where it left none."""
    with _connection(path) as connection:
        return next((word for (word,) in connection.execute("SELECT word FROM mark")), "")


def update(
    path: Path,
    groups: Iterable[tuple[str, Iterable[Entry]]],
    generation: int,
    word: str = "",
    *,
    names: Names | None = None,
    tabled: Iterable[tuple[str, tables.Rows]] = (),
    few: Iterable[tuple[str, AbstractSet[str], Iterable[Entry], tables.Rows]] = (),
) -> None:
    """Put these entries, and light rows (``tabled``), for those of the same groups, all or nothing.

    Of a group in ``few`` those of some things (by IRI) alone are put anew: its entries there and its light rows there.
    ``word`` tells one state of a number from another.
    """
    with _connection(path, write=True) as connection:
        connection.execute("PRAGMA cache_size = -262144")  # so that readers wait for the end of a change only
        for group, rows in tabled:
            assert names is not None, "light rows need the IRIs that they lie under"
            tables.put(connection, names, group, rows)
        number = _numbers(connection)
        for group, entries in groups:
            connection.execute("DELETE FROM entry WHERE grp = ?", (group,))
            _insert(connection, number, group, entries)
        for group, iris, entries, rows in few:
            assert names is not None
            tables.put_few(connection, names, group, iris, rows)
            gone = "DELETE FROM entry WHERE grp = ? AND iri IN (SELECT value FROM json_each(?))"
            connection.execute(gone, (group, json.dumps(sorted(iris))))
            _insert(connection, number, group, entries)
        connection.execute("DELETE FROM mark")
        connection.execute("INSERT INTO mark (word) VALUES (?)", (word,))
        connection.execute(f"PRAGMA user_version = {int(generation)}")


def _insert(connection: sqlite3.Connection, number: Mapping[str, Iterator[int]], group: str, entries: Iterable[Entry]) -> None:
    connection.executemany(
        "INSERT INTO entry (id, grp, iri, kind, label, more) VALUES (?, ?, ?, ?, ?, ?)",
        ((next(number[_sort(entry.kind)]), group, *entry) for entry in entries),
    )


def _sort(kind: str) -> str:
    return kind if kind in STRETCHES else "entity"


def _numbers(connection: sqlite3.Connection) -> dict[str, Iterator[int]]:
    """The numbers of new entries of each sort."""
    query = "SELECT coalesce(max(id) + 1, ?) FROM entry WHERE id >= ? AND id < ?"
    return {sort: count(connection.execute(query, (first, first, end)).fetchone()[0]) for sort, (first, end) in STRETCHES.items()}


def groups(path: Path) -> set[str]:
    """The groups that the index has entries of."""
    with _connection(path) as connection:
        return {group for (group,) in connection.execute("SELECT DISTINCT grp FROM entry")}


def search(path: Path, words: str, kinds: Iterable[HitKind] | None, limit: int) -> list[Hit]:
    """The entries that hold all the words; the last word may be the beginning of one."""
    if not matching(words):
        return []
    wanted = list(kinds) if kinds is not None else []
    if kinds is not None and not wanted:
        return []
    only = f"AND kind IN ({', '.join('?' * len(wanted))})" if wanted else ""
    stretches = [STRETCHES[_sort(kind)] for kind in wanted] or list(STRETCHES.values())
    stretch = min(stretches)[0], max(stretches)[1]
    # the words around a match are cut out of the best alone: doing so for all that match would take most of the time
    best = f"""
        WITH best AS MATERIALIZED (
          SELECT entry.id AS id, bm25(words, 10.0, 3.0) AS rank
          FROM words CROSS JOIN entry INDEXED BY entry_kind ON entry.id = words.rowid
          WHERE words MATCH ? AND words.rowid >= ? AND words.rowid < ? {only}
          ORDER BY rank, iri LIMIT ?
        )
        SELECT kind, iri, label, grp, rank, entry.id FROM best JOIN entry USING (id) ORDER BY rank, iri
    """
    around = "SELECT snippet(words, 0, char(0xE000), char(0xE001), '…', 32) FROM words WHERE words MATCH ? AND rowid = ?"
    match = matching(words)
    with _connection(path) as connection:
        connection.execute("BEGIN")  # so that a writer's change does not come between the two questions
        rows = connection.execute(best, (match, *stretch, *wanted, limit)).fetchall()
        snippets = [connection.execute(around, (match, row[-1])).fetchone()[0] for row in rows]
    return [
        Hit(kind, iri, label, snippet, group or None, round(-rank, 6))
        for (kind, iri, label, group, rank, _), snippet in zip(rows, snippets, strict=True)
    ]


def matching(words: str) -> str:
    """What FTS5 is asked for: all the words, the last as a beginning; empty where there is no word."""
    tokens = re.findall(r"\w+", words)
    return " ".join(f'"{token}"' for token in tokens) + "*" if tokens else ""


def entity_entries(select: Select, names: Names) -> Iterator[Entry]:
    """The entries of all global entities, their other names searched too."""
    others: dict[str, set[str]] = defaultdict(set)
    for row in select(
        "SELECT ?entity ?other WHERE { GRAPH ?identity { ?entity skos:altLabel ?other } }", identity=names.identity
    ):
        others[row["entity"].value].add(row["other"].value)
    rows = select(
        "SELECT ?entity ?class ?label WHERE { GRAPH ?identity { ?entity a ?class ; skos:prefLabel ?label } } ORDER BY ?entity",
        identity=names.identity,
    )
    for row in rows:
        kind, iri = CLASS_ENTITY.get(row["class"]), row["entity"].value  # type: ignore[arg-type]
        if kind:
            yield Entry(iri, cast(HitKind, kind), row["label"].value, " · ".join(sorted(others[iri])))


def claim_entries(select: Select, claims: Iterable[str]) -> list[Entry]:
    """The entries of some claims, of those that live."""
    listed = " ".join(str(NamedNode(iri)) for iri in sorted(claims))
    query = f"SELECT ?claim ?words ?holder WHERE {{ VALUES ?claim {{ {listed} }} {_LIVE_CLAIM} }}"
    return sorted(_claim_entry(row) for row in (select(query) if listed else ()))


def _claim_entry(row: Mapping[str, Term]) -> Entry:
    return Entry(row["claim"].value, "claim", row["words"].value, row["holder"].value if "holder" in row else "")


def source_entries(
    select: Select, names: Names, text: Callable[[str], str], sources: Iterable[str]
) -> Iterator[tuple[str, list[Entry]]]:
    """The entries of each source: live claims with their holders' names, and the blocks of its text.

    A text that cannot be read has no blocks to be found.
    """
    # corrections are few, and asked for together: joined to each source's claims they would slow every one
    corrected: dict[str, list[dict[str, Term]]] = defaultdict(list)
    for row in select(f"SELECT ?claim ?words ?holder WHERE {{ ?claim dox:enteredBy ?reviewer . {_LIVE_CLAIM} }}"):
        corrected[names.source_of(row["claim"].value) or ""].append(row)
    for source in sources:
        graph = names.source_graph(source)
        claims = select(
            f"SELECT ?claim ?words ?holder WHERE {{ GRAPH ?graph {{ ?claim a dox:Claim }} {_LIVE_CLAIM} }}", graph=graph
        )
        entries = [_claim_entry(row) for row in [*claims, *corrected[source]]]
        told = select("SELECT ?sha WHERE { GRAPH ?graph { ?source dox:textHash ?sha } }", graph=graph)
        whole = _text_or_nothing(text, told[0]["sha"].value) if told else ""
        for row in select(
            "SELECT ?block ?start ?end WHERE { GRAPH ?graph { ?block a dox:Block ; dox:start ?start ; dox:end ?end } }",
            graph=graph,
        ):
            if words := whole[int(row["start"].value) : int(row["end"].value)]:
                entries.append(Entry(row["block"].value, "text", words))
        yield source, sorted(entries)


def _text_or_nothing(text: Callable[[str], str], sha256: str) -> str:
    # a lost text must not keep the index from being made anew: the build that comes after reads the source again
    try:
        return text(sha256)
    except StoreError:
        return ""
