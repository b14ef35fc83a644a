"""What networkx reads of a network in GraphML or GEXF, as statements, so that it can be counted like all else."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import networkx

from kb.exchange import bring_in
from kb.formats import format_named, write
from kb.formats.assembling import Assembly
from kb.formats.gexf import to_gexf
from kb.formats.graphml import to_graphml
from kb.knowledge_base import network
from kb.model import AUTHOR, Source, Statements
from kb.store import open_store


def written(s: Statements, folder: Path) -> tuple[str, str]:
    """The network of a knowledge base of one text, as GraphML and as GEXF."""
    (folder / "one.nif.ttl").write_bytes(write(format_named("nif"), [s]))
    bring_in([folder / "one.nif.ttl"], folder / "data", pack=None)
    with open_store(folder / "data", read_only=True) as store:
        made = network(store)
    return to_graphml(made), to_gexf(made)


def read(text: str) -> Statements:
    """The nodes as entities, the edges as relations, over a text put together of their quotes."""
    if "<gexf" in text:
        found = networkx.read_gexf(io.BytesIO(text.encode()), version="1.3")
    else:
        found = networkx.parse_graphml(text, force_multigraph=True)
    to = Assembly(Source("network", "network", language="und"))
    ids = {node: to.entity(data["type"], data["label"]) for node, data in found.nodes(data=True)}
    named = {data.get("name", node): ids[node] for node, data in found.nodes(data=True)}
    told = {}
    for a, b, data in found.edges(data=True):
        place = to.add(data["quote"])
        by = named.get(data["asserted_by"], AUTHOR)
        to.relation(ids[a], data["predicate"], ids[b], data["polarity"], by, place)
        told[place] = data
    made = to.statements("")
    data_of = {r.id: told[r.evidence.start, r.evidence.end] for r in made.relations}
    relations = (replace(r, year=data_of[r.id].get("year"), confidence=data_of[r.id]["confidence"]) for r in made.relations)
    document = replace(made.document, blocks=())  # the paragraphs are of our making here
    return replace(made, document=document, relations=tuple(relations))
