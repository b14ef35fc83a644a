"""Who works here: the login, and for who is logged in what there is to do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from flask import Response, redirect, request

from webapp.credentials import is_token
from webapp.knowledge import knowledge
from webapp.rendering import render
from webapp.session import local, log_in, reviewer

LONGEST = 60  #: characters of a name


@dataclass(frozen=True, slots=True)
class Page:
    """The form, with what was wrong; ``next`` is where it leads to."""

    title: str
    name: str
    next: str
    problem: str


def show() -> Response:
    """The login; POSTed ``token`` and ``name`` log in."""
    next = local(request.values.get("next", "/login"))
    name, problem = reviewer() or "", ""
    if request.method == "POST":
        name = _name(request.form.get("name", ""))
        if not name:
            problem = "Give the name under which your work is to be recorded."
        elif not is_token(knowledge().data, request.form.get("token", "")):
            problem = "This is not the token of this knowledge base. `doxograph token` prints it where the viewer runs."
        else:
            log_in(name)
            return redirect(next, 303)  # type: ignore[return-value]
    title = f"At the desk: {reviewer()}" if reviewer() else "Log in"
    return render(Page(title, name, next, problem), 403 if problem else 200)


def _name(given: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", given))
    return " ".join(plain.split())[:LONGEST]
