"""SPARQL servers for the tests, each in a process and folder of its own on a free loopback port."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

#: what Debian's package sets, but for the rows of an answer: so few that every large one comes in parts
VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 500
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Server:
    """A running server: its address without parameters, the parameters it needs, who may write."""

    root: str
    parameters: str = ""
    user: str = ""
    password: str = ""

    def address(self, *more: str) -> str:
        """The address with further parameters."""
        said = "&".join(part for part in (self.parameters, *more) if part)
        return f"sparql+{self.root}{'?' if said else ''}{said}"


def oxigraph() -> str | None:
    """The ``oxigraph`` command of the package of that name, beside this Python or on the path."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def virtuoso() -> str | None:
    """The server of Debian's ``virtuoso-opensource``."""
    return shutil.which("virtuoso-t")


@contextmanager
def running_oxigraph(command: str, port: int | None = None) -> Iterator[Server]:
    """``oxigraph serve`` in memory."""
    port = port or free_port()
    with _process([command, "serve", "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}/"):
        yield Server(f"http://127.0.0.1:{port}")


@contextmanager
def running_virtuoso(command: str, folder: Path) -> Iterator[Server]:
    """Virtuoso on an empty database, with the administrator that it comes with."""
    port, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, port=port, http=http))
    arguments = [command, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with _process(arguments, f"http://127.0.0.1:{http}/sparql", seconds=60, cwd=folder):
        parameters = "update=/sparql-auth&graph=/sparql-graph-crud-auth"
        yield Server(f"http://127.0.0.1:{http}/sparql", parameters, "dba", "dba")


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def _process(arguments: list[str], url: str, seconds: float = 10, cwd: Path | None = None) -> Iterator[None]:
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd) as process:
        try:
            until = time.monotonic() + seconds
            while True:
                assert process.poll() is None and time.monotonic() < until, f"{arguments[0]} does not start"
                try:
                    httpx.get(url, timeout=2)
                    break
                except httpx.TransportError:
                    time.sleep(0.05)
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
