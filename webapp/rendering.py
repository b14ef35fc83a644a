"""A page's dataclass -> its template of the same name."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from flask import Response, make_response, render_template


def template_of(page: type) -> str:
    """The template of a page class: ``webapp.views.home.Page`` -> ``home.html``."""
    return page.__module__.rpartition(".")[2] + ".html"


def render(page: Any, status: int = 200) -> Response:
    """A page as HTML; its fields are all that its template may name."""
    context = {field.name: getattr(page, field.name) for field in fields(page)}
    return make_response(render_template(template_of(type(page)), **context), status)
