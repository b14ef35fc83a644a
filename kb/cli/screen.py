"""What the verbs share: where they print, the options of all, how errors end a run."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from kb.errors import DoxographError

if TYPE_CHECKING:
    from kb.store import Store

_WIDE = 140  # columns of a table that goes to a file or a pipe

Data = Annotated[Path, typer.Option("--data", metavar="DIR", envvar="DOXOGRAPH_DATA", help="The knowledge base's folder.")]
Pack = Annotated[
    str | None,
    typer.Option("--pack", metavar="NAME", help="The vocabulary of a field, or a folder with one; `none` for no vocabulary."),
]
MinConfidence = Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="Leave out what is less sure than this.")]
Sources = Annotated[list[str] | None, typer.Option("--source", metavar="ID", help="Draw on this source only; may be repeated.")]
DATA = Path("data")
_ADDRESS: ContextVar[str | None] = ContextVar("address", default=None)


class Verbs(TyperGroup):
    """The group of verbs: an error that a user can mend ends it with one message and its exit code, never with a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a verb."""
        token = _ADDRESS.set(ctx.params.get("store"))
        try:
            return super().invoke(ctx)
        except DoxographError as error:
            tell_error(error)
            raise typer.Exit(error.exit_code) from error
        except BrokenPipeError:
            # the reader of the pipe has seen enough; nothing may be written at exit any more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            errors().print("Stopped.")
            raise typer.Exit(130) from None
        except OSError as error:
            errors().print(f"[bold red]Error:[/] {_plain(error.filename or 'the system')}: {_plain(error.strerror or error)}.")
            raise typer.Exit(1) from error
        finally:
            _ADDRESS.reset(token)


def errors() -> Console:
    """Where progress and messages go."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def out() -> Console:
    """Where tables for people go."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDE
    return Console(highlight=False, width=width)


def tell_error(error: DoxographError) -> None:
    """Print an error as one message."""
    errors().print(f"[bold red]Error:[/] {_plain(error)}")


def say(text: str) -> None:
    """Print a message to standard error."""
    errors().print(_plain(text))


def write(text: str | bytes) -> None:
    """Put a machine format on standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8") if isinstance(text, str) else text)
    sys.stdout.buffer.flush()


def table(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None, numbers: Iterable[str] = ()
) -> None:
    """Print a table for people; the columns named in ``numbers`` are set to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    right = set(numbers)
    for name in header:
        made.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if value is None else str(value)) for value in row))
    out().print(made)


def address() -> str | None:
    """The address that ``--store`` gives, None for the store embedded in the data folder."""
    return _ADDRESS.get()


def opened(data: Path, pack: str | None = None) -> Store:
    """The store of a folder, or of ``--store``, open for reading.

    Raises StoreError where there is none, UsageError for an unknown pack.
    """
    from kb.store import open_store

    if pack is not None:
        from kb.vocabulary import load_pack

        load_pack(pack)
    return open_store(data, read_only=True, store=address())


def issues_of(pack: str | None) -> frozenset[str] | None:
    """The ids of a pack's issues, None (all there are) where no pack is named."""
    if pack is None:
        return None
    from kb.vocabulary import load_pack

    return frozenset(issue.id for issue in load_pack(pack).issues)


def one_line(text: str, most: int = 0) -> str:
    """A text on one line, cut with an ellipsis after ``most`` characters (0: never)."""
    line = " ".join(text.split())
    return line if not most or len(line) <= most else line[: most - 1].rstrip() + "…"


def as_json(data: Any) -> str:
    """Data as JSON that people can read too."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(text: object) -> str:
    from rich.markup import escape

    return escape(str(text))
