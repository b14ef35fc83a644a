"""The cue words of attribution by frame and stance, as sets."""

from __future__ import annotations

from kb.model import STANCES, Stance
from kb.pipeline.cues import load

_CUES = load("claims")


def _verbs(frame: str) -> dict[str, Stance]:
    """Lemma -> stance of the verbs that take a frame; a verb in two stances keeps the one that is not "asserts"."""
    found: dict[str, Stance] = {}
    for stance in STANCES:
        for lemma in _CUES["verbs"][stance].get(frame, ()):
            found[lemma] = stance
    return found


THAT = _verbs("that")
NOUN = _verbs("noun")
AS = _verbs("as")
NAME = _verbs("name")
TO = _verbs("to")
WITH = _verbs("with")
#: Verbs with the prepositions before what is held or wanted: "called for N".
INTO: dict[str, frozenset[str]] = {lemma: frozenset(links) for lemma, links in _CUES["verbs"]["into"].items()}
#: Verbs of the as-frame whose thing stands behind a preposition: "conceives of mind as software".
AS_THING: dict[str, frozenset[str]] = {lemma: frozenset(links) for lemma, links in _CUES["verbs"]["as_thing"].items()}
LINKS: dict[str, frozenset[str]] = {lemma: frozenset(links) for lemma, links in _CUES["verbs"]["links"].items()}
#: Verbs whose gerund is what somebody wants or will not have, with the stance they give to it.
GERUND: dict[str, Stance] = {v: "denies" if v in {"oppose", "reject"} else "asserts" for v in _CUES["wills"]["gerund"]}
#: Verbs that report with set words before "that": "made it clear that P".
IDIOMS: dict[str, frozenset[str]] = {lemma: frozenset(words) for lemma, words in _CUES["idioms"].items()}
_HOW = _CUES["lists"]["clauses_telling_how"]
ANY_VERB = frozenset({*THAT, *NOUN, *AS, *NAME, *TO, *WITH, *INTO, *LINKS, *IDIOMS, *GERUND, *_HOW})

ADJECTIVES: dict[str, Stance] = {w: s for s in STANCES for w in _CUES["adjectives"][s]}
#: Nouns of attitude with the prepositions before what is held: "stress on P"; of some of them it is denied.
ATTITUDES: dict[str, frozenset[str]] = {noun: frozenset(links) for noun, links in _CUES["attitudes"].items()}
DENIALS = frozenset(_CUES["lists"]["attitudes_denials"])
NOUNS: dict[str, Stance] = {w: s for s in STANCES for w in _CUES["nouns"][s]}
#: Nouns that report only with somebody to hold what they say.
OWNED = frozenset(_CUES["nouns"]["owned"])
FACTUAL = frozenset(_CUES["nouns"]["factual"])
IN_NOUNS = frozenset(_CUES["phrases"]["in_nouns"])
PREPOSITIONS = frozenset(_CUES["phrases"]["prepositions"])

HEDGE_VERBS = frozenset(_CUES["hedges"]["verbs"])
HEDGE_WORDS = frozenset({*_CUES["hedges"]["adverbs"], *_CUES["hedges"]["modals"]})
NEGATORS = frozenset(_CUES["negation"]["words"])
NEGATING_VERBS = frozenset(_CUES["negation"]["verbs"])
NEGATED_ABOVE = frozenset(_CUES["negation"]["above"])
FALSE = frozenset(_CUES["negation"]["false"])
IMPLICATIVE = frozenset(_CUES["negation"]["implicative"])
EVALUATIONS = frozenset(_CUES["opinion"]["evaluations"])

#: Verbs that report only with a person before them and a plain clause behind them.
NOT_CUES = frozenset(_CUES["lists"]["verbs_not_cues"])
#: Verbs that lay a thought to somebody: "is credited with the idea that P".
CREDITING = frozenset(_CUES["held"]["crediting"])
#: Verbs that name the one who is told before the clause.
TOLD = frozenset(_CUES["lists"]["verbs_told"])
#: Things written or said, which say what nobody named says.
WRITINGS = frozenset(_CUES["lists"]["writings"])

#: Verbs of perceiving or knowing a truth: "failed to see that P" holds P true for the text itself.
FACTIVE = frozenset(load("claims")["lists"]["lexicon_factive"])

#: Verbs that govern a noun of thought ("rejected the view that P") with the stance they give to P.
HELD: dict[str, Stance] = {lemma: stance for stance in STANCES for lemma in _CUES["held"][stance]}

#: Nouns that stand for what was thought or said, though no that-clause follows them: "such an analysis".
THOUGHTS = frozenset(load("voice")["verdicts"]["thoughts"])
