"""Why the endpoint gives no result, with the HTTP status that says so."""

from __future__ import annotations

from kb.errors import DoxographError

MALFORMED = 400
FORBIDDEN = 403
NOT_ACCEPTABLE = 406
TOO_LONG = 413
WRONG_MEDIA = 415
TOO_LARGE = 500  # SPARQL 1.1 Protocol, section 2.1.7: the server gives up a query it understands
BUSY = 503
LATE = 504


class Refusal(DoxographError):
    """A question that gets no answer: what, where, remedy; ``retry_after`` in seconds where asking again may help."""

    def __init__(self, status: int, what: str, *, where: str = "", remedy: str = "", retry_after: int | None = None) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.status, self.retry_after = status, retry_after
