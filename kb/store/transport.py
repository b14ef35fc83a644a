"""Requests to a SPARQL server, tried again where that is safe, and its refusals in words."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from kb.errors import StoreError
from kb.store import credentials
from kb.store.address import Address

_TRIES = (0.0, 0.2, 0.6)  # seconds before each try
_PASSING = frozenset({502, 503, 504})  # a proxy or server that may be well again in a moment
_LATER = " The change is kept in the data folder, and made whole by the next `doxograph build`."


class Late(StoreError):
    """The server took longer than it may."""


class Refused(StoreError):
    """The server answered that it will not do this; another, smaller request may fare better."""


class Transport:
    """The way to one server, for any number of threads."""

    def __init__(self, address: Address, environment: Mapping[str, str] = os.environ) -> None:
        self.address = address
        self._client = httpx.Client(
            auth=credentials.challenged(environment),
            timeout=httpx.Timeout(address.timeout, connect=min(10.0, address.timeout)),
            headers={"User-Agent": "doxograph"},
        )

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def send(
        self,
        url: str,
        body: Mapping[str, Sequence[str]] | bytes | None,
        accept: str,
        *,
        parameters: Mapping[str, str] | None = None,
        writing: bool = False,
        missing_is_empty: bool = False,
        seconds: float | None = None,
    ) -> httpx.Response:
        """The server's answer to a GET, or to the POST of a form or of triples; ``writing`` is told what remains to be done.

        Raises Late where it takes longer than it may, Refused where it will not do this, StoreError where it cannot be reached,
        is no such service, or does not let this user in.
        """
        headers = {"Accept": accept}
        if isinstance(body, bytes):
            headers["Content-Type"] = "application/n-triples"
        given: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"data": body} if body is not None else {}
        given |= {"timeout": seconds} if seconds else {}
        request = self._client.build_request("GET" if body is None else "POST", url, params=parameters, headers=headers, **given)
        for last, wait in ((number == len(_TRIES) - 1, wait) for number, wait in enumerate(_TRIES)):
            time.sleep(wait)
            try:
                response = self._client.send(request)
            except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
                # the server may still be at it: an update sent again now could overtake a later one
                raise self.late(
                    f"the server gave no answer within {seconds or self.address.timeout:g} seconds", writing
                ) from error
            except httpx.TransportError as error:
                if last:
                    raise StoreError(
                        f"the server does not answer ({_said(str(error)) or type(error).__name__})",
                        where=url,
                        remedy="Start it, or mend the store's address." + (_LATER if writing else ""),
                    ) from error
                continue
            except (httpx.InvalidURL, httpx.HTTPError) as error:
                raise self.no_endpoint(url, str(error)) from error
            if response.status_code not in _PASSING or last:
                break
        if not response.is_success and not (missing_is_empty and response.status_code == 404):
            raise self._refusal(url, response, writing)
        return response

    def _refusal(self, url: str, response: httpx.Response, writing: bool) -> StoreError:
        status, said = response.status_code, _said(response.text if "html" not in kind(response) else "")
        later = _LATER if writing else ""
        if status in (401, 403, 407) or "SECURITY" in said or "ermission" in said:
            who = "does not let this user in" if self._client.auth else "asks who you are"
            return StoreError(f"the server {who} (HTTP {status})", where=url, remedy=credentials.REMEDY + later)
        if response.is_redirect:
            return self.no_endpoint(url, f"it points to {response.headers.get('location', 'elsewhere')}")
        if status in (404, 405, 406, 410, 415, 501):
            return self.no_endpoint(url, f"HTTP {status}")
        if status in _PASSING:
            remedy = "Try again later." + later
            return StoreError(f"the server is out of order (HTTP {status}{said and f': {said}'})", where=url, remedy=remedy)
        remedy = ("The server's log may say more." if writing else "Ask in another way, or for less at once.") + later
        return Refused(f"the server refuses this (HTTP {status}{said and f': {said}'})", where=url, remedy=remedy)

    def late(self, what: str, writing: bool = False) -> StoreError:
        """What to raise where the server took too long."""
        remedy = "Ask for less at once, or add timeout=SECONDS to the store's address." + (_LATER if writing else "")
        return Late(what, where=self.address.update or "" if writing else self.address.query, remedy=remedy)

    def no_endpoint(self, url: str, why: str) -> StoreError:
        """What to raise where an address is none of a SPARQL service."""
        remedy = "Check the store's address, or name the URLs in it: ?query=…&update=…"
        return StoreError(f"there is no SPARQL service here ({why})", where=url, remedy=remedy)


def kind(response: httpx.Response) -> str:
    """The media type of an answer; ``nothing`` where it has none."""
    return response.headers.get("content-type", "").partition(";")[0].strip() or "nothing"


def _said(text: str) -> str:
    """The first line of what a server said, on one line and not too long."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return re.sub(r"\s+", " ", line).strip()[:200].rstrip(". ")
