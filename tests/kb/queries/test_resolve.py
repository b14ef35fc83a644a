"""Names as people type them find who they mean, or tell what is near."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.queries import nearest, resolve, resolve_source
from kb.store import Store


@pytest.mark.parametrize(
    "name",
    [
        "James Burnham",
        "james burnham",
        "JAMES  BURNHAM",
        "burnham",
        "Burnham",
        "theorist/james-burnham",
        "https://w3id.org/doxograph/theorist/james-burnham",
        "theorist: Burnham",
    ],
)
def test_a_person_by_name_surname_path_and_iri(store: Store, name: str) -> None:
    assert resolve(store, name).path == "theorist/james-burnham"


@pytest.mark.parametrize("name", ["bureaucratic collectivism", "Bureaucratic-Collectivism", "the bureaucratic collectivism"])
def test_case_articles_and_hyphens_do_not_matter(store: Store, name: str) -> None:
    assert resolve(store, name).path == "theory/bureaucratic-collectivism"


def test_what_a_text_speaks_of_goes_before_what_only_a_vocabulary_knows(store: Store) -> None:
    assert resolve(store, "state Capitalism").path == "theory/state-capitalism"
    assert resolve(store, "State Capitalism").path == "work/state-capitalism"  # spelt exactly so
    assert resolve(store, "work: state capitalism").path == "work/state-capitalism"
    assert resolve(store, "Albert Burnham").path == "theorist/albert-burnham"


def test_the_voice_of_a_source(store: Store) -> None:
    for name in ("survey/author", "source/survey/author", "source/survey", "survey", "A survey of the quarrel", "Ann Editor"):
        ref = resolve(store, name)
        assert (ref.path, ref.type) == ("source/survey/author", "author")
    assert resolve(store, "Tony Cliff").type == "theorist"  # an author who is a theorist goes by his name


def test_an_unknown_name_is_answered_with_the_nearest(store: Store) -> None:
    with pytest.raises(UsageError) as refused:
        resolve(store, "Bernham")
    assert "James Burnham" in refused.value.remedy
    assert refused.value.exit_code == 2
    with pytest.raises(UsageError, match="no theorist, group, theory, work or case") as refused:
        resolve(store, "Zzyzx")
    assert "doxograph search" in refused.value.remedy
    with pytest.raises(UsageError, match="empty"):
        resolve(store, "  ")


def test_the_nearest_names_are_of_the_types_asked_for_each_thing_once(store: Store) -> None:
    assert nearest(store, "bureaucratic colectivism")[0] == "bureaucratic collectivism"
    assert nearest(store, "bureaucratic colectivism", types=["theorist"]) == ()
    assert nearest(store, "Dunayevska") == ("Raya Dunayevskaya",)


def test_sources_by_id_path_and_title(store: Store) -> None:
    for name in ("survey", "source/survey", "https://w3id.org/doxograph/source/survey", "a survey of the quarrel"):
        assert resolve_source(store, name).id == "survey"
    with pytest.raises(UsageError, match="polemic"):
        resolve_source(store, "polemics")
