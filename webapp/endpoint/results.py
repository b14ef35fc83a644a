"""The forms in which the endpoint writes results, and which of them a client gets."""

from __future__ import annotations

from werkzeug.datastructures import MIMEAccept

from webapp.endpoint.refusals import NOT_ACCEPTABLE, Refusal
from webapp.negotiation import GRAPHS, Form, best, by_name, media

ROWS: tuple[Form, ...] = (
    Form("json", "application/sparql-results+json", "JSON", ("application/json",)),
    Form("xml", "application/sparql-results+xml", "XML", ("application/xml", "text/xml")),
    Form("csv", "text/csv", "CSV"),
    Form("tsv", "text/tab-separated-values", "TSV"),
)
FORMS: dict[str, tuple[Form, ...]] = {"SELECT": ROWS, "ASK": ROWS, "CONSTRUCT": GRAPHS, "DESCRIBE": GRAPHS}


def wanted(accept: MIMEAccept, named: str, kind: str) -> tuple[Form, str]:
    """The form of the result of a SELECT, ASK, CONSTRUCT or DESCRIBE (``kind``), with the media type to send it as.

    ``named`` is the short name in the address, if any, which beats the header. Raises Refusal (406) where none fits.
    """
    forms = FORMS[kind]
    form = by_name(named, forms) if named else best(accept, forms)
    if form is None:
        known = ", ".join(f"{form.media} (format={form.name})" for form in forms)
        what = f"the result of {kind} has no form {named!r}" if named else f"the result of {kind} has no form that you accept"
        raise Refusal(NOT_ACCEPTABLE, what, remedy=f"It comes as {known}.")
    return form, form.media if named else media(accept, form)
