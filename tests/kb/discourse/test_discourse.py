"""Discourse networks: by hand on four actors, and against SQL over another program's sample."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from math import isclose, sqrt
from pathlib import Path

import pytest

from kb.discourse import Coded, affiliation, counted, polarisation, ties, windows
from kb.errors import UsageError

SAMPLE = Path(__file__).parents[4] / "shared" / "peers" / "dna" / "sample.dna"
needs_sample = pytest.mark.skipif(
    not SAMPLE.exists(), reason="the sample of Discourse Network Analyzer is not beside the checkout"
)


def said(text: str, document: str = "d", when: date | None = None) -> list[Coded]:
    """``ann+tax bob-tax``: Ann is for the tax, Bob against it."""
    made = []
    for word in text.split():
        sign = "+" if "+" in word else "-"
        actor, concept = word.split(sign)
        made.append(Coded(actor, concept, sign == "+", document, when))
    return made


DEBATE = said("ann+tax ann+tax ann-war bob+tax bob+war cy-tax cy+peace dee+art", "one") + said("ann+tax bob+tax", "two")


def test_how_often_somebody_counts_who_repeats_himself() -> None:
    assert counted(DEBATE, "all")["ann"] == {("tax", True): 3, ("war", False): 1}
    assert counted(DEBATE, "document")["ann"] == {("tax", True): 2, ("war", False): 1}
    assert counted(DEBATE, "once")["ann"] == {("tax", True): 1, ("war", False): 1}
    dated = (
        said("ann+tax", "a", date(1940, 1, 1)) + said("ann+tax", "b", date(1940, 5, 1)) + said("ann+tax", "c", date(1941, 1, 1))
    )
    assert counted(dated, "year")["ann"] == {("tax", True): 2}


def test_actors_by_concepts() -> None:
    net = affiliation(DEBATE, duplicates="once")
    assert (net.rows, net.columns) == (("ann", "bob", "cy", "dee"), ("art", "peace", "tax", "war"))
    assert net.cells == ((0, 0, 1, -1), (0, 0, 1, 1), (0, 1, -1, 0), (1, 0, 0, 0))
    assert affiliation(DEBATE, kind="against")["ann", "war"] == 1
    assert affiliation(DEBATE, kind="both")["ann", "tax"] == 2


def test_ties_by_hand() -> None:
    once = {kind: ties(DEBATE, kind, duplicates="once") for kind in ("congruence", "conflict", "subtract", "cooccurrence")}
    assert [net["ann", "bob"] for net in once.values()] == [1, 1, 0, 2]
    assert [net["ann", "cy"] for net in once.values()] == [0, 1, -1, 1]
    assert [net["ann", "dee"] for net in once.values()] == [0, 0, 0, 0]
    assert ties(DEBATE, duplicates="document")["ann", "bob"] == 4
    assert all(net["ann", "ann"] == 0 and net["cy", "ann"] == net["ann", "cy"] for net in once.values())


def test_normalised_by_hand() -> None:
    def tie(kind: str, normalisation: str) -> float:
        return ties(DEBATE, kind, normalisation=normalisation, duplicates="once")["ann", "bob"]  # type: ignore[arg-type]

    assert tie("congruence", "average") == 1 / 2
    assert tie("congruence", "jaccard") == 1 / 3  # one of tax+, war-, war+
    assert isclose(tie("congruence", "cosine"), 1 / 2)
    assert tie("cooccurrence", "jaccard") == 1
    assert isclose(ties(DEBATE, normalisation="cosine", duplicates="document")["ann", "bob"], 4 / sqrt(5 * 5))


def test_windows_of_years_and_of_days() -> None:
    dated = [*said("ann+tax", "a", date(1940, 3, 1)), *said("bob+tax", "b", date(1943, 1, 1)), *said("cy+tax", "c")]
    found = list(windows(dated, years=2))
    assert [(w.first, w.last, [s.actor for s in w.statements]) for w in found] == [
        (date(1940, 1, 1), date(1941, 12, 31), ["ann"]),
        (date(1942, 1, 1), date(1943, 12, 31), ["bob"]),
    ]
    assert [len(w.statements) for w in windows(dated, years=4, step=1)] == [2, 1, 1, 1]
    assert next(windows(dated, days=10)).last == date(1940, 3, 10)
    assert list(windows(said("ann+tax"), years=1)) == []


def test_two_camps() -> None:
    found = polarisation(said("a+x a+y b+x b+y c-x c-y d-x d-y"), normalisation="none")
    assert found.camps == (("a", "b"), ("c", "d"))
    assert (found.modularity, found.conflict_between) == (0.5, 1.0)
    assert polarisation(said("a+x b+y")).camps == (("a",), ("b",))
    assert polarisation(said("a+x b+x")) == polarisation(said("b+x a+x"))
    assert polarisation([]).camps == ()


def test_bad_input() -> None:
    with pytest.raises(UsageError, match="no way to count"):
        counted(DEBATE, "week")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"ann says in d has no date\. Give the source its year"):
        counted(said("ann+tax"), "year")
    with pytest.raises(UsageError, match="in days or in years"):
        list(windows(DEBATE, days=1, years=1))
    with pytest.raises(UsageError, match="no network"):
        ties(DEBATE, "love")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no normalisation"):
        ties(DEBATE, normalisation="zscore")  # type: ignore[arg-type]


# -- the sample of another program ----------------------------------------------------------------------------------------

_CODED = """
  SELECT actor.Value AS actor, concept.Value AS concept, agreement.Value AS side, s.DocumentId AS document, d.Date AS seconds
  FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId
  JOIN DATASHORTTEXT o ON o.StatementId = s.ID AND o.VariableId = 2 JOIN ENTITIES actor ON actor.ID = o.Entity
  JOIN DATASHORTTEXT c ON c.StatementId = s.ID AND c.VariableId = 3 JOIN ENTITIES concept ON concept.ID = c.Entity
  JOIN DATABOOLEAN agreement ON agreement.StatementId = s.ID
  WHERE actor.Value <> '' AND concept.Value <> ''
