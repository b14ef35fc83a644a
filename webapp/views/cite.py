"""How to cite a text, or a passage of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Response, request

from kb.errors import UsageError
from kb.formats.citations import FORMS, MEDIA, Form, written
from kb.queries import citing
from kb.queries.citing import Cited
from kb.store.snapshots import current
from webapp.knowledge import ask, knowledge
from webapp.rendering import render
from webapp.takeaway import taken
from webapp.views import error
from webapp.wording import in_quotes


@dataclass(frozen=True, slots=True)
class Page:
    """A citation in every form; ``permalink`` leads to the page as the latest snapshot froze it, if nothing changed since."""

    title: str
    cited: Cited
    forms: tuple[tuple[Form, str], ...]
    permalink: str
    downloads: tuple[tuple[str, str], ...]  # format, address


def show() -> Response:
    """The citation of ``?of=PATH``; ``?format=`` gives one form alone."""
    of = request.args.get("of", "")
    try:
        found = ask(citing, of)
    except UsageError as problem:
        return error.response(404, problem.what, problem.remedy)
    form = request.args.get("format", "")
    if form in FORMS:
        return Response(written([found], cast(Form, form)), mimetype=MEDIA[cast(Form, form)])
    held = knowledge()
    frozen = current(held.data, held.store)
    permalink = f"{found.iri}?snapshot={frozen.id}" if frozen else ""
    forms = tuple((name, written([found], name)) for name in FORMS)
    return render(Page(f"Cite {in_quotes(found.source.ref.title)}", found, forms, permalink, taken(FORMS)))
