"""Namings of one thing are joined under its fullest name, and two things stay two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_prose import Case, Name, read_cases
from spacy.tokens import Doc
from stages import pipeline

from kb.pipeline import build_nlp
from kb.pipeline.annotations import Cluster, Mention
from kb.pipeline.entities import canonical, is_slip, join_mentions

PACK = "soviet-society"
CASES = read_cases("entities-*.txt")
LIMITS = [
    pytest.param(case, name, marks=pytest.mark.xfail(strict=True, reason=case.remark or "known limit"))
    for case in CASES
    for name in case.names
    if name.sign
]


def joined(case: Case) -> dict[tuple[int, int, str], Cluster]:
    """The entity of each naming; the cases of a file named after a pack are read with it."""
    nlp = build_nlp(PACK if PACK in case.where else None)
    doc = nlp.make_doc(case.text)
    for name in nlp.pipe_names[: nlp.pipe_names.index("doxograph_entities") + 1]:
        doc = nlp.get_pipe(name)(doc)
    return {(doc[m.start].idx, doc[m.end - 1].idx + len(doc[m.end - 1]), m.type): m.entity for m in doc._.dox_mentions}


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_joins_what_the_passage_joins(case: Case) -> None:
    found = joined(case)
    marked = [n for n in case.names if not n.sign]
    assert {(n.start, n.end, n.type): n.of[0] for n in marked} == {
        place: cluster.name
        for place, cluster in found.items()
        if place[:2] not in {(n.start, n.end) for n in case.names if n.sign}
    }
    # Of one name in the markup, one entity; of two, two: also where two entities bear one name.
    pairs = [(n.of[0], id(found[n.start, n.end, n.type])) for n in marked]
    assert len(set(pairs)) == len({name for name, _ in pairs}) == len({entity for _, entity in pairs})


@pytest.mark.parametrize(("case", "name"), LIMITS)
def test_known_limits(case: Case, name: Name) -> None:
    cluster = joined(case).get((name.start, name.end, name.type))
    assert (cluster is not None and cluster.name == name.of[0]) == (name.sign == "?")


@pytest.mark.parametrize(
    ("name", "doctrine"),
    [
        ("state capitalist", "state capitalism"),
        ("the theory of state capitalism", "state capitalism"),
        ("mercantilist school", "mercantilism"),
        ("mercantilism", "mercantilism"),
    ],
)
def test_a_doctrine_is_one_by_noun_adjective_and_head(name: str, doctrine: str) -> None:
    assert canonical(name) == canonical(doctrine)


@pytest.mark.parametrize(
    ("name", "other"), [("labour theory of value", "theory of value"), ("social theory", "theory"), ("historicism", "history")]
)
def test_doctrines_of_other_words_stay_apart(name: str, other: str) -> None:
    assert canonical(name) != canonical(other)


@pytest.mark.parametrize(("name", "other"), [("shachtman", "schachtman"), ("malinowski", "malinowsky"), ("keynes", "kaynes")])
def test_a_slip_of_the_pen_is_one_name(name: str, other: str) -> None:
    assert is_slip(name, other)
    assert is_slip(other, name)


@pytest.mark.parametrize(
    ("name", "other"), [("marx", "mach"), ("smith", "smyrna"), ("hume", "home"), ("bell", "hell"), ("rizzi", "izzi")]
)
def test_short_or_distant_names_are_two(name: str, other: str) -> None:
    assert not is_slip(name, other)


@given(st.text("abcdefg", min_size=1, max_size=12), st.text("abcdefg", min_size=1, max_size=12))
def test_slips_are_symmetric(name: str, other: str) -> None:
    assert is_slip(name, other) == is_slip(other, name)


def of_names(*names: tuple[str, str | None], kind: str = "theorist") -> list[Cluster]:
    """The entities of a Doc whose words are these names with their vocabulary keys."""
    doc = Doc(pipeline().vocab, words=[w for name, _ in names for w in name.split()])
    at, mentions = 0, []
    for name, key in names:
        size = len(name.split())
        mentions.append(Mention(at, at + size, kind, name, key=key, confidence=0.9))  # type: ignore[arg-type]
        at += size
    doc._.dox_mentions = mentions
    return join_mentions(doc)._.dox_entities


def test_a_lone_surname_goes_to_the_only_bearer() -> None:
    (mill,) = of_names(("Mill", None), ("John Stuart Mill", None), ("J. S. Mill", None))
    assert (mill.name, mill.aliases) == ("John Stuart Mill", ["Mill", "J. S. Mill"])


def test_two_given_names_are_two_persons() -> None:
    assert [c.name for c in of_names(("James Mill", None), ("John Mill", None))] == ["James Mill", "John Mill"]


def test_a_pseudonym_is_one_with_the_name_behind_it() -> None:
    key = "theorist/cornelius-castoriadis"
    clusters = of_names(("Castoriadis", key), ("Cardan", key), ("Castoriadis", key))
    assert [(c.name, c.aliases, c.key, len(c.mentions)) for c in clusters] == [("Castoriadis", ["Cardan"], key, 3)]


def test_one_key_joins_two_wordings_of_a_doctrine() -> None:
    key = "theory/coordinatorism"
    (cluster,) = of_names(("coordinatorism", key), ("coordinator class theory", key), kind="theory")
    assert cluster.key == key
    assert len(cluster.mentions) == 2


def test_hyphens_make_no_other_doctrine() -> None:
    (cluster,) = of_names(("state capitalism", None), ("state-capitalist theory", None), kind="theory")
    assert cluster.name == "state capitalism"


def test_entities_stand_in_text_order() -> None:
    assert [c.name for c in of_names(("Weber", None), ("Marx", None), ("Weber", None))] == ["Weber", "Marx"]


def test_no_mentions_no_entities() -> None:
    assert of_names() == []


@pytest.mark.parametrize(
    ("text", "type_", "form"),
    [
        ("Some Darwinians argued that it is so.", "group", "Some Darwinians"),
        ("Rose Hill defended strict determinism in her youth.", "theory", "strict determinism"),
        ("They fought for workers' self-management of production.", "theory", "workers' self-management of production"),
        ('This was "vulgar" communism, he said.', "theory", '"vulgar" communism'),
    ],
)
def test_what_stands_beside_the_only_naming_belongs_to_a_further_form(text: str, type_: str, form: str) -> None:
    doc = build_nlp(PACK)(text)
    assert form in {alias for cluster in doc._.dox_entities if cluster.type == type_ for alias in cluster.aliases}


def test_what_stands_beside_one_of_several_namings_belongs_to_no_form() -> None:
    doc = build_nlp(PACK)("Some Darwinians argued that it is so. The Darwinians won.")
    (group,) = [cluster for cluster in doc._.dox_entities if cluster.type == "group"]
    assert group.aliases == []
