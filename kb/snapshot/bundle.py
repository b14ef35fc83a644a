"""A knowledge base -> its bundle."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode

from kb import review
from kb.errors import StoreError
from kb.graph import sorted_nquads
from kb.manifest import FILE as MANIFEST
from kb.manifest import Manifest, read_manifest
from kb.snapshot.crate import METADATA, File, Text, metadata
from kb.store import Store, open_store
from kb.store.folder import FORMAT
from kb.store.snapshots import Registered, register
from kb.vocabulary import ALIGNMENTS, ONTOLOGY, PACKS, RELATIONS, SHAPES

CHECKSUMS = "manifest-sha256.txt"
FORMAT_FILE, DECISIONS = "format.json", "decisions.jsonl"
_SOURCES = """SELECT ?source ?sha ?title ?author ?year ?licence ?url WHERE {
  ?source a dox:Source ; dox:textHash ?sha ; dcterms:title ?title
  OPTIONAL { ?source dcterms:creator ?author } OPTIONAL { ?source dox:year ?year }
  OPTIONAL { ?source dcterms:license ?licence } OPTIONAL { ?source dcterms:source ?url }
} ORDER BY ?source"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A bundle that was written: where, its id and IRI, and how much it holds (files, bytes before packing)."""

    path: Path
    id: str
    iri: str
    date: date
    files: int
    size: int


def snapshot(
    data: Path | str, to: Path | str, *, on: date, title: str = "A Doxograph knowledge base", store: str | None = None
) -> Snapshot:
    """Freeze a knowledge base into a bundle, dated as told.

    ``to`` is a file, or a folder in which the file is named by date and id. The same content and date make the same bytes.
    ``store`` is the address of a SPARQL server that is the store. Raises StoreError where there is nothing to freeze or the
    file cannot be written; then none is left.
    """
    data, to = Path(data), Path(to)
    with open_store(data, read_only=True, store=store) as opened:
        generation = opened.generation
        files = dict(_files(data, opened))
        sums = {path: hashlib.sha256(content).hexdigest() for path, (content, _) in files.items()}
        id = snapshot_id(sums)
        iri = opened.names.iri("snapshot", id).value
        described = metadata(
            id=id,
            iri=iri,
            date=on.isoformat(),
            title=title,
            tool=tool_version(),
            counts=_counts(opened),
            files=[File(path, len(content), sums[path], about) for path, (content, about) in files.items()],
            texts=_texts(opened),
        )
        if opened.generation != generation:
            raise StoreError("the knowledge base changed while it was read", where=str(data), remedy="Freeze it again.")
    path = to / f"doxograph-{on.isoformat()}-{id}.zip" if to.is_dir() else to
    contents = {METADATA: described, CHECKSUMS: checksums(sums), **{path: content for path, (content, _) in files.items()}}
    _pack(path, contents, on)
    register(data, Registered(id, on.isoformat(), generation))
    return Snapshot(path, id, iri, on, len(contents), sum(map(len, contents.values())))


def snapshot_id(sums: Mapping[str, str]) -> str:
    """The id of a bundle whose files have these checksums."""
    return hashlib.sha256(checksums(sums)).hexdigest()[:12]


def checksums(sums: Mapping[str, str]) -> bytes:
    """Checksums in the form of ``sha256sum``, by path."""
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode("utf-8")


def graph_path(store: Store, graph: NamedNode) -> str:
    """Where a graph lies in the bundle."""
    source = store.names.source_of(graph)
    return f"graphs/source/{quote(source, safe='')}.nq" if source else f"graphs/{graph.value.rpartition('/')[2]}.nq"


def tool_version() -> str:
    """The release of Doxograph that runs."""
    try:
        return version("doxograph")
    except PackageNotFoundError:
        return "unknown"


def _files(data: Path, store: Store) -> Iterator[tuple[str, tuple[bytes, str]]]:
    """Every file but the two that are made from all others, with what it is."""
    form = json.dumps({"base": store.names.base, "format": FORMAT}, indent=1, sort_keys=True).encode("ascii") + b"\n"
    yield FORMAT_FILE, (form, "The format and base IRI of the knowledge base.")
    whose = {store.names.identity: "Who is who across the sources.", store.names.derived: "What is computed from all sources."}
    for graph in store.graphs():
        about = whose.get(graph, f"What the source {store.names.source_of(graph)} says.")
        yield graph_path(store, graph), (sorted_nquads(store.graph(graph)), about)
    for row in store.select("SELECT DISTINCT ?sha WHERE { ?source dox:textHash ?sha } ORDER BY ?sha"):
        sha256 = row["sha"].value
        yield f"texts/{sha256}.txt", (store.text(sha256).encode("utf-8"), "A text, named by its SHA-256.")
    # without their numbers, which tell of those that were withdrawn, and which a restored folder counts anew
    told = [{name: value for name, value in asdict(one).items() if name != "id"} for one in review.decisions(data)]
    decided = [json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in told]
    yield DECISIONS, ("".join(decided).encode("utf-8"), "The reviewers' decisions, in the order they were made.")
    manifest = read_manifest(data)
    yield MANIFEST, (_portable(manifest).to_bytes(), "What each source was read with.")
    for file in (ONTOLOGY, RELATIONS, SHAPES, ALIGNMENTS):
        yield f"vocabulary/{file.name}", (file.read_bytes(), "The vocabulary of the graphs.")
    for name, folder in sorted(manifest.packs.items()):
        for file in sorted((Path(folder) if folder else PACKS / name).glob("*.ttl")):
            yield f"packs/{quote(name, safe='')}/{file.name}", (file.read_bytes(), f"The field {name}: names and questions.")


def _portable(manifest: Manifest) -> Manifest:
    """The manifest without the folders of this machine."""
    sources = {id: replace(record, path=Path(record.path).name, corpus=None) for id, record in manifest.sources.items()}
    return replace(manifest, sources=sources, packs={name: folder and "." for name, folder in manifest.packs.items()})


def _counts(store: Store) -> dict[str, int]:
    rows = store.select("SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class")
    counts = {row["class"].value.rpartition("#")[2]: int(row["n"].value) for row in rows}
    named = {"sources": "Source", "claims": "Claim", "relations": "Relation", "arguments": "Argument"}
    return {name: counts.get(kind, 0) for name, kind in named.items()}


def _texts(store: Store) -> Iterator[Text]:
    for row in store.select(_SOURCES):
        said = {name: term.value for name, term in row.items()}
        source = store.names.source_of(said["source"])
        assert source is not None
        yield Text(
            iri=said["source"],
            title=said["title"],
            author=said.get("author"),
            year=said.get("year"),
            licence=said.get("licence"),
            url=said.get("url"),
            text=f"texts/{said['sha']}.txt",
            graph=graph_path(store, store.names.source_graph(source)),
        )


def _pack(path: Path, contents: Mapping[str, bytes], on: date) -> None:
    beside = path.with_name(path.name + ".new")
    try:
        with zipfile.ZipFile(beside, "w") as bundle:
            for name, content in contents.items():
                entry = zipfile.ZipInfo(name, (max(on.year, 1980), on.month, on.day, 0, 0, 0))
                entry.external_attr = 0o644 << 16
                entry.create_system = 3  # as on Unix, wherever it is made
                bundle.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(
            f"the snapshot cannot be written ({error.strerror})", where=str(path), remedy="Name a folder that you may write."
        ) from error
