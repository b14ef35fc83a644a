"""Look-ups over one annotated Doc that the relation rules share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Attribution, Cluster, Mention

_KEPT = "dox_scene"  #: where a Doc keeps its look-ups from one component to the next


@dataclass(slots=True, eq=False)
class Scene:
    """A Doc with its mentions by token, its sentences and the claims around each token."""

    doc: Doc
    sentences: list[Span] = field(default_factory=list)
    mentions: list[list[Mention]] = field(default_factory=list)  # by sentence
    at: dict[int, list[Mention]] = field(default_factory=dict)  # token index -> the mentions that cover it
    claims: dict[int, list[Attribution]] = field(
        default_factory=dict
    )  # token index -> the claims whose content covers it, innermost first
    cues: dict[int, list[Attribution]] = field(default_factory=dict)  # token index -> the claims whose cue covers it
    by_sentence: dict[int, list[Attribution]] = field(default_factory=dict)
    first: dict[int, int] = field(default_factory=dict)  # id of an entity -> the token that its first naming begins at
    topic: Cluster | None = None  # the case that the text is about, where it is about one
    theme: Cluster | None = None  # the theory that the text is about, where it opens with one and keeps to it
    openings: dict[int, str] = field(default_factory=dict)  # by sentence: its first words, once they have been asked for
    ends: dict[Hashable, list[Mention]] = field(default_factory=dict)  # what stood in a word's slots, once it has been asked for
    _starts: list[int] = field(default_factory=list)
    _row: list[Mention] = field(default_factory=list)
    _row_starts: list[int] = field(default_factory=list)
    _offsets: list[int] = field(default_factory=list)

    def sentence_of(self, token: Token | int) -> int:
        """The index of the sentence that a token stands in."""
        return bisect_right(self._starts, token if isinstance(token, int) else token.i) - 1

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin at tokens [start, end), in text order."""
        return self._row[bisect_left(self._row_starts, start) : bisect_left(self._row_starts, end)]

    def token_at(self, offset: int) -> Token:
        """The token that covers a character offset, or the last before it."""
        return self.doc[max(bisect_right(self._offsets, offset) - 1, 0)]

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that a character offset lies in."""
        return self.sentence_of(self.token_at(offset))

    def mentions_at(self, token: Token) -> list[Mention]:
        """The mentions that cover a token: several where a pronoun stands for several."""
        return self.at.get(token.i, [])


def scene_of(doc: Doc) -> Scene:
    """The look-ups of a Doc, made in one pass over its tokens, mentions and claims; the last ones while these are the same."""
    mentions, claims = doc._.dox_mentions, doc._.dox_attributions
    key = (*((id(c), *c.content, *c.cue) for c in claims or ()), *(id(m) for m in mentions or ()))
    kept: tuple[object, Scene] | None = doc.user_data.get(_KEPT)
    if kept is None or kept[0] != key:
        kept = doc.user_data[_KEPT] = (key, _looked_up(doc))
    return kept[1]


def forget(doc: Doc) -> None:
    """Let go of a Doc's look-ups, once nobody will ask for them."""
    doc.user_data.pop(_KEPT, None)


def _looked_up(doc: Doc) -> Scene:
    scene = Scene(doc, list(doc.sents))
    scene._starts = [sentence.start for sentence in scene.sentences]
    scene.mentions = [[] for _ in scene.sentences]
    scene._row = [mention for mention in _all_mentions(doc) if not _dates_a_source(doc, mention)]
    scene._row_starts = [mention.start for mention in scene._row]
    for mention in scene._row:
        scene.first.setdefault(id(mention.entity), mention.start)
        scene.mentions[scene.sentence_of(mention.start)].append(mention)
        for i in range(mention.start, mention.end):
            scene.at.setdefault(i, []).append(mention)
    scene.topic = _topic(scene)
    scene.theme = _theme(scene)
    starts = scene._offsets = [token.idx for token in doc]
    claims: list[Attribution] = list(doc._.dox_attributions or [])
    sizes = {id(claim): sum(end - start for start, end in claim.content) for claim in claims}
    for claim in sorted(claims, key=lambda c: sizes[id(c)]):
        for i in _tokens(starts, claim.content):
            scene.claims.setdefault(i, []).append(claim)
        for i in _tokens(starts, claim.cue):
            scene.cues.setdefault(i, []).append(claim)
    for claim in claims:
        if claim.content:
            first = bisect_right(starts, claim.content[0][0]) - 1
            scene.by_sentence.setdefault(scene.sentence_of(max(first, 0)), []).append(claim)
    return scene


