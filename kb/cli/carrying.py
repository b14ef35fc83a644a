"""The verbs that give the graph away: query, export, serve."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from kb.cli.screen import DATA, Data, Pack, address, opened, out, say, table, write
from kb.errors import InputError, UsageError


def query(
    sparql: Annotated[str | None, typer.Argument(metavar="[SPARQL]", help="A SELECT, ASK, CONSTRUCT or DESCRIBE.")] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", metavar="FILE", help="Read the query here; - for standard input.")
    ] = None,
    format: Annotated[Literal["table", "csv", "json", "xml", "turtle"] | None, typer.Option("--format")] = None,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Ask in SPARQL 1.1; nothing can be changed.

    The default graph is the union of all. The prefixes dox, rdf, rdfs, skos, dcterms and xsd are known.

    Example: `doxograph query 'SELECT ?t ?name WHERE { ?t a dox:Theory ; skos:prefLabel ?name }'`
    """
    from kb.formats import results
    from kb.knowledge_base import ask

    text = _query_text(sparql, file)
    # the store does not hear Ctrl-C while it works: let the system end us, nothing is written here
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        with opened(data, pack) as store:
            found = ask(store, text)
    finally:
        signal.signal(signal.SIGINT, before)
    if isinstance(found, bool):
        write(("yes\n" if found else "no\n") if format in (None, "table") else results.answer_written(found, format or "json"))
        return
    if found and not isinstance(found[0], dict):
        write(results.triples_written(found, format or "turtle"))
        return
    rows = [row for row in found if isinstance(row, dict)]
    columns = results.variables(text, rows)
    if not columns and not rows:  # a CONSTRUCT that found nothing
        write(results.triples_written([], format or "turtle"))
    elif format in (None, "table"):
        table(columns, [[row[name].value if name in row else None for name in columns] for row in rows])
        say(f"{len(rows)} row{'' if len(rows) == 1 else 's'}.")
    else:
        write(results.rows_written(columns, rows, format or "json"))


def _query_text(sparql: str | None, file: Path | None) -> str:
    if (sparql is None) == (file is None):
        raise UsageError("one query is needed", remedy="Give it in quotation marks, or a file with -f.")
    if sparql is not None:
        return sparql
    assert file is not None
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"the query cannot be read ({error.strerror})", where=str(file), remedy="Check the file's name."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("the query is not UTF-8", where=str(file), remedy="Save it as UTF-8.") from error


def export(
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            help="nquads, trig, turtle, jsonld, graphml, gexf; or what docs/formats.md lists: argdown, aif, dna, csv …",
        ),
    ] = "nquads",
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID", help="Only this source's graph; may be repeated.")
    ] = None,
    out_file: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write here, not to standard output; into a folder, a file for each source."),
    ] = None,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Write the graph down, always in the same order; GraphML and GEXF hold the relations between entities.

    Formats of other tools hold the statements of sources, without what reviewers rejected.

    Example: `doxograph export --format trig > graph.trig`
    """
    from kb.cli.exchanging import exported, is_folder
    from kb.formats import serialise
    from kb.queries import resolve_source

    with opened(data, pack) as store:
        if format in ("graphml", "gexf"):
            from kb.formats.gexf import to_gexf
            from kb.formats.graphml import to_graphml
            from kb.knowledge_base import network

            if source:
                raise UsageError(f"{format} is of the whole network", remedy="Leave --source out, or choose another format.")
            written = (to_gexf if format == "gexf" else to_graphml)(network(store)).encode("utf-8")
        elif form := next((known for known in serialise.FORMS if known == format), None):
            graphs = [store.names.source_graph(resolve_source(store, id).id) for id in source] if source else None
            written = serialise.export(store, form, graphs=graphs)
        else:
            folder = out_file if out_file is not None and is_folder(out_file, format) else None
            files = exported(store, format, source or (), data, folder=folder is not None)
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
                for name, content in files.items():
                    (folder / name).write_bytes(content)
                say(f"{len(files)} file{'' if len(files) == 1 else 's'} written to {folder}.")
                return
            (written,) = files.values()
    if out_file is None:
        write(written)
    else:
        out_file.write_bytes(written)
        say(f"{len(written):,} bytes written to {out_file}.")


def serve(
    host: Annotated[
        str, typer.Option("--host", help="The address to listen at; 0.0.0.0 for every network of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8000,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Show the knowledge base in a browser.

    Reading is for everybody; adding texts and reviewing need the token that `doxograph token` prints. What they change
    is written by one process beside the server, which ends with it.

    Example: `doxograph serve --port 8080`
    """
    from waitress.server import create_server

    from kb.supervising import writer_beside
    from kb.vocabulary import DEFAULT_PACK, load_pack
    from webapp import create_app
    from webapp.endpoint.admission import PLACES, WAITING
    from webapp.knowledge import ready
    from webapp.listening import LISTENERS

    load_pack(pack or DEFAULT_PACK)
    app = create_app(data, pack=pack or DEFAULT_PACK, store=address())
    if not address() and not (data / "format.json").exists():
        say(f"There is no knowledge base in {data} yet: `doxograph build --data {data}` makes one.")
    ready(app)
    try:
        # SPARQL queries and open progress pages hold so many threads at most; the others keep theirs
        threads = 8 + PLACES + WAITING + LISTENERS
        # with send_bytes 1 what a page tells while it is open (the progress of a job) is sent at once
        server = create_server(app, host=host, port=port, threads=threads, send_bytes=1, ident="Doxograph")
    except (OSError, ValueError) as error:  # waitress makes a ValueError of a host that is none
        remedy = "Choose another with --host and --port."
        raise UsageError(
            f"cannot listen at {host}:{port} ({getattr(error, 'strerror', None) or error})", remedy=remedy
        ) from error
    shown = f"[{host}]" if ":" in host else host
    out().print(f"Doxograph is at http://{shown}:{server.effective_port}  (Ctrl-C ends it)", soft_wrap=True)
    try:
        with writer_beside(data, pack=pack or DEFAULT_PACK, store=address()):
            server.run()
    finally:
        server.close()


def token(
    data: Data = DATA,
    new: Annotated[bool, typer.Option("--new", help="Make another; whoever is logged in is so no more.")] = False,
    pack: Pack = None,
) -> None:
    """Print the token that lets a person add texts and review in the browser.

    It lies in the data folder, where only its owner can read it.

    Example: `doxograph token --data data`
    """
    from webapp.credentials import make_token

    write(make_token(data, new=new) + "\n")
