"""Which answers a statement's clauses give, by what they say a case is and by the pack's wordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kb.answers.lexicon import Category, Lexicon
from kb.answers.scope import Scope, scope_of
from kb.answers.words import Clause, at, clauses_of, english, words_of
from kb.vocabulary.pack import Issue


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer that a clause gives; ``open`` where it only raises it."""

    issue: str
    answer: str
    open: bool = False


@dataclass(slots=True)
class Statement:
    """A statement's clauses with their scopes and cases, and what it is about beyond its words."""

    lexicon: Lexicon
    clauses: list[Clause]
    scopes: list[Scope]
    about_cases: frozenset[str]
    about_issues: frozenset[str]  # issues that a theory spoken of answers
    denied: bool  # the whole is put forward to be denied
    cases: list[list[tuple[int, str]]] = field(default_factory=list)  # (place, key) of those spoken of, not only compared


def read_statement(
    text: str, lexicon: Lexicon, about: Iterable[str] = (), own_names: frozenset[str] = frozenset(), *, denied: bool = False
) -> set[Reading]:
    """All that a statement answers, or its denial; ``about`` are keys of the cases and theories it speaks of."""
    entities = [e for key in about if (e := lexicon.pack.entity(key))]
    clauses = [Clause(lexicon.mark_cases(c.words), c.asked) for c in clauses_of(words_of(text))]
    statement = Statement(
        lexicon,
        clauses,
        [scope_of(clause, own_names) for clause in clauses],
        frozenset(e.key for e in entities if e.type == "case"),
        frozenset(a.split("/")[0] for e in entities for a in e.implies),
        denied,
    )
    statement.cases = [_cases(clause.words) for clause in clauses]
    found: set[Reading] = set()
    for index in range(len(clauses)):
        found.update(_characterisations(statement, index))
        found.update(_wordings(statement, index))
    return found


def _cases(words: tuple[str, ...]) -> list[tuple[int, str]]:
    """The cases a clause speaks of; one that it only compares with ("as in the West") is left out."""
    found = []
    for i, word in enumerate(words):
        if not word.lstrip("~").startswith("case/"):
            continue
        before = range(max(0, i - 3), i)
        if not any(at(words, k, english("comparing")) for k in before):
            found.append((i, word.lstrip("~")))
    return found


# --- what a case is said to be


def _characterisations(statement: Statement, index: int) -> Iterator[Reading]:
    words, scope, lexicon = statement.clauses[index].words, statement.scopes[index], statement.lexicon
    i = 0
    while i < len(words):
        hit = lexicon.category_at(words, i)
        if hit is None:
            i += 1
            continue
        category, size = hit
        last = i + size - 1
        if category.said | category.denied and not (category.adjective and _belongs_behind(words, last)):
            for key in _subjects(statement, index, i, last):
                yield from _given(statement, key, category, scope, last)
        i = last + 1


def _given(statement: Statement, case: str, category: Category, scope: Scope, last: int) -> Iterator[Reading]:
    standing = scope.standing(last, last)
    if standing is None:
        return
    for issue, answer in category.said if standing is not statement.denied else category.denied:
        if case in statement.lexicon.concerns[issue] or (not case and issue in statement.lexicon.general):
            yield Reading(issue, answer, scope.open_from <= last)


def _belongs_behind(words: tuple[str, ...], last: int) -> bool:
    """Whether an adjective's noun follows and is no word for a society: "capitalist armies", but not "a capitalist state"."""
    k = last + 1
    if k < len(words) and words[k] in english("polities"):
        return k + 1 < len(words) and words[k + 1] not in english("closers")
    return k < len(words) and words[k] not in english("closers")


def _subjects(statement: Statement, index: int, first: int, last: int) -> list[str]:
    """The cases of which the category at ``first`` to ``last`` is said."""
    words = statement.clauses[index].words
    link = _link(statement.lexicon, words, first)
    if link is None:
        return []
    if words[link].startswith("case/"):  # "call Russia capitalist", "Russia capitalist": nothing stands between
        opens = all(w == "the" for w in words[:link])
        named = link > 0 and words[link - 1] in english("naming")
        return _run(words, link) if opens or named or last + 1 == len(words) else []
    if words[link] in english("pointers"):  # "does not make it capitalist"
        before = [(i, key) for i, key in statement.cases[index] if i < link]
        return [before[-1][1]] if before else _spoken_of(statement, index)
    if _pretended(words, link, first):
        return []
    before = [(i, key) for i, key in statement.cases[index] if i < link]
    if before:
        place, key = before[-1]
        return _run(words, place) if words[place] == key else []
    if not _points_back(words[:link]):
        return []
    return _spoken_of(statement, index)


