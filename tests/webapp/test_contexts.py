"""Every page states its context in a dataclass: template and dataclass name the same things."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

import webapp.views
from webapp.rendering import template_of
from webapp.urls import URLS

#: what base.html, and so every page, may use besides: see ``surroundings`` in webapp.app, and Flask's own
SURROUNDINGS = {"counts", "iri", "endpoint", "pack", "frozen_note", "queries", "queries_at"}
SURROUNDINGS |= {"request", "url_for", "g", "session", "config", "get_flashed_messages"}
MODULES = [importlib.import_module(f"webapp.views.{m.name}") for m in pkgutil.iter_modules(webapp.views.__path__)]
PAGES = [module.Page for module in MODULES if hasattr(module, "Page")]


def named_in(app: Flask, template: str) -> set[str]:
    """The variables that a template and the templates it extends take from outside."""
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, template)  # type: ignore[union-attr]
    tree = app.jinja_env.parse(source)
    # find_undeclared_variables looks at each block alone: macros made or imported outside it are no variables
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    imported = {name for found in tree.find_all(nodes.FromImport) for name in found.names}
    names = set(meta.find_undeclared_variables(tree)) - macros - {n[1] if isinstance(n, tuple) else n for n in imported}
    for other in meta.find_referenced_templates(tree):
        assert other is not None
        names |= named_in(app, other)
    return names - SURROUNDINGS - set(app.jinja_env.globals)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.__module__.rpartition(".")[2])
def test_template_and_dataclass_name_the_same_things(app: Flask, page: type) -> None:
    assert is_dataclass(page)
    assert page.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert named_in(app, template_of(page)) == {field.name for field in fields(page)}


def test_every_template_belongs_to_a_page(app: Flask) -> None:
    folder = Path(webapp.views.__path__[0]).parent / "templates"
    pages = {path.name for path in folder.glob("*.html") if not path.name.startswith("_")} - {"base.html"}
    assert pages == {template_of(page) for page in PAGES}


def test_every_view_has_an_address() -> None:
    with_show = {module.__name__.rpartition(".")[2] for module in MODULES if hasattr(module, "show")}
    assert with_show == {url.name for url in URLS}