"""


def asked(sql: str) -> Sequence[tuple[object, ...]]:
    with sqlite3.connect(f"file:{SAMPLE}?mode=ro", uri=True) as sample:
        return sample.execute(
            f"WITH coded AS ({_CODED}), x AS (SELECT DISTINCT actor, concept, side, document FROM coded) {sql}"
        ).fetchall()


@pytest.fixture(scope="module")
def sample() -> list[Coded]:
    rows = asked("SELECT actor, concept, side, document, seconds FROM coded")
    return [Coded(a, c, bool(s), str(d), datetime.fromtimestamp(t, UTC).date()) for a, c, s, d, t in rows]  # type: ignore[arg-type]


@needs_sample
def test_actors_by_concepts_of_the_sample_equal_sql(sample: list[Coded]) -> None:
    net = affiliation(sample, kind="subtract")
    expected = asked("SELECT actor, concept, SUM(side) - SUM(1 - side) FROM x GROUP BY actor, concept")
    assert len(expected) > 5
    for actor, concept, number in expected:
        assert net[actor, concept] == number  # type: ignore[index]
    assert sum(map(sum, net.cells)) == sum(number for *_, number in expected)  # type: ignore[misc]


@needs_sample
@pytest.mark.parametrize(("kind", "same"), [("congruence", "x.side = y.side"), ("conflict", "x.side <> y.side")])
def test_ties_of_the_sample_equal_sql(sample: list[Coded], kind: str, same: str) -> None:
    net = ties(sample, kind)  # type: ignore[arg-type]
    expected = asked(
        "SELECT x.actor, y.actor, COUNT(*) FROM x JOIN x y ON x.concept = y.concept AND x.actor <> y.actor "
        f"AND {same} GROUP BY 1, 2"
    )
    assert len(expected) > 5
    for a, b, number in expected:
        assert net[a, b] == number  # type: ignore[index]
    assert sum(map(sum, net.cells)) == sum(number for *_, number in expected)  # type: ignore[misc]


@needs_sample
def test_normalised_ties_of_the_sample_equal_sql(sample: list[Coded]) -> None:
    said = "n AS (SELECT actor, COUNT(*) AS said FROM x GROUP BY actor), q AS (SELECT DISTINCT actor, concept, side FROM x)"
    average = ties(sample, normalisation="average")
    for a, b, number in asked(
        f", {said} SELECT x.actor, y.actor, COUNT(*) / ((n.said + m.said) / 2.0) FROM x JOIN x y ON x.concept = y.concept "
        "AND x.side = y.side AND x.actor <> y.actor JOIN n ON n.actor = x.actor JOIN n m ON m.actor = y.actor GROUP BY 1, 2"
    ):
        assert isclose(average[a, b], number)  # type: ignore[index, arg-type]
    jaccard = ties(sample, normalisation="jaccard", duplicates="once")
    for a, b, number in asked(
        f", {said} SELECT k.actor, l.actor, (SELECT COUNT(*) FROM (SELECT concept, side FROM q WHERE actor = k.actor INTERSECT "
        "SELECT concept, side FROM q WHERE actor = l.actor)) * 1.0 / (SELECT COUNT(*) FROM (SELECT concept, side FROM q WHERE "
        "actor = k.actor UNION SELECT concept, side FROM q WHERE actor = l.actor)) FROM n k JOIN n l ON k.actor <> l.actor"
    ):
        assert isclose(jaccard[a, b], number)  # type: ignore[index, arg-type]
