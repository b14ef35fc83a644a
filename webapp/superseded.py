"""Statements that a reviewer has put aside."""

from __future__ import annotations

from flask import Response, redirect
from pyoxigraph import NamedNode

from kb.store import Store
from kb.terms import DOX
from webapp.addresses import path_of
from webapp.views import error

FATE = "SELECT ?review ?who ?new WHERE { ?iri dox:review ?review ; dox:reviewer ?who . OPTIONAL { ?new dox:replaces ?iri } }"


def superseded(store: Store, iri: str) -> Response | None:
    """301 to the correction of a statement, 410 for a rejected one, None for all that stands."""
    for row in store.select(FATE, iri=NamedNode(iri)):
        new, who = row.get("new"), row["who"].value
        if isinstance(new, NamedNode):
            return redirect(path_of(new.value, store.names), 301)  # type: ignore[return-value]
        if row["review"] == DOX.rejected:
            return error.response(410, f"{who} has rejected this reading", "Its text still holds the words it was read from.")
    return None
