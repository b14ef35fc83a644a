"""A pack is read from Turtle, found by name or folder, and refused with the reason where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.answers import answers_of_claim, answers_of_relation
from kb.errors import InputError, UsageError
from kb.vocabulary import NO_PACK, PACKS, load_pack, pack_names

PREFIXES = """@prefix dox: <https://w3id.org/doxograph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix theorist: <https://w3id.org/doxograph/theorist/> . @prefix theory: <https://w3id.org/doxograph/theory/> .
@prefix work: <https://w3id.org/doxograph/work/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
"""


def written(folder: Path, turtle: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "pack.ttl").write_text(PREFIXES + turtle, "utf-8")
    return folder


def test_packs_have_names() -> None:
    assert pack_names() == ("soviet-society", "none")
    assert load_pack().name == "soviet-society"
    assert load_pack("soviet-society") is load_pack()


@pytest.mark.parametrize("name", [None, "none"])
def test_no_pack_is_an_empty_one(name: str | None) -> None:
    assert load_pack(name) is NO_PACK
    assert (NO_PACK.entities, NO_PACK.issues) == ((), ())


@pytest.mark.parametrize("name", ["soviet-societies", "Soviet Society", "", "no/such/folder"])
def test_an_unknown_name_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match="soviet-society, none"):
        load_pack(name)


def test_the_nearest_name_is_told() -> None:
    with pytest.raises(UsageError, match="Did you mean soviet-society"):
        load_pack("soviet-societies")


def test_a_folder_is_a_pack(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "optics",
        """theorist:hooke a dox:Theorist ; skos:prefLabel "Robert Hooke" ; skos:altLabel "R. Hooke" ; skos:hiddenLabel "Hook" ;
             foaf:gender "male" .
           theory:waves a dox:Theory ; skos:prefLabel "wave theory" ; dox:adjective "undulatory" ; dox:year 1678 .
           work:micrographia a dox:Work ; skos:prefLabel "Micrographia" ; dcterms:creator theorist:hooke ; dox:year 1665 .""",
    )
    pack = load_pack(folder)
    assert (pack.name, [e.key for e in pack.entities]) == ("optics", ["theorist/hooke", "theory/waves", "work/micrographia"])
    hooke, waves, micrographia = pack.entities
    assert (hooke.aliases, hooke.misspellings, hooke.gender) == (("R. Hooke", "Hook"), ("Hook",), "male")
    assert (waves.aliases, waves.adjectives, waves.year) == (("undulatory",), ("undulatory",), 1678)
    assert (micrographia.creators, micrographia.year) == (("theorist/hooke",), 1665)
    assert load_pack(str(folder)) is pack


def test_a_changed_folder_is_read_again(tmp_path: Path) -> None:
    folder = written(tmp_path, 'theory:a a dox:Theory ; skos:prefLabel "atomism" .')
    assert load_pack(folder).entities[0].label == "atomism"
    (folder / "more.ttl").write_text(PREFIXES + 'theory:b a dox:Theory ; skos:prefLabel "plenism" .', "utf-8")
    assert {e.label for e in load_pack(folder).entities} == {"atomism", "plenism"}


@pytest.mark.parametrize(
    ("turtle", "reason"),
    [
        ("theory:a a dox:Theory ; skos:prefLabel .", "not readable Turtle"),
        ("theory:a a dox:Theory .", "no prefLabel"),
        ('theory:a a dox:Theorist ; skos:prefLabel "A" .', "another name"),
        ('<http://example.org/a> a dox:Theory ; skos:prefLabel "A" .', "outside"),
        ('theory:a a dox:Theory ; skos:prefLabel "A" ; dox:year "long ago" .', "not a whole number"),
        ('theory:a a dox:Theory ; skos:prefLabel "A" ; dox:impliesAnswer theory:b .', "stands nowhere"),
        ('work:a a dox:Work ; skos:prefLabel "A" ; dcterms:creator theorist:nobody .', "stands nowhere"),
        ('<https://w3id.org/doxograph/issue/x/yes> a dox:Answer ; skos:notation "yes" ; skos:prefLabel "yes" .', "one issue"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_with_the_reason(tmp_path: Path, turtle: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        load_pack(written(tmp_path, turtle))


def test_names_are_found_in_any_case_and_labels_go_before_aliases(tmp_path: Path) -> None:
    pack = load_pack(
        written(
            tmp_path,
            """theory:a a dox:Theory ; skos:prefLabel "Newton's theory" ; skos:altLabel "emission" .
               theory:b a dox:Theory ; skos:prefLabel "emission" .""",
        )
    )
    assert pack.entity("newton’s THEORY") is pack.entities[0]
    assert pack.entity("Emission") is pack.entities[1]
    assert pack.entity("theory/a") is pack.entities[0]
    assert pack.entity("ether") is None


def test_cases_take_in_the_narrower_ones() -> None:
    within = load_pack().cases_within(["case/soviet-type-society"])
    assert {"case/soviet-type-society", "case/soviet-union", "case/china"} <= within
    assert not {"case/nazi-germany", "case/the-west"} & within


def test_the_shipped_folders_hold_nothing_but_turtle() -> None:
    assert {p.suffix for folder in PACKS.iterdir() for p in folder.iterdir()} == {".ttl"}


def test_the_pack_in_the_documentation_works(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "packs.md").read_text("utf-8")
    (tmp_path / "light.ttl").write_text(guide.split("```turtle\n")[1].split("```")[0], "utf-8")
    pack = load_pack(tmp_path)
    assert {e.type for e in pack.entities} == {"theorist", "work", "theory", "case"}

    def answers(text: str) -> list[str]:
        return [hit.answer for hit in answers_of_claim(text, [], None, "asserts", False, pack)]

    assert answers("light is a wave motion") == ["wave"]
    assert answers("light is not a wave but a stream of corpuscles") == ["particles"]
    assert answers("light is made of particles") == ["particles"]
    held = answers_of_relation("holds", "theorist/christiaan-huygens", "theory/wave-theory", "theorist", "affirmed", pack)
    assert [hit.answer for hit in held] == ["wave"]
