"""Claims that the text makes in its own voice by drawing an argument: "But the owners came back."."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kb.pipeline.annotations import Attribution, mention_at
from kb.pipeline.arguments.links import groups_before, opens, parted, words
from kb.pipeline.arguments.refutations import refutes
from kb.pipeline.blocks import block_of
from kb.pipeline.claims.spans import chars
from kb.pipeline.quotations import quotation_at
from kb.pipeline.relations.scene import Scene

_SILENT = frozenset({"heading", "reference", "table", "quotation"})
_ACTORS = frozenset({"theorist", "group", "work"})
_PERSONS = frozenset({"theorist"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_SHORTEST = 4  # words of a sentence that says anything


def own_claims(scene: Scene) -> list[Attribution]:
    """The text's own claims in sentences that nobody's claim fills and that are set against or upon one before."""
    found = []
    for index in range(len(scene.sentences)):
        if scene.by_sentence.get(index):
            _revoice(scene, index)
            if (claim := _argued_for(scene, index)) is not None:
                found.append(claim)
            continue
        before = groups_before(scene, index)
        judges = refutes(scene, index, near=bool(before))
        if not judges and not any(opens(scene, index, name) for name in ("oppose", "conclude", "reason")):
            continue
        before = before or groups_before(scene, index, across=judges)
        if not before or any(_concedes(scene, claim) for claim in before[-1]):
            continue
        claim = own_claim(scene, index, tells=judges)
        if claim is not None:
            found.append(claim)
    return found


def _argued_for(scene: Scene, index: int) -> Attribution | None:
    """The text's own claim right before a claim that opens as its consequence or reason: "P. This means, X held, that Q"."""
    if index == 0 or parted(scene, index - 1) or scene.by_sentence.get(index - 1):
        return None
    return own_claim(scene, index - 1) if any(opens(scene, index, name) for name in ("conclude", "reason", "bearing")) else None


def _revoice(scene: Scene, index: int) -> None:
    """Give back to the text what only seemed to carry a report on: "Experience shows, however, that …", "This is abuse"."""
    sentence = scene.sentences[index]
    claims = scene.by_sentence[index]
    if len(claims) != 1 or not claims[0].rule.endswith("goes on") or not (_testifies(scene, index) or refutes(scene, index)):
        return
    content = chars(scene.doc, _after_connective(sentence), sentence.end)
    if content is not None:
        claims[0].holder, claims[0].content, claims[0].rule = "author", [content], "own argument"


def _testifies(scene: Scene, index: int) -> bool:
    """Whether experience or the facts are called in against what was said."""
    root = scene.sentences[index].root
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    return (
        subject is not None
        and subject.lemma_.lower() in words("witnesses")
        and root.lemma_.lower() in words("witnessing")
        and opens(scene, index, "oppose")
    )


def _concedes(scene: Scene, claim: Attribution) -> bool:
    """Whether a claim is granted by its holder, who then goes on: "this, he admitted, was so. But …"."""
    return claim.cue_token >= 0 and scene.doc[claim.cue_token].lemma_.lower() in words("granting")


def own_claim(scene: Scene, index: int, *, tells: bool = False) -> Attribution | None:
    """The claim that a sentence makes in the text's own voice, entered in the scene; None where it makes none.

    With ``tells`` it may speak of what a party did.
    """
    sentence = scene.sentences[index]
    if not _speaks(scene, sentence) or (not tells and _tells(sentence)):
        return None
    content = chars(scene.doc, _after_connective(sentence), sentence.end)
    if content is None:
        return None
    claim = Attribution("author", "asserts", [content], confidence=0.42, rule="own argument", sentence=index)
    scene.by_sentence[index] = [claim]
    for token in sentence:
        if content[0] <= token.idx < content[1]:
            scene.claims.setdefault(token.i, []).append(claim)
    return claim


def _speaks(scene: Scene, sentence: Span) -> bool:
    """Whether the text itself states something here: no question, and nobody else's words."""
    block = block_of(scene.doc, sentence.start)
    if block is not None and block.kind in _SILENT:
        return False
    if sentence.text.rstrip().endswith("?") or sum(t.is_alpha for t in sentence) < _SHORTEST:
        return False
    if any(scene.claims.get(t.i) or scene.cues.get(t.i) or quotation_at(scene.doc, t.i) is not None for t in sentence[:3]):
        return False
    return sentence.root.pos_ in ("VERB", "AUX") and any(c.dep_ in _SUBJECTS for c in sentence.root.children)


def _tells(sentence: Span) -> bool:
    """Whether a sentence tells what a person did, or has a party as its subject."""
    if any(_is_actor(t, _PERSONS) for t in sentence if t.dep_ in ("nsubj", "nsubjpass")):
        return True
    return any(c.dep_ in _SUBJECTS and _is_actor(c, _ACTORS) for c in sentence.root.children)


def _is_actor(subject: Token, types: frozenset[str]) -> bool:
    """Whether a subject is a party whose doings or views the sentence tells."""
    mention = mention_at(subject)
    if mention is not None and mention.type in types:
        return True
    return subject.lower_ in ("he", "she")


def _after_connective(sentence: Span) -> int:
    """The index of the first token after the connective, or after the "that" of "experience shows, however, that"."""
    start = sentence.start
    while start < sentence.end - 1 and (sentence.doc[start].is_space or sentence.doc[start].is_punct):
        start += 1
    if sentence.doc[start].lower_ in words("single"):
        start += 1
    elif sentence.doc[start].lower_ in words("ordinals") and sentence.doc[start + 1].text in (",", ":"):
        start += 2
    for token in sentence.doc[start : min(start + 8, sentence.end - 1)]:
        if token.lower_ == "that" and token.dep_ == "mark":
            return token.i + 1
    return start
