"""Agreement of two parties is counted on outright answers alone, and no silence counts as one."""

from __future__ import annotations

import pytest
import rdflib
from pyshacl import validate

from kb.formats.comparison import parting
from kb.formats.positions import to_turtle
from kb.queries.compare import Cell, Comparison, Party, Row, compare
from kb.queries.congruence import Pair, congruence
from kb.queries.values import Answer, AnswerGiven, Issue, Ref
from kb.store import Store
from kb.vocabulary import SHAPES

ANNE, BO = Ref("urn:anne", "Anne", "theorist"), Ref("urn:bo", "Bo", "theorist")


def issue(id: str, rank: int) -> Issue:
    answers = tuple(Answer(f"urn:{id}/{answer}", answer, answer, id) for answer in ("yes", "no"))
    return Issue(f"urn:{id}", id, f"Is it {id}?", rank, answers)


def cell(about: Issue, answers: str) -> Cell:
    """ "y", "n", "yn" for one who contradicts himself, "?y" for a hedge, "" for silence."""
    given = tuple(AnswerGiven(about.answers[0 if letter == "y" else 1], "?" in answers) for letter in answers if letter != "?")
    if not given:
        return Cell("not_stated")
    status = "qualified" if "?" in answers else "contested" if len(given) > 1 else "affirms" if "y" in answers else "denies"
    return Cell(status, given, (), total=1)  # type: ignore[arg-type]


def pair(*columns: tuple[str, str]) -> Pair:
    issues = [issue(name, rank) for rank, name in enumerate("abcdefgh"[: len(columns)])]
    rows = tuple(Row(about, (cell(about, one), cell(about, other))) for about, (one, other) in zip(issues, columns, strict=True))
    (found,) = congruence(Comparison((Party(ANNE), Party(BO)), rows))
    return found


@pytest.mark.parametrize(
    ("columns", "jaccard", "over_both"),
    [
        ([("y", "y"), ("n", "n")], 1.0, 1.0),
        ([("y", "y"), ("n", "y")], 1 / 3, 1 / 2),
        ([("y", "y"), ("n", "")], 1 / 2, 1.0),  # silence is no difference where both must speak
        ([("y", "?y")], 0.0, None),  # a hedge is no outright answer
        ([("yn", "y")], 1 / 2, None),  # who contradicts himself takes no side
        ([("", "")], None, None),
    ],
)
def test_agreement_is_counted(columns: list[tuple[str, str]], jaccard: float | None, over_both: float | None) -> None:
    found = pair(*columns)
    assert found.jaccard == pytest.approx(jaccard) if jaccard is not None else found.jaccard is None
    assert found.over_both == over_both


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ([("", "y")], "No question is answered outright by both Anne and Bo."),
        ([("y", "y")], "Anne and Bo give the same answer to the one question on which both take a side."),
        ([("y", "n"), ("y", "y")], "Anne and Bo part over “Is it a?” (Anne: yes; Bo: no), and agree on one other."),
        (
            [("y", "n")] * 5,
            "Anne and Bo part over “Is it a?” (Anne: yes; Bo: no), “Is it b?” (Anne: yes; Bo: no), "
            "“Is it c?” (Anne: yes; Bo: no) and two more.",
        ),
    ],
)
def test_one_sentence_says_what_separates_two(columns: list[tuple[str, str]], sentence: str) -> None:
    assert parting(pair(*columns)) == sentence


def test_a_comparison_as_rdf_keeps_the_shapes_and_says_nothing_of_silence(store: Store) -> None:
    found = compare(store, ["James Burnham", "state capitalism"])
    graph = rdflib.Graph().parse(data=to_turtle(found, store.names), format="turtle")
    told = [cell for row in found.rows for cell in row.cells if cell.status != "not_stated"]
    term = rdflib.Namespace("https://w3id.org/doxograph/ns#")
    positions = set(graph.subjects(rdflib.RDF.type, term.Position))
    assert len(positions) == len(told) > 0
    rests = {str(o) for o in graph.objects(None, term.restsOn)}
    assert rests == {support.statement.iri for cell in told for support in cell.supports}
    assert validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES))[0]
