"""Every verb does what its help says: machine formats clean on standard output, messages on standard error, plain errors."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kb.cli import app
from kb.cli.verbs import app as verbs_app

ROOT = Path(__file__).parents[2]
VERBS = [info.name or info.callback.__name__.rstrip("_") for info in verbs_app.registered_commands if info.callback]

SURVEY = """The quarrel over Russia

James Burnham argued that the Soviet Union was a managerial society. Bruno Rizzi claimed that the Soviet Union was a new class
society. Leon Trotsky insisted that the Soviet Union was still a workers' state. Trotsky denied that the bureaucracy was a class.

Tony Cliff held that Russia was state capitalist. There is no evidence that Burnham was influenced by Rizzi. In 1941 Burnham wrote
The Managerial Revolution. Max Shachtman broke with Trotsky.
"""
BLOG = """Burnham again

Burnham believed that managers were replacing the capitalists. Rizzi rejected state capitalism. Milovan Djilas argued that the
party bureaucracy had become a new class.
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "survey.txt").write_text(SURVEY, encoding="utf-8")
    (folder / "blog.txt").write_text(BLOG, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def data(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kb") / "data"
    done = CliRunner().invoke(app, ["build", "--corpus", str(texts), "--data", str(folder)])
    assert done.exit_code == 0, done.stderr
    return folder


def run(*args: object, code: int = 0) -> Result:
    done = CliRunner().invoke(app, [str(arg) for arg in args])
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    assert "Traceback" not in done.stderr
    return done


def process(*args: object, **kwargs: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kb.cli", *map(str, args)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, timeout=120, env=environment, **kwargs)


# -- help -------------------------------------------------------------------------------------------------------------


def test_the_command_alone_shows_its_verbs() -> None:
    done = run()
    assert all(re.search(rf"\b{verb}\b", done.stdout) for verb in VERBS)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from kb.cli import app; CliRunner().invoke(app, ['--help']); "
        "sys.exit(', '.join({'spacy', 'pyoxigraph', 'rdflib', 'flask', 'networkx'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_teaches_by_an_example_and_takes_data_and_pack(verb: str) -> None:
    shown = run(verb, "--help").stdout
    assert f"Example: doxograph {verb}" in " ".join(shown.split())
    assert "--data" in shown
    assert "--pack" in shown


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_readme(verb: str) -> None:
    assert f"doxograph {verb}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_misspelt_verb_is_answered_with_the_nearest() -> None:
    assert "compare" in run("compar", "x", code=2).stderr


# -- building ---------------------------------------------------------------------------------------------------------


def test_a_second_build_reads_nothing_again(texts: Path, data: Path) -> None:
    done = run("build", "--corpus", texts, "--data", data)
    assert "2 unchanged" in done.stderr
    assert done.stdout == ""


def test_add_and_remove_leave_things_as_they_were(data: Path, tmp_path: Path) -> None:
    before = run("export", "--data", data).stdout
    extra = tmp_path / "extra.txt"
    extra.write_text("Karl Kautsky argued that socialism needs democracy. Kautsky rejected Bolshevism.", encoding="utf-8")
    assert "1 added" in run("add", extra, "--data", data).stderr
    assert "extra" in run("sources", "--data", data, "--format", "csv").stdout
    assert "1 removed" in run("remove", "extra", "--data", data).stderr
    assert run("export", "--data", data).stdout == before


def test_a_bad_text_is_told_of_and_the_others_are_kept(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "good.txt").write_text(BLOG, encoding="utf-8")
    (texts / "empty.txt").write_text("", encoding="utf-8")
    done = run("build", "--corpus", texts, "--data", tmp_path / "data", code=1)
    assert "empty.txt" in done.stderr
    assert "1 added, 1 refused" in done.stderr


def test_a_folder_that_another_process_writes_is_read_and_not_written(texts: Path, data: Path) -> None:
    from kb.build import open_writer

    with open_writer(data):
        done = process("add", texts / "blog.txt", "--data", data)
        assert (done.returncode, done.stdout) == (1, b"")
        assert b"another process" in done.stderr
        assert process("sources", "--data", data).returncode == 0


def test_a_folder_of_another_release_is_left_alone(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "format.json").write_text('{"base": "https://w3id.org/doxograph/", "format": 99}')
    for verb in (["sources"], ["build", "--corpus", texts]):
        assert "format 99" in run(*verb, "--data", tmp_path, code=1).stderr


def test_a_terminal_that_lacks_a_sign_ends_no_run(data: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "kb.cli", "compare", "Trotsky", "--data", str(data)]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"not stated" in done.stdout


def test_unknown_sources_packs_and_folders_are_refused(data: Path, tmp_path: Path) -> None:
    assert "survey" in run("remove", "survy", "--data", data, code=2).stderr
    assert "soviet-society" in run("build", "--data", tmp_path / "d", "--pack", "soviet", code=2).stderr
    assert "doxograph build" in run("sources", "--data", tmp_path / "nowhere", code=1).stderr


# -- weighing ---------------------------------------------------------------------------------------------------------


def test_consequences_names_claims_by_words_or_path(data: Path) -> None:
    claims = json.loads(run("claims", "--data", data, "--format", "json").stdout)
    chosen = next(c for c in claims if sum(c["claim"] in other["claim"] for other in claims) == 1)
    by_words = json.loads(run("consequences", chosen["claim"], "--data", data, "--format", "json").stdout)
    by_iri = json.loads(run("consequences", chosen["iri"], "--data", data, "--format", "json").stdout)
    assert by_words == by_iri
    assert by_words["accepted"] == [chosen["iri"]]
    assert "Accepted: " in run("consequences", chosen["iri"], "--data", data).stderr
    assert "no claim has the words" in run("consequences", "zebras are striped", "--data", data, code=2).stderr


def test_discourse_draws_networks(data: Path) -> None:
    header, *lines = csv.reader(io.StringIO(run("discourse", "--concepts", "all", "--data", data, "--format", "csv").stdout))
    assert header[1:] == [line[0] for line in lines]
    made = json.loads(run("discourse", "--data", data, "--format", "json", "--network", "affiliation").stdout)
    assert made[0]["window"] is None
    assert "camps" in run("discourse", "--data", data, "--concepts", "all").stderr
    assert "has counts" in run("discourse", "--data", data, "--network", "affiliation", "--normalise", "cosine", code=2).stderr


# -- keeping ----------------------------------------------------------------------------------------------------------


def test_cite_gives_every_form_of_texts_and_passages(data: Path) -> None:
    claim = json.loads(run("claims", "--data", data, "--format", "json").stdout)[0]
    text = run("cite", "survey", claim["iri"], "--data", data).stdout.splitlines()
    assert len(text) == 2
    assert text[1].endswith(claim["iri"])
    assert len(json.loads(run("cite", "survey", "--data", data, "--format", "csl").stdout)) == 1
    assert "@misc{survey," in run("cite", "survey", "--data", data, "--format", "bibtex").stdout
    assert "nothing to cite" in run("cite", "source/survey/claim/0", "--data", data, code=2).stderr
    assert len(json.loads(run("sources", "--data", data, "--format", "csl").stdout)) == 2


def test_a_snapshot_opens_to_the_same_graph(data: Path, tmp_path: Path) -> None:
    told = run("snapshot", "--out", tmp_path, "--date", "2026-11-24", "--data", data).stderr
    (bundle,) = tmp_path.glob("doxograph-2026-11-24-*.zip")
    assert bundle.stem.rpartition("-")[2] in told
    assert "doxograph serve" in run("open", bundle, "--data", tmp_path / "again").stderr
    assert run("export", "--data", tmp_path / "again").stdout == run("export", "--data", data).stdout
    assert "no date" in run("snapshot", "--date", "tomorrow", "--out", tmp_path, "--data", data, code=2).stderr


# -- extracting -------------------------------------------------------------------------------------------------------


def test_extract_writes_the_annotation_and_the_text_that_it_indexes(tmp_path: Path) -> None:
    file = tmp_path / "notes.v2.txt"
    file.write_bytes(SURVEY.replace("\n", "\r\n").encode("utf-8"))
    run("extract", file, "--out", tmp_path / "found")
    text = (tmp_path / "found" / "notes.v2.txt").read_bytes()
    assert text == file.read_bytes()
    made = json.loads((tmp_path / "found" / "notes.v2.json").read_text(encoding="utf-8"))
    assert made["id"] == "notes.v2"
    assert made["claims"] and made["relations"]
    kept = text.decode("utf-8")
    for claim in made["claims"]:
        assert " … ".join(kept[start:end] for start, end in claim["content"]) == claim["quote"]
    assert set(made) == {"id", "entities", "claims", "relations", "arguments"}
    assert sorted(p.name for p in (tmp_path / "found").iterdir()) == ["notes.v2.json", "notes.v2.txt"]


def test_extract_to_the_screen_needs_no_knowledge_base(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [json.loads(line) for line in run("extract", texts / "survey.txt", "--format", "jsonl").stdout.splitlines()]
    assert {line["kind"] for line in lines} >= {"claim", "relation"}
    assert all(SURVEY[line["start"] : line["end"]] == line["quote"] for line in lines if line["kind"] == "relation")
    assert "Burnham" in run("extract", texts / "survey.txt").stdout
    assert list(tmp_path.iterdir()) == []


def test_two_files_of_one_stem_are_an_error_before_anything_is_written(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "survey.md").write_text(SURVEY, encoding="utf-8")
    done = run("extract", texts / "survey.txt", tmp_path / "survey.md", "--out", tmp_path / "found", code=2)
    assert "survey.json" in done.stderr
    assert not (tmp_path / "found").exists()


def test_extract_goes_on_after_a_bad_file(texts: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02" * 100)
    done = run("extract", bad, tmp_path / "missing.txt", texts / "blog.txt", "--out", tmp_path / "found", code=1)
    assert "bad.txt" in done.stderr and "missing.txt" in done.stderr
    assert (tmp_path / "found" / "blog.json").exists()


def test_extract_never_overwrites_the_file_it_reads(tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    before = SURVEY.replace("quarrel", "querèlle").encode("latin-1")
    file.write_bytes(before)
    assert "overwrite" in run("extract", file, "--out", tmp_path, code=1).stderr
    assert file.read_bytes() == before


# -- asking -----------------------------------------------------------------------------------------------------------


def test_sources_and_stats(data: Path) -> None:
    assert {s["id"] for s in json.loads(run("sources", "--data", data, "--format", "json").stdout)} == {"survey", "blog"}
    counts = json.loads(run("stats", "--data", data, "--format", "json").stdout)
    assert counts["sources"] == 2
    assert counts["claims"] >= 4
    assert "James Burnham" in run("stats", "--data", data).stdout


def test_compare_in_every_format(data: Path) -> None:
    args = ("compare", "Trotsky", "Cliff", "--data", data)
    shown = run(*args).stdout
    assert "affirms" in shown and "not stated" in shown
    made = json.loads(run(*args, "--format", "json").stdout)
    state = next(issue for issue in made["issues"] if issue["id"] == "workers-state")
    trotsky = state["cells"][0]
    assert (trotsky["party"], trotsky["status"]) == ("Leon Trotsky", "affirms")
    assert all(SURVEY[s["start"] : s["end"]] == s["quote"] for s in trotsky["supports"])
    rows = list(csv.DictReader(io.StringIO(run(*args, "--format", "csv").stdout)))
    assert {row["party"] for row in rows} == {"Leon Trotsky", "Tony Cliff"}
    assert {row["issue"] for row in rows} == {issue["id"] for issue in made["issues"]}
    assert run(*args, "--format", "markdown").stdout.startswith("|  | Leon Trotsky | Tony Cliff |\n| --- | --- | --- |\n")
    assert r"\begin{tabularx}" in run(*args, "--format", "latex").stdout


def test_an_unknown_party_is_answered_with_the_nearest(data: Path) -> None:
    done = run("compare", "Bernham", "--data", data, code=2)
    assert "James Burnham" in done.stderr
    assert done.stdout == ""


def test_positions_have_the_columns_of_the_gold_table(data: Path) -> None:
    lines = run("positions", "--source", "survey", "--data", data, "--format", "tsv").stdout.splitlines()
    assert lines[0].split("\t") == ["holder", "issue", "position", "stance", "quote", "source", "start", "end"]
    rows = [line.split("\t") for line in lines[1:]]
    assert ["Leon Trotsky", "workers-state", "yes"] in [row[:3] for row in rows]
    assert all(len(row) == 8 for row in rows)
    assert all(" ".join(SURVEY[int(row[6]) : int(row[7])].split()) == row[4] for row in rows)
    assert json.loads(run("positions", "--data", data, "--format", "json").stdout)
    assert "workers-state" in run("positions", "--data", data).stdout
    assert run("positions", "--data", data, "--pack", "none", "--format", "tsv").stdout.count("\n") == 1


def test_lineage_in_every_format(data: Path) -> None:
    args = ("lineage", "Burnham", "--data", data)
    assert "The Managerial Revolution" in run(*args).stdout
    made = json.loads(run(*args, "--format", "json").stdout)
    standing = {(link["later"], link["earlier"]): link["standing"] for link in made["links"]}
    assert standing["theorist/james-burnham", "theorist/bruno-rizzi"] == "uncertain"
    assert run(*args, "--format", "dot").stdout.startswith("digraph lineage {")
    assert "<graphml" in run(*args, "--format", "graphml").stdout
    assert "<spell " in run(*args, "--format", "gexf").stdout
    assert "no path is affirmed" in run("lineage", "Burnham", "Rizzi", "--data", data).stdout
    assert "[uncertain]" in run("lineage", "Burnham", "Rizzi", "--through", "uncertain", "--data", data).stdout
    run("lineage", "Burnham", "--through", "hearsay", "--data", data, code=2)


def test_claims_and_search(data: Path) -> None:
    made = json.loads(run("claims", "--holder", "Burnham", "--data", data, "--format", "json").stdout)
    assert {row["source"] for row in made} == {"survey", "blog"}
    assert "managers" in run("claims", "--holder", "Burnham", "--data", data).stdout
    assert run("claims", "--source", "blog", "--data", data, "--format", "csv").stdout.startswith("holder,stance,")
    assert "1 more" not in run("claims", "--limit", "100", "--data", data).stderr
    assert "Milovan Djilas" in run("search", "Djil", "--data", data).stdout
    assert json.loads(run("search", "new", "class", "--data", data, "--format", "json").stdout)
    assert "Nothing was found" in run("search", "zzyzx", "--data", data).stderr


@pytest.mark.parametrize(
    ("form", "begins"),
    [("csv", "n\r\n"), ("json", '{"head": {"vars": ["n"]}'), ("xml", "<?xml")],
)
def test_a_query_in_the_formats_of_the_standard(data: Path, form: str, begins: str) -> None:
    sparql = "SELECT ?n WHERE { ?t a dox:Theorist ; skos:prefLabel ?n } ORDER BY ?n"
    shown = CliRunner().invoke(app, ["query", sparql, "--format", form, "--data", str(data)]).stdout_bytes.decode()
    assert shown.startswith(begins)
    assert "Burnham" in shown


def test_queries_of_every_kind_from_anywhere(data: Path, tmp_path: Path) -> None:
    assert "Burnham" in run("query", "SELECT ?n { ?t a dox:Theorist ; skos:prefLabel ?n }", "--data", data).stdout
    assert run("query", "ASK { ?x a dox:Claim }", "--data", data).stdout == "yes\n"
    file = tmp_path / "ask.rq"
    file.write_text("CONSTRUCT { ?t skos:prefLabel ?n } WHERE { ?t a dox:Theorist ; skos:prefLabel ?n }", encoding="utf-8")
    assert "@prefix skos:" in run("query", "-f", file, "--data", data).stdout
    nothing = run("query", "SELECT ?a ?b { ?a dox:nothing ?b }", "--format", "csv", "--data", data)
    assert nothing.stdout.split() == ["a,b"]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["SELECT"], 2),
        (["INSERT DATA { <a:b> <a:b> <a:b> }"], 2),
        ([], 2),
        (["ASK {}", "-f", "x.rq"], 2),
        (["-f", "no-such.rq"], 1),
        (["ASK {}", "--format", "turtle"], 2),
        (["CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"], 2),
    ],
)
def test_queries_that_cannot_be_asked(data: Path, args: list[str], code: int) -> None:
    assert "Error" in run("query", *args, "--data", data, code=code).stderr


def test_export_in_every_format_is_read_back_alike(data: Path, tmp_path: Path) -> None:
    import pyoxigraph as ox

    forms = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    read = {
        form: {
            str(quad)
            for quad in ox.parse(
                CliRunner().invoke(app, ["export", "--format", form, "--data", str(data)]).stdout_bytes, format=syntax
            )
        }
        for form, syntax in forms.items()
    }
    assert read["nquads"] and read["nquads"] == read["trig"] == read["jsonld"]
    assert "dox:Claim" in run("export", "--format", "turtle", "--data", data).stdout
    assert "<graphml" in run("export", "--format", "graphml", "--data", data).stdout
    assert "<gexf" in run("export", "--format", "gexf", "--data", data).stdout
    one = run("export", "--source", "blog", "--data", data).stdout
    assert one and "source/survey" not in one
    run("export", "--out", tmp_path / "graph.nq", "--data", data)
    assert (tmp_path / "graph.nq").read_text(encoding="utf-8") == run("export", "--data", data).stdout


def test_check_finds_a_sound_base_sound_and_a_damaged_one_damaged(data: Path, texts: Path, tmp_path: Path) -> None:
    assert "Sound" in run("check", "--no-shapes", "--data", data).stderr
    own = tmp_path / "data"
    run("build", "--corpus", texts, "--data", own)
    statements = own / "statements" / "blog.nq"
    statements.write_bytes(b"\n".join(reversed(statements.read_bytes().splitlines())) + b"\n")
    assert "blog" in run("check", "--no-shapes", "--data", own, code=1).stdout


def test_evaluate_predictions_and_fresh_extractions(texts: Path, tmp_path: Path) -> None:
    run("extract", texts / "survey.txt", "--out", tmp_path)
    made = json.loads(run("evaluate", tmp_path, "--pred", tmp_path, "--json").stdout)
    assert {made[layer]["f1"] for layer in ("entities", "spans", "claims", "relations")} == {1.0}
    again = json.loads(run("evaluate", tmp_path, "--json").stdout)
    assert again["claims"] == made["claims"]
    assert "macro F1" in run("evaluate", tmp_path, "--texts").stdout
    assert "no such folder" in run("evaluate", tmp_path / "nope", code=1).stderr


def test_a_pipe_that_closes_early_is_no_error(data: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f"{sys.executable} -m kb.cli export --data {data} | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout) == 10


def test_machine_formats_are_alone_on_standard_output(data: Path) -> None:
    done = process("positions", "--format", "json", "--data", data)
    assert done.returncode == 0
    json.loads(done.stdout)
    done = process("compare", "Nobody", "--format", "json", "--data", data)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"Error:")


def test_serve_says_its_address_and_answers(data: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "kb.cli", "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout
            address = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
            assert address
            with urllib.request.urlopen(address.group(), timeout=30) as answer:
                assert answer.status == 200
            port = address.group().rpartition(":")[2]
            taken = process("serve", "--port", port, "--data", data)
            assert taken.returncode == 2
            assert b"cannot listen" in taken.stderr
            assert b"cannot listen" in process("serve", "--host", "300.1.1.1", "--data", data).stderr
        finally:
            server.terminate()
