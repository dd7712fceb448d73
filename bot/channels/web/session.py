"""The anonymous session of a visitor: a signed id in a cookie, or kept by the page where cookies are off."""

import logging
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from aiohttp import hdrs, web
from multidict import istr

from bot.channels.signing import digest
from bot.channels.web.links import WITHIN
from bot.channels.web.site import VISIT, site_of
from knowledge.store import StoreError

COOKIE = "fudaoyuan"
FRAMED = f"__Host-{COOKIE}-frame"
HEADER = istr("X-Session")
TALK_HEADER = istr("X-Talk")
TALK = re.compile("[a-z]{8,32}")
USE = "session"
CARRIED = "carried"  # how the names of talks begin that were brought here
log = logging.getLogger("fudaoyuan")
# By hand: Python writes "Partitioned" only from 3.14 on
PARTITIONED = "{name}={key}; HttpOnly; Max-Age={age}; Path=/; SameSite=None; Secure; Partitioned"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """``key``: the secret; ``from_cookie``: the browser sent it back, so the page need not hold it; ``talk``: which of
    the browser's talks, each tab has its own; "" where there is but one, as without scripts; ``carried``: the talk of a
    messenger's that is gone on with here, "" for one of the page's own."""

    key: str
    from_cookie: bool
    talk: str = ""
    carried: str = ""

    @property
    def conversation(self) -> str:
        """The name the store knows: whoever reads the store cannot take the session over."""
        return self.carried or self.own

    @property
    def own(self) -> str:
        """The name of the talk that began here."""
        return f"web:{digest(f'{self.key} {self.talk}' if self.talk else self.key)}"

    def beside(self, talk: str) -> "Session":
        """Another talk of the same browser."""
        return replace(self, talk=talk if TALK.fullmatch(talk) else "", carried="")


def session_of(request: web.Request, held: str = "", talk: str = "") -> Session:
    """The request's session; an id we never gave out becomes a new one. ``held``, ``talk``: what the page itself
    kept."""
    named = talk or request.query.get("talk", "") or request.headers.get(TALK_HEADER, "")
    return talk_of(request, _session(request, held), named)


def talk_of(request: web.Request, session: Session, name: str) -> Session:
    """This of the browser's talks; of one that was brought from a messenger, the talk it is there."""
    beside, carrying = session.beside(name), site_of(request).carrying
    if carrying is None or not beside.talk.startswith(CARRIED):
        return beside
    try:
        return replace(beside, carried=carrying.bound(beside.own) or "")
    except StoreError as error:
        log.error("a talk that was carried here cannot be found: %s", error)
        return beside


def _session(request: web.Request, held: str) -> Session:
    visit = request[VISIT]
    for cookie in cookies_of(request):
        if visit.issued(USE, cookie):
            return Session(cookie, True)
    kept = held or request.headers.get(HEADER, "")
    return Session(kept, False) if visit.issued(USE, kept) else new_session(request)


def new_session(request: web.Request) -> Session:
    """A session nobody had before."""
    return Session(site_of(request).signer.issue(USE), False)


def cookie_name(request: web.Request) -> str:
    """Behind https a name that browsers take only from this very host: a sibling domain cannot put its own there."""
    return f"__Host-{COOKIE}" if request[VISIT].secure else COOKIE


def cookies_of(request: web.Request) -> Iterator[str]:
    """What the browser keeps for us: its id, and that of the frame the page is shown in."""
    names = (cookie_name(request), FRAMED) if request[VISIT].secure else (COOKIE,)
    return (request.cookies[name] for name in names if name in request.cookies)


def set_cookie(request: web.Request, response: web.StreamResponse, session: Session) -> None:
    """Gives the browser its id: not readable by scripts, not sent along by other sites' posts. In a frame on another
    site such a cookie is never sent: there it has one that counts within that site alone."""
    secure = request[VISIT].secure
    response.set_cookie(
        cookie_name(request), session.key, max_age=YEAR, httponly=True, samesite="Lax", secure=secure, path="/"
    )
    if secure and WITHIN in request.query:
        response.headers.add(hdrs.SET_COOKIE, PARTITIONED.format(name=FRAMED, key=session.key, age=YEAR))


def same_site(request: web.Request, origins: Container[str]) -> bool:
    """Whether a post comes from a page of ours. Browsers without Sec-Fetch-Site are checked by Origin, and believed
    without either."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin in origins
