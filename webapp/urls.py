"""Every address of the viewer, in the order a reader would meet them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from webapp.views import (
    about,
    add,
    argument,
    argument_map,
    author,
    browse,
    cite,
    claim,
    compare,
    entity,
    evidence,
    graph,
    home,
    issue,
    job,
    job_events,
    jobs,
    lineage,
    listing,
    login,
    logout,
    missing,
    relation,
    remove,
    resource,
    review,
    review_add,
    review_agreement,
    review_do,
    review_log,
    review_orphans,
    review_statement,
    review_thing,
    search,
    source,
    sources,
    sparql,
    suggest,
    vocabulary,
)  # fmt: skip


@dataclass(frozen=True)
class Url:
    """A rule with the view that answers it; ``iri`` where the path is also an IRI of the graph, answered in RDF too."""

    rule: str
    name: str
    view: Callable[..., Any]
    iri: bool = False
    methods: tuple[str, ...] = ("GET",)
    defaults: dict[str, Any] = field(default_factory=dict)


def page(rule: str, module: ModuleType, *, iri: bool = False, methods: tuple[str, ...] = ("GET",), **defaults: Any) -> Url:
    """The address of a page: ``views/NAME.py`` answers it with ``show``, and draws ``templates/NAME.html``."""
    return Url(rule, module.__name__.rpartition(".")[2], module.show, iri, methods, defaults)


URLS: tuple[Url, ...] = (
    # the way in
    page("/", home),
    page("/search", search),
    page("/suggest", suggest),
    page("/about", about),
    # what there is
    page("/<any(theories, theorists, groups, works, cases):plural>", listing),
    page("/sources", sources),
    # one thing of the field
    page("/<any(theorist, group, theory, work, case):type>/<slug>", entity, iri=True),
    page("/issue/<id>", issue, iri=True),
    # one text, and what it says
    page("/source/<id>", source, iri=True),
    page("/source/<id>/author", author, iri=True),
    page("/source/<id>/claim/<hash>", claim, iri=True),
    page("/source/<id>/relation/<hash>", relation, iri=True),
    page("/source/<id>/argument/<hash>", argument, iri=True),
    page("/source/<id>/<sha>/span/<int:start>-<int:end>", evidence, iri=True),
    # questions put to all of it
    page("/browse", browse),
    page("/compare", compare),
    page("/lineage", lineage),
    page("/map", argument_map, methods=("GET", "POST")),
    page("/map/<path:of>", argument_map),
    page("/cite", cite),
    page("/sparql", sparql, methods=("GET", "POST")),
    # who works here, and what was asked for
    page("/login", login, methods=("GET", "POST")),
    page("/logout", logout, methods=("POST",)),
    page("/add", add, methods=("GET", "POST")),
    page("/remove/<id>", remove, methods=("GET", "POST")),
    page("/jobs", jobs),
    page("/jobs/<int:id>", job),
    page("/jobs/<int:id>/events", job_events),
    # a person's decisions
    page("/review", review),
    page("/review/source/<id>/<any(claim, relation, argument):kind>/<hash>", review_statement),
    page("/review/add/<id>", review_add),
    page("/review/<any(theorist, group, theory, work, case):type>/<slug>", review_thing),
    page("/review/do", review_do, methods=("POST",)),
    page("/review/log", review_log),
    page("/review/orphans", review_orphans),
    page("/review/agreement", review_agreement),
    # the graph itself
    page("/ns", vocabulary, iri=True),
    page("/graph/<path:name>", graph, iri=True),
    page("/source/<id>/<any(entity, proposition):kind>/<path:rest>", resource, iri=True),
    page("/issue/<id>/<answer>", resource, iri=True),
    page("/decision/<path:rest>", resource, iri=True),
    # anything else: nothing, or what is like it
    page("/<path:rest>", missing, iri=True),
)
