"""A name and a password for a server, told to nobody who did not ask for them."""

from __future__ import annotations

from collections.abc import Generator, Mapping

import httpx

USER, PASSWORD = "DOXOGRAPH_STORE_USER", "DOXOGRAPH_STORE_PASSWORD"  #: where credentials are looked for, and nowhere else
REMEDY = f"Set {USER} and {PASSWORD} to those of somebody who may."


def challenged(environment: Mapping[str, str]) -> httpx.Auth | None:
    """What answers a server's question who asks; None where the environment names nobody."""
    name = environment.get(USER)
    return _Challenged(name, environment.get(PASSWORD, "")) if name else None


class _Challenged(httpx.Auth):
    """Basic or digest, as the server asks."""

    def __init__(self, name: str, word: str) -> None:
        self._name, self._word = name, word
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request, and again with credentials where it is refused without."""
        if self._chosen is None:
            response = yield request
            asked = response.headers.get("www-authenticate", "").lower()
            if response.status_code != 401 or not asked:
                return
            if "digest" in asked:
                self._chosen = httpx.DigestAuth(self._name, self._word)
                flow = self._chosen.auth_flow(request)
                next(flow)  # it would ask for the challenge, which is here already
                yield flow.send(response)
                return
            self._chosen = httpx.BasicAuth(self._name, self._word)
        yield from self._chosen.auth_flow(request)