def _link(lexicon: Lexicon, words: tuple[str, ...], first: int) -> int | None:
    """The place of the word that joins a category to its subject, over fillers and other categories."""
    stops = _category_words(lexicon, words, first)
    for k in range(first - 1, -1, -1):
        if words[k].startswith("case/") or (words[k] in english("pointers") and k and words[k - 1] in english("naming")):
            return k
        if words[k] in english("links") and not (words[k] == "'s" and k == first - 1):
            return k
        if words[k] in ("with", "to", "do") and words[max(0, k - 2) : k + 1] in (("nothing", "to", "do"), ("to", "do", "with")):
            if words[k - 3 : k] == ("nothing", "to", "do"):
                return k
            continue
        if k not in stops and words[k] not in english("fillers") and not words[k].endswith("ly"):
            return None
    return None


def _category_words(lexicon: Lexicon, words: tuple[str, ...], until: int) -> set[int]:
    found: set[int] = set()
    for i in range(until):
        if hit := lexicon.category_at(words, i):
            found.update(range(i, i + hit[1]))
            if i + hit[1] < until and words[i + hit[1]] in english("polities"):
                found.add(i + hit[1])
    return found


def _pretended(words: tuple[str, ...], link: int, first: int) -> bool:
    between = " ".join(words[link - 1 : first])
    return any(f" {p} " in f" {between} " for p in english("pretences"))


def _points_back(subject: tuple[str, ...]) -> bool:
    """Whether the words before a link name no subject of their own: nothing, a pronoun, "the country", "the resulting order"."""
    heads = [w for w in subject if w not in english("fillers") | english("auxiliaries") and not w.endswith("ly")]
    if len(heads) == 2 and subject[0] in ("the", "this", "that", "such") and heads[1] in english("polities"):
        return True
    return all(w in english("pointers") or w in english("polities") for w in heads)


def _run(words: tuple[str, ...], place: int) -> list[str]:
    """The case at a place and those joined to it before: "Nazi Germany and the Soviet Union"."""
    found = []
    for k in range(place, -1, -1):
        if words[k].startswith("case/"):
            found.append(words[k])
        elif words[k] not in (",", "and", "or", "in", "the", "both", "of", "also"):
            break
    return found


def _spoken_of(statement: Statement, index: int) -> list[str]:
    """The case last spoken of before a clause, else those the whole statement is about, else "" for none."""
    for earlier in reversed(statement.cases[:index]):
        if earlier:
            return [earlier[-1][1]]
    return sorted(statement.about_cases) or [""]


# --- wordings of whole statements


def _wordings(statement: Statement, index: int) -> Iterator[Reading]:
    words, scope = statement.clauses[index].words, statement.scopes[index]
    for issue, answer, wording in statement.lexicon.wordings:
        for first, last in wording.spans(words):
            standing = scope.standing(first, last, before_only=wording.own_denials)
            if standing is None:
                continue
            if not standing and wording.own_denials:
                continue
            if wording.caseless:
                if any(statement.cases):
                    continue
            elif not wording.names_case and not _concerns(statement, index, first, issue, general=wording.general):
                continue
            given = answer if standing is not statement.denied else issue.opposite(answer)
            if given is not None:
                yield Reading(issue.id, given, scope.open_from <= last)


def _concerns(statement: Statement, index: int, first: int, issue: Issue, *, general: bool) -> bool:
    """Whether what stands at ``first`` of a clause is said of one of the issue's cases."""
    wanted = statement.lexicon.concerns[issue.id]
    if not wanted:
        return True
    here = statement.cases[index]
    if here:
        before = [key for place, key in here if place < first]
        return before[-1] in wanted if before else any(key in wanted for _, key in here)
    for earlier in reversed(statement.cases[:index]):
        if earlier:
            return earlier[-1][1] in wanted
    if statement.about_cases:
        return bool(statement.about_cases & wanted)
    return general or any(statement.lexicon.concerns[i] & wanted for i in statement.about_issues)
