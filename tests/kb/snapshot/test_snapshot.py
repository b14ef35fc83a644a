"""What is frozen opens again byte for byte; what is damaged is refused and leaves nothing."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import zipfile
from datetime import date
from pathlib import Path

import made as hand
import pytest
from made import A, B, C, write_corpus
from pyoxigraph import RdfFormat, parse

from kb import review
from kb.build import build, refresh
from kb.check import check
from kb.errors import DoxographError, InputError, StoreError, UsageError
from kb.graph import sorted_nquads
from kb.snapshot import current, open_snapshot, registered, snapshot
from kb.store import open_store
from kb.vocabulary import PACKS

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("frozen")
    build(write_corpus(folder / "corpus", A, B, C), folder / "data", extract=hand.extract)
    first = A.claims[0]
    review.record(folder / "data", review.decide("reject", first, A.document.text, who="Ada"))
    withdrawn = review.record(folder / "data", review.decide("accept", A.claims[1], A.document.text, who="Ada"))
    review.record(folder / "data", review.decide("accept", A.claims[1], A.document.text, who="Ben", note="well put"))
    review.withdraw(folder / "data", withdrawn.id)
    refresh(folder / "data")
    return folder / "data"


@pytest.fixture
def bundle(data: Path, tmp_path: Path) -> Path:
    return snapshot(data, tmp_path / "frozen.zip", on=ON).path


def whole(data: Path) -> tuple[bytes, dict[str, bytes], list[object], list[str]]:
    with open_store(data, read_only=True) as store:
        quads = sorted_nquads(quad for graph in store.graphs() for quad in store.graph(graph))
        hits = sorted(hit.iri for hit in store.search("class", limit=99))
    files = {str(p.relative_to(data)): p.read_bytes() for folder in ("statements", "texts") for p in (data / folder).iterdir()}
    decided: list[object] = [(d.verdict, d.who, d.target, d.statement, d.note) for d in review.decisions(data)]
    return quads, files, decided, hits


def test_it_opens_again_byte_for_byte(data: Path, bundle: Path, tmp_path: Path) -> None:
    opened = open_snapshot(bundle, tmp_path / "again")
    assert whole(tmp_path / "again") == whole(data)
    assert check(tmp_path / "again") == []
    assert opened == registered(tmp_path / "again")[-1]
    assert snapshot(tmp_path / "again", tmp_path / "second.zip", on=ON).path.read_bytes() == bundle.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again", "frozen.zip", "second.zip"]


def test_what_was_restored_can_be_changed(bundle: Path, tmp_path: Path) -> None:
    open_snapshot(bundle, tmp_path / "again")
    build(write_corpus(tmp_path / "corpus", A, B, C), tmp_path / "again", extract=hand.extract)
    assert check(tmp_path / "again") == []


def test_the_same_content_has_the_same_id_on_any_day(data: Path, tmp_path: Path) -> None:
    one, other = snapshot(data, tmp_path, on=ON), snapshot(data, tmp_path, on=date(2027, 1, 1))
    assert one.id == other.id
    assert one.path.name == f"doxograph-2026-11-24-{one.id}.zip"
    assert one.iri == f"https://w3id.org/doxograph/snapshot/{one.id}"


def test_it_describes_itself(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as packed:
        described = json.loads(packed.read("ro-crate-metadata.json"))
        nodes = {node["@id"]: node for node in described["@graph"]}
        assert described["@context"] == "https://w3id.org/ro/crate/1.1/context"
        assert nodes["ro-crate-metadata.json"]["about"] == {"@id": "./"}
        root = nodes["./"]
        assert (root["@type"], root["datePublished"]) == ("Dataset", "2026-11-24")
        assert {part["@id"] for part in root["hasPart"]} == set(packed.namelist()) - {
            "ro-crate-metadata.json",
            "manifest-sha256.txt",
        }
        for part in root["hasPart"]:
            content = packed.read(part["@id"])
            assert nodes[part["@id"]]["sha256"] == hashlib.sha256(content).hexdigest()
            assert nodes[part["@id"]]["contentSize"] == str(len(content))
            if part["@id"].endswith(".nq"):
                assert content.splitlines() == sorted(content.splitlines())
                assert list(parse(content, format=RdfFormat.N_QUADS))
        work = nodes[root["mentions"][0]["@id"]]
        assert work["encoding"]["@id"] in packed.namelist()
        assert b"/tmp" not in packed.read("manifest.json")  # nothing of the machine it was made on


def test_a_pack_of_ones_own_goes_with_it(tmp_path: Path) -> None:
    pack = tmp_path / "my-field"
    shutil.copytree(PACKS / "soviet-society", pack)
    build(write_corpus(tmp_path / "corpus", A), tmp_path / "data", extract=hand.extract, pack=pack)
    frozen = snapshot(tmp_path / "data", tmp_path, on=ON)
    before = whole(tmp_path / "data")
    shutil.rmtree(pack)
    open_snapshot(frozen.path, tmp_path / "again")
    assert whole(tmp_path / "again") == before
    refresh(tmp_path / "again")
    assert snapshot(tmp_path / "again", tmp_path / "second.zip", on=ON).id == frozen.id


def test_a_snapshot_is_current_until_something_changes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    build(write_corpus(tmp_path / "corpus", A), data, extract=hand.extract)
    with open_store(data, read_only=True) as store:
        assert current(data, store) is None
        made = snapshot(data, tmp_path, on=ON)
        assert [one.id for one in registered(data)] == [made.id]
        found = current(data, store)
        assert found is not None and found.id == made.id
    build(write_corpus(tmp_path / "more", B), data, extract=hand.extract)
    with open_store(data, read_only=True) as store:
        assert current(data, store) is None
    snapshot(data, tmp_path, on=ON)
    snapshot(data, tmp_path, on=ON)
    assert len(registered(data)) == 2


def test_bad_calls_are_refused(bundle: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not empty"):
        open_snapshot(bundle, data)
    with pytest.raises(InputError, match="no such snapshot"):
        open_snapshot(tmp_path / "nothing.zip", tmp_path / "again")
    with pytest.raises(InputError, match="no snapshot of Doxograph"):
        open_snapshot(data / "format.json", tmp_path / "again")
    with pytest.raises(StoreError, match="cannot be written"):
        snapshot(data, tmp_path / "no" / "folder" / "x.zip", on=ON)
    with pytest.raises(StoreError, match="no knowledge base"):
        snapshot(tmp_path / "nowhere", tmp_path, on=ON)
    assert not (tmp_path / "again").exists()


def altered(bundle: Path, to: Path, changes: dict[str, bytes | None]) -> Path:
    with zipfile.ZipFile(bundle) as packed, zipfile.ZipFile(to, "w") as made:
        contents: dict[str, bytes | None] = {name: packed.read(name) for name in packed.namelist()} | changes
        for name, content in contents.items():
            if content is not None:
                made.writestr(name, content)
    return to


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"decisions.jsonl": b"{}"}, "does not have its checksum"),
        ({"graphs/derived.nq": None}, "differ in graphs/derived.nq"),
        ({"more.txt": b"x"}, "differ in more.txt"),
        ({"format.json": None}, "no format.json"),
        ({"ro-crate-metadata.json": b"[]"}, "gives no date"),
        ({"manifest-sha256.txt": b"0" * 64 + b"  ../../etc/passwd\n"}, "has the line"),
        ({"manifest-sha256.txt": b"\xff\xfe"}, "is no text"),
    ],
)
def test_a_damaged_bundle_is_refused_and_leaves_nothing(
    bundle: Path, tmp_path: Path, changes: dict[str, bytes | None], why: str
) -> None:
    bad = altered(bundle, tmp_path / "bad.zip", changes)
    with pytest.raises(InputError, match=why):
        open_snapshot(bad, tmp_path / "again")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.zip", "frozen.zip"]


def fuzzed(bundle: Path, folder: Path, count: int, seed: int) -> None:
    dice = random.Random(seed)
    content = bundle.read_bytes()
    for number in range(count):
        bad = bytearray(content)
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(bad))
            if dice.random() < 0.3:
                del bad[at : at + dice.randint(1, 400)]
            else:
                bad[at] = dice.randrange(256)
        (folder / "bad.zip").write_bytes(bad)
        try:
            open_snapshot(folder / "bad.zip", folder / f"again{number}")
        except DoxographError:
            assert not (folder / f"again{number}").exists()
        else:  # the damage hit what nothing depends on
            assert whole(folder / f"again{number}")
        assert not list(folder.glob(".again*"))


def test_mutated_bundles_never_crash(bundle: Path, tmp_path: Path) -> None:
    fuzzed(bundle, tmp_path, 25, seed=4)


@pytest.mark.slow
def test_five_hundred_mutated_bundles_never_crash(bundle: Path, tmp_path: Path) -> None:
    fuzzed(bundle, tmp_path, 500, seed=5)
