"""From an annotated Doc to frozen Statements: the one module that knows both spaCy and the model."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from kb.model import AUTHOR, UNKNOWN, Argument, Claim, Document, Entity, Evidence, Relation, Source, Statements, statement_id
from kb.pipeline import VERSION, annotate, build_nlp
from kb.pipeline.annotations import Attribution, Cluster, Holder
from kb.pipeline.confidence import Surroundings, chance

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Kinds of entity kept only where a statement speaks of them; a thinker or doctrine stays by being named.
_ADHERENT = ("ist", "ian", "ite", "ik")
BY_STATEMENT_ONLY = frozenset({"case", "group"})
_WORDS = re.compile(r"\w+")


def extract(document: Document | str, *, nlp: Language | None = None, pack: str | None = "soviet-society") -> Statements:
    """What a document (or a bare English text) says: entities, claims, relations, arguments, each with its words.

    ``nlp`` is a pipeline of ``build_nlp``; without it the one for ``pack`` is made, once a process.
    Offsets index ``document.text`` in code points. Raises UsageError for an unknown pack or model.
    """
    if isinstance(document, str):
        document = Document(Source("text", "text"), document)
    return from_doc(document, annotate(nlp or build_nlp(pack), document))


def from_doc(document: Document, doc: Doc, told: dict[str, dict[str, float]] | None = None) -> Statements:
    """The statements of an annotated Doc of ``document``; ``told`` receives the features of each by its id."""
    marks = _Marks(document, doc, {} if told is None else told)
    claims = marks.claims()
    relations = marks.relations()
    arguments = marks.arguments()
    return Statements(document, marks.entities(), claims, relations, arguments, VERSION)


class _Marks:
    """One Doc's marks on their way to values; entity ids are given out as statements ask for them."""

    def __init__(self, document: Document, doc: Doc, told: dict[str, dict[str, float]]) -> None:
        self.document, self.doc, self.told = document, doc, told
        self.around = Surroundings(doc)
        self.clusters: list[Cluster] = list(doc._.dox_entities or [])
        self.ids = _entity_ids(self.clusters)
        self.used: set[str] = set()
        self.claim_ids: dict[int, str] = {}
        self.sentences = [(s.start_char, s.end_char) for s in doc.sents]
        self.occurrence = Occurrences(document.text)

    def holder(self, holder: Holder) -> str:
        """An entity id, AUTHOR or UNKNOWN."""
        if isinstance(holder, str):
            return holder
        self.used.add(self.ids[id(holder)])
        return self.ids[id(holder)]

    def entity(self, cluster: Cluster) -> str:
        return self.holder(cluster)

    def sentence(self, start: int, end: int) -> Evidence:
        """The whole sentences that hold [start, end), trimmed of space."""
        from bisect import bisect_right

        first = max(0, bisect_right(self.sentences, (start, len(self.document.text))) - 1)
        last = max(first, bisect_right(self.sentences, (max(start, end - 1), len(self.document.text))) - 1)
        return self.words(min(self.sentences[first][0], start), max(self.sentences[last][1], end))

    def words(self, start: int, end: int) -> Evidence:
        text = self.document.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return self.document.evidence(start, end)

    def confidence(self, kind: str, ident: str, features: Mapping[str, float]) -> float:
        """The chance that a statement with these features is right."""
        self.told[ident] = dict(features)
        return chance(kind, features)

    def claims(self) -> tuple[Claim, ...]:
        found = []
        for mark in self.doc._.dox_attributions or []:
            content = tuple(self.words(*span) for span in mark.content)
            holder = self.holder(mark.holder)
            quote = " … ".join(e.quote for e in content)
            occurrence = self.occurrence.of(content[0])
            ident = statement_id(self.document.source.id, "claim", quote, occurrence, holder, mark.stance)
            self.claim_ids[id(mark)] = ident
            found.append(
                Claim(
                    ident,
                    holder,
                    mark.stance,
                    content,
                    self.sentence(content[0].start, content[-1].end),
                    tuple(self.words(*span) for span in mark.cue),
                    tuple(sorted({self.entity(c) for c in mark.about})),
                    tuple(self.holder(h) for h in mark.reported_by),
                    mark.hedged,
                    self.confidence("claim", ident, self.around.claim(mark)),
                )
            )
        return tuple({c.id: c for c in found}.values())

    def relations(self) -> tuple[Relation, ...]:
        found = []
        for mark in self.doc._.dox_relations or []:
            evidence = self.words(mark.start, mark.end)
            subject, target, asserter = self.entity(mark.subject), self.entity(mark.object), self.holder(mark.asserted_by)
            roles = (subject, mark.predicate, target, mark.polarity, asserter)
            ident = statement_id(self.document.source.id, "relation", evidence.quote, self.occurrence.of(evidence), *roles)
            confidence = self.confidence("relation", ident, self.around.relation(mark))
            found.append(Relation(ident, *roles, evidence=evidence, year=mark.year, confidence=confidence))
        return tuple({r.id: r for r in found}.values())

    def arguments(self) -> tuple[Argument, ...]:
        found = []
        for mark in self.doc._.dox_arguments or []:
            premise, conclusion = self.claim_ids.get(id(mark.premise)), self.claim_ids.get(id(mark.conclusion))
            if premise is None or conclusion is None or premise == conclusion:
                continue
            evidence = self.words(mark.start, mark.end)
            ident = statement_id(
                self.document.source.id, "argument", evidence.quote, self.occurrence.of(evidence), premise, mark.kind, conclusion
            )
            confidence = self.confidence("argument", ident, self.around.argument(mark))
            found.append(Argument(ident, (premise,), conclusion, mark.kind, evidence, confidence))
        return tuple({a.id: a for a in found}.values())

    def entities(self) -> tuple[Entity, ...]:
        """The entities that statements speak of, and every thinker, doctrine, work and named body."""
        found = []
        for cluster in self.clusters:
            ident = self.ids[id(cluster)]
            if ident not in self.used and not _stands_alone(cluster):
                continue
            names = [m for m in cluster.mentions if m.form == "name"]
            spans = tuple((self.doc[m.start].idx, self.doc[m.end - 1].idx + len(self.doc[m.end - 1])) for m in names)
            found.append(
                Entity(
                    ident, cluster.type, cluster.name, tuple(cluster.aliases), cluster.key, spans, round(cluster.confidence, 3)
                )
            )
        return tuple(found)


