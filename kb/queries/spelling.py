"""Words as they were typed -> the words that the knowledge base has and that they most likely stand for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from kb.queries.asking import remembered, rows
from kb.queries.resolve import folded, source_index
from kb.store import Store

LIKE = 75.0  #: of 100: words less like than this are other words
SHORT = 4  #: letters under which a word is not mended


@dataclass(frozen=True)
class Words:
    """The words of all names and titles, with how many names have them."""

    count: dict[str, int]
    beginnings: dict[int, dict[str, str]] = field(default_factory=dict)

    def begun(self, length: int) -> dict[str, str]:
        """The beginnings of so many letters, each with the commonest word that begins so."""
        if length not in self.beginnings:
            found: dict[str, str] = {}
            for word in sorted(self.count, key=lambda word: (-self.count[word], word)):
                found.setdefault(word[:length], word)
            self.beginnings[length] = found
        return self.beginnings[length]


def mended(store: Store, typed: str) -> str:
    """What was typed with each unknown word put right; the same where nothing is like it."""
    return " ".join(words[0] for words in meant(store, typed))


def meant(store: Store, typed: str, *, unfinished: bool = False) -> list[tuple[str, ...]]:
    """For each word typed those it may stand for, the likeliest first; ``unfinished``: the last may be the beginning of one.

    Likeness is the normalised indel similarity of rapidfuzz (Hyyrö's bit-parallel longest common subsequence).
    """
    known = _words(store)
    tokens = folded(typed).split()
    last = len(tokens) - 1 if unfinished else -1
    return [_meant(known, token, beginning=at == last) for at, token in enumerate(tokens)]


def _meant(known: Words, token: str, *, beginning: bool) -> tuple[str, ...]:
    if token in known.count or len(token) < SHORT or token.isdecimal():
        return (token,)
    if beginning and token in known.begun(len(token)):
        return (token,)
    found = process.extract(token, known.count.keys(), scorer=fuzz.ratio, score_cutoff=LIKE, limit=6)
    hits = [(-score, -known.count[word], word) for word, score, _ in found]
    if beginning:
        begun = known.begun(len(token))
        parts = process.extract(token, begun.keys(), scorer=fuzz.ratio, score_cutoff=LIKE, limit=4)
        hits += [(-score, -known.count[begun[part]], part) for part, score, _ in parts]
    return tuple(dict.fromkeys(word for *_, word in sorted(hits))) or (token,)


def ready(store: Store) -> None:
    """Read the words that are needed, before anybody asks."""
    _words(store)


def _words(store: Store) -> Words:
    return remembered(store, "spelling", lambda: _read(store))


def _read(store: Store) -> Words:
    count: dict[str, int] = defaultdict(int)
    names = {row["label"] for row in rows(store, "resolve", identity=store.names.identity.value)}
    for name in [*names, *(source.title for source in source_index(store).values())]:
        for word in set(folded(name).split()):
            count[word] += 1
    return Words(dict(count))