def _dates_a_source(doc: Doc, mention: Mention) -> bool:
    """ "(Poggi 2000)", "(Hobsbawm and Ranger, 1983)": whether a name in brackets only says where the words before come from."""
    if mention.type != "theorist" or mention.start == 0 or doc[mention.start - 1].text not in {"(", ";", "&", "and"}:
        return False
    behind = [t for t in doc[mention.end : mention.end + 7] if t.text not in {",", "&", "and", "et", "al", "al."}]
    while behind and behind[0].tag_ == "NNP":
        behind = behind[1:]
    if not behind or not behind[0].text[:4].isdigit() or len(behind[0].text) not in {4, 5}:
        return False
    opening = next((t for t in reversed(doc[max(0, mention.start - 12) : mention.start]) if t.text in {"(", ")"}), None)
    return opening is not None and opening.text == "("


def _topic(scene: Scene) -> Cluster | None:
    """The case named most, where it is named at least twice and as often as all other cases together, nearly."""
    counts = Counter(m.entity for row in scene.mentions for m in row if m.type == "case" and m.entity is not None)
    if not counts:
        return None
    (first, most), *rest = counts.most_common(2)
    second = rest[0][1] if rest else 0
    return first if most >= 2 and most >= 0.4 * counts.total() and most > second else None


def _theme(scene: Scene) -> Cluster | None:
    """The theory that the title or the first sentence puts first, and that no other outweighs in what follows."""
    counts = Counter(
        m.entity for row in scene.mentions for m in row if m.type == "theory" and m.form == "name" and m.entity is not None
    )
    worded = (row for row, sentence in zip(scene.mentions, scene.sentences, strict=True) if not sentence.text.isspace())
    opening = [m for row in islice(worded, 2) for m in row if m.entity in counts]
    if not opening:
        return None
    first = max((m.entity for m in opening if m.entity is not None), key=lambda c: counts[c])
    put_first = any(m.entity is first and _leads(scene, m) for m in opening)
    most = counts.most_common(1)[0][1]
    if put_first and len({m.start for m in opening if m.entity is first}) > 1:
        return first  # the title names it, and the first sentence again
    return first if counts[first] == most >= 3 or (put_first and counts[first] >= 2 and 2 * counts[first] >= most) else None


def _leads(scene: Scene, mention: Mention) -> bool:
    """Whether a name is the subject of its sentence, or a title's own head."""
    last = scene.doc[mention.end - 1]
    return last.dep_ in ("nsubj", "nsubjpass", "ROOT")


def _all_mentions(doc: Doc) -> list[Mention]:
    """Namings, pronouns and descriptions in text order; one for each entity that a plural stands for."""
    found = {id(m): m for m in doc._.dox_mentions or []}
    for token in doc:
        mention = token._.dox_mention
        if mention is not None:
            found.setdefault(id(mention), mention)
    each = []
    for mention in sorted(found.values(), key=lambda m: (m.start, m.end)):
        if mention.entity is not None:
            each.append(mention)
            each.extend(replace(mention, entity=other, type=other.type, others=[]) for other in mention.others)
    return each


def _tokens(starts: list[int], spans: Iterable[tuple[int, int]]) -> Iterable[int]:
    """The indices of the tokens that begin in the given character spans."""
    for start, end in spans:
        i = bisect_right(starts, start) - 1
        if i < 0 or starts[i] < start:
            i += 1
        while i < len(starts) and starts[i] < end:
            yield i
            i += 1
