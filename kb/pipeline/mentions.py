"""Namings of theorists, groups, theories, works and cases, by vocabulary where there is one and by general patterns always."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Token

from kb.model import EntityType
from kb.pipeline.annotations import Mention
from kb.pipeline.bodies import find_cases, find_entitled, find_groups, find_sides
from kb.pipeline.labels import find_labels
from kb.pipeline.lookup import Gazetteer
from kb.pipeline.persons import find_persons
from kb.pipeline.theories import FIELDS, find_eponyms, find_theories
from kb.pipeline.titles import find_titles
from kb.pipeline.tracing import passed_over

#: rules that show a stretch of words to be a doctrine's name, whatever its head
_SHOWN = frozenset({"called", "termed", "owned idea", "given a name", "came to be called", "quoted term"})


@Language.factory("doxograph_mentions", default_config={"pack": None})
def make_mentions(nlp: Language, name: str, pack: str | None) -> MentionFinder:
    """The component that writes ``doc._.dox_mentions`` and ``token._.dox_mention``; ``pack`` names a vocabulary or is None."""
    return MentionFinder(pack)


class MentionFinder:
    """Runs the finders from the surest to the least sure; a later one takes only words that are still free."""

    def __init__(self, pack: str | None) -> None:
        self.gazetteer = Gazetteer.of_pack(pack)

    def __call__(self, doc: Doc) -> Doc:
        board = Board(doc)
        board.add(find_titles(doc, self.gazetteer))
        board.add(find_eponyms(doc))
        board.add(self.gazetteer.find(doc))
        board.add(Gazetteer.of_titles().find(doc))
        board.add(find_entitled(doc))
        board.add(find_persons(doc, board.at))
        board.retype(find_labels(doc, board.at))
        board.add(find_cases(doc, board.taken))
        board.add(find_groups(doc, board.at))
        board.add(find_theories(doc, board.at))
        board.add(m for m in Gazetteer.of_doctrines().find(doc) if not any(board.taken(i) for i in range(m.start, m.end)))
        board.add(find_sides(doc, board.at))
        board.add(named_again(doc, board))
        doc._.dox_mentions = board.mentions()
        return doc


def named_again(doc: Doc, board: Board) -> list[Mention]:
    """Doctrines of several words that one place shows to be names, wherever the same words stand again."""
    shown = {m.text.lower(): m for m in board.mentions() if m.type == "theory" and m.rule in _SHOWN}
    longest = max((m.end - m.start for m in shown.values()), default=0)
    found = []
    for start in range(len(doc)) if shown else ():
        for end in range(min(start + longest, len(doc)), start + 1, -1):
            known = shown.get(doc[start:end].text.lower())
            if known is not None and not any(board.taken(i) for i in range(start, end)):
                text = doc[start:end].text
                found.append(Mention(start, end, "theory", text, rule="named before", confidence=known.confidence))
                break
    return found


class Board:
    """Which words of a Doc a mention already covers; a longer newcomer replaces shorter ones of the same type within it."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.cover: list[Mention | None] = [None] * len(doc)

    def taken(self, index: int) -> bool:
        """Whether a mention covers the token."""
        return self.cover[index] is not None

    def at(self, index: int) -> EntityType | None:
        """The type of the mention that covers the token."""
        found = self.cover[index]
        return found.type if found else None

    def add(self, found: Iterable[Mention]) -> None:
        """Place mentions, longest first where they overlap among themselves."""
        for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
            inside = {id(m): m for m in self.cover[mention.start : mention.end] if m is not None}.values()
            if any(m.start < mention.start or m.end > mention.end or m.type != mention.type for m in inside):
                self._passed_over(mention, "overlaps a surer or longer naming")
                continue
            if any((m.start, m.end) == (mention.start, mention.end) for m in inside):
                continue
            keys = {m.key for m in inside if m.key}
            if keys and not self._narrows(mention):
                self._passed_over(mention, "covers a name that the vocabulary knows")
                continue  # a vocabulary's name stands as it is; only an adjective may make a narrower doctrine of it
            self.cover[mention.start : mention.end] = [mention] * (mention.end - mention.start)

    def retype(self, found: Iterable[Mention]) -> None:
        """Place mentions on the very words of mentions of another type, which go; else as ``add`` does."""
        for mention in found:
            inside = {id(m): m for m in self.cover[mention.start : mention.end] if m is not None}.values()
            if all(m.start >= mention.start and m.end <= mention.end for m in inside):
                self.cover[mention.start : mention.end] = [mention] * (mention.end - mention.start)

    def _narrows(self, mention: Mention) -> bool:
        """Whether words beside a vocabulary's name make a narrower doctrine or body of it."""
        beside = [t for t in self.doc[mention.start : mention.end] if self.cover[t.i] is None]
        if mention.type == "theory":
            return not any(_own_word(t) for t in beside)
        return mention.type == "group" and (
            mention.rule == "adherents" or (mention.rule == "body" and _all_capitals(self.doc, mention))
        )

    def _passed_over(self, mention: Mention, reason: str) -> None:
        passed_over(self.doc, "mentions", f"{mention.type}: {mention.rule or 'pattern'}", mention.start, mention.end, reason)

    def mentions(self) -> list[Mention]:
        """All mentions in text order, each also hung on its tokens."""
        seen: list[Mention] = []
        for token, mention in zip(self.doc, self.cover, strict=True):
            if mention is not None:
                token._.dox_mention = mention
                if not seen or seen[-1] is not mention:
                    seen.append(mention)
        return seen


def _all_capitals(doc: Doc, mention: Mention) -> bool:
    """Whether a body's name is in capitals throughout: "Irish Workers Solidarity Movement"."""
    return all(
        t.text[0].isupper() or t.lower_ in {"of", "the", "and", "for"} for t in doc[mention.start : mention.end] if t.is_alpha
    )


def _own_word(token: Token) -> bool:
    """Whether a word beside a vocabulary's name makes another thing of the two; before an "-ism" it only narrows it.

    "state communism" and "anarcho-communism" are kinds of communism, the "communism debate" is none.
    """
    if token.pos_ not in {"NOUN", "PROPN"} or token.lower_.endswith(("ism", "ist", "ian")) or token.lower_ in FIELDS:
        return False
    after = token.nbor() if token.i + 1 < len(token.doc) else token
    prefix = after.text == "-" and not token.whitespace_
    return not (prefix or (token.tag_ == "NN" and token.is_lower and after.lower_.endswith("ism")))
