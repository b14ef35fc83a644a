"""The description that a bundle carries: RO-Crate 1.1 metadata (https://w3id.org/ro/crate/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

METADATA = "ro-crate-metadata.json"
_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_NQUADS = {"@id": "https://www.w3.org/TR/n-quads/"}
_TYPES: dict[str, Any] = {
    ".nq": ["application/n-quads", _NQUADS],
    ".ttl": ["text/turtle", {"@id": "https://www.w3.org/TR/turtle/"}],
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the bundle with its size in bytes and its checksum; ``about`` says what it is."""

    path: str
    size: int
    sha256: str
    about: str


@dataclass(frozen=True, slots=True)
class Text:
    """A source as the description names it; ``text`` and ``graph`` are paths in the bundle."""

    iri: str
    title: str
    author: str | None
    year: str | None
    licence: str | None
    url: str | None
    text: str
    graph: str


def metadata(
    *,
    id: str,
    iri: str,
    date: str,
    title: str,
    tool: str,
    counts: Mapping[str, int],
    files: Iterable[File],
    texts: Iterable[Text],
) -> bytes:
    """The metadata file's bytes; the same for the same content and date."""
    files, texts = list(files), list(texts)
    counted = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    licences = sorted({text.licence for text in texts if text.licence})
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": f"A Doxograph knowledge base as it stood on {date}: {counted}. `doxograph open` restores it.",
        "datePublished": date,
        "identifier": iri,
        "version": id,
        "license": "; ".join(licences) or "Each text under its own licence, as its source says.",
        "hasPart": [{"@id": file.path} for file in files],
        "mentions": [{"@id": text.iri} for text in texts],
        "creativeWorkStatus": "frozen",
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        root,
        *(
            {
                "@id": file.path,
                "@type": "File",
                "name": PurePosixPath(file.path).name,
                "description": file.about,
                "encodingFormat": _TYPES.get(PurePosixPath(file.path).suffix, "application/octet-stream"),
                "contentSize": str(file.size),
                "sha256": file.sha256,
            }
            for file in files
        ),
        *(
            {
                "@id": text.iri,
                "@type": "CreativeWork",
                "name": text.title,
                **({"creator": text.author} if text.author else {}),
                **({"datePublished": text.year} if text.year else {}),
                **({"license": text.licence} if text.licence else {}),
                **({"url": text.url} if text.url else {}),
                "encoding": {"@id": text.text},
                "subjectOf": {"@id": text.graph},
            }
            for text in texts
        ),
        {
            "@id": "#freezing",
            "@type": "CreateAction",
            "endTime": date,
            "instrument": {"@id": "#doxograph"},
            "result": {"@id": "./"},
        },
        {"@id": "#doxograph", "@type": "SoftwareApplication", "name": "Doxograph", "softwareVersion": tool},
        {"@id": _NQUADS["@id"], "@type": "WebPage", "name": "RDF 1.1 N-Quads"},
        {"@id": "https://www.w3.org/TR/turtle/", "@type": "WebPage", "name": "RDF 1.1 Turtle"},
    ]
    made = {"@context": _CONTEXT, "@graph": graph}
    return json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
