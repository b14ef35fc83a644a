"""Reads passages marked up with names, claims and the relations they say (see tests/passages/relations-economics.txt)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kb.model import ENTITY_TYPES, PREDICATES
from kb.pipeline.annotations import Attribution, Cluster, Mention

PASSAGES = Path(__file__).parents[2] / "passages"
_NAME = re.compile(r"\[(" + "|".join(ENTITY_TYPES) + r") ([^\]=]+?)(?: = ([^\]]+))?\]")
_CLAIM = re.compile(r"\{([^:{}]+?) (asserts|denies|questions): ")
_ARGUED = re.compile(r"^(\d+) (supports|attacks) (\d+)$")
_SAID = re.compile(r"^(.+?) (" + "|".join(PREDICATES) + r") (.+?)(?:, (denied|uncertain))?(?:, by (.+))?$")

Said = tuple[str, str, str, str, str]  # subject, predicate, object, polarity, asserter


@dataclass
class Passage:
    """A marked-up paragraph: its plain text, names (start, end, type, entity), claims, and what it says."""

    where: str
    text: str = ""
    names: list[tuple[int, int, str, str]] = field(default_factory=list)
    claims: list[tuple[list[str], str, int, int]] = field(default_factory=list)  # holders, stance, start, end
    wanted: set[Said] = field(default_factory=set)
    hoped: set[Said] = field(default_factory=set)
    argued: set[tuple[int, str, int]] = field(
        default_factory=set
    )  # claims by number, from 1, in the order of their opening braces


def read_passages(pattern: str) -> list[Passage]:
    """The passages of every file whose name fits a pattern, in order."""
    return [passage for path in sorted(PASSAGES.glob(pattern)) for passage in _read(path)]


def _read(path: Path) -> Iterator[Passage]:
    for paragraph in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        lines = [line for line in paragraph.splitlines() if line.strip() and not line.startswith("#")]
        prose = " ".join(line for line in lines if not line.startswith(("->", "?>", "=>")))
        if not prose:
            continue
        passage = Passage(f"{path.name}: {prose[:60]}")
        _parse(prose, passage)
        for line in lines:
            if line.startswith(("->", "?>")) and line[2:].strip() != "nothing":
                found = _SAID.match(line[2:].strip())
                assert found, f"{passage.where}: not a relation: {line}"
                said = (found[1], found[2], found[3], found[4] or "affirmed", found[5] or "author")
                (passage.wanted if line.startswith("->") else passage.hoped).add(said)
            elif line.startswith("=>") and line[2:].strip() != "nothing":
                link = _ARGUED.match(line[2:].strip())
                assert link, f"{passage.where}: not an argument: {line}"
                passage.argued.add((int(link[1]), link[2], int(link[3])))
        yield passage


def _parse(prose: str, passage: Passage) -> None:
    open_claims: list[tuple[int, list[str], str, int]] = []
    closed: dict[int, tuple[list[str], str, int, int]] = {}
    at, out = 0, ""
    while at < len(prose):
        name, claim = _NAME.match(prose, at), _CLAIM.match(prose, at)
        if name:
            surface, entity = name[2].strip(), (name[3] or name[2]).strip()
            passage.names.append((len(out), len(out) + len(surface), name[1], entity))
            out += surface
            at = name.end()
        elif claim:
            number = len(open_claims) + len(closed)
            open_claims.append((number, [h.strip() for h in claim[1].split("&")], claim[2], len(out)))
            at = claim.end()
        elif prose[at] == "}":
            number, holders, stance, start = open_claims.pop()
            closed[number] = (holders, stance, start, len(out))
            at += 1
        else:
            out += prose[at]
            at += 1
    passage.text = out
    passage.claims = [closed[number] for number in sorted(closed)]


def annotated(nlp: Language, passage: Passage) -> Doc:
    """A passage's Doc, parsed, with its names and claims as the components before would leave them."""
    return marked(nlp(passage.text), passage)


def marked(doc: Doc, passage: Passage) -> Doc:
    """Write a passage's names and claims on its parsed Doc."""
    entities: dict[str, Cluster] = {}
    mentions = []
    for start, end, kind, name in passage.names:
        span = doc.char_span(start, end, alignment_mode="expand")
        assert span is not None
        cluster = entities.setdefault(name, Cluster(kind, name))  # type: ignore[arg-type]
        mention = Mention(span.start, span.end, cluster.type, span.text, entity=cluster, rule="passage")
        cluster.mentions.append(mention)
        mentions.append(mention)
        for token in span:
            token._.dox_mention = mention
    sentences = [s.start_char for s in doc.sents]
    claims = []
    for holders, stance, start, end in passage.claims:
        for holder in holders:
            claim = Attribution(entities.get(holder, holder), stance, [(start, end)], rule="passage")  # type: ignore[arg-type]
            claim.sentence = bisect_right(sentences, start) - 1
            before = doc.char_span(0, start, alignment_mode="contract")
            verb = next((t for t in reversed(before) if t.pos_ == "VERB"), None) if before is not None else None
            if verb is not None and start - verb.idx < 60:  # the cue that the claims component would have found
                claim.cue, claim.cue_token = [(verb.idx, start)], verb.i
            claims.append(claim)
    doc._.dox_mentions, doc._.dox_entities, doc._.dox_attributions = mentions, list(entities.values()), claims
    return doc


def argued_by(doc: Doc) -> set[tuple[int, str, int]]:
    """The arguments that the component has written, by the numbers of their claims' contents."""
    starts = sorted({c.content[0] for c in doc._.dox_attributions})
    number = {content: i + 1 for i, content in enumerate(starts)}
    return {(number[m.premise.content[0]], m.kind, number[m.conclusion.content[0]]) for m in doc._.dox_arguments}


def said_by(doc: Doc) -> set[Said]:
    """The relations that the component has written, by names; symmetric ones in both directions are one test's business."""
    return {
        (
            m.subject.name,
            m.predicate,
            m.object.name,
            m.polarity,
            m.asserted_by if isinstance(m.asserted_by, str) else m.asserted_by.name,
        )
        for m in doc._.dox_relations
    }
