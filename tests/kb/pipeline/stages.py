"""Marked-up cases brought to the point where one component is to be tested, with the names as the markup has them."""

from __future__ import annotations

from functools import cache

from marked_prose import Case
from spacy.language import Language
from spacy.tokens import Doc

from kb.pipeline import build_nlp
from kb.pipeline.annotations import Cluster, Mention

#: A claim as a test compares it: holders' name, stance, content, outer holders, whether put forward with a reservation.
Claimed = tuple[str, str, tuple[str, ...], tuple[str, ...], bool]


@cache
def pipeline() -> Language:
    """The pipeline without a vocabulary: the passages come from many fields."""
    return build_nlp(None)


def raw(case: Case) -> Doc:
    """A case's Doc with its blocks, before any component has run."""
    doc = pipeline().make_doc(case.text)
    doc.user_data["dox_blocks"] = list(case.blocks)
    return doc


def run(doc: Doc, *, after: str | None = None, until: str) -> Doc:
    """The Doc after the pipes behind ``after`` (from the first where None) up to and with ``until``."""
    names = pipeline().pipe_names
    first = names.index(after) + 1 if after else 0
    for name in names[first : names.index(until) + 1]:
        doc = pipeline().get_pipe(name)(doc)
    return doc


def named(case: Case) -> Doc:
    """A case parsed, with its quotations, and with exactly the names that its markup gives."""
    doc = run(raw(case), until="doxograph_quotations")
    entities: dict[str, Cluster] = {}
    mentions = []
    for name in case.names:
        span = doc.char_span(name.start, name.end)
        assert span is not None, f"{case.where}: a name does not end with its word: {case.text[name.start : name.end]!r}"
        cluster = entities.setdefault(name.of[0], Cluster(name.type, name.of[0]))  # type: ignore[arg-type]
        mention = Mention(span.start, span.end, cluster.type, span.text, entity=cluster, rule="markup", confidence=0.9)
        cluster.mentions.append(mention)
        mentions.append(mention)
        for token in span:
            token._.dox_mention = mention
    doc._.dox_mentions, doc._.dox_entities = mentions, list(entities.values())
    return doc


def claims_of(doc: Doc) -> set[Claimed]:
    """The claims that the component has written."""
    return {
        (
            _name(mark.holder),
            mark.stance,
            tuple(doc.text[start:end] for start, end in mark.content),
            tuple(_name(holder) for holder in mark.reported_by),
            mark.hedged and mark.stance == "asserts",  # a question is a reservation in itself
        )
        for mark in doc._.dox_attributions
    }


def marked_claims(case: Case, *signs: str) -> set[Claimed]:
    """The claims that a case's markup gives with one of these signs, joint holders apart."""
    return {
        (holder, said.stance, tuple(case.text[start:end] for start, end in said.spans), said.via, said.hedged)
        for said in case.claims
        if said.sign in signs
        for holder in said.holders
    }


def _name(holder: Cluster | str) -> str:
    return holder if isinstance(holder, str) else holder.name
