"""How far a clause stands behind each of its words: said, denied, left open or only put in another's mouth."""

from __future__ import annotations

from dataclasses import dataclass

from kb.answers.words import Clause, at, english

_BE = frozenset({"is", "was", "are", "were", "be", "been", "proved", "proven"})


@dataclass(frozen=True, slots=True)
class Scope:
    """One clause's words with, for each, whether it is denied and whether it is no statement of the speaker's at all."""

    denied: tuple[bool, ...]
    void: tuple[bool, ...]
    open_from: int  # the first word after which all is left open; the clause's length where nothing is

    def standing(self, first: int, last: int, *, before_only: bool = False) -> bool | None:
        """True where words ``first`` to ``last`` are said, False where denied, None where neither.

        ``before_only`` takes a denial between them as part of what they say.
        """
        if self.void[first] or self.void[last]:
            return None
        if before_only:
            return not (first and self.denied[first - 1] and self.denied[first])
        return not (self.denied[first] or self.denied[last])


def scope_of(clause: Clause, own_names: frozenset[str] = frozenset()) -> Scope:
    """The scope of a clause; ``own_names`` are the holder's, whose "argued that" puts nothing in another's mouth."""
    words = clause.words
    denied = _denials(words)
    void = [False] * len(words)
    _mark_suppositions(words, void)
    _mark_opinions(words, own_names, denied, void)
    hedges = english("hedges")
    open_from = 0 if clause.asked else next((i for i, w in enumerate(words) if w in hedges), len(words))
    return Scope(tuple(denied), tuple(void), open_from)


def _denials(words: tuple[str, ...]) -> list[bool]:
    """For each word whether an odd denial reaches it."""
    found: list[bool] = []
    denied, aside = False, False
    i = 0
    while i < len(words):
        word = words[i]
        if at(words, i, english("negator_exceptions")):
            size = at(words, i, english("negator_exceptions"))
        elif size := at(words, i, english("setting_aside")):
            denied = aside = True
        elif size := at(words, i, english("negating_phrases")):
            denied = True
        else:
            size = 1
            if word in english("turning_verbs") and denied:
                denied = False
            elif word in english("negators"):
                denied, aside = True, aside or (word == "not" and i > 0 and words[i - 1] in (",", "but", "and"))
            elif word in english("resets") or (word == "," and (aside or _fresh(words, i))) or _second_verb(words, i):
                denied = aside = False
        found.extend([denied] * size)
        i += size
    return found


def _fresh(words: tuple[str, ...], comma: int) -> bool:
    """Whether a comma is followed by a subject of its own, with or without "and"."""
    rest = words[comma + 1 : comma + 3]
    return bool(rest) and (rest[0] in english("fresh_subjects") or (rest[0] == "and" and rest[-1] in english("fresh_subjects")))


def _second_verb(words: tuple[str, ...], index: int) -> bool:
    """Whether "and" takes the sentence up again: "was not socialist and is capitalist"."""
    return words[index] == "and" and words[index + 1 : index + 2] in (("is",), ("was",), ("are",), ("were",))


def _mark_suppositions(words: tuple[str, ...], void: list[bool]) -> None:
    for i in range(len(words)):
        if at(words, i, english("suppositions")):
            end = next((k for k in range(i, len(words)) if words[k] in (",", "then")), len(words))
            void[i:end] = [True] * (end - i)


def _mark_opinions(words: tuple[str, ...], own_names: frozenset[str], denied: list[bool], void: list[bool]) -> None:
    """What is put in another's mouth is void, unless the clause goes on to call it true or false."""
    for i in range(1, len(words) - 1):
        before = words[i - 1]
        if words[i] == "of" and before in english("opinions"):  # "the idea of a ruling bureaucracy": an idea spoken of
            verdict, end = _verdict(words, i)
            if verdict is None:
                end = next((k for k in range(i, len(words)) if words[k] in _BE), len(words))
            _settle(verdict, i + 1, end, denied, void)
        elif words[i] != "that":
            continue
        elif before in english("opinions"):  # "the view that"
            verdict, end = _verdict(words, i)
            _settle(verdict, i + 1, end, denied, void)
        elif before in english("false"):  # "it is absurd that"
            _turn(i + 1, len(words), denied)
        elif _anothers(words, i - 1, own_names, denied) or (before in english("entailing") and denied[i - 1]):
            _settle(None, i + 1, len(words), denied, void)


def _anothers(words: tuple[str, ...], verb: int, own_names: frozenset[str], denied: list[bool]) -> bool:
    """Whether a verb says what another than the holder says; "nobody can deny that" says it for the holder."""
    if words[verb] not in english("saying") or (words[verb] in english("turning_verbs") and verb and denied[verb - 1]):
        return False
    return ({"i", "we"} | own_names).isdisjoint(words[max(0, verb - 6) : verb])


def _verdict(words: tuple[str, ...], that: int) -> tuple[bool | None, int]:
    """Whether an opinion is called true or false behind it, and where the opinion ends."""
    for k in range(that + 2, len(words)):
        if words[k] in english("false") | english("true") and _judged(words, k):
            start = next((j for j in range(k, that, -1) if words[j] in _BE), k)
            right = words[k] in english("true")
            return (right if "not" not in words[start:k] else not right), start
    return None, len(words)


def _judged(words: tuple[str, ...], index: int) -> bool:
    return not _BE.isdisjoint(words[max(0, index - 5) : index])


def _settle(verdict: bool | None, start: int, end: int, denied: list[bool], void: list[bool]) -> None:
    if verdict is None:
        void[start:end] = [True] * (end - start)
    elif verdict is False:
        _turn(start, end, denied)


def _turn(start: int, end: int, denied: list[bool]) -> None:
    denied[start:end] = [not d for d in denied[start:end]]