class Occurrences:
    """Which occurrence of its own quote a stretch of text is, counted from 0 over the document, overlaps counted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: dict[str, list[int]] = {}
        for word in _WORDS.finditer(text):
            self.places.setdefault(word[0], []).append(word.start())

    def of(self, evidence: Evidence) -> int:
        """How often the quote begins in the text before this place.

        Only places of the quote's rarest word are looked at, of those it holds whole: a search over the text for each of
        its statements would take the square of its length.
        """
        quote, before = evidence.quote, evidence.start
        whole = [w for w in _WORDS.finditer(quote) if w.start() and w.end() < len(quote)]
        if whole:
            rarest = min(whole, key=lambda w: len(self.places[w[0]]))
            starts = (place - rarest.start() for place in self.places[rarest[0]])
            return sum(1 for s in takewhile(lambda s: s < before, starts) if s >= 0 and self.text.startswith(quote, s))
        count, at = 0, self.text.find(quote)
        while -1 < at < before:
            count, at = count + 1, self.text.find(quote, at + 1)
        return count


def _stands_alone(cluster: Cluster) -> bool:
    """Whether an entity that no statement speaks of is still worth its line: a thinker or doctrine that is plainly one."""
    if cluster.type in BY_STATEMENT_ONLY:
        if all(m.rule == "vocabulary" and m.text.endswith(_ADHERENT) for m in cluster.mentions):
            return False  # "the Marxist sense", "a Trotskyist": of a creed, no body
        named = cluster.name[0].isupper() or any(m.rule == "adherents" for m in cluster.mentions)
        return cluster.type == "group" and named and cluster.confidence >= 0.7
    return cluster.confidence >= 0.55


def _entity_ids(clusters: list[Cluster]) -> dict[int, str]:
    """``type/slug`` for each cluster; a second cluster of one slug takes a number, in text order."""
    counts: Counter[str] = Counter()
    ids = {}
    for cluster in clusters:
        base = f"{cluster.type}/{slug(cluster.name)}"
        counts[base] += 1
        ids[id(cluster)] = base if counts[base] == 1 else f"{base}-{counts[base]}"
    return ids


def slug(name: str) -> str:
    """A name as the last part of an IRI: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "").replace("'", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x" + format(abs(hash_text(name)), "x")[:8]


def hash_text(name: str) -> int:
    """A number that stays the same in every process, for names without an ASCII letter."""
    import hashlib

    return int.from_bytes(hashlib.sha256(name.encode("utf-8")).digest()[:6], "big")


def to_annotation(statements: Statements) -> dict[str, Any]:
    """Kept here for callers that hold only an extraction; the format lives in kb.formats.annotation."""
    from kb.formats.annotation import to_annotation as write

    result: dict[str, Any] = write(statements)
    return result


__all__ = ["AUTHOR", "UNKNOWN", "Attribution", "extract", "from_doc", "slug", "to_annotation"]
