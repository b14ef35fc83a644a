"""A knowledge base frozen: a dated, checksummed bundle that describes itself, and opens again byte for byte.

The bundle is a zip file and an RO-Crate 1.1::

    ro-crate-metadata.json   what this is, what each file is, what made it
    manifest-sha256.txt      the checksum of every file but these two
    format.json              the format and base IRI of the knowledge base
    graphs/source/ID.nq      each source's graph; graphs/identity.nq, graphs/derived.nq: all sorted N-Quads
    texts/SHA256.txt         the texts that offsets index
    decisions.jsonl          the reviewers' decisions, one a line
    manifest.json            what each source was read with
    vocabulary/*.ttl         terms, shapes, alignments; packs/NAME/*.ttl: the vocabularies of the fields

Its id is the first 12 hexadecimal digits of a SHA-256 over those checksums: the same content has the same id, whenever frozen.
"""

from __future__ import annotations

from kb.snapshot.bundle import Snapshot, snapshot
from kb.snapshot.opening import open_snapshot
from kb.store.snapshots import current, registered

__all__ = ["Snapshot", "current", "open_snapshot", "registered", "snapshot"]
