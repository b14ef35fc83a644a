"""Who is at the desk: a login by token, kept in a signed cookie, and the guard of all that writes."""

from __future__ import annotations

import functools
import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, Response, has_request_context, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.credentials import make_token, read_token, signing_key
from webapp.knowledge import knowledge
from webapp.views import error

View = TypeVar("View", bound=Callable[..., Any])

LASTS = timedelta(days=30)  #: a login
FIELD, HEADER = "csrf", "X-CSRF-Token"  #: where a form, or a script, gives what ``csrf_token`` told
#: these are asked by POST because what they ask is long; they write nothing, and any program may ask
ASKING = frozenset({"sparql", "argument_map"})
#: bytes that a request of somebody logged in may carry, where a page takes more than all others
LARGER = {"add": 66 * 1024 * 1024, "review_do": 17 * 1024 * 1024}


def reviewer() -> str | None:
    """The name that who is logged in chose, None where nobody is."""
    return session.get("reviewer") if has_request_context() else None


def log_in(name: str) -> None:
    """Make this browser's session that of a reviewer; whether the token was right is for the caller to see."""
    session.clear()
    session.permanent = True
    session["reviewer"] = name
    csrf_token()


def csrf_token() -> str:
    """What a form must send along in its field ``csrf``, so that it comes from a page of ours; one for each session."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(24)
    return str(session[FIELD])


def needs_reviewer(view: View) -> View:
    """Let only who is logged in use a view; whoever is not is led to the login, and back."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if reviewer() is not None:
            return view(*args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("login", next=request.full_path.rstrip("?")))
        return _needs_login()

    return guarded  # type: ignore[return-value]


def local(path: str) -> str:
    """An address of this host, as a path; ``/`` for any other."""
    parts = urlsplit(path.replace("\\", "/"))
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return path if own and path.isprintable() else "/"


def keep_sessions(app: Flask) -> None:
    """Give an app sessions, and refuse every POST that writes without the word of one."""
    app.session_interface = _Sessions()
    app.permanent_session_lifetime = LASTS
    app.config |= {
        "SESSION_COOKIE_NAME": "doxograph",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
    }
    app.jinja_env.globals |= {"reviewer": reviewer, "csrf_token": csrf_token}
    app.before_request(_guard)
    app.after_request(_varies)


def _guard() -> Response | None:
    if request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint is None or request.endpoint in ASKING:
        return None
    if reviewer() is None and request.endpoint != "login":
        return _needs_login()  # before anything long is read
    larger = LARGER.get(request.endpoint)
    if larger:
        request.max_content_length = request.max_form_memory_size = larger
    try:
        given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    except RequestEntityTooLarge:
        limit = f"{(larger or request.max_content_length or 0) / 1024**2:.3g} MB"
        return error.response(413, "This is too large to be sent", f"At most {limit} are taken: split it.")
    known = session.get(FIELD, "")
    if known and hmac.compare_digest(given.encode("utf-8", "replace"), known.encode()):
        return None
    what = "This form did not come from a page of this session"
    return error.response(403, what, "Nothing was changed. Go back, load the page anew, and send the form again.")


def _needs_login() -> Response:
    return error.response(
        403, "This needs a login", "Nothing was changed. Log in at /login, then send it again. Reading needs none."
    )


def _varies(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.vary.add("Cookie")  # the pages of who is logged in have more on them
    return response


class _Sessions(SecureCookieSessionInterface):
    """Cookies signed with what follows from the data folder's token, which is made when the first person wants to log in."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        data = knowledge().data
        token = make_token(data) if request.path == "/login" else read_token(data)
        if token is None:
            return None
        how = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
        return URLSafeTimedSerializer([signing_key(token)], salt=self.salt, serializer=self.serializer, signer_kwargs=how)

    def get_cookie_secure(self, app: Flask) -> bool:
        return has_request_context() and request.is_secure

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path == "/login":
            return super().open_session(app, request)
        # whoever only reads is no session, and the token is not looked at
        return super().open_session(app, request) if self.get_cookie_name(app) in request.cookies else None
