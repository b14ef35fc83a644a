"""What a report is, and the words that show one."""

from __future__ import annotations

from dataclasses import dataclass

from kb.pipeline.claims import lexicon
from kb.pipeline.cues import load

_CUES = load("reports")
CLAUSE = frozenset({*_CUES["clause"], *lexicon.THAT})
INFINITIVE = frozenset(_CUES["infinitive"])
PHRASE = frozenset(_CUES["phrase"])
PREPOSITIONS: dict[str, frozenset[str]] = {verb: frozenset(words) for verb, words in _CUES["prepositions"].items()}
NOUNS = frozenset({*_CUES["nouns"]["reporting"], *lexicon.NOUNS}) - lexicon.FACTUAL
VOICING = frozenset(_CUES["nouns"]["voicing"])
TIMES = frozenset(_CUES["nouns"]["times"])
ANY_VERB = CLAUSE | INFINITIVE | PHRASE | frozenset({*PREPOSITIONS, *lexicon.AS, *lexicon.NAME})

Tokens = tuple[int, int]  #: token indexes [start, end)


@dataclass(frozen=True, slots=True)
class Report:
    """A report by tokens: the source's noun phrase (none where the text names nobody), the cue, the stretches reported."""

    source: tuple[Tokens, ...]
    cue: Tokens
    content: tuple[Tokens, ...]
    rule: str
