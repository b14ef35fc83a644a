"""The jobs that bring a handed-in text into the knowledge base, and take one out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kb import uploads
from kb.build import add as add_to_base
from kb.build import remove as remove_from_base
from kb.corpus import Planned, load_corpus
from kb.errors import InputError
from kb.manifest import Manifest, pack_folder, read_manifest, reading_state
from kb.model import Document, Statements
from kb.sources import slug
from kb.uploads import Upload
from kb.writer import Desk, Tell

if TYPE_CHECKING:
    from kb.jobs import Job

#: what the parts of the pipeline do, for a reader who waits
_STEPS = {
    "tok2vec": "telling words",
    "tagger": "telling parts of speech",
    "parser": "parsing the sentences",
    "doxograph_blocks": "telling headings, notes and paragraphs",
    "doxograph_quotations": "finding quotations",
    "doxograph_mentions": "finding names",
    "doxograph_entities": "telling who and what is named",
    "doxograph_coreference": "following pronouns",
    "doxograph_claims": "finding claims",
    "doxograph_relations": "finding relations",
    "doxograph_learned": "weighing further relations",
    "doxograph_arguments": "finding arguments",
}
_BEFORE = 2  # steps before the pipeline's: opening the file, loading the model
_AFTER = 1  # and after it: the graph


def read(desk: Desk, job: Job, tell: Tell) -> tuple[str, Statements | None]:
    """The id that the text will have, and what it says; no statements where it stands in the knowledge base already.

    Raises InputError where the text cannot be used; it is thrown away then.
    """
    upload = uploads.of_payload(job.payload)
    tell(0, 0, "opening the file")
    manifest = read_manifest(desk.data)
    id = _id_for(desk, upload, manifest)
    try:
        planned = _planned(desk, upload, id)
        if _there(desk, planned, manifest):
            return id, None
        document = planned.load()
    except InputError as error:
        if id not in manifest.sources:
            uploads.discard(desk.data, upload)
        raise InputError(error.what, where=upload.file, remedy=error.remedy) from error
    tell(1, 0, "loading the language model")
    from kb.statements import extract  # loads spaCy

    nlp: Any = _Told(_nlp(desk.pack), tell)
    statements = extract(document, nlp=nlp)
    tell(_steps(nlp), _steps(nlp) + _AFTER, "bringing it into the graph")
    return id, statements


def add(desk: Desk, job: Job, tell: Tell, prepared: tuple[str, Statements | None]) -> Mapping[str, Any]:
    """Bring the text into the knowledge base, as ``doxograph add`` does: one change, all or nothing."""
    id, statements = prepared
    upload = uploads.of_payload(job.payload)
    folder = uploads.list_as(desk.data, upload, id)

    def extract(document: Document) -> Statements:
        if statements is None or statements.document != document:
            raise InputError("the kept text changed while it was read", where=upload.file, remedy="Add it again.")
        return statements

    report = add_to_base(folder, desk.data, pack=desk.pack, store=desk.store, extract=extract)
    if report.refused:
        raise report.refused[0]
    path = f"/source/{quote(id, safe='')}"
    if id in report.unchanged or statements is None:
        return {"said": "This very text was there already.", "source": id, "links": [["Read it", path]]}
    counts = {
        "entities": len(statements.entities),
        "claims": len(statements.claims),
        "relations": len(statements.relations),
        "arguments": len(statements.arguments),
    }
    title = statements.document.source.title
    return {"said": f"“{title}” has been read.", "source": id, "title": title, "counts": counts, "links": [["Read it", path]]}


def remove(desk: Desk, job: Job, tell: Tell) -> Mapping[str, Any]:
    """Take a source out, as ``doxograph remove`` does."""
    id = str(job.payload.get("source", ""))
    kept = read_manifest(desk.data).sources.get(id)
    remove_from_base(desk.data, id, store=desk.store)
    if kept:
        for folder in (desk.data / uploads.FOLDER).glob("*"):
            if kept.path.startswith(str(folder.resolve())):
                uploads.discard(desk.data, Upload(folder.name, ""))
    said = f"“{job.payload.get('title') or id}” has been taken out. To undo it, add the text again."
    return {"said": said, "source": id, "links": [["All texts", "/sources"], ["Add a text", "/add"]]}


class _Told:
    """A pipeline (spaCy's Language) that says at which of its components it is."""

    def __init__(self, nlp: Any, tell: Tell) -> None:
        self.nlp, self.tell, self.make_doc = nlp, tell, nlp.make_doc

    def __call__(self, doc: Any) -> Any:
        for number, (name, component) in enumerate(self.nlp.pipeline, _BEFORE):
            if name in _STEPS:
                self.tell(number, len(self.nlp.pipeline) + _BEFORE + _AFTER, _STEPS[name])
            doc = component(doc)
        return doc


@cache
def _nlp(pack: str) -> Any:
    from kb.pipeline import build_nlp

    return build_nlp(pack)


def _steps(nlp: Any) -> int:
    return len(nlp.nlp.pipeline) + _BEFORE


def _planned(desk: Desk, upload: Upload, id: str) -> Planned:
    corpus = load_corpus(uploads.list_as(desk.data, upload, id))
    if corpus.problems:
        raise corpus.problems[0]
    return corpus.planned[0]


def _there(desk: Desk, planned: Planned, manifest: Manifest) -> bool:
    known = manifest.sources.get(planned.source.id)
    reading = reading_state(pack_folder(desk.pack)[0])
    return known is not None and known.still_holds(planned.fingerprint(), reading)


def _id_for(desk: Desk, upload: Upload, manifest: Manifest) -> str:
    """The id under which this very upload was read before, else one that no other source has."""
    path = str(uploads.path_of(desk.data, upload).resolve())
    before = next((id for id, record in manifest.sources.items() if record.path == path), None)
    if before:
        return before
    taken = {id.casefold() for id in manifest.sources}
    stem = slug(upload.file.rpartition(".")[0])
    names = (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)
