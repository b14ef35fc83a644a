"""Which answer to which issue a claim or relation gives, by its content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.answers.lexicon import Lexicon, lexicon_of
from kb.answers.reading import Reading, read_statement
from kb.answers.words import words_of
from kb.model import EntityType, Polarity, Stance
from kb.vocabulary.pack import Pack

__all__ = ["AnswerHit", "answers_of_claim", "answers_of_relation"]


@dataclass(frozen=True, slots=True, order=True)
class AnswerHit:
    """An answer to an issue; ``tentative`` where it is hedged, asked or only raised."""

    issue: str
    answer: str
    tentative: bool = False


def answers_of_claim(
    text: str, about: Sequence[str], holder_key: str | None, stance: Stance, hedged: bool, pack: Pack
) -> tuple[AnswerHit, ...]:
    """The answers that a claim's holder gives with it.

    ``text`` is the reported proposition; ``about`` holds keys or names of the theories and cases it speaks of; ``holder_key`` is
    the holder's key or name. To deny a proposition gives the other answer of a yes/no issue, none of an issue with named answers.
    """
    if not pack.issues:
        return ()
    own_names = frozenset(words_of(_label(holder_key, pack))[-1:]) if holder_key else frozenset()
    readings = read_statement(text, lexicon_of(pack), about, own_names, denied=stance == "denies")
    return _hits(readings, tentative=hedged or stance == "questions")


def answers_of_relation(
    predicate: str, subject_key: str, object_key: str, subject_type: EntityType, polarity: Polarity, pack: Pack
) -> tuple[AnswerHit, ...]:
    """The answers that a relation gives: to its subject where that holds, rejects or expounds a theory, else to its asserter.

    Ends are keys, or names where the pack knows none. A theory commits its holder to what the pack says it implies; the name of
    an unknown theory is read for what it says of the cases that the issues are about.
    """
    if not pack.issues:
        return ()
    lexicon, tentative = lexicon_of(pack), polarity == "uncertain"
    if predicate in ("holds", "expounds", "rejects"):
        return (
            _hits(_of_theory(object_key, lexicon, denied=predicate == "rejects"), tentative=tentative)
            if polarity != "denied"
            else ()
        )
    subject, theory = _label(subject_key, pack), _label(object_key, pack)
    if predicate == "characterized_as" and subject_type == "case":
        readings = read_statement(f"{subject} is {theory}", lexicon, denied=polarity == "denied")
    elif predicate == "same_as" or (predicate == "differs_from" and polarity == "affirmed"):
        readings = read_statement(
            f"{subject} is the same as {theory}", lexicon, denied=polarity == "denied" or predicate == "differs_from"
        )
    else:
        return ()
    return _hits(readings, tentative=tentative)


def _label(key: str, pack: Pack) -> str:
    entity = pack.entity(key)
    return entity.label if entity else key


def _of_theory(key: str, lexicon: Lexicon, *, denied: bool) -> set[Reading]:
    """What to hold a theory commits one to, or to reject it."""
    theory = lexicon.pack.entity(key)
    if theory is not None:
        pairs = (ident.split("/", 1) for ident in (theory.denial if denied else theory.implies))
        return {Reading(issue, answer) for issue, answer in pairs}
    if not lexicon.ends_in_category(words_of(key)):  # "capitalism without the state" is not what it begins with
        return set()
    issues = [issue for issue in lexicon.pack.issues if not any(answer.follows for answer in issue.answers)]
    cases = sorted({lexicon.pack.by_key[case].label for issue in issues for case in issue.concerns})
    readings = (read_statement(f"{case} is {key}", lexicon, denied=denied) for case in cases)
    return {reading for found in readings for reading in found if lexicon.pack.issue(reading.issue) in issues}


def _hits(readings: Iterable[Reading], *, tentative: bool = False) -> tuple[AnswerHit, ...]:
    """Readings as answers, each once; an issue answered both yes and no in one breath is left alone."""
    found: dict[tuple[str, str], bool] = {}
    for reading in readings:
        place = reading.issue, reading.answer
        found[place] = found.get(place, True) and (tentative or reading.open)
    at_odds = {issue for issue, answer in found if answer == "yes" and (issue, "no") in found}
    return tuple(sorted(AnswerHit(i, a, t) for (i, a), t in found.items() if i not in at_odds))
