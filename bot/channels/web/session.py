"""Who is talking: an anonymous random id in a cookie, or held by the page where cookies do not come back."""

import hashlib
import re
import secrets
from collections.abc import Container
from dataclasses import dataclass

from aiohttp import web

COOKIE = "fudaoyuan"
HEADER = "X-Session"
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """``key``: the secret; ``from_cookie``: the browser sent it back, so the page need not hold it."""

    key: str
    from_cookie: bool

    @property
    def conversation(self) -> str:
        """The name the store knows: whoever reads the store cannot take the session over."""
        return "web-" + hashlib.sha256(self.key.encode()).hexdigest()[:32]


def session_of(request: web.Request, held: str = "") -> Session:
    """The request's session; a missing or misshapen id becomes a new one. ``held``: what the page itself kept."""
    cookie = request.cookies.get(COOKIE, "")
    if SHAPE.fullmatch(cookie):
        return Session(cookie, True)
    kept = held or request.headers.get(HEADER, "")
    return Session(kept if SHAPE.fullmatch(kept) else secrets.token_urlsafe(32), False)


def set_cookie(response: web.StreamResponse, session: Session, *, secure: bool) -> None:
    """Gives the browser its id: not readable by scripts, not sent along by other sites' posts."""
    response.set_cookie(COOKIE, session.key, max_age=YEAR, httponly=True, samesite="Lax", secure=secure, path="/")


def issued(request: web.Request) -> bool:
    """Whether the request carries a session that we gave out before."""
    return session_of(request).from_cookie


def same_site(request: web.Request, origins: Container[str]) -> bool:
    """Whether a post comes from a page of ours; old browsers that do not say are told by Origin, else believed."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin in origins
